"""What the processes load at their start, by name: memory and seconds for every clock, restart and command."""

import subprocess
import sys

import pytest

DOORS = {"fastapi", "starlette", "uvicorn", "authlib", "joserfc", "limits", "icalendar", "webauthn"}
FOR_ONE_USE = {"aiohttp", "pywebpush", "openpyxl", "docxtpl", "lxml", "PIL", "pyrage", "boto3", "scim2_models"}
"""Needed by whoever pushes, reads a workbook, writes a letter or a backup, or has a provider that fills in its people:
they load it then."""


@pytest.mark.parametrize(
    ("modules", "never"),
    [("cli.main, cli.clock_alone, scheduler.jobs", DOORS | FOR_ONE_USE), ("cli.main, cli.server", FOR_ONE_USE)],
    ids=["the clock", "the server"],
)
def test_a_start_loads_nothing_that_it_does_not_need(modules: str, never: set[str]) -> None:
    asked = f"import {modules}, sys; print(*{{one.partition('.')[0] for one in sys.modules}})"
    there = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert not never & set(there)
    assert "achterwacht" in there
