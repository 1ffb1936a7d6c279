"""A copy of the database, taken while it is in use; and the way back. Each kind has its own tool."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from cli.backing_up import beside
from cli.plain import Refused
from foundation.database_url import read_database_url, sqlite_file
from foundation.engine import make_engine
from foundation.lock import lock_file, only_clock

OF_LIBPQ = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "target_session_attrs": "PGTARGETSESSIONATTRS", "sslrootcert": "PGSSLROOTCERT",
}  # fmt: skip
REVISION = "alembic_version"
OF_A_DRILL = "achterwacht_drill_"
NOT_THE_REVISION = f"TABLE DATA public {REVISION} "


def kind_of(database_url: str) -> str:
    return "postgresql" if read_database_url(database_url).get_backend_name() == "postgresql" else "sqlite"


def copy_sqlite(database_url: str, to: Path) -> None:
    """Copy the file as it is at one moment, by SQLite's own online backup; writers go on meanwhile.

    Raises:
        Refused: it can't be read, or there is no room for it. Nothing is left of the copy then.
    """
    file = sqlite_file(read_database_url(database_url))
    assert file is not None
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target)  # all in one step: in small ones each write of another process would start it anew
    except sqlite3.DatabaseError as error:
        to.unlink(missing_ok=True)  # half of it would be taken for a database, or stand in the way of the next attempt
        raise Refused(
            f"{file} could not be copied to {to.parent}: {error}. Is there room on that disk? Nothing was kept of it."
        ) from error
    to.chmod(0o600)


def new_file(database_url: str) -> Path:
    """Returns the path of a new SQLite file that only we can read.

    Raises:
        FileExistsError: it is there already.
    """
    file = sqlite_file(read_database_url(database_url))
    assert file is not None
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return file


def dump_postgres(database_url: str, to: Path, tools: str) -> None:
    """Dump one moment of the database: pg_dump reads in one snapshot, and locks nobody out."""
    _run([_tool("pg_dump", tools), "--format=custom", "--no-owner", "--no-privileges", f"--file={to}"], database_url)


def load_postgres(dump: Path, database_url: str, tools: str) -> None:
    """Put a dump in an empty database, all but the word that says which schema it is: nothing starts without that."""
    tool = _tool("pg_restore", tools)
    listed = _run([tool, "--list", str(dump)], database_url)
    kept = [line for line in listed.splitlines() if NOT_THE_REVISION not in line]
    with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as wanted:
        wanted.write("\n".join(kept) + "\n")
        wanted.flush()
        _run(
            [tool, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
             f"--use-list={wanted.name}", f"--dbname={_name(database_url)}", str(dump)],
            database_url,
        )  # fmt: skip
    # A dump holds no statistics, and without them the planner guesses: a board of hundreds could take many seconds.
    engine = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def refuse_used(database_url: str) -> None:
    """A backup is put back where nothing is: it never overwrites.

    Raises:
        Refused: there is something, or somebody is connected.
        ClockRuns: nobody stopped the clock.
    """
    file = sqlite_file(read_database_url(database_url))
    if kind_of(database_url) == "sqlite":
        if file is None or file.exists():
            raise Refused(f"{file} is there already. Stop Achterwacht, and move that file away first.")
        if left := [str(one) for one in map(Path, (f"{file}-wal", f"{file}-journal")) if one.exists()]:
            # SQLite would throw it away beside a new file, and with it what was pressed last.
            raise Refused(f"{left[0]} is still there: what was written last stands in it. Move it to its database.")
        if (lock := lock_file(database_url)) is not None and lock.exists():
            with only_clock(database_url, patience=0.0):
                pass  # none runs on, in the file that was moved away
        return
    engine = make_engine(database_url)
    with engine.connect() as connection:
        tables = connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar_one()
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        connected = connection.execute(text(others)).scalar_one()
    engine.dispose()
    if tables:
        raise Refused("There are tables in this database already. Make an empty one, and name that.")
    if connected:
        raise Refused("Somebody is connected to this database. Stop every api and clock first.")


@contextmanager
def database_beside(database_url: str) -> Iterator[str]:
    """Gives the address of an empty database beside this one, which is dropped at the end: for a drill.

    One that was killed left everything that it had put back. The next one drops that first.
    """
    if kind_of(database_url) == "sqlite":
        beside.drop_left(Path(tempfile.gettempdir()))
        with beside.a_folder() as folder:
            yield f"sqlite:///{folder}/drill.db"
        return
    name = f"{OF_A_DRILL}{uuid4().hex[:12]}"
    engine = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as keeper:  # as long as it is connected, the drill goes on
            _drop_left(keeper)
            keeper.execute(text("SELECT pg_advisory_lock(hashtext(:name))"), {"name": name})
            _create(keeper, name)
            yield _url(database_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        engine.dispose()


def _create(connection: Connection, name: str) -> None:
    try:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        raise Refused(
            "To try it beside, this user must be allowed to make a database. "
            f"As postgres: ALTER ROLE {connection.engine.url.username} CREATEDB"
        ) from error


def _drop_left(connection: Connection) -> None:
    """Drop what drills left whose process is gone. What is somebody else's, or can't be dropped, stays."""
    left = text(
        "SELECT datname FROM pg_database WHERE starts_with(datname, :drill) "
        "AND datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
    )
    for name in connection.execute(left, {"drill": OF_A_DRILL}).scalars().all():
        if connection.execute(text("SELECT pg_try_advisory_lock(hashtext(:name))"), {"name": name}).scalar_one():
            with suppress(SQLAlchemyError):
                connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def _url(database_url: str) -> URL:
    return read_database_url(database_url).set(drivername="postgresql")


def _name(database_url: str) -> str:
    return _url(database_url).database or ""


def _tool(name: str, folder: str) -> str:
    found = shutil.which(name, path=folder or None)
    if found is None:
        raise Refused(f"{name} is not here. Install PostgreSQL's client, or name its folder with --tools.")
    return found


def _run(words: list[str], database_url: str) -> str:
    """Run one of PostgreSQL's tools. The password goes by the environment, where other users don't see it."""
    url = _url(database_url)
    known = conninfo_to_dict(url.render_as_string(hide_password=False))
    environment = {**os.environ, **{OF_LIBPQ[key]: str(value) for key, value in known.items() if key in OF_LIBPQ}}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"code {done.returncode}"])[0]
        raise Refused(f"{Path(words[0]).name}: {said}")
    return done.stdout
