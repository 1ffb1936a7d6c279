"""Adding and changing the people of an organisation and their roles. For its administrators."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.changes import changed
from achterwacht.creation import IdTaken
from achterwacht.kinds import Actor
from achterwacht.people.account_links import end_links
from achterwacht.people.break_glass import forget_break_glass
from achterwacht.people.checking import checked
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.facts import Facts, PersonChange
from achterwacht.people.former_numbers import give_up_number
from achterwacht.people.identities import unlink
from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.policy import Grant
from achterwacht.people.reading import grants_of, person_of
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.people.second_step import remove
from achterwacht.people.signing_out import end_sign_ins
from achterwacht.refused import RuleBroken
from foundation.clock import clock_of
from foundation.columns import new_id
from foundation.failpoints import Failpoint, reach
from notifications.cancelling import follow_number

MOST_PEOPLE = 5_000
"""Who work in one organisation at once. Those who left don't count."""
OTHERWISE = ("name", "email", "language", "absent_from", "absent_until")
"""Facts that don't decide who gets in."""


class LastAdministrator(RuleBroken):
    """Without an administrator nobody could put anything right."""

    code = "last_administrator"


class TooManyPeople(RuleBroken):
    """More people than the lists on a phone and at a desk were made for."""

    code = "people_full"


class PersonUnderWay(RuleBroken):
    """Somebody who is on a visit now keeps their sign-in."""

    code = "person_under_way"


def add_person(
    session: Session,
    organisation_id: UUID,
    person_id: UUID | None,
    facts: Facts,
    elsewhere: Elsewhere,
    by: Actor | None = None,
) -> PersonRecord:
    """Add a person. The same id with the same facts is the same person. Without `by`: at the console.

    Raises:
        WrongInput: with everything that is wrong.
        IdTaken: the id is another person's.
        TooManyPeople: there is no room.
    """
    organisation = lock_organisation(session, organisation_id)
    if person_id is not None and (known := session.get(PersonRecord, person_id)) is not None:
        if known.organisation_id == organisation_id and _same(session, known, organisation, facts):
            return known
        raise IdTaken
    facts = checked(session, organisation, facts, None, elsewhere)
    _room_for(session, organisation_id, wanted=facts.active)
    person = PersonRecord(id=person_id or new_id(), organisation_id=organisation_id, name=facts.name, email=facts.email)
    session.add(person)
    _write(session, person, facts)
    roles = sorted(one.said for one in facts.grants)
    note(session, organisation_id, Audited.PERSON_ADDED, by, about=person.id, facts={"roles": roles})
    return person


def change_person(
    session: Session,
    organisation_id: UUID,
    person_id: UUID,
    change: PersonChange,
    elsewhere: Elsewhere,
    by: Actor | None = None,
) -> PersonRecord:
    """Change some facts of a person. Without `by`: at the console.

    Leaving ends every sign-in of theirs at once, and their password, also while they are under way: the watch goes on,
    and an ended sign-in can only call for help. Coming back revives none of them.

    Raises:
        NotFound: no such person here.
        WrongInput: with everything that is wrong.
        LastAdministrator: it would leave nobody in charge.
        TooManyPeople: they come back, and there is no room.
    """
    organisation = lock_organisation(session, organisation_id)
    person = person_of(session, organisation_id, person_id)
    now_so = _facts(person, grants_of(session, person))
    facts = checked(session, organisation, changed(now_so, change), person, elsewhere)
    _room_for(session, organisation_id, wanted=facts.active and not person.active)
    _write(session, person, facts)
    _end_what_ends(session, person, now_so, facts, by)
    _audit(session, person, now_so, facts, by)
    if not _somebody_in_charge(session, organisation_id):
        raise LastAdministrator
    return person


def lock_organisation(session: Session, organisation_id: UUID) -> OrganisationRecord:
    """Lock the organisation and return it, so that two administrators change its people one after the other.

    Others (check-ins) may still refer to the row.
    """
    statement = select(OrganisationRecord).where(OrganisationRecord.id == organisation_id)
    return session.scalars(statement.with_for_update(key_share=True).execution_options(populate_existing=True)).one()


