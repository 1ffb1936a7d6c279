"""Which administrators have an account for when signing in by the organisation is broken."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.kinds import Actor
from achterwacht.people.break_glass import MOST, BreakGlassRecord, mark
from achterwacht.people.checking import is_email
from achterwacht.people.reading import grants_of
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.people.second_step import second_steps
from achterwacht.people.service import lock_organisation
from achterwacht.people.sign_in_policy import SignInPolicy
from achterwacht.people.signing_out import end_sign_ins
from achterwacht.refused import Wrong, refuse
from achterwacht.single_sign_on.records import SignOnRecord


def set_break_glass(
    session: Session,
    organisation_id: UUID,
    people: Collection[UUID],
    contact: str | None,
    policy: SignInPolicy,
    by: Actor,
) -> None:
    """Let exactly these people have such an account, two at most. Where they are signed in now ends: the next is told.

    Raises:
        WrongInput: with everything that is wrong.
        OwnBreakGlass: it is about whoever asks.
    """
    lock_organisation(session, organisation_id)  # of two at once, the second one finds what the first one set
    have = second_steps(session, organisation_id, policy).have
    wrong = [Wrong("/personIds", "too_many", {"max_length": MOST})] if len(set(people)) > MOST else []
    found = {
        one.id: one
        for one in session.scalars(
            select(PersonRecord).where(PersonRecord.organisation_id == organisation_id, PersonRecord.id.in_(people))
        )
    }
    for number, one in enumerate(people):
        person = found.get(one)
        if person is None or not person.active or Role.ADMINISTRATOR not in _roles(session, person):
            wrong.append(Wrong(f"/personIds/{number}", "break_glass_administrator"))
        elif person.password_hash is None or one not in have:
            wrong.append(Wrong(f"/personIds/{number}", "break_glass_unready"))
    if contact is not None and not is_email(contact):
        wrong.append(Wrong("/contact", "email_invalid"))
    refuse(wrong)
    for one in mark(session, organisation_id, people, contact, by):
        end_sign_ins(session, organisation_id, one, by, "break_glass")


def break_glass_of_all(session: Session) -> list[tuple[str, bool, list[BreakGlassRecord]]]:
    """Returns of every organisation its slug, whether nobody signs in by a password, and those accounts of it."""
    everywhere = {"across_organisations": True}
    accounts = session.scalars(select(BreakGlassRecord), execution_options=everywhere).all()
    only = set(session.scalars(select(SignOnRecord.organisation_id).where(SignOnRecord.active, SignOnRecord.only_way),
                               execution_options=everywhere))  # fmt: skip
    ours = session.scalars(select(OrganisationRecord).order_by(OrganisationRecord.slug)).all()
    return [(one.slug, one.id in only, [each for each in accounts if each.organisation_id == one.id]) for one in ours]


def _roles(session: Session, person: PersonRecord) -> set[Role]:
    return {grant.role for grant in grants_of(session, person)}
