"""A few short runs of the simulation: every promise holds, much happened, and the same seed tells the same story.

And the oracle is not blind: with one thing taken out of the engine it says so.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from achterwacht.decision import NOTHING, DeadlineKind
from achterwacht.watch import passing
from notifications import outbox, sending
from tests.simulation.run import run
from tests.simulation.story import Broken

SEEDS = (4, 7)
WEEKS = 0.04
HAPPENED = (
    "checked in", "planned", "extended", "checked out", "pressed the noodknop", "texts", "sms received",
    "alarm overdue", "alarm check_call", "alarm panic", "acknowledged", "lapsed", "closed",
    "told chase_worker", "told alarm_overdue", "told alarm_panic", "told police", "told taken", "told all_clear",
    "crash", "stands still", "does not commit", "callback lost", "callback twice", "duplicate",
)  # fmt: skip


@pytest.fixture(scope="module")
def ran() -> Mapping[str, Any]:
    seeds = map(str, (*SEEDS, SEEDS[0]))
    command = [sys.executable, "-m", "tests.simulation", "--weeks", str(WEEKS), "--seeds", *seeds]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_promise_is_kept_and_every_kind_of_thing_happened(ran: Mapping[str, Any]) -> None:
    missing = [one for one in HAPPENED if not ran["seen"].get(one)]
    assert not missing


def test_the_same_seed_tells_the_same_story(ran: Mapping[str, Any]) -> None:
    first, other, again = ran["runs"]
    assert first == again
    assert first != other


def _nothing(*_: object, **__: object) -> Any:
    return NOTHING


def _none(*_: object, **__: object) -> None:
    return None


def without_overdue(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(passing.RULES, DeadlineKind.OVERDUE, _nothing)


def without_climbing(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(passing.RULES, DeadlineKind.LADDER_STEP, _nothing)


def without_silence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outbox, "silence", _none)


def without_settling(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sending, "settle_sent", _none)


@pytest.mark.parametrize("sabotage", [without_overdue, without_climbing, without_silence, without_settling])
def test_the_oracle_sees_what_is_missing(
    sabotage: Callable[[pytest.MonkeyPatch], None],
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sabotage(monkeypatch)
    with pytest.raises(Broken):
        run(SEEDS[0], WEEKS, sqlite_template, tmp_path)
