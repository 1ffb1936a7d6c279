"""The headers of every answer, and the last safety net: an unexpected error is still answered as a problem.

Plain ASGI, because Starlette's own error handler lies outside every middleware and would answer without these headers.
"""

import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from opentelemetry.trace import Span, SpanKind
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http import answered
from api.http.activities import activity_of
from api.http.errors import unexpected
from api.version import API_VERSION
from api.wording import speak, wished
from foundation.tracing import span, went_wrong

STRICTLY = "max-age=31536000; includeSubDomains"
"""For a year."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

OF_EVERY_ANSWER = {
    "API-Version": API_VERSION,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Our own pages may only load what comes from here, and no other site may show them in a frame.
PAGES = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# A map fetches its tiles, and nothing else of that host may be loaded.
TILES = "; connect-src 'self' {origin}"
# A page of ours that stands alone, with its styles in it: the hand-over sheet.
PRINTED_PAGE = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
DATA = "default-src 'none'; frame-ancestors 'none'"

log = structlog.get_logger(__name__)


class ResponseHeadersMiddleware:
    """Adds the headers, counts the answer, and catches errors that nothing else caught."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app = app
        always = OF_EVERY_ANSWER | ({"Strict-Transport-Security": STRICTLY} if secure else {})
        self._always = {name.lower().encode(): value.encode() for name, value in always.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with span("HTTP", SpanKind.SERVER, root=True) as one:
            await self._answer(scope, receive, send, one)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, one: Span) -> None:
        speak(wished(Headers(scope=scope).get("accept-language", "")))
        started = time.perf_counter()
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(scope, message)
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except Exception as error:
            response = unexpected(error)
            if status:  # another answer has already begun: all we can do is end the connection
                raise
            await response(scope, receive, answer)
        finally:
            answered.answered(_route(scope), _method(scope), status, time.perf_counter() - started)
            _say(one, scope, status)

    def _add_headers(self, scope: Scope, message: MutableMapping[str, Any]) -> None:
        said = [one for one in message["headers"] if one[0] not in self._always]
        there = dict(said)
        said += self._always.items()
        if b"content-security-policy" not in there:
            page = _is_page(there.get(b"content-type", b""))
            said.append((b"content-security-policy", (_of_pages(scope) if page else DATA).encode()))
        if b"cache-control" not in there:
            said.append((b"cache-control", b"no-store"))
        if scope["path"] == "/v1/openapi.json":
            said.append((b"access-control-allow-origin", b"*"))
        message["headers"] = said


def _say(one: Span, scope: Scope, status: int) -> None:
    if not one.is_recording():
        return
    route, method = _route(scope), _method(scope)
    one.update_name(f"{method} {route}")
    one.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
    if status >= 500:
        went_wrong(one, str(status))
    register = scope["app"].state.settings.processing_register.rstrip("/")
    if register and (activity := activity_of(getattr(scope.get("route"), "tags", ()))):
        one.set_attribute("dpl.core.processing_activity_id", f"{register}/{activity}")


def _is_page(kind: bytes) -> bool:
    """Whether it is a page or a script of ours. A service worker obeys the policy of its own script."""
    return kind.startswith((b"text/html", b"text/javascript", b"application/javascript"))


def _of_pages(scope: Scope) -> str:
    origin = scope["app"].state.settings.tiles_origin
    return PAGES + TILES.format(origin=origin) if origin else PAGES


def _method(scope: Scope) -> str:
    """Returns the method, or `other`, so that invented methods don't each get their own time series."""
    method: str = scope["method"]
    return method if method in METHODS else "other"


def _route(scope: Scope) -> str:
    """Returns the route as written in the code: real paths hold ids, and the tokens of hand-over sheets."""
    route = scope.get("route")
    return getattr(route, "path", "") or "other"
