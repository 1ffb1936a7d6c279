"""Fetching somebody's calendar: over TLS from the very address that was judged, and from no network of our own."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from achterwacht.calendars import fetching
from achterwacht.calendars.fetching import MOST_BYTES, MOST_REDIRECTS, Fetcher
from achterwacht.calendars.refusals import (
    CalendarAddressWrong,
    CalendarAway,
    CalendarForbidden,
    CalendarNotThere,
    CalendarRefused,
    CalendarTooBig,
    CalendarUnreadable,
)
from foundation.outside import is_open
from tests.support.calendar_server import ELSEWHERE, CalendarServer, Said, a_calendar_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CalendarServer]:
    with a_calendar_server(tmp_path) as (server, trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        yield server


def fetch(url: str, on_loopback: bool = True) -> bytes:
    return asyncio.run(Fetcher(on_loopback=on_loopback).fetch(url))


def refused(url: str, on_loopback: bool = True) -> type[CalendarRefused]:
    with pytest.raises(CalendarRefused) as caught:
        fetch(url, on_loopback)
    assert "localhost" not in str(caught.value)
    return type(caught.value)


def names_lead_to(monkeypatch: pytest.MonkeyPatch, *turns: str) -> list[str]:
    """Let the name elsewhere lead to these addresses, one each time it is asked for. Answers what was asked."""
    real, waiting, asked = socket.getaddrinfo, list(turns), list[str]()

    def look_up(host: Any, port: Any, *more: Any, **other: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name == ELSEWHERE:
            asked.append(name)
            return real(waiting.pop(0) if len(waiting) > 1 else waiting[0], port, *more, **other)
        return real(host, port, *more, **other)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_it_comes_over_tls_and_asks_for_a_calendar(server: CalendarServer) -> None:
    server.has(b"BEGIN:VCALENDAR")
    assert fetch(server.url("/agenda.ics?sleutel=1#x").replace("https:", "webcal:").replace("?sleutel=1", "")) == (
        b"BEGIN:VCALENDAR"
    )
    ((path, headers),) = server.asked
    assert path == "/agenda.ics"
    assert (headers["host"], headers["accept"]) == (f"localhost:{server.port}", "text/calendar")
    assert "cookie" not in headers


def test_the_connection_goes_to_the_address_that_was_judged(
    server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere the second time it is asked for (DNS rebinding) gets no second time."""
    server.has(b"BEGIN:VCALENDAR")
    asked = names_lead_to(monkeypatch, "127.0.0.1", "10.0.0.1")
    assert fetch(server.url(host=ELSEWHERE)) == b"BEGIN:VCALENDAR"
    assert asked == [ELSEWHERE]
    assert server.asked[0][1]["host"] == f"{ELSEWHERE}:{server.port}"


@pytest.mark.parametrize("where", ["10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.0.1"])
def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    names_lead_to(monkeypatch, where)
    assert refused(f"https://{ELSEWHERE}/agenda.ics", on_loopback=False) is CalendarForbidden


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0.0.0.0", "10.0.0.1", "172.16.0.1",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[ff02::1]", "[::ffff:10.0.0.1]", "[::ffff:127.0.0.1]",
        "[64:ff9b::a00:1]", "[2002:a00:1::1]", "[2001:0:a00:1::1]", "[2001:db8::1]",
        "[fec0::1]", "[feff::1]", "192.88.99.1", "192.0.0.8", "198.18.0.1", "203.0.113.9", "[::a00:1]",
        "[::ffff:0:10.0.0.1]", "[64:ff9b:1::a00:1]", "[::ffff:192.88.99.1]", "[3fff::1]", "[100::1]", "[5f00::1]",
        "[2001:2::1]", "[2a02:1:2:3:0:5efe:10.0.0.1]", "[2a02:1:2:3:200:5efe:0a00:1]", "[4000::1]", "[2001:1::1]",
    ],
)  # fmt: skip
def test_no_address_inside_is_asked(host: str) -> None:
    assert refused(f"https://{host}/agenda.ics", on_loopback=False) is CalendarForbidden


