"""As much of S3 as a store needs, over HTTP on loopback: put, get, delete, list. It can be away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "bewaard"


class _Door(BaseHTTPRequestHandler):
    server: FakeS3
    protocol_version = "HTTP/1.1"

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{BUCKET}").lstrip("/")

    def _answers(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"ETag": '"1"', "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _lets_in(self) -> bool:
        if self.server.away:
            self._answers(503)
            return False
        if not self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential=sleutel/"):
            self._answers(403)
            return False
        return True

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._lets_in():
            self.server.files[self._key()] = body
            self._answers(200)

    def do_GET(self) -> None:
        if not self._lets_in():
            return
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query:
            self._answers(200, self._listed(query.get("prefix", [""])[0]).encode())
        elif (body := self.server.files.get(self._key())) is not None:
            self._answers(200, body, Last_Modified="Fri, 27 Nov 2026 08:00:00 GMT")
        else:
            self._answers(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_DELETE(self) -> None:
        if self._lets_in():
            self.server.files.pop(self._key(), None)
            self._answers(204)

    def do_POST(self) -> None:
        """Several deleted at once."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self._lets_in():
            keys = [part.partition("</Key>")[0] for part in body.split("<Key>")[1:]]
            for key in keys:
                self.server.files.pop(key, None)
            gone = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
            self._answers(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def _listed(self, prefix: str) -> str:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{now}</LastModified><Size>{len(body)}</Size></Contents>"
            for key, body in sorted(self.server.files.items())
            if key.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"

    def log_message(self, format: str, *args: object) -> None:
        return


class FakeS3(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.files: dict[str, bytes] = {}
        self.away = False

    @property
    def settings(self) -> dict[str, str]:
        return {
            "files": f"s3://{BUCKET}/hier",
            "files_s3_endpoint": f"http://127.0.0.1:{self.server_address[1]}",
            "files_s3_key_id": "sleutel",
            "files_s3_secret": "geheim",
        }


@contextmanager
def a_fake_s3() -> Iterator[FakeS3]:
    server = FakeS3()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
