"""Where the name of somebody who left stands besides their account: in words that were stored as they were said."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import Session

from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.events.records import EventRecord
from achterwacht.incidents.form_records import IncidentWitnessRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.tasks.records import TaskRecord
from notifications.records import MessageRecord


def take_out_of_tasks(session: Session, organisation_id: UUID, person_id: UUID, name: str, instead: str) -> None:
    """Say `instead` for their name in the titles of tasks about what happened to them."""
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    care = select(CarePlanRecord.id).where(
        CarePlanRecord.organisation_id == organisation_id, CarePlanRecord.person_id == person_id
    )
    theirs = or_(TaskRecord.happened_to == person_id, TaskRecord.about_id.in_(care))
    for task in session.scalars(select(TaskRecord).where(TaskRecord.organisation_id == organisation_id, theirs)):
        said = {key: whole.sub(instead, one) if isinstance(one, str) else one for key, one in task.words.items()}
        if said != task.words:
            task.words = said
    session.flush()


def still_named(session: Session, organisation_id: UUID, person_id: UUID, name: str) -> Mapping[str, int]:
    """Returns how much still says who they were, by table: it is kept until its own term."""
    ours = (IncidentRecord.organisation_id == organisation_id) & or_(
        IncidentRecord.employee_id == person_id, IncidentRecord.reported_by == person_id
    )
    saw = (IncidentWitnessRecord.organisation_id == organisation_id) & (IncidentWitnessRecord.person_id == person_id)
    counts = {
        "incident": select(func.count()).where(ours),
        "incident_witness": select(func.count()).where(saw),
        "event": select(func.count()).where(
            EventRecord.organisation_id == organisation_id, _says(EventRecord.facts, name)
        ),
        "message": select(func.count()).where(
            MessageRecord.organisation_id == organisation_id, _says(MessageRecord.payload, name)
        ),
    }
    found = {table: session.scalar(one) or 0 for table, one in counts.items()}
    return {table: many for table, many in found.items() if many}


def _says(column: Any, name: str) -> ColumnElement[bool]:
    """Whether the name stands in stored facts: as it is, or as JSON writes it without letters beyond ASCII."""
    told = cast(column, String)
    ways = {json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]}
    return or_(*(told.contains(one, autoescape=True) for one in sorted(ways)))
