"""The statement that finds everybody who may be told of something in a team, and who of them is out."""

from sqlalchemy import ColumnElement, and_, exists, or_, select, text
from sqlalchemy.orm import aliased

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.among import among, one_of

WATCHING = (Role.COLLEAGUE, Role.MANAGER)


def _on_visit() -> ColumnElement[bool]:
    """Whether a person is inside somewhere now, as the worker or as a companion."""
    # The first condition is word for word that of the partial index, so that the index is used.
    under_way = (
        text("visit.state IN ('planned', 'under_way')")
        & (VisitRecord.organisation_id == PersonRecord.organisation_id)
        & (VisitRecord.state == VisitState.UNDER_WAY)
    )
    works = exists().where(under_way, VisitRecord.worker_id == PersonRecord.id)
    comes_along = exists().where(
        under_way,
        CompanionRecord.visit_id == VisitRecord.id,
        CompanionRecord.organisation_id == VisitRecord.organisation_id,
        CompanionRecord.person_id == PersonRecord.id,
        CompanionRecord.declined_at.is_(None),
    )
    # Whom no text reaches because of a silent alarm (`SILENT`) is as little free as who is on a visit: without one, or
    # after one. No timeline may say more than that.
    silent = (
        (AlarmRecord.organisation_id == PersonRecord.organisation_id)
        & AlarmRecord.resolved_at.is_(None)
        & (AlarmRecord.cause == Cause.DURESS)
        & AlarmRecord.drill.is_(False)
    )
    silently = exists().where(silent, AlarmRecord.worker_id == PersonRecord.id)
    silently_along = exists().where(
        silent,
        CompanionRecord.visit_id == AlarmRecord.visit_id,
        CompanionRecord.organisation_id == AlarmRecord.organisation_id,
        CompanionRecord.person_id == PersonRecord.id,
        CompanionRecord.declined_at.is_(None),
    )
    return or_(works, comes_along, silently, silently_along)


def _watches_somewhere() -> ColumnElement[bool]:
    """Whether a person has a role that watches in any team.

    Without one they are never on duty, whatever the roster says.
    """
    held = aliased(GrantRecord)
    return exists().where(
        held.organisation_id == PersonRecord.organisation_id,
        held.person_id == PersonRecord.id,
        one_of(held.role, WATCHING),
    )


def _in_these_teams() -> ColumnElement[bool]:
    return or_(among(GrantRecord.team_id, "teams"), GrantRecord.team_id.is_(None))


# Those who watch over these teams, the administrators, and all who are in a roster; with their roles, and who is out.
PERSONS = (
    select(PersonRecord, GrantRecord.role, GrantRecord.team_id, _on_visit())
    .outerjoin(
        GrantRecord,
        (GrantRecord.person_id == PersonRecord.id)
        & ((one_of(GrantRecord.role, WATCHING) & _in_these_teams()) | (GrantRecord.role == Role.ADMINISTRATOR)),
    )
    .where(
        among(PersonRecord.organisation_id, "organisations"),
        PersonRecord.active,
        or_(GrantRecord.id.is_not(None), and_(among(PersonRecord.id, "rostered"), _watches_somewhere())),
    )
    .order_by(PersonRecord.name)
)
