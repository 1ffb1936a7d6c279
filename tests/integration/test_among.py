"""One statement for many ids, on both databases, and one that is answered by an index."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select, update

from achterwacht.people.records import PersonRecord
from achterwacht.watch.statements import COMPANIONS, LOCK_DUE, OPEN_ALARMS, OPEN_DEADLINES, TOLD, WORKERS
from foundation.among import among
from tests.support.engine import Engine


def names(engine: Engine, ids: list[UUID]) -> set[str]:
    found = select(PersonRecord.name).where(
        PersonRecord.organisation_id == engine.ours.id, among(PersonRecord.id, ids), PersonRecord.active
    )
    with engine.database.read() as session:
        return set(session.scalars(found))


def test_those_with_the_ids_are_found_and_nobody_else(engine: Engine) -> None:
    ours = engine.ours
    assert names(engine, [ours.worker.id, ours.manager.id, uuid4()]) == {ours.worker.name, ours.manager.name}
    assert names(engine, []) == set()


def test_it_holds_in_an_update_too(engine: Engine) -> None:
    ours = engine.ours
    mine = (PersonRecord.organisation_id == ours.id) & among(PersonRecord.id, [ours.worker.id])
    with engine.database.write() as session:
        session.execute(update(PersonRecord).where(mine).values(active=False))
    assert names(engine, [ours.worker.id, ours.manager.id]) == {ours.manager.name}


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_the_ids_are_read_once_and_not_for_each_row(engine: Engine) -> None:
    """A board of 500 visits took PostgreSQL 1.4 s: 600 ids, read anew for each of 1,300 deadlines."""
    sent: list[tuple[str, Any]] = []
    event.listen(engine.database.engine, "before_cursor_execute", lambda *what: sent.append(what[2:4]))
    names(engine, [uuid4() for _ in range(600)])
    ((asked, given),) = sent
    with engine.database.read() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN {asked}", given).scalars().all()
    assert any("InitPlan" in line for line in plan), plan


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [*LOCK_DUE.values(), OPEN_ALARMS, TOLD, COMPANIONS, OPEN_DEADLINES, WORKERS],
    ids=["visits", "alarms", "open alarms", "told", "companions", "deadlines", "workers"],
)
def test_the_statements_of_a_batch_read_no_whole_table(engine: Engine, statement: object) -> None:
    with engine.database.read() as session:
        compiled = statement.compile(session.get_bind())  # type: ignore[attr-defined]
        plan = (
            session.connection()
            .exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", ("[]",) * len(compiled.positiontup))
            .all()
        )
        steps = [step[3] for step in plan]
    assert steps
    assert not [step for step in steps if step.startswith("SCAN") and "json_each" not in step]
