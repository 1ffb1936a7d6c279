"""Telling whoever has a task of it by mail, in words that say nothing of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.functions.holding import Held, who_holds
from achterwacht.notices.in_silence import who_is_silent
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.protocols.functions import Function
from achterwacht.tasks import rules
from achterwacht.tasks.deadlines import root_of
from achterwacht.tasks.holding import holders
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.service import waiting_for
from foundation.columns import new_id
from notifications.texts.formats import day_of
from notifications.texts.templates import Template
from notifications.ways import Channel

WAITS, LATE, PASSED_ON = "waits", "late", "passed_on"


def tell_who_was_handed(session: Session, organisation: OrganisationRecord, record: TaskRecord, now: datetime) -> None:
    """Tell the person who has it by name from now on: the steps of the task tell only who it was passed on to."""
    held = who_holds(session, organisation.id)
    people = [one for one in holders(session, held, record.facts()) if one.id == record.person_id]
    mail(session, organisation, record, people, LATE if rules.is_late(record.facts(), now) else WAITS, new_id())


def tell_holders(
    session: Session,
    organisation: OrganisationRecord,
    record: TaskRecord,
    now: datetime,
    *,
    only: Collection[UUID] | None = None,
) -> None:
    """Tell who has it by now, since it was given to another function, or can't wait. only: these of them."""
    found = holders(session, who_holds(session, organisation.id), record.facts())
    people = [one for one in found if only is None or one.id in only]
    mail(session, organisation, record, people, LATE if rules.is_late(record.facts(), now) else WAITS, new_id())


def tell_new_holders(
    session: Session, organisation: OrganisationRecord, function: Function, before: Held, now: datetime
) -> None:
    """Tell whoever holds a function from now on, once, if tasks wait for it that were asked of others before."""
    held = who_holds(session, organisation.id)
    told: set[UUID] = set()
    for record in waiting_for(session, organisation.id, function):
        task = record.facts()
        newly = held.named(function, task.team_id) - before.named(function, task.team_id) - told
        if not newly or function not in task.held_by or rules.not_yet(record.not_before, now):
            continue
        told |= newly
        people = [one for one in holders(session, held, task) if one.id in newly]
        mail(session, organisation, record, people, LATE if rules.is_late(task, now) else WAITS, new_id())


def mail(
    session: Session,
    organisation: OrganisationRecord,
    record: TaskRecord,
    people: Sequence[PersonRecord],
    stage: str,
    origin: UUID,
) -> int:
    """Returns how many are told: who is inside of a silent alarm is asked nothing (decision 0065)."""
    silent = who_is_silent(session, organisation.id)
    zone = ZoneInfo(organisation.time_zone)
    facts = {"stage": stage, "due": day_of(record.due_at.astimezone(zone).date(), organisation.language)}
    by_mail = [
        Recipient(organisation.id, one.id, one.email, one.language, one.sms_refused)
        for one in people
        if one.id not in silent
    ]
    about = root_of(record).subject
    note = Note(Template.TASK, facts, MessagePriority.TASK, origin, about, (Channel.MAIL,))
    tell(session, by_mail, note)
    return len(by_mail)
