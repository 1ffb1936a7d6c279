"""A line to a register: short time-outs, a circuit breaker, and a cache (docs/decisions/0020).

A worker waits on a doorstep, so a slow register counts as down. When several questions fail, we don't ask it for a
while. A register that refuses one text (a 4xx) only rejects that text, and stays open to others: otherwise somebody who
types nonsense three times would close the search for everybody. The question is an address, and httpx puts the URL in
its errors: so only the kind of an error leaves this file.
"""

import asyncio
import time
from typing import Any, TypeVar

import httpx
import structlog
from cachetools import TTLCache
from pydantic import BaseModel, ValidationError

from achterwacht.addresses.registers.port import RegisterDown
from foundation.certificates import believed

PATIENCE_SECONDS = 1.5
FAILURES = 3
"""How many different questions in a row must fail before we stop asking for a while."""
REST_SECONDS = 30.0
LONGEST_REST_SECONDS = 300.0
"""The longest pause, whatever a register asks for."""
REMEMBERED = 1_000
REMEMBERED_SECONDS = 3_600.0
TOO_MANY = 429
ABOUT_US = frozenset({401, 403, 407, 408, 425, TOO_MANY})
"""The 4xx that are not about the text, but about our key, our address, or our pace."""

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer", bound=BaseModel)
Query = tuple[tuple[str, str], ...]
Question = tuple[str, Query]


class Circuit:
    """Decides whether a service may be asked. The same question failing again counts once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._failed: set[Question] = set()
        self._rests_until = 0.0

    @property
    def rests(self) -> bool:
        return time.monotonic() < self._rests_until

    def went_well(self) -> None:
        self._failed.clear()

    def failed(self, question: Question) -> None:
        self._failed.add(question)
        if len(self._failed) >= FAILURES:
            # After the pause all questions are let through, and the first that fails starts another pause.
            self._failed = set(list(self._failed)[: FAILURES - 1])
            self.rest(REST_SECONDS)

    def rest(self, seconds: float) -> None:
        self._rests_until = max(self._rests_until, time.monotonic() + seconds)
        log.warning("an address register is left alone for a while", register=self._name, seconds=round(seconds))


class Line:
    """Sends GET requests to one service. `base` has no slash at its end."""

    def __init__(self, name: str, base: str, headers: dict[str, str] | None = None) -> None:
        self._name = name
        self._base = base.rstrip("/")
        self._client = httpx.AsyncClient(headers=headers, timeout=PATIENCE_SECONDS, verify=believed())
        self._circuit = Circuit(name)
        self._known: TTLCache[Question, Any] = TTLCache(REMEMBERED, REMEMBERED_SECONDS)

    async def get(self, path: str, query: Query, shape: type[Answer]) -> Answer:
        """Returns the answer, read as `shape`; perhaps a cached one of the last hour.

        Raises:
            RegisterDown: no connection, too slow, an error, or an answer of another shape.
        """
        asked = (path, query)
        if (known := self._known.get(asked)) is not None:
            answer: Answer = known
            return answer
        if self._circuit.rests:
            raise RegisterDown("resting")
        if self._client.is_closed:
            raise RegisterDown("closed")  # the server stops; httpx would call it a mistake of ours
        try:
            answer = await self._ask(path, query, shape)
        except (httpx.HTTPError, TimeoutError, ValidationError) as error:
            reason = self._judge(error, asked)
            log.warning("an address register could not be asked", register=self._name, reason=reason)
            raise RegisterDown(reason) from None
        self._circuit.went_well()
        self._known[asked] = answer
        return answer

    async def _ask(self, path: str, query: Query, shape: type[Answer]) -> Answer:
        # httpx's own time-out restarts with each piece that comes in; this one does not.
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await self._client.get(f"{self._base}{path}", params=query)
        return shape.model_validate_json(answer.raise_for_status().content)

    def _judge(self, error: Exception, asked: Question) -> str:
        """Count the failure if it is about the register and not just the question. Returns in a word what it was."""
        if isinstance(error, ValidationError):
            return type(error).__name__  # it answered, but in a shape that we don't know
        if not isinstance(error, httpx.HTTPStatusError):
            self._circuit.failed(asked)
            return type(error).__name__
        status = error.response.status_code
        if status == TOO_MANY:
            self._circuit.rest(_asked_rest(error.response))
        elif status in ABOUT_US or not httpx.codes.is_client_error(status):
            self._circuit.failed(asked)
        else:
            self._circuit.went_well()
        return f"HTTP {status}"

    async def close(self) -> None:
        await self._client.aclose()


def _asked_rest(response: httpx.Response) -> float:
    """Returns the seconds in Retry-After; the usual pause if it holds a date, or is missing."""
    said = response.headers.get("retry-after", "")
    return min(float(said), LONGEST_REST_SECONDS) if said.isascii() and said.isdigit() else REST_SECONDS
