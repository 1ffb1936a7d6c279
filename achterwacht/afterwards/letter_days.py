"""The days that the drafts of a case name follow the report and the measure that they came from."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_drafts import drafts_of
from achterwacht.afterwards.letter_tasks import ON_WHICH_DAY, ask_to_rewrite_for, ask_to_sign
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters.retelling import redate
from achterwacht.people.records import OrganisationRecord

HAPPENED_ON, UNTIL = "happened_on", "until"
"""The facts of a letter (letters/facts.py)."""


def follow_day(
    session: Session, incident: IncidentRecord, fact: str, was: date | None, is_now: date | None, now: datetime,
    *, measure_id: UUID | None = None,
) -> None:  # fmt: skip
    """A draft that was filled in with this day names the one that it is now, and who signed it is asked anew; where the
    words are somebody's own, whoever wrote the letter looks whether they still hold.

    measure_id: only of letters about this measure.
    """
    if was is None or is_now is None or was == is_now:
        return
    organisation = session.get_one(OrganisationRecord, incident.organisation_id)
    for letter in drafts_of(session, incident):
        if measure_id is not None and letter.measure_id != measure_id:
            continue
        fallen, theirs = redate(session, letter, fact, was, is_now, organisation.language)
        ask_to_sign(session, organisation, letter, [one.function for one in fallen], now)
        if theirs:
            ask_to_rewrite_for(session, organisation, letter, ON_WHICH_DAY, now)
