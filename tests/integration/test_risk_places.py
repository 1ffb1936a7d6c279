"""A file of risk addresses against the address registers: which rows get an id, and what is said of the others."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import QueuePool
from typer.testing import Result

from achterwacht.addresses.registers.registers import make_registers
from achterwacht.kinds import Actor
from achterwacht.risk_files.columns import MARKS
from achterwacht.risk_files.importing import judge
from achterwacht.risk_files.placing import MOST_ASKED, Placed, place
from achterwacht.risks import service
from achterwacht.row_files.in_child import read_rows
from achterwacht.visiting.risk_marks import keep
from foundation.clock import clock_of
from foundation.session import Database
from foundation.settings import Settings
from tests.integration.test_risk_files_api import sends
from tests.support.organisations import Organisation
from tests.support.registers import GEOLOCATION, PDOK, REGISTER, FakeRegisters, dutch, flemish
from tests.support.shell import Shell
from tests.support.twilio.listener import Answer

ONE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HEAD = "country;postcode;houseNumber;addition;street;city;box;advice;reason;reviewDate"
A12, NOWHERE, ASTRID = (
    "NL;5211 AA;12;a;;;;pairs;Hond;2040-05-01",
    "NL;5211 AA;99;;;;;pairs;Hond;2040-05-01",
    "BE;9000;20;;Kon. Astridlaan;Gent;;pairs;Hond;2040-05-01",
)
VELD = "BE;9000;14;;Veldstraat;Gent;bus 1;pairs;Hond;2040-05-01"


def a_file(*rows: str) -> str:
    return "\n".join([HEAD, *rows, ""])


@pytest.fixture
def registers() -> Iterator[FakeRegisters]:
    with FakeRegisters() as fake:
        fake.matches.append(flemish("20", id=77, street="Koningin Astridlaan"))
        yield fake


@pytest.fixture
def settings(database_url: str, registers: FakeRegisters) -> Settings:
    return Settings(_env_file=None, database_url=database_url, **registers.settings)


def ids(database: Database, ours: Organisation) -> dict[str, str | None]:
    """The register's key of each mark, by what was written."""
    with database.read() as session:
        return {one.address_key: one.register_key for one in service.list_marks(session, ours.id)}


def placed(
    database: Database, ours: Organisation, settings: Settings, rows: tuple[str, ...], **bounds: Any
) -> tuple[Placed, list[str | None]]:
    """What is said of these rows, and the ids that their marks got."""
    with database.read() as session:
        judged = judge(session, Actor(ours.id, ours.registrar.id), read_rows(MARKS, a_file(*rows).encode()), NOW)

    async def asks() -> Placed:
        asked = make_registers(settings)
        try:
            return await place(judged, asked, **bounds)
        finally:
            await asked.close()

    said = asyncio.run(asks())
    return said, [one.register_key for one in judged.marks]


