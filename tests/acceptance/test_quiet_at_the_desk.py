"""Somebody asked by SMS not to be phoned: no list, text, call, sheet or row says to phone them, about anything."""

import re

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL
from tests.support.app_under_test import AppUnderTest, Person, Role

ASKS = "bel me niet, hij hoort het"
OUTSIDER = "0612000000"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def closes(app: AppUnderTest) -> None:
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_the_list_of_the_desk_does_not_say_to_phone_them(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "panic")
    assert app.jan.visit(visit)["alarm"]["quiet"] is False
    loud = app.karin.on_alarm(app.karin.alarm(), "steps", step=1, done=True)
    assert loud["steps"][1] == "Daarna: bel de medewerker."
    app.jan.phone.sends(ASKS)
    app.settles()
    assert app.jan.visit(visit)["alarm"]["quiet"] is True, "or their own screen says that a colleague calls"
    now = app.karin.sees(loud)
    assert now["cause"] == "panic"
    assert now["steps"] == [
        loud["steps"][0],
        "Bel de medewerker en wie mee is NIET. Stuur ook geen bericht: iemand kan meekijken.",
        *loud["steps"][2:],
    ]
    assert now["ticks"] == [], "that somebody phoned before says nothing of this step"
    assert now["worker"]["phone"] is None
    ticked = app.karin.on_alarm(loud, "steps", step=1, done=True)
    assert [one["step"] for one in ticked["ticks"]] == [1]
    assert any("en wie mee is NIET" in line for line in app.karin.story(visit))
    app.karin.on_alarm(loud, "steps", step=9, done=True, expect=400)
    closes(app)
    after = app.karin.sees(loud)
    assert (after["steps"], [one["step"] for one in after["ticks"]]) == (loud["steps"], [1])
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_who_says_loos_alarm_is_not_called_back(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends(ASKS)
    app.forgets_messages()
    app.jan.phone.sends("loos alarm")
    app.jan.phone.expects_sms("Genoteerd: loos alarm. We bellen je niet. Toch hulp nodig: NOOD")
    assert "Jan de Wit zegt: loos alarm. Bel niet terug: dat is gevraagd." in app.karin.story(visit)
    closes(app)
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_no_text_and_no_row_about_another_plan_of_theirs_says_to_phone(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=3)
    visit = app.jan.checks_in(minutes=10, companions=[{"name": "M. Jansen (wijkteam)", "phone": OUTSIDER}])
    app.jan.phone.sends(ASKS)
    app.forgets_messages()
    app.passes_until(lambda: any("had om" in sms.text for sms in app.twilio.messages))
    said = app.fatima.phone.expects_sms("Jan de Wit had om").text
    assert "Bel Jan de Wit NIET: dat is gevraagd." in said
    assert app.jan.employee.phone[-8:] not in said
    board = app.fatima.asks("/v1/board")
    rows = [*board["visits"], *board["planned"]]
    assert {one["id"] for one in rows} == {planned["id"], visit["id"]}
    for row in rows:
        assert (row["quiet"], row["silent"], row["worker"]["phone"]) == (True, False, None)
        assert all(other["phone"] is None for other in row["companions"])
    (alarm,) = board["alarms"]
    assert (alarm["quiet"], alarm["worker"]["phone"]) == (True, None)
    paper = str(app.karin.asks(f"/v1/teams/{app.ours.team}/whereabouts"))
    assert app.jan.employee.phone[-8:] not in paper
    assert OUTSIDER not in paper
    closes(app)
    (row,) = app.fatima.asks("/v1/board")["planned"]
    assert (row["quiet"], row["worker"]["phone"]) == (False, app.jan.employee.phone)
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_their_telephone_does_not_ring_by_itself(app: AppUnderTest) -> None:
    app.jan.checks_in(minutes=60)
    app.jan.phone.sends(ASKS)
    second = app.jan.checks_in(minutes=1)
    app.passes_until(lambda: app.jan.visit(second)["alarm"])
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.passes(seconds=20)
    assert [one for one in app.twilio.calls if one.to == app.jan.employee.phone] == []
    assert "Bel Jan de Wit NIET" in app.fatima.phone.expects_sms("heeft zich niet afgemeld").text
    closes(app)


def test_no_phone_keeps_their_number_as_one_to_call_and_nobody_tests_it(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    other = app.also_has("Bea Bos", Role.WORKER)

    def calls(person: Person) -> set[str]:
        return {one["name"] for team in person.asks("/v1/duty-numbers")["teams"] for one in team["people"]}

    assert sven.name in calls(other)
    visit = sven.checks_in(minutes=60)
    sven.phone.sends(ASKS)
    app.settles()
    assert sven.name not in calls(other)
    assert [one["name"] for one in app.anne.asks("/v1/people")["people"] if one["notToBeReached"]] == [sven.name]
    assert app.anne.posts(f"/v1/people/{sven.id}/number-check", expect=409)["code"] == "not_to_be_reached"
    closes(app)
    assert sven.name in calls(other)
    sven.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.parametrize("silent", [False, True], ids=["asked", "forced"])
def test_the_sheet_names_all_who_are_inside_and_gives_one_number_which_is_for_the_police(
    app: AppUnderTest, silent: bool
) -> None:
    app.jan.sets_pin("2468", "8642")
    companions = [{"personId": str(app.ali.id)}, {"name": "M. Jansen (wijkteam)", "phone": OUTSIDER}]
    visit = app.jan.checks_in(minutes=10, companions=companions)
    if silent:
        app.jan.does(visit, "ok", pin="8642")
    else:
        app.jan.phone.sends(ASKS)
    app.settles()
    app.karin.on_alarm(app.karin.alarm(), "escalate", level="manager")
    link = re.search(r"/o/[\w-]+", app.karin.phone.expects_sms("BEL NU 112").text)
    assert link is not None
    page = " ".join(re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", app.http.get(link.group()).text).split())
    inside = "Bel Jan de Wit, Ali Demir en M. Jansen (wijkteam) niet"
    assert (f"Stil alarm. {inside}." if silent else f"{inside}: dat is gevraagd.") in page
    assert OUTSIDER not in page
    assert "(niet bellen)" in page
    sheet = app.karin.asks(f"/v1/alarms/{app.karin.alarm()['id']}/hand-over")
    assert [one["phone"] for one in sheet["companions"]] == [None, None]
    closes(app)
    app.jan.does(visit, "check-out", pin="2468")
    app.forgets_messages()
