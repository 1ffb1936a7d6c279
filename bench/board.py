"""One answer of the board on the busiest day: its processor time, size and statements, on both databases."""

import time
from dataclasses import dataclass
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
from foundation.made_before import MadeBefore
from foundation.session import Database
from tests.support.organisations import Employee

VISITS, ALARMS, PLANNED = 500, 60, 100
MILLISECONDS, KILOBYTES, STATEMENTS = 40, 30, 20
TIMES = 30


@dataclass(frozen=True)
class Spent:
    """Seconds of processor in this process, compression included: of an answer like the last one, and of the first that
    is made. waited: seconds that passed for one, with PostgreSQL's own process."""

    usual: float
    anew: float
    waited: float


def busiest_day() -> list[Measured]:
    return [one for kind in ("postgresql", "sqlite") for one in _on(kind)]


def _on(kind: str) -> list[Measured]:
    with settled(kind) as (database, _, _):
        crowd = a_crowd(database, VISITS, ALARMS, PLANNED)
        spent, answer, statements = _one_answer(database, crowd.ours.manager)
    day = f"the board with {VISITS} visits and {ALARMS} alarms twenty minutes old, {kind}"
    kilobytes = len(answer.pressed("br")) / 1000
    return [
        Measured(
            f"{day}: processor of one answer", spent.usual * 1000, "ms",
            [at_most(f"the {MILLISECONDS} ms allowed", MILLISECONDS, spent.usual * 1000, 1)],
            said=f"({statements} statements)",
        ),
        Measured(f"{day}: processor of the first answer, before which nothing was made", spent.anew * 1000, "ms", []),
        Measured(f"{day}: how long one answer takes, the database's work too", spent.waited * 1000, "ms", []),
        Measured(
            f"{day}: its size with brotli", kilobytes, "kB",
            [at_most(f"the {KILOBYTES} kB allowed", KILOBYTES, kilobytes, 1)],
            said=f"(gzip {len(answer.pressed('gzip')) / 1000:.1f}, plain {len(answer.plain) / 1000:.0f})",
        ),
    ]  # fmt: skip


def _one_answer(database: Database, employee: Employee) -> tuple[Spent, Answer, int]:
    """Returns what one answer costs.

    That is: its seconds, the answer, and its statements.
    """
    counted = statements = 0

    @event.listens_for(database.engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        nonlocal counted
        counted += 1

    before = MadeBefore()
    spent, waited, anew, answer = [], [], [], _made(database, employee, before)
    spare_what_stays()  # as a server does once it has started
    for _ in range(TIMES):
        counted, began, asked = 0, time.process_time(), time.perf_counter()
        answer = _made(database, employee, before)
        answer.pressed("br")
        statements = counted
        spent.append(time.process_time() - began)
        waited.append(time.perf_counter() - asked)
        began = time.process_time()
        _made(database, employee, MadeBefore()).pressed("br")
        anew.append(time.process_time() - began)
    return Spent(median(spent[5:]), median(anew[5:]), median(waited[5:])), answer, statements


def _made(database: Database, employee: Employee, before: MadeBefore) -> Answer:
    with database.read() as session:
        me = caller_of_token(session, employee.token)
        assert me is not None
        return make(session, me, clock_of(session).now(session), before).asked
