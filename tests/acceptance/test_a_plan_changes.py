"""Another address or another worker for a planned visit: what holds at the new place and for whoever goes now, what was
promised for the old one, and who hears it. Whoever comes along hears it too, and so does who need not any more."""

from typing import Any

import pytest

from tests.acceptance.stories import marks, refused
from tests.support.app_under_test import AppUnderTest, Role, an_address

Json = dict[str, Any]
HERE, MARKED = an_address(12), an_address(240)


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    """P3: two go where the register has a mark, and elsewhere nobody is asked to say they are at the door."""
    return app.runs_on("heusden-zolder").lets_calls_ring()


@pytest.mark.on_both
def test_at_another_address_the_register_is_asked_anew_and_promises_lapse(app: AppUnderTest) -> None:
    marks(app, MARKED, "attention")
    planned = app.jan.plans(starts_in=60, address=HERE, minutes=20, companions=[{"personId": str(app.ali.id)}])
    assert "antwoord" not in app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").text
    app.karin.does(planned, "police-told")
    assert not planned["beforehand"]["pair"]["needed"]
    moved = app.fatima.changes(planned, address=MARKED)
    assert moved["address"]["line"].startswith("Dorpsstraat 240")
    assert moved["risk"]["advice"] == ["attention"]
    assert (moved["beforehand"]["pair"]["needed"], moved["beforehand"]["mayStart"]) == (True, False)
    assert moved["beforehand"]["police"]["toldAt"] is None, "that was for the other place"
    text = app.jan.phone.expects_sms("Fatima Bakker heeft het adres van je afspraak gewijzigd").text
    assert "Dorpsstraat 240" in text
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je gaat mee met Jan")
    line = app.jan.story(moved)[-2]
    assert line.startswith("Fatima Bakker wijzigt het adres: Dorpsstraat 240, ")
    assert "in plaats van Dorpsstraat 12," in line
    again = app.fatima.changes(moved, address=MARKED)
    assert again["companions"][0]["comingAt"] is not None, "the same address once more lapses nothing"
    back = app.jan.changes(again, address=HERE)
    assert back["companions"][0]["comingAt"] is None
    assert not back["beforehand"]["pair"]["needed"]
    text = app.ali.phone.expects_sms("Gewijzigd: de afspraak van Jan de Wit").text
    assert "Dorpsstraat 12," in text
    app.jan.does(back, "cancel")
    app.forgets_messages()


@pytest.mark.on_both
def test_a_colleague_takes_a_visit_over_and_both_hear_it(app: AppUnderTest) -> None:
    team, jan, ali = str(app.ours.team), str(app.jan.id), str(app.ali.id)
    others = [{"personId": ali}, {"personId": str(app.fatima.id)}, {"name": "Wijkagent Bos"}]
    planned = app.jan.plans(starts_in=60, companions=others, teamId=team)
    for nobody in (str(app.karin.id), team):
        answer = app.fatima.changes(planned, workerId=nobody, expect=400)
        assert [(one["pointer"], one["code"]) for one in answer["errors"]] == [("/workerId", "unknown_colleague")]
    app.jan.changes(planned, workerId=ali, expect=403)
    app.also_has("Noor Jansen", Role.WORKER).changes(planned, workerId=ali, expect=404)
    stranger = app.has_neighbours().manager
    path, body = f"/v1/visits/{planned['id']}", {"workerId": ali}
    assert app.http.patch(path, json=body, headers=stranger.headers).status_code == 404
    handed = app.karin.changes(planned, workerId=ali)
    assert handed["worker"]["name"] == "Ali Demir"
    assert [one["name"] for one in handed["companions"]] == ["Fatima Bakker", "Wijkagent Bos"]
    app.jan.phone.expects_sms("Karin Smit laat een collega gaan naar de afspraak")
    app.ali.phone.expects_sms("Karin Smit heeft een afspraak voor je gepland")
    app.fatima.phone.expects_sms("Gewijzigd: de afspraak van Ali Demir is")
    app.jan.asks(path, expect=404)
    app.karin.changes(handed, workerId=ali)
    assert app.karin.story(handed)[-1] == "Karin Smit beslist: Ali Demir gaat, in plaats van Jan de Wit."
    inside = app.ali.does(handed, "check-in")
    assert app.karin.changes(inside, workerId=jan, expect=409)["code"] == "not_planned"
    assert app.ali.changes(inside, address=an_address(9), expect=409)["code"] == "not_planned"
    app.ali.does(inside, "check-out")
    app.forgets_messages()


