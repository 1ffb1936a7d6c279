"""How a case stands with the police, as a letter about it says."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_measures import DECIDED
from achterwacht.afterwards.officials import profile_for
from achterwacht.incidents.reading import incident_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters.following import ToThePolice
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.police.asked import asked
from achterwacht.police.facts import Against, Matter, PoliceKind
from achterwacht.police.service import matters_of
from achterwacht.protocols.measures import MeasureKind

MEASURES = {
    MeasureKind.POLICE_REPORT: ToThePolice.REPORT,
    MeasureKind.POLICE_NOTIFICATION: ToThePolice.NOTIFICATION,
}
"""What was decided as a measure counts where nobody who goes to the police decided yet."""


def police_in(session: Session, incident: IncidentRecord) -> tuple[ToThePolice, tuple[date, ...]]:
    """Returns how it stands, and on which days it was reported."""
    matters = [one.facts() for one in matters_of(session, incident.organisation_id, incident.id)]
    done = [one for one in matters if one.kind is not PoliceKind.NONE]
    if done:
        reports = sorted(one.on for one in done if one.kind is PoliceKind.REPORT and one.on is not None)
        return _strongest(done), tuple(reports)
    return _undone(session, incident, matters), ()


def _strongest(done: Collection[Matter]) -> ToThePolice:
    said = {(one.kind, one.on is not None) for one in done}
    if (PoliceKind.REPORT, True) in said:
        return ToThePolice.REPORTED
    if (PoliceKind.REPORT, False) in said:
        return ToThePolice.REPORT
    return ToThePolice.NOTIFIED if (PoliceKind.NOTIFICATION, True) in said else ToThePolice.NOTIFICATION


def _undone(session: Session, incident: IncidentRecord, refused: Collection[Matter]) -> ToThePolice:
    """Nobody goes to the police until now. refused: of what it was decided that it is not reported."""
    states = _measures(session, incident)
    profile = profile_for(session, incident)
    police = None if profile is None else profile.police_report
    questions: frozenset[Against] = frozenset()
    if police is not None and profile is not None:
        of_it = asked(police, incident_of(session, incident), incident.kind, profile.damage)
        questions = frozenset(one.against for one in of_it) - {one.against for one in refused}
    taken = [said for kind, said in MEASURES.items() if (kind, True) in states]
    if taken and not refused:
        return taken[0]
    declined = not taken and any(decided is False for _, decided in states)
    waits = any(decided is None for _, decided in states)
    if waits or (questions and not declined):
        return ToThePolice.UNDECIDED
    return ToThePolice.NOTHING if refused or declined else ToThePolice.UNASKED


def _measures(session: Session, incident: IncidentRecord) -> set[tuple[MeasureKind, bool | None]]:
    """Returns what of the police was decided as a measure: done, declined, or not yet."""
    rows = session.execute(
        select(MeasureRecord.kind, MeasureRecord.state).where(
            MeasureRecord.organisation_id == incident.organisation_id,
            MeasureRecord.incident_id == incident.id,
            MeasureRecord.kind.in_(MEASURES),
        )
    ).all()
    return {(kind, None if state is MeasureState.PUT else state in DECIDED) for kind, state in rows}
