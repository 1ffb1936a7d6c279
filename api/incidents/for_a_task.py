"""A report as whoever has a task about it reads it: what that task needs, and nothing else."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.afterwards import damages as use_damages
from achterwacht.afterwards.for_a_task import ForTask, read_for_task
from achterwacht.afterwards.officials import profile_for
from achterwacht.afterwards.police import note_for_task
from achterwacht.afterwards.reporting import close_for_task
from achterwacht.incidents.facts import AggressorTold
from achterwacht.incidents.service import profile_of
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.police import rules
from achterwacht.police.facts import Against, CopyOfRecord, PoliceKind, PoliceOutcome
from achterwacht.tasks.needs import Part
from api.aftercare.schemas import CarePlanOut
from api.aftercare.shown import shown_plans
from api.damages.schemas import DamagesOut, SettlementIn
from api.damages.shown import damages_out as settling_out
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import Schema
from api.http.security import Me, Write
from api.incidents.form_shown import BehaviourOut, DamageOut, behaviours_out, damages_out
from api.incidents.schemas import CloseIncident
from api.police.schemas import PoliceNotedIn
from api.tasks.shown import InShort, TaskOut, in_short, shown_tasks
from foundation.clock import clock_of

router = Router(prefix="/v1/tasks", tags=["tasks"])


class Happened(Schema):
    """What happened. behaviours: in the words of the protocol. injured: null where nobody said so."""

    description: str
    place: str | None
    behaviours: list[BehaviourOut]
    injured: bool | None


class ClientForTask(Schema):
    """Which client it is, for who is asked what they know of them or looks out for them. measure: what is thought of;
    null where nobody asks about one."""

    name: str | None
    client_reference: str | None
    behaviours: list[BehaviourOut]
    measure: str | None


class PoliceForTask(Schema):
    """How it went at the police, for who notes that. missing: what is still to be noted, by the name of a field."""

    against: Against
    kind: PoliceKind
    on: date | None
    where: str
    number: str
    copy_of_record: CopyOfRecord
    told_on: date | None
    agreed_on: date | None
    outcome: PoliceOutcome | None
    outcome_note: str
    missing: Annotated[list[str], Field(max_length=10)]


class ReportForTask(Schema):
    """What a task needs of its report: each part is null where it does not.

    settling: the line of damage that it is about, and how that ends.
    """

    task: TaskOut
    in_short: InShort
    happened: Happened | None
    damages: list[DamageOut] | None
    settling: DamagesOut | None
    police: PoliceForTask | None
    client: ClientForTask | None
    care: CarePlanOut | None


@router.get("/{task_id}/report", responses=problems(403, 404))
def read_report_for_task(task_id: UUID, me: Me, session: Write) -> ReportForTask:
    """Returns of a report what your open task needs. That you read it is recorded, and ends with the task."""
    me.require(Action.SEE_TASKS)
    return _shown(session, me, read_for_task(session, me, task_id, clock_of(session).now(session)))


@router.put("/{task_id}/settlement", responses=problems(403, 404, 409))
def settle_for_task(task_id: UUID, body: SettlementIn, me: Me, session: Write, once: IdempotentRequest) -> TaskOut:
    """Note how the line of damage ends that your task is about. With its end the task is done."""
    task = use_damages.settle_for_task(session, me, task_id, body.settlement())
    return once.answer(shown_tasks(session, me, [task])[0])


@router.patch("/{task_id}/police", responses=problems(400, 403, 404, 409))
def note_police_for_task(
    task_id: UUID, body: PoliceNotedIn, me: Me, session: Write, once: IdempotentRequest
) -> TaskOut:
    """Note how it went at the police, or what came of it, by your task. With what it asks for the task is done."""
    return once.answer(shown_tasks(session, me, [note_for_task(session, me, task_id, body.change())])[0])


@router.post("/{task_id}/close-report", responses=problems(403, 404, 409))
def close_report_for_task(
    task_id: UUID, body: CloseIncident, me: Me, session: Write, once: IdempotentRequest
) -> TaskOut:
    """Close the report by your task that asks for it, also if you read no reports: as a deputy without a role."""
    return once.answer(shown_tasks(session, me, [close_for_task(session, me, task_id, body.reason or None)])[0])


def _client(session: Session, found: ForTask) -> ClientForTask | None:
    if Part.CLIENT not in found.parts:
        return None
    form = found.report.form
    who = form.aggressor or AggressorTold()
    behaviours = behaviours_out(form, profile_of(session, found.incident))
    return ClientForTask(
        name=who.name, client_reference=who.client_reference, behaviours=behaviours, measure=found.measure
    )


def _police(session: Session, found: ForTask) -> PoliceForTask | None:
    one, profile = found.matter, profile_for(session, found.incident)
    if one is None or profile is None or profile.police_report is None:
        return None
    return PoliceForTask(
        against=one.against,
        kind=one.kind,
        on=one.done_on,
        where=one.station,
        number=one.number,
        copy_of_record=one.copy,
        told_on=one.told_on,
        agreed_on=one.agreed_on,
        outcome=one.outcome,
        outcome_note=one.outcome_note,
        missing=list(rules.missing(profile.police_report, one.facts())),
    )


def _shown(session: Session, me: Caller, found: ForTask) -> ReportForTask:
    account, form = found.report.account, found.report.form
    happened = Happened(
        description=account.description,
        place=account.place,
        behaviours=behaviours_out(form, profile_of(session, found.incident)),
        injured=account.injured,
    )
    return ReportForTask(
        task=shown_tasks(session, me, [found.task])[0],
        in_short=in_short(session, me, [found.incident.id])[found.incident.id],
        happened=happened if Part.HAPPENED in found.parts else None,
        damages=damages_out(form) if Part.DAMAGE in found.parts else None,
        settling=None if found.line is None else settling_out(session, me, found.line),
        police=_police(session, found),
        client=_client(session, found),
        care=shown_plans(session, me, [found.plan])[0] if found.plan is not None else None,
    )
