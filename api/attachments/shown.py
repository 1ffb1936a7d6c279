"""What is answered of attachments."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from achterwacht.attachments.records import AttachmentRecord
from achterwacht.attachments.rules import may_remove
from achterwacht.incidents.access import standing_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.report import Report
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from api.attachments.schemas import AttachmentOut, what_is
from api.http.schemas import Named


def attachments_out(
    session: Session, me: Caller, incident: IncidentRecord, report: Report, records: Sequence[AttachmentRecord]
) -> list[AttachmentOut]:
    """Returns these attachments of one report as they are answered to this caller."""
    names = names_of(session, me.organisation_id, {one.added_by for one in records})
    by = standing_of(me, incident)
    return [
        AttachmentOut(
            id=one.id,
            what=what_is(one.kind),
            media_type=one.kind.spec.media_type,
            size=one.size,
            caption=one.caption,
            added_by=Named(id=one.added_by, name=names[one.added_by]),
            added_at=one.added_at,
            may_remove=may_remove(report, one.facts(), by),
        )
        for one in records
    ]
