"""A sign-in: how it is handed out, whom it belongs to, and how a desk renews it.

Only a digest of its token is stored.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, or_, select, update
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.records import (
    GrantRecord,
    OrganisationRecord,
    PersonRecord,
    TokenKind,
    TokenRecord,
)
from achterwacht.people.roles import Role
from achterwacht.visits.companions import comes_along
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.clock import clock_of, present
from foundation.plain_rows import Plain
from foundation.there_is import there_is
from foundation.together import as_record, columns_of

FOR_WORKERS = timedelta(days=30)
"""After its last use: a phone that is used stays signed in, and one that lies in a drawer does not."""
FOR_OTHERS = timedelta(hours=12)
AT_A_DESK = timedelta(days=7)
"""A sign-in at a desk lasts as long as its page is open, but at most this long."""
NOTED_EACH = timedelta(hours=1)
"""A use within this time after the last one that was noted is not noted: it would be a write for each request."""


def _under_way() -> ColumnElement[bool]:
    return there_is(
        VisitRecord.organisation_id == PersonRecord.organisation_id,
        VisitRecord.worker_id == PersonRecord.id,
        or_(VisitRecord.state == VisitState.UNDER_WAY, awaited()),
        about=(PersonRecord,),
    )


def awaited() -> ColumnElement[bool]:
    """Whether a visit is over and its worker is expected at the office."""
    return and_(
        VisitRecord.state == VisitState.ENDED, VisitRecord.awaited_by.is_not(None), VisitRecord.returned_at.is_(None)
    )


def _inside_since_before_it_ended() -> ColumnElement[bool]:
    """Whether the person is inside somewhere, on a visit that began before this sign-in was ended."""
    before = VisitRecord.started_at <= TokenRecord.ended_at
    works = there_is(
        VisitRecord.organisation_id == PersonRecord.organisation_id,
        VisitRecord.worker_id == PersonRecord.id,
        before,
        or_(VisitRecord.state == VisitState.UNDER_WAY, awaited()),
        about=(PersonRecord, TokenRecord),
    )
    along = comes_along(
        PersonRecord.id, VisitRecord.state == VisitState.UNDER_WAY, before, about=(PersonRecord, TokenRecord)
    )
    return or_(works, along)


def _in_a_hand() -> ColumnElement[bool]:
    """Whether this may be the sign-in of a phone. A token that was made for a program (it has a name, or only reads)
    is over when it is over: nobody is watched over through it."""
    return and_(TokenRecord.name == "", TokenRecord.read_only.is_(False))


def counts() -> ColumnElement[bool]:
    """Whether a sign-in counts: until it expires, and after that as long as its person is on a visit."""
    return and_(
        TokenRecord.ended_at.is_(None),
        PersonRecord.active,
        or_(TokenRecord.expires_at > present(), and_(_in_a_hand(), _under_way())),
    )


_OF_PERSON, _OF_ORGANISATION = columns_of(PersonRecord), columns_of(OrganisationRecord)
BY_TOKEN = Plain(
    select(
        *_OF_PERSON,
        *_OF_ORGANISATION,
        GrantRecord.role,
        GrantRecord.team_id,
        TokenRecord.ended_at,
        TokenRecord.used_at,
        TokenRecord.read_only,
        present().label("now"),
    )
    .select_from(TokenRecord)
    .join(PersonRecord, PersonRecord.id == TokenRecord.person_id)
    .join(OrganisationRecord, OrganisationRecord.id == PersonRecord.organisation_id)
    .outerjoin(GrantRecord, GrantRecord.person_id == PersonRecord.id)
    .where(
        TokenRecord.digest == bindparam("digest"),
        TokenRecord.kind != TokenKind.HALF,
        or_(
            counts(),
            and_(TokenRecord.ended_at.is_not(None), _in_a_hand(), _inside_since_before_it_ended()),
        ),
    )
)


class _Found(NamedTuple):
    """What `BY_TOKEN` gives beside who it is."""

    role: Role | None
    team_id: UUID | None
    ended_at: datetime | None
    used_at: datetime
    read_only: bool
    now: datetime


def _records(session: Session, row: Sequence[Any]) -> tuple[PersonRecord, OrganisationRecord]:
    of_person = len(_OF_PERSON)
    person = dict(zip((one.key for one in _OF_PERSON), row, strict=False))
    organisation = dict(zip((one.key for one in _OF_ORGANISATION), row[of_person:], strict=False))
    return as_record(session, PersonRecord, person), as_record(session, OrganisationRecord, organisation)


@dataclass(frozen=True)
class Token:
    """A sign-in as it is handed out, once."""

    text: str
    expires_at: datetime
    lasts: timedelta


def person_by_email(session: Session, email: str) -> PersonRecord | None:
    """Returns the person with that address, also if they are not active any more.

    Addresses are unique in an installation.
    """
    return session.scalars(select(PersonRecord).where(PersonRecord.email == email.strip().lower())).one_or_none()


@dataclass(frozen=True)
class ForProgram:
    """What a token for a program is called, what it may do, and how long it lasts (None: as long as a sign-in)."""

    name: str = ""
    read_only: bool = False
    lasts: timedelta | None = None


def issue_token(
    session: Session,
    person: PersonRecord,
    kind: TokenKind,
    roles: Sequence[Role],
    *,
    device: str = "",
    network: str = "",
    program: ForProgram = ForProgram(),
) -> Token:
    """Hand out a sign-in: to workers for a month (the phone in the field), to others for a working day.

    device: the browser in which they sign in. network: from where (`signing_in.network_of`). program: what a token
    for a program may do.
    """
    now = clock_of(session).now(session)
    lasts = program.lasts or (FOR_WORKERS if Role.WORKER in roles else FOR_OTHERS)
    token = Token(secrets.token_urlsafe(32), now + lasts, lasts)
    session.add(
        TokenRecord(
            organisation_id=person.organisation_id,
            person_id=person.id,
            kind=kind,
            digest=token_digest(token.text),
            created_at=now,
            expires_at=token.expires_at,
            used_at=now,
            device=device,
            network=network,
            name=program.name,
            read_only=program.read_only,
        )
    )
    return token


def caller_of_token(session: Session, text: str) -> Caller | None:
    """Returns whose token this is, with what they may do, in one statement.

    It counts until it expires, and after that as long as its person is on a visit. A token that was ended gives only
    the noodknop, until the visit is over that was under way then.
    """
    given = {"digest": token_digest(text), **clock_of(session).given(session)}
    rows = BY_TOKEN.values(session, given)
    if not rows:
        return None
    person, organisation = _records(session, rows[0])
    # The session forgets what nobody refers to. Referred to here, neither is read again in this request.
    session.info["caller"] = person, organisation
    found = [_Found(*row[-len(_Found._fields) :]) for row in rows]
    token = found[0]
    if token.ended_at is not None:
        return Caller(
            person.id, person.organisation_id, person.name, frozenset(), only_alarms=True, language=person.language
        )
    # An outer join: somebody without grants comes as one row without a role.
    grants = frozenset(Grant(one.role, one.team_id) for one in found if one.role)
    return Caller(
        person.id,
        person.organisation_id,
        person.name,
        grants,
        read_only=token.read_only,
        unnoted=token.now - token.used_at >= NOTED_EACH,
        language=person.language,
    )


def note_use(session: Session, caller: Caller, text: str) -> None:
    """Note that a sign-in is used. The phone of a worker stays signed in for a month from now."""
    now = clock_of(session).now(session)
    values: dict[str, Any] = {"used_at": now}
    if caller.has(Role.WORKER):
        until = now + FOR_WORKERS
        bound = and_(
            TokenRecord.kind == TokenKind.SESSION, TokenRecord.expires_at > now, TokenRecord.expires_at < until
        )
        values["expires_at"] = case((bound, until), else_=TokenRecord.expires_at)
    session.execute(
        update(TokenRecord)
        .where(
            TokenRecord.organisation_id == caller.organisation_id,
            TokenRecord.digest == token_digest(text),
            TokenRecord.ended_at.is_(None),
        )
        .values(values),
        execution_options={"synchronize_session": False},
    )


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def renew(session: Session, caller: Caller, text: str) -> tuple[datetime, datetime] | None:
    """Let the sign-in of a desk last a working day from now, and never shorter than it did.

    Returns until when, and until when at most. A sign-in that lasts a month anyway, and a bearer token, stay as they
    are. None: it is not their sign-in, or it was ended.
    """
    now = clock_of(session).now(session)
    token = session.scalars(
        select(TokenRecord).where(
            TokenRecord.organisation_id == caller.organisation_id,
            TokenRecord.person_id == caller.id,
            TokenRecord.digest == token_digest(text),
            TokenRecord.ended_at.is_(None),
        )
    ).one_or_none()
    if token is None:
        return None
    most = max(token.created_at + AT_A_DESK, token.expires_at)
    if token.kind is TokenKind.SESSION and caller.can(Action.SEE_BOARD):
        token.expires_at = max(token.expires_at, min(now + FOR_OTHERS, most))
    return token.expires_at, most
