"""Where something is missing, or ended at this very moment, the watch goes on and nobody is refused."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from achterwacht.alarms.facts import Cause, Outcome
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.monitoring import invariants
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import panic
from achterwacht.use_cases.in_danger import in_danger
from achterwacht.visiting import visits as visit_cases
from achterwacht.visits.facts import Pin, ReturnTo, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import hold_alarm, hold_visit
from achterwacht.watch.locking import lock_visit
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from tests.support.engine import Engine, by
from tests.support.organisations import Employee

ALONE = ('rule = "always"', 'rule = "marked"')
sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""Where both databases do the same: the quicker one is enough."""


def broken(engine: Engine) -> list[str]:
    with engine.database.read() as session:
        return [one.name for one in invariants.broken(session, engine.clock.at)]


def loses_number(engine: Engine, employee: Employee) -> None:
    with engine.database.write() as session:
        session.get_one(PersonRecord, employee.id).phone = None


def alarms(engine: Engine) -> list[AlarmRecord]:
    with engine.database.read() as session:
        found = session.scalars(
            select(AlarmRecord).order_by(AlarmRecord.opened_at), execution_options={"across_organisations": True}
        ).all()
        session.expunge_all()
        return list(found)


@sqlite
def test_a_worker_without_a_number_is_watched_and_the_colleague_is_chased_at_once(engine: Engine) -> None:
    loses_number(engine, engine.ours.worker)
    engine.checks_in(engine.ours.worker, seconds=60)
    for wait in (31, 15, 15):
        engine.passes(wait)
        assert broken(engine) == []
    (alarm,) = alarms(engine)
    assert alarm.level.value == "colleague"
    assert engine.messages(MessageRecord.template == Template.ALARM_OVERDUE)


@sqlite
def test_a_taker_without_a_number_leaves_the_watch_whole(engine: Engine) -> None:
    loses_number(engine, engine.ours.manager2)
    engine.checks_in(engine.ours.worker, seconds=20)
    engine.passes(20)
    (alarm,) = alarms(engine)
    with engine.database.write() as session:
        alarm_cases.acknowledge(hold_alarm(session, alarm.id, by(engine.ours.manager2, engine.ours)))
    engine.passes(31)
    assert broken(engine) == []
    assert alarms(engine)[0].acknowledged_by is None
    assert not engine.messages(MessageRecord.template == Template.STILL_OPEN)


@sqlite
def test_who_takes_it_from_the_board_gets_the_all_clear(engine: Engine) -> None:
    engine.checks_in(engine.ours.worker, seconds=20)
    engine.passes(20)
    (alarm,) = alarms(engine)
    with engine.database.write() as session:
        alarm_cases.acknowledge(hold_alarm(session, alarm.id, by(engine.ours.manager2, engine.ours)))
        alarm_cases.close(hold_alarm(session, alarm.id, by(engine.ours.manager, engine.ours)), Outcome.SAFE, "", None)
    (clear,) = engine.messages(MessageRecord.template == Template.ALL_CLEAR)
    assert clear.person == engine.ours.manager2.id
    with engine.database.read() as session:
        told = session.scalars(select(ToldRecord.person_id), execution_options={"across_organisations": True}).all()
    assert engine.ours.manager2.id in told


def seen_before(monkeypatch: pytest.MonkeyPatch, **was: Any) -> None:
    """What a press saw a moment before it locked anything, and is not so any more."""
    monkeypatch.setattr(panic, "in_danger", lambda *asked: replace(in_danger(*asked), **was))


