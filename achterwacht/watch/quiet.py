"""Whom nobody may phone: in a silent alarm, or where somebody asked for quiet; and how every text says so."""

from collections.abc import Collection, Iterable
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import RootKind
from achterwacht.notices.in_silence import who_is_silent
from achterwacht.visits.records import VisitRecord
from foundation.among import among
from foundation.subject import Subject
from notifications.cancelling import reword, unsent
from notifications.texts.templates import RINGING, Template


def silent_in(session: Session, organisations: Iterable[UUID]) -> set[UUID]:
    """Returns who is inside of a silent alarm: most texts don't go to them, and some say that nobody may ring them."""
    return {person for organisation in organisations for person in who_is_silent(session, organisation)}


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


def steps_by(alarm: Quietable, *, silent: bool) -> Cause:
    """Returns by which cause the desk's list of this alarm goes.

    silent: somebody inside is in a silent alarm, of this visit or another: then no list may say to phone them.
    """
    return Cause.DURESS if silent and not alarm.drill else alarm.cause


def is_quiet(session: Session, organisation_id: UUID, about: Subject) -> bool:
    """Whether somebody inside asked for quiet in this alarm, or in an open alarm of this visit."""
    these = AlarmRecord.id == about.id
    if about.kind == RootKind.VISIT:
        these = (AlarmRecord.visit_id == about.id) & AlarmRecord.resolved_at.is_(None)
    found = select(AlarmRecord).where(AlarmRecord.organisation_id == organisation_id, AlarmRecord.quiet, these)
    return any(wants_quiet(one) for one in session.scalars(found))


def quiet_in_what_waits(session: Session, organisation_id: UUID, alarms: Collection[UUID]) -> None:
    """Say in what still waits about these alarms, and the visits they are of, that somebody asked for quiet."""
    waiting = unsent(session, organisation_id, RINGING | {Template.GUARD})
    if not waiting:
        return
    of_visits = select(AlarmRecord.visit_id).where(
        AlarmRecord.organisation_id == organisation_id, among(AlarmRecord.id, alarms), AlarmRecord.visit_id.is_not(None)
    )
    theirs: set[tuple[str | None, UUID | None]] = {(RootKind.ALARM, one) for one in alarms}
    theirs |= {(RootKind.VISIT, one) for one in session.scalars(of_visits)}
    about_them = [one.id for one in waiting if (one.subject_kind, one.subject) in theirs]
    reword(session, organisation_id, about_them, {"quietly": True})


def warn_in_what_waits(session: Session, organisation_id: UUID, inside: Collection[UUID]) -> None:
    """Say in what still waits for people outside that nobody may ring these workers: it was written before."""
    waiting = unsent(session, organisation_id, RINGING)
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
    reword(session, organisation_id, about_them, {"silent_alarm": True})
