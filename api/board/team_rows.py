"""What the board says of teams: who has the watch, who takes it over, and whether it is too much for one."""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from achterwacht.alarms.facts import Candidate
from achterwacht.clockwork.crowding import crowd_of
from achterwacht.views.board_questions import Found
from achterwacht.visits.facts import VisitState
from achterwacht.watch.reliefs import Relief
from api.board.sight import Json, Sight


def reliefs(sight: Sight) -> list[Json]:
    return [_relief(one, sight) for one in sight.board.reliefs]


def _relief(one: Relief, sight: Sight) -> Json:
    return {
        "team": sight.teams[one.team_id],
        "staying": [sight.named(person) for person in one.staying],
        "asked": [sight.named(person) for person in one.asked],
        "asksMe": sight.viewer in one.asked,
        "managersTold": one.managers_told,
    }


def crowds(sight: Sight) -> list[Json]:
    """Returns the teams with more visits under way than those who have the watch can look after."""
    out = Counter(one.team_key for one in sight.board.visits if one.state is VisitState.UNDER_WAY)
    of_team = sorted((sight.board.busy[key], visits) for key, visits in out.items())
    found = [crowd_of(sight.reading.running(team), team, visits, sight.duties[team]) for team, visits in of_team]
    return [
        {"team": sight.teams[one.team_id], "visits": one.visits, "watchers": one.watchers, "most": one.most}
        for one in found
        if one is not None
    ]


def watches(sight: Sight, heard: Iterable[Found], alone: Callable[[Found], Json]) -> list[Json]:
    """Returns what the list of a team has besides its visits: whom a desk can call when everything is down.

    heard: the alarms that this viewer may hear of. alone: how one without a visit is shown.
    """
    visited = {one.team_key for one in sight.board.visits}
    without_visit: dict[UUID, list[Found]] = {sight.board.busy[key]: [] for key in visited}
    for one in heard:
        several = without_visit.setdefault(one.team_id, [])
        if one.visit_id is None:
            several.append(one)
    return [
        {
            "team": sight.teams[team],
            "onDuty": _reachable(sight, team, (*sight.duties[team].first, *sight.duties[team].second)),
            "managers": _reachable(sight, team, sight.duties[team].managers),
            "alone": [alone(one) for one in sorted(several, key=lambda one: one.opened_at)],
            "emergencyNumber": sight.reading.emergency_number(team),
        }
        for team, several in sorted(without_visit.items())
    ]


def _reachable(sight: Sight, team: UUID, people: Iterable[Candidate]) -> list[Json]:
    contacts = sight.duties[team].contacts
    found = dict.fromkeys(one.person for one in people if one.skip is None)
    return [
        {
            "name": contacts[one].name,
            "phone": contacts[one].phone,
            "numberVerified": contacts[one].number_verified_at is not None,
        }
        for one in found
    ]
