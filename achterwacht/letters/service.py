"""The use cases of a letter: draft, change, sign, deliver, record a refusal.

What follows from them for others stands in `afterwards/letters.py`.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.letters import rules
from achterwacht.letters.access import drop_signatures, find, held_by, read, require
from achterwacht.letters.facts import Addressee, LetterFacts, LetterState, Receipt, Signature, Way, Writing
from achterwacht.letters.numbering import next_number
from achterwacht.letters.records import LetterRecord, LetterSignatureRecord
from achterwacht.letters.refusals import OtherText
from achterwacht.letters.rules import Case
from achterwacht.letters.templates import letterhead_of, template_for, template_of, words_of
from achterwacht.letters.wording import write
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.profile import Profile
from foundation.columns import new_id
from foundation.failpoints import Failpoint, reach


@dataclass(frozen=True)
class NewLetter:
    """A letter as somebody asks for it."""

    letter_id: str
    addressee: Addressee
    facts: LetterFacts
    measure_id: UUID | None = None


@dataclass(frozen=True)
class LetterChange:
    """What changes; None: stays. text: the paragraphs as a human wrote them; none at all: made anew from the facts.
    revision: what whoever changes it read; None: whatever it is now."""

    addressee: Addressee | None = None
    facts: LetterFacts | None = None
    text: tuple[str, ...] | None = None
    attachments: tuple[str, ...] | None = None
    revision: int | None = None


def draft(
    session: Session, caller: Caller, organisation: OrganisationRecord, profile: Profile, case: Case, new: NewLetter,
    now: datetime,
) -> LetterRecord:  # fmt: skip
    """Draft a letter of the protocol.

    Raises:
        NoSuchLetter, NeverALetter, NoName: the rules refuse it.
    """
    spec = rules.letter_for(profile, new.letter_id, case)
    letter = rules.draft(new_id(), spec, new.addressee, new.facts)
    template = template_for(session, organisation.id, spec.id)
    record = LetterRecord(
        id=letter.id,
        organisation_id=organisation.id,
        incident_id=case.incident_id,
        team_id=case.team_id,
        employee_id=case.employee_id,
        measure_id=new.measure_id,
        spec=spec.model_dump(mode="json"),
        because=f"letters[{profile.letters.index(spec)}]",
        state=letter.state,
        addressee=asdict(letter.addressee),
        facts=letter.facts.to_dict(),
        text=list(write(letter, words_of(letter, template, organisation.language), organisation.language)),
        attachments=[],
        template_id=None if template is None else template.id,
        created_by=caller.id,
        created_at=now,
    )
    session.add(record)
    session.flush()
    return record


def change(
    session: Session, caller: Caller, organisation: OrganisationRecord, letter_id: UUID, given: LetterChange
) -> tuple[LetterRecord, tuple[Signature, ...]]:
    """Change a draft: what is filled in, or the words themselves. Signatures on it fall. Returns it, and those.

    Raises:
        NotFound: as `access.find`.
        NotAllowed: the caller may not write letters.
        OtherText, LetterSigned, LetterWithdrawn, NoName, WrongInput: the rules refuse it.
    """
    record = find(session, caller, letter_id, lock=True)
    require(caller, Action.WRITE_LETTER, record)
    letter = read(session, record)
    _same_text(letter, record, given.revision)
    named = {
        name: value
        for name, value in (
            ("addressee", given.addressee), ("facts", given.facts), ("attachments", given.attachments),
        )
        if value is not None
    }  # fmt: skip
    edited = letter.edited if given.text is None else bool(given.text)
    changed = rules.change(letter, **named, edited=edited)
    text = changed.text
    if given.text:
        text = given.text
    elif not edited:
        template = template_of(session, record)
        text = write(changed, words_of(changed, template, organisation.language), organisation.language)
    record.addressee, record.facts = asdict(changed.addressee), changed.facts.to_dict()
    record.text, record.edited = list(text), edited
    record.attachments = list(changed.attachments)
    record.revision += 1
    drop_signatures(session, record)
    return record, letter.signatures


def withdraw(session: Session, caller: Caller, letter_id: UUID) -> LetterRecord:
    """Put a draft away.

    Raises:
        NotFound, NotAllowed, LetterSigned, LetterWithdrawn: as `change`.
    """
    record = find(session, caller, letter_id, lock=True)
    require(caller, Action.WRITE_LETTER, record)
    record.state = rules.withdraw(read(session, record)).state
    drop_signatures(session, record)
    return record


def sign(
    session: Session, caller: Caller, organisation: OrganisationRecord, letter_id: UUID, revision: int | None,
    now: datetime,
) -> tuple[LetterRecord, Writing]:  # fmt: skip
    """Sign a letter. Once everybody did, it has a number and does not change any more.

    revision: the text that the signer read; None: whatever it is now.

    Raises:
        NotFound: as `access.find`.
        NotAllowed, OtherText, Behind, LetterSigned, LetterWithdrawn, NoReportMade, WrongInput, UntilOver: the rules
            refuse it.
    """
    record = find(session, caller, letter_id, lock=True)
    letter = read(session, record)
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    held = held_by(session, caller, record, letter.signers)
    _same_text(letter, record, revision)
    signed = rules.sign(letter, held, caller.id, now, today)
    for one in signed.signatures[len(letter.signatures) :]:
        session.add(
            LetterSignatureRecord(
                organisation_id=record.organisation_id,
                letter_id=record.id,
                function=one.function,
                person_id=one.person_id,
                at=one.at,
            )
        )
    if signed.state is LetterState.SIGNED:
        head = letterhead_of(session, record.organisation_id)
        record.letterhead_id = None if head is None else head.id
        record.year, record.number = today.year, next_number(session, record.organisation_id, today.year)
        record.state, record.signed_at = signed.state, now
    session.flush()
    reach(Failpoint.LETTER_SIGNED)
    return record, signed


def deliver(
    session: Session, caller: Caller, letter_id: UUID, how: Way, receipt: Receipt, said: str, now: datetime
) -> tuple[LetterRecord, Writing]:
    """Note how a letter reached them, or what the post said of one that was sent by registered mail.

    Raises:
        NotFound, NotAllowed: as `change`.
        NotSigned, DeliveredAlready, LetterWithdrawn, WrongInput: the rules refuse it.
    """
    record = find(session, caller, letter_id, lock=True)
    require(caller, Action.DELIVER_LETTER, record)
    letter = rules.deliver(read(session, record), how, receipt, said, caller.id, now)
    noted = letter.delivered
    assert noted is not None
    record.state, record.how, record.receipt = letter.state, noted.how, noted.receipt
    record.delivery_note, record.delivered_by, record.delivered_at = noted.note, noted.by, noted.at
    session.flush()
    return record, letter


def report_refusal(session: Session, caller: Caller, letter_id: UUID, what: str, now: datetime) -> LetterRecord:
    """Record how somebody refused to sign for a letter or to take it.

    Raises:
        NotFound, NotAllowed: as `change`.
        NothingRefused: nobody refused it, or that was recorded.
    """
    record = find(session, caller, letter_id, lock=True)
    require(caller, Action.DELIVER_LETTER, record)
    rules.report_refusal(read(session, record))
    record.refusal, record.refused_by, record.refused_at = what.strip(), caller.id, now
    session.flush()
    return record


def _same_text(letter: Writing, record: LetterRecord, read_by_them: int | None) -> None:
    if letter.state is LetterState.DRAFT and read_by_them is not None and read_by_them != record.revision:
        raise OtherText
