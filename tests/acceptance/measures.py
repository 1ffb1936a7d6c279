"""Reports and what is done about who did it, as the tests of measures ask for them."""

from datetime import timedelta
from typing import Any

from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person

PIETERS = {"name": "Pieters", "initials": "J.", "dateOfBirth": "1981-03-04", "clientReference": "K-77"}
DAY = 24 * 60


def filed(app: AppUnderTest, behaviour: str, channel: str = "office", by: Person | None = None, **more: Any) -> Json:
    """Jan reports what happened an hour ago."""
    body = {
        "kind": "threatening",
        "happenedAt": (app.now() - timedelta(hours=1)).isoformat(),
        "description": "Hij dreigde",
        "behaviours": [{"id": behaviour, "channel": channel}],
        "aggressor": PIETERS,
        **more,
    }
    made: Json = (by or app.jan).posts("/v1/incidents", body, expect=201)
    return made


def advice(app: AppUnderTest, incident: Json, by: Person | None = None) -> Json:
    return (by or app.karin).asks(f"/v1/incidents/{incident['id']}/advice")


def advised(app: AppUnderTest, incident: Json) -> list[str]:
    return [one["kind"] for one in advice(app, incident)["measures"]]


def take(
    app: AppUnderTest, incident: Json, kind: str, by: Person | None = None, *, expect: int = 201, **more: Any
) -> Any:
    body = {"kind": kind, **more}
    return (by or app.karin).posts(f"/v1/incidents/{incident['id']}/measures", body, expect=expect)


def codes(problem: Json) -> dict[str, str]:
    return {one["pointer"]: one["code"] for one in problem["errors"]}


def tasks_of(app: AppUnderTest, incident: Json, kind: str) -> list[Json]:
    found = app.karin.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]
    return [one for one in found if one["kind"] == kind]


def in_days(app: AppUnderTest, days: int) -> str:
    return (app.now() + timedelta(days=days)).date().isoformat()


def goes_on(app: AppUnderTest, *, days: float) -> None:
    app.passes(minutes=days * DAY)
    app.forgets_messages()


def same_person(app: AppUnderTest, one: Json, other: Json, by: Person | None = None, *, expect: int = 201) -> Any:
    path = f"/v1/incidents/{one['id']}/same-person"
    return (by or app.karin).posts(path, {"incidentId": other["id"]}, expect=expect)


def measures(app: AppUnderTest, incident: Json, by: Person | None = None) -> list[Json]:
    found: list[Json] = (by or app.karin).asks(f"/v1/incidents/{incident['id']}/measures")["measures"]
    return found
