"""A service of map tiles on loopback: each tile the same picture, for browsers of any site, as the real ones are."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

from tests.unit.test_pictures import a_picture

HOST = "127.0.0.1"


class FakeTiles:
    """Use it as a context manager; `settings` points the product at it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.referrers: set[str] = set()
        self.fails = False
        tile, told = a_picture("PNG"), self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                told.asked.append(self.path)
                told.referrers.add(self.headers.get("referer", ""))
                self.send_response(503 if told.fails else 200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", str(0 if told.fails else len(tile)))
                self.end_headers()
                if not told.fails:
                    self.wfile.write(tile)

            def log_message(self, *arguments: Any) -> None:
                """Keep the test's output for what fails."""

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://{HOST}:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def settings(self) -> dict[str, Any]:
        return {"map": "pdok", "pdok_tiles_base": self.url}
