"""The Belgian register of acts by third parties (000 L93): who enters, whose name stands there, who reads it."""

from datetime import timedelta

import pytest

from achterwacht.functions.records import HolderRecord
from achterwacht.protocols.functions import Function
from achterwacht.third_party_acts.records import ThirdPartyActRecord
from tests.support.app_under_test import AppUnderTest, Person


@pytest.fixture
def adviser(app: AppUnderTest) -> Person:
    """Fatima is the prevention adviser."""
    app.runs_on("woonmaatschappij")
    with app.database.write() as session:
        session.add(HolderRecord(organisation_id=app.ours.id, function=Function.PREVENTION, person_id=app.fatima.id))
    return app.fatima


def filed(app: AppUnderTest) -> str:
    report = {
        "kind": "threatening", "happenedAt": (app.now() - timedelta(hours=2)).isoformat(), "place": "-Markt",
        "description": '=HYPERLINK("http://x.test")', "behaviours": [{"id": "threat", "channel": "home_visit"}],
    }  # fmt: skip
    made = str(app.jan.posts("/v1/incidents", report, expect=201)["id"])
    app.forgets_messages()  # of the care that begins with each report
    return made


def task(who: Person, incident: str, title: str) -> str:
    found = who.asks(f"/v1/incidents/{incident}/tasks")["tasks"]
    (only,) = [one["id"] for one in found if title in one["title"] and one["state"] == "open"]
    return str(only)


def test_from_the_question_to_the_sheet(app: AppUnderTest, adviser: Person) -> None:
    incident = filed(app)
    path = f"/v1/incidents/{incident}/third-party-act"
    assert app.jan.asks(path) == {"enteredAt": None, "keptUntil": None, "named": None, "maySay": False}
    app.jan.puts(path, {"named": True}, expect=404)
    assert adviser.asks("/v1/third-party-acts") == {"acts": [], "next": None}
    app.karin.posts(f"/v1/tasks/{task(app.karin, incident, 'feitenregister')}/done", {})
    # Facts and dates, and no name: nobody said that it may stand there.
    (line,) = adviser.asks("/v1/third-party-acts")["acts"]
    assert (line["employee"], line["kinds"], line["place"]) == (None, ["Persoonlijke bedreiging"], "-Markt")
    asked = task(app.jan, incident, "je naam")
    app.jan.posts(f"/v1/tasks/{asked}/done", {}, expect=409)
    assert app.karin.puts(path, {"named": True}, expect=403)["code"] == "not_your_name"
    app.ali.puts(path, {"named": True}, expect=404)
    assert app.jan.puts(path, {"named": True})["named"]
    (line,) = adviser.asks("/v1/third-party-acts")["acts"]
    assert line["employee"] == "Jan de Wit"
    assert app.jan.asks(path)["maySay"]
    assert not app.karin.asks(path)["maySay"]
    # Taken back, also after the report was closed.
    app.karin.posts(f"/v1/incidents/{incident}/close", {"reason": "Klaar"})
    app.jan.puts(path, {"named": False})
    assert adviser.asks("/v1/third-party-acts")["acts"][0]["employee"] is None
    # Whoever reads it is in the log of the report, and a formula is text in the sheet.
    assert app.jan.asks(f"/v1/incidents/{incident}/readers")["readers"][0]["person"]["id"] == str(adviser.id)
    for sheet in ("/v1/third-party-acts/acts.csv", "/v1/third-party-acts.csv"):
        text = app.http.get(sheet, headers=adviser.employee.headers).text
        assert ';"\'=HYPERLINK(""http://x.test"")";\'-Markt;' in text
        assert "Jan de Wit" not in text
    assert app.invariants_hold()


def test_who_does_not_read_it(app: AppUnderTest, adviser: Person) -> None:
    assert "prevention" in adviser.asks("/v1/me")["functions"]
    assert adviser.asks("/v1/me")["readsThirdPartyActs"]
    assert not app.karin.asks("/v1/me")["readsThirdPartyActs"]
    assert "prevention" not in app.jan.asks("/v1/me")["functions"]
    for who in (app.jan, app.karin, app.ruth):
        assert who.asks("/v1/third-party-acts", expect=403)["code"] == "not_your_register"
        who.asks("/v1/third-party-acts.csv", expect=403)
    app.runs_on("corporatie")
    adviser.asks("/v1/third-party-acts", expect=404)


@pytest.mark.on_both
def test_five_years_and_not_a_day_more(app: AppUnderTest, adviser: Person) -> None:
    incident = filed(app)
    app.karin.posts(f"/v1/tasks/{task(app.karin, incident, 'feitenregister')}/done", {})
    (line,) = adviser.asks("/v1/third-party-acts")["acts"]
    assert int(line["keptUntil"][:4]) == int(line["enteredOn"][:4]) + 5
    for days, left in ((0, 1), (1, 0)):
        with app.database.write() as session:
            for one in session.query(ThirdPartyActRecord):
                one.kept_until = app.now().date() - timedelta(days=days)
        assert len(adviser.asks("/v1/third-party-acts")["acts"]) == left
