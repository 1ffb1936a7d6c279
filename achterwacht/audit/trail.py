"""The audit: who got in, who was let in, and what an administrator changed. Written in the transaction that does it, by
the API and at the console alike; read by the administrators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.kinds import Actor
from foundation.clock import clock_of

CONSOLE = "cli"


def note(
    session: Session,
    organisation_id: UUID | None,
    kind: Audited,
    by: Actor | None = None,
    *,
    about: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write one line of the audit. Without `by` it was done at the console of the installation.

    facts: never hold a password, a PIN, or a telephone number.
    """
    session.add(
        AuditEventRecord(
            organisation_id=organisation_id,
            at=clock_of(session).now(session),
            kind=kind,
            by_id=by.person_id if by else None,
            via=by.via if by else CONSOLE,
            about_id=about,
            facts=dict(facts or {}),
        )
    )
    session.flush()


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the line with this moment and id."""

    at: datetime
    id: UUID


def read_trail(
    session: Session,
    organisation_id: UUID,
    behind: Place | None,
    most: int,
    kind: Audited | None = None,
    person: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Sequence[AuditEventRecord]:
    """Returns at most `most` lines of the organisation, newest first; only those after `behind`, if given.

    kind: only these. person: only what they did, or what was done about them. since, until: from this moment until that
    one, not included.
    """
    lines = (
        select(AuditEventRecord)
        .where(AuditEventRecord.organisation_id == organisation_id)
        .order_by(AuditEventRecord.at.desc(), AuditEventRecord.id.desc())
        .limit(most)
    )
    if kind is not None:
        lines = lines.where(AuditEventRecord.kind == kind)
    if person is not None:
        lines = lines.where(or_(AuditEventRecord.by_id == person, AuditEventRecord.about_id == person))
    if since is not None:
        lines = lines.where(AuditEventRecord.at >= since)
    if until is not None:
        lines = lines.where(AuditEventRecord.at < until)
    if behind is not None:
        earlier = AuditEventRecord.at < behind.at
        lines = lines.where(or_(earlier, and_(AuditEventRecord.at == behind.at, AuditEventRecord.id < behind.id)))
    return session.scalars(lines).all()
