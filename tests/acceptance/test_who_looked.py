"""Who looked at what: the registrar reads it of everybody, each of us who looked at us, a stranger nothing."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.app_under_test import AppUnderTest, Person
from tests.support.organisations import an_organisation
from tests.support.person import an_address

Json = dict[str, Any]


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("demo")


def _period(app: AppUnderTest) -> Json:
    today = app.now().date()
    return {"since": (today - timedelta(days=1)).isoformat(), "until": today.isoformat()}


def _log(app: AppUnderTest, **more: object) -> list[Json]:
    found: list[Json] = app.ruth.posts("/v1/looks/_search", {**_period(app), **more})["looks"]
    return found


def _looks_back_on_jan(app: AppUnderTest, who: Person) -> None:
    who.posts("/v1/past/visits/_search", {**_period(app), "who": "Jan de Wit"})
    app.passes(minutes=1)


def test_the_registrar_reads_who_looked_by_kind_person_and_page(app: AppUnderTest) -> None:
    body = {"address": an_address(), "purpose": "huisbezoek voorbereiden"}
    app.jan.posts("/v1/risk-addresses/_search", body)
    app.passes(minutes=1)
    _looks_back_on_jan(app, app.karin)
    app.ruth.asks("/v1/risk-addresses")
    assert [one["kind"] for one in _log(app)] == ["register", "past", "address"]
    (seen,) = _log(app, kind="address")
    assert (seen["by"]["name"], seen["what"], seen["answered"]) == (app.jan.name, "huisbezoek voorbereiden", False)
    assert "Dorpsstraat" not in str(seen), "the log is no second register"
    (seen,) = _log(app, by=str(app.karin.id), kind="past")
    assert [one["name"] for one in seen["about"]] == [app.jan.name]
    assert {one["by"]["id"] for one in _log(app, kind="log")} == {str(app.ruth.id)}, (
        "who reads the log stands in it too"
    )


@pytest.mark.on_both
def test_pages_go_on_without_a_hole(app: AppUnderTest) -> None:
    for _ in range(60):
        app.ruth.asks("/v1/risk-addresses")
    body = {**_period(app), "kind": "register"}
    first = app.ruth.posts("/v1/looks/_search", body)
    second = app.ruth.posts("/v1/looks/_search", {**body, "behind": first["next"]})
    seen = [one["id"] for page in (first, second) for one in page["looks"]]
    assert (len(first["looks"]), len(seen), len(set(seen)), second["next"]) == (50, 60, 60, None)
    refused = app.ruth.posts("/v1/looks/_search", {**body, "behind": "gisteren"}, expect=400)
    assert refused["errors"][0]["pointer"] == "/behind"


@pytest.mark.on_both
def test_a_cell_is_no_formula(app: AppUnderTest) -> None:
    app.jan.posts("/v1/risk-addresses/_search", {"address": an_address(), "purpose": '=HYPERLINK("http://x")'})
    answer = app.http.post("/v1/looks/looks.csv", json=_period(app), headers=app.ruth.employee.headers)
    head, row = answer.text.removeprefix("\ufeff").splitlines()[:2]
    assert head.startswith("Dag;Tijd;Wie keek;Waarin")
    assert "'=HYPERLINK" in row
    assert [one["taken"] for one in _log(app, kind="log")] == [True]
    audit = app.http.post("/v1/audit/audit.csv", json=_period(app), headers=app.ruth.employee.headers)
    assert audit.text.removeprefix("\ufeff").startswith("Dag;Tijd;Wat;Door;Over;Hoe;Gegevens")
    said = [line.split(";") for line in audit.text.splitlines()[1:]]
    assert {(one[2], one[5]) for one in said} == {("Protocol geladen", "op de server zelf")}, "as the screen says it"


def test_each_reads_who_looked_at_them_and_nothing_of_others(app: AppUnderTest) -> None:
    _looks_back_on_jan(app, app.karin)
    app.karin.posts("/v1/past/visits/_search", _period(app))
    app.passes(minutes=1)
    app.fatima.asks(f"/v1/teams/{app.ours.team}/whereabouts")
    mine = app.jan.asks("/v1/me/looks")["looks"]
    assert [(one["kind"], one["by"]["name"], one["wide"]) for one in mine] == [
        ("whereabouts", app.fatima.name, True),
        ("past", app.karin.name, True),
        ("past", app.karin.name, False),
    ]
    assert [one["wide"] for one in app.ali.asks("/v1/me/looks")["looks"]] == [True, True], "not that Jan was looked for"
    assert "about" not in mine[0]
    assert all(one["by"]["id"] != str(app.karin.id) for one in app.karin.asks("/v1/me/looks")["looks"])


@pytest.mark.on_both
def test_another_organisation_reads_nothing_of_it(app: AppUnderTest) -> None:
    app.ruth.asks("/v1/risk-addresses")
    _looks_back_on_jan(app, app.karin)
    theirs = an_organisation(app.database, "elders")
    head = theirs.registrar.headers
    found = app.http.post("/v1/looks/_search", json=_period(app), headers=head).json()["looks"]
    assert {one["by"]["id"] for one in found} <= {str(theirs.registrar.id)}
    stolen = {**_period(app), "by": str(app.karin.id)}
    assert app.http.post("/v1/looks/_search", json=stolen, headers=head).json()["looks"] == []
    assert app.http.get("/v1/me/looks", headers=theirs.worker.headers).json()["looks"] == []
