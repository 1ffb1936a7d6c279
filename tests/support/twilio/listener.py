"""A real HTTP server on loopback, in threads, that can stop listening and listen again on the same port."""

from __future__ import annotations

import socket
import sys
import threading
import traceback
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    target: str
    """The path with the query, byte for byte as it was asked for."""
    headers: dict[str, str]
    """With names in lower case."""
    query: dict[str, list[str]]
    form: dict[str, list[str]]
    credentials: tuple[str, str] | None
    body: str = ""


@dataclass(frozen=True)
class Answer:
    """What goes back. `after` is how many seconds later; `swallowed` breaks the line instead."""

    status: int
    body: str = ""
    content_type: str = "application/json;charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0
    swallowed: bool = False


AnswerTo = Callable[[Request], Answer]


class _Server(ThreadingHTTPServer):
    """Keeps its connections in sight, so that it can end them: a client that keeps one alive would hold us up."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, listening: socket.socket, answer_to: AnswerTo, on_error: Callable[[str], None]) -> None:
        super().__init__(listening.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.server_name, self.server_port = listening.getsockname()
        self.answer_to = answer_to
        self.stopping = threading.Event()
        self._on_error = on_error
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        with self._lock:
            self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: object) -> None:
        assert isinstance(request, socket.socket)
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def serve(self) -> None:
        """One connection after the other, without ever polling: a test must not wait for its server to notice."""
        while not self.stopping.is_set():
            self.handle_request()

    def stop_serving(self) -> None:
        self.stopping.set()
        with suppress(OSError):
            socket.create_connection((HOST, self.server_port), timeout=1).close()

    def hang_up(self) -> None:
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):  # the other side was first
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), OSError):  # a client that went away is its own affair
            self._on_error(traceback.format_exc())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "FakeTwilio"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        if len(body.encode()) < length:  # the other side went away in the middle of its sentence
            self.close_connection = True
            return
        request = Request(
            method=self.command,
            path=parts.path,
            target=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            query=parse_qs(parts.query, keep_blank_values=True),
            form=parse_qs(body, keep_blank_values=True),
            credentials=_basic(self.headers.get("Authorization", "")),
            body=body,
        )
        answer = self.server.answer_to(request)
        if answer.after:
            self.server.stopping.wait(answer.after)
        if answer.swallowed or self.server.stopping.is_set():
            self.close_connection = True
            return
        content = answer.body.encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Our own log knows more."""


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    name, _, secret = b64decode(encoded).decode().partition(":")
    return name, secret


class Listener:
    """The door. `close` refuses connections as a host that is down does; `open` listens on the same port again."""

    def __init__(self, answer_to: AnswerTo, on_error: Callable[[str], None], port: int = 0) -> None:
        self._answer_to = answer_to
        self._on_error = on_error
        self._socket = _bound(port)
        self.port: int = self._socket.getsockname()[1]
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        if self._server is not None:
            return
        self._socket.listen(128)
        self._server = _Server(self._socket, self._answer_to, self._on_error)
        self._thread = threading.Thread(target=self._server.serve, name="fake-twilio-listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Nobody else may take the port meanwhile: it stays bound, and nobody listens."""
        if self._server is None:
            return
        self._stop_serving()
        self._socket = _bound(self.port)

    def stop(self) -> None:
        if self._server is not None:
            self._stop_serving()
        self._socket.close()

    def _stop_serving(self) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.stop_serving()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()
        self._server, self._thread = None, None


def _bound(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((HOST, port))
    return made
