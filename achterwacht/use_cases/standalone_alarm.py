"""An alarm that hangs on no visit: its own row, its own root."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Alarm
from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import RootKind
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.service import profile_version
from achterwacht.use_cases.planning import NoProfile
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.plans import column_of


def running_protocol(session: Session, organisation_id: UUID) -> tuple[OrganisationRecord, Profile]:
    """The organisation and the profile that runs now.

    Raises:
        NoProfile: it has none yet.
    """
    organisation = session.scalars(select(OrganisationRecord).where(OrganisationRecord.id == organisation_id)).one()
    if organisation.protocol_id is None:
        raise NoProfile
    return organisation, profile_version(session, organisation.id, organisation.protocol_id)


def stand_alone(
    session: Session,
    organisation: OrganisationRecord,
    alarm: Alarm,
    team_id: UUID,
    *,
    location: dict[str, Any] | None = None,
    drill: bool = False,
) -> Aggregate:
    """Give a new alarm its row, as the root of all that follows. What it decides is recorded by the caller."""
    assert organisation.protocol_id is not None
    person = session.scalars(
        select(PersonRecord).where(PersonRecord.organisation_id == organisation.id, PersonRecord.id == alarm.worker)
    ).one()
    record = AlarmRecord(
        id=alarm.id,
        organisation_id=organisation.id,
        team_id=team_id,
        visit_id=None,
        worker_id=alarm.worker,
        protocol_id=organisation.protocol_id,
        drill=drill,
        cause=alarm.cause,
        level=alarm.level,
        opened_at=alarm.opened_at,
        plan=column_of(alarm.plan),
        rounds=0,
        note=alarm.note,
        location=location,
    )
    session.add(record)
    session.flush()
    protocol = profile_version(session, organisation.id, organisation.protocol_id)
    return Aggregate(RootKind.ALARM, organisation, protocol, team_id, person.name, person.phone, None, record)