def test_what_the_register_says_of_the_colleague_counts_at_once(app: AppUnderTest) -> None:
    mark = {"address": HERE, "advice": ["not_this_employee"], "notFor": [str(app.ali.id)]}
    mark |= {"reason": "Dreigde deze medewerker", "reviewDate": "2040-01-01"}
    made = app.ruth.posts("/v1/risk-addresses", mark, expect=201)
    app.karin.posts(f"/v1/risk-addresses/{made['id']}/approve")
    planned = app.jan.plans(starts_in=60, address=HERE)
    handed = app.fatima.changes(planned, workerId=str(app.ali.id))
    assert handed["risk"]["advice"] == ["not_this_employee"]
    app.forgets_messages()


def test_what_it_says_of_who_comes_along_counts_from_when_they_do(app: AppUnderTest) -> None:
    mark = {"address": HERE, "advice": ["not_this_employee"], "notFor": [str(app.ali.id)]}
    mark |= {"reason": "Dreigde deze medewerker", "reviewDate": "2040-01-01"}
    made = app.ruth.posts("/v1/risk-addresses", mark, expect=201)
    app.karin.posts(f"/v1/risk-addresses/{made['id']}/approve")
    planned = app.jan.plans(starts_in=60, address=HERE)
    assert planned["risk"]["advice"] == []
    along = app.jan.changes(planned, companions=[{"personId": str(app.ali.id)}])
    assert along["risk"]["advice"] == ["not_this_employee"]
    assert app.jan.changes(along, companions=[])["risk"]["advice"] == [], "and no longer"
    app.forgets_messages()


def test_who_comes_along_hears_it_and_so_does_who_need_not(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60, address=HERE)
    along = app.jan.changes(planned, companions=[{"personId": str(app.ali.id)}])
    text = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").text
    assert "antwoord" not in text, "nobody is asked where one may go alone"
    app.jan.changes(along, companions=[{"personId": str(app.ali.id)}], purpose="Sleutels")
    app.ali.phone.is_silent()
    app.jan.does(planned, "cancel")
    app.ali.phone.expects_sms("gaat niet door")
    along = app.jan.plans(starts_in=60, address=HERE, companions=[{"personId": str(app.ali.id)}])
    text = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").text
    assert "antwoord" not in text, "who is named at first hears it as who is added later does"
    app.jan.changes(along, companions=[])
    text = app.ali.phone.expects_sms("Je hoeft niet meer mee met Jan de Wit").text
    assert "Dorpsstraat 12," in text
    app.jan.does(along, "cancel")


def test_where_two_go_who_is_taken_off_is_told_and_the_new_one_is_asked(app: AppUnderTest) -> None:
    marks(app, MARKED, "attention")
    ali, mohamed = {"personId": str(app.ali.id)}, {"personId": str(app.mohamed.id)}
    planned = app.jan.plans(starts_in=60, address=MARKED, companions=[ali])
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.karin.changes(planned, companions=[mohamed])
    app.ali.phone.expects_sms("Je hoeft niet meer mee met Jan de Wit")
    app.mohamed.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.jan.does(planned, "cancel")
    app.forgets_messages()


def test_who_goes_after_fraud_stays_with_the_manager(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch").lets_calls_ring()
    planned = app.jan.plans(starts_in=60, companions=[{"name": "Wijkagent Bos"}])
    app.jan.does(planned, "fraud-question")
    app.karin.phone.expects_sms("Beslis in Achterwacht")
    body: Json = {"workerId": str(app.ali.id)}
    assert refused(app.fatima.changes(planned, **body, expect=409)) == "manager_decides_first"
    decided = app.karin.changes(planned, **body)["beforehand"]["fraud"]
    assert (decided["state"], decided["decidedBy"]["name"]) == ("colleague", "Karin Smit")
    app.forgets_messages()
