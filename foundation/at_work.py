"""Says to systemd that this process does its work: only then the next unit is started anew (`Type=notify`)."""

import os
import socket

import structlog

log = structlog.get_logger()
ASKED_AT = "NOTIFY_SOCKET"


def say_at_work() -> None:
    """Says so once, and only where systemd asked for it. That it can't be said stops nothing."""
    place = os.environ.pop(ASKED_AT, "")
    if not place:
        return
    place = f"\0{place[1:]}" if place.startswith("@") else place  # a name that is no file (sd_notify(3))
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.sendto(b"READY=1", place)
    except OSError as error:
        log.warning("systemd can't be told that this works", error=repr(error))
