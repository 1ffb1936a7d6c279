"""Whom to call, for a phone to keep: who may ask for it, and who is named."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from achterwacht.people.records import PersonRecord
from foundation.session import Database
from tests.support.organisations import Employee, Organisation

DUTY = "/v1/duty-numbers"


def told(api: TestClient, who: Employee) -> list[dict[str, Any]]:
    answer = who.get(api, DUTY)
    assert answer.status_code == 200, answer.text
    (team,) = answer.json()["teams"]
    people: list[dict[str, Any]] = team["people"]
    return people


def test_who_may(api: TestClient, ours: Organisation) -> None:
    assert api.get(DUTY).status_code == 401
    for name, person in vars(ours).items():
        if isinstance(person, Employee):
            may = name in {"worker", "worker2", "colleague", "manager", "manager2"}
            assert person.get(api, DUTY).status_code == (200 if may else 403), name


@pytest.mark.parametrize("away", ["no number", "absent"])
def test_who_can_not_be_called_is_not_named(api: TestClient, ours: Organisation, database: Database, away: str) -> None:
    with database.write() as session:
        now = database.clock.now(session)
        values: dict[str, Any] = (
            {"phone": None}
            if away == "no number"
            else {"absent_from": now - timedelta(days=1), "absent_until": now + timedelta(days=1)}
        )
        of = update(PersonRecord).where(PersonRecord.organisation_id == ours.id, PersonRecord.id == ours.manager.id)
        session.execute(of.values(**values))
    assert str(ours.manager.id) not in {one["id"] for one in told(api, ours.worker)}
    assert str(ours.manager2.id) in {one["id"] for one in told(api, ours.worker)}
