"""The same source makes the same files, to the bit: built twice, in two folders, on two days, by two kinds of people.

So a stranger can see that a package holds what stands in git, and nothing else (docs/beheer/debian.md).
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
EPOCH = "1790000000"
MADE_HERE = (
    "[.]git",
    "[.]venv",
    "[.]tools",
    "build",
    "dist",
    "dev-dist",
    "node_modules",
    "__pycache__",
    ".*_cache",
    "*.db*",
)
SCRIPT = "tools/source-date.sh"


def _linked(source: str, copy: str) -> None:
    """Packages are large, and nobody writes in them."""
    try:
        os.link(source, copy)
    except OSError:
        shutil.copy2(source, copy)


def _another(folder: Path) -> Path:
    """Returns a copy of this checkout, as it is now: no git, nothing built, the packages from which is built."""
    shutil.copytree(HOUSE, folder, ignore=shutil.ignore_patterns(*MADE_HERE), copy_function=shutil.copy)
    for one in (".tools/uv", ".tools/build", "pwa/node_modules"):
        if (HOUSE / one).exists():
            shutil.copytree(HOUSE / one, folder / one, symlinks=True, copy_function=_linked)
    return folder


def _builds(folder: Path, zone: str, umask: int) -> dict[str, str]:
    """Returns the SHA-256 of each file that comes out."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "TZ": zone, "PYTHONPYCACHEPREFIX": ""}
    for script in ("tools/pwa.sh", "tools/deb.sh"):
        done = subprocess.run(
            [folder / script], check=False, capture_output=True, text=True, env=environment, umask=umask
        )
        assert done.returncode == 0, done.stdout + done.stderr
    made = [*folder.glob("build/*.deb"), *(one for one in (folder / "pwa/dist").rglob("*") if one.is_file())]
    return {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() for one in made}


@pytest.mark.timeout(1800)
def test_two_builds_are_the_same(tmp_path: Path) -> None:
    one, other = _another(tmp_path / "one"), _another(tmp_path / "and another" / "deeper")
    first, second = _builds(one, "Europe/Amsterdam", 0o022), _builds(other, "Asia/Tokyo", 0o077)
    assert {Path(one).suffix for one in first} >= {".deb", ".br", ".gz", ".js", ".css"}
    assert first == second


def _date(folder: Path, **told: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **told}
    return subprocess.run([folder / SCRIPT], check=False, capture_output=True, text=True, env=environment)


def test_of_when_the_source_is(tmp_path: Path) -> None:
    git = ("git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@b.test")
    (tmp_path / "tools").mkdir()
    shutil.copy(HOUSE / SCRIPT, tmp_path / SCRIPT)
    shutil.copy(HOUSE / ".gitattributes", tmp_path)
    assert _date(tmp_path).returncode == 1, "nobody says so: it does not make one up"
    assert _date(tmp_path, SOURCE_DATE_EPOCH=EPOCH).stdout == f"{EPOCH}\n"
    for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "a: b")):
        subprocess.run([*git, *words], check=True, env=os.environ | {"GIT_COMMITTER_DATE": f"{EPOCH} +0100"})
    assert _date(tmp_path).stdout == f"{EPOCH}\n"
    archive = subprocess.run([*git, "archive", "HEAD"], check=True, capture_output=True).stdout
    (taken := tmp_path / "taken").mkdir()
    subprocess.run(["tar", "-x", "-C", taken], input=archive, check=True)
    assert _date(taken).stdout == f"{EPOCH}\n", "also without git"
