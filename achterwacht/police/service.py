"""The rows of police matters."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.police.facts import Against, Matter
from achterwacht.police.records import PoliceMatterRecord
from achterwacht.refused import NotFound, RuleBroken

OF_MATTERS = UUID("0d3f1a64-4f4e-5a57-9e21-6b1f0c2f77d0")
"""The namespace of the ids of matters."""


class DecidedAlready(RuleBroken):
    """It was decided before. What is noted of it can be changed."""

    code = "police_decided"


def id_of(organisation_id: UUID, incident_id: UUID, against: Against) -> UUID:
    """Returns the id of the matter: known before it is decided, so that a task can be about it."""
    return uuid5(OF_MATTERS, f"{organisation_id}:{incident_id}:{against}")


def matters_of(session: Session, organisation_id: UUID, incident_id: UUID) -> Sequence[PoliceMatterRecord]:
    """Returns what was decided of an incident, in the order in which it was."""
    of_it = (PoliceMatterRecord.organisation_id == organisation_id) & (PoliceMatterRecord.incident_id == incident_id)
    return session.scalars(
        select(PoliceMatterRecord).where(of_it).order_by(PoliceMatterRecord.noted_at, PoliceMatterRecord.id)
    ).all()


def find(session: Session, organisation_id: UUID, incident_id: UUID, against: Against) -> PoliceMatterRecord:
    """Returns one matter.

    Raises:
        NotFound: nothing was decided of it.
    """
    record = session.get(PoliceMatterRecord, id_of(organisation_id, incident_id, against))
    if record is None:
        raise NotFound("police")
    return record


def add(
    session: Session, organisation_id: UUID, incident_id: UUID, matter: Matter, by: UUID, now: datetime
) -> PoliceMatterRecord:
    """Keep what was decided. The incident is locked.

    Raises:
        DecidedAlready: there is one.
    """
    key = id_of(organisation_id, incident_id, matter.against)
    if session.get(PoliceMatterRecord, key) is not None:
        raise DecidedAlready
    record = PoliceMatterRecord(
        id=key, organisation_id=organisation_id, incident_id=incident_id, against=matter.against, noted_by=by,
        noted_at=now,
    )  # fmt: skip
    record.note(matter)
    session.add(record)
    session.flush()
    return record
