"""Whether phones and providers reach an API of ours, at the address that all of them use: asked by the clock.

A clock ticks on where every API is dead, or the proxy, the certificate or the name in front of them: nobody checks in
and no noodknop comes in, and the heartbeat would say that all is well (docs/decisions/0130).
"""

import httpx
import structlog

from foundation.certificates import believed
from foundation.overdue import Exchange
from foundation.settings import Settings

log = structlog.get_logger()
SECONDS = 5
"""For each part of it."""
LONGEST_SECONDS = 10.0
PATIENCE = 3
"""So many times in a row, a minute apart: an API that is started anew, or a proxy, may be away for one."""


class Reached:
    """Asks in production, unless the settings say why not."""

    def __init__(self, settings: Settings) -> None:
        asks = settings.production and settings.public_base_url and not settings.outside_not_asked_because.strip()
        self._url = f"{settings.base_url}/health/live" if asks else ""
        self._failed = 0

    @property
    def nobody(self) -> bool:
        """Whether nobody reached us for some minutes."""
        return self._failed >= PATIENCE

    def ask(self) -> None:
        if not self._url:
            return
        wrong = self._wrong()
        self._failed = self._failed + 1 if wrong else 0
        if wrong:
            log.error("nobody answers at PUBLIC_BASE_URL", error=wrong, times=self._failed)

    def _wrong(self) -> str:
        try:
            with Exchange(LONGEST_SECONDS) as exchange, httpx.Client(timeout=SECONDS, verify=believed()) as client:
                answer = client.get(self._url, extensions={"trace": exchange.heard})
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return type(error).__name__
        return "" if answer.status_code == httpx.codes.OK else f"status {answer.status_code}"
