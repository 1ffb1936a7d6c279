"""An incident and the police: who decides, how it went, and the dossier to take along."""

from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy.orm import Session

from achterwacht.afterwards.police import PoliceView, change_police, decide_police, dossier_of, police_of
from achterwacht.incidents.access import log_reads
from achterwacht.incidents.records import ReadOf
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.police import rules
from achterwacht.police.facts import Against, PoliceKind
from achterwacht.police.records import PoliceMatterRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.registration import PoliceReport
from achterwacht.protocols.words import word_for
from achterwacht.views.police_dossier import dossier_pdf
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import Named
from api.http.security import Me, Write
from api.police.schemas import AskedOut, ByProtocolOut, MatterOut, MayReport, PoliceChangeIn, PoliceIn, PoliceOut
from documents.typeset import PDF
from foundation.clock import clock_of

router = Router(prefix="/v1/incidents", tags=["police"])

A_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {PDF: {}}}}


@router.get("/{incident_id}/police", responses=problems(404))
def read_police(incident_id: UUID, me: Me, session: Write) -> PoliceOut:
    """Returns what the protocol asks, what was decided and how it went. That you read it is recorded."""
    view = police_of(session, me, incident_id)
    if view.matters:
        log_reads(session, me, [view.incident], ReadOf.REPORT, clock_of(session).now(session))
    return shown(session, me, view)


@router.get("/{incident_id}/police-dossier.pdf", response_class=Response, responses=problems(403, 404) | A_PDF)
def police_dossier(incident_id: UUID, me: Me, session: Write) -> Response:
    """Returns what to take along to the police (PDF/UA), for who may report it and who handles it.

    It answers who, what, where, when, with what, why and in which way, and says what nobody knows yet. The employee's
    address is the protocol's, never their own, and nothing in it is about anybody's health. That you made it is
    recorded, unless it happened to you.
    """
    view, now = dossier_of(session, me, incident_id), clock_of(session).now(session)
    log_reads(session, me, [view.incident], ReadOf.DOSSIER, now)
    headers = {"Content-Disposition": 'attachment; filename="politiedossier.pdf"', "Cache-Control": "no-store"}
    return Response(dossier_pdf(session, me, view, now), media_type=PDF, headers=headers)


@router.post("/{incident_id}/police", status_code=201, responses=problems(400, 403, 404, 409))
def decide(incident_id: UUID, body: PoliceIn, me: Me, session: Write, once: IdempotentRequest) -> PoliceOut:
    """Decide on a report or a notification, or on none. What was done to an employee, only they decide on."""
    return once.answer(shown(session, me, decide_police(session, me, incident_id, body.matter(me.id))))


@router.patch("/{incident_id}/police/{against}", responses=problems(400, 403, 404, 409))
def change(
    incident_id: UUID, against: Against, body: PoliceChangeIn, me: Me, session: Write, once: IdempotentRequest
) -> PoliceOut:
    """Note how it went and what came of it, or decide otherwise. The first two also once the report is closed."""
    return once.answer(shown(session, me, change_police(session, me, incident_id, against, body.change())))


def shown(session: Session, me: Caller, view: PoliceView) -> PoliceOut:
    """Returns an incident and the police as the caller sees it."""
    people = {
        person for one in view.matters for person in (one.by_id, one.accompanied_by_id, one.noted_by, one.changed_by)
    }
    names = names_of(session, me.organisation_id, people)
    language = me.language or session.get_one(OrganisationRecord, me.organisation_id).language

    def words(functions: tuple[Function, ...]) -> list[str]:
        return [word_for(one, view.profile, language) for one in functions]

    police = view.police
    return PoliceOut(
        protocol=None
        if police is None
        else ByProtocolOut(
            address=police.address,
            voluntary=police.voluntary,
            when=list(police.when),
            otherwise=words(police.otherwise),
            in_consultation=words(police.in_consultation),
            accompanied_by=words(police.accompanied_by),
            accompanied_if_needed=police.accompanied_if_needed,
            where=police.where,
            literally=police.literally,
            witnesses=police.witnesses,
            resident_told=police.resident_told,
            copy_of_record=police.copy_of_record,
            afterwards_with=words(police.afterwards_with),
            informed_by=words(police.informed_by),
        ),
        asked=[AskedOut.model_validate(one) for one in view.asked],
        may_report=[] if police is None else [_may_report(police, one, view) for one in Against],
        may_note=view.standing.handles,
        matters=[] if police is None else [_matter(one, police, view, names) for one in view.matters],
    )


def _may_report(police: PoliceReport, against: Against, view: PoliceView) -> MayReport:
    by = rules.reporters(police, against)
    return MayReport(against=against, by=list(by), may_decide=rules.may_decide(police, against, view.standing))


def _matter(one: PoliceMatterRecord, police: PoliceReport, view: PoliceView, names: dict[UUID, str]) -> MatterOut:
    matter, open_ = one.facts(), view.incident.closed_at is None

    def named(person: UUID | None) -> Named | None:
        return None if person is None else Named(id=person, name=names[person])

    return MatterOut(
        id=one.id,
        against=one.against,
        kind=one.kind,
        why=one.why,
        by=Named(id=one.by_id, name=names[one.by_id]),
        for_organisation=one.by_id != view.incident.employee_id,
        address=one.address,
        accompanied_by=named(one.accompanied_by_id),
        on=one.done_on,
        where=one.station,
        number=one.number,
        copy_of_record=one.copy,
        told_on=one.told_on,
        agreed_on=one.agreed_on,
        outcome=one.outcome,
        outcome_note=one.outcome_note,
        literally=one.literally,
        means=one.means,
        motive=one.motive,
        missing=list(rules.missing(police, matter)),
        may_note=(open_ or one.kind is not PoliceKind.NONE) and rules.may_note(police, one.against, view.standing),
        may_decide=open_ and rules.may_decide(police, one.against, view.standing),
        noted_by=Named(id=one.noted_by, name=names[one.noted_by]),
        noted_at=one.noted_at,
        changed_by=named(one.changed_by),
        changed_at=one.changed_at,
    )
