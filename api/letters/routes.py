"""Letters to an aggressor: drafted, signed, delivered; as PDF and Word; and the register of a year."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlalchemy.orm import Session

from achterwacht.afterwards import letters as cases
from achterwacht.incidents.access import find as find_incident
from achterwacht.incidents.access import log_reads
from achterwacht.incidents.records import IncidentRecord, ReadOf
from achterwacht.letters.access import find, of_incident, sees
from achterwacht.letters.facts import FINAL, Writing
from achterwacht.letters.paper import Sheet
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.register import A_FEW, A_PAGE, look_up, register_of
from achterwacht.letters.rules import missing
from achterwacht.letters.service import LetterChange as Change
from achterwacht.letters.service import NewLetter as New
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.refused import refuse
from achterwacht.views.letters import as_docx, as_pdf, layout_of, sheet_of, shown_number
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.security import Me, MeBefore, Read, Write
from api.http.transaction import DoorsOfApp
from api.letters.schemas import (
    DeliverLetter,
    LetterChange,
    LetterChoice,
    LetterOut,
    LetterRegister,
    Letters,
    LetterSent,
    NewLetter,
    RegisterLine,
    ReportRefusal,
    SeekLetters,
    SignLetter,
)
from api.letters.shown import letters_out
from documents.docx import DOCX
from documents.store import NoSuchFile, Store, StoreAway
from documents.typeset import PDF
from foundation.clock import clock_of

router = Router(prefix="/v1/letters", tags=["letters"])
of_incidents = Router(prefix="/v1/incidents", tags=["letters"])

Year = Annotated[int, Query(ge=2000, le=2099)]
PRIVATE = {"Cache-Control": "private, no-store"}


@of_incidents.get("/{incident_id}/letters", responses=problems(404))
def list_letters(incident_id: UUID, me: Me, session: Write) -> Letters:
    """Returns the letters about an incident, and what can be written. Whoever reads them is logged."""
    incident = find_incident(session, me, incident_id)
    found = of_incident(session, me.organisation_id, incident_id)
    seen = [one for one in found if sees(session, me, one)]
    if seen:
        log_reads(session, me, [incident], ReadOf.LETTER, clock_of(session).now(session))
    fitting, never = cases.choices(session, me, incident)
    unseen = [one for one in found if one not in seen and one.delivered_at is not None]
    return Letters(
        letters=letters_out(session, me, seen),
        sent=[LetterSent(name=one.spec["name"], delivered_at=one.delivered_at) for one in unseen if one.delivered_at],
        choices=[LetterChoice(letter_id=one.id, name=one.name, says=list(one.says)) for one in fitting],
        never=never,
    )


@of_incidents.post("/{incident_id}/letters", status_code=201, responses=problems(403, 404, 409))
def write_letter(incident_id: UUID, body: NewLetter, me: Me, session: Write, once: IdempotentRequest) -> LetterOut:
    """Draft a letter of the protocol. Whoever signs it is asked to."""
    new = New(body.letter_id, body.addressee.addressee(), body.facts.facts(), body.measure_id)
    record = cases.write_letter(session, me, incident_id, new, clock_of(session).now(session))
    return once.answer(_one(session, me, record))


@router.get("", responses=problems(403, 404))
def list_register(me: Me, session: Read, year: Year | None = None, after: UUID | None = None) -> LetterRegister:
    """Returns the register: the signed letters of a year (this one) by number, of the teams whose letters you see.

    500 on a page; after: the last letter of the page before.
    """
    me.require(Action.SEE_LETTERS)
    year = year or _this_year(session, me)
    found = register_of(session, me, year, after)
    return _lines(year, found, A_PAGE)


@router.post("/_search", responses=problems(403, 404))
def search_register(body: SeekLetters, me: Me, session: Read) -> LetterRegister:
    """Returns the signed letters of a year (this one) with this text in their number, name or addressee, the latest
    first, of the teams whose letters you see. In a body, since a name is no part of an address."""
    me.require(Action.SEE_LETTERS)
    year = body.year or _this_year(session, me)
    return _lines(year, look_up(session, me, year, body.text, body.after), A_FEW)


def _this_year(session: Session, me: Caller) -> int:
    """The year on the clock of the organisation."""
    zone = ZoneInfo(session.get_one(OrganisationRecord, me.organisation_id).time_zone)
    return clock_of(session).now(session).astimezone(zone).year


def _lines(year: int, found: Sequence[LetterRecord], a_page: int) -> LetterRegister:
    lines = [
        RegisterLine(
            id=one.id,
            incident_id=one.incident_id,
            number=shown_number(one),
            name=one.spec["name"],
            addressee=one.addressee["name"],
            state=one.state,
            signed_at=one.signed_at,
            delivered_at=one.delivered_at,
        )
        for one in found[:a_page]
        if one.signed_at is not None
    ]
    return LetterRegister(year=year, letters=lines, next=found[a_page - 1].id if len(found) > a_page else None)


# The address with the suffix is the one that people type. The design rules know no segment that is half a parameter, so
# it stands outside the document, beside the one that is in it.
@router.get("/{letter_id}.pdf", response_class=Response, include_in_schema=False)
@router.get(
    "/{letter_id}/letter.pdf", response_class=Response, responses={200: {"content": {PDF: {}}}, **problems(404)}
)
async def letter_pdf(letter_id: UUID, me: MeBefore, doors: DoorsOfApp, request: Request) -> Response:
    """Returns the letter as PDF. One that is not signed yet says that it is a draft."""
    async with doors.session(True, lambda session: _opened(session, me, letter_id)) as (_, (record, letter, sheet, _)):
        pass
    content = await run_in_threadpool(_kept_or_made, request.app.state.files, record, letter, sheet)
    return _file(content, PDF, record, "pdf")


@router.get("/{letter_id}.docx", response_class=Response, include_in_schema=False)
@router.get(
    "/{letter_id}/letter.docx", response_class=Response, responses={200: {"content": {DOCX: {}}}, **problems(404, 409)}
)
async def letter_docx(letter_id: UUID, me: MeBefore, doors: DoorsOfApp) -> Response:
    """Returns the letter as a Word file, in the layout of the organisation. Not while something is missing in it."""
    async with doors.session(True, lambda session: _opened(session, me, letter_id)) as (_, found):
        record, letter, sheet, layout = found
    if letter.state not in FINAL:
        refuse(missing(letter))
    content = await run_in_threadpool(as_docx, letter, sheet, layout)
    return _file(content, DOCX, record, "docx")


@router.get("/{letter_id}", responses=problems(404))
def read_letter(letter_id: UUID, me: Me, session: Write) -> LetterOut:
    """Returns one letter. Whoever reads it is logged."""
    record = find(session, me, letter_id)
    _log(session, me, record)
    return _one(session, me, record)


@router.patch("/{letter_id}", responses=problems(403, 404, 409))
def change_letter(letter_id: UUID, body: LetterChange, me: Me, session: Write, once: IdempotentRequest) -> LetterOut:
    """Change a draft: what is filled in, or the words themselves. Whoever signed it before signs anew."""
    change = Change(
        addressee=None if body.addressee is None else body.addressee.addressee(),
        facts=None if body.facts is None else body.facts.facts(),
        text=None if body.text is None else tuple(body.text),
        attachments=None if body.attachments is None else tuple(body.attachments),
        revision=body.revision,
    )
    record = cases.change_letter(session, me, letter_id, change, clock_of(session).now(session))
    return once.answer(_one(session, me, record))


@router.delete("/{letter_id}", status_code=204, responses=problems(403, 404, 409))
def withdraw_letter(letter_id: UUID, me: Me, session: Write) -> None:
    """Put a draft away. What is signed can't be put away."""
    cases.withdraw_letter(session, me, letter_id, clock_of(session).now(session))


