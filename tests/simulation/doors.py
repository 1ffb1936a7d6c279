"""The doors: each request is a transaction of its own in a process that may crash before or after it commits."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from achterwacht.inbound import sms
from achterwacht.inbound.typed_pins import may_hold_a_pin, pin_of_a_text
from achterwacht.refused import NotFound, RuleBroken, WrongInput
from achterwacht.use_cases.pins import NOT_TRIED, Tried
from foundation.away import is_away
from notifications import outbox
from notifications.records import MessageState
from notifications.ways import Provider
from tests.simulation.processes import Crash, Process, World
from tests.support.asked import ask

REFUSALS = (RuleBroken, NotFound, WrongInput)
AGAIN = (2, 15)
"""Seconds after which a phone tries again what got no answer."""


class Unanswered(Exception):
    """The request got no answer: it may have been done, or not."""


class Listening(Protocol):
    """Who hears what is asked, and looks at what became of it."""

    def asks(
        self, use_case: Callable[..., Any], given: tuple[Any, ...], age: timedelta
    ) -> AbstractContextManager[None]: ...
    def looks(self) -> None: ...


class Doors:
    """`achterwacht api` as an object."""

    def __init__(self, world: World, listening: Listening, refusals: tuple[type[Exception], ...] = REFUSALS) -> None:
        self._refusals = refusals
        self._world = world
        self._listening = listening
        self._process = self._new()

    def _new(self) -> Process:
        return Process(self._world, "api", self._comes_back)

    def _comes_back(self) -> None:
        self._process = self._new()

    def ask(self, what: str, use_case: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """One request. A refusal is an answer.

        Raises:
            Unanswered: the process crashed, or the transaction did not commit.
        """
        story = self._world.story
        try:
            asked = self._listening.asks(use_case, given, named.get("age", timedelta()))
            with asked, self._process.database().write() as session:
                answer = ask(session, use_case, *given, **named)
        except self._refusals as refusal:
            story.tells(f"refused: {what}", type(refusal).__name__)
            return refusal
        except (Crash, DBAPIError) as error:
            if isinstance(error, DBAPIError) and not is_away(error):
                raise
            story.tells("request not answered", what)
            self._listening.looks()  # it may have been done all the same
            raise Unanswered(what) from error
        finally:
            self._world.something_changed()
        story.tells(what)
        self._listening.looks()
        return answer

    def insist(self, what: str, use_case: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """As an app does: again and again, until there is an answer."""
        while True:
            try:
                return self.ask(what, use_case, *given, **named)
            except Unanswered:
                self._world.turns.sleeps(self._world.chance.uniform(*AGAIN))

    def receives_sms(self, sid: str, sender: str, body: str) -> bool:
        """The provider's webhook: a few times, then it gives up. Answers whether it got through."""
        for _ in range(5):
            try:
                tried = self._tries_a_pin(sid, sender, body)
                self.ask("sms received", sms.receive_sms, sid, sender, body, tried=tried)
                return True
            except Unanswered:
                self._world.turns.sleeps(self._world.chance.uniform(*AGAIN))
        self._world.story.tells("sms lost")
        return False

    def _tries_a_pin(self, sid: str, sender: str, body: str) -> Tried:
        """As the webhook does, in two transactions before that of the text."""
        typed = self.ask("pin counted", pin_of_a_text, sid, sender, body) if may_hold_a_pin(body) else None
        if typed is None:
            return NOT_TRIED
        found = typed.reckon()
        self.ask("pin settled", lambda session: typed.settle(session, found))
        tried: Tried = typed.tried(found)
        return tried

    def reports(self, message: UUID, state: MessageState, sid: str, code: str | None, provider: Provider) -> None:
        """The provider's status callback: once."""
        try:
            now = self._world.turns.at
            self.ask(f"reported {state}", outbox.report_status, message, state, sid, code, now, provider)
        except Unanswered:
            self._world.story.tells("callback lost")
