"""An installation is brought to the next version while people are out: no gap in the watch, and a way back.

The next version is a copy of this checkout with one migration more, which says that the version before lives with it.
The clocks change one by one; what comes due meanwhile is told. One that does not say so is refused while clocks tick.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrations.schema import FOLDER
from tests.chaos.installation import TICKED, Installation, a_quick_organisation
from tests.conftest import build_schema
from tests.support.postgres import PostgresServer
from tests.support.processes import CHECKOUT

pytestmark = pytest.mark.timeout(400)
ROOMS = ("achterwacht", "api", "cli", "documents", "foundation", "migrations", "notifications", "scheduler")
CHASE, ALARM, PANIC = "Je afspraak is voorbij", "heeft zich niet afgemeld", "NOOD"
MORE = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9998", {after!r}
LIVES_WITH_BEFORE = {gentle}

def upgrade():
    op.add_column("visit", sa.Column("next_one", sa.Text(), nullable=True))
    op.create_table("next_table", sa.Column("id", sa.Integer(), primary_key=True))
"""


class NextVersion:
    """A checkout of it. Its processes are Pythons of their own, that import from there."""

    def __init__(self, folder: Path, installation: Installation) -> None:
        self._folder, self._installation = folder, installation
        for room in ROOMS:
            shutil.copytree(CHECKOUT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(CHECKOUT / "alembic.ini", folder)
        self.running: list[subprocess.Popen[bytes]] = []

    def brings(self, *, gentle: bool) -> None:
        newest = max(one.name[:4] for one in (FOLDER / "versions").glob("[0-9]*.py"))
        more = MORE.format(after=newest, gentle=gentle)
        (self._folder / "migrations/versions/9998_next.py").write_text(more, encoding="utf-8")

    def starts(self, *words: str) -> subprocess.Popen[bytes]:
        environment = os.environ | self._installation.settings | {
            "ACHTERWACHT_DATABASE_URL": self._installation.url, "PYTHONPATH": str(self._folder),
        }  # fmt: skip
        one = subprocess.Popen(
            [sys.executable, "-m", "cli.main", *words],
            env=environment,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if words[0] == "migrate" else subprocess.DEVNULL,
        )
        self.running.append(one)
        return one

    def migrates(self) -> tuple[int, str]:
        """Returns the exit code, and what it said to say no."""
        migrating = self.starts("migrate")
        _, said = migrating.communicate(timeout=120)
        return migrating.returncode, " ".join(said.decode().split())

    def ticks(self, clock: subprocess.Popen[bytes]) -> bool:
        since = self._installation.rows("SELECT now() - interval '3 seconds'")[0][0]
        return bool(self._installation.rows(TICKED, name=f"%:{clock.pid}", since=since))


@pytest.fixture
def installation(postgres: PostgresServer, tmp_path: Path) -> Iterator[Installation]:
    url = postgres.create_database()
    build_schema(url)
    with Installation(tmp_path, url, a_quick_organisation(url), clocks=2) as installation:
        yield installation


@pytest.fixture
def next_version(installation: Installation, tmp_path: Path) -> Iterator[NextVersion]:
    found = NextVersion(tmp_path / "next", installation)
    yield found
    for one in found.running:
        one.kill()
        one.wait()


def test_clocks_change_one_by_one_and_nobody_is_forgotten(
    installation: Installation, next_version: NextVersion
) -> None:
    ours = installation.ours
    next_version.brings(gentle=False)
    code, said = next_version.migrates()
    assert code != 0
    assert "Stop everything first" in said
    next_version.brings(gentle=True)
    overdue = installation.checks_in(ours.worker, seconds=20)
    assert next_version.migrates() == (0, "")
    [[version]] = installation.rows("SELECT version_num FROM alembic_version")
    assert version == "9998", "what runs goes on with it"
    newer = next_version.starts("clock")
    installation.awaits(lambda: next_version.ticks(newer), "that the next clock ticks")
    for name in ("clock 0", "clock 1"):
        installation.processes[name].is_killed()
    installation.hears(ours.worker, CHASE)
    installation.hears(ours.colleague, ALARM)
    installation.asks("POST", "/v1/alarms", ours.worker2, {}, key="panic")
    installation.hears(ours.colleague, PANIC)
    newer.kill()
    installation.starts_again("clock 0")  # the version before, with the newer schema: the way back
    second = installation.checks_in(ours.worker2, seconds=5)
    installation.hears(ours.worker2, CHASE)
    assert {str(one.id) for one in installation.rows("SELECT id FROM visit")} == {overdue["id"], second["id"]}
    installation.checks()
