"""What an installation is made from: image and package hold every package of the house."""

import inspect
import re
from pathlib import Path

import pytest
import uvicorn

from notifications.texts.catalogue import languages

HOUSE = Path(__file__).resolve().parents[2]
PACKAGES = {one.parent.name for one in HOUSE.glob("*/__init__.py")} - {"tests", "bench"}


def test_the_image_holds_every_package() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", (HOUSE / "Containerfile").read_text(), re.MULTILINE))
    assert copied >= PACKAGES


def test_the_debian_package_holds_every_package() -> None:
    found = re.search(r"^folders=\((.*)\)$", (HOUSE / "tools/deb.sh").read_text(), re.MULTILINE)
    assert found is not None
    assert set(found[1].split()) == PACKAGES


def test_the_proxy_lets_go_of_a_connection_before_the_api_does() -> None:
    """The other way round Caddy sends a press into one that was just closed, and takes the API for dead for 10 s."""
    kept = re.search(r"^\t*keepalive (\d+)s$", (HOUSE / "deploy/container/Caddyfile").read_text(), re.MULTILINE)
    assert kept is not None
    assert int(kept[1]) < inspect.signature(uvicorn.Config).parameters["timeout_keep_alive"].default


UNITS = sorted((HOUSE / "deploy/systemd").glob("*.service"))
BY_HAND = HOUSE / "docs/beheer/installeren.md"


@pytest.mark.parametrize("file", [*UNITS, BY_HAND], ids=lambda file: file.name)
def test_systemd_keeps_the_data_closed(file: Path) -> None:
    """Without a mode systemd opens the folder to everybody, also the one that the package made closed."""
    told = file.read_text("utf-8")
    closed = re.findall(r"StateDirectory=achterwacht\s+(?:--property=)?StateDirectoryMode=0700\b", told)
    assert closed
    assert len(closed) == told.count("StateDirectory=")


def test_by_hand_is_set_what_the_package_sets() -> None:
    """Also where files are kept: by default they are in the folder of the code, and stay there at an upgrade."""
    names = re.compile(r"^ *#?(ACHTERWACHT_[A-Z_]+)=", re.MULTILINE)
    package = set(names.findall((HOUSE / "deploy/debian/env").read_text("utf-8")))
    assert package
    by_hand = BY_HAND.read_text("utf-8")
    block = by_hand[by_hand.index("    ACHTERWACHT_ENVIRONMENT=") :].partition("\n\n")[0]
    assert package <= set(names.findall(block))


def test_what_catalogues_of_public_code_read_is_so() -> None:
    """publiccode.yml 0.5: a short description has at most 150 letters, a long one at least as many."""
    said = (HOUSE / "publiccode.yml").read_text("utf-8")
    listed = re.search(r"^  availableLanguages:\n((?:    - .*\n)+)", said, re.MULTILINE)
    assert listed is not None
    assert set(re.findall(r"- (\S+)", listed[1])) == set(languages())
    short = re.findall(r"^    shortDescription: (.*)$", said, re.MULTILINE)
    long = re.findall(r"^    longDescription: >\n((?:      .*\n)+)", said, re.MULTILINE)
    names = re.findall(r"^    genericName: (.*)$", said, re.MULTILINE)
    assert len(short) == len(long) == len(names) == 2
    assert max(map(len, short)) <= 150 <= min(map(len, long))
    assert max(map(len, long)) <= 10_000
    assert max(map(len, names)) <= 35


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_no_unit_leaves_its_memory_behind(file: Path) -> None:
    assert "\nLimitCORE=0\n" in file.read_text("utf-8")


def test_the_example_of_a_proxy_logs_no_secret_and_lets_files_through() -> None:
    told = BY_HAND.read_text("utf-8")
    example = told[told.index("Voorbeeld voor nginx:") :].partition("\n## ")[0]
    unlogged = re.search(r"location ~ (\S+) \{ access_log off;", example)
    assert unlogged is not None
    for path in ("/o/x", "/diary/x.ics", "/v1/webhooks/cm/status/secret"):
        assert re.match(unlogged[1], path), path
    assert "client_max_body_size 26m;" in example
