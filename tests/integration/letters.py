"""Letters over the API: what its tests write, sign and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi.testclient import TestClient

from achterwacht.functions.records import HolderRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.service import load_profile, shipped
from foundation.clock import clock_of
from foundation.session import Database
from tests.support.organisations import Employee, Organisation

BEFORE = (datetime.now(UTC) - timedelta(hours=2)).isoformat().replace("+00:00", "Z")


def today() -> date:
    """Returns the day in the Netherlands: midnight, and New Year, may have passed since these files were read."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()


LATER = (today() + timedelta(days=180)).isoformat()
WHAT = "U schold een medewerker uit en u gooide een stoel om."
FACTS = {"what": WHAT, "until": LATER, "contact": "S. de Vries, 073 - 123 45 67", "policeReportedOf": "bedreiging"}
REPORTED = {**FACTS, "policeReportedOn": today().isoformat()}
HANDED = {"how": "in_person", "receipt": "signed"}
PIETERS = {"name": "Pieters", "initials": "J.", "address": {"country": "NL", "postcode": "5211AA", "houseNumber": 12}}

Filed = Callable[..., str]


def files_reports(api: TestClient, database: Database, ours: Organisation) -> Filed:
    """File a report of this behaviour, by this profile. Returns where its letters are."""

    def files(profile: str, *behaviours: str, **more: Any) -> str:
        with database.write() as session:
            organisation = session.get_one(OrganisationRecord, ours.id)
            load_profile(session, organisation, shipped()[profile], clock_of(session).now(session))
        body = {
            "happenedAt": BEFORE, "description": "Hij dreigde.", "kind": "threatening", "channel": "office",
            "behaviours": [{"id": one, "channel": "office"} for one in behaviours], "aggressor": PIETERS, **more,
        }  # fmt: skip
        answer = ours.worker.post(api, "/v1/incidents", body)
        assert answer.status_code == 201, answer.text
        return f"/v1/incidents/{answer.json()['id']}/letters"

    return files


def written(api: TestClient, who: Employee, path: str, letter: str, **more: Any) -> dict[str, Any]:
    answer = who.post(api, path, {"letterId": letter, "facts": FACTS, **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def does(api: TestClient, who: Employee, letter: dict[str, Any], what: str, body: Any = None) -> dict[str, Any]:
    answer = who.post(api, f"/v1/letters/{letter['id']}/{what}", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def codes(answer: Any) -> list[tuple[str, str]]:
    found = answer.json()
    return [(one["pointer"], one["code"]) for one in found["errors"]] if "errors" in found else [("", found["code"])]


def tasks(api: TestClient, who: Employee) -> list[str]:
    open_ones = who.get(api, "/v1/tasks?mine=true").json()["tasks"]
    return sorted(one["title"] for one in open_ones if "letter" in one["kind"])


def names(database: Database, ours: Organisation, function: Function, who: Employee) -> None:
    with database.write() as session:
        session.add(HolderRecord(organisation_id=ours.id, function=function, person_id=who.id))
