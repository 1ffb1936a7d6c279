"""The commands, as somebody types them: answers on stdout, sentences on stderr, and an exit code."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook
from psycopg import sql
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.service import note_tick
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.roster.ranks import Rank
from achterwacht.roster.rules import on_duty
from achterwacht.roster.service import rosters_around
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.session import Database
from tests.support.organisations import Organisation
from tests.support.pooler import a_pooler
from tests.support.postgres import PostgresServer
from tests.support.shell import Shell


def test_the_demonstration_is_there_once(shell: Shell, database: Database, api: TestClient) -> None:
    said = shell.gets("demo", "--no-past")
    assert said == shell.gets("demo")
    assert "worker@voorbeeld.test" in said
    assert "achterwacht-demo" in said
    with database.read() as session:
        organisation = session.scalars(select(OrganisationRecord)).one()
        people = {one.email.partition("@")[0]: one for one in session.scalars(select(PersonRecord))}
        assert organisation.slug == "voorbeeld"
        assert organisation.demonstration is True
        assert len(people) == 9
        assert all(one.phone and one.phone.startswith("+316") for one in people.values())
        team = session.execute(text("SELECT id FROM team")).scalar_one()
        team_id = team if isinstance(team, UUID) else UUID(team)
        shifts = rosters_around(session, [organisation.id], [team_id], datetime.now(UTC))[team_id].shifts
        duty = on_duty(shifts, datetime.now(UTC), UTC, "NL")
        assert duty == {
            Rank.FIRST: (people["colleague"].id,),
            Rank.MANAGER: (people["manager"].id, people["manager2"].id),
        }
    signing_in = {"email": "worker@voorbeeld.test", "password": "achterwacht-demo"}
    assert api.post("/v1/sessions", json=signing_in).status_code == 201
    assert shell.gets("check").count("✓") >= 7


def test_the_demonstration_stays_away_from_others(shell: Shell, database: Database, ours: Organisation) -> None:
    assert "Nothing was added" in shell.gets("demo")
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OrganisationRecord)) == 1
    assert "worker@voorbeeld.test" in shell.gets("demo", "--force", "--no-past")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_demonstration_never_meets_real_telephones(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DELIVERY": "twilio", "TWILIO_ACCOUNT_SID": "AC", "TWILIO_AUTH_TOKEN": "x", "TWILIO_FROM": "+3197010",
        "PUBLIC_BASE_URL": "https://achterwacht.example", "SECRET_KEY": "k" * 40,
    }.items():  # fmt: skip
        monkeypatch.setenv(f"ACHTERWACHT_{name}", value)
    assert "reaches people" in shell.is_refused("demo")
    monkeypatch.setenv("ACHTERWACHT_TWILIO_API_BASE", "http://127.0.0.1:9")
    shell.gets("demo", "--no-past")
    monkeypatch.setenv("ACHTERWACHT_TWILIO_API_BASE", "https://api.twilio.com")
    assert "holds the demonstration" in shell.is_refused("api")
    for name, value in {
        "ENVIRONMENT": "production", "NO_HEARTBEAT_BECAUSE": "a test",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"ACHTERWACHT_{name}", value)
    assert "production" in shell.is_refused("demo")


def test_a_token_is_printed_alone(shell: Shell, ours: Organisation, api: TestClient) -> None:
    token = shell.gets("token", ours.worker.email.upper())
    assert re.fullmatch(r"[\w-]{43}\n", token)
    answer = api.get("/v1/me", headers={"Authorization": f"Bearer {token.strip()}"})
    assert answer.json()["id"] == str(ours.worker.id)
    assert "nobody@voorstad.test" in shell.is_refused("token", "nobody@voorstad.test")


def test_broken_invariants_are_named(shell: Shell, database: Database, ours: Organisation) -> None:
    assert "✗" not in shell.gets("check")
    with database.write() as session:
        now = datetime.now(UTC) - timedelta(hours=1)
        organisation = session.get_one(OrganisationRecord, ours.id)
        assert organisation.protocol_id is not None
        session.add(
            VisitRecord(
                organisation_id=ours.id, team_id=ours.team, worker_id=ours.worker.id, created_by=ours.worker.id,
                protocol_id=organisation.protocol_id, created_at=now, created_from="", state=VisitState.UNDER_WAY,
                address={}, address_key="", address_line="", risk={}, planned_start=now, started_at=now,
                expected_end=now,
            )
        )  # fmt: skip
    result = shell.types("check")
    assert result.exit_code == 1
    assert "✗ every visit under way has an open deadline or an open alarm: 1" in result.stdout


def under_way(ours: Organisation, session: Session) -> VisitRecord:
    """A visit that is watched well, were there a clock."""
    now = datetime.now(UTC)
    organisation = session.get_one(OrganisationRecord, ours.id)
    assert organisation.protocol_id is not None
    visit = VisitRecord(
        organisation_id=ours.id, team_id=ours.team, worker_id=ours.worker.id, created_by=ours.worker.id,
        protocol_id=organisation.protocol_id, created_at=now, created_from="", state=VisitState.UNDER_WAY, address={},
        address_key="", address_line="", risk={}, planned_start=now, started_at=now,
        expected_end=now + timedelta(hours=1),
    )  # fmt: skip
    session.add(visit)
    session.flush()
    session.add(
        DeadlineRecord(
            organisation_id=ours.id, root_kind=RootKind.VISIT, root_id=visit.id, kind=DeadlineKind.OVERDUE, priority=5,
            due_at=visit.expected_end,
        )
    )  # fmt: skip
    return visit


def test_the_check_says_how_late_things_are(shell: Shell, database: Database, ours: Organisation) -> None:
    said = shell.gets("check")
    assert "every open alarm has a next deadline: 0" in said
    assert "last tick: never (the clock stands still)" in said, "and that breaks nothing: nobody is out yet"
    assert "oldest deadline that is due: none" in said
    assert "messages that should have left: 0 sms, 0 call, 0 mail" in said
    with database.write() as session:
        note_tick(session, "a clock", datetime.now(UTC))
    assert re.search(r"last tick: \d\.\d s ago\n", shell.gets("check"))


def test_a_clock_that_never_ticked_is_broken_once_somebody_is_out(
    shell: Shell, database: Database, ours: Organisation
) -> None:
    with database.write() as session:
        under_way(ours, session)
    result = shell.types("check")
    assert result.exit_code == 1
    assert result.stdout.count("✗") == 1
    assert "✗ the clock ticks: 1" in result.stdout
    with database.write() as session:
        note_tick(session, "a clock", datetime.now(UTC))
    assert "✓ the clock ticks: 0" in shell.gets("check")


@pytest.mark.parametrize("ago", [timedelta(minutes=1), timedelta(days=30)])
def test_a_clock_that_ticks_no_more_is_broken(
    shell: Shell, database: Database, ours: Organisation, ago: timedelta
) -> None:
    with database.write() as session:
        note_tick(session, "a clock", datetime.now(UTC) - ago)
    result = shell.types("check")
    assert (result.exit_code, result.stdout.count("✗")) == (1, 1)
    assert "✗ the clock ticks: 1" in result.stdout


def test_a_tick_that_lies_ahead_says_nothing_about_now(shell: Shell, database: Database, ours: Organisation) -> None:
    """A clock wrote it before the time was set back, and is gone."""
    with database.write() as session:
        note_tick(session, "one that is gone", datetime.now(UTC) + timedelta(hours=1))
        under_way(ours, session)
    assert shell.types("check").exit_code == 1
    with database.write() as session:
        note_tick(session, "one that goes", datetime.now(UTC))
    shell.gets("check")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_list_of_a_team_is_mailed_as_the_command_says(shell: Shell, ours: Organisation) -> None:
    mail = ("team", "mail", "Inkomen", "--organisation", ours.slug)
    off = "The list of Inkomen is not mailed.\n"
    assert shell.gets(*mail) == off
    said = "The list of Inkomen goes to balie@x.test, nacht@x.test: mon, fri at 08:00, 08:45, 09:30, 13:00.\n"
    every = ("--every", "45", "--from", "08:00", "--until", "10:00", "--at", "13:00", "--days", "fri,mon")
    assert shell.gets(*mail, "--to", "nacht@x.test", "--to", "balie@x.test", *every) == said
    assert shell.gets(*mail) == said
    assert "e-mailadres" in shell.is_refused(*mail, "--to", "balie", "--at", "08:30").lower()
    assert "--to" in shell.is_refused(*mail, "--at", "08:30")
    assert "08:30" in shell.is_refused(*mail, "--to", "a@b.test", "--at", "half negen")
    assert "mon,tue" in shell.is_refused(*mail, "--to", "a@b.test", "--at", "08:30", "--days", "ma")
    assert "96" in shell.is_refused(*mail, "--to", "a@b.test", "--every", "1")
    assert "There are: Inkomen" in shell.is_refused("team", "mail", "Wijken", "--organisation", ours.slug)
    assert shell.gets(*mail) == said
    assert shell.gets(*mail, "--off") == off


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_can_not_be_checked_is_neither_good_nor_broken(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", "sqlite:///empty.db")
    assert "achterwacht migrate" in shell.is_refused("check")
    assert "achterwacht migrate" in shell.types("serve").stderr
    assert "achterwacht migrate" in shell.is_refused("token", "x@y.test")
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    assert "database" in shell.is_refused("check")
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", "mysql://x")
    assert "not supported" in shell.is_refused("check")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_an_empty_file_becomes_a_database(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", "sqlite:///new.db")
    assert "Migrated" in shell.gets("migrate")
    assert "up to date" in shell.gets("migrate")
    assert "✗" not in shell.gets("check")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_database_made_where_no_language_was_set(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    """PostgreSQL keeps SQL_ASCII then, and its driver gives bytes."""
    postgres.execute(sql.SQL("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'"))
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", postgres.url("ascii"))
    try:
        for words in (("migrate",), ("doctor",), ("clock",)):
            said = shell.types(*words)
            assert said.exit_code != 0
            assert "keeps text as SQL_ASCII" in said.output, said.output
            assert "nobody expected" not in said.output
    finally:
        postgres.drop_database(postgres.url("ascii"))


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("refuses", [True, False])
def test_a_pooler_that_keeps_nothing_of_what_we_ask(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer, *, refuses: bool
) -> None:
    """PgBouncer that gives each transaction another connection: a press then failed, once in a while."""
    made = postgres.create_database()
    try:
        with a_pooler(postgres, refuses=refuses) as folder:
            monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", made.replace(str(postgres.socket), folder))
            for words in (("migrate",), ("doctor",), ("clock",)):
                said = shell.types(*words)
                assert said.exit_code != 0
                assert "A pooler before the database" in said.output, said.output
                assert "nobody expected" not in said.output
        monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", made)
        assert "Migrated" in shell.gets("migrate")
    finally:
        postgres.drop_database(made)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_every_refused_setting_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHTERWACHT_ENVIRONMENT", "production")
    monkeypatch.setenv("ACHTERWACHT_TICK_SECONDS", "soon")
    assert "ACHTERWACHT_TICK_SECONDS" in shell.is_refused("serve")
    monkeypatch.delenv("ACHTERWACHT_TICK_SECONDS")
    said = shell.is_refused("serve")
    for name in ("SECRET_KEY", "DELIVERY", "HEARTBEAT_URL"):
        assert f"ACHTERWACHT_{name}" in said


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_simulator_is_for_this_machine(shell: Shell) -> None:
    assert "0.0.0.0" in shell.is_refused("serve", "--host", "0.0.0.0")
    assert "0.0.0.0" in shell.is_refused("api", "--host", "0.0.0.0")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_profile_is_shown_checked_and_loaded(
    shell: Shell, ours: Organisation, database: Database, tmp_path: Path
) -> None:
    assert "s-hertogenbosch" in shell.gets("protocol", "list")
    assert "Met z'n tweeën" in shell.gets("protocol", "show", "losser")
    text_of_it = shell.gets("protocol", "show", "demo", "--toml")
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(text_of_it.replace('id = "demo"', 'id = "ours"'), "utf-8")
    bad.write_text(
        text_of_it.replace('country = "NL"', 'country = "DE"').replace("[panic]", "[panic]\ncolour = 1"), "utf-8"
    )
    assert "good profile" in shell.gets("protocol", "check", str(good))
    for command in (["check", str(bad)], ["load", str(bad), "--organisation", ours.slug]):
        said = shell.is_refused("protocol", *command)
        assert f"{bad}: country: " in said
        assert f"{bad}: panic.colour: " in said
    assert re.search(rf"{ours.slug} .*demo .*1", shell.gets("protocol", "list")), "what was refused changed nothing"
    assert "ours, version 2" in shell.gets("protocol", "load", str(good), "--organisation", ours.slug)
    assert "ours" in shell.gets("protocol", "list")
    assert "elders" in shell.is_refused("protocol", "load", str(good), "--organisation", "elders")
    assert "nope" in shell.is_refused("protocol", "show", "nope")
    here, belgian = ("--organisation", ours.slug, "--team", "Inkomen"), "heusden-zolder"
    assert "Inkomen: new visits go by losser, version 3" in shell.gets("protocol", "load", "losser", *here)
    assert re.search(rf"{ours.slug} .*Inkomen .*losser .*3", shell.gets("protocol", "list"))
    assert "country: " in shell.is_refused("protocol", "load", belgian, *here), "another country than the organisation"
    assert "Inkomen" in shell.is_refused("protocol", "load", belgian, "--organisation", ours.slug), "than its teams"
    assert "Inkomen" in shell.is_refused("protocol", "follow", "--organisation", ours.slug, "--team", "Nergens")
    shell.gets("protocol", "follow", *here)
    assert "Inkomen" not in shell.gets("protocol", "list")
    assert "version 4" in shell.gets("protocol", "load", belgian, "--organisation", ours.slug)
    assert "nope.toml" in shell.is_refused("protocol", "check", "nope.toml")


def test_an_installation_begins_with_an_administrator(shell: Shell, api: TestClient, tmp_path: Path) -> None:
    shell.gets("organisation", "add", "proef", "Gemeente Proef", "--protocol", "s-hertogenbosch")
    assert "already" in shell.is_refused("organisation", "add", "proef", "Gemeente Proef")
    assert "Mars" in shell.is_refused("organisation", "add", "b", "B", "--time-zone", "Mars/Noord")
    assert "slug" in shell.is_refused("organisation", "add", "Mijn Stad", "B")
    add = ("person", "add", "els@proef.test", "Els Mulder", "--organisation", "proef")
    said = shell.gets(*add)
    assert "al in gebruik" in shell.is_refused(*add)
    for again in (False, True):
        if again:
            said = shell.gets("person", "link", "els@proef.test")
        chosen = {"secret": said.rpartition("#")[2].strip(), "password": f"drie paarden in de regen {again}"}
        assert api.post("/v1/account-links/_use", json=chosen).status_code == 204
        assert api.post("/v1/account-links/_use", json=chosen).json()["code"] == "link_over"
        assert api.get("/v1/me").status_code == 401
        signing_in = {"email": "els@proef.test", "password": chosen["password"]}
        assert api.post("/v1/sessions", json=signing_in).json()["grants"] == [{"role": "administrator", "team": None}]
    worker = ("person", "add", "bo@proef.test", "Bo", "--organisation", "proef", "--role", "worker", "--team", "Wijk")
    shell.gets(*worker, "--phone", "0612345670")
    assert "112" not in shell.is_refused(*worker, "--phone", "112")


def test_a_name_at_the_console_is_made_clean(shell: Shell, database: Database, ours: Organisation) -> None:
    odd, unseen, long = "Gemeente\r\nBcc: x@y.z \u202eProef\x1b[2J\u200b", "\u202e \u200b\n", "x" * 5_000
    shell.gets("organisation", "add", "proef", odd)
    with database.read() as session:
        name = session.scalars(select(OrganisationRecord.name).where(OrganisationRecord.slug == "proef")).one()
    assert name == "Gemeente Bcc: x@y.z Proef[2J"
    here = ("--organisation", ours.slug, "--role", "worker", "--team")
    said = shell.gets("person", "add", "els@proef.test", "Els [/] Mulder\u202e\r\n", *here, " Wijk\u202e\n Oost")
    assert ("Added Els [/] Mulder (worker)" in said, "/welcome#" in said) == (True, True)
    with database.read() as session:
        teams = session.scalars(select(TeamRecord.name).where(TeamRecord.organisation_id == ours.id)).all()
    assert sorted(teams) == ["Inkomen", "Wijk Oost"]
    for name in (unseen, long):
        assert "name" in shell.is_refused("organisation", "add", "ander", name)
        assert "team" in shell.is_refused(
            "person", "add", "bo@proef.test", "Bo", "--organisation", ours.slug, "--team", name
        )
        assert "reason" in shell.is_refused("person", "second-step-reset", "els@proef.test", "--reason", name)
        assert "--name" in shell.is_refused("token", "els@proef.test", "--name", name)
        shell.is_refused("person", "add", "bo@proef.test", name, "--organisation", ours.slug)
    shell.gets("person", "add", "an\u200bne@proef.test", "Anne", "--organisation", ours.slug)
    shell.gets("person", "link", "anne@proef.test")


def test_people_are_read_from_a_file(shell: Shell, ours: Organisation, api: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    command = ("people", "import", str(file), "--organisation", ours.slug)
    assert "people.csv" in shell.is_refused(*command)
    many = [f"Bo {n};nieuw{n}@voorstad.test;{'' if n else '0612345670'};Buitendienst;Inkomen" for n in range(60)]
    file.write_text("\n".join(["Naam;E-mail;Mobiel;Rol;Team", *many, "Els;geen adres;;P&O;"]), "utf-8")
    here = {one["email"] for one in ours.administrator.get(api, "/v1/people").json()["people"]}
    refused = shell.types(*command)
    assert (refused.exit_code, "line 62: email: " in refused.stderr) == (2, True), refused.output
    dry = shell.types(*command, "--dry-run", "--keep-good")
    assert "61 rows in the file: 60 new, 0 changed, 0 known already, 1 refused" in dry.stdout
    assert here == {one["email"] for one in ours.administrator.get(api, "/v1/people").json()["people"]}
    assert "60 new" in shell.types(*command, "--keep-good").stdout
    now = {one["email"]: one for one in ours.administrator.get(api, "/v1/people").json()["people"]}
    assert (len(now), now["nieuw0@voorstad.test"]["phone"]) == (len(here) + 60, "+31612345670")
    assert "0 new, 0 changed, 60 known already" in shell.types(*command, "--keep-good").stdout
    assert "elders" in shell.is_refused("people", "import", str(file), "--organisation", "elders")


def test_more_rows_than_the_app_takes_are_read_at_the_console(shell: Shell, ours: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    same = [f"Jan de Wit;{ours.worker.email};;;"] * 6_000
    file.write_text("\n".join(["Naam;E-mail;Mobiel;Rol;Team", *same]), "utf-8")
    said = shell.gets("people", "import", str(file), "--organisation", ours.slug)
    assert "6000 rows in the file: 0 new, 0 changed, 6000 known already, 0 refused" in said


LATER = f"{datetime.now(UTC) + timedelta(days=180):%F}"
GOOD = f"country;postcode;houseNumber;advice;reason;reviewDate\nNL;5211 AA;1;pairs;Dreigde in mei;{LATER}\n"


def test_risk_addresses_are_read_from_a_file(shell: Shell, ours: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "marks.csv"
    command = ("import", "risk-addresses", str(file), "--organisation", ours.slug)
    assert "marks.csv" in shell.is_refused(*command)
    file.write_text(GOOD, "utf-8")
    dry = shell.gets(*command, "--dry-run")
    assert "1 rows in the file: 1 new, 0 known already, 0 refused" in dry
    assert "nothing was changed" in dry
    assert "1 rows in the file: 1 new, 0 known already, 0 refused" in shell.gets(*command)
    assert "1 rows in the file: 0 new, 1 known already" in shell.gets(*command)
    file.write_text(GOOD + f"NL;1;1;pairs;x;{LATER}\nNL;5211 AB;2;vliegen;x;ooit\n", "utf-8")
    result = shell.types(*command)
    assert result.exit_code == 2
    assert "2 refused" in result.stdout
    assert "line 3: postcode: " in result.stderr
    assert "line 4: advice: " in result.stderr
    assert "1 rows in the file: 0 new" in shell.gets(*command[:2], str(a_workbook(tmp_path)), *command[3:])
    file.write_text(GOOD, "utf-8")
    assert "niemand@elders.test" in shell.is_refused(*command, "--by", "niemand@elders.test")
    file.write_text("postcode;colour\n", "utf-8")
    assert "colour" in shell.is_refused(*command)
    for content in (b"\xff\xfe\x00", b"PK\x03\x04"):
        file.write_bytes(content)
        assert "UTF-8" in shell.is_refused(*command)
    file.write_bytes(b"")
    assert "Er staat niets in dit bestand" in shell.is_refused(*command)


def a_workbook(folder: Path) -> Path:
    """The same as GOOD, as Excel keeps it."""
    book = Workbook()
    for line in GOOD.splitlines():
        book.active.append(line.split(";"))
    file = folder / "marks.xlsx"
    book.save(file)
    return file


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_document_is_printed(shell: Shell) -> None:
    assert json.loads(shell.gets("openapi"))["info"]["title"] == "Achterwacht"
