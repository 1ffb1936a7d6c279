"""Remembers which sign-ins were verified in this process lately, by the headers of the request, without the database.

It only decides who goes first, never what anybody may do: each request looks up its caller again.
"""

from collections import OrderedDict
from hashlib import blake2b
from typing import Any

KEPT = 20_000
BROUGHT = (b"authorization", b"cookie")


class Proven:
    """Digests of the headers by which somebody was recognised; the oldest are dropped."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._known: OrderedDict[bytes, None] = OrderedDict()

    def knows(self, scope: Any) -> bool:
        digest = _digest(scope)
        return digest is not None and digest in self._known

    def answered(self, scope: Any) -> None:
        """Remember the headers of a request that was answered, if they identified somebody."""
        digest = _digest(scope)
        if digest is None:
            return
        if scope.get("state", {}).get("caller") is None:
            return
        self._known[digest] = None
        self._known.move_to_end(digest)
        if len(self._known) > self._kept:
            self._known.popitem(last=False)

    def refused(self, scope: Any) -> None:
        """Forget the headers of this request: they identify nobody any more."""
        digest = _digest(scope)
        if digest is not None:
            self._known.pop(digest, None)


def _digest(scope: Any) -> bytes | None:
    brought = [value for name, value in scope["headers"] if name in BROUGHT]
    return blake2b(b"\n".join(brought), digest_size=16).digest() if brought else None
