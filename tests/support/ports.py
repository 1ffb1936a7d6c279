"""Ports that stay ours between the moment we choose one and the moment a server of its own listens on it.

A port that is chosen and let go can be given to the next who asks, in the seconds in which a process starts. With
dozens of installations in one run that happened now and then, and one of the two never became ready.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def a_port_of_our_own() -> Iterator[int]:
    """Bound but never listened on: the kernel gives it to nobody else, and a server that names it may have it."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        number: int = held.getsockname()[1]
        yield number
