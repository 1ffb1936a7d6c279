"""Signing in: passwords, tokens and PINs. Of each only a digest is kept."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.decision import RuleBroken
from achterwacht.kinds import Actor
from achterwacht.people.policy import Action, Caller, Grant
from achterwacht.people.records import (
    GrantRecord,
    KnownDeviceRecord,
    OrganisationRecord,
    PersonRecord,
    TokenKind,
    TokenRecord,
)
from achterwacht.people.roles import Role
from achterwacht.visits.facts import Pin, VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.clock import clock_of, present

FOR_WORKERS = timedelta(days=30)
FOR_OTHERS = timedelta(hours=12)
AT_A_DESK = timedelta(days=7)
"""A sign-in at a desk lasts for as long as its page is open, and at most so long after it began."""
FORGOTTEN = timedelta(days=7)
DEVICE_KNOWN = timedelta(days=180)
PIN = re.compile(r"[0-9]{4,8}")

# OWASP's minimum for argon2id (19 MiB, two rounds): a check-out waits for it.
_hashing = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


class UnderWay(RuleBroken):
    """Nobody signs out by accident while under way: this phone is how they are watched over. It can be ended from
    elsewhere, and then still calls for help (decision 0030)."""

    code = "under_way"


class PinRequired(RuleBroken):
    """This person has a PIN, and none came along."""

    code = "pin_required"
    pointer = "/pin"


class PinWrong(RuleBroken):
    """It is neither their PIN nor their duress PIN."""

    code = "pin_wrong"
    pointer = "/pin"


def _under_way() -> ColumnElement[bool]:
    return exists().where(
        VisitRecord.organisation_id == PersonRecord.organisation_id,
        VisitRecord.worker_id == PersonRecord.id,
        VisitRecord.state == VisitState.UNDER_WAY,
    )


def _inside_since_before_it_ended() -> ColumnElement[bool]:
    """Whether the person is inside somewhere, on a visit that had begun when this sign-in was ended."""
    comes_along = exists().where(
        CompanionRecord.visit_id == VisitRecord.id,
        CompanionRecord.organisation_id == VisitRecord.organisation_id,
        CompanionRecord.person_id == PersonRecord.id,
    )
    return exists().where(
        VisitRecord.organisation_id == PersonRecord.organisation_id,
        VisitRecord.state == VisitState.UNDER_WAY,
        VisitRecord.started_at <= TokenRecord.ended_at,
        or_(VisitRecord.worker_id == PersonRecord.id, comes_along),
    )


# Made once: every request asks it, and putting it together costs more than running it.
BY_TOKEN = (
    select(PersonRecord, OrganisationRecord, GrantRecord.role, GrantRecord.team_id, TokenRecord.ended_at)
    .select_from(TokenRecord)
    .join(PersonRecord, PersonRecord.id == TokenRecord.person_id)
    .join(OrganisationRecord, OrganisationRecord.id == PersonRecord.organisation_id)
    .outerjoin(GrantRecord, GrantRecord.person_id == PersonRecord.id)
    .where(
        TokenRecord.digest == bindparam("digest"),
        or_(
            and_(
                TokenRecord.ended_at.is_(None),
                PersonRecord.active,
                or_(TokenRecord.expires_at > present(), _under_way()),
            ),
            and_(TokenRecord.ended_at.is_not(None), _inside_since_before_it_ended()),
        ),
    )
)


@dataclass(frozen=True)
class Token:
    """A sign-in as it is handed out, once."""

    text: str
    expires_at: datetime
    lasts: timedelta


def hash_secret(secret: str) -> str:
    """The digest to keep of a password or PIN."""
    return _hashing.hash(secret)


@cache
def nobodys_hash() -> str:
    """A digest that no password fits, so that an unknown address takes as long as a known one. Made at the start."""
    return hash_secret(secrets.token_urlsafe())


def password_fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password. Takes as long for somebody who has none."""
    fits = _hashing.verify(password, password_hash or nobodys_hash())
    return fits and password_hash is not None


def person_by_email(session: Session, email: str) -> PersonRecord | None:
    """The person with that address, who may not be active any more. Addresses are unique per installation."""
    return session.scalars(select(PersonRecord).where(PersonRecord.email == email.strip().lower())).one_or_none()


def issue_token(session: Session, person: PersonRecord, kind: TokenKind, roles: Sequence[Role]) -> Token:
    """Hand out a sign-in: for workers a month (the phone in the field), for others a working day."""
    now = clock_of(session).now(session)
    lasts = FOR_WORKERS if Role.WORKER in roles else FOR_OTHERS
    token = Token(secrets.token_urlsafe(32), now + lasts, lasts)
    session.add(
        TokenRecord(
            organisation_id=person.organisation_id,
            person_id=person.id,
            kind=kind,
            digest=_digest(token.text),
            created_at=now,
            expires_at=token.expires_at,
        )
    )
    return token


def caller_of_token(session: Session, text: str) -> Caller | None:
    """Who this token belongs to, with what they may, in one statement.

    It counts until it expires, and after that for as long as its person is on a visit. One that was ended gives nothing
    but the noodknop, and only until the visit is over that went on then.
    """
    given = {"digest": _digest(text), **clock_of(session).given(session)}
    rows = session.execute(BY_TOKEN, given).all()
    if not rows:
        return None
    # The session forgets what nobody holds: kept here, neither is read again for this request.
    session.info["caller"] = rows[0][:2]
    person = rows[0][0]
    if rows[0].ended_at is not None:
        return Caller(person.id, person.organisation_id, person.name, frozenset(), only_alarms=True)
    # An outer join: who has no grants comes as one row without a role.
    grants = frozenset(Grant(row.role, row.team_id) for row in rows if row.role)
    return Caller(person.id, person.organisation_id, person.name, grants)


