"""Whom nobody may phone: in a silent alarm, or where somebody asked for quiet; and how every text says so."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import RootKind
from achterwacht.visits.records import VisitRecord
from foundation.among import among
from notifications.cancelling import reword, unsent
from notifications.texts.templates import RINGING, Template


class Quietable(Protocol):
    """An alarm, or a row with these columns of one."""

    @property
    def quiet(self) -> bool: ...
    @property
    def drill(self) -> bool: ...
    @property
    def cause(self) -> Cause: ...


def wants_quiet(alarm: Quietable | None) -> bool:
    """Whether somebody inside asked that nobody phones. A silent alarm says so itself, and a drill asks for a call."""
    return alarm is not None and alarm.quiet and not alarm.drill and alarm.cause is not Cause.DURESS


def warn_in_what_waits(session: Session, organisation_id: UUID, inside: Collection[UUID], why: str) -> None:
    """Say in what still waits for people outside that nobody may ring these workers: it was written before.

    why: the fact that says so: `silent_alarm`, or `quietly`.
    """
    waiting = unsent(session, organisation_id, RINGING | {Template.GUARD})
    if not waiting:
        return
    theirs = set()
    for kind, record in ((RootKind.VISIT, VisitRecord), (RootKind.ALARM, AlarmRecord)):
        ids = {one.subject for one in waiting if one.subject_kind == kind and one.subject is not None}
        found = select(record.id).where(
            record.organisation_id == organisation_id, among(record.id, ids), among(record.worker_id, inside)
        )
        theirs |= {(kind, one) for one in session.scalars(found)} if ids else set()
    about_them = [one.id for one in waiting if (one.subject_kind, one.subject) in theirs]
    reword(session, organisation_id, about_them, {why: True})
