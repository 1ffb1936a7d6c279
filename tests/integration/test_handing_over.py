"""From the outbox to a provider, and to the second one in the same attempt: every turn it can take."""

from datetime import timedelta

import pytest

from foundation.session import Database
from notifications import outbox
from notifications.channels.port import TransportError
from notifications.records import MessageRecord, MessageState
from notifications.routes import ProviderCooldown, Route
from notifications.sending import LEASE
from notifications.ways import Provider
from tests.support.dying import Died
from tests.support.post import ANSWER_TO, BROKEN, HANGS, REFUSED, Port, Post


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


@pytest.fixture
def one_provider(database: Database) -> Post:
    return Post(database, second=False)


@pytest.mark.parametrize(
    "error",
    [
        REFUSED,
        TransportError("20003", "HTTP 401"),
        TransportError("20429", "HTTP 429"),
        TransportError("20500", "HTTP 500"),
        TransportError("21612", "HTTP 400", permanent=True, elsewhere=True),
    ],
    ids=lambda error: error.code,
)
def test_what_the_first_does_not_take_the_second_takes_in_the_same_attempt(post: Post, error: TransportError) -> None:
    post.first.sends = [error]
    message = post.puts()
    post.dispatches()
    assert post.is_with(message, Provider.CM, "cm-1")
    assert post.attempts(message) == [("twilio", "failed", error.code)], "that CM has it stands in the message"
    assert post.message(message).attempts == 1
    assert post.message(message).news is False, "it left: the watch has nothing to hear"
    post.dispatches(after=timedelta(hours=1))
    assert len(post.second.sent) == len(post.first.sent) == 1


@pytest.mark.parametrize("code", ["21211", "21214", "21614", "21610"])
def test_what_is_wrong_with_the_number_is_not_tried_elsewhere(post: Post, code: str) -> None:
    post.first.sends = [TransportError(code, "HTTP 400", permanent=True)]
    message = post.puts()
    post.dispatches()
    assert post.second.sent == []
    assert (post.message(message).state, post.message(message).error_code) == (MessageState.FAILED, code)
    assert post.message(message).news


def test_when_both_refuse_it_is_kept_and_both_are_tried_again(post: Post) -> None:
    post.first.sends = [REFUSED, REFUSED]
    post.second.sends = [TransportError("cm_500", "HTTP 500"), "cm-2"]
    message = post.puts()
    post.dispatches()
    kept = post.message(message)
    assert (kept.state, kept.called_at, kept.attempts, kept.news) == (MessageState.PENDING, None, 1, True)
    assert kept.not_before == post.clock.at + timedelta(seconds=2)
    post.dispatches(after=timedelta(seconds=1))
    assert len(post.first.sent) == 1
    post.dispatches(after=timedelta(seconds=1))
    assert post.is_with(message, Provider.CM, "cm-2")
    refused = ("twilio", "failed", "connection")
    assert post.attempts(message) == [("cm", "failed", "cm_500"), refused, refused]


def test_only_when_both_say_never_it_is_never(post: Post) -> None:
    refused_here = TransportError("21408", "HTTP 400", permanent=True, elsewhere=True)
    refused_there = TransportError("cm_303", "HTTP 400", permanent=True)
    post.first.sends = [REFUSED, refused_here]
    post.second.sends = [refused_there, refused_there]
    message = post.puts()
    post.dispatches()
    assert post.message(message).state is MessageState.PENDING, "Twilio was only away"
    post.dispatches(after=timedelta(seconds=2))
    assert post.message(message).state is MessageState.FAILED


def test_after_a_broken_line_the_first_is_asked_at_once_and_has_it(post: Post) -> None:
    post.first.sends, post.first.finds = [BROKEN], [["SM1"]]
    message = post.puts()
    post.dispatches()
    assert post.is_with(message, Provider.TWILIO, "SM1")
    assert post.second.sent == []


