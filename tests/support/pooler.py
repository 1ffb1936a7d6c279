"""A pooler before PostgreSQL, as far as it shows when somebody connects: it refuses what they ask, or forgets it."""

import socket
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.postgres import PostgresServer

NAME = ".s.PGSQL.5432"
"""Where libpq looks in a folder that is named as the host."""
REFUSED = b"SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0"


@contextmanager
def a_pooler(server: PostgresServer, *, refuses: bool) -> Iterator[str]:
    """Give the folder to connect to, instead of the server's.

    refuses: as PgBouncer does. Otherwise as with its `ignore_startup_parameters = options`.
    """
    with tempfile.TemporaryDirectory(prefix="aw-pooler-") as folder, socket.socket(socket.AF_UNIX) as door:
        door.bind(f"{folder}/{NAME}")
        door.listen()
        threading.Thread(target=_lets_in, args=(door, server.socket / NAME, refuses), daemon=True).start()
        yield folder
        door.shutdown(socket.SHUT_RDWR)


def _lets_in(door: socket.socket, server: Path, refuses: bool) -> None:
    with suppress(OSError):
        while True:
            client, _ = door.accept()
            asked = _without_options(_read_start(client))
            if refuses:
                with client:
                    client.sendall(b"E" + struct.pack("!I", len(REFUSED) + 4) + REFUSED)
                continue
            behind = socket.socket(socket.AF_UNIX)
            behind.connect(str(server))
            behind.sendall(asked)
            for one, other in ((client, behind), (behind, client)):
                threading.Thread(target=_passes_on, args=(one, other), daemon=True).start()


def _read_start(client: socket.socket) -> bytes:
    """Returns the first message without its length: the version of the protocol, and names with values."""
    (length,) = struct.unpack("!I", client.recv(4, socket.MSG_WAITALL))
    return client.recv(length - 4, socket.MSG_WAITALL)


def _without_options(start: bytes) -> bytes:
    words = start[4:].rstrip(b"\0").split(b"\0")
    kept = [
        word
        for name, value in zip(words[::2], words[1::2], strict=True)
        if name != b"options"
        for word in (name, value)
    ]
    rest = start[:4] + b"\0".join(kept) + b"\0\0"
    return struct.pack("!I", len(rest) + 4) + rest


def _passes_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError), one, other:
        while said := one.recv(65536):
            other.sendall(said)
        other.shutdown(socket.SHUT_RDWR)
