"""When deciding a deadline failed three times: no rule and no roster, only everyone who must know (watch-rules.md)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind, RootKind
from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.notices.service import Note, tell
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.priorities import MessagePriority
from achterwacht.visits.records import VisitRecord
from foundation.clock import clock_of
from foundation.columns import new_id
from foundation.subject import Subject
from notifications.texts.catalogue import catalogue
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE


def tell_without_rules(session: Session, deadline: DeadlineRecord) -> None:
    """Tell the team's managers and the administrators, by SMS and call, who is where and to take over."""
    now = clock_of(session).now(session)
    organisation = deadline.organisation_id
    root = _root(session, deadline)
    worker = session.scalars(
        select(PersonRecord).where(PersonRecord.organisation_id == organisation, PersonRecord.id == root.worker_id)
    ).one()
    people = session.scalars(
        select(PersonRecord)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(
            PersonRecord.organisation_id == organisation,
            PersonRecord.active,
            PersonRecord.phone.is_not(None),
            (GrantRecord.role == Role.ADMINISTRATOR)
            | (
                (GrantRecord.role == Role.MANAGER)
                & ((GrantRecord.team_id == root.team_id) | GrantRecord.team_id.is_(None))
            ),
        )
        .distinct()
    ).all()
    address = (
        root.address_line if isinstance(root, VisitRecord) else catalogue(worker.language).say("said", "no_address")
    )
    payload: dict[str, Any] = {
        "worker": worker.name,
        "address": address,
        "no_number": isinstance(root, VisitRecord) and root.no_number,
        "phone": worker.phone or "?",
        "drill": root.drill,
    }
    about = Subject(deadline.root_kind, root.id)
    hushed = who_is_hushed(session, organisation)
    payload["silent_alarm"] = worker.id in hushed.silent
    payload["quietly"] = worker.id in hushed.quiet
    note = Note(
        Template.SYSTEM_FAILURE,
        payload,
        MessagePriority.PANIC,
        new_id(),
        subject=about,
        channels=TELEPHONE,
        drill=root.drill,
    )
    tell(session, people, note)
    session.add(
        EventRecord(
            organisation_id=organisation,
            visit_id=root.id if isinstance(root, VisitRecord) else root.visit_id,
            alarm_id=root.id if isinstance(root, AlarmRecord) else None,
            at=now,
            place=0,
            kind=EventKind.SYSTEM_FAILED,
            via="clock",
            facts={},
        )
    )


def _root(session: Session, deadline: DeadlineRecord) -> VisitRecord | AlarmRecord:
    organisation = deadline.organisation_id
    if deadline.root_kind is RootKind.VISIT:
        visits = select(VisitRecord).where(
            VisitRecord.organisation_id == organisation, VisitRecord.id == deadline.root_id
        )
        return session.scalars(visits).one()
    alarms = select(AlarmRecord).where(AlarmRecord.organisation_id == organisation, AlarmRecord.id == deadline.root_id)
    return session.scalars(alarms).one()
