"""Who and what is named in a visit: for whom, who comes along, the number, the check call; and what of it can't be."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.teams import workers_of
from achterwacht.protocols.profile import Profile
from achterwacht.refused import Wrong, WrongInput
from achterwacht.visits.new_visit import NewCompanion
from achterwacht.visits.records import CompanionRecord, VisitRecord


def client_number(typed: str | None, organisation: OrganisationRecord) -> str | None:
    """The telephone number of who is visited, as E.164.

    Raises:
        WrongInput: it is none, or one that nobody may dial by a program.
    """
    if not typed:
        return None
    try:
        return read_number(typed, organisation.country)
    except RefusedNumber as refused:
        raise WrongInput(Wrong("/clientPhone", refused.code, refused.facts)) from refused


def must_visit_for(session: Session, organisation_id: UUID, team_id: UUID, worker_id: UUID, *, start_now: bool) -> None:
    """Somebody plans for a colleague who visits for that team. Only they themselves check in."""
    if start_now:
        raise WrongInput(Wrong("/checkIn", "only_yourself"))
    if all(one.id != worker_id for one in workers_of(session, organisation_id, team_id)):
        raise WrongInput(Wrong("/workerId", "unknown_colleague"))


def call_may_be_agreed(minutes: int | None, protocol: Profile) -> None:
    """A time for the check call is agreed only where the profile lets it (P4)."""
    if minutes is not None and not (protocol.check_call and protocol.check_call.may_be_agreed):
        raise WrongInput(Wrong("/callAfterMinutes", "no_agreed_call"))


def colleagues_named(
    session: Session, companions: tuple[NewCompanion, ...], organisation_id: UUID, worker_id: UUID
) -> dict[UUID, PersonRecord]:
    """The worker and the colleagues who come along. Every one that is not here is named at once."""
    wanted = {one.person_id for one in companions if one.person_id}
    if not wanted:
        return {worker_id: session.get_one(PersonRecord, worker_id)}
    wanted.add(worker_id)
    found = select(PersonRecord).where(
        PersonRecord.organisation_id == organisation_id, PersonRecord.id.in_(wanted), PersonRecord.active
    )
    people = {person.id: person for person in session.scalars(found)}
    wrong = [
        Wrong(f"/companions/{place}/personId", "unknown_colleague" if one.person_id not in people else "yourself")
        for place, one in enumerate(companions)
        if one.person_id and (one.person_id not in people or one.person_id == worker_id)
    ]
    if wrong:
        raise WrongInput(*wrong)
    return people


def companion_records(
    companions: tuple[NewCompanion, ...], visit: VisitRecord, people: Mapping[UUID, PersonRecord]
) -> list[CompanionRecord]:
    return [
        CompanionRecord(
            organisation_id=visit.organisation_id,
            visit_id=visit.id,
            person_id=one.person_id,
            name=people[one.person_id].name if one.person_id else one.name or "",
            phone=None if one.person_id else one.phone,
        )
        for one in companions
    ]
