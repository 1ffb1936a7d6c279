"""The board as one viewer may see it, as plain rows: what `Board` documents, built without a model for each of them.

`viewer` is None for everybody who sees nothing different on it (`OnTheBoard.own_eyes`): they share one answer.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from achterwacht.monitoring.health import is_late
from achterwacht.people.policy import Caller
from achterwacht.views.board import OnTheBoard
from achterwacht.views.board_questions import Found
from achterwacht.visits.facts import CheckCall, VisitState
from api.board.alarm_rows import AlarmRows
from api.board.sight import Json, Sight
from api.board.team_rows import crowds, reliefs, watches
from api.board.visit_rows import VisitRows


def all_rows(board: OnTheBoard, me: Caller, viewer: UUID | None) -> Json:
    """Returns everything but the moment; `me` says what they may do."""
    sight = Sight(board, me, viewer)
    visits, alarms = VisitRows(sight), AlarmRows(sight)
    homeward = [visits.of(one) for one in board.homeward]
    rows = [visits.of(one) for one in board.visits] + homeward
    heard = [one for one in board.alarms if not one.drill and not alarms.hidden(one)]
    drills = [one for one in board.alarms if one.drill]
    late = is_late(board.ticked_at, board.now)
    return {
        "clock": {"late": late, "lastTickAt": board.ticked_at if late else None},
        "alarms": [alarms.of(one) for one in _by_gravity(heard)],
        "drills": [alarms.of(one) for one in _by_gravity(drills)],
        "visits": sorted((one for one in rows if one["state"] is VisitState.UNDER_WAY), key=_urgency),
        "planned": sorted((one for one in rows if one["state"] is VisitState.PLANNED), key=_start),
        "goingHome": sorted(homeward, key=lambda one: (one["endedAt"], one["id"])),
        "teams": [{"id": team, "name": name} for team, name in board.teams.items()],
        "reliefs": reliefs(sight),
        "crowds": crowds(sight),
        "watches": watches(sight, heard, alarms.alone),
        "withoutGuard": alarms.without_guard(),
    }


def _by_gravity(alarms: Iterable[Found]) -> list[Found]:
    return sorted(alarms, key=lambda one: (-one.cause.gravity, -one.level.height, one.opened_at))


def _start(row: Json) -> tuple[datetime, UUID]:
    return row["plannedStart"], row["id"]


def _urgency(row: Json) -> tuple[bool, bool, datetime, UUID]:
    """Returns the sorting key: alarms, then check calls that wait for an answer, then what ends first."""
    return row["alarm"] is None, row["checkCall"] is not CheckCall.ASKED, row["expectedEnd"], row["id"]
