"""The dispatcher on both databases: hands over what is due, asks after what is doubtful, keeps to its pace."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from uuid import uuid4

import pytest

from achterwacht.use_cases import panic
from foundation.session import Database
from foundation.settings import Settings
from notifications import outbox
from notifications.channels.port import Envelope
from notifications.dispatch import AT_MOST, FEW, PATIENCE, SEVERAL, Dispatcher
from notifications.outbox import Outgoing
from notifications.reconciling import Turn, reconcile
from notifications.records import MessageState
from notifications.routes import make_mail_routes, make_routes
from notifications.sending import LEASE, claim
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel
from tests.support.engine import Engine, Provider, Weather, by
from tests.support.processes import SOON, eventually

SMS, CALL = Channel.SMS, Channel.CALL
SETTINGS = Settings(_env_file=None)


def write(
    engine: Engine, count: int, channel: Channel = SMS, to: str | None = None, words: str = "", priority: int = 50
) -> None:
    jan = engine.ours.worker
    with engine.database.write() as session:
        outbox.put(
            session,
            [
                Outgoing(
                    engine.ours.id, None, uuid4(), jan.id, to or jan.phone, channel, Template.REPLY, "nl",
                    {"text": words or f"bericht {number}"}, priority,
                )
                for number in range(count)
            ],
            engine.clock.now(session),
        )  # fmt: skip


def states(engine: Engine) -> Counter[MessageState]:
    return Counter(one.state for one in engine.messages())


def are_sent(engine: Engine, how_many: int) -> bool:
    return states(engine)[MessageState.SENT] == how_many


def test_everything_due_is_handed_over_with_its_words(engine: Engine) -> None:
    write(engine, 3)
    assert engine.jobs.dispatch() == 3
    assert sorted(engine.providers[SMS].sent_to(engine.ours.worker)) == ["bericht 0", "bericht 1", "bericht 2"]
    assert states(engine) == {MessageState.SENT: 3}
    assert engine.jobs.dispatch() == 0


def test_somebody_hears_of_each_noodknop_before_anybody_hears_of_one_twice(engine: Engine) -> None:
    ours = engine.ours
    for who in (ours.worker, ours.worker2, ours.colleague):
        with engine.database.write() as session:
            panic.raise_panic(session, by(who, ours))
    with engine.database.write() as session:
        first = {one.id for one in claim(session, 3)}
        rest = {one.id for one in claim(session, 100)}
    about = {one.id: one.about for one in engine.messages()}
    assert len({about[one] for one in first}) == 3
    assert len(rest) > 3
    assert {about[one] for one in rest} == {about[one] for one in first}


@pytest.mark.parametrize(("weather", "arrived"), [(Weather.UNKNOWN, True), (Weather.LOST, False)])
def test_after_doubt_the_provider_is_asked_before_anything_is_sent_again(
    engine: Engine, weather: Weather, arrived: bool
) -> None:
    provider = engine.providers[SMS]
    provider.weather[engine.ours.worker.phone] = weather
    write(engine, 1)
    engine.jobs.dispatch()
    assert (states(engine), len(provider.took)) == ({MessageState.SENDING: 1}, int(arrived))
    provider.weather.clear()
    engine.clock.forward(3)
    engine.jobs.dispatch()
    assert states(engine) == {MessageState.SENT: 1}
    assert len(provider.took) == 1


@pytest.mark.parametrize("channel", TELEPHONE)
def test_a_crowd_with_the_same_words_in_doubt_is_not_sent_again(engine: Engine, channel: Channel) -> None:
    """The provider's list can't tell them apart; that it has as many as there are is enough."""
    provider, phone = engine.providers[channel], engine.ours.worker.phone
    provider.weather[phone] = Weather.UNKNOWN
    write(engine, 20, channel, words="Je afspraak is voorbij.")
    engine.jobs.dispatch()
    assert states(engine) == {MessageState.SENDING: 20}
    provider.weather.clear()
    engine.clock.forward(3)
    engine.jobs.dispatch()
    assert states(engine) == {MessageState.SENT: 20}
    assert len({one.provider_sid for one in engine.messages()}) == len(provider.took) == 20


def test_software_never_dials_or_texts_an_emergency_or_service_number(engine: Engine) -> None:
    numbers = ["112", "+112", "101", "+32101", "+31112", "09008844", "+319008844", "+3114073", "0612345678", "0"]
    for number in numbers:
        for channel in TELEPHONE:
            write(engine, 1, channel, number)
    engine.jobs.dispatch()
    assert states(engine) == {MessageState.FAILED: 2 * len(numbers)}
    assert {one.error_code for one in engine.messages()} == {"forbidden"}
    assert not any(provider.took for provider in engine.providers.values())


class Broken(Provider):
    """Fails in a way that nobody foresaw."""

    def send(self, envelope: Envelope) -> str:
        raise LookupError(envelope.id)


def test_a_channel_that_breaks_keeps_nobody_waiting_and_is_tried_again(engine: Engine) -> None:
    routes = make_routes(SETTINGS, {SMS: Broken(), CALL: engine.providers[CALL]})
    sender = Dispatcher(engine.database, SETTINGS, routes)
    write(engine, 2)
    write(engine, 1, CALL)
    assert sender.dispatch_due() == 3
    sender.close()
    assert len(engine.providers[CALL].took) == 1
    engine.clock.forward(LEASE.total_seconds() + 1)
    engine.jobs.dispatch()
    assert len(engine.providers[SMS].took) == 2


class Hangs(Provider):
    """Takes no word with "bericht" in it before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def send(self, envelope: Envelope) -> str:
        if "bericht" in envelope.text:
            assert self.let_go.wait(SOON)
        return super().send(envelope)


