"""Reads what stands on the board, in a fixed number of statements however many visits and alarms there are.

It reads columns instead of records: a board of five hundred visits is asked for all day long. So the statements are
built once, their rows bypass the ORM, and they are read into named tuples: getting a column by name from SQLAlchemy's
rows costs ten times as much, and a row of the board does that thirty times. What is read here is not for anybody in
particular; who may see what is decided where it is shown (`api/board/rows.py`).
"""

from collections import defaultdict, namedtuple
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, case, func, or_, select, text, true
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord, PoliceCallRecord, ToldRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.service import last_tick
from achterwacht.kinds import STEPS_OF_AN_ALARM, DeadlineKind, RootKind
from achterwacht.notices.in_silence import who_is_silent
from achterwacht.people.records import PersonRecord, TeamRecord
from achterwacht.use_cases.reliefs import Relief, reliefs_of
from achterwacht.views.visits import Reading
from achterwacht.views.whereabouts import AHEAD, going_home, shown
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.inside import OpenPress, open_presses
from achterwacht.watch.statements import HERE
from foundation.among import among
from foundation.columns import Moment

# fmt: off
VISIT = (
    VisitRecord.id, VisitRecord.state, VisitRecord.team_id, VisitRecord.worker_id,
    VisitRecord.address_line, VisitRecord.planned_start, VisitRecord.started_at, VisitRecord.expected_end,
    VisitRecord.ended_at, VisitRecord.awaited_by, VisitRecord.returned_at, VisitRecord.heading_to,
    VisitRecord.shown_ended_at, VisitRecord.check_call, VisitRecord.drill, VisitRecord.occasion,
    VisitRecord.kind, VisitRecord.protocol_id,
    VisitRecord.alone_allowed_by, VisitRecord.back_up, VisitRecord.back_up_accepted_at, VisitRecord.police_told_at,
    VisitRecord.expects_trouble, VisitRecord.police_wanted, VisitRecord.file_searched_by, VisitRecord.file_searched_at,
    VisitRecord.letter_looked_up_by, VisitRecord.letter_looked_up_at, VisitRecord.fraud,
    # For a visit under way this is no longer shown, and reading it costs as much as half the row.
    case((VisitRecord.state == VisitState.PLANNED, VisitRecord.risk)).label("risk"),
    PersonRecord.name.label("worker"), PersonRecord.phone, PersonRecord.sms_refused,
)
ALARM = (
    AlarmRecord.id, AlarmRecord.visit_id, AlarmRecord.team_id, AlarmRecord.worker_id, AlarmRecord.cause,
    AlarmRecord.level, AlarmRecord.drill, AlarmRecord.opened_at, AlarmRecord.acknowledged_by,
    AlarmRecord.acknowledged_at, AlarmRecord.protocol_id, VisitRecord.address_line, PersonRecord.name.label("worker"),
    PersonRecord.phone,
)
COMPANION = (
    CompanionRecord.visit_id, CompanionRecord.person_id, CompanionRecord.name, CompanionRecord.phone,
    CompanionRecord.there_at,
)
CALLED = (
    PoliceCallRecord.alarm_id, PoliceCallRecord.called_at, PoliceCallRecord.number, PoliceCallRecord.reference,
)
DEADLINE = DeadlineRecord.root_kind, DeadlineRecord.root_id, DeadlineRecord.kind, DeadlineRecord.due_at
TOLD = (
    ToldRecord.alarm_id,
    func.count().label("people"),
    func.count(case((ToldRecord.declined, 1))).label("declined"),
    func.count(case((ToldRecord.failed, 1))).label("failed"),
)
# fmt: on
Found = Any
"""A row with the columns of one of these statements."""
Next = tuple[datetime, DeadlineKind]
"""What comes due, and when."""


@dataclass(frozen=True)
class Told:
    """How many people were told of an alarm, how many declined, and how many could not be reached."""

    people: int = 0
    declined: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Due:
    """What comes due first for each visit or alarm: among the steps of an alarm, and among the rest."""

    steps: Mapping[UUID, Next]
    rest: Mapping[UUID, Next]

    def first(self, root: UUID) -> Next | None:
        """Returns whichever comes first, or None."""
        step, other = self.steps.get(root), self.rest.get(root)
        return min(step, other) if step and other else step or other


