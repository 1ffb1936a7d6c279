"""What time brings to a task: whoever has it is reminded, it is late, and it goes on to the next function."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.deadlines.firing import Due, Handlers
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import lift_deadlines, set_deadline
from achterwacht.functions.holding import Held, who_holds
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.notices.staff import administrators
from achterwacht.noun import Noun
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.tasks import rules
from achterwacht.tasks.deadlines import KINDS, office_of, root_of
from achterwacht.tasks.ending import close
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.holding import holders, newcomers, parties_of
from achterwacht.tasks.invariants import INVARIANTS
from achterwacht.tasks.naming import named_by_now
from achterwacht.tasks.phoning import phone_now
from achterwacht.tasks.records import PHONES, TaskRecord
from achterwacht.tasks.telling import LATE, PASSED_ON, WAITS, mail
from notifications.texts.templates import Template
from notifications.ways import Channel


def tell_undecided(session: Session, deadline: DeadlineRecord) -> None:
    """Treat a task that can't be decided as one that everybody let lie: administrators look at it."""
    told = administrators(session, deadline.organisation_id)
    tell(session, told, Note(Template.TASK, {"stage": PASSED_ON, "due": ""}, MessagePriority.STAFF, deadline.id))


def _when_open(decide: Callable[[Session, Due[TaskRecord]], None]) -> Callable[[Session, Due[TaskRecord]], None]:
    """What comes due while the office is closed waits until it opens."""

    def at_the_office(session: Session, due: Due[TaskRecord]) -> None:
        opens = office_of(session, due.organisation, due.record.team_id).open_from(due.now)
        if opens > due.now:
            set_deadline(session, root_of(due.record), due.deadline.kind, opens)
        else:
            decide(session, due)

    return at_the_office


def _asked(session: Session, due: Due[TaskRecord]) -> None:
    """Whoever has it is phoned when that was put off until now; and else reminded, when the office is open."""
    if PHONES in due.record.words:
        phone_now(session, due.organisation, due.record, due.now)
    else:
        _when_open(_remind)(session, due)


def _remind(session: Session, due: Due[TaskRecord]) -> None:
    if due.record.kind is TaskKind.NAME_HOLDER and due.record in named_by_now(session, due.organisation.id):
        close(session, due.record, TaskState.DONE, None, "")
        return
    task = due.record.facts()
    if not task.passed_all and rules.is_late(task, due.now):
        begin_anew(session, due.organisation, due.record, due.now)
        task = due.record.facts()
    held = who_holds(session, due.organisation.id)
    told = holders(session, held, task)
    if not told and not task.passed_all:
        # Who was to do it left: the next one hears of it today.
        lift_deadlines(session, root_of(due.record), [DeadlineKind.TASK_OVERDUE], due.now)
        _pass_on(session, due)
        return
    _tell(session, due, told, PASSED_ON if task.passed_all and task.chain else WAITS)
    if not task.passed_all:
        _tell_parties(session, due, held, told)
    if task.passed_all:
        office = office_of(session, due.organisation, due.record.team_id)
        set_deadline(session, root_of(due.record), DeadlineKind.TASK_REMIND, rules.next_reminder(due.now, office))


def _tell_parties(session: Session, due: Due[TaskRecord], held: Held, inside: Sequence[PersonRecord]) -> None:
    """A party outside hears by mail that there is something, and whom to ask. Not of a question: it may never come."""
    task = due.record.facts()
    if not inside or task.question or not task.kind.spec.mails_party:
        return
    here = due.organisation
    facts = {"organisation": here.name, "name": inside[0].name, "mail": inside[0].email}
    to = [
        Recipient(here.id, one.id, one.email, here.language) for one in parties_of(held, task) if one.email is not None
    ]
    note = Note(
        Template.PARTY_TOLD, facts, MessagePriority.TASK, due.deadline.id, root_of(due.record).subject, (Channel.MAIL,)
    )
    tell(session, to, note)


def begin_anew(session: Session, organisation: OrganisationRecord, record: TaskRecord, now: datetime) -> None:
    """Whoever is asked now was not asked before it was late, since the clock stood still or others had it. They get as
    long as anybody, from now."""
    root = root_of(record)
    moments = rules.moments(now, office_of(session, organisation, record.team_id))
    record.due_at = moments.due_at
    lift_deadlines(session, root, KINDS, now)
    set_deadline(session, root, DeadlineKind.TASK_OVERDUE, moments.overdue_at)


def _late(session: Session, due: Due[TaskRecord]) -> None:
    unasked = select(DeadlineRecord.id).where(
        root_of(due.record).open_ones, DeadlineRecord.kind == DeadlineKind.TASK_REMIND
    )
    if session.scalar(unasked) is not None:
        return  # It is asked for only now, and gets another day.
    told = holders(session, who_holds(session, due.organisation.id), due.record.facts())
    if not told:
        _pass_on(session, due)
        return
    _tell(session, due, told, LATE)
    office = office_of(session, due.organisation, due.record.team_id)
    set_deadline(session, root_of(due.record), DeadlineKind.TASK_ESCALATE, rules.next_step(due.now, office))


def _pass_on(session: Session, due: Due[TaskRecord]) -> None:
    """To the next function that somebody fills; past a function that nobody fills, no day is lost."""
    held, task = who_holds(session, due.organisation.id), rules.pass_on(due.record.facts())
    told = newcomers(session, held, task)
    while not told and not task.passed_all:
        task = rules.pass_on(task)
        told = newcomers(session, held, task)
    due.record.level = task.level
    session.flush()
    _tell(session, due, told, PASSED_ON)
    office = office_of(session, due.organisation, due.record.team_id)
    if task.passed_all:
        set_deadline(session, root_of(due.record), DeadlineKind.TASK_REMIND, rules.next_reminder(due.now, office))
    else:
        set_deadline(session, root_of(due.record), DeadlineKind.TASK_ESCALATE, rules.next_step(due.now, office))


def _tell(session: Session, due: Due[TaskRecord], people: Sequence[PersonRecord], stage: str) -> None:
    due.deadline.reached_count = mail(session, due.organisation, due.record, people, stage, due.deadline.id)


HANDLERS = Handlers(
    TaskRecord,
    TaskRecord.organisation_id,
    TaskRecord.id,
    root_of,
    {
        DeadlineKind.TASK_REMIND: _asked,
        DeadlineKind.TASK_OVERDUE: _when_open(_late),
        DeadlineKind.TASK_ESCALATE: _when_open(_pass_on),
    },
)
TASKS = Noun(RootKind.TASK, HANDLERS.fire_due, tell_undecided, INVARIANTS)
