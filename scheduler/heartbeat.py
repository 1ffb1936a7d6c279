"""The dead-man's switch outside: it hears once a minute that all is well, or that it is not and why.

What it answers is looked at: a switch that does not know us hears nothing, and nobody would know. Its address is a
secret, so nothing of it is logged, nor where it sends us on to.
"""

import httpx
import structlog

log = structlog.get_logger()
SECONDS = 10
FAIL = "/fail"
UNKNOWN = "OK ("
"""Healthchecks answers 200 also to who it does not know: `OK (not found)`, `OK (rate limited)`."""
MOST_READ = 200


class Heartbeat:
    """The switch at this address; without one nothing is told."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def beat(self, broken: str) -> None:
        """Say that all is well, or what is broken, which names nobody."""
        if not self._url:
            return
        says = "failure" if broken else "success"
        try:
            answer = httpx.post(self._url + (FAIL if broken else ""), content=broken, timeout=SECONDS)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            log.error("heartbeat not delivered", says=says, error=type(error).__name__)
            return
        if answer.is_redirect:
            # Not followed: a POST that was sent on may arrive as a GET, or at a page that says 200 to everything.
            log.error("heartbeat not delivered", says=says, error="sent on elsewhere", status=answer.status_code)
        elif not answer.is_success:
            log.error("heartbeat not delivered", says=says, error="refused", status=answer.status_code)
        elif answer.text[:MOST_READ].strip().startswith(UNKNOWN):
            log.error("heartbeat not delivered", says=says, error="the monitor does not know us, or is asked too often")
