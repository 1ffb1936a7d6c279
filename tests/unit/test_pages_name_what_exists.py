"""What the pages about the code name is there: `path/file.py::name`, and each `path/file.py` behind a link."""

import re
from pathlib import Path

import pytest

PAGES = sorted(Path("docs/design").glob("*.md"))
NAMED = re.compile(r"`((?:achterwacht|api|notifications|foundation|scheduler|tests|cli)/[\w/]+\.py)(?:::(\w+))?`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_name_is_there(page: Path) -> None:
    missing = []
    for path, name in NAMED.findall(page.read_text(encoding="utf-8")):
        source = Path(path).read_text(encoding="utf-8") if Path(path).exists() else None
        if source is None or (name and not re.search(rf"^(?:def|class) {name}\b", source, re.MULTILINE)):
            missing.append(f"{path}::{name}" if name else path)
    assert missing == []
