"""A server of published calendars on loopback, over real TLS, that answers as a test says."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import trustme

HOST = "localhost"
ELSEWHERE = "agenda.example"
"""A name that is also in the certificate; the test decides where it leads."""


@dataclass
class Said:
    """What the server sends.

    pieces: sent one by one. before: done first; it may wait.
    """

    pieces: list[bytes] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None


class CalendarServer:
    def __init__(self, port: int) -> None:
        self.port = port
        self.says: dict[str, Said] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str = "/agenda.ics", host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def has(self, content: str | bytes, path: str = "/agenda.ics") -> None:
        raw = content.encode() if isinstance(content, str) else content
        self.says[path] = Said([raw])


def appointment(uid: str, start: str, end: str, *lines: str) -> str:
    """Returns a VEVENT.

    `start` and `end` come with what precedes their colon: `;TZID=Europe/Amsterdam:20261123T100000`.
    """
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T080000Z", f"DTSTART{start}", f"DTEND{end}",
                        *lines, "END:VEVENT", ""])  # fmt: skip


def calendar(*events: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//NL\r\n" + "".join(events) + "END:VCALENDAR\r\n"


@contextmanager
def a_calendar_server(folder: Path) -> Iterator[tuple[CalendarServer, Path]]:
    """Run the server. Gives it, and the file with the authority that issued its certificate."""
    authority = trustme.CA()
    certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST, ELSEWHERE, "127.0.0.1").configure_cert(certificate)
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            said = server.says.get(self.path, Said(status=404))
            if said.before:
                said.before()
            try:
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for piece in said.pieces:
                    self.wfile.write(piece)
            except OSError:
                pass  # the client has heard enough

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that hangs up on a certificate it does not trust

    listening = Quiet(("127.0.0.1", 0), Handler)
    listening.socket = certificate.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
    server = CalendarServer(listening.server_address[1])
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server, trusted
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
