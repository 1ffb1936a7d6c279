"""Who is inside of an open silent alarm: nobody phones them, and nothing is asked of them.

Their telephone may be in the hand of whoever forces them. What still reaches them stands with each text
(`Spec.inside`); the rest is not sent, and what waits for an answer climbs to people outside.

And who is inside where somebody asked not to be phoned (`bel me niet, hij hoort het`): nobody phones them either, about
anything, while that alarm is open, or without one until the visit ends. They may be texted, and they read everything.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, and_, bindparam, cast, null, or_, select, text, union_all
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import open_in
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.visits.facts import ReturnTo, VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord

_HERE: BindParameter[UUID] = bindparam("organisation", type_=Uuid())
_WAITED_FOR = select(DeadlineRecord.root_id).where(
    open_in(_HERE, RootKind.VISIT), DeadlineRecord.kind == DeadlineKind.HOME_SAFE
)
_ASKED = union_all(
    select(AlarmRecord.worker_id, AlarmRecord.visit_id, AlarmRecord.cause).where(
        AlarmRecord.organisation_id == _HERE,
        or_(AlarmRecord.cause == Cause.DURESS, AlarmRecord.quiet),
        AlarmRecord.drill.is_(False),
        AlarmRecord.resolved_at.is_(None),
    ),
    # Before there is an alarm.
    select(VisitRecord.worker_id, VisitRecord.id, cast(null(), AlarmRecord.cause.type)).where(
        VisitRecord.organisation_id == _HERE,
        # Word for word that of the partial index: SQLite would look through every visit ever for "quiet = 1".
        text("visit.quiet"),
        VisitRecord.drill.is_(False),
        or_(
            VisitRecord.state == VisitState.UNDER_WAY,
            and_(VisitRecord.awaited_by.is_not(None), VisitRecord.returned_at.is_(None)),
            # On the way home, until they are heard from there.
            and_(VisitRecord.return_to == ReturnTo.HOME, VisitRecord.id.in_(_WAITED_FOR)),
        ),
    ),
).subquery("asked")
HUSHED = select(_ASKED.c.worker_id, CompanionRecord.person_id, _ASKED.c.cause).outerjoin(
    CompanionRecord,
    and_(
        CompanionRecord.organisation_id == _HERE,
        CompanionRecord.visit_id == _ASKED.c.visit_id,
        CompanionRecord.declined_at.is_(None),
    ),
)


class Hushed(NamedTuple):
    """Whom nobody phones: the workers, and the colleagues who came along.

    silent: inside of a silent alarm. quiet: inside where somebody asked for it.
    """

    silent: frozenset[UUID] = frozenset()
    quiet: frozenset[UUID] = frozenset()

    def to(self, viewer: UUID | None) -> frozenset[UUID]:
        """Returns whom this person may not phone. Who is inside themselves sees everything as on any day."""
        silent = frozenset() if viewer in self.silent else self.silent
        return silent if viewer in self.quiet else silent | self.quiet


NOBODY = Hushed()


def who_is_hushed(session: Session, organisation_id: UUID) -> Hushed:
    """Returns whom nobody phones now."""
    return hushed_in(session.execute(HUSHED, {"organisation": organisation_id}))


def hushed_among(session: Session, organisations: Iterable[UUID]) -> Hushed:
    """Returns whom nobody may ring in any of these organisations."""
    found = [who_is_hushed(session, organisation) for organisation in organisations]
    return Hushed(frozenset().union(*(one.silent for one in found)), frozenset().union(*(one.quiet for one in found)))


def who_is_silent(session: Session, organisation_id: UUID) -> frozenset[UUID]:
    """Returns who is inside of an open silent alarm: the worker, and the colleagues who came along."""
    return who_is_hushed(session, organisation_id).silent


def hushed_in(rows: Iterable[Any]) -> Hushed:
    """Returns the people in the rows of `HUSHED`."""
    found: dict[bool, set[UUID]] = {True: set(), False: set()}
    for worker, companion, cause in rows:
        found[cause is Cause.DURESS] |= {worker} if companion is None else {worker, companion}
    return Hushed(frozenset(found[True]), frozenset(found[False]))
