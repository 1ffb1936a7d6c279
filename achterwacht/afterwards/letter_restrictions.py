"""Which restrictions a letter may say of a case: those that were decided on, and those that the protocol advises and
nobody decided on yet. A draft is told anew when one of them is decided, ends, or is not advised any more.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_measures import DECIDED
from achterwacht.afterwards.letter_tasks import ask_to_sign
from achterwacht.afterwards.measure_advice import advised_on
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters import service
from achterwacht.letters.facts import LetterState
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.restrictions import RESTRICTIONS, Restricted
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.letters import Element


def restricted_in(session: Session, incident: IncidentRecord) -> Restricted:
    """Returns how the restrictions of a case stand now."""
    rows = session.execute(
        select(MeasureRecord.kind, MeasureRecord.state).where(
            MeasureRecord.organisation_id == incident.organisation_id,
            MeasureRecord.incident_id == incident.id,
            MeasureRecord.kind.in_(RESTRICTIONS),
        )
    ).all()
    decided = frozenset(kind for kind, state in rows if state in DECIDED)
    waiting = frozenset(kind for kind, state in rows if state is MeasureState.PUT)
    advised = frozenset(one.kind for one in advised_on(session, incident).advice.measures) & RESTRICTIONS
    return Restricted(decided, (waiting | advised - {kind for kind, _ in rows}) - decided)


def tell_drafts(session: Session, incident: IncidentRecord, now: datetime) -> None:
    """Let the drafts of a case say what is decided now; who signed one is asked anew."""
    drafts = session.scalars(
        select(LetterRecord)
        .where(
            LetterRecord.organisation_id == incident.organisation_id,
            LetterRecord.incident_id == incident.id,
            LetterRecord.state == LetterState.DRAFT,
        )
        .order_by(LetterRecord.id)
        .with_for_update()
    ).all()
    telling = [one for one in drafts if Element.BOTH_RESTRICTED in one.spec.get("contents", ())]
    if not telling:
        return
    organisation = session.get_one(OrganisationRecord, incident.organisation_id)
    restricted = restricted_in(session, incident)
    for letter in telling:
        fallen = service.retell(session, letter, restricted, organisation.language)
        ask_to_sign(session, organisation, letter, [one.function for one in fallen], now)
