"""The profile that holds for one report: an elected official has rules of their own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare import service
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.functions.holding import who_holds
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.service import profile_of
from achterwacht.people.policy import Caller
from achterwacht.people.reading import grants_of
from achterwacht.people.records import PersonRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.officials import for_official
from achterwacht.protocols.profile import Profile


def profile_for(session: Session, incident: IncidentRecord) -> Profile | None:
    """Returns the profile by which the report was filed, as it holds for whom it happened to.

    Whether that was an official, their plan of care says: it stays so when the office ends, or begins, later.
    """
    profile = profile_of(session, incident)
    if profile is None or profile.aftercare is None or profile.aftercare.officials is None:
        return profile
    official = select(CarePlanRecord.id).where(
        service.of_event(incident), CarePlanRecord.person_id == incident.employee_id, CarePlanRecord.official
    )
    if session.scalar(official.limit(1)) is None:
        return profile
    person, held = session.get_one(PersonRecord, incident.employee_id), who_holds(session, incident.organisation_id)
    caller = as_caller(session, person)
    return for_official(profile, frozenset(one for one in Function if held.holds(caller, one, incident.team_id)))


def as_caller(session: Session, person: PersonRecord) -> Caller:
    """Returns somebody with the roles that they have, to ask what they hold."""
    return Caller(person.id, person.organisation_id, person.name, frozenset(grants_of(session, person)))
