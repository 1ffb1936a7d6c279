"""Tests and measurements that are killed leave nothing running: no PostgreSQL, and no process of the product."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import build_schema
from tests.support.postgres import PostgresServer
from tests.support.processes import CHECKOUT, eventually

SERVER = """
from tests.support.postgres import run_postgres
if __name__ == "__main__":
    with run_postgres() as server:
        print(server.socket, server.process.pid, flush=True)
        input()
"""
CLOCK = """
import sys
from pathlib import Path
from tests.support.processes import FORKS, Started
if __name__ == "__main__":
    FORKS.set_forkserver_preload([])
    folder = Path(sys.argv[1])
    print(folder, Started(folder, sys.argv[2], "clock").pid, flush=True)
    input()
"""


def starts(script: str, *words: str) -> tuple[subprocess.Popen[str], Path, int]:
    """Returns who was started, the folder in which they work, and what they started themselves."""
    one = subprocess.Popen(
        [sys.executable, "-c", script, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    assert one.stdout is not None
    folder, pid = one.stdout.readline().split()
    return one, Path(folder), int(pid)


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_server_ends_with_who_started_it() -> None:
    one, folder, pid = starts(SERVER)
    assert runs(pid)
    one.kill()
    one.communicate()
    eventually(lambda: not runs(pid))
    eventually(lambda: not folder.exists())


def test_a_clock_ends_with_the_tests(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.create_database()
    build_schema(url)
    one, _, pid = starts(CLOCK, str(tmp_path), url)
    assert runs(pid)
    one.kill()
    one.communicate()
    eventually(lambda: not runs(pid))
    postgres.drop_database(url)
