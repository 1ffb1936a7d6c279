"""The tick on both databases: nothing late is skipped, the gravest goes first, one bad row stops nobody."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.canary.rules import DELIVERED_WITHIN
from achterwacht.canary.service import set_canary
from achterwacht.clockwork import visits_and_alarms
from achterwacht.context import Context
from achterwacht.deadlines import service
from achterwacht.deadlines.firing import Pass
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.service import AFTER_FALLING, Handlers, Ticker
from achterwacht.decision import Decision
from achterwacht.events.records import EventRecord
from achterwacht.kinds import DeadlineKind, EventKind, RootKind
from achterwacht.monitoring import invariants
from achterwacht.people.records import PersonRecord
from achterwacht.use_cases import panic
from achterwacht.use_cases.numbers import Numbers
from achterwacht.visiting import visits as watch
from achterwacht.visits.facts import Visit
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.held import hold_visit
from achterwacht.watch.locking import lock_due
from foundation.session import Database
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel
from scheduler.jobs import HANDLERS
from tests.support.engine import Engine, by
from tests.support.organisations import an_organisation

OVERDUE = DeadlineKind.OVERDUE


Row = TypeVar("Row")


def find(engine: Engine, record: type[Row]) -> Sequence[Row]:
    with engine.database.read() as session:
        rows = session.scalars(select(record), execution_options={"across_organisations": True}).all()
        session.expunge_all()
        return rows


def test_after_downtime_the_gravest_goes_first_and_then_the_oldest(engine: Engine) -> None:
    ours = engine.ours
    planned = engine.plans(ours.worker, seconds=600, starts_in=1)
    long_one = engine.checks_in(ours.worker2, seconds=6000)
    late = [engine.checks_in(ours.worker, seconds=20), engine.checks_in(ours.worker, seconds=19)]
    with engine.database.write() as session:
        alone = panic.raise_panic(session, by(ours.manager2, ours)).root.id
    engine.clock.forward(60)
    order: list[UUID] = []

    def noting(kind: RootKind) -> Pass:
        def decide(session: Session, organisation: UUID, ids: Sequence[UUID]) -> int:
            order.extend(one for one in ids if one not in order)
            return HANDLERS.passes[kind](session, organisation, ids)

        return decide

    passes = {RootKind.ALARM: noting(RootKind.ALARM), RootKind.VISIT: noting(RootKind.VISIT)}
    Ticker(engine.database, Handlers(passes, HANDLERS.last_resorts), "test").tick()
    assert order == [alone, late[1], late[0], long_one, planned]


def test_what_is_equally_grave_is_decided_by_organisation_but_nobody_waits_longer_than_two_batches(
    engine: Engine,
) -> None:
    other = an_organisation(engine.database, "ander")
    made: list[UUID] = []
    with engine.database.write() as session:

        def is_due(organisation: UUID, seconds_ago: int, more: int = 0) -> None:
            made.append(uuid4())
            session.add(
                DeadlineRecord(
                    organisation_id=organisation, root_kind=RootKind.VISIT, root_id=made[-1], kind=OVERDUE,
                    priority=OVERDUE.spec.priority + more, due_at=engine.clock.at - timedelta(seconds=seconds_ago),
                )
            )  # fmt: skip

        is_due(other.id, 1, more=1)
        for seconds_ago in (40, 30, 20, 10):
            is_due(engine.ours.id, seconds_ago)
            is_due(other.id, seconds_ago)
    with engine.database.read() as session:
        due = service.due_roots(session, engine.clock.at, set(), 100, 5)
    assert [{one.id for one in due[:1]}, {one.id for one in due[1:5]}, {one.id for one in due[5:]}] == [
        {made[0]}, set(made[1:5]), set(made[5:])
    ]  # fmt: skip
    assert [len(list(some)) for _, some in groupby(due[1:5], lambda one: one.organisation_id)] == [2, 2]
    assert [len(list(some)) for _, some in groupby(due[5:], lambda one: one.organisation_id)] == [2, 2]


def test_a_late_deadline_still_fires_and_none_is_skipped(engine: Engine) -> None:
    ours = engine.ours
    visits = [engine.checks_in(ours.worker, seconds=20), engine.checks_in(ours.worker2, seconds=6000)]
    engine.plans(ours.worker2, seconds=60, starts_in=30)
    engine.clock.forward(3600)
    engine.jobs.tick()
    fired = {one.kind for one in find(engine, DeadlineRecord) if one.fired_at}
    assert fired == {
        DeadlineKind.OVERDUE, DeadlineKind.END_APPROACHING, DeadlineKind.CHECK_CALL, DeadlineKind.PLANNED_START,
    }  # fmt: skip
    assert [one.visit_id for one in find(engine, AlarmRecord)] == visits[:1]
    with engine.database.read() as session:
        assert not [one for one in invariants.broken(session, engine.clock.at) if "deadline" in one.name]


def test_a_tick_drains_what_becomes_due_at_once(engine: Engine) -> None:
    ours = engine.ours
    with engine.database.write() as session:
        for employee in (ours.colleague, engine.second):
            session.get_one(PersonRecord, employee.id).absent_from = engine.clock.at
    engine.plans(ours.worker, seconds=600)
    engine.passes(0)
    engine.clock.forward(15)
    engine.jobs.tick()
    told = [(one.template, one.person) for one in engine.messages()]
    assert told == [(Template.PLANNED_WORKER, ours.worker.id), (Template.PLANNED_DESK, ours.manager.id)]


Rule = Callable[[Visit, Context], Decision]


def poisoned(visit: UUID, rule: Rule) -> Rule:
    """The same rule, with a mistake in it that only this visit meets."""

    def broken(facts: Visit, context: Context) -> Decision:
        if facts.id == visit:
            raise ZeroDivisionError("a mistake in a rule")
        return rule(facts, context)

    return broken


def test_a_poisoned_row_stops_nobody_and_is_told_without_rules_after_three_failures(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = engine.ours
    well = [engine.checks_in(ours.worker2, seconds=20) for _ in range(4)]
    ill = engine.checks_in(ours.worker, seconds=20)
    well += [engine.checks_in(ours.worker2, seconds=20) for _ in range(4)]
    healthy = visits_and_alarms.VISIT_RULES[OVERDUE]
    monkeypatch.setitem(visits_and_alarms.VISIT_RULES, OVERDUE, poisoned(ill, healthy))

    engine.passes(21)
    assert {one.visit_id for one in find(engine, AlarmRecord)} == set(well)
    assert [one.failures for one in find(engine, DeadlineRecord) if one.root_id == ill and one.kind is OVERDUE] == [1]
    engine.passes(1)
    assert not engine.messages(MessageRecord.template == Template.SYSTEM_FAILURE)
    engine.passes(1)

    told = engine.messages(MessageRecord.template == Template.SYSTEM_FAILURE)
    who = {ours.manager.id, ours.manager2.id, ours.administrator.id}
    assert {(one.person, one.channel) for one in told} == {(person, channel) for person in who for channel in TELEPHONE}
    assert len(told) == 2 * len(who)
    (text,) = [one for one in engine.providers[Channel.SMS].sent_to(ours.administrator) if "Systeemfout" in one]
    for word in ("neem het over", "Jan de Wit", "Dorpsstraat 12", ours.worker.phone):
        assert word in text
    assert EventKind.SYSTEM_FAILED in {one.kind for one in find(engine, EventRecord) if one.visit_id == ill}

    monkeypatch.setitem(visits_and_alarms.VISIT_RULES, OVERDUE, healthy)
    engine.passes(AFTER_FALLING.total_seconds() - 10)
    assert ill not in {one.visit_id for one in find(engine, AlarmRecord)}
    engine.passes(11)
    assert ill in {one.visit_id for one in find(engine, AlarmRecord)}


def test_a_row_that_stays_poisoned_is_told_again_and_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    ill = engine.checks_in(engine.ours.worker, seconds=20)
    monkeypatch.setitem(visits_and_alarms.VISIT_RULES, OVERDUE, poisoned(ill, visits_and_alarms.VISIT_RULES[OVERDUE]))
    told = []
    for wait in (21, 0, 0, AFTER_FALLING.total_seconds(), 0, 0):
        engine.clock.forward(wait)
        engine.jobs.tick()
        told.append(len(engine.messages(MessageRecord.template == Template.SYSTEM_FAILURE)))
    assert told == [0, 0, 6, 6, 6, 12]


def test_even_a_failure_of_the_last_resort_stops_nobody_else(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    ill = engine.checks_in(engine.ours.worker, seconds=20)
    monkeypatch.setattr(service, "FAILURES", 1)
    monkeypatch.setitem(visits_and_alarms.VISIT_RULES, OVERDUE, poisoned(ill, visits_and_alarms.VISIT_RULES[OVERDUE]))
    well = engine.checks_in(engine.ours.worker2, seconds=21)

    def breaks(session: Session, deadline: DeadlineRecord) -> None:
        raise LookupError("nobody to tell")

    engine.clock.forward(30)
    Ticker(engine.database, Handlers(HANDLERS.passes, dict.fromkeys(RootKind, breaks)), "test").tick()
    assert {one.visit_id for one in find(engine, AlarmRecord)} == {well}


def at_once(*work: Callable[[], object]) -> None:
    """Do all of it in threads, and fail where one does."""
    wrong: list[BaseException] = []

    def run(one: Callable[[], object]) -> None:
        try:
            one()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_a_clock_that_stood_still_blames_itself_and_not_its_rows(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stands_still(session: Session, kind: RootKind, organisation: UUID, ids: Sequence[UUID]) -> list[Aggregate]:
        roots = lock_due(session, kind, organisation, ids)
        session.execute(text("SET idle_in_transaction_session_timeout = '10ms'"))
        time.sleep(0.2)
        return roots

    engine.checks_in(engine.ours.worker, seconds=10)
    engine.clock.forward(11)
    monkeypatch.setattr(visits_and_alarms, "lock_due", stands_still)
    with pytest.raises(DBAPIError):
        engine.jobs.tick()
    assert not any(deadline.failures for deadline in find(engine, DeadlineRecord))
    monkeypatch.undo()
    engine.ticks()
    assert find(engine, AlarmRecord)


def test_several_clocks_at_once_never_fire_twice(engine: Engine, database_url: str) -> None:
    visits = {engine.checks_in(engine.ours.worker, seconds=20) for _ in range(40)}
    engine.clock.forward(21)
    databases = [Database.at(database_url, engine.clock) for _ in range(3)]
    fired: list[int] = []

    def ticks(name: str, database: Database) -> None:
        clock = Ticker(database, HANDLERS, name)
        while now := clock.tick():  # on a busy machine one tick may not get through all of it
            fired.append(now)

    at_once(*(partial(ticks, f"clock {place}", one) for place, one in enumerate(databases)))
    for one in databases:
        one.engine.dispose()
    assert sum(fired) == sum(1 for one in find(engine, DeadlineRecord) if one.fired_at)
    assert Counter(one.visit_id for one in find(engine, AlarmRecord)) == dict.fromkeys(visits, 1)
    overdue = Counter(one.visit_id for one in find(engine, EventRecord) if one.kind is EventKind.OVERDUE)
    assert overdue == dict.fromkeys(visits, 1)
    chases = Counter(one.channel for one in engine.messages(MessageRecord.template == Template.CHASE_WORKER))
    assert chases == {Channel.SMS: 40, Channel.CALL: 40}


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_one_batch_is_decided_while_the_other_is_written(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    visits = [engine.checks_in(worker, seconds=20) for worker in (engine.ours.worker, engine.ours.worker2)]
    engine.clock.forward(21)
    meet = threading.Barrier(len(visits), timeout=20)

    def decide(session: Session, organisation: UUID, ids: Sequence[UUID]) -> int:
        meet.wait()
        return HANDLERS.passes[RootKind.VISIT](session, organisation, ids)

    clock = Ticker(engine.database, Handlers({RootKind.VISIT: decide}, HANDLERS.last_resorts), "test")
    monkeypatch.setattr(clock, "_size", 1)
    assert clock.tick() > 0
    assert {one.visit_id for one in find(engine, AlarmRecord)} == set(visits)


def test_a_check_out_at_the_same_moment_as_the_tick_leaves_no_visit_forgotten(
    engine: Engine, database_url: str
) -> None:
    visits = [engine.checks_in(engine.ours.worker, seconds=20) for _ in range(20)]
    engine.clock.forward(21)
    other = Database.at(database_url, engine.clock)

    def check_out() -> None:
        for visit in reversed(visits):
            with other.write() as session:
                watch.check_out(hold_visit(session, visit, by(engine.ours.worker, engine.ours)))

    at_once(lambda: Ticker(engine.database, HANDLERS, "test").tick(), check_out)
    other.engine.dispose()
    assert {one.state.value for one in find(engine, VisitRecord)} == {"ended"}
    assert all(one.resolved_at for one in find(engine, AlarmRecord))
    assert all(one.fired_at or one.cancelled_at for one in find(engine, DeadlineRecord))


def test_a_report_and_the_next_run_that_are_due_at_once_do_not_hinder_each_other(engine: Engine) -> None:
    """The time was moved, and the clock stood still: both are due, and the new run closes the report of the old one."""
    ours = engine.ours.id

    def at(minutes: int) -> None:
        with engine.database.write() as session:
            then = engine.database.clock.now(session).astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(
                minutes=minutes
            )
            set_canary(
                session, ours, "+31612345670", then.time().replace(second=0, microsecond=0), Numbers().for_a_canary
            )

    at(2)
    engine.passes(180)
    at(2)  # sooner than the report of the first, which is due after `DELIVERED_WITHIN`
    engine.passes(DELIVERED_WITHIN.total_seconds() + 60)
    with engine.database.read() as session:
        found = session.scalars(select(DeadlineRecord).where(DeadlineRecord.root_kind == RootKind.CANARY)).all()
        assert not [one.failure for one in found if one.failure]
        assert not [one.kind for one in found if one.fired_at and one.cancelled_at]
        assert {one.kind for one in found if not one.fired_at and not one.cancelled_at} == {
            DeadlineKind.CANARY,
            DeadlineKind.CANARY_REPORT,
        }
