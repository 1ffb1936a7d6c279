"""What no route answers: the pages of the PWA, and a proper "not here" for the API's own addresses.

The bundle is one page for every screen, so an unknown path outside the API gets `index.html`. A file with a digest in
its name never changes. The page and the service worker are asked for anew each time, or an old one would stay for ever.
"""

import re
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

DIST = Path(__file__).resolve().parent.parent / "pwa" / "dist"
OF_THE_API = re.compile(r"/(v1|health|metrics|o|diary)(/.*)?|/simulator/.+")
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
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
        response = self.answer(request.url.path, request.method)
        await response(scope, receive, send)

    def answer(self, path: str, method: str) -> Response:
        """Returns the page, the file, or the problem.

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
        return self._file(path)

    def _file(self, path: str) -> Response:
        index = self.dist / "index.html"
        if not index.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        wanted = self._found(path)
        if wanted is None:
            if path.startswith("/assets/"):
                raise HTTPException(404)  # yesterday's page asks for yesterday's script: a page is no answer to that
            wanted = index
        hashed = path.startswith("/assets/")
        return FileResponse(wanted, headers={"Cache-Control": FOREVER if hashed else ASK_AGAIN})

    def _found(self, path: str) -> Path | None:
        try:
            wanted = (self.dist / path.lstrip("/")).resolve()
            return wanted if wanted.is_relative_to(self.dist) and wanted.is_file() else None
        except (OSError, ValueError):  # not a possible file name: a NUL, too long, half a surrogate pair
            return None
