"""Which restrictions a letter may say of a case: those that were decided on, and those that the protocol advises and
nobody decided on yet.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_measures import DECIDED
from achterwacht.afterwards.measure_advice import advised_on
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters.following import RESTRICTIONS, Restricted
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord


def restricted_in(session: Session, incident: IncidentRecord) -> Restricted:
    """Returns how the restrictions of a case stand now."""
    rows = session.execute(
        select(MeasureRecord.kind, MeasureRecord.state).where(
            MeasureRecord.organisation_id == incident.organisation_id,
            MeasureRecord.incident_id == incident.id,
            MeasureRecord.kind.in_(RESTRICTIONS),
            # That somebody proposes not to take one, decides nothing yet.
            ~((MeasureRecord.state == MeasureState.PUT) & MeasureRecord.not_to_take),
        )
    ).all()
    decided = frozenset(kind for kind, state in rows if state in DECIDED)
    waiting = frozenset(kind for kind, state in rows if state is MeasureState.PUT)
    advised = frozenset(one.kind for one in advised_on(session, incident).advice.measures) & RESTRICTIONS
    return Restricted(decided, (waiting | advised - {kind for kind, _ in rows}) - decided)
