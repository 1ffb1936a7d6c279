"""Plays what people did, moment by moment, in one transaction whose clock stands in the past.

Between two moments the house's own rules decide whatever came due, as they did when it was the present. So what is left
is what a year of use leaves: no deadline of the past is open, and no message of the past waits to be sent.
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import RootKind
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.watch.access import caller_now
from cli.past.post import delivered
from foundation.clock import Clock
from scheduler.jobs import HANDLERS

A_LOOK = timedelta(milliseconds=1)
A_TICK = timedelta(milliseconds=500)

Act = Callable[[], None]


class PastClock(Clock):
    """A clock that stands where it is put. Each look is a millisecond later: no two moments are the same."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, session: Session) -> datetime:
        self.at += A_LOOK
        return self.at


@dataclass(frozen=True)
class Setting:
    """The organisation in which it is played. people: by the name before the @ of their address.

    teams: for whom each of those who go out does so.
    """

    organisation_id: UUID
    zone: ZoneInfo
    people: Mapping[str, UUID]
    teams: Mapping[str, UUID]


def setting_in(session: Session, organisation: OrganisationRecord) -> Setting:
    """Returns the organisation as it is now, to play in."""
    people = people_of(session, organisation)
    names = {person: name for name, person in people.items()}
    out = (
        select(GrantRecord.person_id, GrantRecord.team_id)
        .join(PersonRecord, PersonRecord.id == GrantRecord.person_id)
        .where(GrantRecord.organisation_id == organisation.id, GrantRecord.role == Role.WORKER, PersonRecord.active)
    )
    teams = {names[person]: team for person, team in session.execute(out) if team is not None}
    return Setting(organisation.id, ZoneInfo(organisation.time_zone), people, teams)


def people_of(session: Session, organisation: OrganisationRecord) -> dict[str, UUID]:
    """Returns everybody of the organisation, by the name before the @ of their address."""
    found = select(PersonRecord.email, PersonRecord.id).where(PersonRecord.organisation_id == organisation.id)
    return {email.partition("@")[0]: person for email, person in session.execute(found)}


@dataclass
class Stage:
    """A session, its clock, and what is still to be played.

    chance: seeded, so that the same day gives the same past.
    """

    session: Session
    clock: PastClock
    setting: Setting
    chance: Random
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    @property
    def now(self) -> datetime:
        return self.clock.at

    def at(self, moment: datetime, act: Act) -> None:
        """Have this done at that moment; at once, if it has passed."""
        heapq.heappush(self._acts, (max(moment, self.now).astimezone(UTC), next(self._order), act))

    def after(self, wait: timedelta, act: Act) -> None:
        self.at(self.now + wait, act)

    def caller(self, who: str, via: str = "app") -> Caller:
        """Returns one of the people, with what they may do now."""
        setting = self.setting
        return caller_now(self.session, setting.organisation_id, setting.people[who], via)

    def play(self, until: datetime) -> None:
        """Play what was asked for up to a moment. What was planned after it did not happen yet, and is forgotten."""
        while self._acts and self._acts[0][0] <= until:
            moment, _, act = heapq.heappop(self._acts)
            self._time_passes(moment)
            self.clock.at = max(self.clock.at, moment)
            act()
            self._settle()
        self._acts.clear()
        self._time_passes(until)
        self.clock.at = max(self.clock.at, until)
        self._settle()

    def _settle(self) -> None:
        self.session.flush()
        delivered(self.session, self.setting.organisation_id, self.clock.at)
        # What was read before is no use any more, and a year of it would slow down every flush.
        self.session.expunge_all()

    def _time_passes(self, until: datetime) -> None:
        while (due := self._next_due(until)) is not None:
            self.clock.at = max(self.clock.at, due.due_at + A_TICK)
            kind, root = due.root_kind, due.root_id
            HANDLERS.passes[RootKind(kind)](self.session, self.setting.organisation_id, [root])
            self._settle()

    def _next_due(self, until: datetime) -> DeadlineRecord | None:
        record = DeadlineRecord
        return self.session.scalars(
            select(record)
            .where(
                record.organisation_id == self.setting.organisation_id,
                record.due_at <= until - A_TICK,
                record.fired_at.is_(None),
                record.cancelled_at.is_(None),
            )
            .order_by(record.due_at, record.priority.desc(), record.id)
            .limit(1)
        ).one_or_none()
