"""tests/support/turns.py: each marked row runs once, and the rows of a test or module use both databases."""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]
TESTS = """
import pytest

@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request): ...

@pytest.mark.by_turns
@pytest.mark.parametrize("row", ["a", "b", "c"])
def test_a_table(kind, row): ...

def test_what_is_stored(kind): ...
"""
A_TABLE = {"test_a_table[sqlite-a]", "test_a_table[postgresql-b]", "test_a_table[sqlite-c]"}
STORED = {"test_what_is_stored[sqlite]", "test_what_is_stored[postgresql]"}


def collected(folder: Path, tests: str, *more: str, name: str = "") -> set[str]:
    file = folder / "test_here.py"
    file.write_text(tests)
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-c", "/dev/null", f"--rootdir={folder}"]
    command += ["-p", "tests.support.turns", "-p", "no:cacheprovider", *more, f"{file}{name}"]
    alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # others take longer to load than this takes
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HOUSE, env=alone)
    return {line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line}


def test_the_rows_of_a_table_take_turns_and_other_tests_do_not(tmp_path: Path) -> None:
    assert collected(tmp_path, TESTS) == A_TABLE | STORED


def test_the_tests_of_a_module_take_turns(tmp_path: Path) -> None:
    module = TESTS.replace("@pytest.mark.by_turns", "pytestmark = pytest.mark.by_turns")
    assert collected(tmp_path, module) == A_TABLE | {"test_what_is_stored[postgresql]"}


def test_all_run_on_both_when_asked(tmp_path: Path) -> None:
    assert len(collected(tmp_path, TESTS, "--on-both")) == 3 * 2 + 2


def test_what_is_named_is_run(tmp_path: Path) -> None:
    named = "test_a_table[postgresql-a]"
    assert collected(tmp_path, TESTS, name=f"::{named}") == {named}


def test_stories_take_turns_but_for_those_that_are_marked(tmp_path: Path) -> None:
    stories = tmp_path / "tests" / "acceptance"
    stories.mkdir(parents=True)
    plain = TESTS.replace("@pytest.mark.by_turns", "")
    assert collected(stories, plain, f"--rootdir={tmp_path}") == A_TABLE | {"test_what_is_stored[postgresql]"}
    stored = plain.replace("def test_what", "@pytest.mark.on_both\ndef test_what")
    assert collected(stories, stored, f"--rootdir={tmp_path}") == A_TABLE | STORED
