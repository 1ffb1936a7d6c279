"""Whom the drafts of a case are for follows its report: a letter with the name of somebody else is signed by nobody."""

from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_drafts import drafts_of
from achterwacht.afterwards.letter_facts import addressee_of
from achterwacht.afterwards.letter_tasks import WHOM_FOR, ask_to_rewrite_for, ask_to_sign
from achterwacht.incidents.facts import AggressorTold
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters.facts import Addressee
from achterwacht.letters.retelling import readdress
from achterwacht.people.records import OrganisationRecord


def follow_addressee(
    session: Session, incident: IncidentRecord, before: AggressorTold | None, told: AggressorTold | None, now: datetime
) -> None:
    """The report, which is locked, tells something else of who did it. A draft that was filled in from it follows, and
    who signed it is asked anew; of what somebody wrote themselves, whoever wrote it looks whether it still holds."""
    was, now_so = addressee_of(Addressee(), before), addressee_of(Addressee(), told)
    if was == now_so:
        return
    organisation = session.get_one(OrganisationRecord, incident.organisation_id)
    for letter in drafts_of(session, incident):
        fallen, theirs = readdress(session, letter, was, now_so)
        ask_to_sign(session, organisation, letter, [one.function for one in fallen], now)
        if theirs:
            ask_to_rewrite_for(session, organisation, letter, WHOM_FOR, now)
