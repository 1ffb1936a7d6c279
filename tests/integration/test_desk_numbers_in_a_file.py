"""A number of a desk in a file: for who has none, and never in the place of the mobile that somebody is found by."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from achterwacht.people.records import PersonRecord
from foundation.session import Database
from tests.integration.test_people_import import counts, people, reads, wrong
from tests.support.organisations import Organisation

HEAD = "Naam;E-mail;Mobiel;Telefoon;Rol;Team"
DESK, MOBILE = "070 373 5000", "+31612345690"
KEPT = "Vaste nummers in dit bestand van wie hier al een mobiel nummer heeft: {count}. Dat mobiele nummer blijft staan."


def gets_a_mobile(database: Database, ours: Organisation) -> None:
    with database.write() as session:
        jan = session.get_one(PersonRecord, ours.worker.id)
        jan.phone, jan.number_verified_at = MOBILE, datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize("column", ["Telefoon", "Telefoon werk"])
def test_an_empty_cell_for_the_mobile_changes_nothing(
    api: TestClient, ours: Organisation, database: Database, column: str
) -> None:
    gets_a_mobile(database, ours)
    before = people(api, ours)[ours.worker.email]
    row, head = f"{before['name']};{ours.worker.email};;{DESK};;", HEAD.replace("Telefoon", column)
    for dry in ("true", "false"):
        found = reads(api, ours, row, head=head, dryRun=dry)
        assert (counts(found), found["changes"]) == ((1, 0, 1, 0), [])
        assert KEPT.format(count=1) in found["notes"]
    assert people(api, ours)[ours.worker.email] == before
    assert before["numberVerifiedAt"] is not None


def test_colleagues_at_one_desk_keep_their_mobiles_and_get_what_else_is_said(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    gets_a_mobile(database, ours)
    rows = (f"Jan Anders;{ours.worker.email};;{DESK};;", f"Bo;bo@voorstad.test;;{DESK};P&O;")
    found = reads(api, ours, *rows, head=HEAD)
    assert (counts(found), wrong(found)) == ((2, 2, 0, 0), [])
    now = people(api, ours)
    assert (now[ours.worker.email]["name"], now[ours.worker.email]["phone"]) == ("Jan Anders", MOBILE)
    assert now["bo@voorstad.test"]["phone"] == "+31703735000", "who is new has no other"


def test_who_has_none_gets_it_and_a_mobile_replaces_any(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    with database.write() as session:
        session.get_one(PersonRecord, ours.worker.id).phone = None
    name = people(api, ours)[ours.worker.email]["name"]
    for mobile, desk, phone in (
        ("", DESK, "+31703735000"),
        ("", "070 373 5001", "+31703735001"),
        ("", "06 12345691", "+31612345691"),
        ("", "06 12345692", "+31612345692"),
        ("070 373 5002", "", "+31703735002"),
    ):
        found = reads(api, ours, f"{name};{ours.worker.email};{mobile};{desk};;", head=HEAD)
        assert (counts(found), found["changes"][0]["what"]) == ((1, 1, 0, 0), ["phone"])
        assert not any(note.startswith("Vaste nummers") for note in found["notes"])
        assert people(api, ours)[ours.worker.email]["phone"] == phone


def test_nobody_reads_from_it_what_a_stranger_has(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    found = reads(api, ours, f"D;{strangers.worker.email};;{DESK};Buitendienst;Inkomen", head=HEAD)
    assert wrong(found) == [(2, [("E-mail", "email_taken")])]
    assert not any(note.startswith("Vaste nummers") for note in found["notes"])
