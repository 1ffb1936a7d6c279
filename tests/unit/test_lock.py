"""One clock a SQLite file."""

import subprocess
import sys
from pathlib import Path

import pytest

from foundation.lock import ClockRuns, lock_file, only_clock


def test_a_second_clock_is_refused_and_told_which_is_the_first(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    with only_clock(url):
        with pytest.raises(ClockRuns) as refused, only_clock(url, patience=0):
            pass
        assert refused.value.process.isdigit()
    with only_clock(url, patience=0):
        pass


def test_the_same_file_by_another_way_is_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with only_clock("sqlite:///./a.db"), pytest.raises(ClockRuns), only_clock(f"sqlite:///{tmp_path}/a.db", patience=0):
        pass
    with only_clock("sqlite:///a.db"), only_clock("sqlite:///b.db", patience=0):
        pass


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    holds = (
        "import sys, time; from foundation.lock import only_clock\n"
        f"with only_clock({url!r}): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", holds], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(ClockRuns), only_clock(url, patience=0):
            pass
        other.kill()
        with only_clock(url, patience=5):
            pass


def test_postgresql_needs_none() -> None:
    assert lock_file("postgresql://house@db/achterwacht") is None
    assert lock_file("sqlite://") is None
    with only_clock("postgresql://db/x"), only_clock("postgresql://db/x", patience=0):
        pass
