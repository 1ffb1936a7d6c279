"""PostgreSQL is there, takes what it is asked, and says nothing: its process is frozen, as when its disk hangs.

TCP sees nothing wrong with that, and the server's own time limit is frozen too.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from foundation.away import is_away
from foundation.plain_rows import connection_of, run
from foundation.session import Database
from foundation.straight import LONGEST_SECONDS, StraightConnection
from foundation.unfit import LIMITS
from tests.support.organisations import Organisation
from tests.support.processes import SOON

on_postgresql = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)

Freeze = Callable[[int], None]
PID = text("SELECT pg_backend_pid()")
ASKS: dict[str, Callable[[Session], object]] = {
    "straight": lambda session: run(connection_of(session), "SELECT 1", None),
    "by psycopg": lambda session: session.execute(text("SELECT 1")),
    "commit": lambda session: session.commit(),
    "rollback": lambda session: session.rollback(),
}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StraightConnection, "longest", 0.5)


@pytest.fixture
def freeze() -> Iterator[Freeze]:
    """Freezes the process of the server that serves a connection."""
    with ExitStack() as ends:

        def frozen(pid: int) -> None:
            os.kill(pid, signal.SIGSTOP)
            ends.callback(os.kill, pid, signal.SIGCONT)

        yield frozen


@on_postgresql
@pytest.mark.parametrize("ask", ASKS)
def test_whoever_asks_hears_that_it_is_away(ask: str, database: Database, freeze: Freeze) -> None:
    heard: list[BaseException] = []

    def asks() -> None:
        try:
            with database.write() as session:
                freeze(session.execute(PID).scalar_one())
                ASKS[ask](session)
        except Exception as error:
            heard.append(error)

    asking = threading.Thread(target=asks, daemon=True)
    asking.start()
    asking.join(SOON)
    assert not asking.is_alive(), "it waits for ever"
    assert [is_away(one) for one in heard] == [True]
    with database.write() as session:
        assert session.scalar(text("SELECT 1")) == 1, "the next one has another connection"


@on_postgresql
def test_a_process_with_doors_answers_again(
    api: TestClient, ours: Organisation, database: Database, freeze: Freeze
) -> None:
    """One of the connections that it keeps is frozen: who gets that one hears so, and all who ask after that get an
    answer."""
    with database.read() as session:
        kept = session.execute(PID).scalar_one()
    freeze(kept)
    said = [api.get("/v1/me", headers=ours.worker.headers).status_code for _ in range(6)]
    assert said.count(503) == 1
    assert said[-1] == 200


def test_a_server_that_lives_is_always_first() -> None:
    assert LIMITS["statement_timeout"] == "1min"
    assert LONGEST_SECONDS > 60
