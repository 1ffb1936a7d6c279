"""An alarm without a visit, which has a row and a root of its own."""

from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Alarm
from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import Actor, RootKind
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import profile_over, version_over
from achterwacht.protocols.service import profile_version
from achterwacht.use_cases.in_danger import Team
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.duty import DutyBook
from achterwacht.watch.held import Held, addressee
from achterwacht.watch.plans import column_of


def running_protocol(session: Session, organisation_id: UUID, team: Team) -> Profile:
    """Returns the profile that holds now for people this team watches over.

    Raises:
        NoProfile: there is none yet.
    """
    # Somebody who presses in the app was read together with their organisation, so this costs no statement.
    return profile_over(session, session.get_one(OrganisationRecord, organisation_id), team.protocol_id)


def stand_alone(session: Session, alarm: Alarm, team: Team, by: Actor, *, drill: bool = False) -> Held:
    """Returns a new alarm as a root. Its row is written with the decision about it: `Ledger.begin`."""
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    version = version_over(organisation, team.protocol_id)
    record = AlarmRecord(
        id=alarm.id,
        organisation_id=organisation.id,
        team_id=team.id,
        visit_id=None,
        worker_id=alarm.worker,
        protocol_id=version,
        drill=drill,
        cause=alarm.cause,
        level=alarm.level,
        opened_at=alarm.opened_at,
        plan=column_of(alarm.plan),
        rounds=0,
        note=alarm.note,
        location=None,
    )
    person = session.get_one(PersonRecord, alarm.worker)
    protocol = profile_version(session, organisation.id, version)
    root = Aggregate(RootKind.ALARM, organisation, protocol, team.id, person.name, person.phone, None, record)
    return Held(session, root, team.name, addressee(person), {}, by, DutyBook(session, alarm.opened_at))