@dataclass(frozen=True)
class OnTheBoard:
    """The board of these teams at one moment.

    homeward: visits that are over while the worker has not reported home yet. openly: the silent alarms in which the
    noodknop was also pressed openly. alarm_of: by visit.
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
    """Everybody inside in any silent alarm of the organisation: nobody outside may phone or ask them, on any visit."""
    called: Mapping[UUID, Found]
    """The last time a human called the police, by alarm."""
    due: Mapping[RootKind, "Due"]
    told: Mapping[UUID, Told]
    reliefs: Sequence[Relief]

    @property
    def now(self) -> datetime:
        return self.reading.now

    @property
    def everything(self) -> Iterator[Found]:
        return chain(self.visits, self.homeward, self.alarms)

    def inside(self, worker: UUID, visit_id: UUID | None) -> set[UUID]:
        """Returns who is at that address: the worker, and the colleagues who came along."""
        along = self.companions.get(visit_id, ()) if visit_id else ()
        return {worker, *(one.person_id for one in along if one.person_id)}

    def own_eyes(self) -> frozenset[UUID]:
        """Returns the people whose board may differ from that of others with the same rights: those inside anywhere,
        from whom a silent alarm must be hidden, and those who are asked to take the watch."""
        own = {one.worker_id for one in self.everything}
        own |= {one.person_id for several in self.companions.values() for one in several}
        own |= set(self.silent)
        own |= {person for one in self.reliefs for person in one.asked}
        return frozenset(own)


def on_the_board(session: Session, organisation_id: UUID, teams: Collection[UUID] | None, now: datetime) -> OnTheBoard:
    """Returns the board of these teams; None means all teams of the organisation."""
    reading = Reading(session, organisation_id, now)
    asked = _questions(teams is not None)
    mine = {"organisation": organisation_id, "until": now + AHEAD} | ({} if teams is None else {"teams": teams})
    visits = asked.visits.read(session, mine)
    homeward = asked.homeward.read(session, mine)
    alarms = asked.alarms.read(session, mine)
    ids = {one.id for one in chain(visits, homeward)} | {one.visit_id for one in alarms if one.visit_id}
    alarm_ids = [one.id for one in alarms]
    reliefs = reliefs_of(session, organisation_id, teams)
    reading.read_duty({one.team_id for one in chain(visits, homeward, alarms)})
    companions = _by_visit(COMPANIONS.read(session, {"organisation": organisation_id, "ids": ids}))
    reading.learn(
        [one.acknowledged_by for one in alarms]
        + [person for one in reliefs for person in (*one.staying, *one.asked)]
        + [one.person_id for several in companions.values() for one in several]
    )
    of_alarms = {"organisation": organisation_id, "ids": alarm_ids}
    return OnTheBoard(
        reading=reading,
        ticked_at=last_tick(session, now),
        teams={one.id: one.name for one in asked.teams.read(session, mine)},
        visits=visits,
        homeward=homeward,
        companions=companions,
        alarms=alarms,
        openly=open_presses(session, organisation_id, [one.id for one in alarms if one.cause is Cause.DURESS]),
        silent=who_is_silent(session, organisation_id),
        called={one.alarm_id: one for one in CALLS.read(session, of_alarms)},
        due=_due(session, organisation_id, [*ids, *alarm_ids]),
        told={alarm: Told(*numbers) for alarm, *numbers in TOLD_OF.read(session, of_alarms)},
        reliefs=reliefs,
    )


class _Question:
    """A statement that is built once, and the shape of its rows."""

    def __init__(self, name: str, columns: tuple[Any, ...], statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        # The names come from the columns: as a class they would have to be written twice.
        self._shape: Any = namedtuple(name, [one.key for one in columns])  # type: ignore[misc]

    def read(self, session: Session, given: Mapping[str, Any]) -> Sequence[Found]:
        return list(map(self._shape._make, session.connection().execute(self._statement, given).all()))


@dataclass(frozen=True)
class _Questions:
    visits: _Question
    homeward: _Question
    alarms: _Question
    teams: _Question


@lru_cache
def _questions(of_teams: bool) -> _Questions:
    """Returns the statements for some teams, or for all."""

    def mine(column: Any) -> Any:
        return among(column, "teams") if of_teams else true()

    visit = (
        select(*VISIT)
        .join(PersonRecord, PersonRecord.id == VisitRecord.worker_id)
        .where(VisitRecord.organisation_id == HERE, mine(VisitRecord.team_id))
    )
    # The first condition is word for word that of the partial index, so that the index is used.
    still_open = text("visit.state IN ('planned', 'under_way')")
    waited_for = going_home(HERE).with_only_columns(VisitRecord.id).order_by(None)
    alarm = (
        select(*ALARM)
        .join(PersonRecord, PersonRecord.id == AlarmRecord.worker_id)
        .outerjoin(
            VisitRecord,
            (VisitRecord.organisation_id == AlarmRecord.organisation_id) & (VisitRecord.id == AlarmRecord.visit_id),
        )
        .where(AlarmRecord.organisation_id == HERE, AlarmRecord.resolved_at.is_(None), mine(AlarmRecord.team_id))
    )
    team = (
        select(TeamRecord.id, TeamRecord.name)
        .where(TeamRecord.organisation_id == HERE, mine(TeamRecord.id))
        .order_by(TeamRecord.name)
    )
    return _Questions(
        visits=_Question("Visit", VISIT, visit.where(still_open, shown(bindparam("until", type_=Moment())))),
        homeward=_Question("Homeward", VISIT, visit.where(VisitRecord.id.in_(waited_for))),
        alarms=_Question("Alarm", ALARM, alarm),
        teams=_Question("Team", (TeamRecord.id, TeamRecord.name), team),
    )


COMPANIONS = _Question(
    "Companion",
    COMPANION,
    select(*COMPANION)
    .where(CompanionRecord.organisation_id == HERE, among(CompanionRecord.visit_id, "ids"))
    .order_by(CompanionRecord.name),
)
CALLS = _Question(
    "Called",
    CALLED,
    select(*CALLED)
    .where(PoliceCallRecord.organisation_id == HERE, among(PoliceCallRecord.alarm_id, "ids"))
    .order_by(PoliceCallRecord.called_at),
)
TOLD_OF = _Question(
    "Told",
    TOLD,
    select(*TOLD)
    .where(ToldRecord.organisation_id == HERE, among(ToldRecord.alarm_id, "ids"))
    .group_by(ToldRecord.alarm_id),
)
OPEN_DEADLINES = select(*DEADLINE).where(
    DeadlineRecord.organisation_id == HERE,
    or_(DeadlineRecord.root_kind == RootKind.VISIT, DeadlineRecord.root_kind == RootKind.ALARM),
    among(DeadlineRecord.root_id, "ids"),
    DeadlineRecord.fired_at.is_(None),
    DeadlineRecord.cancelled_at.is_(None),
)


def _due(session: Session, organisation_id: UUID, ids: Collection[UUID]) -> Mapping[RootKind, Due]:
    """Returns what comes due first. No lists are made: of a visit's two or three deadlines the board shows only one."""
    found: dict[tuple[RootKind, bool], dict[UUID, Next]] = {
        (kind, climbs): {} for kind in (RootKind.VISIT, RootKind.ALARM) for climbs in (True, False)
    }
    rows = session.connection().execute(OPEN_DEADLINES, {"organisation": organisation_id, "ids": ids})
    for of_kind, root, kind, due_at in rows.all():
        first = found[of_kind, kind in STEPS_OF_AN_ALARM]
        known = first.get(root)
        if known is None or (due_at, kind) < known:
            first[root] = due_at, kind
    return {kind: Due(found[kind, True], found[kind, False]) for kind in (RootKind.VISIT, RootKind.ALARM)}


def _by_visit(rows: Sequence[Found]) -> Mapping[UUID, Sequence[Found]]:
    found: dict[UUID, list[Found]] = defaultdict(list)
    for row in rows:
        found[row.visit_id].append(row)
    return found
