"""Fetches a calendar from an address that a person gave us, without letting that address reach into our own network.

How it is kept out: `foundation/outside.py`. A redirect is checked again.
"""

import asyncio

import httpx

from achterwacht.calendars.refusals import (
    CalendarAddressWrong,
    CalendarAway,
    CalendarForbidden,
    CalendarNotThere,
    CalendarTooBig,
    CalendarUnreadable,
)
from foundation.outside import HTTPS, NotOpen, Outside

PATIENCE_SECONDS = 5.0
"""For the whole fetch, including redirects: a phone waits for the answer."""
MOST_BYTES = 2_000_000
"""Years of appointments; reading more would hold others up."""
MOST_REDIRECTS = 3
LONGEST_ADDRESS = 2_000
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_THERE = frozenset({401, 403, 404, 410})
OK = 200


class Fetcher:
    """Fetches calendars. on_loopback: also from this machine, on any port; for tests."""

    def __init__(self, *, on_loopback: bool = False) -> None:
        self._outside = Outside(patience=PATIENCE_SECONDS, on_loopback=on_loopback)

    def address(self, text: str) -> httpx.URL:
        """Turns what somebody pasted into the address to ask. Calendars write `webcal://` for https.

        Raises:
            CalendarAddressWrong, CalendarForbidden: we can't or won't ask it.
        """
        pasted = text.strip()
        scheme, colon, rest = pasted.partition("://")
        if scheme.lower() in ("webcal", "webcals"):
            pasted = f"https{colon}{rest}"
        try:
            url = httpx.URL(pasted)
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise CalendarAddressWrong from error
        if len(pasted) > LONGEST_ADDRESS or url.scheme != "https" or not url.host or url.userinfo:
            raise CalendarAddressWrong
        if url.port not in (None, HTTPS) and not self._outside.on_loopback:
            raise CalendarForbidden
        return url.copy_with(fragment=None)

    async def fetch(self, text: str) -> bytes:
        """Returns the content at that address.

        Raises:
            CalendarRefused: with the reason, and nothing of the address.
        """
        url = self.address(text)
        try:
            # httpx's own time-out restarts with each piece that comes in; this one does not.
            async with asyncio.timeout(PATIENCE_SECONDS):
                for _ in range(1 + MOST_REDIRECTS):
                    found = await self._ask(url)
                    if isinstance(found, bytes):
                        return found
                    url = self.address(str(found))
        except NotOpen:
            raise CalendarForbidden from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, UnicodeError):
            raise CalendarAway from None  # its text holds the address
        raise CalendarAway

    async def _ask(self, url: httpx.URL) -> bytes | httpx.URL:
        """Returns the content, or the address it redirects to."""
        async with self._outside.opened("GET", url, {"Accept": "text/calendar"}) as response:
            if response.status_code in REDIRECTS and "location" in response.headers:
                return url.join(response.headers["location"])
            return await _body(response)


async def _body(response: httpx.Response) -> bytes:
    if response.status_code in NOT_THERE:
        raise CalendarNotThere
    if response.status_code != OK:
        raise CalendarAway
    if response.headers.get("content-encoding", "identity") != "identity":
        raise CalendarUnreadable  # a small packet may unfold into a large one
    taken = bytearray()
    async for piece in response.aiter_raw():
        taken += piece
        if len(taken) > MOST_BYTES:
            raise CalendarTooBig
    return bytes(taken)
