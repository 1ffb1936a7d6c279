"""Attachments of a report: add a file, read it, take it away.

A file is stored first, and its row is made after that: no attachment is ever shown as kept that is not. Between the two
no transaction is open. The name that a file has on somebody's phone is not read, kept or logged.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import File, Form, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlalchemy.orm import Session

from achterwacht.attachments import service
from achterwacht.attachments.records import AttachmentRecord, file_key
from achterwacht.attachments.service import NewAttachment, Stored, digest_of_file
from achterwacht.incidents.access import find as find_incident
from achterwacht.incidents.access import log_reads
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import ReadOf
from achterwacht.people.policy import Caller
from achterwacht.refused import NotFound
from api.attachments.schemas import AttachmentOut, Caption
from api.attachments.shown import attachments_out
from api.http.errors import problems
from api.http.files import HARMLESS, delete_file, refused_upload
from api.http.last_step import Router
from api.http.security import MeBefore, MyToken, still
from api.http.transaction import DoorsOfApp
from documents.store import NoSuchFile, Store
from documents.taking import RefusedFile, Taken, take_apart
from foundation.clock import clock_of
from foundation.columns import new_id
from foundation.failpoints import Failpoint, reach

router = Router(prefix="/v1/incidents", tags=["incidents"])

ANY_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"application/octet-stream": {}}}}


@router.post("/{incident_id}/attachments", status_code=201, responses=problems(403, 404, 409, 413, 415, 503))
async def add_attachment(
    incident_id: UUID,
    me: MeBefore,
    token: MyToken,
    doors: DoorsOfApp,
    request: Request,
    file: Annotated[
        UploadFile, File(description="A photo, sound, video, PDF or Word file, known by its content; at most 25 MB.")
    ],
    id: Annotated[UUID | None, Form(description="Made by the client: sent twice, it is kept once.")] = None,
    caption: Annotated[Caption, Form(description="What it shows.")] = "",
) -> AttachmentOut:
    """Add a file to a report: whoever may change the report. A photo is made anew, without what its camera wrote."""
    content = await file.read()
    new = NewAttachment(id or new_id(), caption, digest_of_file(content))

    def may_come(session: Session) -> AttachmentOut | None:
        known = service.ask_to_add(session, me, incident_id, new, len(content))
        return None if known is None else _one(session, me, known)

    there = await doors.do(False, may_come)
    if there is not None:
        return there
    taken = await _taken(request, content, me)
    stored = Stored(new_id(), taken.kind, len(taken.content))
    store: Store = request.app.state.files
    key = file_key(me.organisation_id, stored.file_id)
    await run_in_threadpool(store.put, key, taken.content)
    reach(Failpoint.ATTACHMENT_STORED)

    def add(session: Session) -> tuple[UUID, AttachmentOut]:
        by = still(session, token, me)
        record = service.add(session, by, incident_id, new, stored, clock_of(session).now(session))
        return record.file_id, _one(session, by, record)

    # When this fails the file stays: nobody knows whether a COMMIT without an answer was carried out. The clock deletes
    # what has no row after a day.
    file_id, out = await doors.do(True, add)
    if file_id != stored.file_id:
        await delete_file(store, key)  # the same request came twice at once, and the other one was first
    return out


@router.get(
    "/{incident_id}/attachments/{attachment_id}",
    response_class=Response,
    responses=problems(404, 503) | ANY_FILE,
)
async def read_attachment(
    incident_id: UUID, attachment_id: UUID, me: MeBefore, doors: DoorsOfApp, request: Request
) -> Response:
    """Returns the file. That you read it is recorded, unless the report is your own."""

    def opened(session: Session) -> AttachmentRecord:
        record = service.find(session, me, incident_id, attachment_id)
        incident = find_incident(session, me, incident_id)
        log_reads(session, me, [incident], ReadOf.ATTACHMENT, clock_of(session).now(session))
        return record

    record = await doors.do(True, opened)
    store: Store = request.app.state.files
    try:
        content = await run_in_threadpool(store.get, record.file_key)
    except NoSuchFile:
        # `achterwacht check` names it; or it was taken away just now.
        raise NotFound("attachment") from None
    spec = record.kind.spec
    headers = {**HARMLESS, "Content-Disposition": f'attachment; filename="bijlage.{spec.ending}"'}
    return Response(content, media_type=spec.media_type, headers=headers)


@router.delete("/{incident_id}/attachments/{attachment_id}", status_code=204, responses=problems(403, 404, 409))
async def remove_attachment(
    incident_id: UUID, attachment_id: UUID, me: MeBefore, doors: DoorsOfApp, request: Request
) -> None:
    """Take a file away: who added it, or who handles the report. That there was one, and who took it away, is kept."""

    def remove(session: Session) -> AttachmentRecord:
        return service.remove(session, me, incident_id, attachment_id, clock_of(session).now(session))

    record = await doors.do(True, remove)
    reach(Failpoint.ATTACHMENT_REMOVED)
    await delete_file(request.app.state.files, record.file_key)


async def _taken(request: Request, content: bytes, me: Caller) -> Taken:
    try:
        return await take_apart(request.app.state.apart, content, str(me.id))
    except RefusedFile as refused:
        raise refused_upload(refused.reason, f"attachment_{refused.reason}") from None


def _one(session: Session, me: Caller, record: AttachmentRecord) -> AttachmentOut:
    incident = find_incident(session, me, record.incident_id)
    return attachments_out(session, me, incident, report_of(session, incident), [record])[0]
