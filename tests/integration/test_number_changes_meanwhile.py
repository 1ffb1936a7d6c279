"""Somebody gets another number while a sender is busy with a message to the old one: nothing more goes there, and
nothing that should reach them is lost. What a provider was called for already can't be called back."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from achterwacht.people.records import PersonRecord
from foundation.failpoints import Failpoint
from foundation.seal import Seal
from foundation.setting_groups.installation import DEVELOPMENT_KEY
from notifications import cancelling, delivery
from notifications.channels.port import Envelope, TransportError
from notifications.delivery import HandOver
from notifications.records import MessageState
from notifications.routes import ProviderCooldown, Route
from notifications.texts.templates import Template
from notifications.ways import Provider as Name
from tests.support.engine import Engine, Provider
from tests.support.outbox import claim, message, put, the_one

NEW = "+31655555599"
FACTS = {"alarm_code": "4711", "taker": "Karin", "worker": "Jan", "address": "Dorpsstraat 4"}
BUSY = TransportError("20429", "too many requests")
NO_ANSWER = TransportError("timeout", "no answer", uncertain=True)
NO_MOBILE = TransportError("21614", "not a mobile number", permanent=True)


@dataclass
class Meanwhile(Provider):
    """While it is called, something else happens; then it fails so."""

    then: Callable[[], None] = lambda: None
    error: TransportError = field(default_factory=lambda: BUSY)

    def send(self, envelope: Envelope) -> str:
        self.then()
        if envelope.to == NEW:
            return super().send(envelope)
        raise self.error


def moves(engine: Engine) -> None:
    jan = engine.ours.worker
    with engine.database.write() as session:
        now = engine.clock.now(session)
        cancelling.follow_number(session, engine.ours.id, jan.id, jan.phone, NEW, now)
        session.get_one(PersonRecord, jan.id).phone = NEW


def leaves(engine: Engine) -> None:
    with engine.database.write() as session:
        now = engine.clock.now(session)
        cancelling.cancel_all_unsent_to(session, engine.ours.id, engine.ours.worker.id, now)


def hands_over(engine: Engine, first: Provider, second: Provider) -> None:
    """Every attempt until nothing is due, with a provider behind the first."""
    routes = [Route(Name.TWILIO, first), Route(Name.CM, second)]
    while claimed := claim(engine, 1):
        seal = Seal(DEVELOPMENT_KEY, "test")
        HandOver(engine.database, claimed[0], routes, ProviderCooldown(), "http://127.0.0.1", seal).run()


@pytest.mark.parametrize("error", [BUSY, NO_ANSWER, NO_MOBILE], ids=lambda one: one.code)
def test_it_goes_to_the_new_number_at_once_and_not_to_the_old_one(engine: Engine, error: TransportError) -> None:
    put(engine, message(engine, template=Template.TAKEN, payload=FACTS))
    first, second = Meanwhile(then=lambda: moves(engine), error=error), Provider()
    hands_over(engine, first, second)
    assert the_one(engine).state is MessageState.SENT
    assert [one.to for one in (*first.took, *second.took)] == [NEW]


def test_a_sender_that_stood_still_before_the_call_does_not_send_it_to_the_old_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(engine, message(engine, template=Template.TAKEN, payload=FACTS))
    sleeps = iter([Failpoint.MESSAGE_CALLED])

    def reached(point: Failpoint) -> None:
        if point is Failpoint.MESSAGE_CALLED and next(sleeps, None):
            moves(engine)

    monkeypatch.setattr(delivery, "reach", reached)
    monkeypatch.setattr(delivery, "STOOD_STILL", -1.0)
    first = Provider()
    hands_over(engine, first, Provider())
    assert [one.to for one in first.took] == [NEW]


@pytest.mark.parametrize("error", [BUSY, NO_ANSWER, NO_MOBILE], ids=lambda one: one.code)
def test_who_left_gets_it_from_no_other_provider(engine: Engine, error: TransportError) -> None:
    put(engine, message(engine, template=Template.TAKEN, payload=FACTS))
    first, second = Meanwhile(then=lambda: leaves(engine), error=error), Provider()
    hands_over(engine, first, second)
    assert the_one(engine).state is MessageState.CANCELLED
    assert second.took == []
