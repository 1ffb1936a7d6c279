"""The licences of what the product is made of. Fails at one that EUPL-1.2 does not go with, or that nobody knows.

python tools/licences.py requirements.txt pwa/package-lock.json
"""

import json
import re
import sys
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

GOES_WITH = re.compile(
    r"\b(MIT|MIT-0|0BSD|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|LGPL|Lesser General Public|"
    r"EUPL|European Union Public|CC0|Unlicense|Zlib|HPND|CNRI|Public Domain|BlueOak|OFL)", re.IGNORECASE
)  # fmt: skip
KNOWN = {"pyrage": "MIT"}
"""Those that say it in a file alone."""
NESTED = re.compile(r"\(([^()]*)\)")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==")


def goes_with(said: str) -> bool:
    """Whether ours goes with it: with each that is joined by AND, or in a list, and with one of those joined by OR."""
    while (nested := NESTED.search(said)) is not None:
        said = said[: nested.start()] + ("MIT" if goes_with(nested[1]) else "no") + said[nested.end() :]
    return any(all(map(GOES_WITH.search, re.split(r" AND |, ", one))) for one in said.split(" OR "))


def of_python(lock: Path) -> dict[str, str]:
    """Returns the licence of each package in a lock that is installed here."""
    found = {}
    for name in {one[1] for line in lock.read_text().splitlines() if (one := PINNED.match(line))}:
        try:
            about: dict[str, Any] = metadata(name).json
        except PackageNotFoundError:
            continue  # for another system than this one
        classes = [one.rpartition("::")[2].strip() for one in about.get("classifier", []) if "License ::" in one]
        text = (about.get("license") or "").strip()
        said = about.get("license_expression") or ", ".join(classes) or (text.splitlines() or [""])[0]
        found[name] = str(said).strip() or KNOWN.get(name, "unknown")
    return found


def of_screens(lock: Path) -> dict[str, str]:
    """Returns the licence of each package that the screens are made of."""
    packages = json.loads(lock.read_text())["packages"]
    return {
        name.rpartition("node_modules/")[2]: one.get("license", "unknown")
        for name, one in packages.items()
        if name and not one.get("dev") and not one.get("optional")
    }


def main() -> int:
    """Print them by licence, and return 1 at one that does not go with ours."""
    python, screens = (Path(one) for one in sys.argv[1:3])
    by_licence = defaultdict(list)
    for name, licence in {**of_python(python), **of_screens(screens)}.items():
        by_licence[licence].append(name)
    bad = [one for one in by_licence if not goes_with(one)]
    for licence, names in sorted(by_licence.items()):
        sys.stdout.write(f"{'? ' if licence in bad else '  '}{licence}: {', '.join(sorted(names))}\n")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
