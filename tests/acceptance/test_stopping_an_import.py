"""Ctrl-C of an import, with the real command: nothing is half done, it says how far it came, and exits with 130."""

from __future__ import annotations

import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.risks.records import RiskMarkRecord
from cli.interrupts import STOPPED
from foundation.session import Database
from tests.support.organisations import Organisation
from tests.support.processes import Started, eventually

HEAD = "country;postcode;houseNumber;advice;reason;reviewDate"
ROWS = 2_000
NO_REGISTERS = {"ACHTERWACHT_ADDRESS_SEARCH": "false"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "marks.csv"
    rows = (f"NL;{5000 + one // 100} AA;{one % 100 + 1};pairs;Bedreiging;2040-01-01" for one in range(ROWS))
    path.write_text("\n".join([HEAD, *rows]))
    return path


@contextmanager
def a_command(*words: str, folder: Path, url: str, settings: dict[str, str]) -> Iterator[Started]:
    command = Started(folder, url, *words, settings=settings)
    try:
        yield command
    finally:
        command.is_killed()


def marks_in(database: Database) -> tuple[int, int]:
    """How many marks there are, and how many of them will be looked at again: every whole one."""
    looks = select(func.count(func.distinct(DeadlineRecord.root_id))).where(
        DeadlineRecord.kind == DeadlineKind.MARK_REVIEW
    )
    everywhere = {"across_organisations": True}
    with database.read() as session:
        marks = session.scalar(select(func.count()).select_from(RiskMarkRecord), execution_options=everywhere)
        return marks or 0, session.scalar(looks, execution_options=everywhere) or 0


def test_while_it_keeps_them(
    database: Database, database_url: str, ours: Organisation, tmp_path: Path, file: Path
) -> None:
    by = ("--by", ours.registrar.email, "--approved-by", ours.manager.email)
    words = ("import", "risk-addresses", str(file), "--organisation", ours.slug, *by)
    with a_command(*words, folder=tmp_path, url=database_url, settings=NO_REGISTERS) as command:
        eventually(lambda: marks_in(database)[0])
        code, said = command.ends(signal.SIGINT), command.said.read_text()
    assert code == STOPPED, said
    found = re.search(r"Stopped: (\d+) marks were kept, (\d+) were not\.", said)
    assert found, said
    kept, left = map(int, found.groups())
    assert (kept, kept + left) == (marks_in(database)[0], ROWS)
    assert marks_in(database) == (kept, kept), "no mark without what belongs to it"
    assert "Traceback" not in said
    with a_command(*words, folder=tmp_path, url=database_url, settings=NO_REGISTERS) as again:
        assert again.waits(120) == 0
        assert f"{ROWS} rows in the file: {left} new, {kept} known already, 0 refused." in again.said.read_text()
    assert marks_in(database) == (ROWS, ROWS)


def test_before_it_keeps_any(
    database: Database, database_url: str, ours: Organisation, tmp_path: Path, file: Path
) -> None:
    words = ("import", "risk-addresses", str(file), "--organisation", ours.slug)
    with socket.create_server(("127.0.0.1", 0)) as register:
        settings = {
            "ACHTERWACHT_ADDRESS_SEARCH": "true",
            "ACHTERWACHT_PDOK_BASE": f"http://127.0.0.1:{register.getsockname()[1]}",
        }
        with a_command(*words, folder=tmp_path, url=database_url, settings=settings) as command:
            register.settimeout(60)
            asking, _ = register.accept()  # it asks, and hears nothing
            with asking:
                code, said = command.ends(signal.SIGINT), command.said.read_text()
    assert code == STOPPED, said
    assert "Stopped. Nothing was kept." in said
    assert "Traceback" not in said
    assert marks_in(database) == (0, 0)


def test_while_it_looks_up_what_is_there(
    database: Database, database_url: str, ours: Organisation, tmp_path: Path, file: Path
) -> None:
    file.write_text("\n".join(file.read_text().splitlines()[:300]))
    words = ("import", "risk-addresses", str(file), "--organisation", ours.slug, "--no-look-up")
    with a_command(*words, folder=tmp_path, url=database_url, settings=NO_REGISTERS) as command:
        assert command.waits() == 0
    with socket.create_server(("127.0.0.1", 0)) as register:
        settings = {
            "ACHTERWACHT_ADDRESS_SEARCH": "true",
            "ACHTERWACHT_PDOK_BASE": f"http://127.0.0.1:{register.getsockname()[1]}",
        }
        places = ("import", "places", "--organisation", ours.slug)
        with a_command(*places, folder=tmp_path, url=database_url, settings=settings) as command:
            register.settimeout(60)
            asking, _ = register.accept()
            with asking:
                code, said = command.ends(signal.SIGINT), command.said.read_text()
    assert code == STOPPED, said
    assert "Stopped. 299 marks without an id: 0 got one. The same command goes on from here." in said
    assert "Traceback" not in said
