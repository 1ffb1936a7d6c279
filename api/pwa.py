"""What no route answers: the pages of the PWA, and a proper "not here" for the API's own addresses.

The bundle is one page for every screen, so an unknown path outside the API gets `index.html`; but not below
`/.well-known/`, where programs look for files that mean something. A file with a digest in its name never changes. The
page and the service worker are asked for anew each time, or an old one would stay for ever; whoever has them already is
told so in a few bytes. The build leaves what is text in brotli and gzip beside each file: there is nothing of anybody
in these files, so their size says nothing either.
"""

import mimetypes
import re
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from api.http.encodings import best_of

DIST = Path(__file__).resolve().parent.parent / "pwa" / "dist"
OF_THE_API = re.compile(r"/(v1|health|metrics|o|diary|\.well-known)(/.*)?|/simulator/.+")
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
ENDINGS = {"br": ".br", "gzip": ".gz"}
"""What the build puts behind the name of a file that it compressed, best first."""
KEPT_IN_304 = ("cache-control", "content-type", "etag", "vary")
"""A browser puts the headers of a 304 over those it kept. By the content type the page gets its own security policy."""
NOT_BUILT = (
    "De schermen van Achterwacht zijn nog niet gebouwd. Typ: make pwa\n"
    "The screens of Achterwacht have not been built yet. Type: make pwa\n"
)


class PwaFallback:
    """The application behind all routes."""

    def __init__(self, app: FastAPI, dist: Path = DIST) -> None:
        self.dist = dist.resolve()
        self.known = [
            (re.compile(context.path_regex.pattern), frozenset(context.methods or ()))
            for context in iter_route_contexts(app.routes)
            if isinstance(context.original_route, APIRoute)
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = self.answer(request.url.path, request.method, request.headers)
        await response(scope, receive, send)

    def answer(self, path: str, method: str, headers: Headers) -> Response:
        """Returns the page, the file, 304 for who has that already, or the problem.

        Raises:
            HTTPException: 405 with every method this address has, or 404.
        """
        allowed = frozenset[str]().union(*(methods for pattern, methods in self.known if pattern.fullmatch(path)))
        if allowed:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})
        if OF_THE_API.fullmatch(path):
            raise HTTPException(404)
        if method not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        return self._file(path, headers)

    def _file(self, path: str, headers: Headers) -> Response:
        index = self.dist / "index.html"
        if not index.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        wanted = self._found(path)
        if wanted is None:
            if path.startswith("/assets/"):
                raise HTTPException(404)  # yesterday's page asks for yesterday's script: a page is no answer to that
            wanted = index
        there = [way for way, ending in ENDINGS.items() if _beside(wanted, ending).is_file()]
        way = best_of(there, headers.get("accept-encoding", ""))
        said = {"Cache-Control": FOREVER if path.startswith("/assets/") else ASK_AGAIN, "Vary": "Accept-Encoding"}
        if way is not None:
            said["Content-Encoding"] = way
        sent = _beside(wanted, ENDINGS[way]) if way is not None else wanted
        # Its name and not the compressed one's says what it is; its tag is that of the bytes that are sent.
        kind, _ = mimetypes.guess_type(wanted.name)
        response = FileResponse(sent, headers=said, media_type=kind, stat_result=sent.stat())
        if response.headers["etag"] in (one.strip() for one in headers.get("if-none-match", "").split(",")):
            return Response(None, 304, {name: response.headers[name] for name in KEPT_IN_304})
        return response

    def _found(self, path: str) -> Path | None:
        try:
            wanted = (self.dist / path.lstrip("/")).resolve()
            return wanted if wanted.is_relative_to(self.dist) and wanted.is_file() else None
        except (OSError, ValueError):  # not a possible file name: a NUL, too long, half a surrogate pair
            return None


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)
