"""Tells the external dead-man's switch once a minute that all is well, or that it is not and why.

We check its answer: a switch that doesn't know us would never warn anybody, and nobody would notice. Its address is a
secret, so we never log it, nor an address that it redirects to.
"""

import httpx
import structlog

from foundation.certificates import believed

log = structlog.get_logger()
SECONDS = 10
FAIL = "/fail"
UNKNOWN = "OK ("
"""Healthchecks also answers 200 when it doesn't know us: `OK (not found)`, `OK (rate limited)`."""
MOST_READ = 200


class Heartbeat:
    """The switch at this address; an empty address turns it off."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def beat(self, broken: str) -> None:
        """Report that all is well (an empty text), or what is broken, without naming anybody."""
        if not self._url:
            return
        says = "failure" if broken else "success"
        try:
            answer = httpx.post(
                self._url + (FAIL if broken else ""), content=broken, timeout=SECONDS, verify=believed()
            )
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            log.error("heartbeat not delivered", says=says, error=type(error).__name__)
            return
        if answer.is_redirect:
            # Not followed: a redirected POST may arrive as a GET, or at a page that answers 200 to everything.
            log.error("heartbeat not delivered", says=says, error="sent on elsewhere", status=answer.status_code)
        elif not answer.is_success:
            log.error("heartbeat not delivered", says=says, error="refused", status=answer.status_code)
        elif answer.text[:MOST_READ].strip().startswith(UNKNOWN):
            log.error("heartbeat not delivered", says=says, error="the monitor does not know us, or is asked too often")