def _room_for(session: Session, organisation_id: UUID, *, wanted: bool) -> None:
    working = select(func.count()).where(PersonRecord.organisation_id == organisation_id, PersonRecord.active)
    if wanted and (session.scalar(working) or 0) >= MOST_PEOPLE:
        raise TooManyPeople(most=MOST_PEOPLE)


def _write(session: Session, person: PersonRecord, facts: Facts) -> None:
    if facts.phone != person.phone:
        now = clock_of(session).now(session)
        give_up_number(session, person, facts.phone, now)
        if person.phone is not None:
            follow_number(session, person.organisation_id, person.id, person.phone, facts.phone, now)
            reach(Failpoint.WAITING_MOVED)
        person.number_verified_at, person.number_denied_at, person.sms_refused = None, None, False
    person.name, person.email, person.phone = facts.name, facts.email, facts.phone
    person.language, person.active = facts.language, facts.active
    person.absent_from, person.absent_until = facts.absent_from, facts.absent_until
    session.flush()
    records = session.scalars(
        select(GrantRecord).where(
            GrantRecord.organisation_id == person.organisation_id, GrantRecord.person_id == person.id
        )
    ).all()
    wanted = set(facts.grants)
    for record in records:
        grant = Grant(record.role, record.team_id)
        if grant in wanted:
            wanted.remove(grant)
        else:
            session.delete(record)
    session.add_all(
        GrantRecord(organisation_id=person.organisation_id, person_id=person.id, role=grant.role, team_id=grant.team)
        for grant in wanted
    )
    session.flush()


def _end_what_ends(session: Session, person: PersonRecord, before: Facts, after: Facts, by: Actor | None) -> None:
    if after.email != before.email:
        # A link that went to the old address may be in a stranger's mailbox: that may be why it was changed.
        end_links(session, person.organisation_id, person.id)
    if Role.ADMINISTRATOR not in {one.role for one in after.grants}:
        forget_break_glass(session, person.organisation_id, person.id, by)  # it would still be let in by its password
    if after.active or not before.active:
        return
    end_links(session, person.organisation_id, person.id)
    remove(session, person, by, "left")
    forget_break_glass(session, person.organisation_id, person.id, by)
    unlink(session, person.organisation_id, person.id)
    person.password_hash = None
    end_sign_ins(session, person.organisation_id, person.id, by, "left")


def _audit(session: Session, person: PersonRecord, before: Facts, after: Facts, by: Actor | None) -> None:
    """Record what changed: the old and new roles, and of everything else only that it changed."""
    if set(before.grants) != set(after.grants):
        roles = {name: sorted(one.said for one in facts.grants) for name, facts in (("was", before), ("is", after))}
        note(session, person.organisation_id, Audited.ROLES_CHANGED, by, about=person.id, facts=roles)
    if before.active != after.active:
        kind = Audited.PERSON_BACK if after.active else Audited.PERSON_LEFT
        note(session, person.organisation_id, kind, by, about=person.id)
    if before.phone != after.phone:
        note(session, person.organisation_id, Audited.PHONE_CHANGED, by, about=person.id)
    changed = [name for name in OTHERWISE if getattr(before, name) != getattr(after, name)]
    if changed:
        note(session, person.organisation_id, Audited.PERSON_CHANGED, by, about=person.id, facts={"what": changed})


def _somebody_in_charge(session: Session, organisation_id: UUID) -> bool:
    statement = select(
        exists().where(
            PersonRecord.organisation_id == organisation_id,
            PersonRecord.active,
            GrantRecord.person_id == PersonRecord.id,
            GrantRecord.role == Role.ADMINISTRATOR,
        )
    )
    return bool(session.scalar(statement))


def _facts(person: PersonRecord, grants: tuple[Grant, ...]) -> Facts:
    return Facts(
        person.name, person.email, person.phone, person.language, person.active, grants,
        person.absent_from, person.absent_until,
    )  # fmt: skip


def _same(session: Session, person: PersonRecord, organisation: OrganisationRecord, asked: Facts) -> bool:
    now_so = _facts(person, grants_of(session, person))
    try:
        phone = None if asked.phone is None else read_number(asked.phone, organisation.country)
    except RefusedNumber:
        return False
    language = asked.language or organisation.language
    asked = replace(asked, email=asked.email.strip().lower(), phone=phone, language=language)
    return replace(now_so, grants=()) == replace(asked, grants=()) and set(now_so.grants) == set(asked.grants)
