"""Brings a database's schema up to date, and says whether it is."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from time import sleep

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, delete, event, insert, inspect, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from achterwacht.deadlines.records import ClockRecord
from achterwacht.retention.records import LivesWithRecord
from foundation.away import is_away
from foundation.engine import make_engine
from foundation.redaction import redact_text
from migrations.metadata import all_tables

NOT_OF_ANYBODY = {"alembic_version", "spatial_ref_sys"}
"""Tables that an empty database may hold: Alembic's own, and one that an extension of PostgreSQL brings."""
FOLDER = Path(__file__).resolve().parent
STILL_RUNS = timedelta(seconds=30)
"""A clock that ticked less than this ago is taken to run."""
TRIES = 5
IN_THE_WAY = ("40P01", "55P03")
"""SQLSTATEs of a deadlock, and of a lock that could not be had in time: the watch that goes on held what we wanted."""
WAITS_FOR_A_LOCK = timedelta(seconds=3)
"""Behind us stands whoever wants that table: longer than this the watch must not wait for one that waits itself."""
ONE_AT_A_TIME = 7_463_201_955
"""Number of the advisory lock that two migrations of one PostgreSQL database contend for."""


class BrokenReferences(Exception):
    """After the migration some rows point at nothing; it was undone."""


class NotOurs(Exception):
    """The database can't be brought up to date: in words, why."""


class StillRunning(Exception):
    """Clocks are ticking that could not work with the schema after this migration; nothing was changed."""


class State(StrEnum):
    """How the schema of a database stands to the one that this version wants."""

    READY = "ready"
    OLDER = "older"
    NEWER = "newer"
    """Or of another branch: no revision that this version knows."""
    EMPTY = "empty"
    FOREIGN = "foreign"
    """Tables, and none that says which revision they are: something else's, or a migration that broke off."""
    BROKEN = "broken"
    """The revision is right, and what stands in it is not."""


BROKE_OFF = "The migration could not be carried out and was undone; something in this database is not as it should be:"
WHY = {
    State.NEWER: "This version does not know the schema of this database: a newer one of Achterwacht made it, or "
    "something else. Nothing was changed. Install that version; there is no way back but a backup.",
    State.FOREIGN: "There are tables in this database that Achterwacht did not make, or a migration that broke off. "
    "Nothing was changed. Name another database, or put back a backup.",
    State.BROKEN: "Tables or columns are missing in this database, though it says that its schema is up to date. "
    "Nothing was changed. Put back a backup.",
}


def configuration() -> Config:
    """Alembic's configuration, wherever the command is typed."""
    config = Config(FOLDER.parent / "alembic.ini")
    config.set_main_option("script_location", str(FOLDER))
    return config


def migrate(database_url: str, *, stopped: bool = False) -> tuple[str | None, str | None]:
    """Bring the schema up to date, in one transaction. Answers the revision before and after.

    A migration of which it says `LIVES_WITH_BEFORE = True` may be carried out while the version before it runs, which
    can also be started with it again. If the two are in each other's way, nothing of it was done, and it is done anew.
    stopped: somebody says that nothing runs, whatever the clocks seem to say.

    Raises:
        NotOurs: it is newer, of something else, or broken; nothing was changed.
        BrokenReferences: some rows would point at nothing.
        StillRunning: clocks tick, and they could not work with it.
    """
    tries = 0
    while True:
        tries += 1
        try:
            return _migrate(database_url, stopped)
        except DBAPIError as error:
            if tries == TRIES or getattr(error.orig, "sqlstate", None) not in IN_THE_WAY:
                raise
        sleep(1)


def _migrate(database_url: str, stopped: bool) -> tuple[str | None, str | None]:
    engine = _engine(database_url)
    try:
        with engine.execution_options(writes=True).connect() as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
            state = _state(connection)
            if state in WHY:
                raise NotOurs(WHY[state])
            before = _revision(connection)
            if state is State.READY:
                return before, before
            config = configuration()
            config.attributes["connection"] = connection
            gentle = before is not None and _lives_with_before(config, before)
            if not gentle and not stopped and state is State.OLDER and _ticks(connection):
                raise StillRunning
            if gentle and connection.dialect.name == "postgresql":
                milliseconds = int(WAITS_FOR_A_LOCK.total_seconds() * 1000)
                connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
            try:
                command.upgrade(config, "head")
            except (CommandError, DBAPIError) as error:
                if is_away(error):
                    raise
                raise NotOurs(f"{BROKE_OFF} {_reason(error)}") from error
            if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BrokenReferences
            after = _revision(connection)
            _note_who_lives_with_it(connection, {before, after} if gentle else {after}, anew=not gentle)
            return before, after
    finally:
        engine.dispose()


