"""The screens that a busy day has not: what comes after an incident, and those of whoever has a part in that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from achterwacht.functions.records import HolderRecord
from achterwacht.protocols.functions import Function
from tests.browser.screens import LONG_ADDRESS, LONG_NAME, Screen
from tests.support.app_under_test import AppUnderTest, Person

STORY = "Hij riep verwensingen over arbeidsongeschiktheidsverzekeringen en trapte tegen de voordeur van het bijkantoor."


class Case(NamedTuple):
    """The id of the report and of the alarm, and of a task of each that opens a screen."""

    report: str
    alarm: str
    fatimas: str
    hannas: str


def a_case(app: AppUnderTest) -> Case:
    """Two reports of one person, a ban, a letter that is signed and one that is not; and an alarm beside them."""
    app.lets_calls_ring().runs_on("woonmaatschappij")
    hanna = Person(app, app.ours.hr)
    with app.database.write() as session:
        for function, person in ((Function.PREVENTION, hanna), (Function.TRUSTED_PERSON, app.fatima)):
            session.add(HolderRecord(organisation_id=app.ours.id, function=function, person_id=person.id))
    app.jan.is_called("Jan-Willem Alexander van Oldenbarneveld tot Berkel")
    app.jan.does(app.jan.checks_in(minutes=90, address=LONG_ADDRESS | {"houseNumber": 76}), "panic")
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    _, last = _reported(app), _reported(app)
    _decided(app, f"/v1/incidents/{last}")
    (first_plan, *_) = app.jan.asks("/v1/aftercare?mine=true")["plans"]
    app.jan.posts(f"/v1/aftercare/{first_plan['id']}/another-person")
    address = {"country": "NL", "postcode": "5211 AA", "houseNumber": 14}
    mark = {"address": address, "advice": ["pairs"], "reason": STORY, "reviewDate": "2040-01-01"}
    app.jan.posts("/v1/risk-addresses", mark, expect=201)
    app.forgets_messages()
    return Case(last, alarm["id"], _opens(app.fatima), _opens(hanna))


def _reported(app: AppUnderTest) -> str:
    report = {
        "kind": "threatening",
        "happenedAt": (app.now() - timedelta(hours=1)).isoformat(),
        "description": STORY,
        "injured": True,
        "behaviours": [{"id": "threat", "channel": "home_visit"}],
        "aggressor": {"name": LONG_NAME.format("Jr"), "dateOfBirth": "1981-03-04", "clientReference": "K-77"},
        "damages": [{"whose": "organisation", "what": "Voordeur van het bijkantoor"}],
    }
    made: str = app.jan.posts("/v1/incidents", report, expect=201)["id"]
    return made


def _decided(app: AppUnderTest, report: str) -> None:
    until = (app.now() + timedelta(days=30)).date().isoformat()
    app.karin.posts(f"{report}/measures", {"kind": "access_ban", "until": until, "reason": STORY}, expect=201)
    (act,) = [
        one
        for one in app.karin.asks(f"{report}/tasks")["tasks"]
        if "feitenregister" in one["title"] and one["state"] == "open"
    ]
    app.karin.posts(f"/v1/tasks/{act['id']}/done", {})
    letter = {"letterId": "warning", "addressee": {"name": LONG_NAME.format("Jr")}, "facts": {"what": STORY}}
    signed, _ = (app.karin.posts(f"{report}/letters", letter, expect=201)["id"] for _ in range(2))
    app.karin.posts(f"/v1/letters/{signed}/sign", {})


def _opens(who: Person) -> str:
    return next(str(one["id"]) for one in who.asks("/v1/tasks?mine=true")["tasks"] if one["opens"])


def of_a_case(app: AppUnderTest, case: Case) -> Iterator[Screen]:
    report = f"/incidents/{case.report}"
    for path in (report, f"{report}/form", "/incidents/mine"):
        yield Screen(app.jan, "Vandaag", path)
    for path in (report, "/incidents", "/measures", "/bans", "/tasks", "/letters"):
        yield Screen(app.karin, "Bord", path)
    for opens in (
        "Vergelijken: Melding van",
        "Besluiten",
        "Invullen of veranderen",
        "Ondertekenen",
    ):
        yield Screen(app.karin, "Bord", report, opens=opens)


def of_the_others(app: AppUnderTest, case: Case) -> Iterator[Screen]:
    for path in (
        "/board",
        f"/alarms/{case.alarm}",
        "/planning",
        "/planning/new",
        "/whereabouts",
        "/roster",
        "/tasks",
        f"/tasks/{case.fatimas}",
        "/past",
        "/protocol",
        "/incidents/new",
        "/risk-addresses/propose",
        "/me",
    ):
        yield Screen(app.fatima, "Bord", path)
    yield Screen(app.fatima, "Bord", f"/alarms/{case.alarm}", opens="Doorgeven")
    yield Screen(app.fatima, "Bord", f"/alarms/{case.alarm}", opens="Afsluiten")
    hanna, rob, bo = (Person(app, one) for one in (app.ours.hr, app.ours.reception, app.ours.board))
    for path in ("/tasks", f"/tasks/{case.hannas}", "/third-party-acts", "/protocol", "/me"):
        yield Screen(hanna, "Taken", path)
    yield Screen(hanna, "Taken", f"/tasks/{case.hannas}", opens="Dit is gedaan")
    for path in ("/bans", "/tasks", "/me"):
        yield Screen(rob, "Toegangsverboden", path)
    yield Screen(rob, "Toegangsverboden", "/bans", opens="is er toch")
    for path in ("/measures", "/tasks", "/figures"):
        yield Screen(bo, "Maatregelen", path)
    for path in (
        f"/incidents/{case.report}",
        "/incidents",
        "/bans",
        "/measures",
        "/risk-addresses",
        "/tasks",
        "/letters",
        "/past",
        "/protocol",
        "/looks",
        "/audit",
        "/drills",
        "/me",
    ):
        yield Screen(app.ruth, "Meldingen", path)
