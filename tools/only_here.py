"""The tests that alone send some statement to a database. A story among them runs on both databases, marked `on_both`.

    .venv/bin/python -m pytest --on-both --heard build/heard.jsonl tests/acceptance [tests/integration]
    .venv/bin/python tools/only_here.py build/heard.jsonl

Each line is a test that runs on both databases, with how many such statements it has, and one of them.
"""

import json
import sys
from collections import defaultdict

KINDS = ("sqlite", "postgresql")


def main(file: str) -> None:
    senders: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    with open(file, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            test, _, row = line["test"].partition("[")
            kinds[test] |= {kind for kind in KINDS if kind in row}
            for statement in line["statements"]:
                senders[statement].add(test)
    only: dict[str, list[str]] = defaultdict(list)
    for statement, tests in senders.items():
        if len(tests) == 1:
            only[next(iter(tests))].append(statement)
    for test, statements in sorted(only.items()):
        if kinds[test] == set(KINDS):
            print(f"{test}\t{len(statements)}\t{statements[0][:120]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
