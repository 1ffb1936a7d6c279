"""Checks of what a planned visit names: the worker, the companions, the client's number, the check call."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.described import DescribedPlace, WhereTo
from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.teams import workers_of
from achterwacht.protocols.profile import Profile
from achterwacht.refused import Wrong, WrongInput
from achterwacht.visits.facts import VisitKind
from achterwacht.visits.new_visit import NewCompanion
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.at_hand import at_hand


def client_number(typed: str | None, organisation: OrganisationRecord) -> str | None:
    """Returns the telephone number of the person who is visited, as E.164; None when none was typed.

    Raises:
        WrongInput: it is no telephone number, or one that software must never dial.
    """
    if not typed:
        return None
    try:
        return read_number(typed, organisation.country)
    except RefusedNumber as refused:
        raise WrongInput(Wrong("/clientPhone", refused.code, refused.facts)) from refused


def must_visit_for(session: Session, organisation_id: UUID, team_id: UUID, worker_id: UUID, *, start_now: bool) -> None:
    """Check that a visit planned for a colleague can be theirs.

    Raises:
        WrongInput: it should start at once, which only the worker can do, or they do not visit for this team.
    """
    if start_now:
        raise WrongInput(Wrong("/checkIn", "only_yourself"))
    if all(one.id != worker_id for one in workers_of(session, organisation_id, team_id)):
        raise WrongInput(Wrong("/workerId", "unknown_colleague"))


def kind_of(wanted: VisitKind, where: WhereTo, protocol: Profile, *, start_now: bool) -> VisitKind:
    """Returns what kind of visit it is.

    Somebody who stands at the door is watched as on any visit, and not refused because their phone offered an old
    choice. At a place without a house number it stays what they said: a home visit there is none.

    Raises:
        WrongInput: it is planned, and the profile of the team knows no such kind.
    """
    if wanted in protocol.outings.kinds:
        return wanted
    if start_now:
        return wanted if isinstance(where, DescribedPlace) else VisitKind.HOME_VISIT
    raise WrongInput(Wrong("/kind", "kind_not_offered"))


def needs_a_number(kind: VisitKind, where: WhereTo, pointer: str = "/address") -> None:
    """Check that a visit at somebody's door has an address with a number: by it the register is asked.

    Raises:
        WrongInput: only a street, or a description, was given.
    """
    if kind.at_a_door and isinstance(where, DescribedPlace):
        raise WrongInput(Wrong(pointer, "house_number_needed"))


def call_may_be_agreed(minutes: int | None, protocol: Profile) -> None:
    """Check that the profile lets people agree on a time for the check call (P4).

    Raises:
        WrongInput: a time was named, and the profile does not let it.
    """
    if minutes is not None and not (protocol.check_call and protocol.check_call.may_be_agreed):
        raise WrongInput(Wrong("/callAfterMinutes", "no_agreed_call"))


def colleagues_named(
    session: Session, companions: tuple[NewCompanion, ...], organisation_id: UUID, worker_id: UUID
) -> dict[UUID, PersonRecord]:
    """Returns the worker and the colleagues who come along, by id.

    Raises:
        WrongInput: one or more do not work here, or are the worker; every one is named, by its place in the list.
    """
    wanted = {one.person_id for one in companions if one.person_id}
    if not wanted:
        return {worker_id: at_hand(session, PersonRecord, worker_id)}
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
    """Returns who comes along, as rows. A colleague who is named twice is one person.

    The police read how many are inside.
    """
    return [
        CompanionRecord(
            organisation_id=visit.organisation_id,
            visit_id=visit.id,
            person_id=one.person_id,
            name=people[one.person_id].name if one.person_id else one.name or "",
            phone=None if one.person_id else one.phone,
        )
        for place, one in enumerate(companions)
        if one.person_id is None or all(one.person_id != other.person_id for other in companions[:place])
    ]
