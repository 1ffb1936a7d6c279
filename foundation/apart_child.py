"""The child process that reads a file made by a stranger (`apart.py`): limits first, then the work, then one answer.

stdin: a line of JSON with the limits and facts, followed by the content. stdout: the answer, as JSON. It exits with 0,
with 71 when it ran out of memory, and with anything else when it crashed; SIGXCPU ends it when it used up its time.
"""

import importlib
import json
import os
import resource
import sys
from typing import Any

FULL = 71
BROKEN = 70
MEGABYTE = 1_000_000
NEVER = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def main() -> None:
    module, _, name = sys.argv[2].partition(":")
    try:
        first = sys.stdin.buffer.readline()
        asked = json.loads(first)
        _limit(asked["seconds"], asked["megabytes"])
        content = sys.stdin.buffer.read()
        sys.addaudithook(_refuse)
        answer = json.dumps(getattr(importlib.import_module(module), name)(asked["facts"], content)).encode()
    except MemoryError:
        os._exit(FULL)
    except BaseException:  # never printed: the message may hold parts of the file
        os._exit(BROKEN)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def _limit(seconds: int, megabytes: int) -> None:
    """Set hard limits, which nothing in the file can lift."""
    for what, soft, hard in (
        (resource.RLIMIT_AS, megabytes * MEGABYTE, megabytes * MEGABYTE),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 64, 64),
    ):
        resource.setrlimit(what, (soft, hard))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse network, other processes and writing files. None is needed here: it is a fault or an attack."""
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
    if event.startswith("socket.") or event in NEVER or writes:
        raise PermissionError(event)
