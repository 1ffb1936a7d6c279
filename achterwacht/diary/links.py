"""Private links to a diary: made, opened and withdrawn. Anybody who has the link can read it, so it is a secret."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.records import DiaryLinkRecord, GrantRecord, PersonRecord


@dataclass(frozen=True)
class Shown:
    """What the diary says besides the times. Both are off unless its maker turned them on."""

    address: bool = False
    details: bool = False


def make_link(session: Session, me: Caller, team_id: UUID | None, shown: Shown, now: datetime) -> str:
    """Make a link to the caller's visits, or to a team's, and invalidate the previous one. Returns its secret, which is
    never shown again."""
    _delete(session, me, team_id)
    secret = secrets.token_urlsafe(32)
    session.add(
        DiaryLinkRecord(
            organisation_id=me.organisation_id,
            person_id=me.id,
            team_id=team_id,
            digest=_digest(secret),
            with_address=shown.address,
            with_details=shown.details,
            made_at=now,
        )
    )
    note(session, me.organisation_id, Audited.DIARY_LINK_MADE, me.actor(), about=team_id)
    return secret


def link_of(session: Session, me: Caller, team_id: UUID | None) -> DiaryLinkRecord | None:
    """Returns the caller's link to their own visits, or to a team's."""
    return session.scalars(
        select(DiaryLinkRecord).where(
            DiaryLinkRecord.organisation_id == me.organisation_id,
            DiaryLinkRecord.person_id == me.id,
            DiaryLinkRecord.team_id.is_not_distinct_from(team_id),
        )
    ).one_or_none()


def withdraw_link(session: Session, me: Caller, team_id: UUID | None) -> None:
    """Withdraw the link, so that nobody gets in with it any more. It is fine if there was none."""
    _delete(session, me, team_id)
    note(session, me.organisation_id, Audited.DIARY_LINK_WITHDRAWN, me.actor(), about=team_id)


def _delete(session: Session, me: Caller, team_id: UUID | None) -> None:
    session.execute(
        delete(DiaryLinkRecord).where(
            DiaryLinkRecord.organisation_id == me.organisation_id,
            DiaryLinkRecord.person_id == me.id,
            DiaryLinkRecord.team_id.is_not_distinct_from(team_id),
        )
    )


def open_link(session: Session, secret: str) -> DiaryLinkRecord | None:
    """Returns the link with this secret, as long as its maker works here and may still see what it shows."""
    rows = session.execute(
        select(DiaryLinkRecord, PersonRecord.name, GrantRecord.role, GrantRecord.team_id)
        .join(PersonRecord, PersonRecord.id == DiaryLinkRecord.person_id)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(DiaryLinkRecord.digest == _digest(secret), PersonRecord.active)
    ).all()
    if not rows:
        return None
    link: DiaryLinkRecord = rows[0][0]
    grants = frozenset(Grant(role, team_id) for _, _, role, team_id in rows)
    maker = Caller(link.person_id, link.organisation_id, rows[0][1], grants)
    action = Action.KEEP_DIARY if link.team_id is None else Action.SHARE_DIARY
    return link if maker.can(action, link.team_id) else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
