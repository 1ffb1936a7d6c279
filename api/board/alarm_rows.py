"""An alarm as a row of the board, with the guard firm that was phoned for it; and who has one without a visit."""

from collections.abc import Collection
from uuid import UUID

from achterwacht.alarms.facts import Cause, name_of
from achterwacht.kinds import RootKind
from achterwacht.people.actions import Action
from achterwacht.people.policy import Inside
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.service import profile_version
from achterwacht.views.board import Told
from achterwacht.views.board_questions import Found
from achterwacht.views.guards import Guards, guards_of
from achterwacht.watch.inside import OpenPress
from achterwacht.watch.pressers import companion_who_pressed
from achterwacht.watch.wording import left_before
from achterwacht.whereabouts.rules import Calling
from api.board.sight import Json, Sight, due_in_json


class AlarmRows:
    def __init__(self, sight: Sight) -> None:
        board = sight.board
        self._sight = sight
        self._board = board
        self._inside = {one.id: board.inside(one.worker_id, one.visit_key) for one in board.alarms}
        self._guards = self._read_guards()

    def hidden(self, alarm: Found) -> bool:
        """Whether this alarm does not exist for the viewer: a silent one in which they are inside, or then one of
        others (`api/board/alarms.py`)."""
        if self._sight.viewer not in self._inside[alarm.id]:
            return self._sight.secret
        return alarm.cause is Cause.DURESS and alarm.id not in self._board.openly

    def of(self, one: Found) -> Json:
        sight, board, inside = self._sight, self._board, self._inside[one.id]
        mine = sight.viewer in inside
        root, key = (RootKind.VISIT, one.visit_key) if one.visit_key else (RootKind.ALARM, one.key)
        told = board.told.get(one.id)
        called = board.called.get(one.id)
        hushed = not mine and sight.hushed(inside)
        quiet = not mine and not hushed and not one.drill and sight.quiet(inside)
        # For those inside it began when the noodknop was pressed openly.
        press = board.openly[one.id] if mine and one.cause is Cause.DURESS else None
        if press is not None:
            told = Told(len(press.told))
            called = called if called is not None and called.called_at >= press.since else None
        opened_at = press.since if press else one.opened_at
        over_at = one.shown_ended_at if mine and one.shown_ended_at is not None else one.ended_at
        return {
            "id": one.id,
            "name": None if mine else name_of(one.id),
            "cause": Cause.PANIC if press else one.cause,
            "level": press.level if press else one.level,
            "worker": {"name": one.worker, "phone": None if hushed or quiet else one.phone},
            "pressedBy": self._pressed_by(one, press, hushed=hushed or quiet),
            "team": sight.teams[one.team_id],
            "address": one.address_line,
            "addressLeft": left_before(over_at, opened_at),
            "silent": hushed,
            "quiet": quiet,
            "emergencyNumber": self._protocol(one).emergency.number,
            "policeCall": None
            if called is None
            else {"at": called.called_at, "number": called.number, "reference": called.reference},
            "guard": None if mine else self._guard(one),
            "openedAt": opened_at,
            "acknowledgedBy": sight.named(one.acknowledged_by),
            "acknowledgedAt": press.not_before(one.acknowledged_at) if press else one.acknowledged_at,
            "told": {
                "people": told.people if told else 0,
                "declined": told.declined if told else 0,
                "failed": told.failed if told else 0,
            },
            "nextDeadline": due_in_json(board.due[root].steps.get(key)),
            "drill": one.drill,
            "mayAct": not mine and self._may_act(one, inside),
        }

    def _pressed_by(self, one: Found, press: OpenPress | None, *, hushed: bool) -> Json | None:
        who = companion_who_pressed(one.worker_id, press.by if press else self._board.pressers.get(one.id))
        if who is None:
            return None
        reading = self._sight.reading
        phone = None if hushed else reading.phone(who.person)
        return {"id": who.person, "name": reading.name(who.person), "phone": phone, "saidNo": who.said_no}

    def alone(self, one: Found) -> Json:
        """Returns somebody with an alarm but no visit, on the list of their team."""
        silent = self._sight.hushed({one.worker_id})
        hushed = silent or self._sight.quiet({one.worker_id})
        press = self._board.openly.get(one.id) if self._sight.viewer == one.worker_id else None
        opened_at = press.since if press else one.opened_at
        return {
            "worker": {"name": one.worker, "phone": None if hushed else one.phone},
            "since": opened_at,
            "task": Calling.MANAGER_FIRST if hushed else Calling.CALL_NOW,
            "alarmSince": None if silent else opened_at,
            "drill": one.drill,
        }

    def without_guard(self) -> list[Json]:
        """Returns the teams without a guard firm although their protocol phones one."""
        guards, sight = self._guards, self._sight
        if guards is None:
            return []
        return [
            sight.teams[team] for team in self._board.teams if self._wants_guard(team) and guards.firm(team) is None
        ]

    def _may_act(self, one: Found, inside: Collection[UUID]) -> bool:
        return self._sight.me.can(Action.TAKE_ALARM, one.team_id, Inside(one.worker_id, inside))

    def _protocol(self, one: Found) -> Profile:
        reading = self._sight.reading
        return profile_version(reading.session, reading.organisation.id, one.protocol_id)

    def _read_guards(self) -> Guards | None:
        """Read the guard firms, only if a protocol asks for one: most don't."""
        running = any(self._wants_guard(team) for team in self._board.teams)
        alarms = [one.id for one in self._board.alarms if self._protocol(one).ladder.guard is not None]
        return guards_of(self._sight.reading, alarms) if running or alarms else None

    def _wants_guard(self, team: UUID) -> bool:
        profile = self._sight.reading.running_if_any(team)
        return profile is not None and profile.ladder.guard is not None

    def _guard(self, one: Found) -> Json | None:
        if self._guards is None or self._protocol(one).ladder.guard is None:
            return None
        firm, calls = self._guards.firm(one.team_id), self._guards.calls_of(one.id)
        last = calls[-1] if calls else None
        return {
            "name": last.name if last else firm.name if firm else None,
            "outcome": last.outcome if last else None,
            "minutes": last.minutes if last else None,
            "at": last.at if last else None,
        }
