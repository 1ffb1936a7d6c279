"""A visit as a row of the board."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson

from achterwacht.alarms.facts import Candidate, Cause
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.views.as_on_any_day import read_as_on_any_day
from achterwacht.views.board import Next
from achterwacht.views.board_questions import Found
from achterwacht.views.shown_visit import watchers
from achterwacht.views.waiting import Waiting
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.watch.duty import Duty
from achterwacht.watch.inside import check_call_inside
from achterwacht.whereabouts.rules import Calling, Outside, next_step
from api.board.sight import WRITTEN, Sight, due_in_json
from foundation.made_before import Facts

NOBODY_ALONG: tuple[()] = ()


@dataclass(frozen=True)
class _Team:
    """What is the same in the rows of a team.

    usual: the names of those whom most of its workers can call. colleagues: who has the watch and can be reached.
    """

    name: str
    duty: Duty
    usual: list[str]
    colleagues: frozenset[UUID]

    @classmethod
    def of(cls, name: str, duty: Duty) -> "_Team":
        colleagues = frozenset(one.person for one in (*duty.first, *duty.second) if one.skip is None)
        return cls(name, duty, _names(duty, watchers(duty, ())), colleagues)


class Shown(NamedTuple):
    """A row as it is written, and where it stands among others."""

    state: VisitState
    urgency: tuple[bool, bool, datetime, UUID]
    """Alarms, then check calls that wait for an answer, then what ends first."""
    starts: tuple[datetime, UUID]
    ended: tuple[datetime | None, UUID]
    waited_for: bool
    """It is over, and its worker has not reported from the office or from home yet."""
    written: orjson.Fragment


class VisitRows:
    """A row costs as little as can be: there are hundreds of them, all day long.

    What it depends on is collected here; what it says is written by `_written`, which sees nothing else. A row whose
    facts are those of the last board is not written again.
    """

    def __init__(self, sight: Sight, again: Callable[[str, Facts], Shown], waiting: Waiting) -> None:
        board = sight.board
        self._sight = sight
        self._again = again
        self._board = board
        self._viewer = sight.viewer
        self._due = board.due[RootKind.VISIT]
        self._alarm_of = {one.visit_key: one for one in board.alarms if one.visit_key}
        self._waiting = waiting
        of_team = {team: _Team.of(sight.reading.team(team), duty) for team, duty in sight.duties.items()}
        self._teams = {key: of_team[team] for key, team in board.busy.items()}

    def of(self, one: Found) -> Shown:
        board, viewer = self._board, self._viewer
        along = board.companions.get(one.key, NOBODY_ALONG)
        alarm = self._alarm_of.get(one.key)
        team = self._teams[one.team_key]
        state, check_call, ended_at = one.state, one.check_call, one.ended_at
        due = self._due.first.get(one.key)
        silent = alarm is not None and alarm.cause is Cause.DURESS
        cause = alarm.cause if alarm is not None else None
        opened_at = alarm.opened_at if alarm is not None else None
        if viewer is not None and viewer in board.inside(one.worker_id, one.key):
            # Those inside never read that it was silent: somebody may look along.
            covered = one.shown_ended_at is not None
            secret = silent and alarm is not None and alarm.id not in board.openly
            if secret:
                due = self._due.rest.get(one.key)
                alarm = None
            if secret or covered:
                check_call = check_call_inside(check_call)
            if covered:
                state, ended_at, due = VisitState.ENDED, one.shown_ended_at, self._as_on_any_day(one)
            if silent:
                silent, cause = False, Cause.PANIC
                opened_at = board.openly[alarm.id].since if alarm is not None else None
        elif self._sight.secret and alarm is not None:
            silent, alarm, due = False, None, self._due.rest.get(one.key)
        hushed, quiet = False, False
        if self._sight.hushes or self._sight.quiets:
            inside = board.inside(one.worker_id, one.key)
            hushed = self._sight.hushed(inside)
            quiet = not hushed and self._sight.quiet(inside)
        if state is VisitState.UNDER_WAY:
            task: Calling | None = self._task(
                one, due, check_call, alarmed=alarm is not None, silent=silent or hushed or quiet
            )
        else:
            task = Calling.MANAGER_FIRST if hushed or quiet else None
        on_duty, managers_only = _on_duty(team, one, along)
        return self._again(
            one.key,
            (
                one,
                state,
                team.name,
                tuple([self._comes_along(other) for other in along]) if along else NOBODY_ALONG,
                hushed,
                quiet,
                check_call,
                self._well(one, check_call),
                on_duty,
                managers_only,
                None if alarm is None else (alarm.id, cause, opened_at),
                task,
                self._waiting.of(one, along) if state is VisitState.PLANNED else None,
                ended_at,
                due,
            ),
        )

    def _as_on_any_day(self, one: Found) -> Next | None:
        """Returns what the screens of those inside say comes due; nothing once it is over in truth too."""
        shown = read_as_on_any_day(self._board.reading, one.id) if one.state is VisitState.UNDER_WAY else None
        return None if shown is None else (shown.due_at, shown.kind)

    def _well(self, one: Found, check_call: CheckCall) -> Facts | None:
        """Returns who said that all is well, and when; None where that is not how the check call stands."""
        said = self._board.well.get(one.key) if check_call is CheckCall.OK else None
        return None if said is None else (self._sight.reading.name(said.by_id), said.at)

    def _comes_along(self, one: Found) -> Facts:
        """Returns their name, phone, whether they are there (None for an outsider, who can't say so) and declined."""
        there = None if one.person_id is None else one.there_at is not None
        said_no = one.declined_at is not None or one.said_no_at is not None
        return one.name, one.phone or self._sight.reading.phone(one.person_id), there, said_no

    def _task(self, one: Found, due: Next | None, check_call: CheckCall, *, alarmed: bool, silent: bool) -> Calling:
        check_call_at = due[0] if due is not None and due[1] is DeadlineKind.CHECK_CALL else None
        asked = check_call is CheckCall.ASKED
        outside = Outside(one.expected_end, check_call_at, alarmed=alarmed, silent=silent, asked=asked)
        return next_step(outside, self._board.now).task


def written(facts: Facts) -> Shown:
    """Returns a row of these facts. Everything that it depends on is one of them: it may be kept for the next board."""
    one, state, team, along, hushed, quiet, check_call, *others = facts
    well, on_duty, managers_only, alarm, task, waits, ended_at, due = others
    planned_start = one.planned_start if one.started_at is None else None
    row = {
        "id": one.id,
        "state": state,
        "kind": one.kind,
        "worker": {"name": one.worker, "phone": None if hushed or quiet else one.phone},
        "address": one.address_line,
        "team": {"id": one.team_id, "name": team},
        "companions": [
            {"name": name, "phone": None if hushed or quiet else phone, "there": there, "declined": declined}
            for name, phone, there, declined in along
        ],
        "drill": one.drill,
        "silent": hushed,
        "quiet": quiet,
        "expectsTrouble": one.expects_trouble,
        "phonedOnly": one.sms_refused,
        "checkCall": check_call,
        "well": None if well is None else dict(zip(("by", "at"), well, strict=True)),
        "onDuty": on_duty,
        "managersOnly": managers_only,
        "alarm": None if alarm is None else dict(zip(("id", "cause", "openedAt"), alarm, strict=True)),
        "task": task,
        "waits": None
        if waits is None
        else {
            "mayStart": waits.may_start,
            "tellFirst": waits.tell_first,
            "lookUp": waits.look_up,
            "managerDecides": waits.manager_decides,
            "unwatched": waits.unwatched,
        },
        "plannedStart": planned_start,
        "startedAt": one.started_at,
        "expectedEnd": one.expected_end,
        "endedAt": ended_at,
        "wayBack": None
        if state is not VisitState.ENDED or one.awaited_by is None or one.returned_at is not None
        else {"by": one.awaited_by, "headingTo": one.heading_to},
        "next": due_in_json(due),
    }
    return Shown(
        state=state,
        urgency=(alarm is None, check_call is not CheckCall.ASKED, one.expected_end, one.id),
        starts=(one.planned_start, one.id),
        ended=(ended_at, one.id),
        waited_for=state is VisitState.ENDED and due is not None,
        written=orjson.Fragment(orjson.dumps(row, option=WRITTEN)),
    )


def _on_duty(team: _Team, one: Found, along: Sequence[Found]) -> tuple[list[str], bool]:
    """Returns whom the worker can call, and whether no colleague who has the watch can be reached now.

    Both are the same for a whole team, unless one of them is inside or back-up. Without a colleague an alarm begins
    with the managers.
    """
    accepted: UUID | None = one.back_up if one.back_up_accepted_at else None
    if one.back_up_accepted_at is None and not along and one.worker_id not in team.duty.contacts:
        return team.usual, not team.colleagues
    inside = {one.worker_id, *(other.person_id for other in _going(along))}
    names = _names(team.duty, watchers(team.duty.with_back_up(accepted), inside))
    return names, one.back_up_accepted_at is None and team.colleagues <= inside


def _going(along: Sequence[Found]) -> Iterator[Found]:
    """Who said that they can't is outside, and can help."""
    return (one for one in along if one.declined_at is None)


def _names(duty: Duty, found: Sequence[Candidate]) -> list[str]:
    return [duty.contacts[one.person].name for one in found]
