"""What a PostgreSQL must keep to, looked at each time we connect: text in Unicode, and our limits.

A pooler before it (PgBouncer, and those of some clouds) that gives each transaction another connection takes both the
limits and the statements that we prepared away, without a word. Then some presses are refused, by chance.
"""

from typing import Any

from psycopg import OperationalError
from sqlalchemy import Engine, event

UNICODE = "UTF8"
"""PostgreSQL's name for it."""
# A clock that hangs with visits locked must not hold them for long: others have 30 s (docs/reliability.md).
LIMITS = {
    "idle_in_transaction_session_timeout": "20s",
    "lock_timeout": "10s",
    "statement_timeout": "1min",
    "timezone": "UTC",
}
"""As PostgreSQL spells them."""
AS_OPTIONS = " ".join(f"-c {name}={value}" for name, value in LIMITS.items())
_KEPT = "SELECT " + ", ".join(f"current_setting('{name}')" for name in LIMITS)
WITHOUT_POOLER = (
    "Connect to PostgreSQL itself: Achterwacht has a pool of its own, and each of its connections needs one of the "
    "server's for itself, with the limits that it asks for."
)


class UnfitDatabase(Exception):
    """It answers, and can't be used as it is. The words say what to do."""


def take_only_what_fits(engine: Engine) -> None:
    """Look at each new connection before SQLAlchemy asks it anything: it can't read answers that are not in Unicode.

    Where one was fit before, somebody moved the address meanwhile: then the database is away, for a watch that goes on.
    """
    known = False

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, _record: Any, args: Any, named: Any) -> Any:
        nonlocal known
        try:
            connection = _fit(dialect, args, named)
        except UnfitDatabase as error:
            if known:
                raise OperationalError(str(error)) from error
            raise
        known = True
        return connection


def _fit(dialect: Any, args: Any, named: Any) -> Any:
    """Raises:
    UnfitDatabase: this is no place for us.
    """
    try:
        connection = dialect.connect(*args, **named)
    except OperationalError as error:
        if "unsupported startup parameter" in str(error):
            raise UnfitDatabase(f"A pooler before the database refuses our limits. {WITHOUT_POOLER}") from error
        raise
    try:
        _look_at(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _look_at(connection: Any) -> None:
    """Raises:
    UnfitDatabase: this is no place for us.
    """
    kept = connection.info.parameter_status("server_encoding")
    if kept != UNICODE:
        raise UnfitDatabase(
            f"This database keeps text as {kept}, and names need UTF8. Make another one: "
            "createdb --template=template0 --encoding=UTF8 NAME"
        )
    if connection.tell(_KEPT) != tuple(LIMITS.values()):
        raise UnfitDatabase(f"A pooler before the database takes our limits away. {WITHOUT_POOLER}")
