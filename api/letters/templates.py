"""The paper of an organisation: a Word template for each letter, and the head of all. For the administrator."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Path, Request, UploadFile
from fastapi.responses import Response
from sqlalchemy.orm import Session

from achterwacht.letters.example import blank, example_of
from achterwacht.letters.paper import as_pdf, starting_template
from achterwacht.letters.records import LetterTemplateRecord
from achterwacht.letters.templates import (
    end_template,
    fields_of,
    fit,
    letterhead_of,
    set_letterhead,
    set_template,
    template_for,
    templates_of,
)
from achterwacht.letters.wording import own_words
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.letters import Letter
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import NoProfile, profile_if_any
from achterwacht.refused import NotFound, Wrong, WrongInput, refuse
from achterwacht.views.letters import house_of
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Named, Schema, Utc
from api.http.security import Me, MeBefore, MyToken, Read, Write, still
from api.http.transaction import DoorsOfApp
from documents.docx import DOCX, read_apart
from documents.images import RefusedPicture, clean_apart
from documents.kinds import EMPTY, HEIC
from documents.typeset import PDF
from documents.word_parts import RefusedTemplate
from foundation.clock import clock_of
from foundation.visible import on_lines

router = Router(prefix="/v1/letter-templates", tags=["letters"])
head = Router(prefix="/v1/letterhead", tags=["letters"])

LetterId = Annotated[str, Path(pattern=r"^[a-zA-Z][a-zA-Z0-9_]{0,39}$")]
LONGEST_HEAD, MOST_LINES, LONGEST_LINE = 2000, 8, 120
HIGHEST_MARK = 400_000
"""How large the file of a mark may be: it goes along with every letter."""


class TemplateOut(Schema):
    """The template of one letter. own: the organisation's; otherwise it is the product's. fields: what it may name in
    what it says; ownWords: whether it has its own wording."""

    letter_id: str
    name: str
    says: list[str]
    fields: list[str]
    own: bool
    own_words: bool
    words: list[str]
    set_by: Named | None
    set_at: Utc | None


class LetterheadOut(Schema):
    """Who sends letters: lines below the name, and whether there is a mark."""

    name: str
    lines: list[str]
    mark: bool
    set_at: Utc | None


class Templates(Schema):
    """A template for each letter of the protocol, and the head of all."""

    templates: list[TemplateOut]
    letterhead: LetterheadOut


@router.get("", responses=problems(403, 409))
def list_templates(me: Me, session: Read) -> Templates:
    """Returns what each letter of the organisation's protocol looks like."""
    me.require(Action.SET_LETTERS)
    organisation, profile = _here(session, me)
    own = templates_of(session, me.organisation_id)
    return Templates(
        templates=[_template(session, me, one, own.get(one.id), organisation.language) for one in profile.letters],
        letterhead=_letterhead(session, organisation),
    )


@router.get(
    "/{letter}/template.docx",
    response_class=Response,
    responses={200: {"content": {DOCX: {}}}, **problems(403, 404, 409)},
)
def template_docx(letter: LetterId, me: Me, session: Read) -> Response:
    """Returns the template to open in Word: the organisation's, or else one to begin with."""
    me.require(Action.SET_LETTERS)
    organisation, profile = _here(session, me)
    spec = _letter(profile, letter)
    own = template_for(session, me.organisation_id, letter)
    if own is not None:
        return _file(own.original, DOCX, f"{letter}.docx")
    words = own_words(blank(spec), organisation.language)
    return _file(starting_template(words, organisation.language), DOCX, f"{letter}.docx")


@router.get(
    "/{letter}/example.pdf", response_class=Response, responses={200: {"content": {PDF: {}}}, **problems(403, 404, 409)}
)
def template_pdf(letter: LetterId, me: Me, session: Read) -> Response:
    """Returns the letter as PDF with made-up facts, to see what it says."""
    me.require(Action.SET_LETTERS)
    organisation, profile = _here(session, me)
    spec = _letter(profile, letter)
    own = template_for(session, me.organisation_id, letter)
    now = clock_of(session).now(session)
    house = house_of(organisation, letterhead_of(session, me.organisation_id))
    written, sheet = example_of(spec, own, organisation, profile, house, now)
    return _file(as_pdf(written, sheet), PDF, f"{letter}.pdf")


