"""What `make check` says of a licence: a package that ours does not go with stops it, in Python and in the screens."""

import json
import subprocess
import sys
from importlib.metadata import metadata
from pathlib import Path

import pytest

from tools.licences import goes_with

HOUSE = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "said",
    ["MIT", "(MIT OR Apache-2.0)", "MIT OR GPL-2.0-only", "MPL-2.0 AND (Apache-2.0 OR MIT)", "LGPL-3.0-only",
     "BSD License, Apache Software License", "Mozilla Public License 2.0 (MPL 2.0)",
     "GNU Lesser General Public License v3 (LGPLv3)"],
)  # fmt: skip
def test_ours_goes_with(said: str) -> None:
    assert goes_with(said)


@pytest.mark.parametrize(
    "said",
    ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-3.0-only", "(MIT OR Apache-2.0) AND GPL-2.0-only",
     "GNU General Public License v3 (GPLv3)", "MIT License, GNU General Public License v2 (GPLv2)",
     "SSPL-1.0", "BUSL-1.1", "Elastic-2.0", "CC-BY-NC-4.0", "SEE LICENSE IN EULA", "unknown", ""],
)  # fmt: skip
def test_ours_does_not_go_with(said: str) -> None:
    assert not goes_with(said)


def test_one_such_package_stops_the_check(tmp_path: Path) -> None:
    python, screens = tmp_path / "lock.txt", tmp_path / "lock.json"
    python.write_text(f"httpx=={metadata('httpx')['Version']}\n", encoding="utf-8")
    packages: dict[str, dict[str, str | bool]] = {
        "node_modules/a": {"license": "MIT"},
        "node_modules/b": {"license": "GPL-3.0", "dev": True},
    }

    def looks() -> tuple[int, str]:
        screens.write_text(json.dumps({"packages": {"": {}, **packages}}), encoding="utf-8")
        asked = [sys.executable, str(HOUSE / "tools/licences.py"), str(python), str(screens)]
        done = subprocess.run(asked, check=False, capture_output=True, text=True)
        return done.returncode, done.stdout

    assert looks() == (0, "  BSD License: httpx\n  MIT: a\n"), "what only builds or tests may be anything"
    packages["node_modules/b"]["dev"] = False
    assert looks() == (1, "  BSD License: httpx\n? GPL-3.0: b\n  MIT: a\n")


def test_the_check_looks_at_it() -> None:
    assert "\ntools/sbom.sh\n" in (HOUSE / "tools/check.sh").read_text("utf-8")
    assert "\ntools/sbom.sh\n" in (HOUSE / "tools/audit.sh").read_text("utf-8")
