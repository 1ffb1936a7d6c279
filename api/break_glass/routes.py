"""Accounts for when signing in by the organisation is broken, and how they were used. For its administrators."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from achterwacht.people import break_glass
from achterwacht.people.actions import Action
from achterwacht.people.break_glass import MOST, break_glass_of, contact_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import PersonRecord
from achterwacht.people.sign_in_policy import policy_of
from achterwacht.use_cases.break_glass import set_break_glass
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Named, Schema, Utc
from api.http.security import Me, Read, SettingsOfApp, Write
from foundation.clock import clock_of

router = Router(prefix="/v1/break-glass", tags=["administration"])


class BreakGlassIn(Body):
    """personIds: administrators with a password and a second step. contact: who else hears of each sign-in, by mail."""

    person_ids: Annotated[list[UUID], Field(max_length=MOST)]
    contact: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254)] | None = None


class BreakGlassAccount(Schema):
    """usedFrom: the browser, as it says itself. open: it was used, and no other administrator said that they saw so.

    reviewDue: nobody looked at it for a year. mine: I am signed in by it, and another administrator looks after it.
    """

    person: Named
    marked_at: Utc
    reviewed_at: Utc
    review_due: bool
    used_at: Utc | None
    used_from: str
    open: bool
    mine: bool


class BreakGlassOut(Schema):
    """At most two accounts."""

    accounts: list[BreakGlassAccount]
    contact: str | None


@router.get("", responses=problems(403))
def accounts(me: Me, session: Read) -> BreakGlassOut:
    """Returns those accounts of your organisation, and how they were used."""
    me.require(Action.SET_SIGN_ON)
    return _out(session, me)


@router.put("", responses=problems(403, 409))
def set_accounts(body: BreakGlassIn, me: Me, session: Write, settings: SettingsOfApp) -> BreakGlassOut:
    """Let exactly these people have such an account. Where they are signed in now ends, so that each use is told."""
    by = me.require(Action.SET_SIGN_ON)
    policy = policy_of(session, me.organisation_id, settings.asks_second_step)
    set_break_glass(session, me.organisation_id, body.person_ids, body.contact or None, policy, by)
    return _out(session, me)


@router.post("/{person_id}/acknowledge", responses=problems(403, 404, 409))
def acknowledge(person_id: UUID, me: Me, session: Write) -> BreakGlassOut:
    """Say that you know of the last sign-in by this account."""
    break_glass.acknowledge(session, me.organisation_id, person_id, me.require(Action.SET_SIGN_ON))
    return _out(session, me)


@router.post("/{person_id}/review", responses=problems(403, 404, 409))
def review(person_id: UUID, me: Me, session: Write) -> BreakGlassOut:
    """Say that you looked whether this account works and who holds it: once a year."""
    break_glass.review(session, me.organisation_id, person_id, me.require(Action.SET_SIGN_ON))
    return _out(session, me)


def _out(session: Session, me: Caller) -> BreakGlassOut:
    session.flush()
    now = clock_of(session).now(session)
    found = []
    for one in break_glass_of(session, me.organisation_id):
        person = session.get_one(PersonRecord, one.person_id)
        found.append(
            BreakGlassAccount(
                person=Named(id=person.id, name=person.name),
                marked_at=one.marked_at,
                reviewed_at=one.reviewed_at,
                review_due=one.is_due(now),
                used_at=one.used_at,
                used_from=one.used_from,
                open=one.is_open,
                mine=person.id == me.id,
            )
        )
    return BreakGlassOut(accounts=found, contact=contact_of(session, me.organisation_id))
