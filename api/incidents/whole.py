"""One report with all that hangs on it, each part as its own address would show it to this caller."""

from sqlalchemy.orm import Session

from achterwacht.aftercare import service as care
from achterwacht.afterwards import measures_seen
from achterwacht.afterwards.after_an_alarm import tasks_of_incident
from achterwacht.afterwards.damages import damages_of
from achterwacht.afterwards.measure_advice import advice_for, sees_measures
from achterwacht.afterwards.police import police_of
from achterwacht.aggressors.records import ReadOfAggressor
from achterwacht.aggressors.service import log_read
from achterwacht.attachments.service import of_incidents
from achterwacht.incidents.access import is_own
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from api.aftercare.schemas import CarePlanOut
from api.aftercare.shown import shown_plans
from api.attachments.schemas import AttachmentOut
from api.attachments.shown import attachments_out
from api.damages.schemas import DamagesOut
from api.damages.shown import damages_out
from api.http.schemas import Schema
from api.incidents.answers import IncidentOut, shown
from api.incidents.form_shown import YesNoOut
from api.measures.schemas import MeasureAdvice, MeasureOut
from api.measures.shown import advice_out, measures_out
from api.police.routes import shown as police_out
from api.police.schemas import PoliceOut
from api.tasks.shown import TaskOut, shown_tasks
from foundation.clock import clock_of


class AftercareOut(Schema):
    """yes, namely: what the form says, null where it does not yet. plans: the care that is planned."""

    yes: bool | None
    namely: str | None
    plans: list[CarePlanOut]


class WholeIncidentOut(IncidentOut):
    """A report with what is done about it, as far as it is yours to see: a list is empty and advice is null where it is
    not."""

    aftercare: AftercareOut  # type: ignore[assignment]  # holds what the form says, and the plans beside it
    tasks: list[TaskOut]
    advice: MeasureAdvice | None
    measures: list[MeasureOut]
    police: PoliceOut
    settling: DamagesOut
    attachments: list[AttachmentOut]


def whole(session: Session, me: Caller, record: IncidentRecord) -> WholeIncidentOut:
    """Returns this report with all that hangs on it. Advice that speaks of earlier reports is logged as read."""
    session.flush()
    [told] = shown(session, me, [record])
    answered: YesNoOut | None = told.aftercare
    plans = shown_plans(session, me, care.of_incident(session, me, record))
    aftercare = AftercareOut(
        yes=None if answered is None else answered.yes,
        namely=None if answered is None else answered.namely,
        plans=plans,
    )
    attached = of_incidents(session, record.organisation_id, [record.id])[record.id]
    return WholeIncidentOut(
        **{name: getattr(told, name) for name in IncidentOut.model_fields if name != "aftercare"},
        aftercare=aftercare,
        tasks=_tasks(session, me, record),
        advice=_advice(session, me, record),
        measures=_measures(session, me, record),
        police=police_out(session, me, police_of(session, me, record.id)),
        settling=damages_out(session, me, damages_of(session, me, record)),
        attachments=attachments_out(session, me, record, report_of(session, record), attached),
    )


def _tasks(session: Session, me: Caller, record: IncidentRecord) -> list[TaskOut]:
    if not me.can(Action.SEE_TASKS):
        return []
    return shown_tasks(session, me, tasks_of_incident(session, me, record.id))


def _advice(session: Session, me: Caller, record: IncidentRecord) -> MeasureAdvice | None:
    if not sees_measures(me, record):
        return None
    known, now = advice_for(session, me, record.id), clock_of(session).now(session)
    if known.advice.repeated:
        log_read(
            session,
            me.organisation_id,
            me.id,
            ReadOfAggressor.HISTORY,
            now,
            incident_id=record.id,
            aggressor_id=record.aggressor_id,
        )
    return advice_out(session, me, known, now)


def _measures(session: Session, me: Caller, record: IncidentRecord) -> list[MeasureOut]:
    if not sees_measures(me, record) and not is_own(me, record):
        return []
    _, found = measures_seen.of_incident(session, me, record.id)
    return measures_out(session, me, found, clock_of(session).now(session))