@sqlite
def test_a_noodknop_whose_visit_ends_at_that_moment_is_an_alarm_of_its_own(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = engine.checks_in(engine.ours.worker, seconds=600)
    jan = by(engine.ours.worker, engine.ours)
    with engine.database.write() as session:
        visit_cases.check_out(hold_visit(session, visit, jan))
    seen_before(monkeypatch, under_way=[visit])
    with engine.database.write() as session:
        root = panic.raise_panic(session, jan, visit).root
        assert root.visit is None
    (alarm,) = alarms(engine)
    assert (alarm.visit_id, alarm.cause) == (None, Cause.PANIC)
    assert broken(engine) == []


def test_a_noodknop_joins_every_visit_that_is_still_under_way(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, going_on = (engine.checks_in(engine.ours.worker, seconds=600) for _ in range(2))
    jan = by(engine.ours.worker, engine.ours)
    with engine.database.write() as session:
        visit_cases.check_out(hold_visit(session, ended, jan))
    seen_before(monkeypatch, under_way=[ended, going_on])
    with engine.database.write() as session:
        assert panic.raise_panic(session, jan, ended).root.id == going_on
    assert [one.visit_id for one in alarms(engine)] == [going_on]


@sqlite
def test_a_second_noodknop_after_the_first_was_closed_is_a_new_alarm(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan, karin = by(engine.ours.worker, engine.ours), by(engine.ours.manager, engine.ours)
    with engine.database.write() as session:
        first = panic.raise_panic(session, jan).root.id
    with engine.database.write() as session:
        alarm_cases.close(hold_alarm(session, first, karin), Outcome.FALSE_ALARM, "", None)
    seen_before(monkeypatch, alone=first)
    with engine.database.write() as session:
        assert panic.raise_panic(session, jan).root.id != first
    assert [one.resolved_at is None for one in alarms(engine)] == [False, True]


def load(engine: Engine, name: str) -> None:
    """Let the organisation run on this profile, in which one may go alone."""
    with engine.database.write() as session:
        organisation = session.get_one(OrganisationRecord, engine.ours.id)
        load_profile(session, organisation, shipped()[name].replace(*ALONE), engine.clock.at)


def visit(engine: Engine, visit_id: UUID) -> VisitRecord:
    with engine.database.read() as session:
        found = session.get_one(VisitRecord, (visit_id, engine.ours.id))
        session.expunge_all()
        return found


@sqlite
def test_who_comes_early_to_a_visit_of_the_longest_kind_is_let_in(engine: Engine) -> None:
    load(engine, "s-hertogenbosch")
    four_hours = timedelta(hours=4)
    planned = engine.plans(engine.ours.worker, seconds=four_hours.total_seconds(), starts_in=600)
    with engine.database.write() as session:
        visit_cases.check_in(hold_visit(session, planned, by(engine.ours.worker, engine.ours)), None, None)
    checked_in = visit(engine, planned)
    assert checked_in.started_at is not None
    assert checked_in.expected_end - checked_in.started_at <= four_hours
    assert checked_in.state is VisitState.UNDER_WAY


@sqlite
def test_an_extension_before_a_late_tick_leaves_the_check_call_to_come(engine: Engine) -> None:
    load(engine, "s-hertogenbosch")
    watched = engine.checks_in(engine.ours.worker, seconds=3600)
    engine.clock.forward(601)
    with engine.database.write() as session:
        visit_cases.extend(hold_visit(session, watched, by(engine.ours.worker, engine.ours)), None, 15, Pin.NOT_SET)
    engine.jobs.tick()
    (prompt,) = engine.messages(MessageRecord.template == Template.CHECK_CALL_COLLEAGUE)
    assert prompt.person == engine.ours.colleague.id


@sqlite
def test_a_duress_pin_at_home_opens_a_silent_alarm_about_the_visit_that_ended(engine: Engine) -> None:
    ended = engine.checks_in(engine.ours.worker, seconds=600)
    jan = by(engine.ours.worker, engine.ours)
    with engine.database.write() as session:
        visit_cases.check_out(hold_visit(session, ended, jan), return_to=ReturnTo.HOME)
        visit_cases.say_ok(hold_visit(session, ended, jan), Pin.DURESS)
    (alarm,) = alarms(engine)
    assert (alarm.visit_id, alarm.cause) == (ended, Cause.DURESS)
    engine.passes(16)
    engine.passes(31)
    assert broken(engine) == []
    with engine.database.write() as session:
        alarm_cases.close(
            hold_alarm(session, alarm.id, by(engine.ours.manager, engine.ours)), Outcome.HELP_GIVEN, "", None
        )
    assert visit(engine, ended).state is VisitState.ENDED
    assert not engine.messages(MessageRecord.person == engine.ours.worker.id)


def test_now_is_read_once_the_lock_is_held(engine: Engine) -> None:
    """The order of events is the order of locks: who waited longest is not the earliest."""
    watched = engine.checks_in(engine.ours.worker, seconds=600)
    moments = []

    def waits() -> None:
        with engine.database.write() as session:
            moments.append(lock_visit(session, watched, engine.ours.id)[1])

    with engine.database.write() as session:
        _, held = lock_visit(session, watched, engine.ours.id)
        waiting = threading.Thread(target=waits)
        waiting.start()
        time.sleep(0.2)
        engine.clock.forward(5)
    waiting.join()
    assert moments[0] - held >= timedelta(seconds=5)
