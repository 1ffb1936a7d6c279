"""The statement that finds everybody who may be told of something in a team, and who of them is out."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, null, or_, select, union_all
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.records import GrantRecord, PersonRecord, is_absent
from achterwacht.people.roles import Role
from achterwacht.visits.companions import comes_along
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import IS_OPEN, CompanionRecord, VisitRecord
from foundation.among import among, one_of
from foundation.plain_rows import Plain
from foundation.there_is import there_is

WATCHING = (Role.COLLEAGUE, Role.MANAGER)


class Person(NamedTuple):
    """Somebody who may be told of something, as far as the watch needs to know them.

    No record of the ORM: with one for each watcher, to read them cost more than twice as much, at every check-in.
    """

    id: UUID
    organisation_id: UUID
    name: str
    phone: str | None
    language: str
    sms_refused: bool
    number_verified_at: datetime | None
    absent_from: datetime | None
    absent_until: datetime | None

    def absent_at(self, now: datetime) -> bool:
        """Whether they are away at this moment."""
        return is_absent(self.absent_from, self.absent_until, now)


def _on_visit() -> ColumnElement[bool]:
    """Whether a person is inside somewhere now, as the worker or as a companion.

    Their id says of which organisation they are. Were that asked of a worker's visits too, PostgreSQL might read all
    that are open there. The id of a visit says no such thing: another organisation may have one with the same.
    """
    works = there_is(
        IS_OPEN,
        VisitRecord.state == VisitState.UNDER_WAY,
        VisitRecord.worker_id == PersonRecord.id,
        about=(PersonRecord,),
    )
    along = comes_along(PersonRecord.id, VisitRecord.state == VisitState.UNDER_WAY, about=(PersonRecord,))
    # Whom no text reaches because of a silent alarm (`SILENT`) is as little free as who is on a visit: without one, or
    # after one. No timeline may say more than that.
    return or_(works, along, PersonRecord.id.in_(_silently()))


def _silently() -> CompoundSelect[tuple[UUID]]:
    """Who is in a silent alarm, alone or along, of the organisations that are asked about.

    Asked once and not of each person: as a question of each, PostgreSQL read all open alarms twice for everybody, and
    twenty who press at once waited for that.
    """
    silent = (
        among(AlarmRecord.organisation_id, "organisations"),
        AlarmRecord.resolved_at.is_(None),
        AlarmRecord.cause == Cause.DURESS,
        AlarmRecord.drill.is_(False),
    )
    return union_all(
        select(AlarmRecord.worker_id).where(*silent),
        select(CompanionRecord.person_id)
        .join(
            AlarmRecord,
            (CompanionRecord.visit_id == AlarmRecord.visit_id)
            & (CompanionRecord.organisation_id == AlarmRecord.organisation_id),
        )
        .where(*silent, CompanionRecord.person_id.is_not(None), CompanionRecord.declined_at.is_(None)),
    )


_told = union_all(
    select(GrantRecord.person_id, GrantRecord.role, GrantRecord.team_id).where(
        among(GrantRecord.organisation_id, "organisations"),
        one_of(GrantRecord.role, (*WATCHING, Role.ADMINISTRATOR)),
        or_(among(GrantRecord.team_id, "teams"), GrantRecord.team_id.is_(None), GrantRecord.role == Role.ADMINISTRATOR),
    ),
    # Whoever has no role that watches in any team is never on duty, whatever the roster says.
    select(GrantRecord.person_id, null(), null()).where(
        among(GrantRecord.person_id, "rostered"), one_of(GrantRecord.role, WATCHING)
    ),
).subquery("told")
PERSONS = Plain(
    select(*(getattr(PersonRecord, one) for one in Person._fields), _told.c.role, _told.c.team_id, _on_visit())
    .join(_told, PersonRecord.id == _told.c.person_id)
    .where(among(PersonRecord.organisation_id, "organisations"), PersonRecord.active)
    .order_by(PersonRecord.name)
)
"""Those who watch over these teams, the administrators, and all who are in a roster; with their roles, and who is out.

It begins with the roles, which are few: with two thousand workers, to begin with the people was to read all of them at
each step.
"""


def persons(session: Session, given: Mapping[str, Any]) -> Iterator[tuple[Person, Role | None, UUID | None, bool]]:
    """Gives each of them once for each role: the role, the team it is in (None: every team), and whether they are out.

    given: the parameters of `PERSONS`.
    """
    of_a_person = len(Person._fields)
    for row in PERSONS.values(session, given):
        role, team_id, out = row[of_a_person:]
        yield Person(*row[:of_a_person]), role, team_id, out
