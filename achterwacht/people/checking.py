"""Checks of the facts of a person. They find everything that is wrong at once."""

import re
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.facts import Facts
from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.policy import Grant
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.roles import ONLY_EVERYWHERE
from achterwacht.people.teams import teams_of
from achterwacht.refused import Wrong, refuse
from foundation.visible import on_one_line
from notifications.texts.catalogue import languages

EMAIL = re.compile(r"[^@\s,;<>\"()]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
LONGEST_NAME, LONGEST_EMAIL = 200, 254


def checked(
    session: Session, organisation: OrganisationRecord, facts: Facts, person: PersonRecord | None, elsewhere: Elsewhere
) -> Facts:
    """Returns the facts as they are stored.

    Raises:
        WrongInput: with everything that is wrong with them.
    """
    person_id = None if person is None else person.id
    name = on_one_line(facts.name)
    wrong: list[Wrong] = [] if name else [Wrong("/name", "missing")]
    if len(name) > LONGEST_NAME:
        wrong.append(Wrong("/name", "longer_than", {"longest": LONGEST_NAME}))
    email = on_one_line(facts.email).strip().lower()
    if not is_email(email):
        wrong.append(Wrong("/email", "email_invalid"))
    elif _taken(session, PersonRecord.email == email, person_id):
        wrong.append(Wrong("/email", "email_taken"))
    phone = facts.phone
    if phone is not None:
        try:
            phone = read_number(phone, organisation.country)
        except RefusedNumber as refused:
            wrong.append(Wrong("/phone", refused.code, refused.facts))
        else:
            if _taken(session, PersonRecord.phone == phone, person_id):
                wrong.append(Wrong("/phone", "phone_taken"))
            elif person is None or phone != person.phone:
                code = elsewhere(session, organisation, phone, person_id)
                wrong += [] if code is None else [Wrong("/phone", code)]
    language = facts.language or organisation.language
    if language not in languages():
        wrong.append(Wrong("/language", "not_a_choice", {"choices": languages()}))
    if facts.absent_from and facts.absent_until and facts.absent_until <= facts.absent_from:
        wrong.append(Wrong("/absentUntil", "absent_backwards"))
    wrong += _wrong_grants(session, organisation.id, facts.grants)
    refuse(wrong)
    return replace(facts, name=name, email=email, phone=phone, language=language)


def is_email(text: str) -> bool:
    """Whether this is an address in lower case, as they are stored."""
    return len(text) <= LONGEST_EMAIL and EMAIL.fullmatch(text) is not None


def _wrong_grants(session: Session, organisation_id: UUID, grants: Sequence[Grant]) -> list[Wrong]:
    wrong = []
    teams = {team.id for team in teams_of(session, organisation_id)} if any(grant.team for grant in grants) else set()
    for number, grant in enumerate(grants):
        if grant in grants[:number]:
            wrong.append(Wrong(f"/grants/{number}", "grant_double"))
        elif grant.team is not None and grant.team not in teams:
            wrong.append(Wrong(f"/grants/{number}/teamId", "team_unknown"))
        elif grant.team is not None and grant.role in ONLY_EVERYWHERE:
            wrong.append(Wrong(f"/grants/{number}/teamId", "role_only_everywhere"))
    return wrong


def _taken(session: Session, condition: ColumnElement[bool], person_id: UUID | None) -> bool:
    # Over all organisations: an e-mail address signs one person in, and a number is one sender of SMS.
    found = session.scalar(select(PersonRecord.id).where(condition))
    return found is not None and found != person_id
