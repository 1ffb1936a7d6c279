"""Whether phones and providers reach an API of ours, at the address that all of them use: asked by the clock.

A clock ticks on where every API is dead, or the proxy, the certificate or the name in front of them: nobody checks in
and no noodknop comes in, and the heartbeat would say that all is well (docs/decisions/0130).

Each clock asks for itself, and speaks for itself alone: another one may get in.
"""

import httpx
import structlog

from foundation.certificates import believed
from foundation.overdue import Exchange
from foundation.settings import Settings

log = structlog.get_logger()
SOMEBODY_ELSE = "somebody else answers"
SECONDS = 5
"""For each part of it."""
LONGEST_SECONDS = 10.0
LIVE = {"status": "live"}
"""What `/health/live` says. A page of a proxy, or of whoever has the name now, comes with a 200 too."""
PATIENCE = 3
"""So many times in a row, a minute apart: an API that is started anew, or a proxy, may be away for one."""


class Reached:
    """Asks in production, unless the settings say why not."""

    def __init__(self, settings: Settings) -> None:
        asks = settings.production and settings.public_base_url and not settings.outside_not_asked_because.strip()
        self._url = f"{settings.base_url}/health/live" if asks else ""
        self._failed, self._wrong = 0, ""

    @property
    def not_in(self) -> str:
        """What to say where this clock did not get in for some minutes; empty while it does."""
        return said(self._wrong) if self._failed >= PATIENCE else ""

    def ask(self) -> None:
        if not self._url:
            return
        self._wrong = self._what_is_wrong()
        self._failed = self._failed + 1 if self._wrong else 0
        if self._wrong:
            log.error(said(self._wrong), times=self._failed)

    def _what_is_wrong(self) -> str:
        try:
            with Exchange(LONGEST_SECONDS) as exchange, httpx.Client(timeout=SECONDS, verify=believed()) as client:
                answer = client.get(self._url, extensions={"trace": exchange.heard})
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return type(error).__name__
        if answer.status_code != httpx.codes.OK:
            return f"status {answer.status_code}"
        try:
            return "" if answer.json() == LIVE else SOMEBODY_ELSE
        except (ValueError, RecursionError):  # no JSON, or no text at all, or far too much of it
            return SOMEBODY_ELSE


def said(wrong: str) -> str:
    """Names the way out too: where a network does not reach its own name, nothing is broken."""
    return f"this clock does not get in at PUBLIC_BASE_URL ({wrong}); see OUTSIDE_NOT_ASKED_BECAUSE"
