"""Incident reports: file one, read them, complete, sign and close one, and see who read yours."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from pydantic import Field

from achterwacht.afterwards.after_an_alarm import file_report
from achterwacht.afterwards.aggressors import known_as
from achterwacht.afterwards.reporting import change_report, close_report, reopen_report, sign_report
from achterwacht.incidents import service
from achterwacht.incidents.access import log_reads
from achterwacht.incidents.records import ReadOf
from achterwacht.people.names import names_of
from achterwacht.views.incident_form import form_pdf
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import Body, Named
from api.http.security import Me, Read, Write
from api.incidents.answers import Incidents, ReaderOut, Readers, shown
from api.incidents.form import FormOut, form_of
from api.incidents.schemas import ChangedIncident, CloseIncident, IncidentChangeIn, NewIncident, ReopenIncident
from api.incidents.whole import WholeIncidentOut, whole
from documents.typeset import PDF
from foundation.clock import clock_of

router = Router(prefix="/v1/incidents", tags=["incidents"])

A_PAGE = 200
A_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {PDF: {}}}}


class SignIncident(Body):
    """revision: of the report that you read. If it was changed since, nothing is signed."""

    revision: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


@router.post("", status_code=201, responses=problems(403, 404, 409))
def file_incident(body: NewIncident, me: Me, session: Write, once: IdempotentRequest) -> WholeIncidentOut:
    """Register what happened, minor cases too; the desk, a manager or the registrar also for somebody else."""
    now = clock_of(session).now(session)
    record = file_report(session, me, body.draft(), now)
    known_as(session, me, record, body.known_aggressor, now)
    return once.answer(whole(session, me, record))


@router.get("", responses=problems(404))
def list_incidents(me: Me, session: Write, after: UUID | None = None) -> Incidents:
    """Returns my own reports; for a manager those of the team, for a registrar all of them. Latest first, by 200.

    Which of others you read is recorded.
    """
    found = service.list_incidents(session, me, after, A_PAGE + 1)
    page = list(found[:A_PAGE])
    log_reads(session, me, page, ReadOf.LIST, clock_of(session).now(session))
    return Incidents(incidents=shown(session, me, page), next=page[-1].id if len(found) > len(page) else None)


@router.get("/{incident_id}", responses=problems(404))
def read_incident(incident_id: UUID, me: Me, session: Write) -> WholeIncidentOut:
    """Returns one report, with what is done about it. That you read it is recorded, unless it is your own."""
    record = service.find(session, me, incident_id)
    log_reads(session, me, [record], ReadOf.REPORT, clock_of(session).now(session))
    return whole(session, me, record)


@router.patch("/{incident_id}", responses=problems(403, 404, 409))
def change_incident(
    incident_id: UUID, body: IncidentChangeIn, me: Me, session: Write, once: IdempotentRequest
) -> WholeIncidentOut:
    """Change a report, or see it off (a manager of the team). A change lets the signatures fall."""
    seen = body.state is not None
    record = change_report(session, me, incident_id, body.change(), body.answers(), read=body.revision, seen=seen)
    known_as(session, me, record, body.known_aggressor, clock_of(session).now(session))
    return once.answer(whole(session, me, record))


@router.post("/{incident_id}/complete", responses=problems(403, 404, 409))
def complete_incident(
    incident_id: UUID, body: ChangedIncident, me: Me, session: Write, once: IdempotentRequest
) -> WholeIncidentOut:
    """Say that the form is complete, with the last answers. Every question of the protocol's form is answered then."""
    told, answers = body.change(), body.answers()
    record = change_report(session, me, incident_id, told, answers, read=body.revision, complete=True)
    known_as(session, me, record, body.known_aggressor, clock_of(session).now(session))
    return once.answer(whole(session, me, record))


@router.post("/{incident_id}/sign", responses=problems(403, 404, 409))
def sign_incident(
    incident_id: UUID, body: SignIncident, me: Me, session: Write, once: IdempotentRequest
) -> WholeIncidentOut:
    """Sign a complete form: whom it happened to, and a manager of the team, where the protocol asks for it."""
    return once.answer(whole(session, me, sign_report(session, me, incident_id, body.revision)))


@router.post("/{incident_id}/close", responses=problems(403, 404, 409))
def close_incident(
    incident_id: UUID, body: CloseIncident, me: Me, session: Write, once: IdempotentRequest
) -> WholeIncidentOut:
    """Close a report, when nothing is left to do or with the reason why that need not be done."""
    return once.answer(whole(session, me, close_report(session, me, incident_id, body.reason or None)))


@router.post("/{incident_id}/reopen", responses=problems(403, 404, 409))
def reopen_incident(
    incident_id: UUID, body: ReopenIncident, me: Me, session: Write, once: IdempotentRequest
) -> WholeIncidentOut:
    """Open a closed report again, to decide on more: a closed one takes no new measure or letter."""
    return once.answer(whole(session, me, reopen_report(session, me, incident_id, body.reason)))


@router.get("/{incident_id}/form", responses=problems(404))
def incident_form(incident_id: UUID, me: Me, session: Read) -> FormOut:
    """Returns what the protocol asks of this report, and the words to choose from."""
    return form_of(service.profile_of(session, service.find(session, me, incident_id)))


@router.get("/{incident_id}/form.pdf", response_class=Response, responses=problems(404) | A_PDF)
def incident_form_pdf(incident_id: UUID, me: Me, session: Write) -> Response:
    """Returns the registration form on paper (PDF/UA). That you read it is recorded, unless it is your own."""
    record, now = service.find(session, me, incident_id), clock_of(session).now(session)
    log_reads(session, me, [record], ReadOf.FORM, now)
    # No name of anybody in the name of a file: it stands in lists of downloads.
    headers = {"Content-Disposition": 'attachment; filename="registratieformulier.pdf"', "Cache-Control": "no-store"}
    return Response(form_pdf(session, record, now), media_type=PDF, headers=headers)


@router.get("/{incident_id}/readers", responses=problems(404))
def list_readers(incident_id: UUID, me: Me, session: Read) -> Readers:
    """Returns who read this report, other than whom it happened to."""
    found = service.readers(session, me, incident_id)
    page = found[: service.MOST_READERS]
    names = names_of(session, me.organisation_id, [one.person_id for one in page])
    readers = [
        ReaderOut(person=Named(id=one.person_id, name=names[one.person_id]), at=one.at, what=one.what.value)
        for one in page
    ]
    return Readers(readers=readers, more=len(found) > len(page))
