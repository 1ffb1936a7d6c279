"""The questions of the board: statements that are built once, and the shape of their rows.

They ask for columns instead of records, their rows bypass the ORM, and they are read into named tuples: getting a
column by name from SQLAlchemy's rows costs ten times as much, and a row of the board does that thirty times. What a row
holds is first compared with what it held for the last board, and only made into a tuple if it differs.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Select, bindparam, case, func, or_, select, true
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord, PoliceCallRecord, ToldRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind, RootKind
from achterwacht.people.records import PersonRecord, TeamRecord
from achterwacht.views.whereabouts import goes_home, shown
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import IS_OPEN, CompanionRecord, VisitRecord
from achterwacht.watch.statements import HERE
from foundation.among import among, one_of
from foundation.columns import Moment
from foundation.made_before import Facts, MadeBefore
from foundation.plain_columns import Meaning, meaning_of, plain

# fmt: off
VISIT = (
    VisitRecord.id, VisitRecord.state, VisitRecord.team_id, VisitRecord.worker_id,
    VisitRecord.address_line, VisitRecord.planned_start, VisitRecord.started_at, VisitRecord.expected_end,
    VisitRecord.ended_at, VisitRecord.awaited_by, VisitRecord.returned_at, VisitRecord.heading_to,
    VisitRecord.shown_ended_at, VisitRecord.check_call, VisitRecord.drill, VisitRecord.occasion,
    VisitRecord.kind, VisitRecord.protocol_id,
    VisitRecord.alone_allowed_by, VisitRecord.back_up, VisitRecord.back_up_accepted_at, VisitRecord.police_told_at,
    VisitRecord.expects_trouble, VisitRecord.police_wanted, VisitRecord.file_searched_at,
    VisitRecord.letter_looked_up_at, VisitRecord.fraud,
    # For a visit under way this is no longer shown, and reading it costs as much as half the row.
    case((VisitRecord.state == VisitState.PLANNED, VisitRecord.risk)).label("risk"),
    PersonRecord.name.label("worker"), PersonRecord.phone, PersonRecord.sms_refused,
    plain(VisitRecord.team_id).label("team_key"),
)
ALARM = (
    AlarmRecord.id, AlarmRecord.visit_id, AlarmRecord.team_id, AlarmRecord.worker_id, AlarmRecord.cause,
    AlarmRecord.level, AlarmRecord.drill, AlarmRecord.quiet, AlarmRecord.opened_at, AlarmRecord.acknowledged_by,
    AlarmRecord.acknowledged_at, AlarmRecord.protocol_id, VisitRecord.address_line, VisitRecord.ended_at,
    VisitRecord.shown_ended_at, PersonRecord.name.label("worker"),
    PersonRecord.phone, plain(AlarmRecord.visit_id).label("visit_key"), plain(AlarmRecord.team_id).label("team_key"),
)
COMPANION = (
    CompanionRecord.visit_id, CompanionRecord.person_id, CompanionRecord.name, CompanionRecord.phone,
    CompanionRecord.there_at, CompanionRecord.declined_at, CompanionRecord.said_no_at,
)
CALLED = (
    PoliceCallRecord.alarm_id, PoliceCallRecord.called_at, PoliceCallRecord.number, PoliceCallRecord.reference,
)
WELL = EventRecord.visit_id, EventRecord.by_id, EventRecord.at
DEADLINE = DeadlineRecord.root_kind, DeadlineRecord.root_id, DeadlineRecord.kind, DeadlineRecord.due_at
TOLD = (
    ToldRecord.alarm_id,
    func.count().label("people"),
    func.count(case((ToldRecord.declined, 1))).label("declined"),
    func.count(case((ToldRecord.failed, 1))).label("failed"),
)
# fmt: on
Found = Any
"""A row with the columns of one of these statements. key: the first of them as plain text. To find something by text is
ten times as fast as by a `UUID`, which is hashed in Python."""


class Question:
    """A statement that is built once, and the shape of its rows.

    A row that is as it was at the last reading is not made again (`foundation/made_before.py`).
    """

    def __init__(self, name: str, columns: tuple[Any, ...], statement: Select[*tuple[Any, ...]]) -> None:
        self._name = name
        self._columns = columns
        self._statement = statement.with_only_columns(*map(plain, columns), maintain_column_froms=True)
        # The names come from the columns: as a class they would have to be written twice.
        self._shape: Any = namedtuple(name, [*(one.key for one in columns), "key"])  # type: ignore[misc]
        self._makers: dict[str, Callable[[Facts], Found]] = {}

    def plain(self, session: Session, given: Mapping[str, Any]) -> Sequence[Facts]:
        """Returns the rows as the driver gives them."""
        with session.connection().execute(self._statement, given) as found:
            rows: Sequence[Facts] = found.cursor.fetchall()
        return rows

    def read(self, session: Session, given: Mapping[str, Any], before: MadeBefore | None = None) -> Sequence[Found]:
        """Returns the rows. before: those of the last reading, found by their first column."""
        make = self.maker(session)
        rows = self.plain(session, given)
        if before is None:
            return list(map(make, rows))
        with before.round(self._name, make) as again:
            return [again(row[0], row) for row in rows]

    def maker(self, session: Session) -> Callable[[Facts], Found]:
        """Returns what makes a row of plain values."""
        dialect = session.connection().dialect
        if dialect.name not in self._makers:
            self._makers[dialect.name] = partial(_made, self._shape, self.meanings(session))
        return self._makers[dialect.name]

    def meanings(self, session: Session) -> Sequence[Meaning]:
        """Returns what gives the plain values of a row their meaning, in the order of its columns."""
        dialect = session.connection().dialect
        return [meaning_of(one, dialect) or _itself for one in self._columns]


def _made(shape: Any, meanings: Sequence[Meaning], row: Facts) -> Found:
    return shape(*[mean(value) for mean, value in zip(meanings, row, strict=True)], row[0])


def _itself(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Questions:
    visits: Question
    homeward: Question
    alarms: Question
    teams: Question


@lru_cache
def questions_of(of_teams: bool) -> Questions:
    """Returns the statements for some teams, or for all."""

    def mine(column: Any) -> Any:
        return among(column, "teams") if of_teams else true()

    visit = (
        select(*VISIT)
        .join(PersonRecord, PersonRecord.id == VisitRecord.worker_id)
        .where(VisitRecord.organisation_id == HERE, mine(VisitRecord.team_id))
    )
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
    return Questions(
        visits=Question("Visit", VISIT, visit.where(IS_OPEN, shown(bindparam("until", type_=Moment())))),
        homeward=Question("Homeward", VISIT, visit.where(goes_home(HERE))),
        alarms=Question("Alarm", ALARM, alarm),
        teams=Question("Team", (TeamRecord.id, TeamRecord.name), team),
    )


COMPANIONS = Question(
    "Companion",
    COMPANION,
    select(*COMPANION)
    .where(CompanionRecord.organisation_id == HERE, among(CompanionRecord.visit_id, "ids"))
    .order_by(CompanionRecord.name),
)
CALLS = Question(
    "Called",
    CALLED,
    select(*CALLED)
    .where(PoliceCallRecord.organisation_id == HERE, among(PoliceCallRecord.alarm_id, "ids"))
    .order_by(PoliceCallRecord.called_at),
)
TOLD_OF = Question(
    "Told",
    TOLD,
    select(*TOLD)
    .where(ToldRecord.organisation_id == HERE, among(ToldRecord.alarm_id, "ids"))
    .group_by(ToldRecord.alarm_id),
)
SAID_WELL = Question(
    "Well",
    WELL,
    select(*WELL)
    .where(
        EventRecord.organisation_id == HERE,
        among(EventRecord.visit_id, "ids"),
        one_of(EventRecord.kind, [EventKind.CHECK_CALL_OK]),
    )
    .order_by(EventRecord.at, EventRecord.place),
)
OF_THE_BOARD = (RootKind.VISIT, RootKind.ALARM)
OPEN_DEADLINES = Question(
    "Deadline",
    DEADLINE,
    select(*DEADLINE).where(
        DeadlineRecord.organisation_id == HERE,
        or_(*(DeadlineRecord.root_kind == kind for kind in OF_THE_BOARD)),
        among(DeadlineRecord.root_id, "ids"),
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
    ),
)
