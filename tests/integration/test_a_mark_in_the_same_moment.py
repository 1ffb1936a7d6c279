"""A mark of an address changes in the very moment in which somebody checks in there, or plans to go."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import DutchAddress
from achterwacht.people.policy import Caller
from achterwacht.risks.drafts import Draft
from achterwacht.risks.rules import Advice
from achterwacht.visiting import risk_marks as mark_cases
from achterwacht.visiting.planning import plan_visit
from achterwacht.visits.new_visit import NewVisit
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.locking import lock_visit
from foundation.session import Database
from notifications.texts.templates import Template
from tests.support.engine import Engine, by

pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
THERE = DutchAddress("5211AA", 12, None, "Dorpsstraat", "Den Bosch")
A_MINUTE = 60


@pytest.fixture
def other(engine: Engine, database_url: str) -> Iterator[Database]:
    """The same database as another process has it."""
    database = Database.at(database_url, engine.clock)
    yield database
    database.engine.dispose()


def proposes(engine: Engine, database: Database, advice: Advice) -> UUID:
    ours = engine.ours
    with database.write() as session:
        draft = Draft(
            address=THERE, advice=(advice,), reason="Dreigde", review_date=datetime(2027, 5, 1, tzinfo=UTC).date()
        )
        caller = Caller(ours.registrar.id, ours.id, ours.registrar.name, frozenset())
        return mark_cases.propose(session, caller, draft, engine.clock.now(session)).id


def approves(engine: Engine, database: Database, mark: UUID) -> None:
    with database.write() as session:
        mark_cases.approve(session, by(engine.ours.manager, engine.ours), mark, engine.clock.now(session))


def told(engine: Engine, template: Template) -> int:
    return len([one for one in engine.messages() if one.template == template])


def advised(engine: Engine, visit: UUID) -> tuple[list[str], bool]:
    with engine.database.read() as session:
        found = select(VisitRecord.risk).where(VisitRecord.id == visit)
        risk = session.scalars(found, execution_options={"across_organisations": True}).one()
    return risk["advice"], risk["provisional"]


def goes_there(engine: Engine, session: Session, *, start_now: bool = True) -> UUID:
    start = engine.clock.now(session) + timedelta(hours=1)
    new = NewVisit(
        id=None, team_id=engine.ours.team, address=THERE, planned_start=start, companions=(),
        expected_end=start + timedelta(hours=1),
    )  # fmt: skip
    return plan_visit(session, new, by(engine.ours.worker, engine.ours), start_now=start_now).root.id


@pytest.mark.parametrize("start_now", [True, False], ids=["checked in", "planned"])
def test_a_visit_that_was_being_made_while_a_mark_was_approved_is_told_within_a_minute(
    engine: Engine, other: Database, *, start_now: bool
) -> None:
    mark = proposes(engine, other, Advice.ATTENTION)
    engine.passes(A_MINUTE)
    with engine.database.write() as session:
        visit = goes_there(engine, session, start_now=start_now)
        approves(engine, other, mark)
    assert advised(engine, visit) == (["attention"], True), "it was looked up before, and approved before it was there"
    engine.passes(A_MINUTE)
    assert advised(engine, visit) == (["attention"], False)
    assert told(engine, Template.INSTRUCTION_WORKER) == 1
    for _ in range(3):
        engine.passes(A_MINUTE)
    assert told(engine, Template.INSTRUCTION_WORKER) == 1, "nobody is told twice"


def test_a_visit_that_was_being_made_while_a_mark_was_proposed_is_told_too(engine: Engine, other: Database) -> None:
    with engine.database.write() as session:
        visit = goes_there(engine, session)
        proposes(engine, other, Advice.ATTENTION)
    assert advised(engine, visit) == ([], False)
    engine.passes(A_MINUTE)
    assert advised(engine, visit) == (["attention"], True)
    assert told(engine, Template.INSTRUCTION_WORKER) == 1


def test_a_visit_that_somebody_holds_is_not_waited_for_and_told_the_next_time(engine: Engine, other: Database) -> None:
    mark = proposes(engine, other, Advice.ATTENTION)
    engine.passes(A_MINUTE)
    with engine.database.write() as session:
        visit = goes_there(engine, session)
        approves(engine, other, mark)
    with other.write() as session:
        lock_visit(session, visit, engine.ours.id)
        engine.passes(A_MINUTE)
    assert advised(engine, visit) == (["attention"], True)
    engine.passes(A_MINUTE)
    assert advised(engine, visit) == (["attention"], False)
    assert told(engine, Template.INSTRUCTION_WORKER) == 1
