"""A push beside a message, against a push service that checks who pushes and reads what arrives."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from achterwacht.clockwork import failed_messages
from achterwacht.monitoring import invariants
from achterwacht.people.policy import Caller
from achterwacht.people.records import TokenKind, TokenRecord
from achterwacht.people.roles import Role
from achterwacht.people.sign_in import issue_token, person_by_email, token_digest
from achterwacht.people.signing_out import end_sign_ins, forget_sign_ins
from achterwacht.pushes import following
from achterwacht.pushes.records import SubscriptionRecord
from achterwacht.pushes.subscriptions import MOST, PURPOSE, PushState, push_state, subscribe, unsubscribe
from foundation.seal import Seal
from foundation.settings import Settings
from foundation.subject import Subject
from notifications.cancelling import cancel_unsent, cancel_unsent_to
from notifications.channels.push import PushAddress
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import REACHES_INSIDE, Template
from notifications.ways import Channel
from scheduler.jobs import Jobs
from tests.support.engine import Engine
from tests.support.mail_server import Gate
from tests.support.organisations import Employee
from tests.support.outbox import message, put
from tests.support.postcodes import says_postcode
from tests.support.push_service import PRIVATE_KEY, Browser, PushService, a_push_service

PUSH = Channel.PUSH
IS_PUSH = MessageRecord.channel == PUSH


@pytest.fixture
def service() -> Iterator[PushService]:
    with a_push_service() as running:
        yield running


@dataclass
class Pushing:
    """An engine that pushes, and the browsers of its people."""

    engine: Engine
    service: PushService
    jobs: Jobs
    settings: Settings

    def shows(self, who: Employee, token: str = "", private: str = PRIVATE_KEY) -> Browser:
        """Let a browser of theirs show pushes."""
        browser = self.service.subscribe(private)
        self.subscribes(who, browser.address, token)
        return browser

    def subscribes(self, who: Employee, address: PushAddress, token: str = "") -> None:
        seal = Seal(self.settings.secret_key.get_secret_value(), PURPOSE)
        with self.engine.database.write() as session:
            subscribe(session, self.caller(who), token or who.token, address, seal)

    def caller(self, who: Employee) -> Caller:
        return Caller(who.id, self.engine.ours.id, who.name, frozenset())

    def state(self, who: Employee, token: str = "") -> PushState:
        with self.engine.database.read() as session:
            return push_state(session, self.caller(who), token or who.token)

    def another_sign_in(self, who: Employee) -> str:
        with self.engine.database.write() as session:
            person = person_by_email(session, who.email)
            assert person is not None
            return issue_token(session, person, TokenKind.SESSION, [Role.WORKER]).text

    def asks(self, template: Template = Template.CHECK_CALL_WORKER, **more: Any) -> None:
        """Lay a message to the worker in the outbox."""
        put(self.engine, message(self.engine, **{"template": template, **more}))

    def pushes(self) -> list[MessageRecord]:
        return self.engine.messages(IS_PUSH)


@pytest.fixture
def pushing(engine: Engine, service: PushService) -> Iterator[Pushing]:
    settings = service.settings(Settings(_env_file=None))
    jobs = Jobs(engine.database, settings, "test", engine.providers)
    yield Pushing(engine, service, jobs, settings)
    jobs.close()


def test_an_alarm_is_pushed_beside_its_texts_and_calls_in_words_that_say_nothing(pushing: Pushing) -> None:
    engine = pushing.engine
    jan, fatima = pushing.shows(engine.ours.worker), pushing.shows(engine.ours.colleague)
    engine.checks_in(engine.ours.worker, seconds=60)
    for _ in range(60):
        engine.passes(30)
        pushing.jobs.push()
        if any(one["nudge"] == "alarm" for one in fatima.shown):
            break
    assert {one["nudge"] for one in jan.shown} == {"question"}
    assert jan.shown[-1]["action"] == "Alles goed"
    assert (fatima.shown[-1]["nudge"], fatima.shown[-1]["about"]["kind"]) == ("alarm", "alarm")
    said = str([*jan.shown, *fatima.shown])
    for secret in ("Dorpsstraat", "Den Bosch", engine.ours.worker.name, engine.ours.worker.phone):
        assert secret not in said, secret
    assert not says_postcode(said)
    # The push is one more; whom the ladder told, and what must be true, is as it was without.
    told = engine.messages(~IS_PUSH, MessageRecord.person == engine.ours.colleague.id)
    assert {one.channel for one in told} == {Channel.SMS, Channel.CALL}
    assert all("level" not in one.payload and one.state is MessageState.SENT for one in pushing.pushes())
    with engine.database.read() as session:
        assert invariants.broken(session, engine.clock.now(session)) == []


def test_a_push_is_laid_once_for_each_phone_whatever_the_channels(pushing: Pushing) -> None:
    jan = pushing.engine.ours.worker
    first, second = pushing.shows(jan), pushing.shows(jan, pushing.another_sign_in(jan))
    origin = uuid4()
    pushing.asks(origin=origin)
    pushing.asks(origin=origin, channel=Channel.CALL)
    for _ in range(3):
        pushing.jobs.push()
    assert (len(first.shown), len(second.shown)) == (1, 1)
    assert len(pushing.pushes()) == 2


def test_a_push_of_a_task_goes_beside_mail_and_waits_longer_for_a_phone_that_is_off(pushing: Pushing) -> None:
    browser = pushing.shows(pushing.engine.ours.worker)
    about = Subject("task", uuid4())
    pushing.asks(Template.TASK, channel=Channel.MAIL, to="jan@voorbeeld.test", subject=about)
    pushing.asks(drill=True)
    pushing.jobs.push()
    task, question = sorted(browser.arrived, key=lambda one: str(one.shown["nudge"]), reverse=True)
    assert task.shown["about"] == {"kind": "task", "id": str(about.id)}
    assert (task.headers["ttl"], task.headers["urgency"]) == ("86400", "normal")
    assert (question.headers["ttl"], question.headers["urgency"]) == ("600", "high")
    assert question.shown["title"].startswith("OEFENING. ")
    assert b"Open de app" not in question.raw


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_browser_that_is_gone_is_noticed_and_said_to_nobody_but_its_owner(pushing: Pushing, status: int) -> None:
    engine, jan = pushing.engine, pushing.engine.ours.worker
    browser = pushing.shows(jan)
    browser.answers = [status]
    pushing.asks()
    pushing.jobs.push()
    (push,) = pushing.pushes()
    assert (push.state, push.error_code, push.news) == (MessageState.FAILED, f"push_{status}", False)
    with engine.database.read() as session:
        assert not failed_messages.failed_messages(session)
        assert session.scalars(select(SubscriptionRecord.sealed)).one() == ""
    assert pushing.state(jan) is PushState.LOST
    pushing.asks()
    pushing.jobs.push()
    assert len(browser.arrived) == 0
    pushing.subscribes(jan, browser.address)
    assert pushing.state(jan) is PushState.ON
    pushing.asks()
    pushing.jobs.push()
    assert browser.shown


def test_another_key_is_refused_and_noticed(pushing: Pushing) -> None:
    jan = pushing.engine.ours.worker
    browser = pushing.shows(jan, private="y" * 42 + "w")
    pushing.asks()
    pushing.jobs.push()
    assert not browser.shown
    assert pushing.state(jan) is PushState.LOST


def test_a_service_in_trouble_is_tried_again_and_given_up_without_a_word(pushing: Pushing) -> None:
    engine, jan = pushing.engine, pushing.engine.ours.worker
    browser = pushing.shows(jan)
    browser.answers = [429, 503]
    pushing.asks()
    pushing.jobs.push()
    for _ in range(2):
        engine.clock.forward(6)
        pushing.jobs.push()
    assert len(browser.shown) == 1
    browser.answers = [500] * 50
    pushing.asks()
    for _ in range(50):
        pushing.jobs.push()
        engine.clock.forward(31)
    *_, given_up = sorted(pushing.pushes(), key=lambda one: one.created_at)
    assert (given_up.state, given_up.news) == (MessageState.FAILED, False)
    assert pushing.state(jan) is PushState.ON


def test_a_service_that_hangs_holds_up_no_text(pushing: Pushing) -> None:
    engine, gate = pushing.engine, Gate()
    browser = pushing.shows(engine.ours.worker)
    browser.before = gate
    pushing.asks()
    away = threading.Thread(target=pushing.jobs.push)
    away.start()
    try:
        assert gate.reached.wait(30)
        pushing.jobs.dispatch()
        assert engine.providers[Channel.SMS].sent_to(engine.ours.worker)
    finally:
        gate.opens()
        away.join()
    assert browser.shown


def test_no_redirect_is_followed(pushing: Pushing) -> None:
    pushing.shows(pushing.engine.ours.worker)
    elsewhere = pushing.service.subscribe()
    pushing.service.redirects_to = elsewhere.address.endpoint
    pushing.asks()
    pushing.jobs.push()
    assert pushing.service.asked == []
    assert not elsewhere.arrived


def test_an_address_outside_the_push_services_is_never_asked(pushing: Pushing) -> None:
    """Settings may have changed since it was given."""
    jan = pushing.engine.ours.worker
    pushing.subscribes(jan, PushAddress("http://10.0.0.1/push", "p", "a"))
    pushing.asks()
    pushing.jobs.push()
    (push,) = pushing.pushes()
    assert (push.state, push.error_code) == (MessageState.FAILED, "push_unsubscribed")


def test_it_ends_with_the_sign_in(pushing: Pushing) -> None:
    engine, jan = pushing.engine, pushing.engine.ours.worker
    token = pushing.another_sign_in(jan)
    here, there = pushing.shows(jan), pushing.shows(jan, token)
    pushing.asks()
    with engine.database.write() as session:
        end_sign_ins(session, engine.ours.id, jan.id, None, "asked", but=jan.token)
    pushing.jobs.push()
    assert (len(here.shown), len(there.shown)) == (1, 0)
    with engine.database.write() as session:
        forget_sign_ins(session, engine.clock.now(session) + timedelta(days=8))
        assert len(session.scalars(select(SubscriptionRecord.id)).all()) == 1


def test_it_expires_with_the_sign_in_but_not_on_a_visit(pushing: Pushing) -> None:
    engine, jan = pushing.engine, pushing.engine.ours.worker
    browser = pushing.shows(jan)
    with engine.database.write() as session:
        mine = update(TokenRecord).where(TokenRecord.digest == token_digest(jan.token))
        session.execute(mine.values(expires_at=engine.clock.now(session)))
    pushing.asks()
    pushing.jobs.push()
    assert not browser.shown
    engine.checks_in(jan, seconds=6000)
    pushing.asks()
    pushing.jobs.push()
    assert browser.shown


def test_what_is_cancelled_is_not_pushed_and_nothing_asks_those_inside_of_a_silent_alarm(pushing: Pushing) -> None:
    engine, jan = pushing.engine, pushing.engine.ours.worker
    browser = pushing.shows(jan)
    browser.answers = [503]
    about = Subject("visit", uuid4())
    pushing.asks(subject=about)
    pushing.jobs.push()
    with engine.database.write() as session:
        cancel_unsent(session, engine.ours.id, [about], None, engine.clock.now(session))
    pushing.asks()
    pushing.asks(after=timedelta(minutes=5))
    browser.answers = [503]
    pushing.jobs.push()
    with engine.database.write() as session:
        cancel_unsent_to(session, engine.ours.id, [jan.id], REACHES_INSIDE, engine.clock.now(session))
    for _ in range(4):
        engine.clock.forward(120)
        pushing.jobs.push()
    assert not browser.shown
    assert {one.state for one in pushing.pushes()} == {MessageState.CANCELLED}


def test_what_is_held_back_is_pushed_when_it_leaves_and_what_is_old_is_not(pushing: Pushing) -> None:
    engine = pushing.engine
    browser = pushing.shows(engine.ours.worker)
    pushing.asks(after=timedelta(minutes=5))
    pushing.jobs.push()
    assert not pushing.pushes()
    engine.clock.forward(301)
    pushing.jobs.push()
    assert len(browser.shown) == 1
    pushing.asks()
    engine.clock.forward(700)
    pushing.jobs.push()
    assert len(browser.shown) == 1


def test_one_browser_has_one_address_and_one_person_a_few(pushing: Pushing) -> None:
    engine, jan, fatima = pushing.engine, pushing.engine.ours.worker, pushing.engine.ours.colleague
    browser = pushing.shows(jan)
    pushing.subscribes(fatima, browser.address)
    assert (pushing.state(jan), pushing.state(fatima)) == (PushState.OFF, PushState.ON)
    tokens = [pushing.another_sign_in(jan) for _ in range(MOST + 1)]
    for token in tokens:
        pushing.shows(jan, token)
    assert [pushing.state(jan, token) for token in tokens] == [PushState.OFF] + [PushState.ON] * MOST
    with engine.database.write() as session:
        for _ in range(2):
            unsubscribe(session, pushing.caller(jan), tokens[-1])
    assert pushing.state(jan, tokens[-1]) is PushState.OFF


def test_after_another_secret_key_its_owner_hears_of_it(pushing: Pushing) -> None:
    jan = pushing.engine.ours.worker
    browser = pushing.shows(jan)
    with pushing.engine.database.write() as session:
        session.execute(update(SubscriptionRecord).values(sealed=Seal("another", PURPOSE).close("[]")))
    pushing.asks()
    pushing.jobs.push()
    assert not browser.shown
    assert pushing.state(jan) is PushState.LOST


def test_without_a_key_what_still_waits_ends(pushing: Pushing, engine: Engine) -> None:
    browser = pushing.shows(engine.ours.worker)
    browser.answers = [503]
    pushing.asks()
    pushing.jobs.push()
    engine.clock.forward(3)
    engine.jobs.push()
    (push,) = pushing.pushes()
    assert (push.state, push.error_code) == (MessageState.FAILED, "push_off")
    pushing.asks()
    engine.jobs.push()
    assert len(pushing.pushes()) == 1


def test_after_many_at_once_the_newest_gets_its_push_too(pushing: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST", 3)
    pushing.shows(pushing.engine.ours.worker)
    for _ in range(3):
        pushing.asks()
    pushing.jobs.push()
    assert len(pushing.pushes()) == 3
    pushing.asks()
    pushing.jobs.push()
    assert len(pushing.pushes()) == 4
