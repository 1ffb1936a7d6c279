"""The statements of every batch. They are built once: building one costs more than running it.

Each asks for one organisation, in which an id names one visit or one alarm.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, Uuid, bindparam, or_, select
from sqlalchemy.orm import load_only

from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.codes.records import CodeRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import RootKind
from achterwacht.people.records import PersonRecord, TeamRecord
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.among import among
from foundation.clock import present
from foundation.together import Together, columns_of

HERE: BindParameter[UUID] = bindparam("organisation", type_=Uuid())
ANEW: dict[str, Any] = {"populate_existing": True}
FOR_THE_RULES = load_only(
    VisitRecord.organisation_id, VisitRecord.team_id, VisitRecord.worker_id, VisitRecord.protocol_id, VisitRecord.state,
    VisitRecord.kind, VisitRecord.address_key,
    VisitRecord.drill, VisitRecord.address_line, VisitRecord.planned_start, VisitRecord.started_at,
    VisitRecord.expected_end, VisitRecord.ended_at, VisitRecord.check_call, VisitRecord.asked_count,
    VisitRecord.chased_count, VisitRecord.last_heard_at, VisitRecord.signed_off_at, VisitRecord.shown_ended_at,
    VisitRecord.return_to, VisitRecord.back_by, VisitRecord.awaited_by, VisitRecord.heading_to,
    VisitRecord.returned_at, VisitRecord.alone_allowed_by, VisitRecord.back_up, VisitRecord.back_up_accepted_at,
    VisitRecord.police_told_at, VisitRecord.call_after_minutes, VisitRecord.alone_asked,
    VisitRecord.expects_trouble, VisitRecord.trouble_said_by, VisitRecord.police_wanted,
    VisitRecord.fraud, VisitRecord.fraud_decided_by,
    VisitRecord.file_searched_by, VisitRecord.file_searched_at, VisitRecord.letter_looked_up_by,
    VisitRecord.letter_looked_up_at, VisitRecord.quiet,
    raiseload=True,
)  # fmt: skip
"""The columns of a visit that a rule or a text needs. The others are long, and the clock has no use for them."""
LOCK_DUE: Mapping[RootKind, Select[Any]] = {
    RootKind.VISIT: select(VisitRecord)
    .options(FOR_THE_RULES)
    .where(VisitRecord.organisation_id == HERE, among(VisitRecord.id, "ids"))
    .order_by(VisitRecord.id)
    .with_for_update(skip_locked=True)
    .execution_options(**ANEW),
    RootKind.ALARM: select(AlarmRecord)
    .where(AlarmRecord.organisation_id == HERE, among(AlarmRecord.id, "ids"))
    .order_by(AlarmRecord.id)
    .with_for_update(skip_locked=True)
    .execution_options(**ANEW),
}
OPEN_ALARMS = (
    select(AlarmRecord)
    .where(AlarmRecord.organisation_id == HERE, among(AlarmRecord.visit_id, "ids"), AlarmRecord.resolved_at.is_(None))
    .order_by(AlarmRecord.id)
    .with_for_update()
    .execution_options(**ANEW)
)
TOLD = (
    select(ToldRecord)
    .where(ToldRecord.organisation_id == HERE, among(ToldRecord.alarm_id, "ids"))
    .order_by(ToldRecord.told_at)
    .execution_options(**ANEW)
)
COMPANIONS = select(CompanionRecord).where(
    CompanionRecord.organisation_id == HERE, among(CompanionRecord.visit_id, "ids")
)
_DEADLINES = select(
    DeadlineRecord.root_kind,
    DeadlineRecord.root_id,
    DeadlineRecord.id,
    DeadlineRecord.kind,
    DeadlineRecord.priority,
    DeadlineRecord.due_at,
).where(
    DeadlineRecord.organisation_id == HERE,
    DeadlineRecord.fired_at.is_(None),
    DeadlineRecord.cancelled_at.is_(None),
)
OPEN_DEADLINES = _DEADLINES.where(
    or_(DeadlineRecord.root_kind == RootKind.VISIT, DeadlineRecord.root_kind == RootKind.ALARM),
    among(DeadlineRecord.root_id, "ids"),
)
"""Deadlines of visits and alarms together, told apart by kind. One list of ids: with two, SQLite reads every row."""
WORKERS = select(PersonRecord.id, PersonRecord.name, PersonRecord.phone).where(
    PersonRecord.organisation_id == HERE, among(PersonRecord.id, "ids")
)
ADDRESSEES = select(
    PersonRecord.id, PersonRecord.name, PersonRecord.phone, PersonRecord.language, PersonRecord.sms_refused
).where(among(PersonRecord.organisation_id, "organisations"), among(PersonRecord.id, "ids"))
LOCK_VISIT = (
    select(VisitRecord)
    .where(VisitRecord.organisation_id == HERE, VisitRecord.id == bindparam("id"))
    .with_for_update()
    .execution_options(**ANEW)
)
LOCK_VISIT_OF_ALARM = (
    select(VisitRecord, AlarmRecord)
    .join_from(
        VisitRecord,
        AlarmRecord,
        (AlarmRecord.organisation_id == VisitRecord.organisation_id) & (AlarmRecord.visit_id == VisitRecord.id),
    )
    .where(AlarmRecord.organisation_id == HERE, AlarmRecord.id == bindparam("id"))
    .with_for_update()
    .execution_options(**ANEW)
)
"""The visit comes first, so that it is locked first."""
LOCK_STANDALONE = (
    select(AlarmRecord)
    .where(AlarmRecord.organisation_id == HERE, AlarmRecord.id == bindparam("id"), AlarmRecord.visit_id.is_(None))
    .with_for_update()
    .execution_options(**ANEW)
)
AROUND_ONE = Together(
    who=select(
        present().label("now"),
        PersonRecord.id,
        PersonRecord.name,
        PersonRecord.phone,
        PersonRecord.language,
        PersonRecord.sms_refused,
        TeamRecord.name.label("team"),
    )
    .join(TeamRecord, TeamRecord.organisation_id == PersonRecord.organisation_id)
    .where(
        PersonRecord.organisation_id == HERE,
        PersonRecord.id == bindparam("worker"),
        TeamRecord.id == bindparam("of_team"),
    ),
    companions=select(*columns_of(CompanionRecord)).where(
        CompanionRecord.organisation_id == HERE, CompanionRecord.visit_id == bindparam("visit")
    ),
    deadlines=_DEADLINES.where(
        DeadlineRecord.root_kind == bindparam("kind"), DeadlineRecord.root_id == bindparam("root")
    ),
    told=select(*columns_of(ToldRecord)).where(
        ToldRecord.organisation_id == HERE, ToldRecord.alarm_id == bindparam("alarm")
    ),
    codes=select(CodeRecord.person_id, CodeRecord.purpose, CodeRecord.code).where(
        CodeRecord.organisation_id == HERE,
        CodeRecord.subject_kind == RootKind.ALARM,
        CodeRecord.subject_id == bindparam("alarm"),
    ),
)
"""All that belongs to one locked root, with its worker, the name of its team, and the time at which it is locked."""


def open_without_a_visit(organisation_id: UUID, team_id: UUID) -> Select[AlarmRecord]:
    """Returns a statement for the open alarms of a team that have no visit and are no drill."""
    return select(AlarmRecord).where(
        AlarmRecord.organisation_id == organisation_id,
        AlarmRecord.team_id == team_id,
        AlarmRecord.visit_id.is_(None),
        AlarmRecord.drill.is_(False),
        AlarmRecord.resolved_at.is_(None),
    )
