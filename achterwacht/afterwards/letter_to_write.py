"""A measure that goes with a letter: until that is written, somebody is asked to, so that whom it is about hears of it.

Without it a ban would be in force of which nobody but we know (003 L636-644, L668-704; 004 L311-323; 001 L482-485).
Where the protocol has no letter that says so, somebody is asked to tell them in another way: P1 names none for a ban
(000 L109-149), and in P5 the manager speaks with who writes to us before a letter goes (004 L122-126).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_facts import case_of, profile_of_letter
from achterwacht.afterwards.letter_measures import DECIDED, decided_with
from achterwacht.afterwards.officials import profile_for
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters import rules
from achterwacht.letters.facts import LetterState
from achterwacht.letters.records import LetterRecord
from achterwacht.measures.facts import RECORDED_FOR, TOLD
from achterwacht.measures.records import MeasureRecord
from achterwacht.measures.rules.advice import OURS
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.letters import Element
from achterwacht.protocols.profile import Profile
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.laying import Laid, lay
from notifications.texts.catalogue import FIRST_LANGUAGE, catalogue
from notifications.texts.formats import whole_day_of

DECIDING = "deciding"
"""The key of the profile under which measures are decided on, where no row of the matrix names one."""


def ask_to_write(
    session: Session, profile: Profile, incident: IncidentRecord, measure: MeasureRecord, now: datetime
) -> None:
    """Ask for the letter of a measure that was decided on, unless it is there, or what happened never gets one.

    Where there is no letter for what they must know, ask to tell them.
    """
    place = _place(profile, measure)
    if measure.state not in DECIDED or rules.gets_none(profile, case_of(report_of(session, incident), incident)):
        return
    if place is None:
        _ask_to_tell(session, profile, incident, measure, now)
        return
    if _is_there(session, measure):
        return
    said = _said("letter", {"letter": profile.letters[place].name})
    task = Laid(
        TaskKind.MEASURE_STEP,
        measure.team_id,
        None,
        OURS,
        f"letters[{place}]",
        incident_id=incident.id,
        about=measure.id,
        facts={"what": said},
    )
    lay(session, session.get_one(OrganisationRecord, incident.organisation_id), task, now)


def is_written(session: Session, letter: LetterRecord, by: UUID) -> None:
    """Somebody was asked for this letter, and need not be any more."""
    settle(session, letter.organisation_id, letter.incident_id, TaskKind.MEASURE_STEP, letter.because, by)


def is_put_away(session: Session, letter: LetterRecord, now: datetime) -> None:
    """Ask anew for the letter of a measure that stands."""
    measure, profile = decided_with(session, letter), profile_of_letter(session, letter)
    if measure is not None and profile is not None:
        incident = session.get_one(IncidentRecord, (letter.incident_id, letter.organisation_id))
        ask_to_write(session, profile, incident, measure, now)


def talk_was(session: Session, profile: Profile, talk: MeasureRecord, by: UUID) -> None:
    """The order talk was: nobody need be invited to it any more."""
    _need_not_be_written(session, profile, talk, by, "talk_was")


def is_over(session: Session, measure: MeasureRecord, by: UUID | None) -> None:
    """A measure ended: nobody is told any more that it holds. by: None where its time has come."""
    incident = session.get_one(IncidentRecord, (measure.incident_id, measure.organisation_id))
    profile = profile_for(session, incident)
    if profile is not None:
        _need_not_be_written(session, profile, measure, by, "over")


def _ask_to_tell(
    session: Session, profile: Profile, incident: IncidentRecord, measure: MeasureRecord, now: datetime
) -> None:
    """Ask whoever decided on a measure to tell whom it is about, unless a letter of the protocol says it."""
    if measure.kind not in TOLD or any(Element.MEASURES in one.contents for one in profile.letters):
        return
    organisation = session.get_one(OrganisationRecord, incident.organisation_id)
    facts = {"measure": catalogue(FIRST_LANGUAGE).say("measures", measure.kind.value)}
    if measure.until is not None:
        facts["until"] = whole_day_of(measure.until, FIRST_LANGUAGE)
    deciders = tuple(one for one in measure.facts().deciders if one not in RECORDED_FOR)
    task = Laid(
        TaskKind.TELL_MEASURE,
        measure.team_id,
        None,
        deciders or OURS,
        measure.rule or DECIDING,
        incident_id=incident.id,
        about=measure.id,
        facts=facts,
    )
    lay(session, organisation, task, now)


def _need_not_be_written(session: Session, profile: Profile, measure: MeasureRecord, by: UUID | None, why: str) -> None:
    place = _place(profile, measure)
    kind = TaskKind.TELL_MEASURE if place is None else TaskKind.MEASURE_STEP
    settle(
        session, measure.organisation_id, measure.incident_id, kind, None if place is None else f"letters[{place}]", by,
        about=measure.id, dropped=_said(why, {}),
    )  # fmt: skip


def _place(profile: Profile, measure: MeasureRecord) -> int | None:
    return next((at for at, one in enumerate(profile.letters) if one.id == measure.letter_id), None)


def _said(key: str, facts: dict[str, str]) -> str:
    return catalogue(FIRST_LANGUAGE).say("measure_steps", key, facts)


def _is_there(session: Session, measure: MeasureRecord) -> bool:
    """Whether this letter was written for this measure, or could still say of it, and was not put away.

    One letter may be for several measures (P2 has one for every sanction): a draft that waits may hold this one too.
    What was signed before says nothing of it.
    """
    found = session.scalars(
        select(LetterRecord).where(
            LetterRecord.organisation_id == measure.organisation_id,
            LetterRecord.incident_id == measure.incident_id,
            LetterRecord.state != LetterState.WITHDRAWN,
        )
    )
    return any(
        one.spec["id"] == measure.letter_id and (one.measure_id == measure.id or one.state is LetterState.DRAFT)
        for one in found
    )
