"""`make screens`: axe and a picture of every screen of a busy day, compared with the pictures of the time before.

The pictures are in `build/screens`: `index.html` shows each beside the one before, those that differ most first.
With RENEW=1 in the environment the small pictures that `make test` compares with are made anew
(tests/browser/pictures.py).
"""

import html
import os
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageChops

FOLDER = Path(__file__).resolve().parents[1] / "build" / "screens"
NOW, BEFORE = FOLDER / "now", FOLDER / "before"
SAME = 24
"""Levels of 255 by which a colour may be off: letters are drawn a little differently on another machine."""
TOLERANCE = 0.005
"""The part of a picture that may differ: a time, a name of another length."""


def difference(one: Path, other: Path) -> float:
    """Returns which part of the picture is not as it was, from 0 to 1; 1 if its size is another."""
    with Image.open(one) as now, Image.open(other) as before:
        if now.size != before.size:
            return 1.0
        changed = ImageChops.difference(now.convert("RGB"), before.convert("RGB")).convert("L")
        shades = changed.histogram()
        return sum(shades[SAME:]) / sum(shades)


def page(differences: dict[str, float | None]) -> str:
    """Returns the page that shows them, what differs most first. None: there was no such picture before."""

    def row(name: str, part: float | None) -> str:
        said = "new" if part is None else f"{part:.2%} differs"
        shown = [f"{folder}/{name}" for folder in ("before", "now") if (FOLDER / folder / name).exists()]
        pictures = "".join(f'<a href="{one}"><img loading="lazy" width="360" src="{one}" alt=""></a> ' for one in shown)
        return f"<h2>{html.escape(name)}: {said}</h2><p>{pictures}</p>"

    in_order = sorted(differences.items(), key=lambda one: -(2.0 if one[1] is None else one[1]))
    return "<!doctype html><meta charset=utf-8><title>Screens</title>" + "".join(row(*one) for one in in_order)


def main() -> int:
    shutil.rmtree(BEFORE, ignore_errors=True)
    if NOW.exists():
        NOW.rename(BEFORE)
    NOW.mkdir(parents=True)
    axe = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "tests/browser/test_every_screen.py",
        "tests/browser/test_every_language.py",
        "tests/browser/test_what_axe_finds.py",
    ]
    told = subprocess.run(axe, check=False, env=os.environ | {"SCREENS": str(NOW)})
    names = sorted(one.name for one in NOW.iterdir())
    found = {name: difference(NOW / name, BEFORE / name) if (BEFORE / name).exists() else None for name in names}
    (FOLDER / "index.html").write_text(page(found), encoding="utf-8")
    other = [f"{name}: {part:.1%}" for name, part in found.items() if part is not None and part > TOLERANCE]
    print(f"{len(names)} pictures, {len(other)} not as before: {FOLDER / 'index.html'}", *other, sep="\n  ")
    return told.returncode


if __name__ == "__main__":
    sys.exit(main())
