"""Tells the external dead-man's switch once a minute that all is well, or that it is not and why.

We check its answer: a switch that doesn't know us would never warn anybody, and nobody would notice. Its address is a
secret, so we never log it, nor an address that it redirects to.
"""

import httpx
import structlog

from foundation.certificates import believed
from foundation.overdue import Exchange

log = structlog.get_logger()
SECONDS = 10
"""For each part of it."""
LONGEST_SECONDS = 20.0
"""For all of it: whoever answers byte by byte must not keep the audit."""
FAIL = "/fail"
UNKNOWN = "OK ("
"""Healthchecks also answers 200 when it doesn't know us: `OK (not found)`, `OK (rate limited)`."""
MOST_READ = 200


class Heartbeat:
    """The switch at this address; an empty address turns it off."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    @property
    def is_set(self) -> bool:
        return bool(self._url)

    def beat(self, broken: str) -> bool:
        """Report that all is well (an empty text), or what is broken, without naming anybody. Returns whether it was
        taken; never without an address."""
        if not self._url:
            return False
        wrong = self._knock(broken)
        if wrong:
            log.error("heartbeat not delivered", says="failure" if broken else "success", **wrong)
        return not wrong

    def _knock(self, broken: str) -> dict[str, str | int]:
        """Returns why it was not taken; nothing when it was."""
        try:
            with Exchange(LONGEST_SECONDS) as exchange, httpx.Client(timeout=SECONDS, verify=believed()) as client:
                answer = client.post(
                    self._url + (FAIL if broken else ""), content=broken, extensions={"trace": exchange.heard}
                )
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return {"error": type(error).__name__}
        if answer.is_redirect:
            # Not followed: a redirected POST may arrive as a GET, or at a page that answers 200 to everything.
            return {"error": "sent on elsewhere", "status": answer.status_code}
        if not answer.is_success:
            return {"error": "refused", "status": answer.status_code}
        if answer.text[:MOST_READ].strip().startswith(UNKNOWN):
            return {"error": "the monitor does not know us, or is asked too often"}
        return {}
