"""A letter as it is shown to whoever asks: what it says, and what they may do with it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_facts import profile_of_letter
from achterwacht.afterwards.letters import still_drafted
from achterwacht.letters import rules
from achterwacht.letters.access import held_by, may, read
from achterwacht.letters.facts import LetterState, Writing
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.templates import fields_of
from achterwacht.letters.wording import fill, lacking, values
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.words import word_for
from achterwacht.views.letters import shown_number
from api.http.schemas import Named
from api.letters.schemas import AddresseeOut, BehindOut, DeliveryOut, LetterOut, RefusalOut, SignerOut, facts_out


def letters_out(session: Session, me: Caller, records: Sequence[LetterRecord]) -> list[LetterOut]:
    """Returns the letters as this caller sees them."""
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    return [_letter(session, me, record, organisation.language) for record in records]


def _letter(session: Session, me: Caller, record: LetterRecord, language: str) -> LetterOut:
    letter = read(session, record)
    people = [record.created_by, record.delivered_by, record.refused_by, *(one.person_id for one in letter.signatures)]
    names = names_of(session, me.organisation_id, people)
    held = held_by(session, me, record, letter.signers)
    draft = letter.state is LetterState.DRAFT
    goes_on = draft and still_drafted(session, record)
    delivery = letter.spec.delivery
    return LetterOut(
        id=record.id,
        incident_id=record.incident_id,
        measure_id=record.measure_id,
        letter_id=letter.spec.id,
        name=letter.spec.name,
        state=letter.state,
        number=shown_number(record) or None,
        addressee=AddresseeOut.model_validate(letter.addressee),
        facts=facts_out(letter.facts),
        text=list(letter.text),
        edited=letter.edited,
        says=list(letter.spec.says),
        needs=list(fields_of(letter.spec, language)),
        missing=list(lacking(letter)) if draft else [],
        behind=_behind(letter, language) if draft else [],
        attachments=list(letter.attachments),
        possible_attachments=list(letter.spec.attachments),
        signers=_signers(session, record, letter, names, held, language),
        ways=list(rules.ways_of(letter.spec)),
        receipt_needed=delivery is not None and delivery.receipt,
        delivered=_delivered(letter, names),
        refusal=_refusal(record, names),
        refusal_due=rules.refusal_due(letter),
        receipt_due=rules.receipt_due(letter),
        revision=record.revision,
        kept=record.kept_at is not None,
        created_by=Named(id=record.created_by, name=names[record.created_by]),
        created_at=record.created_at,
        signed_at=record.signed_at,
        may_write=goes_on and may(me, Action.WRITE_LETTER, record),
        may_sign=goes_on and bool(held & set(letter.unsigned)),
        may_deliver=letter.state in (LetterState.SIGNED, LetterState.DELIVERED)
        and may(me, Action.DELIVER_LETTER, record),
    )


def _signers(
    session: Session,
    record: LetterRecord,
    letter: Writing,
    names: dict[UUID, str],
    held: frozenset[object],
    language: str,
) -> list[SignerOut]:
    profile = profile_of_letter(session, record)
    signed = {one.function: one for one in letter.signatures}
    found = []
    for function in letter.signers:
        one = signed.get(function)
        found.append(
            SignerOut(
                function=function,
                words=word_for(function, profile, language),
                signed_by=None if one is None else Named(id=one.person_id, name=names[one.person_id]),
                signed_at=None if one is None else one.at,
                mine=function in held,
            )
        )
    return found


def _behind(letter: Writing, language: str) -> list[BehindOut]:
    filled = values(letter.facts, language)
    return [BehindOut(before=fill(one.says, filled), now=fill(one.now, filled)) for one in letter.behind]


def _delivered(letter: Writing, names: dict[UUID, str]) -> DeliveryOut | None:
    one = letter.delivered
    if one is None:
        return None
    by = Named(id=one.by, name=names[one.by])
    return DeliveryOut(how=one.how, receipt=one.receipt, note=one.note, by=by, at=one.at)


def _refusal(record: LetterRecord, names: dict[UUID, str]) -> RefusalOut | None:
    if record.refused_at is None or record.refused_by is None:
        return None
    by = Named(id=record.refused_by, name=names[record.refused_by])
    return RefusalOut(what=record.refusal, by=by, at=record.refused_at)