@router.post("/{letter_id}/sign", responses=problems(403, 404, 409))
def sign_letter(letter_id: UUID, body: SignLetter, me: Me, session: Write, once: IdempotentRequest) -> LetterOut:
    """Sign a letter. Once everybody did, it has a number and does not change any more."""
    record = cases.sign_letter(session, me, letter_id, body.revision, clock_of(session).now(session))
    return once.answer(_one(session, me, record))


@router.post("/{letter_id}/delivered", responses=problems(403, 404, 409))
def letter_delivered(
    letter_id: UUID, body: DeliverLetter, me: Me, session: Write, once: IdempotentRequest
) -> LetterOut:
    """Note how a letter reached them. Copies are asked for, and the report of a refusal."""
    now = clock_of(session).now(session)
    record = cases.deliver_letter(session, me, letter_id, body.how, body.receipt, body.note, now)
    return once.answer(_one(session, me, record))


@router.post("/{letter_id}/refusal-report", responses=problems(403, 404, 409))
def report_refusal(letter_id: UUID, body: ReportRefusal, me: Me, session: Write, once: IdempotentRequest) -> LetterOut:
    """Record how somebody refused to sign for it, or to take it."""
    record = cases.report_refusal(session, me, letter_id, body.what, clock_of(session).now(session))
    return once.answer(_one(session, me, record))


def _one(session: Session, me: Caller, record: LetterRecord) -> LetterOut:
    return letters_out(session, me, [record])[0]


def _opened(session: Session, me: Caller, letter_id: UUID) -> tuple[LetterRecord, Writing, Sheet, bytes | None]:
    """Returns what a letter needs to stand on paper, and logs that it was read. No session is open while it is made."""
    record = find(session, me, letter_id)
    _log(session, me, record)
    letter, sheet = sheet_of(session, record, clock_of(session).now(session))
    return record, letter, sheet, layout_of(session, record)


def _log(session: Session, me: Caller, record: LetterRecord) -> None:
    incident = session.get_one(IncidentRecord, (record.incident_id, record.organisation_id))
    log_reads(session, me, [incident], ReadOf.LETTER, clock_of(session).now(session))


def _kept_or_made(store: Store, record: LetterRecord, letter: Writing, sheet: Sheet) -> bytes:
    """Returns the letter as it was put in the store. While the store is away it is made again, from the same words."""
    if record.kept_at is not None:
        try:
            return store.get(record.file_key)
        except (StoreAway, NoSuchFile):
            pass
    return as_pdf(letter, sheet)


def _file(content: bytes, kind: str, record: LetterRecord, ending: str) -> Response:
    # No name of anybody in the name of a file: it stands in lists of downloads.
    name = f"brief-{shown_number(record) or 'concept'}.{ending}"
    return Response(
        content, media_type=kind, headers={**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    )
