"""A failpoint goes off once, where and when it was asked for, and never in production."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from foundation.failpoints import FailpointSpec
from foundation.setting_groups.group import RefusedSettings
from foundation.settings import load_settings
from tests.support.processes import CHECKOUT

ARRIVES = """
import sys
from foundation.failpoints import Failpoint, arm, reach
arm(sys.argv[1])
for _ in range(3):
    reach(Failpoint.TICK_DECIDED)
    reach(Failpoint.TICK_CLAIMED)
    print("went on", flush=True)
"""


def arrives(setting: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", ARRIVES, setting]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_it_kills_at_that_arrival_and_only_the_first_process(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    setting = f"tick_claimed kill 2 {mark}"
    first = arrives(setting)
    assert (first.returncode, first.stdout) == (-signal.SIGKILL, "went on\n")
    assert mark.exists()
    again = arrives(setting)
    assert (again.returncode, again.stdout) == (0, "went on\n" * 3)


def test_without_one_nothing_happens() -> None:
    assert arrives("").stdout == "went on\n" * 3


@pytest.mark.parametrize(
    "wrong", ["tick_claimed", "nowhere kill 1 /m", "tick_claimed hurt 1 /m", "tick_claimed kill x /m"]
)
def test_what_can_not_be_read_stops_the_start(wrong: str) -> None:
    with pytest.raises(RefusedSettings) as refused:
        load_settings(_env_file=None, failpoint=wrong)
    assert refused.value.problems[0].startswith("ACHTERWACHT_FAILPOINT: ")


def test_production_refuses_it() -> None:
    assert FailpointSpec.read("message_sent stop 3 /tmp/mark").action is signal.SIGSTOP
    with pytest.raises(RefusedSettings) as refused:
        load_settings(_env_file=None, environment="production", failpoint="message_sent kill 1 /tmp/mark")
    assert any("FAILPOINT" in problem and "never for production" in problem for problem in refused.value.problems)