def is_under_way(session: Session, organisation_id: UUID, person_id: UUID, *, on_their_screen: bool = False) -> bool:
    """Whether this person is on a visit at this moment.

    on_their_screen: one that they ended with the duress PIN does not count, or signing out would give that away.
    """
    under_way = exists().where(
        VisitRecord.organisation_id == organisation_id,
        VisitRecord.worker_id == person_id,
        VisitRecord.state == VisitState.UNDER_WAY,
    )
    return bool(
        session.scalar(select(under_way.where(VisitRecord.shown_ended_at.is_(None)) if on_their_screen else under_way))
    )


def sign_out(session: Session, caller: Caller, text: str) -> None:
    """End this sign-in.

    Raises:
        UnderWay: somebody watches over them, through this phone.
    """
    if is_under_way(session, caller.organisation_id, caller.id, on_their_screen=True):
        raise UnderWay
    now = clock_of(session).now(session)
    mine = (TokenRecord.organisation_id == caller.organisation_id, TokenRecord.digest == _digest(text))
    session.execute(update(TokenRecord).where(*mine).values(ended_at=now))
    note(session, caller.organisation_id, Audited.SIGN_OUT, caller.actor(), about=caller.id)


def end_sign_ins(
    session: Session, organisation_id: UUID, person_id: UUID, by: Actor | None, why: str, but: str | None = None
) -> None:
    """End every sign-in of somebody at once, in browsers and of programs, but for the one with the token `but`.

    Whoever holds one of them can only call for help with it, until the visit is over that goes on now. No browser is
    known any more either: a stolen phone is one of those.
    """
    now = clock_of(session).now(session)
    theirs = (TokenRecord.organisation_id == organisation_id, TokenRecord.person_id == person_id)
    kept = () if but is None else (TokenRecord.digest != _digest(but),)
    ended = session.execute(
        update(TokenRecord)
        .where(*theirs, *kept, TokenRecord.ended_at.is_(None))
        .values(ended_at=now)
        .returning(TokenRecord.expires_at)
    ).scalars()
    session.execute(
        delete(KnownDeviceRecord).where(
            KnownDeviceRecord.organisation_id == organisation_id, KnownDeviceRecord.person_id == person_id
        )
    )
    facts = {"why": why, "ended": sum(expires_at > now for expires_at in ended)}
    note(session, organisation_id, Audited.SIGN_INS_ENDED, by, about=person_id, facts=facts)


def forget_sign_ins(session: Session, now: datetime) -> None:
    """Throw away sign-ins that ended a while ago, unless somebody is inside somewhere with one; and browsers in which
    nobody signed in for long. For the retention job, over all organisations."""
    inside = exists().where(
        VisitRecord.organisation_id == TokenRecord.organisation_id,
        VisitRecord.state == VisitState.UNDER_WAY,
        or_(
            VisitRecord.worker_id == TokenRecord.person_id,
            exists().where(
                CompanionRecord.visit_id == VisitRecord.id,
                CompanionRecord.organisation_id == VisitRecord.organisation_id,
                CompanionRecord.person_id == TokenRecord.person_id,
            ),
        ),
    )
    over = or_(TokenRecord.ended_at < now - FORGOTTEN, TokenRecord.expires_at < now - FORGOTTEN)
    for gone in (
        delete(TokenRecord).where(over, ~inside),
        delete(KnownDeviceRecord).where(KnownDeviceRecord.seen_at < now - DEVICE_KNOWN),
    ):
        session.execute(gone, execution_options={"across_organisations": True, "synchronize_session": False})


def reckon_pin(pin: str, pin_hash: str, duress_hash: str | None) -> Pin | None:
    """Whether it is the PIN or the duress PIN; None when it is neither. Both are always tried."""
    pin = pin if PIN.fullmatch(pin) else "no PIN"
    right = _hashing.verify(pin, pin_hash)
    duress = _hashing.verify(pin, duress_hash or nobodys_hash()) and duress_hash is not None
    if duress:
        return Pin.DURESS
    return Pin.RIGHT if right else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def renew(session: Session, caller: Caller, text: str) -> tuple[datetime, datetime] | None:
    """Let the sign-in of a desk last a working day from now: until when, and until when at most. Never shorter.

    A sign-in that lasts a month of itself, and a bearer token, stay as they are. None: it is no sign-in of theirs, or
    it was ended.
    """
    now = clock_of(session).now(session)
    token = session.scalars(
        select(TokenRecord).where(
            TokenRecord.organisation_id == caller.organisation_id,
            TokenRecord.person_id == caller.id,
            TokenRecord.digest == _digest(text),
            TokenRecord.ended_at.is_(None),
        )
    ).one_or_none()
    if token is None:
        return None
    most = max(token.created_at + AT_A_DESK, token.expires_at)
    if token.kind is TokenKind.SESSION and caller.can(Action.SEE_BOARD):
        token.expires_at = max(token.expires_at, min(now + FOR_OTHERS, most))
    return token.expires_at, most