@router.put("/{letter}", responses=problems(403, 404, 409, 413, 503))
async def put_template(
    letter: LetterId,
    me: MeBefore,
    token: MyToken,
    doors: DoorsOfApp,
    request: Request,
    file: Annotated[UploadFile, File(description="A Word file (.docx) with fields; at most 900 kB.")],
) -> TemplateOut:
    """Let new letters use this Word file. It is checked first: every field that is missing or unknown is named."""
    me.require(Action.SET_LETTERS)
    async with doors.session(False, lambda session: _here(session, me)) as (_, (organisation, profile)):
        spec, language = _letter(profile, letter), organisation.language
    content = await file.read()
    try:
        found = await read_apart(request.app.state.apart, content, str(me.id))
    except RefusedTemplate as refused:
        raise WrongInput(Wrong("/file", f"template_{refused.reason}")) from None
    fits = fit(found, spec, language)
    refuse(
        [Wrong("/file", "template_lacks", {"field": one}) for one in fits.missing]
        + [Wrong("/file", "template_unknown_field", {"field": one}) for one in fits.unknown]
    )

    def keep(session: Session) -> TemplateOut:
        by = still(session, token, me)
        record = set_template(session, by, letter, content, found, clock_of(session).now(session))
        return _template(session, by, spec, record, language)

    async with doors.session(True, keep) as (_, out):
        return out


@router.delete("/{letter}", status_code=204, responses=problems(403, 404, 409))
def delete_template(letter: LetterId, me: Me, session: Write) -> None:
    """Let new letters use the product's own template again."""
    me.require(Action.SET_LETTERS)
    if not end_template(session, me, letter, clock_of(session).now(session)):
        raise NotFound("letter template")


@head.put("", responses=problems(403, 413, 503))
async def put_letterhead(
    me: MeBefore,
    token: MyToken,
    doors: DoorsOfApp,
    request: Request,
    lines: Annotated[str, Form(max_length=LONGEST_HEAD, description="The address and the like, a line each.")] = "",
    mark: Annotated[UploadFile | None, File(description="PNG or JPEG. Left out: it stays.")] = None,
    without_mark: Annotated[bool, Form(alias="withoutMark")] = False,
) -> LetterheadOut:
    """Set who sends letters from now on. What was signed before keeps the head that it had."""
    me.require(Action.SET_LETTERS)
    typed = on_lines(lines).splitlines()
    said = [one.strip()[:LONGEST_LINE] for one in typed if one.strip()][:MOST_LINES]
    picture = None
    if mark is not None:
        try:
            picture = (await clean_apart(request.app.state.apart, await mark.read(), str(me.id))).content
        except RefusedPicture as refused:
            of_any = "attachment" if refused.reason in (EMPTY, HEIC) else "mark"
            raise WrongInput(Wrong("/mark", f"{of_any}_{refused.reason}")) from None
        if len(picture) > HIGHEST_MARK:
            raise WrongInput(Wrong("/mark", "mark_too_large"))

    def keep(session: Session) -> LetterheadOut:
        by = still(session, token, me)
        before = letterhead_of(session, by.organisation_id)
        kept = picture or (None if without_mark or before is None else before.mark)
        set_letterhead(session, by, said, kept, clock_of(session).now(session))
        return _letterhead(session, session.get_one(OrganisationRecord, me.organisation_id))

    async with doors.session(True, keep) as (_, out):
        return out


def _here(session: Session, me: Caller) -> tuple[OrganisationRecord, Profile]:
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    profile = profile_if_any(session, organisation, None)
    if profile is None:
        raise NoProfile
    return organisation, profile


def _letter(profile: Profile, letter_id: str) -> Letter:
    found = next((one for one in profile.letters if one.id == letter_id), None)
    if found is None:
        raise NotFound("letter")
    return found


def _template(
    session: Session, me: Caller, letter: Letter, record: LetterTemplateRecord | None, language: str
) -> TemplateOut:
    people: list[UUID] = [] if record is None else [record.set_by]
    names = names_of(session, me.organisation_id, people)
    words = own_words(blank(letter), language) if record is None or not record.words else tuple(record.words)
    return TemplateOut(
        letter_id=letter.id,
        name=letter.name,
        says=list(letter.says),
        fields=list(fields_of(letter, language)),
        own=record is not None,
        own_words=record is not None and bool(record.words),
        words=list(words),
        set_by=None if record is None else Named(id=record.set_by, name=names[record.set_by]),
        set_at=None if record is None else record.set_at,
    )


def _letterhead(session: Session, organisation: OrganisationRecord) -> LetterheadOut:
    found = letterhead_of(session, organisation.id)
    return LetterheadOut(
        name=organisation.name,
        lines=[] if found is None else list(found.lines),
        mark=found is not None and found.mark is not None,
        set_at=None if found is None else found.set_at,
    )


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
