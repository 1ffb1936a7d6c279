"""Telling whoever has a task that they are needed: by SMS or telephone, in words that say nothing of it.

What can wait for the morning waits as the task's reminder: who has the task by then, and is there, is phoned.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.rooted import lift_deadlines, set_deadline
from achterwacht.functions.holding import who_holds
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.notices.service import Note, tell
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.tasks import rules
from achterwacht.tasks.deadlines import office_of, root_of
from achterwacht.tasks.holding import holders, newcomers
from achterwacht.tasks.records import PHONES, TaskRecord
from achterwacht.tasks.telling import tell_holders
from foundation.failpoints import Failpoint, reach
from notifications.texts.templates import Template
from notifications.ways import Channel

REMINDED_AFTER = timedelta(hours=2)
"""When whoever was told is reminded that it is not done yet, if the office is still open then."""
A_MINUTE = timedelta(minutes=1)


def phone_at(session: Session, record: TaskRecord, at: datetime, now: datetime) -> None:
    """Let whoever has it then be phoned at this moment."""
    record.words = {**record.words, PHONES: "1"}
    session.flush()
    lift_deadlines(session, root_of(record), [DeadlineKind.TASK_REMIND], now)
    set_deadline(session, root_of(record), DeadlineKind.TASK_REMIND, at)


def phone_now(session: Session, organisation: OrganisationRecord, record: TaskRecord, now: datetime) -> None:
    """The moment has come: phone whoever has it, unless they know."""
    record.words = {name: word for name, word in record.words.items() if name != PHONES}
    there = people_there(session, record, now)
    # Whoever was handed it, has it; the function keeps it beside them.
    people = [one for one in there if one.id == record.person_id] or there
    remind_after(session, organisation, record, people, now)
    if any(one.id in who_know(session, record) for one in people):
        return
    reach(Failpoint.PHONED_LATER)
    need(session, organisation, record, people, now, drop_everything=False)


def need(
    session: Session,
    organisation: OrganisationRecord,
    record: TaskRecord,
    people: Sequence[PersonRecord],
    now: datetime,
    *,
    drop_everything: bool,
    know: Collection[UUID] = (),
) -> None:
    """Tell these people that they are needed. know: of a task in the same minute.

    While the office is closed they are phoned too: nobody looks at a text as they do then.
    """
    told = [one for one in people if one.id not in know]
    is_open = office_of(session, organisation, record.team_id).open_from(now) == now
    ways = (Channel.SMS,) if is_open else (Channel.SMS, Channel.CALL)
    facts = {"drop_everything": drop_everything}
    tell(session, told, Note(
        Template.NEEDED, facts, MessagePriority.STAFF, record.id, root_of(record).subject, ways
    ))  # fmt: skip
    reach(Failpoint.NEEDED_TOLD)
    by_mail = {one.id for one in told if one.phone is None}
    if by_mail:
        tell_holders(session, organisation, record, now, only=by_mail)


def people_there(session: Session, record: TaskRecord, now: datetime) -> Sequence[PersonRecord]:
    """Returns who has it now: past those who are away, since it does not wait for the next working day."""
    held = who_holds(session, record.organisation_id)
    people = holders(session, held, record.facts())
    reached = record.facts()
    while all(one.absent_at(now) for one in people) and not reached.passed_all:
        reached = rules.pass_on(reached)
        people = newcomers(session, held, reached)
    if not reached.passed_all:
        record.level = reached.level
        session.flush()
        return [one for one in people if not one.absent_at(now)]
    return holders(session, held, record.facts())


def remind_after(
    session: Session,
    organisation: OrganisationRecord,
    record: TaskRecord,
    people: Sequence[PersonRecord],
    now: datetime,
) -> None:
    """They are told now, or know: a mail in the same minute would only say it twice. When the office opens they are
    reminded, unless it is late by then."""
    root, opens = root_of(record), office_of(session, organisation, record.team_id).open_from(now)
    lift_deadlines(session, root, [DeadlineKind.TASK_REMIND], now)
    if opens == now:
        opens = max(now, min(now + REMINDED_AFTER, record.due_at - A_MINUTE))
    if opens <= record.due_at or not people:
        set_deadline(session, root, DeadlineKind.TASK_REMIND, opens)


def who_know(session: Session, record: TaskRecord) -> set[UUID]:
    """Returns who filed what it is about, or took or closed its alarm."""
    organisation_id, known = record.organisation_id, set[UUID | None]()
    if record.incident_id is not None:
        incident = session.get(IncidentRecord, (record.incident_id, organisation_id))
        known |= set() if incident is None else {incident.reported_by}
    if record.alarm_id is not None:
        found = select(AlarmRecord.acknowledged_by, AlarmRecord.resolved_by).where(
            AlarmRecord.organisation_id == organisation_id, AlarmRecord.id == record.alarm_id
        )
        known |= {one for row in session.execute(found) for one in row}
    return {one for one in known if one is not None}
