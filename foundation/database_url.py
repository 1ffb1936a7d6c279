"""Reads the address of the database from the settings, and refuses one that can't be right.

    sqlite:///achterwacht.db
    postgresql://user:password@db1:5432,db2:5433/achterwacht?target_session_attrs=read-write

The second is libpq's own way to name a primary and its replicas. SQLAlchemy reads only one host, so all of them are
passed to it in the query. No error repeats the address, since it holds a password.
"""

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote

from psycopg import ProgrammingError
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

POSTGRESQL = "postgresql+psycopg"
PLAIN = ("postgresql", "postgres", POSTGRESQL)
WRITABLE = ("read-write", "primary")
TARGET = "target_session_attrs"
MOST_PORT = 65535
CREDENTIALS = re.compile(r"([^:/@]*(?::[^@]*)?)@")


def read_database_url(text: str) -> URL:
    """Returns the address for SQLAlchemy.

    Raises:
        ValueError: it is not an address, it is for another kind of database, or it asks for a server that can't be
            written to.
    """
    scheme, there, rest = text.strip().partition("://")
    if not there:
        raise ValueError("not an address; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    if scheme in PLAIN:
        return _postgresql(rest)
    if scheme in ("sqlite", "sqlite+pysqlite"):
        return _sqlite(text.strip())
    raise ValueError(f"{scheme.partition('+')[0]} is not supported; use sqlite or postgresql")


def _sqlite(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise ValueError("not an address; write sqlite:///FILE, with three slashes") from error
    if url.host or url.username:
        raise ValueError(
            "SQLite knows no host; write sqlite:///FILE with three slashes, or four for a path from the root"
        )
    if url.query:
        raise ValueError("nothing may stand behind a ? for SQLite")
    return url


def _postgresql(rest: str) -> URL:
    credentials, places, path, query = _parts(rest)
    user, _, password = credentials.partition(":")
    hosts = [_place(one) for one in places.split(",")] if places else []
    given = _query(query)
    if TARGET in given and given[TARGET] not in WRITABLE:
        raise ValueError(f"{TARGET}: {' or '.join(WRITABLE)}; on any other connection nobody could be watched")
    given.setdefault(TARGET, WRITABLE[0])
    if hosts and ("host" in given or "hostaddr" in given):
        raise ValueError("hosts before the path and behind the ?; name them in one place")
    wanted = dict(given)
    if hosts:
        wanted["host"] = ",".join(host for host, _ in hosts)
        if any(port for _, port in hosts):
            wanted["port"] = ",".join(port for _, port in hosts)
    try:
        make_conninfo("", **wanted)
    except ProgrammingError as error:
        raise ValueError(str(error).strip()) from error
    return URL.create(POSTGRESQL, unquote(user) or None, unquote(password) or None, database=path or None, query=wanted)


def _parts(rest: str) -> tuple[str, str, str, str]:
    """Returns `user:password`, the hosts, the path and the query. A password may hold a slash or a question mark."""
    found = CREDENTIALS.match(rest)
    behind = rest[found.end() :] if found else rest
    behind, _, query = behind.partition("?")
    places, _, path = behind.partition("/")
    if "@" in places:
        raise ValueError("an @ in a password must be written as %40")
    if "#" in behind:
        raise ValueError("a # must be written as %23")
    return found[1] if found else "", places, unquote(path), query


def _place(text: str) -> tuple[str, str]:
    """Returns a host and its port, which may be empty."""
    if text.startswith("["):
        host, closed, port = text[1:].partition("]")
        port = port.removeprefix(":")
        if not closed:
            raise ValueError("a host in [ that is not closed")
    else:
        host, _, port = text.partition(":")
    if not host:
        raise ValueError("a host without a name; write HOST or HOST:PORT, with commas between")
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) <= MOST_PORT):
        raise ValueError(f"a port is a number up to {MOST_PORT}; write HOST:PORT,HOST:PORT/NAME")
    return unquote(host), port


def _query(text: str) -> dict[str, str]:
    pairs = parse_qsl(text, keep_blank_values=True)
    several = [value for name, value in pairs if name == "host"]
    given = dict(pairs)
    if len(given) < len(pairs) - max(0, len(several) - 1):
        raise ValueError("the same word twice behind the ?")
    if len(several) > 1:
        split = [_place(one) for one in several]
        given["host"] = ",".join(host for host, _ in split)
        if any(port for _, port in split):
            given["port"] = ",".join(port for _, port in split)
    return given


def sqlite_file(url: URL) -> Path | None:
    """Returns the file of a SQLite database; None for PostgreSQL and for a database in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)
