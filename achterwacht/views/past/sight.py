"""Which visits and alarms of the past exist for somebody: of their teams, and those they were inside of themselves.

A silent alarm does not exist for those who were inside, also long after it: somebody else may hold their phone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.records import Past
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.views.past.seeking import Sought
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.inside import OpenPress, open_presses
from achterwacht.watch.persons import WATCHING

SEEN_BY = {
    Past.VISITS: Action.SEE_VISIT,
    Past.ALARMS: Action.SEE_ALARM,
    Past.DRILLS: Action.SEE_DRILLS,
    Past.MESSAGES: Action.SEE_MESSAGES,
    Past.NEVER_CHECKED_IN: Action.SEE_WHO_NEVER_CHECKS_IN,
}
"""By what right somebody sees this of others."""


@dataclass(frozen=True)
class Sight:
    """What the caller may look back on, in this organisation.

    pressed: the silent alarms of this period in which they were inside and pressed the noodknop openly: to them those
    are alarms that began with that press.
    """

    me: Caller
    organisation: OrganisationRecord
    pressed: Mapping[UUID, OpenPress]

    def of_others(self, what: Past) -> bool:
        """Whether they see the past of others too."""
        return self.me.teams_for(SEEN_BY[what]) != frozenset()

    def visits(self) -> ColumnElement[bool]:
        teams = self.me.teams_for(Action.SEE_VISIT)
        if not self.me.grants:
            return false()
        own = self.own_visits()
        return true() if teams is None else or_(own, VisitRecord.team_id.in_(teams)) if teams else own

    def own_visits(self) -> ColumnElement[bool]:
        """The visits on which they were inside."""
        return or_(VisitRecord.worker_id == self.me.id, VisitRecord.id.in_(_along(self.me)))

    def covered(self) -> ColumnElement[bool]:
        """The visits that are over to those inside, and to nobody else."""
        return and_(self.own_visits(), VisitRecord.shown_ended_at.is_not(None))

    def alarms(self) -> ColumnElement[bool]:
        teams = self.me.teams_for(Action.SEE_ALARM)
        if not self.me.grants:
            return false()
        own = AlarmRecord.worker_id == self.me.id
        seen = true() if teams is None else or_(own, AlarmRecord.team_id.in_(teams)) if teams else own
        return and_(seen, or_(~was_inside_silently(self.me), AlarmRecord.id.in_(self.pressed)))

    def visits_of_teams(self) -> ColumnElement[bool]:
        """Only those of the teams whose messages they see."""
        teams = self.me.teams_for(Action.SEE_MESSAGES)
        return true() if teams is None else VisitRecord.team_id.in_(teams)

    def alarms_of_teams(self) -> ColumnElement[bool]:
        """Only those of the teams whose messages they see."""
        teams = self.me.teams_for(Action.SEE_MESSAGES)
        return true() if teams is None else AlarmRecord.team_id.in_(teams)

    def drills(self) -> ColumnElement[bool]:
        teams = self.me.teams_for(Action.SEE_DRILLS)
        return true() if teams is None else AlarmRecord.team_id.in_(teams)

    @classmethod
    def of(cls, session: Session, me: Caller, sought: Sought) -> "Sight":
        organisation = session.get_one(OrganisationRecord, me.organisation_id)
        begin, end = sought.bounds(ZoneInfo(organisation.time_zone))
        silent = session.scalars(
            select(AlarmRecord.id).where(
                AlarmRecord.organisation_id == me.organisation_id,
                AlarmRecord.opened_at >= begin,
                AlarmRecord.opened_at < end,
                was_inside_silently(me),
            )
        ).all()
        return cls(me, organisation, open_presses(session, me.organisation_id, silent))


def was_inside_silently(me: Caller) -> ColumnElement[bool]:
    """The silent alarms that may not be known to the caller, who was inside.

    A colleague who watches and said that they can't come along was told of it, as in `watch/access.py`.
    """
    return and_(
        AlarmRecord.cause == Cause.DURESS,
        AlarmRecord.drill.is_(False),
        or_(AlarmRecord.worker_id == me.id, AlarmRecord.visit_id.in_(_along(me, went=me.has(*WATCHING)))),
    )


def _along(me: Caller, *, went: bool = False) -> Select[Any]:
    """Visits to which they came along. went: leave out those to which they said that they can't come."""
    along = select(CompanionRecord.visit_id).where(
        CompanionRecord.organisation_id == me.organisation_id, CompanionRecord.person_id == me.id
    )
    return along.where(CompanionRecord.declined_at.is_(None)) if went else along


def somebody_along(organisation_id: UUID, people: Collection[UUID]) -> Select[Any]:
    """Visits to which one of these people came along."""
    return select(CompanionRecord.visit_id).where(
        CompanionRecord.organisation_id == organisation_id, CompanionRecord.person_id.in_(people)
    )
