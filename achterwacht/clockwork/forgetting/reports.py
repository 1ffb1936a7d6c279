"""Reports: each goes as a whole, with its letters, measures, care, tasks and files, long after its case was closed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.orm import Session

from achterwacht.aftercare.records import CareEvaluationRecord, CareOfferRecord, CarePlanRecord
from achterwacht.aggressors.records import AggressorRecord, SamePersonRecord
from achterwacht.attachments.records import AttachmentRecord
from achterwacht.clockwork.forgetting.steps import Over, Step, forget_roots, forget_tasks, open_task, run
from achterwacht.damages.records import DamageSettlementRecord
from achterwacht.incidents.form_records import (
    IncidentBehaviourRecord,
    IncidentDamageRecord,
    IncidentEmployeeRecord,
    IncidentReopeningRecord,
    IncidentSightingRecord,
    IncidentSignatureRecord,
    IncidentWitnessRecord,
)
from achterwacht.incidents.records import IncidentAggressorRecord, IncidentRecord
from achterwacht.kinds import RootKind
from achterwacht.letters.records import LetterRecord, LetterSignatureRecord, LetterYearRecord
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureBreachRecord, MeasurePhotoRecord, MeasureRecord
from achterwacht.police.records import PoliceMatterRecord
from achterwacht.retention.rules import Keeping
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.tasks.records import TaskRecord
from achterwacht.third_party_acts.records import ThirdPartyActRecord
from foundation.among import among

OF_THE_REPORT = (
    DamageSettlementRecord, IncidentDamageRecord, IncidentBehaviourRecord, IncidentWitnessRecord,
    IncidentSightingRecord, IncidentAggressorRecord, IncidentEmployeeRecord, IncidentSignatureRecord,
    IncidentReopeningRecord, PoliceMatterRecord, ThirdPartyActRecord, SamePersonRecord, AttachmentRecord,
    LetterRecord, MeasureRecord, CarePlanRecord,
)  # fmt: skip
"""In the order of their references."""


def _closed(over: Over) -> Select[UUID]:
    ours, here = over.organisation_id, IncidentRecord.id
    # What nobody decided on before the report was closed waits for nobody any more.
    in_force = exists().where(
        MeasureRecord.organisation_id == ours,
        MeasureRecord.incident_id == here,
        MeasureRecord.state == MeasureState.IN_FORCE,
    )
    cared_for = exists().where(
        CarePlanRecord.organisation_id == ours, CarePlanRecord.incident_id == here, CarePlanRecord.ended_at.is_(None)
    )
    in_the_register = exists().where(
        ThirdPartyActRecord.organisation_id == ours,
        ThirdPartyActRecord.incident_id == here,
        ThirdPartyActRecord.kept_until >= over.now.date(),
    )
    marks = exists().where(RiskMarkRecord.organisation_id == ours, RiskMarkRecord.incident_id == here)
    return select(IncidentRecord.id).where(
        IncidentRecord.organisation_id == ours,
        IncidentRecord.closed_at < over.before,
        ~in_force,
        ~cared_for,
        ~in_the_register,
        ~marks,
        ~open_task(over, TaskRecord.incident_id == here),
    )


def _forget(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    """Delete these reports with all that hangs on them, and return the names of their files."""
    ours = over.organisation_id

    def its(record: Any) -> Any:
        return select(record.id).where(record.organisation_id == ours, among(record.incident_id, ids))

    measures, letters = session.scalars(its(MeasureRecord)).all(), session.scalars(its(LetterRecord)).all()
    files = _files(session, over, ids, measures)
    _count_letters(session, over, ids)
    forget_tasks(session, over, among(TaskRecord.incident_id, ids))
    forget_roots(session, over, RootKind.MEASURE, measures)
    under = (
        (MeasureBreachRecord, MeasureBreachRecord.measure_id, measures),
        (MeasurePhotoRecord, MeasurePhotoRecord.measure_id, measures),
        (LetterSignatureRecord, LetterSignatureRecord.letter_id, letters),
    )
    run(session, *(delete(one).where(one.organisation_id == ours, among(column, of)) for one, column, of in under))
    plans = session.scalars(its(CarePlanRecord)).all()
    for of_plan in (CareOfferRecord, CareEvaluationRecord):
        run(session, delete(of_plan).where(of_plan.organisation_id == ours, among(of_plan.plan_id, plans)))
    run(
        session, *(delete(one).where(one.organisation_id == ours, among(one.incident_id, ids)) for one in OF_THE_REPORT)
    )
    run(session, delete(IncidentRecord).where(IncidentRecord.organisation_id == ours, among(IncidentRecord.id, ids)))
    return files


def _files(session: Session, over: Over, ids: Sequence[UUID], measures: Sequence[UUID]) -> list[str]:
    ours = over.organisation_id
    attached = select(AttachmentRecord).where(
        AttachmentRecord.organisation_id == ours, among(AttachmentRecord.incident_id, ids)
    )
    photos = select(MeasurePhotoRecord).where(
        MeasurePhotoRecord.organisation_id == ours, among(MeasurePhotoRecord.measure_id, measures)
    )
    letters = select(LetterRecord).where(
        LetterRecord.organisation_id == ours, among(LetterRecord.incident_id, ids), LetterRecord.kept_at.is_not(None)
    )
    return [
        *(one.file_key for one in session.scalars(attached) if one.removed_at is None),
        *(one.file_key for one in session.scalars(photos)),
        *(one.file_key for one in session.scalars(letters)),
    ]


def _count_letters(session: Session, over: Over, ids: Sequence[UUID]) -> None:
    """Their numbers are not given out again, and missed by nobody."""
    ours = over.organisation_id
    years = select(LetterRecord.year).where(
        LetterRecord.organisation_id == ours, among(LetterRecord.incident_id, ids), LetterRecord.number.is_not(None)
    )
    for year, letters in Counter(session.scalars(years)).items():
        here = (LetterYearRecord.organisation_id == ours, LetterYearRecord.year == year)
        counted = {LetterYearRecord.forgotten: LetterYearRecord.forgotten + letters}
        run(session, update(LetterYearRecord).where(*here).values(counted))


def _without_reports(over: Over) -> Select[UUID]:
    """People of whom somebody said that they did several things, which are all gone."""
    ours = over.organisation_id
    did = exists().where(SamePersonRecord.organisation_id == ours, SamePersonRecord.aggressor_id == AggressorRecord.id)
    return select(AggressorRecord.id).where(
        AggressorRecord.organisation_id == ours, AggressorRecord.made_at < over.before, ~did
    )


def _delete_aggressors(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    ours = AggressorRecord.organisation_id == over.organisation_id
    run(session, delete(AggressorRecord).where(ours, among(AggressorRecord.id, ids)))
    return ()


STEPS = (
    Step(Keeping.REPORT, "reports", _closed, _forget, 5),
    Step(Keeping.REPORT, "aggressors", _without_reports, _delete_aggressors),
)
