"""Brings a database's schema up to date, and says whether it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import Connection

from foundation.engine import make_engine

FOLDER = Path(__file__).resolve().parent
ONE_AT_A_TIME = 7_463_201_955
"""Number of the advisory lock that two migrations of one PostgreSQL database contend for."""


class BrokenReferences(Exception):
    """After the migration some rows point at nothing; it was undone."""


def configuration() -> Config:
    """Alembic's configuration, wherever the command is typed."""
    config = Config(FOLDER.parent / "alembic.ini")
    config.set_main_option("script_location", str(FOLDER))
    return config


def migrate(database_url: str) -> tuple[str | None, str | None]:
    """Bring the schema up to date, in one transaction. Answers the revision before and after."""
    engine = _engine(database_url)
    try:
        with engine.execution_options(writes=True).connect() as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
            before = _revision(connection)
            config = configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BrokenReferences
            return before, _revision(connection)
    finally:
        engine.dispose()


def is_up_to_date(engine: Engine) -> bool:
    """Whether the database has the schema that this version of the product wants."""
    with engine.connect() as connection:
        return _revision(connection) == ScriptDirectory.from_config(configuration()).get_current_head()


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
