"""What is on this machine and in the database: schema, versions, clock, time, files, disk, and age of the backup."""

import platform
import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from achterwacht.canary.rules import Fault, Result
from achterwacht.canary.service import view_all
from achterwacht.clockwork.kept_files import files_missing, unnamed_files
from achterwacht.monitoring import health
from achterwacht.monitoring.heartbeats import is_heard, last_heartbeat
from achterwacht.monitoring.held import held_since
from achterwacht.monitoring.records import HeartbeatRecord
from achterwacht.use_cases.break_glass import break_glass_of_all
from api.version import API_VERSION
from cli.doctor import keys, reached
from cli.doctor.finding import Finding, doubt, well, wrong
from cli.doctor.tools import client_of_another_version
from cli.opening import opened
from cli.plain import Refused
from documents.store import BadStore, Store, StoreAway
from foundation.away import is_away
from foundation.clock import clock_of
from foundation.database_url import read_database_url, sqlite_file
from foundation.session import Database
from foundation.settings import Settings
from foundation.unfit import UnfitDatabase

APART = timedelta(seconds=2)
OLD_BACKUP = timedelta(hours=26)
"""A day, and the time that making it takes."""
KEPT_BACKUP = timedelta(days=28)
"""As long as a backup may hold what was erased since (docs/beheer/reservekopie.md)."""
A_DAY = timedelta(days=1)
"""In which whoever takes them away comes by."""
ROOM_WRONG, ROOM_DOUBT = 1 << 30, 5 << 30
OLDEST_POSTGRES = 15
GIGA = 1 << 30
WENT_WRONG = {
    Fault.SMS: "the last test message did not arrive.",
    Fault.CALL: "the last test call did not ring.",
    Fault.WAY_IN: "the last test call was picked up, and we were not asked what to say: no NOOD comes in.",
}
UNANSWERED = "nobody answered the last test. If somebody was there, look whether webhooks come in."


def looks(settings: Settings, backups: Path | None) -> Iterator[Finding]:
    """Yields what is found, as far as it can be looked at."""
    yield well(f"Achterwacht {API_VERSION}, Python {platform.python_version()}.")
    try:
        with opened(settings) as database:
            yield from _database(database, settings)
    except Refused as refused:
        yield wrong(f"database: {refused}")
    except UnfitDatabase as error:
        yield wrong(f"database: {error}")
    except SQLAlchemyError as error:
        # Who reads that the database is away looks in the wrong place if the fault is ours.
        ours = f"an error that nobody expected ({type(error).__name__}). Please report it."
        yield wrong(f"database: {_away(settings) if is_away(error) else ours}")
    yield from _room(settings)
    yield from looks_at_backups(backups)


def _away(settings: Settings) -> str:
    if read_database_url(settings.database_url).get_backend_name() == "sqlite":
        return "its file can't be read or written. Who owns it, and is there room on the disk?"
    return "it can't be reached. Is the server up, and is DATABASE_URL right?"


def _database(database: Database, settings: Settings) -> Iterator[Finding]:
    yield well("database: its schema is that of this version.")
    yield from _server(database)
    with database.read() as session:
        yield from _watch(session, settings)
    yield from reached.looks(database, settings)
    yield from _break_glass(database)
    yield from keys.looks(database, settings)
    try:
        missing = files_missing(database, Store(settings))
        yield wrong(f"files: {missing} are missing that a report names.") if missing else well("files: all are there.")
        if strange := unnamed_files(database, Store(settings)).held_back:
            yield wrong(
                f"files: {strange} are of nobody here, and none of them is deleted. Do FILES and DATABASE_URL belong "
                "together?"
            )
    except StoreAway:
        yield wrong("files: the store can't be read.")


def _watch(session: Session, settings: Settings) -> Iterator[Finding]:
    began, now, ended = datetime.now(UTC), clock_of(session).now(session), datetime.now(UTC)
    since = held_since(session)
    state = health.look(session, now, timedelta(seconds=settings.tick_seconds))
    somebody = health.anybody_to_watch(session)
    canaries = list(view_all(session))
    heartbeat = last_heartbeat(session)
    apart = max(began - now, now - ended)  # on a busy machine the answer itself may take seconds
    if apart > APART:
        yield wrong(f"time: this machine and the database differ by {apart.total_seconds():.0f} s. Let both use NTP.")
    if since is not None:
        yield wrong(
            f"watch: held since it was put back from a backup of {since:%Y-%m-%d %H:%M} UTC. See: achterwacht go"
        )
    if state.clock_late:
        late = "never ticked" if state.ticked_at is None else "stands still"
        yield (wrong if somebody else doubt)(f"clock: it {late}. Start: achterwacht clock (or serve)")
    else:
        yield well("clock: it ticks." if state.clocks < 2 else f"clock: {state.clocks} of them tick.")
    if settings.heartbeat_url and not state.clock_late:
        yield (
            well("heartbeat: the switch outside takes it.")
            if is_heard(heartbeat, now)
            else wrong(f"heartbeat: the switch outside takes none{_since(heartbeat)}. Look at the log of the clock.")
        )
    for one in state.broken:
        yield wrong(f"watch: {one.name}: {one.broken}")
    if not canaries and settings.reaches_people:
        yield doubt("canary: nobody gets a test message each day. See: achterwacht canary set")
    for canary in canaries:
        if canary.fault is not None:
            yield wrong(f"canary of {canary.organisation.slug}: {WENT_WRONG[canary.fault]}")
        elif canary.result is Result.UNANSWERED:
            yield doubt(f"canary of {canary.organisation.slug}: {UNANSWERED}")


