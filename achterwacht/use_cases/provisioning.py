"""People as the identity provider of their organisation keeps them (SCIM 2.0): added, changed, gone, and back.

Who leaves there leaves here by the way that everybody leaves: at once everywhere, and watched over until a visit that
goes on is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from achterwacht.changes import UNCHANGED, Unchanged
from achterwacht.kinds import Actor
from achterwacht.people.break_glass import BreakGlassKept, is_break_glass
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.facts import Facts, PersonChange
from achterwacht.people.policy import Grant
from achterwacht.people.records import PersonRecord
from achterwacht.people.service import add_person, lock_organisation
from achterwacht.provisioning.records import ScimMemberRecord, ScimPersonRecord
from achterwacht.refused import NotFound, RuleBroken
from achterwacht.use_cases.provisioned_groups import granted_by_groups
from achterwacht.use_cases.reached import reached, tell_if_replaced
from achterwacht.use_cases.staff import change_staff
from foundation.clock import clock_of


class AlreadyThere(RuleBroken):
    """Somebody here has this name, or this number, at the provider already."""

    code = "scim_taken"


@dataclass(frozen=True)
class Provided:
    """Somebody as their provider tells of them."""

    user_name: str
    external_id: str | None
    name: str
    given_name: str | None
    family_name: str | None
    email: str
    phone: str | None
    active: bool


@dataclass(frozen=True)
class Known:
    """Somebody as their provider sees them. record: what it called them; None until it tells of them."""

    person: PersonRecord
    record: ScimPersonRecord | None

    @property
    def user_name(self) -> str:
        return self.person.email if self.record is None else self.record.user_name


_RECORD = and_(
    ScimPersonRecord.person_id == PersonRecord.id, ScimPersonRecord.organisation_id == PersonRecord.organisation_id
)
_SEEN = or_(PersonRecord.active, and_(ScimPersonRecord.person_id.is_not(None), ~ScimPersonRecord.deleted))
"""Whom a provider sees: everybody who works here, and who left since it told so, until it deletes them."""


def seen(session: Session, organisation_id: UUID, person_id: UUID) -> Known:
    """Returns somebody as their provider sees them.

    Raises:
        NotFound: it sees no such person.
    """
    found = _found(session, organisation_id, _SEEN, PersonRecord.id == person_id)
    if not found:
        raise NotFound
    return found[0]


def look_for(
    session: Session,
    organisation_id: UUID,
    *,
    user_name: str | None = None,
    external_id: str | None = None,
    email: str | None = None,
    person_id: UUID | None = None,
    skip: int = 0,
    most: int = 0,
) -> tuple[int, Sequence[Known]]:
    """Returns how many people a provider sees, all of them or whom it asks for, and so many of them."""
    wanted: list[ColumnElement[bool]] = [_SEEN]
    if user_name is not None:
        wanted.append(_called(user_name.strip().lower()))
    if external_id is not None:
        wanted.append(ScimPersonRecord.external_id == external_id)
    if email is not None:
        wanted.append(PersonRecord.email == email.strip().lower())
    if person_id is not None:
        wanted.append(PersonRecord.id == person_id)
    here = PersonRecord.organisation_id == organisation_id
    counted = select(func.count()).select_from(PersonRecord).outerjoin(ScimPersonRecord, _RECORD).where(here, *wanted)
    total = session.scalar(counted) or 0
    return total, _found(session, organisation_id, *wanted, skip=skip, most=most) if most else []


def kept_as(session: Session, organisation_id: UUID, external_id: str) -> PersonRecord | None:
    """Returns who works here and is kept by the provider under that number; None: nobody."""
    kept = and_(PersonRecord.active, ~ScimPersonRecord.deleted, ScimPersonRecord.external_id == external_id)
    found = _found(session, organisation_id, kept)
    return found[0].person if found else None


def take_in(session: Session, organisation_id: UUID, given: Provided, elsewhere: Elsewhere, by: Actor) -> Known:
    """Add somebody, or take somebody back who left. They get no role: their groups bring those.

    Raises:
        AlreadyThere: the provider sees them already.
        WrongInput: with everything that is wrong.
        TooManyPeople: there is no room.
    """
    lock_organisation(session, organisation_id)
    named = or_(_called(given.user_name), PersonRecord.email == given.email)
    same = [named] if given.external_id is None else [or_(named, ScimPersonRecord.external_id == given.external_id)]
    found = _found(session, organisation_id, *same)
    if len(found) > 1 or any(one.person.active or _is_kept(one) for one in found):
        raise AlreadyThere
    if not found:
        facts = Facts(given.name, given.email, given.phone, active=True)
        person = add_person(session, organisation_id, None, facts, elsewhere, by)
        return _keep(session, person, None, given, elsewhere, by)
    person, record = found[0].person, found[0].record
    roles = granted_by_groups(session, organisation_id, [person.id]).get(person.id, ())
    return _keep(session, person, record, given, elsewhere, by, grants=roles)


def change_provided(
    session: Session,
    organisation_id: UUID,
    person_id: UUID,
    given: Provided,
    elsewhere: Elsewhere,
    by: Actor,
    *,
    mails: bool,
) -> Known:
    """Make somebody what their provider says they are. Who is not active any more leaves.

    mails: whether this installation sends mail.

    Raises:
        NotFound: the provider sees no such person.
        AlreadyThere: the name or number is another's.
        WrongInput: with everything that is wrong.
        LastAdministrator: it would leave nobody in charge.
        BreakGlassKept: that account is set by hand.
        TooManyPeople: they come back, and there is no room.
    """
    lock_organisation(session, organisation_id)
    known = seen(session, organisation_id, person_id)
    _leave_alone(session, known.person)
    same = _called(given.user_name)
    if given.external_id is not None:
        same = or_(same, ScimPersonRecord.external_id == given.external_id)
    others = [one for one in _found(session, organisation_id, same) if one.person.id != person_id]
    if any(one.person.active or _is_kept(one) for one in others):
        raise AlreadyThere
    for one in others:
        # Who left and was deleted there makes room: names and addresses are given to somebody else in the end.
        if one.record is not None:
            session.delete(one.record)
    session.flush()
    before = reached(known.person)
    kept = _keep(session, known.person, known.record, given, elsewhere, by)
    tell_if_replaced(session, before, kept.person, mails=mails)
    return kept


def let_go(session: Session, organisation_id: UUID, person_id: UUID, elsewhere: Elsewhere, by: Actor) -> None:
    """Somebody was deleted at the provider: they leave, and it sees them no more. What they did here stays.

    Raises:
        NotFound: the provider sees no such person.
        LastAdministrator: it would leave nobody in charge.
        BreakGlassKept: that account is set by hand.
    """
    lock_organisation(session, organisation_id)
    known = seen(session, organisation_id, person_id)
    _leave_alone(session, known.person)
    person, now = known.person, clock_of(session).now(session)
    session.execute(
        delete(ScimMemberRecord).where(
            ScimMemberRecord.organisation_id == organisation_id, ScimMemberRecord.person_id == person.id
        )
    )
    # Also those that somebody gave by hand: the same name may be somebody else's by the time that it comes again.
    change_staff(session, organisation_id, person.id, PersonChange(active=False, grants=()), elsewhere, by)
    record = known.record
    if record is None:
        record = ScimPersonRecord(
            person_id=person.id, organisation_id=organisation_id, user_name=person.email, made_at=now, changed_at=now
        )
        session.add(record)
    record.deleted, record.changed_at = True, now
    session.flush()


def _keep(
    session: Session,
    person: PersonRecord,
    record: ScimPersonRecord | None,
    given: Provided,
    elsewhere: Elsewhere,
    by: Actor,
    grants: tuple[Grant, ...] | Unchanged = UNCHANGED,
) -> Known:
    now = clock_of(session).now(session)
    change = PersonChange(name=given.name, email=given.email, phone=given.phone, active=given.active, grants=grants)
    change_staff(session, person.organisation_id, person.id, change, elsewhere, by)
    if record is None:
        record = ScimPersonRecord(person_id=person.id, organisation_id=person.organisation_id, made_at=now)
        session.add(record)
    record.user_name, record.external_id = given.user_name, given.external_id
    record.given_name, record.family_name = given.given_name, given.family_name
    record.deleted, record.changed_at = False, now
    session.flush()
    return Known(person, record)


def _leave_alone(session: Session, person: PersonRecord) -> None:
    if is_break_glass(session, person):
        raise BreakGlassKept


def _called(name: str) -> ColumnElement[bool]:
    nameless = and_(ScimPersonRecord.person_id.is_(None), PersonRecord.email == name)
    return or_(ScimPersonRecord.user_name == name, nameless)


def _is_kept(known: Known) -> bool:
    return known.record is not None and not known.record.deleted


def _found(
    session: Session, organisation_id: UUID, *wanted: ColumnElement[bool], skip: int = 0, most: int | None = None
) -> list[Known]:
    rows = session.execute(
        select(PersonRecord, ScimPersonRecord)
        .outerjoin(ScimPersonRecord, _RECORD)
        .where(PersonRecord.organisation_id == organisation_id, *wanted)
        .order_by(PersonRecord.id)
        .offset(skip)
        .limit(most)
    )
    return [Known(person, record) for person, record in rows]
