"""A letter because a measure was broken: when they were told of it, and when and where they came all the same."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.letters.facts import LetterFacts, LetterState
from achterwacht.letters.records import LetterRecord
from achterwacht.measures.records import MeasureBreachRecord, MeasureRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.letters import Letter


def with_the_breach(
    session: Session, organisation: OrganisationRecord, spec: Letter, measure: MeasureRecord | None, given: LetterFacts
) -> LetterFacts:
    """Fills in the last breach that was noted, and the day on the letter of the measure, where nobody said otherwise.

    Somebody breaks what they know of: a visit from before that letter reached them is nothing to accuse them of, unless
    a human says that they knew.
    """
    if measure is None or measure.broken_letter_id != spec.id:
        return given
    told = session.execute(
        select(LetterRecord.signed_at, LetterRecord.delivered_at)
        .where(
            LetterRecord.organisation_id == organisation.id,
            LetterRecord.incident_id == measure.incident_id,
            LetterRecord.measure_id == measure.id,
            LetterRecord.state == LetterState.DELIVERED,
        )
        .order_by(LetterRecord.delivered_at)
        .limit(1)
    ).one_or_none()
    broken = select(MeasureBreachRecord).where(
        MeasureBreachRecord.organisation_id == organisation.id,
        MeasureBreachRecord.measure_id == measure.id,
    )
    if told is not None:
        broken = broken.where(MeasureBreachRecord.happened_at >= told.delivered_at)
    breach = session.scalars(
        broken.order_by(MeasureBreachRecord.happened_at.desc(), MeasureBreachRecord.id).limit(1)
    ).one_or_none()
    zone = ZoneInfo(organisation.time_zone)
    known: dict[str, Any] = {
        "earlier_letter_on": None if told is None else told.signed_at.astimezone(zone).date(),
        "visited": "" if breach is None else breach.place,
        "visited_on": None if breach is None else breach.happened_at.astimezone(zone).date(),
    }
    return replace(given, **{name: value for name, value in known.items() if value and not getattr(given, name)})
