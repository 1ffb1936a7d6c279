"""Naming who holds a function. An administrator does it; nobody names themselves by taking a task."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.functions.facts import Holder, Party
from achterwacht.functions.filling import OF_A_TEAM, OF_THE_CASE
from achterwacht.functions.records import HolderRecord, PartyRecord
from achterwacht.kinds import Actor
from achterwacht.people.checking import EMAIL
from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.people.teams import teams_of
from achterwacht.protocols.functions import Function
from achterwacht.refused import NotFound, Wrong, refuse
from foundation.columns import new_id

MOST_HOLDERS = 500


def holders_in(session: Session, organisation_id: UUID) -> Sequence[tuple[HolderRecord, PartyRecord | None]]:
    """Returns everybody who was named for any function, also who left meanwhile."""
    found = session.execute(
        select(HolderRecord, PartyRecord)
        .outerjoin(PartyRecord, PartyRecord.id == HolderRecord.party_id)
        .where(HolderRecord.organisation_id == organisation_id)
        .order_by(HolderRecord.function, HolderRecord.team_id, HolderRecord.id)
    ).all()
    return [(holder, party) for holder, party in found]


def set_holders(
    session: Session, organisation: OrganisationRecord, function: Function, holders: Sequence[Holder], by: Actor
) -> None:
    """Name everybody who holds a function, in the place of whoever did. The organisation is locked.

    Raises:
        NotFound: nobody is named for this function: who it is follows from what happened.
        WrongInput: with every wrong field.
    """
    if function in OF_THE_CASE:
        raise NotFound("function")
    checked = _checked(session, organisation, function, holders)
    before = session.scalars(
        select(HolderRecord).where(HolderRecord.organisation_id == organisation.id, HolderRecord.function == function)
    ).all()
    parties = [one.party_id for one in before if one.party_id is not None]
    for record in before:
        session.delete(record)
    session.flush()
    session.execute(
        delete(PartyRecord).where(PartyRecord.organisation_id == organisation.id, PartyRecord.id.in_(parties))
    )
    for one in checked:
        session.add(
            HolderRecord(
                organisation_id=organisation.id,
                function=function,
                team_id=one.team_id,
                person_id=one.person_id,
                party_id=None if one.party is None else _made(session, organisation.id, one.party),
            )
        )
    session.flush()
    people = sum(one.person_id is not None for one in checked)
    facts = {"function": function.value, "people": people, "parties": len(checked) - people}
    note(session, organisation.id, Audited.FUNCTIONS_SET, by, facts=facts)


def _made(session: Session, organisation_id: UUID, party: Party) -> UUID:
    record = PartyRecord(
        id=new_id(),
        organisation_id=organisation_id,
        name=party.name,
        email=party.email,
        phone=party.phone,
        address=party.address,
        contact=party.contact,
    )
    session.add(record)
    session.flush()
    return record.id


def _checked(
    session: Session, organisation: OrganisationRecord, function: Function, holders: Sequence[Holder]
) -> list[Holder]:
    teams = {one.id for one in teams_of(session, organisation.id)}
    here = set(
        session.scalars(
            select(PersonRecord.id).where(
                PersonRecord.organisation_id == organisation.id,
                PersonRecord.active,
                select(GrantRecord.id).where(GrantRecord.person_id == PersonRecord.id).exists(),
            )
        )
    )
    wrong: list[Wrong] = []
    found: list[Holder] = []
    for number, one in enumerate(holders):
        at = f"/holders/{number}"
        if one.team_id is not None and one.team_id not in teams:
            wrong.append(Wrong(f"{at}/teamId", "team_unknown"))
        elif one.team_id is None and function in OF_A_TEAM:
            wrong.append(Wrong(f"{at}/teamId", "function_of_a_team"))
        if (one.person_id is None) == (one.party is None):
            wrong.append(Wrong(at, "person_or_party"))
        elif one.person_id is not None and one.person_id not in here:
            wrong.append(Wrong(f"{at}/personId", "person_unknown"))
        elif one in found:
            wrong.append(Wrong(at, "holder_double"))
        party = None if one.party is None else _party(organisation, one.party, f"{at}/party", wrong)
        found.append(replace(one, party=party))
    refuse(wrong)
    return found


def _party(organisation: OrganisationRecord, party: Party, at: str, wrong: list[Wrong]) -> Party:
    """Returns the party as it is stored, and adds what is wrong with it."""
    email = (party.email or "").strip().lower() or None
    if email is not None and not EMAIL.fullmatch(email):
        wrong.append(Wrong(f"{at}/email", "email_invalid"))
    phone = party.phone
    if phone:
        try:
            phone = read_number(phone, organisation.country)
        except RefusedNumber as refused:
            wrong.append(Wrong(f"{at}/phone", refused.code, refused.facts))
    if not (email or phone or party.address):
        wrong.append(Wrong(at, "party_not_reached"))
    return replace(party, email=email, phone=phone or None)
