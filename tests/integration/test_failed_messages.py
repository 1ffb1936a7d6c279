"""A message fails, on both databases: the next channel or person at once, and never the same one for ever."""

import threading
import time
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from achterwacht.alarms.facts import Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.clockwork import failed_messages
from achterwacht.inbound.calls import next_prompt
from achterwacht.people.records import PersonRecord
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import panic
from achterwacht.visiting import visits as visit_cases
from achterwacht.watch.held import hold_alarm, hold_visit
from achterwacht.watch.locking import lock_visit
from notifications import outbox
from notifications.cancelling import cancel_these
from notifications.records import AttemptRecord, MessageRecord, MessageState
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel
from tests.support.engine import Engine, Weather, by
from tests.support.organisations import Employee

SMS, CALL = Channel.SMS, Channel.CALL


def channels(engine: Engine, template: Template, employee: Employee) -> Counter[Channel]:
    found = engine.messages(MessageRecord.template == template, MessageRecord.person == employee.id)
    return Counter(one.channel for one in found)


def alarm_of(engine: Engine, visit: UUID) -> AlarmRecord:
    with engine.database.read() as session:
        alarm = session.scalars(
            select(AlarmRecord).where(AlarmRecord.visit_id == visit), execution_options={"across_organisations": True}
        ).one()
        session.expunge_all()
        return alarm


def turns(engine: Engine, employee: Employee, weather: Weather, *which: Channel) -> None:
    for channel in which or TELEPHONE:
        engine.providers[channel].weather[employee.phone] = weather


def refuses_sms(engine: Engine, employee: Employee) -> None:
    """They sent STOP: the provider sends them no SMS, so they are phoned."""
    with engine.database.write() as session:
        session.get_one(PersonRecord, employee.id).sms_refused = True


def test_a_channel_that_waits_its_turn_leaves_at_once_when_the_one_before_it_failed(engine: Engine) -> None:
    turns(engine, engine.ours.worker, Weather.REFUSES, SMS)
    engine.checks_in(engine.ours.worker, seconds=20)
    engine.passes(20)
    (call,) = engine.messages(MessageRecord.template == Template.CHASE_WORKER, MessageRecord.channel == CALL)
    assert call.state is MessageState.SENT
    assert len(engine.providers[CALL].took) == 1


def test_when_a_worker_cannot_be_reached_at_all_the_colleague_is_told_at_once(engine: Engine) -> None:
    turns(engine, engine.ours.worker, Weather.REFUSES)
    visit = engine.checks_in(engine.ours.worker, seconds=20)
    engine.passes(20)
    assert alarm_of(engine, visit).level is Level.COLLEAGUE
    assert engine.providers[SMS].sent_to(engine.ours.colleague)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("weather", [Weather.BUSY, Weather.REFUSES, Weather.LOST])
def test_a_text_that_has_one_channel_tries_the_other_once_and_not_for_ever(engine: Engine, weather: Weather) -> None:
    visit = engine.checks_in(engine.ours.worker, seconds=6000)
    with engine.database.write() as session:
        panic.raise_panic(session, by(engine.ours.worker, engine.ours))
    engine.passes(16)
    assert alarm_of(engine, visit).level is Level.POLICE
    with engine.database.write() as session:
        alarm_cases.acknowledge(hold_alarm(session, alarm_of(engine, visit).id, by(engine.ours.manager, engine.ours)))
    turns(engine, engine.ours.manager, weather)
    for _ in range(4):
        engine.passes(31)
    asked = channels(engine, Template.STILL_OPEN, engine.ours.manager)
    assert (asked[SMS], asked[CALL] <= 1) == (1, True)


def test_who_gets_no_sms_any_more_is_out_when_the_one_call_fails(engine: Engine) -> None:
    for employee in (engine.ours.colleague, engine.second):
        refuses_sms(engine, employee)
        turns(engine, employee, Weather.REFUSES)
    visit = engine.checks_in(engine.ours.worker, seconds=20)
    engine.passes(20)
    engine.passes(16)
    assert channels(engine, Template.ALARM_OVERDUE, engine.ours.colleague) == {CALL: 1}
    assert alarm_of(engine, visit).level is Level.MANAGER


def test_a_failure_is_taken_once_however_often_it_is_reported(engine: Engine) -> None:
    visit = engine.checks_in(engine.ours.worker, seconds=20)
    engine.passes(20)
    chase = engine.messages(MessageRecord.template == Template.CHASE_WORKER)
    for _ in range(3):
        for one in chase:
            with engine.database.write() as session:
                outbox.report_status(session, one.id, MessageState.FAILED, "SM1", "30003", engine.clock.now(session))
        engine.jobs.dispatch()
    assert alarm_of(engine, visit).level is Level.COLLEAGUE
    assert channels(engine, Template.ALARM_OVERDUE, engine.ours.colleague) == {SMS: 1, CALL: 1}


