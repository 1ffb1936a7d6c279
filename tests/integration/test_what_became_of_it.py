"""What providers tell of a message, or are asked: only who has it can say that it failed."""

from datetime import timedelta
from uuid import UUID

import pytest

from foundation.session import Database
from notifications import outbox
from notifications.reconciling import reconcile
from notifications.records import MessageState
from notifications.ways import Channel, Provider
from tests.support.post import BROKEN, REFUSED, Post


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


def report(post: Post, message: UUID, state: MessageState, provider: Provider) -> None:
    with post.database.write() as session:
        assert outbox.report_status(session, message, state, "SM9", "30003", post.clock.at, provider)


def test_a_failure_told_by_who_does_not_have_it_is_no_failure(post: Post) -> None:
    post.first.sends = [BROKEN]
    message = post.puts()
    post.dispatches()
    report(post, message, MessageState.FAILED, Provider.TWILIO)
    assert post.is_with(message, Provider.CM, "cm-1")
    report(post, message, MessageState.FAILED, Provider.CM)
    assert post.message(message).state is MessageState.FAILED
    assert post.message(message).news


def test_that_it_arrived_counts_whoever_says_it(post: Post) -> None:
    post.first.sends = [BROKEN]
    message = post.puts()
    post.dispatches()
    report(post, message, MessageState.DELIVERED, Provider.TWILIO)
    report(post, message, MessageState.FAILED, Provider.CM)
    told = post.message(message)
    assert (told.state, told.provider_sid, told.news) == (MessageState.DELIVERED, "cm-1", False)


def test_a_call_that_ended_well_was_picked_up_when_we_first_heard_of_it(post: Post) -> None:
    call, text = post.puts(channel=Channel.CALL), post.puts()
    for state, picked_up in ((MessageState.DELIVERED, False), (MessageState.SENT, True)):
        with post.database.write() as session:
            outbox.report_status(session, call, state, "CA9", None, post.clock.at, picked_up=picked_up)
        post.clock.at += timedelta(seconds=20)
    report(post, text, MessageState.DELIVERED, Provider.TWILIO)
    told = post.message(call)
    assert told.state is MessageState.DELIVERED
    assert told.picked_up_at == post.clock.at - timedelta(seconds=40)
    assert post.message(text).picked_up_at is None, "a text is not picked up"


def test_who_has_it_is_asked_what_became_of_it(post: Post) -> None:
    post.first.sends = [REFUSED]
    by_second = post.puts()
    post.dispatches()
    by_first = post.puts()
    post.dispatches()
    post.first.becomes, post.second.becomes = MessageState.DELIVERED, MessageState.FAILED
    post.clock.at += timedelta(minutes=2)
    ours = {post.message(one).organisation_id for one in (by_first, by_second)}
    assert reconcile(post.database, post.routes, ours) == 2
    assert (post.first.asked, post.second.asked) == (["twilio-2"], ["cm-1"])
    assert post.message(by_first).state is MessageState.DELIVERED
    assert (post.message(by_second).state, post.message(by_second).error_code) == (MessageState.FAILED, "cm_31")


def test_a_provider_that_was_taken_away_is_not_asked(post: Post) -> None:
    post.first.sends = [REFUSED]
    message = post.puts()
    post.dispatches()
    post.clock.at += timedelta(minutes=2)
    alone = {Channel.SMS: post.routes[Channel.SMS][:1]}
    assert reconcile(post.database, alone, {post.message(message).organisation_id}) == 0
