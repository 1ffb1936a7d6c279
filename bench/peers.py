"""Other products with as many due jobs on the same database: an empty job for them, and the bare rows by plain SQL."""

import asyncio
import json
import logging
import sqlite3
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import procrastinate
import psycopg
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from procrastinate import exceptions

logging.getLogger("apscheduler").setLevel(logging.ERROR)
logging.getLogger("procrastinate").setLevel(logging.ERROR)

_done = threading.Semaphore(0)


def nothing() -> None:
    """The empty job: it only says that it ran."""
    _done.release()


def apscheduler(url: str, jobs: int) -> float:
    """Returns the jobs a second of APScheduler 3 with its SQLAlchemyJobStore: dated jobs, all due, ten threads."""
    scheduler = BackgroundScheduler(
        timezone=UTC,
        jobstores={"default": SQLAlchemyJobStore(url=url)},
        executors={"default": ThreadPoolExecutor(10)},
        job_defaults={"misfire_grace_time": None},
    )
    scheduler.start(paused=True)
    due = datetime.now(UTC)
    for number in range(jobs):
        scheduler.add_job(nothing, "date", run_date=due, id=str(number))
    began = time.perf_counter()
    scheduler.resume()
    for _ in range(jobs):
        _done.acquire()
    seconds = time.perf_counter() - began
    scheduler.shutdown()
    return jobs / seconds


def procrastinate_tasks(conninfo: str, tasks: int, concurrency: int = 10) -> float:
    """Returns the tasks a second of Procrastinate: empty ones, deferred beforehand, one worker."""
    return asyncio.run(_procrastinate(conninfo, tasks, concurrency))


async def _procrastinate(conninfo: str, tasks: int, concurrency: int) -> float:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=conninfo))

    @app.task(name="empty")
    async def empty() -> None:
        pass

    async with app.open_async():
        with suppress(exceptions.ConnectorException):
            await app.schema_manager.apply_schema_async()
        await empty.batch_defer_async(*({} for _ in range(tasks)))
        began = time.perf_counter()
        await app.run_worker_async(concurrency=concurrency, wait=False, install_signal_handlers=False)
        return tasks / (time.perf_counter() - began)


BATCH = 100
DUE = """SELECT d.id, d.organisation_id, d.root_id, d.due_at FROM deadline d
    WHERE d.due_at <= clock_timestamp() AND d.fired_at IS NULL AND d.cancelled_at IS NULL
    ORDER BY d.priority DESC, d.due_at LIMIT %s FOR UPDATE SKIP LOCKED"""
VISITS = """SELECT v.id, v.worker_id, v.address_line, v.expected_end, p.name, p.phone
    FROM visit v JOIN person p ON p.id = v.worker_id WHERE v.id = ANY(%s)"""
FIRE = "UPDATE deadline SET fired_at = %s, reached_count = 1 WHERE id = ANY(%s)"
EVENT = """INSERT INTO event (id, organisation_id, visit_id, at, place, kind, via, facts)
    VALUES (%s, %s, %s, %s, 0, 'reminded', 'clock', %s)"""
MESSAGE = """INSERT INTO message (id, organisation_id, subject_kind, subject, origin, person, "to", channel, template,
    language, payload, priority, drill, created_at, not_before, state, state_at, attempts, news, silenced)
    VALUES (%s, %s, 'visit', %s, %s, %s, %s, 'sms', 'end_reminder', 'nl', %s, 40, false, %s, %s, 'pending', %s, 0,
    false, false)"""


def plain_sql(conninfo: str, seconds_at_most: float = 120) -> float:
    """Returns the deadlines a second by plain SQL: the same rows in batches of 100, no decision, one psycopg
    connection.
    """
    fired = 0
    with psycopg.connect(conninfo) as connection:
        began = time.perf_counter()
        while time.perf_counter() - began < seconds_at_most:
            found = _plain_batch(connection)
            connection.commit()
            fired += found
            if not found:
                break
        return fired / (time.perf_counter() - began)


def _plain_batch(connection: psycopg.Connection[Any]) -> int:
    with connection.cursor() as cursor:
        due = cursor.execute(DUE, (BATCH,)).fetchall()
        if not due:
            return 0
        now = datetime.now(UTC)
        visits = {row[0]: row for row in cursor.execute(VISITS, ([row[2] for row in due],)).fetchall()}
        cursor.execute(FIRE, (now, [row[0] for row in due]))
        cursor.executemany(EVENT, [(uuid4(), row[1], row[2], now, "{}") for row in due])
        cursor.executemany(MESSAGE, [_message(row, visits[row[2]], now) for row in due])
        return len(due)


def _message(deadline: Any, visit: Any, now: datetime) -> tuple[Any, ...]:
    deadline_id, organisation, root, _ = deadline
    _, worker, address, until, name, phone = visit
    payload = {"worker": name, "address": address, "until": f"{until:%H:%M}", "extension": 15, "code": ""}
    return (uuid4(), organisation, root, deadline_id, worker, phone, json.dumps(payload), now, now, now)


SQLITE_DUE = DUE.replace("clock_timestamp()", "?").replace("LIMIT %s FOR UPDATE SKIP LOCKED", "LIMIT ?")
SQLITE_VISIT = VISITS.replace("v.id = ANY(%s)", "v.id = ?")
SQLITE_FIRE = "UPDATE deadline SET fired_at = ?, reached_count = 1 WHERE id = ?"


def plain_sqlite(path: str) -> float:
    """Returns the same on SQLite, with the durability that the product asks for."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    fired = 0
    began = time.perf_counter()
    while found := _plain_sqlite_batch(connection):
        fired += found
    seconds = time.perf_counter() - began
    connection.close()
    return fired / seconds


def _plain_sqlite_batch(connection: sqlite3.Connection) -> int:
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    connection.execute("BEGIN IMMEDIATE")
    due = connection.execute(SQLITE_DUE, (now, BATCH)).fetchall()
    visits = [connection.execute(SQLITE_VISIT, (row[2],)).fetchone() for row in due]
    connection.executemany(SQLITE_FIRE, [(now, row[0]) for row in due])
    connection.executemany(EVENT.replace("%s", "?"), [(uuid4().hex, row[1], row[2], now, "{}") for row in due])
    messages = []
    for row, (_, worker, address, until, name, phone) in zip(due, visits, strict=True):
        payload = {"worker": name, "address": address, "until": until[11:16], "extension": 15, "code": ""}
        ids = (uuid4().hex, row[1], row[2], row[0], worker)
        messages.append((*ids, phone, json.dumps(payload), now, now, now))
    connection.executemany(MESSAGE.replace("%s", "?"), messages)
    connection.execute("COMMIT")
    return len(due)