@pytest.mark.parametrize("found", [(), REFUSED, HANGS], ids=["not there", "refused", "hangs"])
def test_what_is_not_found_or_can_not_be_asked_leaves_by_the_second(post: Post, found: Exception | tuple[()]) -> None:
    post.first.sends, post.first.finds = [BROKEN], [found]
    message = post.puts()
    post.dispatches()
    assert post.is_with(message, Provider.CM, "cm-1")
    assert post.attempts(message) == [("twilio", "uncertain", "connection")]


def test_when_nobody_knows_of_either_the_last_called_is_asked_first(post: Post) -> None:
    post.first.sends, post.second.sends = [REFUSED], [BROKEN]
    message = post.puts()
    post.dispatches()
    uncertain = post.message(message)
    assert (uncertain.state, uncertain.provider) == (MessageState.SENDING, Provider.CM)
    post.second.finds = [["cm-0"]]
    post.dispatches(after=timedelta(seconds=3))
    assert post.is_with(message, Provider.CM, "cm-0")
    assert post.first.asked == []
    assert len(post.second.sent) == 1


def test_when_neither_has_it_it_is_sent_again(post: Post) -> None:
    post.first.sends, post.second.sends = [BROKEN], [BROKEN]
    message = post.puts()
    post.dispatches()
    post.dispatches(after=timedelta(seconds=3))
    assert post.is_with(message, Provider.TWILIO, "twilio-2")


def test_what_fell_silent_while_nobody_was_sure_is_not_sent_again(post: Post) -> None:
    post.first.sends, post.second.sends = [BROKEN], [BROKEN]
    message = post.puts()
    post.dispatches()
    with post.database.write() as session:
        session.get_one(MessageRecord, message).silenced = True
    post.dispatches(after=timedelta(seconds=3))
    assert post.message(message).state is MessageState.CANCELLED
    assert (len(post.first.sent), len(post.second.sent)) == (1, 1)


def test_when_neither_can_be_asked_the_second_sends(post: Post) -> None:
    post.first.sends, post.second.sends = [BROKEN], [BROKEN]
    message = post.puts()
    post.dispatches()
    post.first.finds, post.second.finds = [HANGS], [REFUSED]
    post.dispatches(after=timedelta(seconds=3))
    assert post.is_with(message, Provider.CM, "cm-2")


@pytest.mark.parametrize("second_has_it", [True, False])
def test_a_sender_that_died_while_calling_the_second_leaves_a_row_that_says_so(post: Post, second_has_it: bool) -> None:
    post.first.sends, post.second.sends = [REFUSED], [Died()]
    message = post.puts()
    post.dispatches()
    assert post.message(message).provider is Provider.CM
    post.second.finds = [["cm-0"]] if second_has_it else []
    post.dispatches(after=LEASE)
    assert post.second.asked == []
    post.dispatches(after=timedelta(seconds=1))
    assert post.second.asked == ["find"]
    assert post.is_with(message, *((Provider.CM, "cm-0") if second_has_it else (Provider.TWILIO, "twilio-2")))


