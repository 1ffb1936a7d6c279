"""One answer of the board on the busiest day: its processor time, size and statements, on both databases."""

import time
from statistics import median
from typing import Any

from sqlalchemy import event

from achterwacht.people.sign_in import caller_of_token
from api.board.routes import make
from api.http.sharing import Answer
from bench.crowd import a_crowd
from bench.places import settled
from bench.result import Measured, at_most
from foundation.clock import clock_of
from foundation.garbage import spare_what_stays
from foundation.session import Database
from tests.support.organisations import Employee

VISITS, ALARMS, PLANNED = 500, 60, 100
MILLISECONDS, KILOBYTES, STATEMENTS = 40, 30, 20
TIMES = 30


def busiest_day() -> list[Measured]:
    return [one for kind in ("postgresql", "sqlite") for one in _on(kind)]


def _on(kind: str) -> list[Measured]:
    with settled(kind) as (database, _, _):
        crowd = a_crowd(database, VISITS, ALARMS, PLANNED)
        spent, waited, answer, statements = _one_answer(database, crowd.ours.manager)
    day = f"the board with {VISITS} visits and {ALARMS} alarms twenty minutes old, {kind}"
    kilobytes = len(answer.pressed("br")) / 1000
    return [
        Measured(
            f"{day}: processor of one answer", spent * 1000, "ms",
            [at_most(f"the {MILLISECONDS} ms allowed", MILLISECONDS, spent * 1000, 1)],
            said=f"({statements} statements)",
        ),
        Measured(f"{day}: how long one answer takes, the database's work too", waited * 1000, "ms", []),
        Measured(
            f"{day}: its size with brotli", kilobytes, "kB",
            [at_most(f"the {KILOBYTES} kB allowed", KILOBYTES, kilobytes, 1)],
            said=f"(gzip {len(answer.pressed('gzip')) / 1000:.1f}, plain {len(answer.plain) / 1000:.0f})",
        ),
    ]  # fmt: skip


def _one_answer(database: Database, employee: Employee) -> tuple[float, float, Answer, int]:
    """Returns what one answer costs.

    That is: the seconds of this process, compression included; the seconds of the answer with PostgreSQL's own process;
    the answer; and its statements.
    """
    counted = 0

    @event.listens_for(database.engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        nonlocal counted
        counted += 1

    spent, waited, answer = [], [], _made(database, employee)
    spare_what_stays()  # as a server does once it has started
    for _ in range(TIMES):
        counted, began, asked = 0, time.process_time(), time.perf_counter()
        answer = _made(database, employee)
        answer.pressed("br")
        spent.append(time.process_time() - began)
        waited.append(time.perf_counter() - asked)
    return median(spent[5:]), median(waited[5:]), answer, counted


def _made(database: Database, employee: Employee) -> Answer:
    with database.read() as session:
        me = caller_of_token(session, employee.token)
        assert me is not None
        return make(session, me, clock_of(session).now(session)).asked
