"""What an installation is made from: image and package hold every package of the house."""

import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
PACKAGES = {one.parent.name for one in HOUSE.glob("*/__init__.py")} - {"tests", "bench"}


def test_the_image_holds_every_package() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", (HOUSE / "Containerfile").read_text(), re.MULTILINE))
    assert copied >= PACKAGES


def test_the_debian_package_holds_every_package() -> None:
    found = re.search(r"^folders=\((.*)\)$", (HOUSE / "tools/deb.sh").read_text(), re.MULTILINE)
    assert found is not None
    assert set(found[1].split()) == PACKAGES
