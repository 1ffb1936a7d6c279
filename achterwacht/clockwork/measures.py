"""A measure ends by itself when its last day is over. Whoever decided on it is told, and not what it was."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_after_measure import letters_are_over
from achterwacht.afterwards.letter_drafts import tell_drafts
from achterwacht.afterwards.letter_to_write import is_over
from achterwacht.afterwards.measures_at import tell_who_goes_there
from achterwacht.deadlines.firing import Due, Handlers
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.measures.invariants import INVARIANTS
from achterwacht.measures.records import MeasureRecord
from achterwacht.measures.service import close, root_of
from achterwacht.notices.in_silence import who_is_silent
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.notices.staff import administrators
from achterwacht.noun import Noun
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.tasks.deadlines import office_of
from notifications.texts.templates import Template
from notifications.ways import Channel

OVER, PASSED_ON = "over", "passed_on"


def tell_undecided(session: Session, deadline: DeadlineRecord) -> None:
    """Treat a measure whose end can't be decided as a task that everybody let lie: administrators look at it."""
    told = administrators(session, deadline.organisation_id)
    tell(session, told, Note(Template.TASK, {"stage": PASSED_ON, "due": ""}, MessagePriority.STAFF, deadline.id))


def _over(session: Session, due: Due[MeasureRecord]) -> None:
    record = due.record
    close(session, record, by=None, reason="", now=due.now)
    is_over(session, record, None)
    letters_are_over(session, record, None, due.now)
    tell_drafts(session, session.get_one(IncidentRecord, (record.incident_id, record.organisation_id)), due.now)
    tell_who_goes_there(session, Actor(record.organisation_id, None, via="clock"), record, due.now)
    told = [] if record.decided_by is None else _decided(session, record, record.decided_by)
    # It ends at midnight, and nobody is told anything at night.
    opens = office_of(session, due.organisation, record.team_id).open_from(due.now)
    note = Note(
        Template.TASK,
        {"stage": OVER, "due": ""},
        MessagePriority.TASK,
        due.deadline.id,
        root_of(record).subject,
        (Channel.MAIL,),
        after=max(opens - due.now, timedelta()),
    )
    tell(session, told, note)
    due.deadline.reached_count = len(told)


def _decided(session: Session, record: MeasureRecord, person_id: UUID) -> list[Recipient]:
    """Returns who decided on it, if they still work here and are not inside of a silent alarm (decision 0065)."""
    person = session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == record.organisation_id, PersonRecord.id == person_id, PersonRecord.active
        )
    ).one_or_none()
    if person is None or person.id in who_is_silent(session, record.organisation_id):
        return []
    return [Recipient(record.organisation_id, person.id, person.email, person.language, person.sms_refused)]


HANDLERS = Handlers(
    MeasureRecord,
    MeasureRecord.organisation_id,
    MeasureRecord.id,
    root_of,
    {DeadlineKind.MEASURE_ENDS: _over},
)
MEASURES = Noun(RootKind.MEASURE, HANDLERS.fire_due, tell_undecided, INVARIANTS)
