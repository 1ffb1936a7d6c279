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
from sqlalchemy import ColumnElement, Row, bindparam, delete, exists, select
from sqlalchemy.orm import Session

from achterwacht.decision import RuleBroken
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord, Role, TokenKind, TokenRecord
from achterwacht.refused import Wrong, refuse
from achterwacht.visits.facts import Pin, VisitState
from achterwacht.visits.records import VisitRecord
from foundation.clock import clock_of, present

FOR_WORKERS = timedelta(days=30)
FOR_OTHERS = timedelta(hours=12)
SHORTEST_PASSWORD = 12
DEMONSTRATION_PASSWORD = "achterwacht-demo"  # noqa: S105  (public on purpose, and refused elsewhere)
PIN = re.compile(r"[0-9]{4,8}")

# OWASP's minimum for argon2id (19 MiB, two rounds): a check-out waits for it, and holds a lock meanwhile.
_hashing = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


class UnderWay(RuleBroken):
    """No sign-in ends while its worker is under way (architecture.md section 6)."""

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
    return exists().where(VisitRecord.worker_id == PersonRecord.id, VisitRecord.state == VisitState.UNDER_WAY)


# Made once: every request asks it, and putting it together costs more than running it.
BY_TOKEN = (
    select(PersonRecord, OrganisationRecord, GrantRecord.role, GrantRecord.team_id)
    .select_from(TokenRecord)
    .join(PersonRecord, PersonRecord.id == TokenRecord.person_id)
    .join(OrganisationRecord, OrganisationRecord.id == PersonRecord.organisation_id)
    .outerjoin(GrantRecord, GrantRecord.person_id == PersonRecord.id)
    .where(
        TokenRecord.digest == bindparam("digest"),
        PersonRecord.active,
        (TokenRecord.expires_at > present()) | _under_way(),
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
def _nobody() -> str:
    """A digest that no password fits, so that an unknown address takes as long as a known one."""
    return hash_secret(secrets.token_urlsafe())


def password_fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password. Takes as long for somebody who has none."""
    fits = _hashing.verify(password, password_hash or _nobody())
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

    It counts until it expires, and after that for as long as its person is on a visit.
    """
    given = {"digest": _digest(text), **clock_of(session).given(session)}
    rows = session.execute(BY_TOKEN, given).all()
    if not rows:
        return None
    # The session forgets what nobody holds: kept here, neither is read again for this request.
    session.info["caller"] = rows[0][:2]
    return _caller(rows)


def _caller(rows: Sequence[Row[PersonRecord, OrganisationRecord, Role, UUID | None]]) -> Caller:
    person = rows[0][0]
    # An outer join: who has no grants comes as one row without a role.
    grants = frozenset(Grant(role, team_id) for _, _, role, team_id in rows if role)
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
        session.scalar(select(under_way.where(VisitRecord.covered_at.is_(None)) if on_their_screen else under_way))
    )


def sign_out(session: Session, caller: Caller, text: str) -> None:
    """End this sign-in.

    Raises:
        UnderWay: somebody watches over them, through this phone.
    """
    if is_under_way(session, caller.organisation_id, caller.id, on_their_screen=True):
        raise UnderWay
    session.execute(
        delete(TokenRecord).where(
            TokenRecord.organisation_id == caller.organisation_id, TokenRecord.digest == _digest(text)
        )
    )


def set_pins(person: PersonRecord, password: str, pin: str | None, duress_pin: str | None) -> None:
    """Set or take away the PIN and the duress PIN.

    Raises:
        WrongInput: with everything that is wrong.
    """
    wrong = []
    if not password_fits(password, person.password_hash):
        wrong.append(Wrong("/password", "password_wrong"))
    if pin is not None and not PIN.fullmatch(pin):
        wrong.append(Wrong("/pin", "pin_digits"))
    if duress_pin is not None and not PIN.fullmatch(duress_pin):
        wrong.append(Wrong("/duressPin", "pin_digits"))
    elif duress_pin is not None and pin is None:
        wrong.append(Wrong("/duressPin", "duress_pin_alone"))
    elif duress_pin is not None and duress_pin == pin:
        wrong.append(Wrong("/duressPin", "duress_pin_same"))
    refuse(wrong)
    person.pin_hash = None if pin is None else hash_secret(pin)
    person.duress_pin_hash = None if duress_pin is None else hash_secret(duress_pin)


def check_pin(person: PersonRecord, pin: str | None) -> Pin:
    """What the PIN says that came with an action.

    Both digests are always tried, so that whoever looks at the time sees no difference.

    Raises:
        PinRequired: there is one, and none came.
        PinWrong: it is neither.
    """
    if person.pin_hash is None:
        return Pin.NOT_SET
    if not pin:
        raise PinRequired
    right = _hashing.verify(pin, person.pin_hash)
    duress = _hashing.verify(pin, person.duress_pin_hash or _nobody()) and person.duress_pin_hash is not None
    if duress:
        return Pin.DURESS
    if right:
        return Pin.RIGHT
    raise PinWrong


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
