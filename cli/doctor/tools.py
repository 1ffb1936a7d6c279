"""Whether the tools of PostgreSQL on this machine make a backup that goes back."""

import re
import shutil
import subprocess

from cli.doctor.finding import Finding, doubt

A_LOOK = 10.0
"""Seconds."""


def client_of_another_version(server: int) -> Finding | None:
    """Returns a doubt where `pg_dump` is not of the server's version: the backup is made, and may not go back.

    An older one can't dump. A newer pg_restore sets what the server does not know (`transaction_timeout`, from 17 on),
    and stops there. server: its major version. None where it fits, or where there is none: then backups are made
    elsewhere.
    """
    found = shutil.which("pg_dump")
    if found is None:
        return None
    try:
        # No word of it comes from outside: the program that a backup would use, and one option.
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False, timeout=A_LOOK)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None  # who makes a backup with it hears why it can't
    number = re.search(r"(\d+)(?:\.\d+)*", said.stdout)
    if number is None or int(number[1]) == server:
        return None
    return doubt(
        f"backup: pg_dump here is of PostgreSQL {number[1]}, and the server is of {server}: a backup may not go back. "
        f"Install postgresql-client-{server}, or name its folder with --tools."
    )
