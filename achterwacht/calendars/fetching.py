"""Fetches a calendar from an address that a person gave us, without letting that address reach into our own network.

Server-side request forgery (OWASP): somebody gives an address that only we can reach (a metadata service, a neighbour's
administration page), or a name that points there by the time we ask. So we resolve the name here, every address that it
has must be public, and the connection goes to exactly that address; a redirect is checked again.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence

import httpx

from achterwacht.calendars.refusals import (
    CalendarAddressWrong,
    CalendarAway,
    CalendarForbidden,
    CalendarNotThere,
    CalendarTooBig,
    CalendarUnreadable,
)
from foundation.certificates import believed

PATIENCE_SECONDS = 5.0
"""For the whole fetch, including redirects: a phone waits for the answer."""
MOST_BYTES = 2_000_000
"""Years of appointments; reading more would hold others up."""
MOST_REDIRECTS = 3
LONGEST_ADDRESS = 2_000
HTTPS = 443
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_THERE = frozenset({401, 403, 404, 410})
OK = 200
NOT_OPEN = tuple(
    ipaddress.ip_network(one)
    for one in (
        # IPv4: this network, private, shared, loopback, link-local, protocols, documentation, AS112, AMT, the relays of
        # 6to4, benchmarks, multicast, what is reserved.
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        # IPv6 that holds an IPv4 address, and would lead there: compatible, translated, NAT64, Teredo, 6to4.
        "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16",
        # And loopback, discard, protocols, documentation, segment routing, unique local, link-local, site-local, AS112.
        "::1/128", "100::/63", "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
"""IANA's registries of special addresses, and former ones (RFC 3879, RFC 7526): Python's `is_global` lags behind them,
and calls some of these open."""
OPEN_IPV6 = ipaddress.ip_network("2000::/3")
"""All IPv6 addresses that were ever assigned."""
ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""These bits stand before an embedded IPv4 address, in any network (RFC 5214)."""


def is_open(text: str) -> bool:
    """Whether an IP address is public, and does not lead to another one that isn't."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_open(str(address.ipv4_mapped))
        if address not in OPEN_IPV6 or int(address) >> 32 & 0xFFFFFFFF in ISATAP:
            return False
    closed = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not closed and not any(address in network for network in NOT_OPEN)


class Fetcher:
    """Fetches calendars. on_loopback: also from this machine, on any port; for tests."""

    def __init__(self, *, on_loopback: bool = False) -> None:
        self._on_loopback = on_loopback

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
        if url.port not in (None, HTTPS) and not self._on_loopback:
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
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, UnicodeError):
            raise CalendarAway from None  # its text holds the address
        raise CalendarAway

    async def _ask(self, url: httpx.URL) -> bytes | httpx.URL:
        """Returns the content, or the address it redirects to."""
        name, port = url.raw_host.decode(), url.port or HTTPS
        last: httpx.ConnectError | None = None
        for address in await self._open_addresses(name, port):
            try:
                return await self._ask_at(address, url, name)
            except httpx.ConnectError as error:
                last = error
        raise last or httpx.ConnectError("no address")

    async def _open_addresses(self, name: str, port: int) -> Sequence[str]:
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not all(self._is_open(address) for address in addresses):
            raise CalendarForbidden
        return addresses

    def _is_open(self, text: str) -> bool:
        address = ipaddress.ip_address(text.partition("%")[0])
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return self._on_loopback if (mapped or address).is_loopback else is_open(text)

    async def _ask_at(self, address: str, url: httpx.URL, name: str) -> bytes | httpx.URL:
        # A client for each request: no cookie or open connection of one calendar is ever used for another.
        async with httpx.AsyncClient(
            verify=believed(), trust_env=False, timeout=PATIENCE_SECONDS, follow_redirects=False
        ) as client:
            request = client.build_request(
                "GET",
                url.copy_with(host=address),
                headers={"Host": url.netloc.decode(), "Accept": "text/calendar", "Accept-Encoding": "identity"},
                extensions={"sni_hostname": name},
            )
            response = await client.send(request, stream=True)
            try:
                if response.status_code in REDIRECTS and "location" in response.headers:
                    return url.join(response.headers["location"])
                return await _body(response)
            finally:
                await response.aclose()


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