def test_who_lets_us_wait_is_tried_last_for_half_a_minute(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("notifications.routes.time.monotonic", lambda: now)
    post.first.sends, post.first.finds = [HANGS], [HANGS]
    post.puts()
    post.dispatches()
    second = post.puts()
    post.dispatches()
    assert post.is_with(second, Provider.CM, "cm-2")
    assert len(post.first.sent) == 1, "the second message did not wait for it"
    post.second.sends = [REFUSED]
    third = post.puts()
    post.dispatches()
    assert post.is_with(third, Provider.TWILIO, "twilio-2")
    now += 31
    fourth = post.puts()
    post.dispatches()
    assert post.is_with(fourth, Provider.TWILIO, "twilio-3")


def test_patience_is_only_for_those_who_wait() -> None:
    first, second = Route(Provider.TWILIO, Port("a")), Route(Provider.CM, Port("b"))
    patience = ProviderCooldown()
    assert patience.order([first, second]) == [first, second]
    patience.let_us_wait(Provider.TWILIO)
    assert patience.order([first, second]) == [second, first]
    patience.let_us_wait(Provider.CM)
    assert patience.order([first, second]) == [first, second]


@pytest.mark.parametrize("number", ["112", "+31112", "101", "+319008844", "0611111113"])
def test_one_guard_stands_before_both(post: Post, number: str) -> None:
    message = post.puts(number)
    post.dispatches()
    assert post.first.sent == post.second.sent == []
    assert (post.message(message).state, post.message(message).error_code) == (MessageState.FAILED, "forbidden")


def test_by_the_second_it_says_where_answers_go_and_fits_in_as_much(post: Post) -> None:
    post.first.sends = [REFUSED]
    post.puts()
    post.dispatches()
    assert post.first.sent[0].text == "Het is tijd."
    assert post.second.sent[0].text == f"Het is tijd. Sms je antwoord naar {ANSWER_TO}."


def test_alone_nothing_changes(one_provider: Post) -> None:
    one_provider.first.sends = [REFUSED, BROKEN]
    message = one_provider.puts()
    one_provider.dispatches()
    assert one_provider.message(message).state is MessageState.PENDING
    one_provider.dispatches(after=timedelta(seconds=2))
    assert one_provider.message(message).state is MessageState.SENDING
    assert one_provider.first.asked == [], "asked at the next try, and not at once"
    one_provider.first.finds = [HANGS, ["SM7"]]
    one_provider.dispatches(after=timedelta(seconds=6))
    one_provider.dispatches(after=timedelta(seconds=11))
    assert one_provider.is_with(message, Provider.TWILIO, "SM7")
    assert len(one_provider.first.sent) == 2


def test_what_was_found_and_is_another_message_is_not_this_one(one_provider: Post) -> None:
    """Two calls to one number in one minute look the same to Twilio: one may not pass for the other."""
    other = one_provider.puts()
    one_provider.dispatches()
    assert one_provider.is_with(other, Provider.TWILIO, "twilio-1")
    one_provider.first.sends, one_provider.first.finds = [BROKEN], [["twilio-1"]]
    message = one_provider.puts()
    one_provider.dispatches()
    one_provider.dispatches(after=timedelta(seconds=3))
    assert one_provider.is_with(message, Provider.TWILIO, "twilio-3")


def test_of_texts_with_the_same_words_in_doubt_each_takes_one_that_arrived(one_provider: Post) -> None:
    one_provider.first.sends = [BROKEN, BROKEN, BROKEN]
    messages = [one_provider.puts() for _ in range(3)]
    one_provider.dispatches()
    one_provider.first.finds = [["SM1", "SM2"]] * 3
    one_provider.dispatches(after=timedelta(seconds=3))
    assert sorted(one_provider.message(one).provider_sid or "" for one in messages) == ["SM1", "SM2", "twilio-4"]
    assert len(one_provider.first.sent) == 4, "only the one that did not arrive is sent again"


@pytest.mark.parametrize("told_by", ["answer", "callback"])
def test_whose_it_is_by_what_the_provider_says_takes_it_back_from_who_was_in_doubt(
    one_provider: Post, told_by: str
) -> None:
    one_provider.first.sends = [BROKEN]
    in_doubt = one_provider.puts()
    one_provider.dispatches()
    one_provider.first.finds = [["SM-of-the-other"]]
    one_provider.dispatches(after=timedelta(seconds=3))
    assert one_provider.is_with(in_doubt, Provider.TWILIO, "SM-of-the-other")
    one_provider.first.sends = ["SM-of-the-other" if told_by == "answer" else BROKEN]
    other = one_provider.puts()
    one_provider.dispatches()
    if told_by == "callback":
        with one_provider.database.write() as session:
            now = one_provider.clock.at
            outbox.report_status(session, other, MessageState.SENT, "SM-of-the-other", None, now, Provider.TWILIO)
    assert one_provider.is_with(other, Provider.TWILIO, "SM-of-the-other")
    one_provider.first.finds = [["SM-of-the-other"]]
    one_provider.dispatches(after=timedelta(seconds=1))
    assert one_provider.is_with(in_doubt, Provider.TWILIO, "twilio-3"), "what did not arrive is not lost"
