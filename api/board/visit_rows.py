"""A visit as a row of the board."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from achterwacht.alarms.facts import Candidate, Cause
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.views.board import Next
from achterwacht.views.board_questions import Found
from achterwacht.views.shown_visit import watchers
from achterwacht.views.waiting import Waiting
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.watch.duty import Duty
from achterwacht.watch.inside import check_call_inside
from achterwacht.whereabouts.rules import Calling, Outside, next_step
from api.board.sight import Json, Sight, due_in_json

NOBODY_ALONG: tuple[()] = ()


@dataclass(frozen=True)
class _Team:
    """What is the same in the rows of a team.

    usual: the names of those whom most of its workers can call. colleagues: who has the watch and can be reached.
    """

    shown: Json
    duty: Duty
    usual: list[str]
    colleagues: frozenset[UUID]

    @classmethod
    def of(cls, shown: Json, duty: Duty) -> "_Team":
        colleagues = frozenset(one.person for one in (*duty.first, *duty.second) if one.skip is None)
        return cls(shown, duty, _names(duty, watchers(duty, ())), colleagues)


class VisitRows:
    """A row costs as little as can be: there are hundreds of them, all day long."""

    def __init__(self, sight: Sight) -> None:
        board = sight.board
        self._sight = sight
        self._board = board
        self._viewer = sight.viewer
        self._due = board.due[RootKind.VISIT]
        self._alarm_of = {one.visit_id: one for one in board.alarms if one.visit_id}
        self._waiting = Waiting(sight.reading)
        self._teams = {team: _Team.of(sight.teams[team], duty) for team, duty in sight.duties.items()}

    def of(self, one: Found) -> Json:
        board, viewer = self._board, self._viewer
        along = board.companions.get(one.id, NOBODY_ALONG)
        alarm = self._alarm_of.get(one.id)
        team = self._teams[one.team_id]
        state, check_call, ended_at = one.state, one.check_call, one.ended_at
        due = self._due.first.get(one.id)
        silent = alarm is not None and alarm.cause is Cause.DURESS
        cause = alarm.cause if alarm is not None else None
        opened_at = alarm.opened_at if alarm is not None else None
        if viewer is not None and viewer in board.inside(one.worker_id, one.id):
            # Those inside never read that it was silent: somebody may look along.
            covered = one.shown_ended_at is not None
            secret = silent and alarm is not None and alarm.id not in board.openly
            if secret:
                due = self._due.rest.get(one.id)
                alarm = None
            if secret or covered:
                check_call = check_call_inside(check_call)
            if covered:
                state, ended_at, due = VisitState.ENDED, one.shown_ended_at, None
            if silent:
                silent, cause = False, Cause.PANIC
                opened_at = board.openly[alarm.id].since if alarm is not None else None
        hushed = bool(self._sight.hushes) and self._sight.hushed(board.inside(one.worker_id, one.id))
        if state is VisitState.UNDER_WAY:
            task: Calling | None = self._task(one, due, check_call, alarmed=alarm is not None, silent=silent or hushed)
        else:
            task = Calling.MANAGER_FIRST if hushed else None
        return {
            "id": one.id,
            "state": state,
            "kind": one.kind,
            "worker": {"name": one.worker, "phone": None if hushed else one.phone},
            "address": one.address_line,
            "team": team.shown,
            "companions": [self._companion(other, hushed=hushed) for other in along] if along else NOBODY_ALONG,
            "drill": one.drill,
            "silent": hushed,
            "expectsTrouble": one.expects_trouble,
            "phonedOnly": one.sms_refused,
            "checkCall": check_call,
            "onDuty": _on_duty(team, one, along),
            "managersOnly": _managers_only(team, one, along),
            "alarm": None if alarm is None else {"id": alarm.id, "cause": cause, "openedAt": opened_at},
            "task": task,
            "waits": self._waits(one, along) if state is VisitState.PLANNED else None,
            "plannedStart": one.planned_start if one.started_at is None else None,
            "startedAt": one.started_at,
            "expectedEnd": one.expected_end,
            "endedAt": ended_at,
            "wayBack": None
            if state is not VisitState.ENDED or one.awaited_by is None or one.returned_at is not None
            else {"by": one.awaited_by, "headingTo": one.heading_to},
            "next": due_in_json(due),
        }

    def _companion(self, one: Found, *, hushed: bool) -> Json:
        phone = None if hushed else one.phone or self._sight.reading.phone(one.person_id)
        return {"name": one.name, "phone": phone}

    def _task(self, one: Found, due: Next | None, check_call: CheckCall, *, alarmed: bool, silent: bool) -> Calling:
        check_call_at = due[0] if due is not None and due[1] is DeadlineKind.CHECK_CALL else None
        asked = check_call is CheckCall.ASKED
        outside = Outside(one.expected_end, check_call_at, alarmed=alarmed, silent=silent, asked=asked)
        return next_step(outside, self._board.now).task

    def _waits(self, one: Found, along: Sequence[Found]) -> Json:
        found = self._waiting.of(one, along)
        return {
            "mayStart": found.may_start,
            "tellFirst": found.tell_first,
            "lookUp": found.look_up,
            "managerDecides": found.manager_decides,
            "unwatched": found.unwatched,
        }


def _on_duty(team: _Team, one: Found, along: Sequence[Found]) -> list[str]:
    """Returns whom the worker can call: the same for a whole team, unless one of them is inside or back-up."""
    accepted: UUID | None = one.back_up if one.back_up_accepted_at else None
    if accepted is None and not along and one.worker_id not in team.duty.contacts:
        return team.usual
    inside = {one.worker_id, *(other.person_id for other in _going(along))}
    return _names(team.duty, watchers(team.duty.with_back_up(accepted), inside))


def _managers_only(team: _Team, one: Found, along: Sequence[Found]) -> bool:
    """Whether no colleague who has the watch can be reached now, so that an alarm begins with the managers."""
    if one.back_up_accepted_at is not None or len(team.colleagues) > 1 + len(along):
        return False  # more have it than are inside
    return team.colleagues <= {one.worker_id, *(other.person_id for other in _going(along))}


def _going(along: Sequence[Found]) -> Iterator[Found]:
    """Who said that they can't is outside, and can help."""
    return (one for one in along if one.declined_at is None)


def _names(duty: Duty, found: Sequence[Candidate]) -> list[str]:
    return [duty.contacts[one.person].name for one in found]
