"""Whoever of ours asks somebody over https gives the authorities that were read once (foundation/certificates.py)."""

import ast
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parents[2]
ROOMS = ("achterwacht", "api", "cli", "documents", "foundation", "notifications", "scheduler")
ASKS = {f"httpx.{name}" for name in ("get", "post", "put", "request", "stream", "Client", "AsyncClient")}


def asking() -> Iterator[tuple[str, ast.Call]]:
    """Every place in which httpx is called to ask somebody."""
    for room in ROOMS:
        for file in sorted((TOP / room).rglob("*.py")):
            for one in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(one, ast.Call) and ast.unparse(one.func) in ASKS:
                    yield f"{file.relative_to(TOP)}:{one.lineno}", one


def test_nobody_reads_all_authorities_for_one_question() -> None:
    """That takes 20 ms each time; and a file of one's own authorities would count in one place and not in another."""
    found = list(asking())
    assert len(found) >= 5
    without = [
        where
        for where, call in found
        if not any(one.arg == "verify" and ast.unparse(one.value) == "believed()" for one in call.keywords)
    ]
    assert without == []
