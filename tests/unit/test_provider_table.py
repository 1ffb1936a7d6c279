"""The table of the provider's bad days names tests that exist."""

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(test_\w+)`")


def test_every_test_that_the_table_names_is_there() -> None:
    table = (CHECKOUT / "docs" / "provider-errors.md").read_text("utf-8")
    tests = "\n".join(path.read_text("utf-8") for path in (CHECKOUT / "tests").rglob("test_*.py"))
    missing = [name for name in NAMED.findall(table) if f"def {name}(" not in tests]
    assert len(NAMED.findall(table)) > 25
    assert not missing
