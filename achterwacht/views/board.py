"""What stands on the board, read in a fixed number of statements, however many visits and alarms there are.

Columns and not records: a board of five hundred visits is asked for all day long. What is read here belongs to nobody
in particular; who may see what of it is decided where it is shown (`api/board/rows.py`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select, text, true
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord, PoliceCallRecord, ToldRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.service import last_tick
from achterwacht.kinds import RootKind
from achterwacht.people.records import PersonRecord, TeamRecord
from achterwacht.use_cases.relief import Relief, reliefs_of
from achterwacht.views.visits import Reading
from achterwacht.views.whereabouts import going_home, shown
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.inside import OpenPress, open_presses, who_is_silent
from foundation.among import among

# fmt: off
VISIT = (
    VisitRecord.id, VisitRecord.state, VisitRecord.team_id, VisitRecord.worker_id,
    VisitRecord.address_line, VisitRecord.planned_start, VisitRecord.started_at, VisitRecord.expected_end,
    VisitRecord.ended_at, VisitRecord.shown_ended_at, VisitRecord.check_call, VisitRecord.drill, VisitRecord.occasion,
    VisitRecord.alone_allowed_by, VisitRecord.back_up, VisitRecord.back_up_accepted_at, VisitRecord.police_told_at,
    # Of what goes on it is not shown any more, and to read it costs as much as half the row.
    case((VisitRecord.state == VisitState.PLANNED, VisitRecord.risk)).label("risk"),
    PersonRecord.name.label("worker"), PersonRecord.phone, PersonRecord.sms_refused,
)
ALARM = (
    AlarmRecord.id, AlarmRecord.visit_id, AlarmRecord.team_id, AlarmRecord.worker_id, AlarmRecord.cause,
    AlarmRecord.level, AlarmRecord.drill, AlarmRecord.opened_at, AlarmRecord.acknowledged_by,
    AlarmRecord.acknowledged_at, AlarmRecord.protocol_id, VisitRecord.address_line, PersonRecord.name.label("worker"),
    PersonRecord.phone,
)
# fmt: on
Found = Any
"""A row with the columns above."""
Roots = tuple[RootKind, UUID]


@dataclass(frozen=True)
class Told:
    """How many people were told of an alarm, how many said that they can't, and how many could not be reached."""

    people: int = 0
    declined: int = 0
    failed: int = 0


@dataclass(frozen=True)
class OnTheBoard:
    """The board of these teams at one moment. homeward: over, and the worker not heard of at home yet.

    openly: of the silent alarms, those in which the noodknop was pressed for all to see. alarm_of: by visit.
    """

    reading: Reading
    ticked_at: datetime | None
    teams: Mapping[UUID, str]
    visits: Sequence[Found]
    homeward: Sequence[Found]
    companions: Mapping[UUID, Sequence[Found]]
    alarms: Sequence[Found]
    openly: Mapping[UUID, OpenPress]
    silent: Collection[UUID]
    """Who is inside of any silent alarm of the organisation: nobody outside phones or asks them, on any visit."""
    called: Mapping[UUID, Found]
    """The last time a human called the police, by alarm."""
    deadlines: Mapping[Roots, Sequence[Found]]
    told: Mapping[UUID, Told]
    reliefs: Sequence[Relief]

    @property
    def now(self) -> datetime:
        return self.reading.now

    @property
    def everything(self) -> Iterator[Found]:
        return chain(self.visits, self.homeward, self.alarms)

    def inside(self, worker: UUID, visit_id: UUID | None) -> set[UUID]:
        """Who is at that address: the worker, and the colleagues who come along."""
        along = self.companions.get(visit_id, ()) if visit_id else ()
        return {worker, *(one.person_id for one in along if one.person_id)}

    def own_eyes(self) -> frozenset[UUID]:
        """For whom it may look otherwise than for everybody else with the same rights: who is inside anywhere, of whom
        a silent alarm must be kept, and who is asked to take the watch."""
        own = {one.worker_id for one in self.everything}
        own |= {one.person_id for several in self.companions.values() for one in several}
        own |= set(self.silent)
        own |= {person for one in self.reliefs for person in one.asked}
        return frozenset(own)


