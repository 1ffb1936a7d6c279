"""What the measurements put into a database by hand still fits it, and is found there: the smallest of each."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from achterwacht.deadlines.service import Ticker
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.roles import Role
from achterwacht.risks.look_up import LookUp, look_up
from achterwacht.views.figures import figures as figures_of
from achterwacht.views.incident_form import form_pdf
from bench import country, figures, papers, peers, register, still
from bench.country import Place, send_out, settle
from bench.places import driver_url
from foundation.session import Database
from scheduler.jobs import HANDLERS

VISITS = 3


@pytest.fixture
def places(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[Place]:
    for name, value in {"ORGANISATIONS": 1, "TEAMS": 1, "WORKERS": 2}.items():
        monkeypatch.setattr(country, name, value)
    return settle(database)


def go_out(database: Database, places: list[Place]) -> None:
    send_out(database, places, VISITS, DeadlineKind.END_APPROACHING, datetime.now(UTC), analyze=False)


def test_a_clock_fires_what_is_due(database: Database, places: list[Place]) -> None:
    go_out(database, places)
    still.wait_for_later(database, places[0].organisation, 5)

    assert Ticker(database, HANDLERS, "bench").tick() == VISITS


def test_plain_sql_writes_the_same_rows(database: Database, database_url: str, kind: str, places: list[Place]) -> None:
    go_out(database, places)

    plain = peers.plain_sql if kind == "postgresql" else peers.plain_sqlite
    assert plain(driver_url(database_url)) > 0
    assert Ticker(database, HANDLERS, "bench").tick() == 0


def test_marks_are_found_by_each_way_of_asking(database: Database, places: list[Place]) -> None:
    register.put_marks(database, places[0], 2 * register.A_BUILDING)
    now, organisation, worker = datetime.now(UTC), places[0].organisation, places[0].workers[0]

    def found(way: int) -> LookUp:
        with database.write() as session:
            return look_up(session, organisation, worker, register.nth_address(0, way), "bench", None, now)

    typed, chosen, old_postcode, next_door, unknown = map(found, range(register.WAYS))
    assert all(one.advice for one in (typed, chosen, old_postcode))
    assert not next_door.advice
    assert next_door.same_building
    assert not unknown.advice
    assert not unknown.same_building


def test_reports_are_counted(database: Database, places: list[Place], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "REPORTS", 200)
    monkeypatch.setattr(figures, "A_BATCH", 200)
    figures.put_reports(database, places[0])
    caller = Caller(places[0].workers[0], places[0].organisation, "bench", frozenset({Grant(Role.REGISTRAR)}))

    with database.read() as session:
        made = figures_of(session, caller, figures.YEAR, datetime(figures.YEAR + 1, 6, 1, tzinfo=UTC))
    assert made.tables[0].total.now == 200


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_report_has_its_form(database: Database, places: list[Place]) -> None:
    report, now = uuid4(), datetime.now(UTC)
    with database.write() as session:
        session.add(papers.a_report(places[0], report, now - timedelta(minutes=1)))
    with database.read() as session:
        kept = session.get_one(IncidentRecord, (report, places[0].organisation))
        assert form_pdf(session, kept, now).startswith(b"%PDF")
