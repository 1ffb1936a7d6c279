"""Asks an address outside that somebody gave us, without letting that address reach into our own network.

Server-side request forgery (OWASP): somebody gives an address that only we can reach (a metadata service, a neighbour's
administration page), or a name that points there by the time we ask. So we resolve the name here, every address that it
has must be public, and the connection goes to exactly that address. Nothing follows a redirect by itself.
"""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import httpx

from foundation.certificates import believed

HTTPS = 443
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


class NotOpen(Exception):
    """It leads into a network that is not public."""


class Outside:
    """Asks addresses outside. on_loopback: also on this machine, on any port; for tests.

    patience: seconds for each part of an answer. Whoever asks bounds the whole.
    """

    def __init__(self, *, patience: float, on_loopback: bool = False) -> None:
        self.on_loopback = on_loopback
        self._patience = patience

    @asynccontextmanager
    async def opened(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes | None = None
    ) -> AsyncIterator[httpx.Response]:
        """Opens an answer, of which nothing is read yet, at the first address of that name that can be reached.

        Raises:
            NotOpen: one of its addresses is not public.
            httpx.HTTPError, OSError: it can't be reached.
        """
        name, port = url.raw_host.decode(), url.port or (HTTPS if url.scheme == "https" else 80)
        last: httpx.ConnectError | None = None
        for address in await self._open_addresses(name, port):
            # A client for each request: no cookie or open connection of one address is ever used for another.
            async with httpx.AsyncClient(
                verify=believed(), trust_env=False, timeout=self._patience, follow_redirects=False
            ) as client:
                request = client.build_request(
                    method,
                    url.copy_with(host=address),
                    headers={"Host": url.netloc.decode(), "Accept-Encoding": "identity", **headers},
                    content=content,
                    extensions={"sni_hostname": name},
                )
                try:
                    response = await client.send(request, stream=True)
                except httpx.ConnectError as error:
                    last = error
                    continue
                try:
                    yield response
                finally:
                    await response.aclose()
                return
        raise last or httpx.ConnectError("no address")

    async def _open_addresses(self, name: str, port: int) -> Sequence[str]:
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not all(self._is_open(address) for address in addresses):
            raise NotOpen
        return addresses

    def _is_open(self, text: str) -> bool:
        address = ipaddress.ip_address(text.partition("%")[0])
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return self.on_loopback if (mapped or address).is_loopback else is_open(text)


async def read_at_most(response: httpx.Response, most: int) -> bytes | None:
    """Returns the content of an answer; None if there is more than that, or it is packed.

    A small packet may unfold into a large one.
    """
    if response.headers.get("content-encoding", "identity") != "identity":
        return None
    taken = bytearray()
    async for piece in response.aiter_raw():
        taken += piece
        if len(taken) > most:
            return None
    return bytes(taken)
