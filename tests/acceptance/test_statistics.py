"""Among any past SQLite takes the index of what is open, once the clock has let it look at how much lies where."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.use_cases.in_danger import in_danger
from achterwacht.views.visit_lists import visits_seen
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.clock import clock_of
from tests.integration.test_indexes_in_use import explained
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
PAST = 2_000
OPEN = (VisitState.PLANNED, VisitState.UNDER_WAY)


def _has_a_past(app: AppUnderTest) -> Caller:
    """Jan was out often, and is out now."""
    over = app.jan.checks_in(minutes=30)
    app.jan.does(over, "check-out")
    others = ", ".join(column.name for column in VisitRecord.__table__.columns if column.name != "id")
    with app.database.write() as session:
        session.connection().exec_driver_sql(
            f"WITH RECURSIVE each(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each WHERE n < {PAST}) "
            f"INSERT INTO visit (id, {others}) SELECT lower(hex(randomblob(16))), {others} FROM visit, each"
        )
    app.jan.checks_in(minutes=30)
    return Caller(app.jan.employee.id, app.ours.id, "Jan", frozenset())


def _presses(session: Session, caller: Caller) -> None:
    in_danger(session, caller.actor())


def _looks_at_own(session: Session, caller: Caller) -> None:
    now = clock_of(session).now(session)
    assert len(visits_seen(session, caller, OPEN, mine=True, now=now, most=PAST)) == 1


@pytest.mark.parametrize("does", [_presses, _looks_at_own])
def test_nobody_waits_for_the_past(app: AppUnderTest, does: Callable[[Session, Caller], None]) -> None:
    caller = _has_a_past(app)
    app.jobs.refresh_statistics()
    app.database.engine.dispose()
    with app.database.read() as session, explained(session) as plans:
        does(session, caller)
    visits = [one for plan in plans for one in plan.splitlines() if "visit USING" in one]
    assert visits, plans
    assert all("ix_visit_open" in one or "ix_visit_awaited" in one for one in visits), plans
    app.forgets_messages()