def test_a_row_gets_the_id_of_its_address_and_who_chose_from_the_register_is_warned(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    content = a_file(A12, NOWHERE, ASTRID, VELD)
    said = sends(api, ours.registrar, content).json()
    assert (said["kept"], said["notes"]) == (
        4, ["Niet gevonden in het adressenregister: 1. Kijk het adres na van rij 3."],
    )  # fmt: skip
    assert ids(database, ours) == {
        "NL|5211AA|12|A": f"NL#{dutch(12, 'A')['nummeraanduiding_id']}",
        "NL|5211AA|99|": None,
        "BE|9000|KONASTRIDLAAN|20|": "BE#77",
        "BE|9000|VELDSTRAAT|14|1": "BE#2",
    }
    chosen = {
        "country": "BE", "postcode": "9000", "street": "Koningin Astridlaan", "houseNumber": "20", "city": "Gent",
        "registerId": "77",
    }  # fmt: skip
    search = {"address": chosen, "purpose": "intake"}
    found = ours.worker.post(api, "/v1/risk-addresses/_search", search).json()
    assert found["advice"] == ["pairs"], "the register's id decides, however the street was written"
    again = sends(api, ours.registrar, content).json()
    assert (again["kept"], again["known"], again["notes"]) == (0, 4, [])


@ONE
def test_nothing_is_guessed(
    database: Database, ours: Organisation, settings: Settings, registers: FakeRegisters
) -> None:
    registers.matches += [
        flemish("20", id=78, street="Koning Astridlaan"), flemish("7", id=81, street="Kerkstraat"),
        flemish("7", id=82, street="Kerkstraat"), flemish("5", id=83, street="Koningin Elisabethlaan"),
    ]  # fmt: skip
    rows = (
        ASTRID,  # short for two streets
        ASTRID.replace("Kon. Astridlaan", "Koningin Astridlaan"),
        ASTRID.replace("20;;Kon. Astridlaan", "5;;Kon Elisabethlaan"),  # no full stop says that it is short
        ASTRID.replace("20;;Kon. Astridlaan", "7;;Kerkstraat"),  # one name twice in a postcode
        ASTRID.replace("20;;Kon.", "20/A;;Kon."),  # box A of 20, or number 20A
        A12.replace("a;;;", "a;Kerkstraat;;"),  # another street than this postcode has
        A12.replace("12;a;;;", "14;;Dorpsstr.;Den Bosch;"),
        ASTRID.replace("20;;Kon. Astridlaan", "5;;Kon. Elisabethl."),
    )
    said, keys = placed(database, ours, settings, rows)
    assert said == Placed(not_found=(2, 4, 5, 6, 7))
    dorpsstraat = f"NL#{dutch(14)['nummeraanduiding_id']}"
    assert keys == [None, "BE#77", None, None, None, None, dorpsstraat, "BE#83"]


@ONE
def test_an_addition_of_a_digit_is_no_longer_number(database: Database, ours: Organisation, settings: Settings) -> None:
    said, keys = placed(database, ours, settings, (A12.replace(";a;", ";a2;"), A12.replace("12;a;", "1;20;")))
    assert (said, keys[0]) == (Placed(not_found=(3,)), f"NL#{dutch(12, 'A', '2')['nummeraanduiding_id']}")


@ONE
@pytest.mark.parametrize(
    "fails",
    [FakeRegisters.down, lambda fake: fake.fails(PDOK) or fake.fails(REGISTER), lambda fake: fake.says(PDOK, "{")
     or fake.says(REGISTER, "[]")],
    ids=["nobody there", "503", "nonsense"],
)  # fmt: skip
def test_a_register_that_is_away_costs_the_id_and_no_row(
    api: TestClient,
    ours: Organisation,
    database: Database,
    registers: FakeRegisters,
    fails: Callable[[FakeRegisters], None],
) -> None:
    fails(registers)
    said = sends(api, ours.registrar, a_file(A12, ASTRID)).json()
    (note,) = said["notes"]
    assert note.startswith("Het adressenregister gaf geen antwoord. Niet opgezocht: 2, rij 2, 3.")
    assert said["kept"] == 2
    assert set(ids(database, ours).values()) == {None}


@ONE
def test_no_more_than_so_many_and_the_short_streets_first(
    database: Database, ours: Organisation, settings: Settings, registers: FakeRegisters
) -> None:
    rows = (A12, VELD, ASTRID, VELD.replace("Hond", "Kat"))
    assert placed(database, ours, settings, rows, most=1) == (Placed(left=(2, 3, 5)), [None, None, "BE#77", None])
    said, keys = placed(database, ours, settings, rows, most=2)
    assert (said, keys) == (Placed(left=(2,)), [None, "BE#2", "BE#77", "BE#2"])
    assert len(registers.asked) == 3, "an address is asked once, however many marks are on it"


@ONE
def test_when_the_time_is_up_the_rest_is_left(
    database: Database, ours: Organisation, settings: Settings, registers: FakeRegisters
) -> None:
    registers.is_slow(PDOK)
    said, keys = placed(database, ours, settings, (A12, NOWHERE), patience=0.0)
    assert (said, keys) == (Placed(left=(2, 3)), [None, None])


def test_nobody_waits_for_a_register_in_a_transaction(
    api: TestClient, ours: Organisation, database: Database, registers: FakeRegisters
) -> None:
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    held: list[int] = []

    def counts() -> Answer:
        held.append(pool.checkedout())
        return Answer(503, "{}")

    registers.misbehaves[PDOK] = counts
    assert sends(api, ours.registrar, a_file(A12)).json()["kept"] == 1
    assert held == [0]


@ONE
def test_a_dry_run_says_it_too_and_a_refused_file_asks_nobody(
    api: TestClient, ours: Organisation, database: Database, registers: FakeRegisters
) -> None:
    bad = a_file(NOWHERE, "NL;5211;16;;;;;vliegen;x;ooit")
    assert sends(api, ours.registrar, bad).json()["notes"] == []
    assert registers.asked == []
    assert "rij 2" in sends(api, ours.registrar, bad, dryRun="true").json()["notes"][0]
    assert ids(database, ours) == {}


@ONE
def test_where_the_installation_asks_nobody(ours: Organisation, database: Database, settings: Settings) -> None:
    off = settings.model_copy(update={"address_search": False})
    assert placed(database, ours, off, (A12, ASTRID)) == (Placed(), [None, None])


@ONE
def test_the_command_says_it_and_gives_the_ids(
    shell: Shell,
    ours: Organisation,
    database: Database,
    registers: FakeRegisters,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in registers.settings.items():
        monkeypatch.setenv(f"ACHTERWACHT_{name.upper()}", str(value))
    file = tmp_path / "marks.csv"
    file.write_text(a_file(NOWHERE, ASTRID), "utf-8")
    result = shell.types("import", "risk-addresses", str(file), "--organisation", ours.slug)
    assert result.exit_code == 0, result.output
    assert "2 new" in result.stdout
    assert "Niet gevonden in het adressenregister: 1." in result.stderr
    assert ids(database, ours) == {"NL|5211AA|99|": None, "BE|9000|KONASTRIDLAAN|20|": "BE#77"}
    assert not [one for one in registers.paths() if one.startswith(GEOLOCATION)]


def typed(shell: Shell, registers: FakeRegisters, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    for name, value in registers.settings.items():
        monkeypatch.setenv(f"ACHTERWACHT_{name.upper()}", str(value))
    return shell.types("import", *words)


@ONE
def test_the_command_goes_on_until_it_is_done(
    shell: Shell, ours: Organisation, database: Database, registers: FakeRegisters, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """More than the screen would ask for."""
    file = tmp_path / "marks.csv"
    many = [NOWHERE.replace(";99;", f";{number};") for number in range(1000, 1000 + MOST_ASKED + 5)]
    file.write_text(a_file(*many), "utf-8")
    result = typed(shell, registers, monkeypatch, "risk-addresses", str(file), "--organisation", ours.slug)
    assert result.exit_code == 0, result.output
    assert f"Niet gevonden in het adressenregister: {len(many)}." in result.stderr
    assert "nog niet" not in result.stderr.lower()
    assert len(registers.asked) == len(many)


def test_marks_that_are_known_already_get_their_id_later(
    shell: Shell, ours: Organisation, strangers: Organisation, database: Database, registers: FakeRegisters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for organisation in (ours, strangers):
        actor = Actor(organisation.id, organisation.registrar.id)
        with database.write() as session:
            now = clock_of(session).now(session)
            judged = judge(session, actor, read_rows(MARKS, a_file(NOWHERE, ASTRID).encode()), now)
            keep(session, actor, judged.marks, None, now)
    assert set(ids(database, ours).values()) == {None}
    result = typed(shell, registers, monkeypatch, "places", "--organisation", ours.slug)
    assert result.exit_code == 0, result.output
    assert "2 marks without an id: 1 got one." in result.stdout
    assert ids(database, ours) == {"NL|5211AA|99|": None, "BE|9000|KONASTRIDLAAN|20|": "BE#77"}
    assert set(ids(database, strangers).values()) == {None}, "those of others are left alone"
    again = typed(shell, registers, monkeypatch, "places", "--organisation", ours.slug)
    assert "1 marks without an id: 0 got one." in again.stdout
