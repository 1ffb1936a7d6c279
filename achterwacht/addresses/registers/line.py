"""A line to a register: short time-outs, a circuit that opens, and a memory (docs/decisions/0020).

A worker waits on a doorstep, so a register that is slow counts as one that is down. What is asked is an address, and
httpx tells the URL in its errors: only the kind of an error leaves this file.
"""

import asyncio
from typing import Any, TypeVar

import httpx
import structlog
from cachetools import TTLCache
from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import OpenedState
from pydantic import BaseModel, ValidationError

from achterwacht.addresses.registers.port import RegisterDown

PATIENCE_SECONDS = 1.5
FAILURES = 3
"""In a row; then nobody is asked for a while."""
REST_SECONDS = 30.0
REMEMBERED = 1_000
REMEMBERED_SECONDS = 3_600.0

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer", bound=BaseModel)
Query = tuple[tuple[str, str], ...]


class Line:
    """GET requests to one service. `base` has no slash at its end."""

    def __init__(self, name: str, base: str, headers: dict[str, str] | None = None) -> None:
        self._name = name
        self._base = base.rstrip("/")
        self._client = httpx.AsyncClient(headers=headers, timeout=PATIENCE_SECONDS)
        self._circuits = AsyncCircuitBreakerFactory(FAILURES, REST_SECONDS, exclude=[asyncio.CancelledError])
        self._circuits.add_listener(_tell)
        self._known: TTLCache[tuple[str, Query], Any] = TTLCache(REMEMBERED, REMEMBERED_SECONDS)

    async def get(self, path: str, query: Query, shape: type[Answer]) -> Answer:
        """The answer in its shape, perhaps one of the last hour.

        Raises:
            RegisterDown: no connection, too slow, an error, or an answer of another shape.
        """
        asked = (path, query)
        if (known := self._known.get(asked)) is not None:
            answer: Answer = known
            return answer
        try:
            async with await self._circuits.get_breaker(self._name):
                answer = await self._ask(path, query, shape)
        except OpenedState:
            raise RegisterDown("resting") from None
        except (httpx.HTTPError, TimeoutError, ValidationError) as error:
            reason = type(error).__name__
            if isinstance(error, httpx.HTTPStatusError):
                reason = f"HTTP {error.response.status_code}"
            log.warning("an address register could not be asked", register=self._name, reason=reason)
            raise RegisterDown(reason) from None
        self._known[asked] = answer
        return answer

    async def _ask(self, path: str, query: Query, shape: type[Answer]) -> Answer:
        # httpx's own time-out begins anew with each piece that comes in; this one does not.
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await self._client.get(f"{self._base}{path}", params=query)
        return shape.model_validate_json(answer.raise_for_status().content)

    async def close(self) -> None:
        await self._client.aclose()


def _tell(name: str, kind: str, event: Any) -> None:
    if kind == "state_changed":
        log.warning("the circuit of an address register changed", register=name, state=event.state)