@pytest.mark.parametrize("address", ["145.54.1.1", "8.8.8.8", "2a02:1:2:3::1", "2001:610:1908::1", "2606:4700::1111"])
def test_an_address_of_the_world_is_open(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://agenda.example/a.ics", "ftp://agenda.example/a.ics", "file:///etc/passwd", "agenda.example/a.ics",
        "https://", "https:///a.ics", "https://jan:geheim@agenda.example/a.ics", "niets", "", "https://[::1", "gopher://x",
        f"https://agenda.example/{'x' * 2000}",
    ],
)  # fmt: skip
def test_what_is_no_closed_address_is_refused(url: str) -> None:
    assert refused(url, on_loopback=False) is CalendarAddressWrong


def test_only_the_ordinary_port() -> None:
    assert refused("https://agenda.example:8443/a.ics", on_loopback=False) is CalendarForbidden


def test_a_redirect_is_judged_anew(server: CalendarServer) -> None:
    server.has(b"BEGIN:VCALENDAR", "/here.ics")
    server.says["/agenda.ics"] = Said(status=302, headers={"Location": "/here.ics"})
    assert fetch(server.url()) == b"BEGIN:VCALENDAR"
    for target, reason in (
        ("http://localhost/agenda.ics", CalendarAddressWrong),
        ("https://169.254.169.254/latest/meta-data", CalendarForbidden),
        ("https://[::ffff:10.0.0.1]/", CalendarForbidden),
        ("https://10.0.0.1/", CalendarForbidden),
        ("file:///etc/passwd", CalendarAddressWrong),
    ):
        server.says["/agenda.ics"] = Said(status=302, headers={"Location": target})
        assert refused(server.url()) is reason, target
    server.says["/agenda.ics"] = Said(status=302, headers={"Location": "/agenda.ics"})
    server.asked.clear()
    assert refused(server.url()) is CalendarAway
    assert len(server.asked) == 1 + MOST_REDIRECTS


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, CalendarNotThere), (403, CalendarNotThere), (404, CalendarNotThere), (410, CalendarNotThere),
     (500, CalendarAway), (503, CalendarAway), (204, CalendarAway), (302, CalendarAway)],
)  # fmt: skip
def test_what_the_server_says(server: CalendarServer, status: int, reason: type[CalendarRefused]) -> None:
    server.says["/agenda.ics"] = Said(status=status)
    assert refused(server.url()) is reason


def test_no_more_is_read_than_a_calendar_is_large(server: CalendarServer) -> None:
    server.says["/agenda.ics"] = Said([b"x" * 100_000] * (MOST_BYTES // 100_000))
    assert len(fetch(server.url())) == MOST_BYTES
    server.says["/agenda.ics"] = Said([b"x" * 100_000] * 1_000)
    assert refused(server.url()) is CalendarTooBig


def test_nothing_that_must_be_unpacked_is_read(server: CalendarServer) -> None:
    server.says["/agenda.ics"] = Said([b"\x1f\x8b"], headers={"Content-Encoding": "gzip"})
    assert refused(server.url()) is CalendarUnreadable


def test_who_answers_too_late_is_away(server: CalendarServer, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = Event()
    monkeypatch.setattr(fetching, "PATIENCE_SECONDS", 0.2)
    server.says["/agenda.ics"] = Said([b"BEGIN:VCALENDAR"], before=lambda: let_go.wait(20))
    try:
        assert refused(server.url()) is CalendarAway
    finally:
        let_go.set()


def test_nobody_there_or_a_certificate_of_somebody_else(
    server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.has(b"BEGIN:VCALENDAR")
    assert refused("https://localhost:9/agenda.ics") is CalendarAway
    assert refused("https://no-such-name.invalid/agenda.ics", on_loopback=False) is CalendarAway
    monkeypatch.delenv("SSL_CERT_FILE")
    assert refused(server.url()) is CalendarAway
    assert server.asked == []
