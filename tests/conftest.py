"""What every test can ask for: a database of either kind with its schema, the real application, an organisation."""

from __future__ import annotations

import atexit
import fcntl
import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from achterwacht.addresses.registers import line
from achterwacht.people import kept_secrets
from api.http import steps
from foundation import apart
from foundation.log import write_through_standard_library
from foundation.session import Database
from foundation.settings import Settings
from migrations.metadata import all_tables
from migrations.schema import FOLDER, migrate
from tests.support.digests import CHEAP
from tests.support.lent import Lending
from tests.support.organisations import Organisation, an_organisation
from tests.support.ports import a_port_of_our_own
from tests.support.processes import Started
from tests.support.shared_app import an_application, database_at
from tests.support.whole_roots import Guard

if TYPE_CHECKING:
    from tests.support.postgres import PostgresServer

pytest_plugins = [
    "tests.support.searching",
    "tests.support.postgres",
    "tests.support.chromium",
    "tests.support.shell",
    "tests.support.turns",
    "tests.support.heard",
]

write_through_standard_library()
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell lets what it runs in the background ignore Ctrl-C. The programs that we start must hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
kept_secrets.hashing = CHEAP

# Nor is what takes as long as anything else waited for: tests/unit/test_answers_at_a_step.py.
steps.STEP = 0.01

# A child that reads a stranger's file gives way to all the other tests of this run.
apart.STRETCH = 10.0

# A register of addresses answers from this process, behind everything else that it does; who tests a slow one says so.
line.PATIENCE_SECONDS = 30.0

# Files are kept apart from the checkout, also by the processes that a test starts.
FILES = tempfile.mkdtemp(prefix="achterwacht-files-")
os.environ["ACHTERWACHT_FILES"] = FILES
atexit.register(shutil.rmtree, FILES, ignore_errors=True)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


Start = Callable[..., Started]
KINDS = ("sqlite", "postgresql")


def build_schema(url: str) -> None:
    """The schema as an installation gets it."""
    if any((FOLDER / "versions").glob("*.py")):
        migrate(url)
        return
    database = Database.at(url)
    all_tables().create_all(database.engine)
    database.engine.dispose()


@pytest.fixture(autouse=True)
def whole_roots() -> Iterator[None]:
    """Fails a test in which the application found something by an id alone (tests/support/whole_roots.py), or
    kept everybody from what many refer to (tests/support/held_parents.py)."""
    guard = Guard()
    with contextmanager(guard.listens)():
        yield
    assert not guard.heard, guard.heard[0]


@pytest.fixture(autouse=True)
def files_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for this test's files: those of another one's database are a stranger's, and the clock says so."""
    monkeypatch.setenv("ACHTERWACHT_FILES", tempfile.mkdtemp(dir=FILES))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema, to copy. Of several processes the first that needs it makes it for all."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    path, new = folder / "template.db", folder / "new.db"
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            build_schema(f"sqlite:///{new}")
            new.rename(path)
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """A database with the schema, to copy."""
    url = postgres.create_database()
    build_schema(url)
    return url


@pytest.fixture(scope="session")
def lending(postgres: PostgresServer) -> Iterator[Lending]:
    """Databases of PostgreSQL, lent to one test after another (tests/support/lent.py)."""
    with closing(Lending(postgres)) as made:
        yield made


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Both databases; `@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)` where one is enough."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this test's own, with the schema and nothing in it."""
    if kind == "sqlite":
        path = tmp_path / "achterwacht.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    lending: Lending = request.getfixturevalue("lending")
    with lending.lends(request.getfixturevalue("postgres_template")) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with database_at(database_url) as made:
        yield made


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(_env_file=None, database_url=database_url)


@pytest.fixture
def api(database: Database, settings: Settings) -> Iterator[TestClient]:
    """The real application. `api.get(...)` asks as nobody; `ours.worker.headers` gives somebody's headers."""
    with TestClient(an_application(database, settings), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def ours(database: Database) -> Organisation:
    """An organisation with one team and its people, and a bearer token for each."""
    return an_organisation(database, "voorstad")


@pytest.fixture
def strangers(database: Database) -> Organisation:
    """Another organisation in the same database."""
    return an_organisation(database, "elders")


@pytest.fixture
def start(tmp_path: Path, database_url: str) -> Iterator[Start]:
    """Starts a command on the test's database: `start("clock")`. What still runs at the end is killed."""
    running: list[Started] = []

    def begin(*words: str, afresh: bool = False) -> Started:
        running.append(Started(tmp_path, database_url, *words, afresh=afresh))
        return running[-1]

    yield begin
    for one in running:
        one.is_killed()


@pytest.fixture
def port() -> Iterator[int]:
    with a_port_of_our_own() as number:
        yield number