def test_what_was_cancelled_before_its_failure_is_taken_is_not_said_by_telephone(engine: Engine) -> None:
    """Somebody lost the role meanwhile, or left."""
    engine.checks_in(engine.ours.worker, seconds=20)
    engine.passes(20)
    turns(engine, engine.ours.colleague, Weather.BUSY)
    engine.clock.forward(16)
    engine.jobs.tick()
    engine.jobs._dispatcher.dispatch_due()
    theirs = (MessageRecord.template == Template.ALARM_OVERDUE, MessageRecord.person == engine.ours.colleague.id)
    with engine.database.write() as session:  # as where the step of the protocol is an SMS alone
        calls = [one.id for one in engine.messages(*theirs, MessageRecord.channel == CALL)]
        session.execute(delete(AttemptRecord).where(AttemptRecord.message_id.in_(calls)))
        session.execute(delete(MessageRecord).where(MessageRecord.id.in_(calls)))
    waiting = engine.messages(*theirs)
    assert any(one.news for one in waiting)
    with engine.database.write() as session:
        cancel_these(session, engine.ours.id, [one.id for one in waiting], engine.clock.now(session))
    engine.jobs.dispatch()
    assert [one.state for one in engine.messages(*theirs)] == [MessageState.CANCELLED] * len(waiting)


def test_a_failure_is_never_in_the_way_of_a_noodknop(engine: Engine) -> None:
    """The press holds its visit and cancels messages; whoever takes a failure must not hold a message first."""
    visit = engine.checks_in(engine.ours.worker, seconds=20)
    turns(engine, engine.ours.worker, Weather.BUSY)
    engine.clock.forward(20)
    engine.jobs.tick()
    sender = engine.jobs._dispatcher
    sender.dispatch_due()
    with engine.database.read() as session:
        (failed, *_) = failed_messages.failed_messages(session)
    wrong: list[BaseException] = []

    def take() -> None:
        try:
            with engine.database.write() as session:
                failed_messages.take_failure(session, failed)
        except BaseException as error:
            wrong.append(error)

    with engine.database.write() as session:
        lock_visit(session, visit, engine.ours.id)
        taking = threading.Thread(target=take)
        taking.start()
        time.sleep(0.3)
        panic.raise_panic(session, by(engine.ours.worker, engine.ours))
    taking.join()
    assert not wrong, wrong
    assert alarm_of(engine, visit).cause.value == "panic"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("template", [Template.PLANNED_DESK, Template.HOME_SAFE_DESK])
def test_a_reminder_to_the_desk_can_be_heard_in_a_call(engine: Engine, template: Template) -> None:
    refuses_sms(engine, engine.ours.colleague)
    refuses_sms(engine, engine.second)
    engine.plans(engine.ours.worker, seconds=600)
    engine.passes(0)
    engine.passes(16)
    (call,) = engine.messages(MessageRecord.person == engine.ours.colleague.id)
    assert (call.template, call.channel) == (Template.PLANNED_DESK, CALL)
    with engine.database.write() as session:
        session.get_one(MessageRecord, call.id).template = template
    with engine.database.write() as session:
        opening = next_prompt(session, call.id, "CA1", None, "")
        assert not any("Jan" in one for one in opening.say)
        story = next_prompt(session, call.id, "CA1", opening.step, "3")
    assert any("Jan de Wit" in one for one in story.say)
    assert story.step is None


def test_a_desk_with_a_landline_is_phoned_what_it_must_do(engine: Engine) -> None:
    for employee in (engine.ours.colleague, engine.second):
        turns(engine, employee, Weather.REFUSES, SMS)
    engine.plans(engine.ours.worker, seconds=600)
    for _ in range(4):
        engine.passes(16)
    assert channels(engine, Template.PLANNED_DESK, engine.ours.colleague) == {SMS: 1, CALL: 1}
    assert channels(engine, Template.PLANNED_DESK, engine.ours.manager) == {SMS: 1}, "a mobile number is only texted"


def test_a_desk_is_not_phoned_about_what_was_done_meanwhile(engine: Engine) -> None:
    turns(engine, engine.ours.colleague, Weather.REFUSES, SMS)
    visit = engine.plans(engine.ours.worker, seconds=600)
    engine.passes(0)
    engine.clock.forward(16)
    engine.jobs.tick()
    engine.jobs._dispatcher.dispatch_due()
    with engine.database.write() as session:
        visit_cases.check_in(hold_visit(session, visit, by(engine.ours.worker, engine.ours)), None, None)
    engine.ticks()
    assert channels(engine, Template.PLANNED_DESK, engine.ours.colleague) == {SMS: 1}
