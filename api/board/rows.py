"""The board as one viewer may see it, as plain rows: what `Board` documents, built without a model for each of them.

`viewer` is None for everybody who sees nothing different on it (`OnTheBoard.own_eyes`): they share one answer.
"""

from collections.abc import Iterable
from operator import attrgetter
from uuid import UUID

import orjson

from achterwacht.monitoring.health import is_late
from achterwacht.people.policy import Caller
from achterwacht.views.board import OnTheBoard
from achterwacht.views.board_questions import Found
from achterwacht.views.waiting import Waiting, waits
from achterwacht.visits.facts import VisitState
from api.board.alarm_rows import AlarmRows
from api.board.sight import Json, Sight
from api.board.team_rows import crowds, reliefs, watches
from api.board.visit_rows import Shown, VisitRows, written
from foundation.made_before import MadeBefore


def all_rows(board: OnTheBoard, me: Caller, viewer: UUID | None, before: MadeBefore) -> Json:
    """Returns everything but the moment; `me` says what they may do. before: of the last such board."""
    sight = Sight(board, me, viewer)
    alarms = AlarmRows(sight)
    with before.round("row", written) as again, before.round("waits", waits) as waits_again:
        visits = VisitRows(sight, again, Waiting(board.reading, waits_again))
        out = [visits.of(one) for one in board.visits]
        # What is over to those inside only stands there for them too.
        homeward = [visits.of(one) for one in board.homeward] + [one for one in out if one.waited_for]
        rows = out + homeward
    heard = [one for one in board.alarms if not one.drill and not alarms.hidden(one)]
    drills = [one for one in board.alarms if one.drill]
    late = is_late(board.ticked_at, board.now)
    return {
        "clock": {"late": late, "lastTickAt": board.ticked_at if late else None},
        "alarms": [alarms.of(one) for one in _by_gravity(heard)],
        "drills": [alarms.of(one) for one in _by_gravity(drills)],
        "visits": _in_order((one for one in rows if one.state is VisitState.UNDER_WAY), "urgency"),
        "planned": _in_order((one for one in rows if one.state is VisitState.PLANNED), "starts"),
        "goingHome": _in_order(homeward, "ended"),
        "teams": [{"id": team, "name": name} for team, name in board.teams.items()],
        "reliefs": reliefs(sight),
        "crowds": crowds(sight),
        "watches": watches(sight, heard, alarms.alone),
        "withoutGuard": alarms.without_guard(),
    }


def _by_gravity(alarms: Iterable[Found]) -> list[Found]:
    return sorted(alarms, key=lambda one: (-one.cause.gravity, -one.level.height, one.opened_at))


def _in_order(rows: Iterable[Shown], by: str) -> list[orjson.Fragment]:
    return [one.written for one in sorted(rows, key=attrgetter(by))]
