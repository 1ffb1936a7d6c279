"""One person does the same thing twice in one moment, by two requests: one thing comes of it, and nobody is refused."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from achterwacht.alarms.facts import Outcome
from achterwacht.alarms.records import AlarmRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import panic
from achterwacht.visiting import visits as visit_cases
from achterwacht.watch.held import hold_alarm, hold_visit
from foundation import in_turn as in_turn_module
from foundation.session import Database
from tests.support.engine import Engine, by
from tests.support.organisations import Employee

ACROSS = {"across_organisations": True}
AT_ONCE = 4
TOLD = (EventKind.ALARM_OPENED, EventKind.PANIC_REPEATED, EventKind.ACKNOWLEDGED, EventKind.CHECKED_IN)
PLACE = {"latitude": 51.7, "longitude": 5.3, "accuracy": 9}


@pytest.fixture
def other(engine: Engine, database_url: str) -> Iterator[Database]:
    """The same database as another process has it."""
    database = Database.at(database_url, engine.clock)
    yield database
    database.engine.dispose()


def all_at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each returns; they begin together, each in a thread of its own."""
    begin = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        begin.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(one, work) for work in works]]


def alarms(engine: Engine) -> list[AlarmRecord]:
    with engine.database.read() as session:
        found = session.scalars(select(AlarmRecord), execution_options=ACROSS).all()
        session.expunge_all()
        return list(found)


def kinds(engine: Engine) -> Counter[EventKind]:
    """How often each thing happened, as the timelines tell it."""
    with engine.database.read() as session:
        found = select(EventRecord.kind).where(EventRecord.kind.in_(TOLD))
        return Counter(session.scalars(found, execution_options=ACROSS))


@pytest.mark.parametrize("place", [None, PLACE], ids=["nothing said", "with a place"])
def test_presses_without_a_visit_in_one_moment_are_one_alarm(
    engine: Engine, other: Database, place: dict[str, Any] | None
) -> None:
    jan = by(engine.ours.worker, engine.ours)

    def press(database: Database) -> None:
        with database.write() as session:
            panic.raise_panic(session, jan, None, place, "In de gang", uuid4())

    all_at_once(*(lambda on=on: press(on) for on in (engine.database, other) * (AT_ONCE // 2)))
    (alarm,) = alarms(engine)
    assert alarm.note == "In de gang"
    assert (alarm.location is not None) == (place is not None)
    assert kinds(engine) == {EventKind.ALARM_OPENED: 1, EventKind.PANIC_REPEATED: AT_ONCE - 1}, "no press is lost"


def test_a_noodknop_and_a_duress_pin_in_one_moment_are_one_alarm(engine: Engine, other: Database) -> None:
    jan = by(engine.ours.worker, engine.ours)

    def press() -> None:
        with engine.database.write() as session:
            panic.raise_panic(session, jan)

    def types() -> None:
        with other.write() as session:
            panic.sound_silently(session, jan, press="one")

    all_at_once(press, types, press, types)
    (alarm,) = alarms(engine)
    assert alarm.cause.value == "duress"


def test_two_people_who_press_in_one_moment_have_an_alarm_each(engine: Engine, other: Database) -> None:
    def press(database: Database, employee: Employee) -> None:
        with database.write() as session:
            panic.raise_panic(session, by(employee, engine.ours))

    ours = engine.ours
    all_at_once(lambda: press(engine.database, ours.worker), lambda: press(other, ours.worker2))
    assert {one.worker_id for one in alarms(engine)} == {ours.worker.id, ours.worker2.id}


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_a_press_does_not_wait_for_ever_for_one_that_stands_still(
    engine: Engine, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_turn_module, "PATIENCE", 0.1)
    jan = by(engine.ours.worker, engine.ours)
    with engine.database.write() as stands_still:
        panic.raise_panic(stands_still, jan)
        with other.write() as session:
            panic.raise_panic(session, jan)
        assert len(alarms(engine)) == 1, "heard, and told, before the other one got ready"
    assert len(alarms(engine)) == 2, "twice is acceptable, a loss is not"


def test_what_a_second_press_says_is_kept(engine: Engine) -> None:
    jan = by(engine.ours.worker, engine.ours)
    for note, place in (("In de gang", None), ("Hij heeft een mes", PLACE), ("Hij heeft een mes", None), ("", None)):
        with engine.database.write() as session:
            panic.raise_panic(session, jan, None, place, note)
    (alarm,) = alarms(engine)
    assert alarm.note == "In de gang\nHij heeft een mes"
    assert alarm.location is not None
    with engine.database.write() as session:
        alarm_cases.close(hold_alarm(session, alarm.id, by(engine.ours.manager, engine.ours)), Outcome.SAFE, "", None)
    assert alarms(engine)[0].note == "In de gang\nHij heeft een mes", "closing it without a word takes nothing away"


def test_what_a_press_says_that_makes_an_alarm_graver_is_kept(engine: Engine) -> None:
    jan = by(engine.ours.worker, engine.ours)
    with engine.database.write() as session:
        panic.sound_silently(session, jan)
    with engine.database.write() as session:
        panic.raise_panic(session, jan, None, PLACE, "Hij heeft een mes")
    visit = engine.checks_in(engine.ours.worker2, seconds=20)
    engine.passes(21)
    with engine.database.write() as session:
        panic.raise_panic(session, by(engine.ours.worker2, engine.ours), visit, PLACE, "In de kelder")
    assert {(one.note, one.location is not None) for one in alarms(engine)} == {
        ("Hij heeft een mes", True), ("In de kelder", True),
    }  # fmt: skip


def test_who_acknowledges_in_one_moment_one_has_it_and_nobody_is_refused(engine: Engine, other: Database) -> None:
    ours = engine.ours
    with engine.database.write() as session:
        alarm_id = panic.raise_panic(session, by(ours.worker, ours)).root.id

    def take(database: Database, employee: Employee) -> None:
        with database.write() as session:
            alarm_cases.acknowledge(hold_alarm(session, alarm_id, by(employee, ours)))

    watching = (ours.colleague, ours.manager, ours.manager2, ours.colleague)
    databases = (engine.database, other) * 2
    all_at_once(*(lambda on=on, who=who: take(on, who) for on, who in zip(databases, watching, strict=True)))
    (alarm,) = alarms(engine)
    assert alarm.acknowledged_by in {one.id for one in watching}
    assert kinds(engine)[EventKind.ACKNOWLEDGED] == 1


def test_a_planned_visit_that_is_begun_twice_in_one_moment_begins_once(engine: Engine, other: Database) -> None:
    visit = engine.plans(engine.ours.worker, seconds=60)

    def begin(database: Database) -> None:
        with database.write() as session:
            visit_cases.check_in(hold_visit(session, visit, by(engine.ours.worker, engine.ours)), None, None)

    all_at_once(*(lambda on=on: begin(on) for on in (engine.database, other) * 2))
    assert kinds(engine)[EventKind.CHECKED_IN] == 1
