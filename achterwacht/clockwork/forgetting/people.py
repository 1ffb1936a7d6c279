"""People who left: their account becomes nameless once nothing is open in which they have a part."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.clockwork.forgetting.named import take_out_of_tasks
from achterwacht.clockwork.forgetting.steps import Over, Step, open_task, run
from achterwacht.codes.records import CodeRecord
from achterwacht.diary.records import OwnCalendarRecord, PutAwayRecord
from achterwacht.functions.records import HolderRecord
from achterwacht.idempotency.records import AnswerRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.passkeys.records import PasskeyRecord
from achterwacht.people.break_glass import BreakGlassRecord
from achterwacht.people.facts import NOWHERE
from achterwacht.people.phone_readiness import PhoneReadinessRecord
from achterwacht.people.records import (
    AccountLinkRecord,
    AppCodeRecord,
    DiaryLinkRecord,
    FormerNumberRecord,
    GrantRecord,
    IdentityRecord,
    KnownDeviceRecord,
    PersonRecord,
    RecoveryCodeRecord,
    TokenRecord,
)
from achterwacht.provisioning.records import ScimMemberRecord, ScimPersonRecord
from achterwacht.pushes.records import SubscriptionRecord
from achterwacht.retention.rules import Keeping
from achterwacht.single_sign_on.records import SignOnBegunRecord
from achterwacht.tasks.records import TaskRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.among import among

SOMEBODY = "Voormalig medewerker"
LEFT = (Audited.PERSON_LEFT, Audited.PERSON_ADDED)
"""Since when somebody does not work here, by the audit: they left, or were added as somebody who begins later."""
THEIRS: tuple[Any, ...] = (
    GrantRecord, TokenRecord, AccountLinkRecord, KnownDeviceRecord, DiaryLinkRecord, OwnCalendarRecord, PutAwayRecord,
    HolderRecord, AnswerRecord, CodeRecord, SubscriptionRecord, AppCodeRecord, RecoveryCodeRecord, IdentityRecord,
    SignOnBegunRecord, PasskeyRecord, ScimPersonRecord, ScimMemberRecord, BreakGlassRecord, FormerNumberRecord,
)  # fmt: skip


def _left(over: Over) -> Select[UUID]:
    lately = exists().where(
        AuditEventRecord.organisation_id == over.organisation_id,
        AuditEventRecord.about_id == PersonRecord.id,
        AuditEventRecord.kind.in_(LEFT),
        AuditEventRecord.at >= over.before,
    )
    return select(PersonRecord.id).where(
        PersonRecord.organisation_id == over.organisation_id,
        ~PersonRecord.active,
        PersonRecord.email.not_like(f"%{NOWHERE}"),
        ~lately,
        ~has_a_part(over.organisation_id, over),
    )


def has_a_part(ours: UUID, over: Over) -> ColumnElement[bool]:
    """Whether this person has a part in something that is open: a visit, an alarm, a report, a task, care."""
    who = PersonRecord.id
    visits = exists().where(
        VisitRecord.organisation_id == ours,
        VisitRecord.worker_id == who,
        or_(
            VisitRecord.state.in_((VisitState.PLANNED, VisitState.UNDER_WAY)),
            and_(VisitRecord.awaited_by.is_not(None), VisitRecord.returned_at.is_(None)),
        ),
    )
    alarms = exists().where(
        AlarmRecord.organisation_id == ours,
        AlarmRecord.resolved_at.is_(None),
        or_(AlarmRecord.worker_id == who, AlarmRecord.assigned_to == who, AlarmRecord.acknowledged_by == who),
    )
    reports = exists().where(
        IncidentRecord.organisation_id == ours,
        IncidentRecord.closed_at.is_(None),
        or_(IncidentRecord.employee_id == who, IncidentRecord.reported_by == who),
    )
    care = exists().where(
        CarePlanRecord.organisation_id == ours, CarePlanRecord.person_id == who, CarePlanRecord.ended_at.is_(None)
    )
    return or_(visits, alarms, reports, care, open_task(over, TaskRecord.person_id == who))


def make_nameless(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    """Take away the name, number, address, secrets and all that only an account needs; the row stays."""
    ours = over.organisation_id
    run(session, *(delete(one).where(one.organisation_id == ours, among(one.person_id, ids)) for one in THEIRS))
    phones = (PhoneReadinessRecord.organisation_id == ours, among(PhoneReadinessRecord.id, ids))
    run(session, delete(PhoneReadinessRecord).where(*phones))
    bare: dict[str, Any] = dict.fromkeys(
        ("phone", "number_verified_at", "number_denied_at", "absent_from", "absent_until", "password_hash", "pin_hash",
         "duress_pin_hash")
    )  # fmt: skip
    for one in ids:
        here = (PersonRecord.organisation_id == ours, PersonRecord.id == one)
        name = session.scalars(select(PersonRecord.name).where(*here)).one()
        take_out_of_tasks(session, ours, one, name, SOMEBODY)
        run(session, update(PersonRecord).where(*here).values(name=SOMEBODY, email=f"{one.hex}{NOWHERE}", **bare))
    return ()


STEPS = (Step(Keeping.PERSON, "people who left", _left, make_nameless, stays=True),)
