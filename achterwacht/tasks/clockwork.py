"""What time brings to a task: whoever has it is reminded, it is late, and it goes on to the next function."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.deadlines.firing import Due, Handlers
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import lift_deadlines, set_deadline
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.notices.staff import administrators
from achterwacht.noun import Noun
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.tasks import rules
from achterwacht.tasks.holding import holders, newcomers
from achterwacht.tasks.invariants import INVARIANTS
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.service import office_of, root_of
from notifications.texts.formats import day_of
from notifications.texts.templates import Template
from notifications.ways import Channel

WAITS, LATE, PASSED_ON = "waits", "late", "passed_on"


def tell_undecided(session: Session, deadline: DeadlineRecord) -> None:
    """Treat a task that can't be decided as one that everybody let lie: administrators look at it."""
    told = administrators(session, deadline.organisation_id)
    tell(session, told, Note(Template.TASK, {"stage": PASSED_ON, "due": ""}, MessagePriority.STAFF, deadline.id))


def _remind(session: Session, due: Due[TaskRecord]) -> None:
    task = due.record.facts()
    told = holders(session, due.organisation.id, task)
    if not told and not task.passed_all:
        # Who was to do it left: the next one hears of it today.
        lift_deadlines(session, root_of(due.record), [DeadlineKind.TASK_OVERDUE], due.now)
        _pass_on(session, due)
        return
    _tell(session, due, told, PASSED_ON if task.passed_all else WAITS)
    if task.passed_all:
        office = office_of(session, due.organisation, due.record.team_id)
        set_deadline(session, root_of(due.record), DeadlineKind.TASK_REMIND, rules.next_reminder(due.now, office))


def _late(session: Session, due: Due[TaskRecord]) -> None:
    told = holders(session, due.organisation.id, due.record.facts())
    if not told:
        _pass_on(session, due)
        return
    _tell(session, due, told, LATE)
    office = office_of(session, due.organisation, due.record.team_id)
    set_deadline(session, root_of(due.record), DeadlineKind.TASK_ESCALATE, rules.next_step(due.now, office))


def _pass_on(session: Session, due: Due[TaskRecord]) -> None:
    """To the next function that somebody fills; past a function that nobody fills, no day is lost."""
    task = rules.pass_on(due.record.facts())
    told = newcomers(session, due.organisation.id, task)
    while not told and not task.passed_all:
        task = rules.pass_on(task)
        told = newcomers(session, due.organisation.id, task)
    due.record.level = task.level
    session.flush()
    _tell(session, due, told, PASSED_ON)
    office = office_of(session, due.organisation, due.record.team_id)
    if task.passed_all:
        set_deadline(session, root_of(due.record), DeadlineKind.TASK_REMIND, rules.next_reminder(due.now, office))
    else:
        set_deadline(session, root_of(due.record), DeadlineKind.TASK_ESCALATE, rules.next_step(due.now, office))


def _tell(session: Session, due: Due[TaskRecord], people: Sequence[PersonRecord], stage: str) -> None:
    organisation, record = due.organisation, due.record
    zone = ZoneInfo(organisation.time_zone)
    facts = {"stage": stage, "due": day_of(record.due_at.astimezone(zone).date(), organisation.language)}
    by_mail = [Recipient(organisation.id, one.id, one.email, one.language, one.sms_refused) for one in people]
    about = root_of(record).subject
    note = Note(Template.TASK, facts, MessagePriority.TASK, due.deadline.id, about, (Channel.MAIL,))
    tell(session, by_mail, note)
    due.deadline.reached_count = len(by_mail)


HANDLERS = Handlers(
    TaskRecord,
    TaskRecord.organisation_id,
    TaskRecord.id,
    root_of,
    {DeadlineKind.TASK_REMIND: _remind, DeadlineKind.TASK_OVERDUE: _late, DeadlineKind.TASK_ESCALATE: _pass_on},
)
TASKS = Noun(RootKind.TASK, HANDLERS.fire_due, tell_undecided, INVARIANTS)
