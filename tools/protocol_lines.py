"""Say which lines of the protocol texts hold text:
python tools/protocol_lines.py FOLDER > tests/files/protocol-lines.json

The texts name people and stay where they are; a test checks with their line numbers alone that what a profile cites
exists. A text is a file `NNN_anything.txt`, known by its three digits.
"""

import json
import sys
from itertools import groupby
from pathlib import Path


def lines_of(folder: Path) -> dict[str, list[list[int]]]:
    """For each text the runs `[first, last]` of lines that hold text."""
    return {path.name[:3]: _runs(path.read_text("utf-8")) for path in sorted(folder.glob("[0-9][0-9][0-9]_*.txt"))}


def _runs(text: str) -> list[list[int]]:
    held = [number for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    runs = [[number for _, number in run] for _, run in groupby(enumerate(held), key=lambda one: one[1] - one[0])]
    return [[run[0], run[-1]] for run in runs]


if __name__ == "__main__":
    print(json.dumps(lines_of(Path(sys.argv[1])), separators=(",", ":")))
