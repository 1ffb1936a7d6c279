# The SDK has no types.
# mypy: disable-error-code="import-untyped", allow-subclassing-any
"""For tests of the fake itself: a product that only listens, and the SDK as the product would use it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.support.twilio.fake import FakeTwilio
from tests.support.twilio.listener import HOST, Answer, Listener, Request
from tests.support.twilio.phones import PATIENCE

XML = "text/xml; charset=utf-8"
REAL_BASE = "https://api.twilio.com"


class StandIn:
    """Checks every signature with the real validator, remembers what it was told, and answers as it was scripted."""

    def __init__(self, token: str) -> None:
        self._validator = RequestValidator(token)
        self._told = threading.Condition()
        self._listener = Listener(self._answer, self._note)
        self.url = f"http://{HOST}:{self._listener.port}"
        self.public_url = self.url
        self.troubles: list[str] = []
        self.received: list[Request] = []
        self.answers: dict[str, Answer] = {}

    def __enter__(self) -> Self:
        self._listener.open()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.stop()

    def says(self, path: str, twiml: str, status: int = 200) -> None:
        self.answers[path] = Answer(status, f"<Response>{twiml}</Response>", XML)

    def forms(self, path: str) -> list[dict[str, str]]:
        """What was posted to a path, in the order of arrival."""
        with self._told:
            return [flat(request.form) for request in self.received if request.path == path]

    def statuses(self, path: str = "/status", within: float = PATIENCE, *, n: int) -> list[str]:
        """The statuses told, once `n` of them are."""
        with self._told:
            self._told.wait_for(lambda: len(self.forms(path)) >= n, within)
            return [form.get("MessageStatus") or form["CallStatus"] for form in self.forms(path)]

    def _note(self, trouble: str) -> None:
        self.troubles.append(trouble)

    def _answer(self, request: Request) -> Answer:
        url = self.public_url + request.target
        if not self._validator.validate(url, flat(request.form), request.headers.get("x-twilio-signature", "")):
            self.troubles.append(f"bad signature: {url} {request.form}")
        with self._told:
            self.received.append(request)
            self._told.notify_all()
        return self.answers.get(request.path, Answer(204))


def flat(form: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: values[-1] for name, values in form.items()}


class _Rewriting(TwilioHttpClient):
    """Sends what is meant for the real one to `base`."""

    def __init__(self, base: str, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._base = base

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        return super().request(method, url.replace(REAL_BASE, self._base, 1), *args, **kwargs)


@contextmanager
def sdk(twilio: FakeTwilio, *, url: str = "", token: str = "", timeout: float = 5.0) -> Iterator[Client]:
    """The real SDK, talking to the fake."""
    http = _Rewriting(url or twilio.url, timeout)
    try:
        yield Client(twilio.account, token or twilio.token, http_client=http)
    finally:
        if http.session is not None:
            http.session.close()
