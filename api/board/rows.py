"""The board as one viewer may see it, as plain rows: what `Board` documents, built without a model for each of them.

`viewer` is None for everybody who sees nothing different on it (`OnTheBoard.own_eyes`): they share one answer.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from achterwacht.alarms.facts import Candidate, Cause
from achterwacht.clockwork.crowding import crowd_of
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.monitoring.health import is_late
from achterwacht.people.policy import Action, Caller, Inside
from achterwacht.protocols.service import profile_version
from achterwacht.views.board import Found, Next, OnTheBoard, Told
from achterwacht.views.guards import Guards, guards_of
from achterwacht.views.readiness import waiting_for
from achterwacht.views.shown_visit import watchers
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.watch.duty import Duty
from achterwacht.watch.inside import check_call_inside
from achterwacht.whereabouts.rules import Outside, Task, next_step

NOBODY_ALONG: tuple[()] = ()
Json = dict[str, Any]


class BoardRows:
    """One board for one viewer; `me` says what they may do."""

    def __init__(self, board: OnTheBoard, me: Caller, viewer: UUID | None) -> None:
        self.board = board
        self.reading = board.reading
        self.me = me
        self.viewer = viewer
        self._inside = {one.id: board.inside(one.worker_id, one.visit_id) for one in board.alarms}
        self._alarm_of = {one.visit_id: one for one in board.alarms if one.visit_id}
        self._hushes: Collection[UUID] = () if viewer in board.silent else board.silent
        self._on_duty: dict[UUID, list[str]] = {}
        self._watching: dict[UUID, set[UUID]] = {}
        busy = {one.team_id for one in board.everything}
        known = busy.union(board.teams, (one.team_id for one in board.reliefs))
        self._guards = self._read_guards()
        self._duties = {team: board.reading.duty(team) for team in busy}
        self._teams = {team: {"id": team, "name": board.reading.team(team)} for team in known}

    def all(self) -> Json:
        """Returns everything but the moment."""
        board = self.board
        rows = [self._visit(one) for one in (*board.visits, *board.homeward)]
        ended = {one.id for one in board.homeward}
        heard = [one for one in board.alarms if not one.drill and not self._hidden(one)]
        late = is_late(board.ticked_at, board.now)
        out = [one for one in rows if one["state"] is VisitState.UNDER_WAY]
        planned = [one for one in rows if one["state"] is VisitState.PLANNED]
        return {
            "clock": {"late": late, "lastTickAt": board.ticked_at if late else None},
            "alarms": [self._alarm(one) for one in sorted(heard, key=_gravity)],
            "drills": [self._alarm(one) for one in sorted((one for one in board.alarms if one.drill), key=_gravity)],
            "visits": sorted(out, key=_urgency),
            "planned": sorted(planned, key=lambda one: (one["plannedStart"], one["id"])),
            "goingHome": sorted(
                (one for one in rows if one["id"] in ended), key=lambda one: (one["endedAt"], one["id"])
            ),
            "teams": [{"id": team, "name": name} for team, name in board.teams.items()],
            "reliefs": [self._relief(one) for one in board.reliefs],
            "crowds": self._crowds(),
            "watches": self._watches(heard),
            "withoutGuard": self._without_guard(),
        }

    def _read_guards(self) -> Guards | None:
        """Read the guard firms, only if a protocol asks for one: most don't."""
        reading = self.reading
        running = any(self._wants_guard(team) for team in self.board.teams)
        alarms = [one.id for one in self.board.alarms if self._guard_of_plan(one)]
        return guards_of(reading, alarms) if running or alarms else None

    def _wants_guard(self, team: UUID) -> bool:
        profile = self.reading.running_if_any(team)
        return profile is not None and profile.ladder.guard is not None

    def _guard_of_plan(self, one: Found) -> bool:
        profile = profile_version(self.reading.session, self.reading.organisation.id, one.protocol_id)
        return profile.ladder.guard is not None

    def _without_guard(self) -> list[Json]:
        """Returns the teams without a guard firm although their protocol phones one."""
        guards = self._guards
        if guards is None:
            return []
        return [self._teams[team] for team in self.board.teams if self._wants_guard(team) and guards.firm(team) is None]

    def _guard(self, one: Found) -> Json | None:
        if self._guards is None or not self._guard_of_plan(one):
            return None
        firm, calls = self._guards.firm(one.team_id), self._guards.calls_of(one.id)
        last = calls[-1] if calls else None
        return {
            "name": last.name if last else firm.name if firm else None,
            "outcome": last.outcome if last else None,
            "minutes": last.minutes if last else None,
            "at": last.at if last else None,
        }

    def _visit(self, one: Found) -> Json:
        board, viewer = self.board, self.viewer
        along = board.companions.get(one.id, NOBODY_ALONG)
        alarm = self._alarm_of.get(one.id)
        state, check_call, ended_at = one.state, one.check_call, one.ended_at
        due = board.due[RootKind.VISIT].first(one.id)
        silent = alarm is not None and alarm.cause is Cause.DURESS
        cause = alarm.cause if alarm is not None else None
        opened_at = alarm.opened_at if alarm is not None else None
        if viewer is not None and (viewer == one.worker_id or any(other.person_id == viewer for other in along)):
            # Those inside never read that it was silent: somebody may look along.
            covered = one.shown_ended_at is not None
            secret = silent and alarm is not None and alarm.id not in board.openly
            if secret:
                due = board.due[RootKind.VISIT].rest.get(one.id)
                alarm = None
            if secret or covered:
                check_call = check_call_inside(check_call)
            if covered:
                state, ended_at, due = VisitState.ENDED, one.shown_ended_at, None
            if silent:
                silent, cause = False, Cause.PANIC
                opened_at = board.openly[alarm.id].since if alarm is not None else None
        hushed = bool(self._hushes) and self._hushed(board.inside(one.worker_id, one.id))
        under_way = state is VisitState.UNDER_WAY
        row: Json = {
            "id": one.id,
            "state": state,
            "kind": one.kind,
            "worker": {"name": one.worker, "phone": None if hushed else one.phone},
            "address": one.address_line,
            "team": self._teams[one.team_id],
            "companions": [self._companion(other, hushed=hushed) for other in along] if along else NOBODY_ALONG,
            "drill": one.drill,
            "silent": hushed,
            "expectsTrouble": one.expects_trouble,
            "phonedOnly": one.sms_refused,
            "checkCall": check_call,
            "onDuty": self._duty(one, along),
            "managersOnly": self._managers_only(one, along),
            "alarm": None if alarm is None else {"id": alarm.id, "cause": cause, "openedAt": opened_at},
            "task": self._task(one, due, check_call, alarmed=alarm is not None, silent=silent or hushed)
            if under_way
            else Task.MANAGER_FIRST
            if hushed
            else None,
            "waits": self._waits(one, along) if state is VisitState.PLANNED else None,
            "plannedStart": one.planned_start if one.started_at is None else None,
            "startedAt": one.started_at,
            "expectedEnd": one.expected_end,
            "endedAt": ended_at,
            "wayBack": None
            if state is not VisitState.ENDED or one.awaited_by is None or one.returned_at is not None
            else {"by": one.awaited_by, "headingTo": one.heading_to},
            "next": _next(due),
        }
        return row

    def _hushed(self, inside: set[UUID]) -> bool:
        """Whether nobody may phone or question those inside. For somebody inside a silent alarm nothing shows."""
        return not inside.isdisjoint(self._hushes)

    def _companion(self, one: Found, *, hushed: bool) -> Json:
        return {"name": one.name, "phone": None if hushed else one.phone or self.reading.phone(one.person_id)}

    def _duty(self, one: Found, along: Any) -> list[str]:
        """Returns whom the worker can call.

        It is the same for a whole team, unless one of them is inside or back-up.
        """
        duty = self._duties[one.team_id]
        usual = self._on_duty.get(one.team_id)
        if usual is None:
            usual = self._on_duty[one.team_id] = _names(duty, watchers(duty, ()))
        accepted = one.back_up if one.back_up_accepted_at else None
        if accepted is None and one.worker_id not in duty.contacts and not along:
            return usual
        inside = {one.worker_id, *(other.person_id for other in along)}
        return _names(duty, watchers(duty.with_back_up(accepted), inside))

    def _managers_only(self, one: Found, along: Any) -> bool:
        """Whether no colleague who has the watch can be reached now, so that an alarm begins with the managers."""
        if one.back_up_accepted_at is not None:
            return False
        team = one.team_id
        if team not in self._watching:
            duty = self._duties[team]
            self._watching[team] = {other.person for other in (*duty.first, *duty.second) if other.skip is None}
        return self._watching[team] <= {one.worker_id, *(other.person_id for other in along)}

    def _task(self, one: Found, due: Next | None, check_call: CheckCall, *, alarmed: bool, silent: bool) -> Task:
        check_call_at = due[0] if due is not None and due[1] is DeadlineKind.CHECK_CALL else None
        asked = check_call is CheckCall.ASKED
        outside = Outside(one.expected_end, check_call_at, alarmed=alarmed, silent=silent, asked=asked)
        return next_step(outside, self.board.now).task

    def _waits(self, one: Found, along: Any) -> Json:
        found = waiting_for(one, along, self.reading)
        return {
            "mayStart": found.may_start,
            "tellFirst": found.tell_first,
            "lookUp": found.look_up,
            "managerDecides": found.manager_decides,
            "unwatched": found.unwatched,
        }

    def _hidden(self, alarm: Found) -> bool:
        """Whether this is a silent alarm that does not exist for the viewer, who is inside (`api/alarms/routes.py`)."""
        silent = alarm.cause is Cause.DURESS and alarm.id not in self.board.openly
        return silent and self.viewer in self._inside[alarm.id]

    def _alarm(self, one: Found) -> Json:
        inside = self._inside[one.id]
        mine = self.viewer in inside
        root, root_id = (RootKind.VISIT, one.visit_id) if one.visit_id else (RootKind.ALARM, one.id)
        due = self.board.due[root].steps.get(root_id)
        told = self.board.told.get(one.id)
        called = self.board.called.get(one.id)
        hushed = not mine and self._hushed(inside)
        # For those inside it began when the noodknop was pressed openly.
        press = self.board.openly[one.id] if mine and one.cause is Cause.DURESS else None
        if press is not None:
            told = Told(len(press.told))
            called = called if called is not None and called.called_at >= press.since else None
        protocol = profile_version(self.reading.session, self.reading.organisation.id, one.protocol_id)
        return {
            "id": one.id,
            "cause": Cause.PANIC if press else one.cause,
            "level": press.level if press else one.level,
            "worker": {"name": one.worker, "phone": None if hushed else one.phone},
            "team": self._teams[one.team_id],
            "address": one.address_line,
            "silent": hushed,
            "emergencyNumber": protocol.emergency.number,
            "policeCall": None
            if called is None
            else {"at": called.called_at, "number": called.number, "reference": called.reference},
            "guard": None if mine else self._guard(one),
            "openedAt": press.since if press else one.opened_at,
            "acknowledgedBy": self._named(one.acknowledged_by),
            "acknowledgedAt": press.not_before(one.acknowledged_at) if press else one.acknowledged_at,
            "told": {
                "people": told.people if told else 0,
                "declined": told.declined if told else 0,
                "failed": told.failed if told else 0,
            },
            "nextDeadline": _next(due),
            "drill": one.drill,
            "mayAct": not mine and self.me.can(Action.TAKE_ALARM, one.team_id, Inside(one.worker_id, inside)),
        }

    def _named(self, person: UUID | None) -> Json | None:
        return None if person is None else {"id": person, "name": self.reading.name(person)}

    def _relief(self, one: Any) -> Json:
        return {
            "team": self._teams[one.team_id],
            "staying": [self._named(person) for person in one.staying],
            "asked": [self._named(person) for person in one.asked],
            "asksMe": self.viewer in one.asked,
            "managersTold": one.managers_told,
        }

    def _crowds(self) -> list[Json]:
        reading = self.reading
        out = Counter(one.team_id for one in self.board.visits if one.state is VisitState.UNDER_WAY)
        found = [
            crowd_of(reading.running(team), team, visits, self._duties[team]) for team, visits in sorted(out.items())
        ]
        return [
            {"team": self._teams[one.team_id], "visits": one.visits, "watchers": one.watchers, "most": one.most}
            for one in found
            if one is not None
        ]

    def _watches(self, heard: list[Found]) -> list[Json]:
        """Returns what the list of a team has besides its visits: whom a desk can call when everything is down."""
        board, reading = self.board, self.reading
        busy = {one.team_id for one in board.visits} | {one.team_id for one in heard}
        alone: dict[UUID, list[Found]] = {}
        for one in heard:
            if one.visit_id is None:
                alone.setdefault(one.team_id, []).append(one)
        return [
            {
                "team": self._teams[team],
                "onDuty": self._reachable(team, (*self._duties[team].first, *self._duties[team].second)),
                "managers": self._reachable(team, self._duties[team].managers),
                "alone": [self._alone(one) for one in sorted(alone.get(team, ()), key=lambda one: one.opened_at)],
                "emergencyNumber": reading.emergency_number(team),
            }
            for team in sorted(busy)
        ]

    def _reachable(self, team: UUID, people: tuple[Candidate, ...]) -> list[Json]:
        contacts = self._duties[team].contacts
        found = dict.fromkeys(one.person for one in people if one.skip is None)
        return [
            {
                "name": contacts[one].name,
                "phone": contacts[one].phone,
                "numberVerified": contacts[one].number_verified_at is not None,
            }
            for one in found
        ]

    def _alone(self, one: Found) -> Json:
        silent = self._hushed({one.worker_id})
        press = self.board.openly.get(one.id) if self.viewer == one.worker_id else None
        opened_at = press.since if press else one.opened_at
        return {
            "worker": {"name": one.worker, "phone": None if silent else one.phone},
            "since": opened_at,
            "task": Task.MANAGER_FIRST if silent else Task.CALL_NOW,
            "alarmSince": None if silent else opened_at,
            "drill": one.drill,
        }


def _names(duty: Duty, found: list[Candidate]) -> list[str]:
    return [duty.contacts[one.person].name for one in found]


def _next(due: Next | None) -> Json | None:
    return None if due is None else {"kind": due[1], "dueAt": due[0]}


def _gravity(one: Found) -> tuple[int, int, datetime]:
    return -one.cause.gravity, -one.level.height, one.opened_at


def _urgency(row: Json) -> tuple[bool, bool, datetime, UUID]:
    """Returns the sorting key: alarms, then check calls that wait for an answer, then what ends first."""
    return row["alarm"] is None, row["checkCall"] is not CheckCall.ASKED, row["expectedEnd"], row["id"]