def state_of(engine: Engine) -> State:
    """How the schema of this database stands to the one that this version of the product wants."""
    with engine.connect() as connection:
        return _state(connection)


def _state(connection: Connection) -> State:
    ours, known = _chain(*_scripts())
    there = set(inspect(connection).get_table_names())
    heads = MigrationContext.configure(connection).get_current_heads()
    if not heads:
        return State.FOREIGN if there - NOT_OF_ANYBODY else State.EMPTY
    if len(heads) > 1:
        return State.NEWER
    if heads[0] not in known:
        if ours not in _living(connection, there):
            return State.NEWER
    elif heads[0] != ours:
        return State.OLDER
    return State.BROKEN if _lacks_something(connection, there) else State.READY


def _scripts() -> tuple[str, frozenset[str]]:
    """Returns where the migrations stand, and the names of their files."""
    folder = configuration().get_main_option("script_location") or ""
    return folder, frozenset(one.name for one in (Path(folder) / "versions").glob("*.py"))


@cache
def _chain(_folder: str, _files: frozenset[str]) -> tuple[str | None, frozenset[str]]:
    """Returns the revision that this version wants, and all that it knows. To load them takes a tenth of a second."""
    script = ScriptDirectory.from_config(configuration())
    return script.get_current_head(), frozenset(one.revision for one in script.walk_revisions())


def knows(revision: str) -> bool:
    """Whether this version knows a schema by that name: its own, or an older one."""
    try:
        return ScriptDirectory.from_config(configuration()).get_revision(revision) is not None
    except CommandError:
        return False


def _lives_with_before(config: Config, before: str) -> bool:
    """Whether the version that knows no more than `before` can work with what every later migration leaves."""
    steps = list(ScriptDirectory.from_config(config).iterate_revisions("head", before))
    return all(getattr(one.module, "LIVES_WITH_BEFORE", False) for one in steps)


def _ticks(connection: Connection) -> bool:
    """Whether a clock ticked a moment ago."""
    last = connection.execute(select(ClockRecord.ticked_at).order_by(ClockRecord.ticked_at.desc()).limit(1)).scalar()
    if last is None:
        return False
    # By the clock by which it ticks: on PostgreSQL that is not this machine's.
    of_database = connection.dialect.name == "postgresql"
    now = connection.execute(text("SELECT clock_timestamp()")).scalar_one() if of_database else datetime.now(UTC)
    return bool(now - last < STILL_RUNS)


def _living(connection: Connection, there: set[str]) -> set[str]:
    if LivesWithRecord.__tablename__ not in there:
        return set()
    return set(connection.execute(select(LivesWithRecord.revision)).scalars())


def _note_who_lives_with_it(connection: Connection, versions: set[str | None], *, anew: bool) -> None:
    """Note that these versions can work with the schema. anew: and no others."""
    if anew:
        connection.execute(delete(LivesWithRecord))
    known = _living(connection, {LivesWithRecord.__tablename__})
    for version in versions - known - {None}:
        connection.execute(insert(LivesWithRecord).values(revision=version))


def _reason(error: Exception) -> str:
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return redact_text(said.strip())


def _lacks_something(connection: Connection, there: set[str]) -> bool:
    """Whether a table or a column is not there. Not whether each is as it should be: that is for the tests."""
    wanted = all_tables().tables
    if not wanted.keys() <= there:
        return True
    found = inspect(connection).get_multi_columns(filter_names=list(wanted))
    return any(
        not {column.name for column in table.columns} <= {column["name"] for column in found[None, name]}
        for name, table in wanted.items()
    )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _engine(database_url: str) -> Engine:
    engine = make_engine(database_url, pool_size=1)
    if engine.dialect.name == "sqlite":
        # A batch operation copies a table and drops the old one; with foreign keys on, that would take rows along.
        @event.listens_for(engine, "connect")
        def no_foreign_keys(connection: object, _record: object) -> None:
            connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]

    return engine
