"""The use cases of attachments: add, find, list, take away.

Adding is done in two transactions, with the file stored in between (`api/attachments`): first it is asked whether it
may come, so that nothing is stored for a stranger; then the row is made, when the file is there.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.attachments import rules
from achterwacht.attachments.records import AttachmentRecord
from achterwacht.attachments.rules import Removed
from achterwacht.creation import IdTaken, create, digest_of
from achterwacht.incidents.access import find as find_incident
from achterwacht.incidents.access import standing_of
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.policy import Caller
from achterwacht.refused import NotFound
from documents.kinds import FileKind


@dataclass(frozen=True)
class NewAttachment:
    """A file as somebody sends it. sent: a digest of its content."""

    id: UUID
    caption: str
    sent: str

    def said_by(self, caller: Caller, incident_id: UUID) -> str:
        """Returns the digest of this request."""
        return digest_of(incident_id, self.caption, self.sent, caller.id)


@dataclass(frozen=True)
class Stored:
    """A file that lies in the store."""

    file_id: UUID
    kind: FileKind
    size: int


def digest_of_file(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def ask_to_add(
    session: Session, caller: Caller, incident_id: UUID, new: NewAttachment, size: int
) -> AttachmentRecord | None:
    """Returns the attachment if the same request made it before; None: it may be stored.

    Raises:
        NotFound: there is no such report, or it is not the caller's to see.
        IdTaken: the id belongs to something else.
        Removed: it was taken away.
        NotAllowed, IncidentClosed, NotYetSeen, Full: the rules refuse it.
    """
    incident = find_incident(session, caller, incident_id)
    known = _made_before(session, caller, incident, new)
    if known is None:
        _may_add(session, caller, incident, size)
    return known


def add(
    session: Session, caller: Caller, incident_id: UUID, new: NewAttachment, stored: Stored, now: datetime
) -> AttachmentRecord:
    """Add a file that lies in the store to a report. If the same request came twice at once, the first one counts.

    Raises:
        As `ask_to_add`.
    """
    incident = find_incident(session, caller, incident_id, lock=True)
    known = _made_before(session, caller, incident, new)
    if known is not None:
        return known
    _may_add(session, caller, incident, stored.size)
    record = AttachmentRecord(
        id=new.id,
        organisation_id=incident.organisation_id,
        created_from=new.said_by(caller, incident.id),
        incident_id=incident.id,
        file_id=stored.file_id,
        kind=stored.kind,
        size=stored.size,
        caption=new.caption,
        added_by=caller.id,
        added_at=now,
    )
    return create(session, record)[0]


def find(session: Session, caller: Caller, incident_id: UUID, attachment_id: UUID) -> AttachmentRecord:
    """Returns one attachment of a report.

    Raises:
        NotFound: there is no such report or attachment, or it is not the caller's to see.
    """
    incident = find_incident(session, caller, incident_id)
    return _one(session, incident, attachment_id)


def remove(session: Session, caller: Caller, incident_id: UUID, attachment_id: UUID, now: datetime) -> AttachmentRecord:
    """Take an attachment away. Its file is deleted by who calls this, or else by the clock. Once more changes nothing.

    Raises:
        NotFound: as `find`.
        NotAllowed, IncidentClosed: the rules refuse it.
    """
    incident = find_incident(session, caller, incident_id, lock=True)
    record = _any(session, incident, attachment_id)
    rules.remove(report_of(session, incident), record.facts(), standing_of(caller, incident))
    if record.removed_at is not None:
        return record
    record.removed_by, record.removed_at, record.caption = caller.id, now, ""
    return record


def of_incidents(
    session: Session, organisation_id: UUID, incidents: Sequence[UUID]
) -> dict[UUID, list[AttachmentRecord]]:
    """Returns the attachments of these reports, in the order in which they were added."""
    found: dict[UUID, list[AttachmentRecord]] = defaultdict(list)
    rows = session.scalars(
        select(AttachmentRecord)
        .where(
            AttachmentRecord.organisation_id == organisation_id,
            AttachmentRecord.incident_id.in_(incidents),
            AttachmentRecord.removed_at.is_(None),
        )
        .order_by(AttachmentRecord.added_at, AttachmentRecord.id)
    )
    for row in rows:
        found[row.incident_id].append(row)
    return found


def _may_add(session: Session, caller: Caller, incident: IncidentRecord, size: int) -> None:
    there = [one.facts() for one in of_incidents(session, incident.organisation_id, [incident.id])[incident.id]]
    rules.add(report_of(session, incident), there, size, standing_of(caller, incident))


def _made_before(
    session: Session, caller: Caller, incident: IncidentRecord, new: NewAttachment
) -> AttachmentRecord | None:
    known = session.scalars(
        select(AttachmentRecord).where(
            AttachmentRecord.organisation_id == incident.organisation_id, AttachmentRecord.id == new.id
        )
    ).one_or_none()
    if known is not None and known.created_from != new.said_by(caller, incident.id):
        raise IdTaken
    if known is not None and known.removed_at is not None:
        raise Removed
    return known


def _one(session: Session, incident: IncidentRecord, attachment_id: UUID) -> AttachmentRecord:
    record = _any(session, incident, attachment_id)
    if record.removed_at is not None:
        raise NotFound("attachment")
    return record


def _any(session: Session, incident: IncidentRecord, attachment_id: UUID) -> AttachmentRecord:
    """Returns an attachment of the report, also one that was taken away."""
    record = session.scalars(
        select(AttachmentRecord).where(
            AttachmentRecord.organisation_id == incident.organisation_id,
            AttachmentRecord.incident_id == incident.id,
            AttachmentRecord.id == attachment_id,
        )
    ).one_or_none()
    if record is None:
        raise NotFound("attachment")
    return record
