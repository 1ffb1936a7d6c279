"""The outbox on both databases: claimed by one, tried again, never lost, never told twice, only forward."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.subject import Subject
from notifications import outbox
from notifications.cancelling import cancel_unsent
from notifications.records import AttemptRecord, MessageRecord, MessageState
from notifications.sending import BACKOFF, GIVE_UP_AFTER, LEASE
from notifications.texts.templates import Template
from notifications.ways import Channel
from tests.support.engine import Engine
from tests.support.outbox import call, claim, fails, message, put, reports, sent, the_one

PENDING, SENDING, SENT = MessageState.PENDING, MessageState.SENDING, MessageState.SENT
DELIVERED, FAILED, CANCELLED = MessageState.DELIVERED, MessageState.FAILED, MessageState.CANCELLED
SECOND = timedelta(seconds=1)


def test_a_message_of_the_same_origin_person_channel_and_text_is_there_once(engine: Engine) -> None:
    first = message(engine)
    put(engine, first, first, replace(first, channel=Channel.CALL), replace(first, origin=uuid4()))
    put(engine, replace(first, payload={"text": "anders"}))
    told = engine.messages()
    assert sorted(one.channel for one in told) == [Channel.CALL, Channel.SMS, Channel.SMS]
    assert {one.payload["text"] for one in told} == {"Je bent afgemeld."}


def test_what_is_due_is_claimed_gravest_first_then_oldest_and_what_comes_later_waits(engine: Engine) -> None:
    put(engine, message(engine, "oud", priority=50))
    put(engine, message(engine, "later", priority=100, after=timedelta(minutes=1)))
    put(engine, message(engine, "nieuw", priority=50), message(engine, "noodknop", priority=100))
    texts = {one.id: one.payload["text"] for one in engine.messages()}
    assert [texts[one.id] for one in claim(engine, limit=2)] == ["noodknop", "oud"]
    assert [texts[one.id] for one in claim(engine)] == ["nieuw"]
    engine.clock.forward(61)
    assert "later" in [texts[one.id] for one in claim(engine)]


def test_a_claimed_message_is_nobody_elses_until_its_lease_ends(engine: Engine) -> None:
    put(engine, message(engine))
    (first,) = claim(engine)
    assert claim(engine) == []
    assert the_one(engine).state is SENDING
    engine.clock.forward(LEASE.total_seconds() + 1)
    (second,) = claim(engine)
    assert second.token != first.token
    assert not call(engine, first)
    assert call(engine, second)


@pytest.mark.parametrize("called", [False, True])
def test_a_sender_that_went_silent_leaves_doubt_only_if_it_had_called(engine: Engine, called: bool) -> None:
    put(engine, message(engine))
    (first,) = claim(engine)
    if called:
        assert call(engine, first)
    engine.clock.forward(LEASE.total_seconds() + 1)
    (second,) = claim(engine)
    assert second.uncertain is called


def test_only_who_holds_it_settles_it_and_a_late_answer_leaves_its_id(engine: Engine) -> None:
    put(engine, message(engine))
    (first,) = claim(engine)
    call(engine, first)
    engine.clock.forward(LEASE.total_seconds() + 1)
    (second,) = claim(engine)
    sent(engine, first, "SMlate")
    assert (the_one(engine).state, the_one(engine).provider_sid) == (SENDING, "SMlate")
    fails(engine, first, permanent=True)
    assert the_one(engine).state is SENDING
    sent(engine, second)
    assert (the_one(engine).state, the_one(engine).lease_until, the_one(engine).claim_token) == (SENT, None, None)


def test_a_try_that_fails_waits_a_little_longer_each_time_and_is_news_once(engine: Engine) -> None:
    put(engine, message(engine))
    for number, wait in enumerate([*BACKOFF, BACKOFF[-1]], start=1):
        (claimed,) = claim(engine)
        call(engine, claimed)
        fails(engine, claimed)
        tried = the_one(engine)
        assert (tried.state, tried.attempts, tried.called_at) == (PENDING, number, None)
        assert tried.not_before - tried.state_at == wait
        assert tried.news is (number == 1)
        with engine.database.write() as session:
            outbox.take_unreported_failure(session, tried.id)
        assert claim(engine) == []
        engine.clock.forward(wait.total_seconds())
    with engine.database.read() as session:
        assert len(session.scalars(select(AttemptRecord)).all()) == len(BACKOFF) + 1


def test_after_an_hour_it_is_given_up_and_whoever_caused_it_hears_so(engine: Engine) -> None:
    put(engine, message(engine))
    engine.clock.forward(GIVE_UP_AFTER.total_seconds() + 1)
    (claimed,) = claim(engine)
    call(engine, claimed)
    fails(engine, claimed)
    assert (the_one(engine).state, the_one(engine).news) == (FAILED, True)
    assert claim(engine) == []


def test_a_failure_for_good_is_not_tried_again(engine: Engine) -> None:
    put(engine, message(engine))
    (claimed,) = claim(engine)
    call(engine, claimed)
    fails(engine, claimed, permanent=True)
    assert (the_one(engine).state, the_one(engine).error_code, the_one(engine).news) == (FAILED, "20429", True)


def test_a_doubtful_try_stays_with_the_provider_until_somebody_asks(engine: Engine) -> None:
    put(engine, message(engine))
    (claimed,) = claim(engine)
    call(engine, claimed)
    fails(engine, claimed, uncertain=True)
    assert the_one(engine).state is SENDING
    assert claim(engine) == []
    engine.clock.forward(BACKOFF[0].total_seconds() + 1)
    (again,) = claim(engine)
    assert again.uncertain


STORIES: list[tuple[list[MessageState], MessageState]] = [
    ([DELIVERED], DELIVERED),
    ([SENT, DELIVERED], DELIVERED),
    ([DELIVERED, SENT], DELIVERED),
    ([DELIVERED, FAILED], DELIVERED),
    ([FAILED, DELIVERED], FAILED),
    ([SENT, SENT], SENT),
    ([SENDING, PENDING], SENT),
    ([FAILED, FAILED], FAILED),
]


def test_a_status_only_moves_forward_however_often_and_late_it_comes(engine: Engine) -> None:
    put(engine, *(message(engine) for _ in STORIES))
    for claimed, (reported, end) in zip(claim(engine), STORIES, strict=True):
        call(engine, claimed)
        sent(engine, claimed)
        for state in reported:
            assert reports(engine, claimed.id, state, "30003")
        (after,) = engine.messages(MessageRecord.id == claimed.id)
        failed = end is FAILED
        assert (after.state, after.news, after.error_code) == (end, failed, "30003" if failed else None), reported


def test_a_callback_may_be_faster_than_the_answer_to_our_own_call(engine: Engine) -> None:
    faster = [SENT, DELIVERED, FAILED]
    put(engine, *(message(engine) for _ in faster))
    for claimed, state in zip(claim(engine), faster, strict=True):
        call(engine, claimed)
        reports(engine, claimed.id, state)
        sent(engine, claimed, f"SM{state}")
        (after,) = engine.messages(MessageRecord.id == claimed.id)
        assert (after.state, after.provider_sid) == (state, f"SM{state}")


def test_a_callback_about_nothing_of_ours_is_told_so(engine: Engine) -> None:
    assert not reports(engine, uuid4(), DELIVERED)


def silence(engine: Engine, alarms: Collection[UUID], *templates: Template) -> None:
    subjects = [Subject("alarm", one) for one in alarms]
    with engine.database.write() as session:
        cancel_unsent(session, engine.ours.id, subjects, frozenset(templates), engine.clock.now(session))


def test_silence_cancels_what_is_unsent_of_those_subjects_and_texts_and_nothing_else(engine: Engine) -> None:
    alarm, other = uuid4(), uuid4()
    taken = Template.TAKEN
    put(
        engine,
        message(engine, subject=Subject("alarm", alarm)),
        message(engine, subject=Subject("alarm", other)),
        message(engine, subject=Subject("alarm", alarm), template=taken),
    )
    silence(engine, [alarm], Template.REPLY)
    states = {(one.subject, one.template): one.state for one in engine.messages()}
    assert states == {(alarm, Template.REPLY): CANCELLED, (other, Template.REPLY): PENDING, (alarm, taken): PENDING}
    assert reports(engine, next(one.id for one in engine.messages() if one.state is CANCELLED), DELIVERED)
    assert [one.state for one in engine.messages()].count(CANCELLED) == 1


@pytest.mark.parametrize(("called", "end"), [(False, CANCELLED), (True, SENDING)])
def test_silence_reaches_a_sender_that_has_not_called_yet_and_no_further(
    engine: Engine, called: bool, end: MessageState
) -> None:
    alarm = uuid4()
    put(engine, message(engine, subject=Subject("alarm", alarm)))
    (claimed,) = claim(engine)
    if called:
        call(engine, claimed)
    silence(engine, [alarm], Template.REPLY)
    assert the_one(engine).state is end
    assert call(engine, claimed) is called


@pytest.mark.parametrize("uncertain", [False, True])
def test_what_was_being_called_about_when_it_fell_silent_is_not_tried_again(engine: Engine, uncertain: bool) -> None:
    alarm = uuid4()
    put(engine, message(engine, subject=Subject("alarm", alarm)))
    (claimed,) = claim(engine)
    call(engine, claimed)
    silence(engine, [alarm], Template.REPLY)
    fails(engine, claimed, uncertain=uncertain)
    assert (the_one(engine).state, the_one(engine).news) == (CANCELLED, False)
    engine.clock.forward(LEASE.total_seconds() + 1)
    assert claim(engine) == []


def test_news_is_taken_once(engine: Engine) -> None:
    put(engine, message(engine))
    (claimed,) = claim(engine)
    reports(engine, claimed.id, FAILED)

    def take(session: Session) -> bool:
        assert outbox.unreported_failures(session) == ([claimed.id] if not taken else [])
        return outbox.take_unreported_failure(session, claimed.id)

    taken: list[bool] = []
    for _ in range(2):
        with engine.database.write() as session:
            taken.append(take(session))
    assert taken == [True, False]


def test_only_what_was_never_tried_of_the_same_step_is_hastened(engine: Engine) -> None:
    step = uuid4()
    later = timedelta(minutes=1)
    put(engine, message(engine, origin=step, channel=Channel.CALL, after=later), message(engine, after=later))
    with engine.database.write() as session:
        failed = session.scalars(select(MessageRecord).where(MessageRecord.origin == step)).one()
        outbox.expedite(session, failed, engine.clock.now(session))
    assert [one.channel for one in claim(engine)] == [Channel.CALL]