def on_the_board(session: Session, organisation_id: UUID, teams: Collection[UUID] | None, now: datetime) -> OnTheBoard:
    """Read it. `teams`: of which; None is all of them."""
    reading = Reading(session, organisation_id, now)
    mine = true() if teams is None else VisitRecord.team_id.in_(teams)
    visits = _visits(session, organisation_id, mine, shown(now))
    homeward = _visits(session, organisation_id, mine, VisitRecord.id.in_(_waited_for(organisation_id)), ended=True)
    alarms = session.execute(
        select(*ALARM)
        .join(PersonRecord, PersonRecord.id == AlarmRecord.worker_id)
        .outerjoin(
            VisitRecord,
            (VisitRecord.organisation_id == AlarmRecord.organisation_id) & (VisitRecord.id == AlarmRecord.visit_id),
        )
        .where(
            AlarmRecord.organisation_id == organisation_id,
            AlarmRecord.resolved_at.is_(None),
            true() if teams is None else AlarmRecord.team_id.in_(teams),
        )
    ).all()
    ids = {one.id for one in chain(visits, homeward)} | {one.visit_id for one in alarms if one.visit_id}
    alarm_ids = [one.id for one in alarms]
    reliefs = reliefs_of(session, organisation_id, teams)
    reading.read_duty({one.team_id for one in chain(visits, homeward, alarms)})
    companions = _companions(session, organisation_id, ids)
    reading.learn(
        [one.acknowledged_by for one in alarms]
        + [person for one in reliefs for person in (*one.staying, *one.asked)]
        + [one.person_id for several in companions.values() for one in several]
    )
    return OnTheBoard(
        reading=reading,
        ticked_at=last_tick(session, now),
        teams=_teams(session, organisation_id, teams),
        visits=visits,
        homeward=homeward,
        companions=companions,
        alarms=alarms,
        openly=open_presses(session, organisation_id, [one.id for one in alarms if one.cause is Cause.DURESS]),
        silent=who_is_silent(session, organisation_id),
        called=_called(session, organisation_id, alarm_ids),
        deadlines=_deadlines(session, organisation_id, [*ids, *alarm_ids]),
        told=_told(session, organisation_id, alarm_ids),
        reliefs=reliefs,
    )


def _visits(
    session: Session,
    organisation_id: UUID,
    mine: ColumnElement[bool],
    which: ColumnElement[bool],
    *,
    ended: bool = False,
) -> Sequence[Found]:
    # The first condition word for word as in the partial index, so that it is used.
    still_open = true() if ended else text("visit.state IN ('planned', 'under_way')")
    return session.execute(
        select(*VISIT)
        .join(PersonRecord, PersonRecord.id == VisitRecord.worker_id)
        .where(still_open, VisitRecord.organisation_id == organisation_id, mine, which)
    ).all()


def _waited_for(organisation_id: UUID) -> Any:
    return going_home(organisation_id).with_only_columns(VisitRecord.id).order_by(None)


def _companions(session: Session, organisation_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Found]]:
    columns = (CompanionRecord.visit_id, CompanionRecord.person_id, CompanionRecord.name, CompanionRecord.phone,
               CompanionRecord.there_at)  # fmt: skip
    found = session.execute(
        select(*columns)
        .where(CompanionRecord.organisation_id == organisation_id, among(CompanionRecord.visit_id, ids))
        .order_by(CompanionRecord.name)
    )
    return _by(found, lambda one: one.visit_id)


def _deadlines(session: Session, organisation_id: UUID, ids: Collection[UUID]) -> Mapping[Roots, Sequence[Found]]:
    found = session.execute(
        select(DeadlineRecord.root_kind, DeadlineRecord.root_id, DeadlineRecord.kind, DeadlineRecord.due_at).where(
            DeadlineRecord.organisation_id == organisation_id,
            (DeadlineRecord.root_kind == RootKind.VISIT) | (DeadlineRecord.root_kind == RootKind.ALARM),
            among(DeadlineRecord.root_id, ids),
            DeadlineRecord.fired_at.is_(None),
            DeadlineRecord.cancelled_at.is_(None),
        )
    )
    return _by(found, lambda one: (one.root_kind, one.root_id))


def _told(session: Session, organisation_id: UUID, alarm_ids: Collection[UUID]) -> Mapping[UUID, Told]:
    columns = (
        ToldRecord.alarm_id,
        func.count().label("people"),
        func.count(case((ToldRecord.declined, 1))).label("declined"),
        func.count(case((ToldRecord.failed, 1))).label("failed"),
    )
    found = session.execute(
        select(*columns)
        .where(ToldRecord.organisation_id == organisation_id, among(ToldRecord.alarm_id, alarm_ids))
        .group_by(ToldRecord.alarm_id)
    )
    return {one.alarm_id: Told(one.people, one.declined, one.failed) for one in found}


def _called(session: Session, organisation_id: UUID, alarm_ids: Collection[UUID]) -> Mapping[UUID, Found]:
    columns = (PoliceCallRecord.alarm_id, PoliceCallRecord.called_at, PoliceCallRecord.number,
               PoliceCallRecord.reference)  # fmt: skip
    found = session.execute(
        select(*columns)
        .where(PoliceCallRecord.organisation_id == organisation_id, among(PoliceCallRecord.alarm_id, alarm_ids))
        .order_by(PoliceCallRecord.called_at)
    )
    return {one.alarm_id: one for one in found}


def _teams(session: Session, organisation_id: UUID, teams: Collection[UUID] | None) -> Mapping[UUID, str]:
    found = session.execute(
        select(TeamRecord.id, TeamRecord.name)
        .where(TeamRecord.organisation_id == organisation_id, true() if teams is None else TeamRecord.id.in_(teams))
        .order_by(TeamRecord.name)
    )
    return {one.id: one.name for one in found}


def _by(rows: Any, key: Any) -> Mapping[Any, Sequence[Found]]:
    found: dict[Any, list[Found]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
