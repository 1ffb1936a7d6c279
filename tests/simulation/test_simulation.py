"""Short runs of the simulation: every promise holds, much happened, and the same seed tells the same story.

And the oracle is not blind: with one thing taken out of the engine it says so.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from achterwacht.afterwards import reporting
from achterwacht.canary import clockwork as canary
from achterwacht.clockwork import measures, visits_and_alarms
from achterwacht.decision import NOTHING
from achterwacht.drills import rules as drills
from achterwacht.kinds import DeadlineKind
from achterwacht.tasks import clockwork as tasks
from achterwacht.tasks import ending
from achterwacht.watch import ledger
from notifications import sending
from notifications.texts.catalogue import Catalogue
from scheduler import jobs
from scheduler.jobs import Jobs
from tests.simulation.aftermath import handle
from tests.simulation.run import run
from tests.simulation.story import Broken

SEEDS = (6, 4, 12, 5, 8, 18, 7)
"""In the first everything happens; the others are for when the story has changed."""
PUSHING = (5, 10, 15, 20, 25)
"""In one of five runs everybody has a browser that shows pushes; the others are for when the story has changed."""
WEEKS, A_MOMENT = 0.02, 0.003
HAPPENED = (
    "checked in", "planned", "extended", "checked out", "pressed the noodknop", "texts", "sms received",
    "alarm overdue", "alarm check_call", "alarm panic", "acknowledged", "lapsed", "closed",
    "told chase_worker", "told alarm_overdue", "told alarm_panic", "told police", "told taken", "told all_clear",
    "began a drill", "drill reported", "told canary", "panic answered",
    "reacts", "answers by itself", "a machine was believed", "forged",
    "crash", "stands still", "does not commit", "only reads", "callback lost", "callback twice",
)  # fmt: skip


WEEK_AFTER = (1, 18, 6, 7, 3, 12)
"""The seeds of the weeks after incidents: in the first two everything happens."""
AFTERWARDS = (
    "filed", "said that it is the same person", "repeated", "measure put", "measure in_force", "measure declined",
    "decided", "a measure ended by itself", "a ban was broken", "wrote a letter", "signed", "delivered", "kept",
    "did first_care", "did talk", "did route", "handed over", "dropped", "rather somebody else",
    "decided about the police", "added a file", "took a file away", "closed a report", "asked to close",
    "came due: task_remind", "came due: task_overdue", "came due: task_escalate", "came due: measure_ends",
    "crash", "does not commit", "only reads",
)  # fmt: skip


Simulate = Callable[..., Mapping[str, Any]]
COMMAND = (sys.executable, "-m", "tests.simulation")
ORDERED = os.environ | {"PYTHONHASHSEED": "0"}
"""Sets have their order from the start: otherwise it would import everything twice."""


@pytest.fixture(scope="module")
def simulate(sqlite_template: Path) -> Iterator[Simulate]:
    """As `make simulate` does it, in a process forked from one that has imported everything. A seed that fails says how
    to see it fail again."""
    asked = subprocess.Popen(
        [*COMMAND, "--forks"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=ORDERED,
        start_new_session=True,
    )
    try:
        yield lambda weeks, *seeds, only="watch": _answer(asked, _words(sqlite_template, weeks, *seeds, only=only))
    finally:
        os.killpg(asked.pid, signal.SIGKILL)
        asked.communicate()


def _words(template: Path, weeks: float, *seeds: int, only: str = "watch") -> list[str]:
    return ["--template", str(template), "--weeks", str(weeks), "--only", only, "--seeds", *map(str, seeds)]


def _answer(asked: subprocess.Popen[str], words: list[str]) -> Mapping[str, Any]:
    assert asked.stdin
    assert asked.stdout
    asked.stdin.write(json.dumps(words) + "\n")
    asked.stdin.flush()
    answer: dict[str, Any] = json.loads(asked.stdout.readline())
    assert "failed" not in answer, answer["failed"]
    found: dict[str, Any] = answer["found"]
    return found


def _afresh(template: Path, weeks: float, *seeds: int) -> Mapping[str, Any]:
    """In a new Python, where every object lies elsewhere."""
    command = [*COMMAND, *_words(template, weeks, *seeds)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600, env=ORDERED)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.timeout(1500)
def test_every_promise_is_kept_and_every_kind_of_thing_happened(simulate: Simulate) -> None:
    missing = set(HAPPENED)
    for seed in SEEDS:
        missing -= simulate(WEEKS, seed)["seen"].keys()
        if not missing:
            return
    raise AssertionError(f"it never happened: {sorted(missing)}")


@pytest.mark.timeout(1500)
def test_every_deadline_after_an_incident_comes_due(simulate: Simulate) -> None:
    missing = set(AFTERWARDS)
    for seed in WEEK_AFTER:
        missing -= simulate(1, seed, only="afterwards")["seen"].keys()
        if not missing:
            return
    raise AssertionError(f"it never happened: {sorted(missing)}")


@pytest.mark.timeout(1500)
def test_the_same_seed_tells_the_same_story(sqlite_template: Path, simulate: Simulate) -> None:
    other, again = simulate(A_MOMENT, 2, 1)["runs"]
    (first,) = _afresh(sqlite_template, A_MOMENT, 1)["runs"]
    assert first == again
    assert first != other


@pytest.mark.timeout(600)
def test_a_push_goes_beside_what_is_told(simulate: Simulate) -> None:
    assert any("pushed" in simulate(A_MOMENT, seed)["seen"] for seed in PUSHING)


# With each of these taken out the oracle says so, in a seed that comes to it soon.


def _nothing(*_: object, **__: object) -> Any:
    return NOTHING


def _none(*_: object, **__: object) -> None:
    return None


def without_overdue(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(visits_and_alarms.VISIT_RULES, DeadlineKind.OVERDUE, _nothing)


def without_climbing(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(visits_and_alarms.ALARM_RULES, DeadlineKind.LADDER_STEP, _nothing)


def without_silence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ledger, "cancel_unsent", _none)


def without_settling(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sending, "settle_sent", _none)


def without_a_mark(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Catalogue, "sms", lambda self, key, facts, answer_to="": self.say("sms", key, facts))


def without_telling_who_plays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(drills, "_heard_by_who_plays", lambda alarm, closing, by: closing)


def without_the_canary(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(cast(dict[DeadlineKind, Any], canary.HANDLERS.by_kind), DeadlineKind.CANARY, _none)


def without_passing_on(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(cast(dict[DeadlineKind, Any], tasks.HANDLERS.by_kind), DeadlineKind.TASK_ESCALATE, _none)


def without_the_end_of_a_measure(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(cast(dict[DeadlineKind, Any], measures.HANDLERS.by_kind), DeadlineKind.MEASURE_ENDS, _none)


def without_keeping_letters(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Jobs, "keep", _none)


def without_lifting_what_is_done(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ending, "lift_deadlines", _none)


def without_dropping_what_is_left(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reporting, "open_of_incident", lambda *_: ())


@pytest.mark.parametrize(
    ("sabotage", "seed", "says"),
    [
        (without_dropping_what_is_left, 7, "the report is closed, and"),
        (without_passing_on, 1, "every open task has a deadline"),
        (without_the_end_of_a_measure, 7, "every measure in force with an end has an open deadline"),
        (without_keeping_letters, 7, "a signed letter is not in the store"),
        (without_lifting_what_is_done, 7, "no other task has one"),
    ],
)
def test_what_is_missing_after_an_incident_is_seen(
    sabotage: Callable[[pytest.MonkeyPatch], None],
    seed: int,
    says: str,
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sabotage(monkeypatch)
    with pytest.raises(Broken, match=says):
        handle(seed, 1, sqlite_template, tmp_path)


@pytest.mark.parametrize(
    ("sabotage", "seed"),
    [
        (without_overdue, 4),
        (without_climbing, 2),
        (without_silence, 2),
        (without_settling, 14),
        (without_a_mark, 4),
        (without_telling_who_plays, 14),
        (without_the_canary, 4),
    ],
)
def test_the_oracle_sees_what_is_missing(
    sabotage: Callable[[pytest.MonkeyPatch], None],
    seed: int,
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sabotage(monkeypatch)
    with pytest.raises(Broken):
        run(seed, 1, sqlite_template, tmp_path)


@pytest.mark.timeout(600)
def test_a_push_that_is_missing_is_seen(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "follow", _none)
    with pytest.raises(Broken, match="no push beside"):
        run(PUSHING[0], 1, sqlite_template, tmp_path)
