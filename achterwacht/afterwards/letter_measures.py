"""The measure that a letter is about: it is decided before the letter leaves, and both name the same last day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_facts import profile_of_letter
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters.facts import LetterFacts, LetterState
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.refusals import BeginsLater, MeasureNotInForce, OtherEnd
from achterwacht.measures.facts import LASTING, NAMES_SOMEBODY, MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.letters import Letter
from achterwacht.protocols.measures import Condition
from achterwacht.refused import Wrong, WrongInput
from notifications.texts.formats import whole_day_of

DECIDED = (MeasureState.IN_FORCE, MeasureState.TAKEN)
"""The states of a measure whose letter may leave."""


def measure_of(session: Session, record: IncidentRecord, spec: Letter, measure_id: UUID | None) -> MeasureRecord | None:
    """Returns the measure that the letter is about: the one that was named, or the one of this case that it goes with.

    Raises:
        WrongInput: the one that was named does not go with it.
    """
    goes_with = (MeasureRecord.letter_id == spec.id) | (MeasureRecord.broken_letter_id == spec.id)
    of_case = select(MeasureRecord).where(
        MeasureRecord.organisation_id == record.organisation_id, MeasureRecord.incident_id == record.id, goes_with
    )
    if measure_id is not None:
        found = session.scalars(of_case.where(MeasureRecord.id == measure_id)).one_or_none()
        if found is None:
            raise WrongInput(Wrong("/measureId", "letter_of_no_measure"))
        return found
    standing = of_case.where(MeasureRecord.state.in_((MeasureState.PUT, *DECIDED)))
    return session.scalars(standing.order_by(MeasureRecord.put_at.desc(), MeasureRecord.id).limit(1)).one_or_none()


def with_the_measure(given: LetterFacts, measure: MeasureRecord | None) -> LetterFacts:
    """Fills in what the measure says, where nobody said otherwise."""
    if measure is None:
        return given
    return replace(
        given,
        until=given.until or measure.until,
        where=given.where or measure.place,
        conditions=given.conditions or tuple(Condition(one) for one in measure.conditions),
    )


def measure_holds(session: Session, letter: LetterRecord, now: datetime) -> None:
    """A letter about a measure does not leave before it is decided, nor after it is over, nor with another end; nor, of
    one that begins later, without that day: it would forbid from now on what is allowed until then.

    One that tells somebody to stay away is always about a measure: whoever sits at the door must know of it too.

    Raises:
        MeasureNotInForce: it is not in force.
        OtherEnd: the letter names another last day.
        BeginsLater: it does not name the first day, which lies ahead.
    """
    if letter.state is not LetterState.DRAFT:
        return
    if letter.measure_id is None:
        if not _tells_of_a_ban(session, letter):
            return
        letter.measure_id = _decided_meanwhile(session, letter)
    found = session.scalars(
        select(MeasureRecord).where(
            MeasureRecord.organisation_id == letter.organisation_id, MeasureRecord.id == letter.measure_id
        )
    ).one_or_none()
    if found is not None and found.state is MeasureState.DECLINED:
        # It may have been proposed once more, and taken then.
        found = decided_with(session, letter)
        letter.measure_id = letter.measure_id if found is None else found.id
    if found is None or found.state not in DECIDED:
        raise MeasureNotInForce
    said = letter.facts_with(()).facts.until
    if None not in (said, found.until) and found.kind in LASTING and said != found.until:
        raise OtherEnd
    organisation = session.get_one(OrganisationRecord, letter.organisation_id)
    if found.kind in LASTING and found.starts_on > now.astimezone(ZoneInfo(organisation.time_zone)).date():
        first_day = whole_day_of(found.starts_on, organisation.language)
        if first_day not in " ".join(" ".join(letter.text).split()):
            raise BeginsLater(day=first_day)


def measures_told(session: Session, letter: LetterRecord) -> Sequence[MeasureRecord]:
    """Returns the measures that a signed letter tells somebody of: the one it is about, and what else goes with it and
    was decided when it was signed. P2 has one letter for every sanction (001 L484-485).

    A letter because a measure was broken tells of what was done, and of no measure.
    """
    then = (MeasureRecord.decided_at <= letter.signed_at) & (
        MeasureRecord.ended_at.is_(None) | (MeasureRecord.ended_at >= letter.signed_at)
    )
    return session.scalars(
        select(MeasureRecord)
        .where(
            MeasureRecord.organisation_id == letter.organisation_id,
            MeasureRecord.incident_id == letter.incident_id,
            MeasureRecord.letter_id == letter.spec["id"],
            MeasureRecord.state.in_((*DECIDED, MeasureState.ENDED)),
            (MeasureRecord.id == letter.measure_id) | then,
        )
        .order_by(MeasureRecord.id)
    ).all()


def is_over(told: Sequence[MeasureRecord]) -> bool:
    """Whether a letter that tells of these tells of nothing that holds."""
    return bool(told) and not any(one.state in DECIDED for one in told)


def _tells_of_a_ban(session: Session, letter: LetterRecord) -> bool:
    """Whether the protocol sends this letter with nothing else than measures by which others must know somebody."""
    profile = profile_of_letter(session, letter)
    rows = () if profile is None else profile.measures
    kinds = {one.kind for row in rows for one in row.take if one.letter == letter.spec["id"]}
    return bool(kinds) and kinds <= NAMES_SOMEBODY


def decided_with(session: Session, letter: LetterRecord) -> MeasureRecord | None:
    """Returns the measure of this case that goes with the letter, if one was decided on and is not over."""
    return session.scalars(
        select(MeasureRecord)
        .where(
            MeasureRecord.organisation_id == letter.organisation_id,
            MeasureRecord.incident_id == letter.incident_id,
            MeasureRecord.letter_id == letter.spec["id"],
            MeasureRecord.state.in_(DECIDED),
        )
        .order_by(MeasureRecord.put_at.desc(), MeasureRecord.id)
        .limit(1)
    ).one_or_none()


def _decided_meanwhile(session: Session, letter: LetterRecord) -> UUID:
    """Returns the measure that the letter goes with, decided on after the letter was drafted.

    Raises:
        MeasureNotInForce: there is none.
    """
    found = decided_with(session, letter)
    if found is None:
        raise MeasureNotInForce
    return found.id
