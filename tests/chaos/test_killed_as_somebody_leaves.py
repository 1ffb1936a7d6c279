"""SIGKILL while somebody gets another number, leaves or loses the role, and a sender holds a message to them.

After the change nothing comes at the old number but what the provider had; what should come at the new one does, once.
The oracle is the fake Twilio. The lease of the dead one is ended by hand, since nothing else happens while it lasts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from foundation.failpoints import Failpoint
from foundation.session import Database
from tests.chaos.installation import Installation, Trap, quick_profile
from tests.chaos.parallel_cases import Case, Outcome, ParallelCases
from tests.chaos.test_crash_matrix import LONG
from tests.support.organisations import Organisation

pytestmark = pytest.mark.timeout(400)
ALARM = "heeft zich niet afgemeld"
NEW = "+31655555599"
ONLY_THE_FIRST_STEPS = quick_profile(manager=600, police=600, calls=False)
THEIRS = "SELECT state, \"to\" FROM message WHERE template = 'alarm_overdue' AND person = :who"


class Way(StrEnum):
    MOVES = "moves"
    LEAVES = "leaves"
    LOSES_THE_ROLE = "loses-the-role"


BODIES: Mapping[Way, dict[str, Any]] = {
    Way.MOVES: {"phone": NEW},
    Way.LEAVES: {"active": False},
    Way.LOSES_THE_ROLE: {"grants": [{"role": "worker"}]},
}


@dataclass(frozen=True, kw_only=True)
class Change(Case):
    way: Way

    def __str__(self) -> str:
        return f"{self.way}-{super().__str__()}"


QUICK = [
    Change(Failpoint.MESSAGE_CLAIMED, 1, 2, way=Way.MOVES),
    Change(Failpoint.MESSAGE_SENT, 0, 2, way=Way.MOVES),
    Change(Failpoint.MESSAGE_CALLED, 1, 2, way=Way.LEAVES),
    Change(Failpoint.WAITING_MOVED, 0, 1, way=Way.LEAVES),
    Change(Failpoint.WAITING_MOVED, 1, 1, way=Way.LOSES_THE_ROLE),
]
"""The second message that leaves is the colleague's; the first is the worker's own."""
HELD = (Failpoint.MESSAGE_CLAIMED, Failpoint.MESSAGE_CALLED, Failpoint.MESSAGE_SENT)
EVERYWHERE = [
    Change(point, clocks, 2 if point in HELD else 1, way=way)
    for point, clocks, way in product((*HELD, Failpoint.WAITING_MOVED), (0, 1), Way)
]
CASES = EVERYWHERE if LONG else QUICK
"""`CHAOS=long` dies everywhere, on both databases."""


def play(case: Change, trap: Trap, folder: Path, url: str, ours: Organisation) -> Outcome:
    """An alarm comes to the colleague. Somebody dies, and the administrator changes the colleague."""
    who, twilio_had_it = ours.colleague, case.point is Failpoint.MESSAGE_SENT
    with Installation(folder, url, ours, case.clocks, trap) as installation:
        installation.twilio.weather.lose_callbacks()  # else one says that it arrived, and nobody is in doubt

        def theirs() -> list[Any]:
            return list(installation.rows(THEIRS, who=_as_kept(url, who.id)))

        def arrived(number: str) -> int:
            return sum(ALARM in one.form["Body"] for one in installation.twilio.log.created("Messages", number))

        installation.checks_in(ours.worker, seconds=4)
        if case.point is Failpoint.WAITING_MOVED:
            installation.twilio.weather.down()
            installation.awaits(theirs, "that the alarm waits for the colleague")
        else:
            installation.awaits(lambda: trap.went_off, f"that somebody dies at {case.point}")
            assert [one.state for one in theirs()] == ["sending"], "it is theirs that the dead one holds"
        installation.asks("PATCH", f"/v1/people/{who.id}", ours.administrator, BODIES[case.way])
        changed = datetime.now(UTC)
        assert trap.went_off
        _ends_the_lease(url)
        installation.twilio.weather.up()
        moves = case.way is Way.MOVES
        ended = "sent" if moves or twilio_had_it else "cancelled"
        installation.awaits(lambda: {one.state for one in theirs()} == {ended}, f"that it is {ended}")
        assert arrived(who.phone) == int(twilio_had_it)
        assert arrived(NEW) == int(moves)
        assert [one for one in installation.twilio.log.created(to=who.phone) if one.at > changed] == []
        assert not installation.twilio.log.violations
        return Outcome(0, 0, len(installation.duplicates()))


def _as_kept(url: str, found: Any) -> Any:
    return found.hex if url.startswith("sqlite") else found


def _ends_the_lease(url: str) -> None:
    database = Database.at(url)
    ended = datetime.now(UTC) - timedelta(seconds=1)
    with database.write() as session:
        session.execute(text("UPDATE message SET lease_until = :ended WHERE state = 'sending'"), {"ended": ended})
    database.engine.dispose()


@pytest.fixture(scope="module")
def parallel(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ParallelCases[Change]]:
    made = ParallelCases(play, tmp_path_factory.mktemp("leaving"), request, ONLY_THE_FIRST_STEPS)
    yield made
    made.close()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_goes_where_they_are_by_now(case: Change, parallel: ParallelCases[Change]) -> None:
    outcome = parallel.outcomes[case].result()
    # What the old number had is said at the new one too: there nobody read it.
    assert outcome.duplicates == int(case.point is Failpoint.MESSAGE_SENT and case.way is Way.MOVES)