def test_while_all_else_waits_for_a_provider_a_noodknop_finds_a_sender(engine: Engine) -> None:
    provider = Hangs()
    settings = Settings(_env_file=None, dispatch_concurrency=8)
    sender = Dispatcher(engine.database, settings, make_routes(settings, {SMS: provider}), gravest=100)
    write(engine, 20)
    begun = threading.Thread(target=sender.dispatch_due)
    begun.start()
    eventually(lambda: states(engine)[MessageState.SENDING] == 6)
    time.sleep(3 * PATIENCE)
    assert states(engine)[MessageState.SENDING] == 6, "two wait for what is gravest, also while others could leave"
    write(engine, 1, words="nood", priority=100)
    eventually(lambda: [one.text for one in provider.took] == ["nood"])
    provider.let_go.set()
    begun.join()
    sender.close()
    assert states(engine) == {MessageState.SENT: 21}


def test_when_several_press_at_once_the_rest_waits_a_second_at_most(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("notifications.dispatch.time", SimpleNamespace(monotonic=lambda: now[0], sleep=time.sleep))
    provider = Hangs()
    settings = Settings(_env_file=None, dispatch_concurrency=16)
    sender = Dispatcher(engine.database, settings, make_routes(settings, {SMS: provider}), gravest=100)
    write(engine, SEVERAL, priority=100)
    begun = threading.Thread(target=sender.dispatch_due)
    begun.start()
    eventually(lambda: states(engine)[MessageState.SENDING] == SEVERAL)
    write(engine, 20, priority=99)
    time.sleep(3 * PATIENCE)
    assert states(engine)[MessageState.SENDING] == FEW
    for rounds in (1, 2):
        now[0] += 0.4
        write(engine, SEVERAL, words="nood", priority=100)
        eventually(partial(are_sent, engine, rounds * SEVERAL))
        time.sleep(PATIENCE)
        assert states(engine)[MessageState.SENDING] == FEW
    now[0] += 0.4
    assert now[0] - 1000 > AT_MOST
    eventually(lambda: states(engine)[MessageState.SENDING] == 12)
    provider.let_go.set()
    begun.join()
    sender.close()
    assert states(engine) == {MessageState.SENT: 20 + 3 * SEVERAL}


def test_sms_leave_at_the_pace_that_is_set_and_calls_do_not_wait_for_them(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("notifications.dispatch.time", SimpleNamespace(monotonic=lambda: now[0], sleep=time.sleep))
    settings = Settings(_env_file=None, sms_per_second=2)
    sender = Dispatcher(engine.database, settings, make_routes(settings, engine.providers))
    write(engine, 5)
    write(engine, 3, CALL)
    left = []
    for passed in (0, 0.4, 0.1, 1, 10, 10):
        now[0] += passed
        sender.dispatch_due()
        left.append((len(engine.providers[SMS].took), len(engine.providers[CALL].took)))
    sender.close()
    assert left == [(2, 3), (2, 3), (3, 3), (5, 3), (5, 3), (5, 3)]


def test_who_sends_no_texts_takes_none_at_a_pace_either(engine: Engine) -> None:
    """Mail has a dispatcher of its own. A text that it takes lies there until the lease ends: an alarm too."""
    settings = Settings(_env_file=None, sms_per_second=2)
    sender = Dispatcher(engine.database, settings, make_mail_routes(settings))
    write(engine, 1)
    facts = {"organisation": "Gemeente", "name": "Karin", "mail": "karin@voorbeeld.test"}
    mail = Outgoing(
        engine.ours.id,
        None,
        uuid4(),
        uuid4(),
        "partij@voorbeeld.test",
        Channel.MAIL,
        Template.PARTY_TOLD,
        "nl",
        facts,
        7,
    )
    with engine.database.write() as session:
        outbox.put(session, [mail], engine.clock.now(session))
    sender.dispatch_due()
    sender.close()
    assert {one.channel: one.state for one in engine.messages()} == {
        SMS: MessageState.PENDING,
        Channel.MAIL: MessageState.SENT,
    }


def at_once(work: Callable[[], object], times: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(times)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_several_dispatchers_send_each_message_once(engine: Engine, database_url: str) -> None:
    write(engine, 60)
    databases = [Database.at(database_url, engine.clock) for _ in range(3)]
    settings = Settings(_env_file=None, dispatch_concurrency=4)
    senders = [Dispatcher(one, settings, make_routes(settings, engine.providers)) for one in databases]
    ready = iter(senders)
    at_once(lambda: next(ready).dispatch_due(), len(senders))
    for sender, database in zip(senders, databases, strict=True):
        sender.close()
        database.engine.dispose()
    assert states(engine) == {MessageState.SENT: 60}
    assert max(Counter(envelope.id for envelope in engine.providers[SMS].took).values()) == 1
    assert {one.attempts for one in engine.messages()} == {1}


class Knows(Provider):
    """Says what became of it when it is asked."""

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return MessageState.FAILED, "30008"


def test_the_provider_is_asked_about_what_it_never_called_back_on(engine: Engine) -> None:
    write(engine, 1)
    engine.jobs.dispatch()
    knows = make_routes(SETTINGS, {channel: Knows() for channel in TELEPHONE})
    ours = {one.organisation_id for one in engine.messages()}
    assert reconcile(engine.database, knows, ours) == 0
    engine.clock.forward(61)
    assert reconcile(engine.database, knows, {uuid4()}) == 0
    assert reconcile(engine.database, knows, ours) == 1
    assert [(one.state, one.error_code, one.news) for one in engine.messages()] == [
        (MessageState.FAILED, "30008", True)
    ]


class KnowsOne(Provider):
    """No receipt for the others ever comes."""

    lost = ""

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return (MessageState.FAILED, "30008") if sid == self.lost else (MessageState.SENT, None)


@pytest.mark.parametrize("which", ["the newest", "one in the middle"])
def test_many_without_a_receipt_hide_none_that_was_lost(engine: Engine, which: str) -> None:
    for _ in range(3):
        write(engine, 40)
        engine.jobs.dispatch()
        engine.clock.forward(2)
    engine.clock.forward(61)
    sent = sorted(engine.messages(), key=lambda one: one.state_at)
    lost = sent[-1 if which == "the newest" else 60].provider_sid
    assert lost is not None
    knows = KnowsOne()
    knows.lost = lost
    routes = make_routes(SETTINGS, dict.fromkeys(TELEPHONE, knows))
    turn, ours = Turn(), {one.organisation_id for one in sent}
    for _ in range(1 if which == "the newest" else 4):
        reconcile(engine.database, routes, ours, turn)
    assert [one.provider_sid for one in engine.messages() if one.state is MessageState.FAILED] == [lost]


def test_after_the_clock_was_set_back_it_is_asked_as_soon(engine: Engine) -> None:
    """What was sent before that lies ahead: it would be asked about an hour late."""
    write(engine, 1)
    engine.jobs.dispatch()
    engine.clock.forward(-3600)
    knows = make_routes(SETTINGS, {channel: Knows() for channel in TELEPHONE})
    assert reconcile(engine.database, knows, {one.organisation_id for one in engine.messages()}) == 1
