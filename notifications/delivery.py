"""Hands one message to a provider: the first one, or in the same attempt the next.

Note the call (short transaction) -> HTTP without any lock -> settle by token. A crash at any point leaves a row that
the next sender understands. A duplicate is acceptable, a loss is not: a provider that may have it already is asked
first, and if that one does not answer either, the next provider sends it.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import zip_longest

import structlog
from opentelemetry.trace import SpanKind
from sqlalchemy.exc import IntegrityError

from foundation.failpoints import Failpoint, reach
from foundation.seal import Seal
from foundation.session import Database
from foundation.tracing import span
from notifications import sending
from notifications.channels.port import Envelope, TransportError, transport_errors_only
from notifications.guard import ForbiddenNumber, guard, guard_address, guard_subscription
from notifications.routes import ProviderCooldown, Route
from notifications.sealed import opened
from notifications.sending import Claimed, Noted
from notifications.texts.catalogue import catalogue
from notifications.texts.letters import write
from notifications.texts.nudges import nudge
from notifications.ways import Channel, Provider

log = structlog.get_logger()
LETS_US_WAIT = ("timeout", "connect")
GUARDS: Mapping[Channel, Callable[[str], str]] = {
    Channel.SMS: guard, Channel.CALL: guard, Channel.MAIL: guard_address, Channel.PUSH: guard_subscription,
}  # fmt: skip
STOOD_STILL = 5.0
"""Seconds between holding a message and calling the provider. If more passed, this process was frozen for a while, and
another may have the message."""


class HandOver:
    """One attempt to hand over one claimed message.

    base: the address that its links start with. seal: opens a secret that it brings. urgent: on SQLite, note the call
    before what others wait to write; how it ended can wait.
    """

    def __init__(
        self,
        database: Database,
        claimed: Claimed,
        routes: Sequence[Route],
        patience: ProviderCooldown,
        base: str,
        seal: Seal,
        *,
        urgent: bool = False,
    ) -> None:
        self._urgent = urgent
        self._database = database
        self._claimed = claimed
        self._in_order = routes
        self._routes = patience.order(routes)
        self._patience = patience
        self._base = base
        self._seal = seal
        self._texts: dict[Provider, str] = {}
        self._to = ""
        """Where this attempt sends it."""
        self._called: Provider | None = None
        """The provider that the row names as called."""
        self._uncertain = False
        self._held_at = time.monotonic()

    def run(self) -> None:
        reach(Failpoint.MESSAGE_CLAIMED)
        envelope = self._begin()
        if envelope is None:
            return
        reach(Failpoint.MESSAGE_CALLED)
        try:
            GUARDS[self._claimed.channel](envelope.to)
        except ForbiddenNumber as refusal:
            log.error("number refused", message=str(self._claimed.id), reason=str(refusal))
            self._failed(self._routes[0], TransportError("forbidden", str(refusal), permanent=True), permanent=True)
            return
        routes = self._routes if not self._claimed.uncertain else self._ask_everybody(envelope)
        if routes is not None:
            self._send_by_one_of(routes, envelope)

    def _begin(self) -> Envelope | None:
        with self._database.write(urgent=self._urgent) as session:
            message = sending.note_call(session, self._claimed, self._routes[0].provider)
        if message is None:
            return None
        self._called, self._to = message.provider, message.to
        if message.channel is Channel.MAIL:
            facts = {**opened(message.payload, self._seal), "base": self._base}
            text, letter = write(message.template, message.language, facts)
            return Envelope(self._claimed.id, message.to, text, message.called_at, letter)
        if message.channel is Channel.PUSH:
            nudged = nudge(message.template, message.language, message.payload)
            return Envelope(self._claimed.id, message.to, "", message.called_at, nudged=nudged)
        self._texts = {route.provider: self._text(message, route) for route in self._routes}
        return Envelope(self._claimed.id, message.to, "", message.called_at)

    def _text(self, message: Noted, route: Route) -> str:
        if message.channel is Channel.CALL:
            return ""  # a call gets its words from our webhook once it is answered
        facts = {**message.payload, "base": self._base}
        texts = catalogue(message.language, message.payload.get("manager", ""))
        return texts.sms(message.template.value, facts, route.answer_to)

    def _ask_everybody(self, envelope: Envelope) -> list[Route] | None:
        """Ask the providers whether an earlier call arrived, beginning with the last one called.

        Returns the routes that may send it now, or None when it is settled.
        """
        silent: dict[Provider, TransportError] = {}
        for route in sorted(self._routes, key=lambda one: one.provider is not self._called):
            try:
                if self._arrived(route, envelope):
                    return None
            except TransportError as error:
                self._hears(route, error, "provider could not be asked")
                silent[route.provider] = error
            if not self._holds_on():
                return None
        able = [route for route in self._routes if route.provider not in silent] or list(self._in_order[1:])
        if not able:
            route = self._routes[0]
            self._failed(route, silent[route.provider], permanent=False)
            return None
        return able

    def _arrived(self, route: Route, envelope: Envelope) -> bool:
        """Whether this provider has the message. If so, settles it.

        Raises:
            TransportError: it could not be asked.
        """
        with transport_errors_only():
            sids = route.port.find(self._for(route, envelope))
        for _ in sids:
            with suppress(IntegrityError), self._database.write() as session:
                return sending.settle_as_one_of(session, self._claimed, route.provider, sids)
        return False

    def _send_by_one_of(self, routes: Sequence[Route], envelope: Envelope) -> None:
        permanent = True
        for route, behind in zip_longest(routes, routes[1:]):
            if (self._called is not route.provider or self._stood_still()) and not self._holds_on(route):
                return
            error = self._send(route, envelope)
            if error is None:
                return
            permanent = permanent and error.permanent
            if behind is None or not error.elsewhere:
                self._failed(route, error, permanent=permanent)
                return
            if error.uncertain and self._arrived_after_all(route, envelope):
                return
            self._note_failure(route, error)

    def _send(self, route: Route, envelope: Envelope) -> TransportError | None:
        try:
            with span(f"ask {route.provider}", SpanKind.CLIENT), transport_errors_only():
                sid = route.port.send(self._for(route, envelope))
        except TransportError as error:
            self._hears(route, error, "message not taken")
            self._uncertain = self._uncertain or error.uncertain
            return error
        reach(Failpoint.MESSAGE_SENT)
        try:
            with self._database.write() as session:
                sending.settle_sent(session, self._claimed, route.provider, sid)
        except IntegrityError:
            with self._database.write() as session:
                sending.claim_back(session, self._claimed.id, sid)
                sending.settle_sent(session, self._claimed, route.provider, sid)
        reach(Failpoint.MESSAGE_SETTLED)
        return None

    def _arrived_after_all(self, route: Route, envelope: Envelope) -> bool:
        try:
            return self._arrived(route, envelope)
        except TransportError as error:
            self._hears(route, error, "provider could not be asked")
            return False

    def _for(self, route: Route, envelope: Envelope) -> Envelope:
        return replace(envelope, text=self._texts.get(route.provider, envelope.text))

    def _holds_on(self, route: Route | None = None) -> bool:
        """Hold the message for one more call, and note this route's provider as called if one is given.

        Returns False when another sender has the message, what it is about is over, or it goes elsewhere by now.
        """
        self._called = route.provider if route else self._called
        self._held_at = time.monotonic()
        with self._database.write() as session:
            return sending.hold(session, self._claimed, self._to, self._called, self._database.clock.now(session))

    def _stood_still(self) -> bool:
        return time.monotonic() - self._held_at > STOOD_STILL

    def _note_failure(self, route: Route, error: TransportError) -> None:
        with self._database.write() as session:
            now = self._database.clock.now(session)
            sending.note_failure(session, self._claimed, route.provider, error, now)

    def _failed(self, route: Route, error: TransportError, *, permanent: bool) -> None:
        with self._database.write() as session:
            now = self._database.clock.now(session)
            sending.note_failure(session, self._claimed, route.provider, error, now)
            uncertain = self._uncertain or error.uncertain
            sending.settle_failed(
                session, self._claimed, self._to, error.code, now, permanent=permanent, uncertain=uncertain
            )

    def _hears(self, route: Route, error: TransportError, what: str) -> None:
        if error.code in LETS_US_WAIT:
            self._patience.let_us_wait(route.provider)
        log.warning(
            what,
            message=str(self._claimed.id),
            provider=route.provider.value,
            code=error.code,
            permanent=error.permanent,
        )