def _since(heartbeat: HeartbeatRecord | None) -> str:
    at = None if heartbeat is None else heartbeat.taken_at
    return ", and never took one" if at is None else f" since {at:%Y-%m-%d %H:%M} UTC"


def _break_glass(database: Database) -> Iterator[Finding]:
    """Accounts for when signing in by the organisation is broken: there, looked over each year, not used unseen."""
    with database.read() as session:
        now = database.clock.now(session)
        for slug, only, accounts in break_glass_of_all(session):
            if only and not accounts:
                yield doubt(f"break-glass of {slug}: nobody signs in by a password, and there is no such account.")
            if any(one.is_open for one in accounts):
                yield wrong(f"break-glass of {slug}: it was used, and no administrator said that they know of it.")
            if any(one.is_due(now) for one in accounts):
                yield doubt(f"break-glass of {slug}: nobody looked over it for a year.")


def _server(database: Database) -> Iterator[Finding]:
    if database.engine.dialect.name == "sqlite":
        yield well(f"database: SQLite {sqlite3.sqlite_version}.")
        return
    with database.read() as session:
        number = int(session.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    said = f"database: PostgreSQL {number}"
    yield well(f"{said}.") if number >= OLDEST_POSTGRES else doubt(f"{said} is older than what we tried.")
    if (client := client_of_another_version(number)) is not None:
        yield client


def _room(settings: Settings) -> Iterator[Finding]:
    places = {} if settings.files_in_s3 else {"files": Path(settings.files).absolute()}
    url = read_database_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and (file := sqlite_file(url)) is not None:
        places["database"] = file.absolute().parent
    for name, place in places.items():
        there = next(one for one in (place, *place.parents) if one.exists())
        free = shutil.disk_usage(there).free
        said = f"disk of the {name}: {free / GIGA:.1f} GB free"
        yield (
            wrong(f"{said}: make room.")
            if free < ROOM_WRONG
            else (doubt(f"{said}.") if free < ROOM_DOUBT else well(f"{said}."))
        )
    try:
        Store(settings).check()
    except BadStore as bad:
        yield wrong(f"files: {bad}")


def looks_at_backups(folder: Path | None) -> Iterator[Finding]:
    """Yields what is found in the folder with backups: how old the newest and the oldest are that were finished."""
    if folder is None:
        yield doubt("backup: not looked at. Name their folder: --backups")
        return
    try:
        # What begins with a dot was never finished: each hour's may have been killed, and the newest be of this hour.
        made = [one.stat() for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")]
    except FileNotFoundError:
        yield wrong(f"backup: there is no folder {folder}.")
        return
    except OSError as error:
        yield wrong(f"backup: {folder} can't be read ({error.strerror}). Who may read it?")
        return
    if not made:
        yield wrong(f"backup: there is none in {folder}.")
        return
    ages = [timedelta(seconds=time.time() - one.st_mtime) for one in made]
    if any(age < -APART for age in ages):
        yield doubt(
            "backup: by their time, some are made later than now, and their age is not known: a clock is or was wrong. "
            "Give them the time at which they were made: touch -d"
        )
        ages = [age for age in ages if age >= -APART]
        if not ages:
            return
    age, oldest = max(min(ages), timedelta()), max(ages)
    if oldest > KEPT_BACKUP + A_DAY:
        yield wrong(
            f"backup: the oldest is {oldest.days} days old, and what was erased since then stands in it. "
            f"Delete those of more than {KEPT_BACKUP.days} days."
        )
    said = f"backup: the newest is {age.total_seconds() / 3600:.0f} hours old"
    yield (
        wrong(f"{said}. Make one now: achterwacht backup")
        if age > OLD_BACKUP
        else well(f"{said}. When was it last tried? (restore --drill)")
    )
