"""Telling whoever cares first that somebody needs them now: by SMS or telephone, in words that say nothing of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare import rules
from achterwacht.aftercare.days import Days
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.rooted import lift_deadlines, set_deadline
from achterwacht.functions.holding import who_holds
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.notices.service import Note, tell
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.protocols.aftercare import Aftercare
from achterwacht.tasks import rules as task_rules
from achterwacht.tasks.clockwork import tell_holders
from achterwacht.tasks.deadlines import office_of, root_of
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.holding import holders, newcomers
from achterwacht.tasks.records import TaskRecord
from notifications.texts.templates import Template
from notifications.ways import Channel

REMINDED_AFTER = timedelta(hours=2)
"""When whoever was told is reminded that it is not done yet, if the office is still open then."""
A_MINUTE = timedelta(minutes=1)


def tell_first_care(
    session: Session,
    organisation: OrganisationRecord,
    care: Aftercare,
    plan: CarePlanRecord,
    incident: IncidentRecord,
    now: datetime,
) -> None:
    """Tell them, unless they know: they filed it, or handled its alarm, or it can wait for a mail.

    While the office is closed they are phoned too: nobody looks at a text as they do then.
    """
    task = session.scalars(
        select(TaskRecord).where(
            TaskRecord.organisation_id == organisation.id,
            TaskRecord.about_id == plan.id,
            TaskRecord.kind == TaskKind.FIRST_CARE,
        )
    ).first()
    if task is None:
        return
    people = people_there(session, task, now)
    days = Days(office_of(session, organisation, plan.team_id), incident.happened_at, now)
    opens, at = days.office.open_from(now), rules.asked_at(care, incident.happened_at, days)
    if opens == now:
        _remind_later(session, task, now)
    elif at is not None and people and opens > task.due_at:
        # They are told now, or know; when the office opens it is late.
        lift_deadlines(session, root_of(task), [DeadlineKind.TASK_REMIND], now)
    know = {incident.reported_by, *_handled(session, organisation.id, incident.alarm_id)}
    if at is None or any(one.id in know for one in people):
        return
    note = Note(
        Template.FIRST_CARE,
        {"drop_everything": care.drops_everything},
        MessagePriority.STAFF,
        task.id,
        root_of(task).subject,
        (Channel.SMS,) if opens == now else (Channel.SMS, Channel.CALL),
        after=at - now,
    )
    tell(session, people, note)
    by_mail = {one.id for one in people if one.phone is None}
    if by_mail:
        tell_holders(session, organisation, task, now, only=by_mail)


def people_there(session: Session, task: TaskRecord, now: datetime) -> Sequence[PersonRecord]:
    """Returns who has it now: past those who are away, since it does not wait for the next working day."""
    held = who_holds(session, task.organisation_id)
    people = holders(session, held, task.facts())
    reached = task.facts()
    while all(one.absent_at(now) for one in people) and not reached.passed_all:
        reached = task_rules.pass_on(reached)
        people = newcomers(session, held, reached)
    if not reached.passed_all:
        task.level = reached.level
        session.flush()
        return [one for one in people if not one.absent_at(now)]
    return holders(session, held, task.facts())


def _remind_later(session: Session, task: TaskRecord, now: datetime) -> None:
    """They are told now, or know: a mail in the same minute would only say it twice."""
    root = root_of(task)
    lift_deadlines(session, root, [DeadlineKind.TASK_REMIND], now)
    remind_at = max(now, min(now + REMINDED_AFTER, task.due_at - A_MINUTE))
    set_deadline(session, root, DeadlineKind.TASK_REMIND, remind_at)


def _handled(session: Session, organisation_id: UUID, alarm_id: UUID | None) -> set[UUID]:
    """Who took or closed the alarm that was reported: they know."""
    if alarm_id is None:
        return set()
    row = session.execute(
        select(AlarmRecord.acknowledged_by, AlarmRecord.resolved_by).where(
            AlarmRecord.organisation_id == organisation_id, AlarmRecord.id == alarm_id
        )
    ).one_or_none()
    return set() if row is None else {one for one in row if one is not None}
