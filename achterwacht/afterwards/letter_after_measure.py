"""A measure ends: its letters are delivered and copied no more, and whoever was told that it holds hears of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_measures import is_over, measures_told
from achterwacht.afterwards.letter_to_write import DECIDING
from achterwacht.letters.facts import FINAL, LetterState
from achterwacht.letters.records import LetterRecord
from achterwacht.measures.facts import RECORDED_FOR, MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.measures.rules.advice import OURS
from achterwacht.people.records import OrganisationRecord
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from notifications.texts.catalogue import FIRST_LANGUAGE, catalogue


def letters_are_over(session: Session, measure: MeasureRecord, by: UUID | None, now: datetime) -> None:
    """Nobody is asked any more to deliver what says that a measure holds, nor to give copies of it, now that it is
    over; the copy for a file is still put there. A letter that tells of another measure too, which stands, goes on, as
    does one because this measure was broken. Where it ended before its time, somebody tells whoever was told of it.

    by: None where its time has come.
    """
    heard = False
    letters = session.scalars(
        select(LetterRecord)
        .where(
            LetterRecord.organisation_id == measure.organisation_id,
            LetterRecord.incident_id == measure.incident_id,
            LetterRecord.state.in_(FINAL),
        )
        .order_by(LetterRecord.id)
        .with_for_update()
    ).all()
    for letter in letters:
        told = measures_told(session, letter)
        if not is_over(told) or measure not in told:
            heard |= measure in told or letter.measure_id == measure.id
            continue
        heard |= letter.state is LetterState.DELIVERED
        if letter.state is LetterState.SIGNED:
            _drop(session, letter, TaskKind.DELIVER_LETTER, None, by)
        for place, copy in enumerate(letter.facts_with(()).spec.copies):
            if copy.to:
                _drop(session, letter, TaskKind.COPY_LETTER, f"{letter.because}.copies[{place}]", by)
    if by is not None and (heard or _was_told(session, measure)):
        _ask_to_tell(session, measure, now)


def handed_over(session: Session, told: Sequence[MeasureRecord], now: datetime) -> None:
    """A letter that tells of these was delivered, and that is noted only now: of what ended before its time in between,
    somebody tells whoever got it."""
    for measure in told:
        if measure.state is MeasureState.ENDED and measure.ended_by is not None and not _is_asked(session, measure):
            _ask_to_tell(session, measure, now)


def _drop(session: Session, letter: LetterRecord, kind: TaskKind, because: str | None, by: UUID | None) -> None:
    said = catalogue(FIRST_LANGUAGE).say("measure_steps", "over")
    settle(
        session, letter.organisation_id, letter.incident_id, kind, because, by, about=letter.id, dropped=said
    )  # fmt: skip


def _was_told(session: Session, measure: MeasureRecord) -> bool:
    """Whether somebody told whom it is about in another way than by a letter."""
    told = select(TaskRecord.id).where(
        TaskRecord.organisation_id == measure.organisation_id,
        TaskRecord.about_id == measure.id,
        TaskRecord.kind == TaskKind.TELL_MEASURE,
        TaskRecord.state == TaskState.DONE,
    )
    return session.scalar(told.limit(1)) is not None


def _is_asked(session: Session, measure: MeasureRecord) -> bool:
    """Whether somebody was asked to tell that it is over."""
    asked = select(TaskRecord.id).where(
        TaskRecord.organisation_id == measure.organisation_id,
        TaskRecord.about_id == measure.id,
        TaskRecord.kind == TaskKind.TELL_MEASURE,
        TaskRecord.state != TaskState.DROPPED,
        TaskRecord.made_at >= measure.ended_at,
    )
    return session.scalar(asked.limit(1)) is not None


def _ask_to_tell(session: Session, measure: MeasureRecord, now: datetime) -> None:
    texts = catalogue(FIRST_LANGUAGE)
    name = texts.say("measures", measure.kind.value)
    task = Laid(
        TaskKind.TELL_MEASURE,
        measure.team_id,
        None,
        tuple(one for one in measure.facts().deciders if one not in RECORDED_FOR) or OURS,
        measure.rule or DECIDING,
        incident_id=measure.incident_id,
        about=measure.id,
        facts={"measure": texts.say("measure_steps", "over_early", {"measure": name})},
    )
    lay(session, session.get_one(OrganisationRecord, measure.organisation_id), task, now)
