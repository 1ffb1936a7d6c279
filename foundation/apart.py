"""Reads files made by strangers in a process of their own, so that a bad one can't use up our time and memory.

A calendar or a spreadsheet can be made so that reading it never ends or fills the memory, and no thread can be stopped
from outside. So each is read by a new Python process without environment, database or network (`apart_child.py`), which
is killed at its deadline, or as soon as whoever asked is gone. It is started with exec, never by fork alone, since this
server has threads (docs/decisions/0036). It takes a low place in the queue for the processor
before it does anything else.
"""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import structlog

HERE = Path(__file__).resolve().parent.parent
BEGIN = "import os, sys; os.nice(15); sys.path.insert(0, sys.argv[1]); from foundation.apart_child import main; main()"
AT_ONCE = 2
"""Child processes of one server. More would only take processor time from each other, and from people in danger."""
TURN_SECONDS = 6.0
"""The longest that anybody waits for a turn."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """A function of ours that takes facts and content and returns something that fits in JSON.

    Its module is imported by each child anew, so it imports little. seconds: of processor time. patience: how many
    seconds it may wait for the processor and use it, together. megabytes: of memory, including the interpreter.
    """

    function: Callable[[Mapping[str, Any], bytes], Any]
    seconds: int
    patience: float
    megabytes: int

    @property
    def name(self) -> str:
        return f"{self.function.__module__}:{self.function.__name__}"


class ReadingFailed(Exception):
    """It could not be read. `reason`: `time`, `memory` or `died`. It will fail the next time too."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooBusy(Exception):
    """This person already has a file being read, too many are being read for others, or the machine was so busy that
    the child did not get its time. That passes."""


class Apart:
    """Reads a few things at a time, and one for each person."""

    def __init__(self, at_once: int = AT_ONCE, turn_seconds: float = TURN_SECONDS) -> None:
        self._free = at_once
        self._turn_seconds = turn_seconds
        self._reading_for: set[str] = set()
        self._released = asyncio.Event()

    async def read(self, job: Job, facts: Mapping[str, Any], content: bytes, who: str) -> Any:
        """Returns what the job returns.

        Raises:
            TooBusy: too busy now.
            ReadingFailed: it took too much processor time or memory, or crashed.
        """
        async with self._turn(who):
            return await read_apart(job, facts, content)

    @asynccontextmanager
    async def _turn(self, who: str) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._turn_seconds):
                while not self._free or who in self._reading_for:
                    await self._released.wait()
        except TimeoutError:
            raise TooBusy from None
        self._free -= 1
        self._reading_for.add(who)
        try:
            yield
        finally:
            self._free += 1
            self._reading_for.discard(who)
            self._released.set()
            self._released = asyncio.Event()


async def read_apart(job: Job, facts: Mapping[str, Any], content: bytes) -> Any:
    """Returns what the job returns, without waiting for a turn.

    Raises:
        TooBusy: the machine is too busy now.
        ReadingFailed: it took too much processor time or memory, or crashed.
    """
    limits = json.dumps({"seconds": job.seconds, "megabytes": job.megabytes, "facts": facts})
    # In a process group of its own the child hears no Ctrl-C. In a session of its own it would get as large a share of
    # the processor as this server, however low its place: Linux divides it between sessions first (autogroup).
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", *_COMPILED, "-c", BEGIN, str(HERE), job.name,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={}, cwd="/", process_group=0,
    )  # fmt: skip
    try:
        async with asyncio.timeout(job.patience * STRETCH):
            answer, _ = await child.communicate(limits.encode() + b"\n" + content)
    except TimeoutError:
        log.warning("the machine was too busy to read a file of somebody else", job=job.name)
        raise TooBusy from None
    finally:
        if child.returncode is None:
            child.kill()
            with anyio.CancelScope(shield=True):
                await child.wait()
    if ended := child.returncode:
        reason = _REASONS.get(ended, "died")
        log.warning("a file of somebody else could not be read", job=job.name, reason=reason)
        raise ReadingFailed(reason)
    return json.loads(answer)


_COMPILED = ("-X", f"pycache_prefix={sys.pycache_prefix}") if sys.pycache_prefix else ()
"""It finds our modules compiled where this process keeps them, and never writes any itself."""
STRETCH = 1.0
"""How much longer than its patience a job is waited for. More where many things are tested beside one another: a child
gives way to all of them."""
_REASONS = {71: "memory", -signal.SIGXCPU: "time"}
