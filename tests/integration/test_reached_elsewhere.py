"""Whoever is reached elsewhere from now on hears so where they were reached until now, by whatever door it changed."""

from __future__ import annotations

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from achterwacht.people.facts import NOWHERE
from achterwacht.people.records import PersonRecord
from foundation.session import Database
from notifications.texts.letters import write
from notifications.texts.templates import Template
from tests.integration.test_people_import import reads
from tests.integration.test_scim import Provider, a_token, as_entra_sends
from tests.support.organisations import Organisation
from tests.support.told_elsewhere import told

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def test_another_address_or_number_is_told_to_the_old_address(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    jan, path = ours.worker, f"/v1/people/{ours.worker.id}"

    def changed(**to: object) -> None:
        answer = ours.administrator.patch(api, path, to)
        assert answer.status_code == 200, answer.text

    changed(name="Jan de Wit", email=jan.email, language="en")
    assert told(database) == [], "what stays as it is"
    changed(email="jan.elders@voorstad.example")
    changed(phone="0612345671")
    changed(email=jan.email, phone="0612345672")
    assert told(database) == [
        (jan.email, "email"), ("jan.elders@voorstad.example", "phone"), ("jan.elders@voorstad.example", "both")
    ]  # fmt: skip
    changed(phone=None)
    assert told(database)[3:] == [(jan.email, "phone")], "a number that is taken away"
    changed(phone="0612345673")
    changed(active=False, email="weg@voorstad.example")
    assert len(told(database)) == 4, "a first number, and who leaves"


def test_whoever_is_taken_back_elsewhere_is_told_at_the_old_address(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    """Taken away, and given back in one with another address: the invitation goes to a stranger."""
    path = f"/v1/people/{ours.worker.id}"
    for change in ({"active": False}, {"active": True, "email": "jan@vreemd.example"}):
        assert ours.administrator.patch(api, path, change).status_code == 200
    assert told(database) == [(ours.worker.email, "email")]
    with database.write() as session:
        forgotten = session.get_one(PersonRecord, ours.worker2.id)
        forgotten.active, forgotten.email = False, f"1{NOWHERE}"
    back = {"active": True, "email": "terug@voorstad.example"}
    assert ours.administrator.patch(api, f"/v1/people/{ours.worker2.id}", back).status_code == 200
    assert len(told(database)) == 1, "no mail goes nowhere"


def test_the_mail_names_nobody(ours: Organisation) -> None:
    """The old address may be a stranger's by now."""
    for stage in ("account", "email", "phone", "both"):
        for language in ("nl", "nl-BE", "en", "fr"):
            text, letter = write(Template.REACHED_ELSEWHERE, language, {"stage": stage})
            assert text.strip()
            assert letter.subject


def test_a_provider_or_a_file_that_changes_them_is_told_too(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    provider = Provider(api, a_token(api, ours))
    sent = as_entra_sends(userName="jan@elders.example", phoneNumbers=[], externalId="jan")
    assert provider.asks("PUT", f"/Users/{ours.worker.id}", sent).status_code == 200
    assert told(database) == [(ours.worker.email, "email")]
    (row,) = [_row(database, ours.worker2.id)]
    reads(api, ours, f"{row.name};{row.email};0612345677;;;", keepGood="true")
    assert told(database)[1:] == [(ours.worker2.email, "phone")]


def _row(database: Database, person_id: UUID) -> PersonRecord:
    with database.read() as session:
        found = session.get_one(PersonRecord, person_id)
        session.expunge(found)
        return found
