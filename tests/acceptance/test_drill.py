"""A drill: the real ladder over the real phones, every word of it marked, and never in the way of what is real."""

import re
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.app_under_test import AppUnderTest, Person, Role
from tests.support.twilio.exchange import Outcome

TO_BE_DIALLED = re.compile(r"tel:|BEL NU (een|1)|Bel (nu |eerst )?(een een twee|1, 1, 2|112|101)|Gebeld\?")


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def begins(app: AppUnderTest, by: Person, kind: str = "overdue", *, expect: int = 201, **more: Any) -> Json:
    body = {"teamId": str(app.ours.team), "workerId": str(app.jan.id), "kind": kind, **more}
    drill: Json = by.posts("/v1/drills", body, expect=expect)
    return drill


def report(app: AppUnderTest, drill: Json) -> Json:
    return app.karin.asks(f"/v1/drills/{drill['id']}")


def everything_is_marked(app: AppUnderTest) -> None:
    """Every text that left is marked before anything else, and none asks for an emergency number to be dialled."""
    app.settles()
    for sms in app.twilio.messages:
        assert sms.text.startswith("OEFENING. "), sms.text
        assert not TO_BE_DIALLED.search(sms.text), sms.text


def ended(app: AppUnderTest, drill: Json) -> bool:
    return report(app, drill)["endedAt"] is not None


def test_nobody_takes_it_and_it_climbs_on_the_real_times_to_its_own_end(app: AppUnderTest) -> None:
    drill = begins(app, app.karin)
    app.jan.phone.expects_sms("Karin Smit begint een oefening. Jij speelt de collega op bezoek.")
    app.jan.phone.expects_sms("Echt hulp nodig: NOOD")
    app.passes(seconds=14)
    app.fatima.phone.is_silent()
    app.passes(seconds=2)
    assert "Jan de Wit heeft zich niet afgemeld: oefenadres" in app.fatima.phone.expects_sms("ALARM").text
    app.passes(seconds=15)
    app.karin.phone.expects_sms("Fatima reageerde niet")
    app.passes(seconds=15)
    for person in (app.karin, app.fatima):
        text = person.phone.expects_sms("Bel nu NIET. In een echt geval bel je nu 112").text
        assert "BEL NU" not in text
        assert "Begrepen? Antwoord 1" in text
    app.forgets_messages()
    app.passes(seconds=30)
    app.mohamed.phone.expects_sms("Bel nu NIET.")
    app.forgets_messages()
    app.passes(seconds=31)
    for person in (app.jan, app.fatima, app.karin, app.mohamed):
        person.phone.expects_sms("OEFENING. Einde oefening")
    app.passes(minutes=70)
    for person in (app.jan, app.fatima, app.karin, app.mohamed):
        person.phone.is_silent()
    everything_is_marked(app)

    told = report(app, drill)
    assert (told["startedBy"]["name"], told["endedBy"], told["worker"]["name"]) == ("Karin Smit", None, "Jan de Wit")
    assert [one["level"] for one in told["steps"]] == ["worker", "colleague", "manager", "police"]
    assert all(one["reachedAt"] and one["takenBy"] is None for one in told["steps"])
    assert {one["name"] for one in told["silent"]} == {
        "Fatima Bakker", "Karin Smit", "Mohamed el Amrani",
    }  # fmt: skip
    assert all(one["seconds"] is None and one["delivered"] for one in told["people"])
    assert told["timeline"][0]["text"] == "Karin Smit begint een oefening."
    assert told["timeline"][-1]["text"] == "Einde oefening."


def test_who_answers_is_timed_and_the_climb_stops_as_in_earnest(app: AppUnderTest) -> None:
    drill = begins(app, app.karin)
    app.passes(seconds=16)
    code = app.fatima.phone.expects_sms("ALARM").code
    app.passes(seconds=7)
    app.fatima.phone.sends(f"1 {code}")
    app.fatima.phone.expects_sms("OEFENING. Jij pakt alarm")
    app.passes(seconds=20)
    app.karin.phone.is_silent()
    told = report(app, drill)
    (row,) = [one for one in told["people"] if one["level"] == "colleague"]
    assert (row["person"]["name"], row["answer"]) == ("Fatima Bakker", "taken")
    assert 7 <= row["seconds"] < 12
    assert {one["channel"] for one in row["messages"]} == {"sms", "call"}
    reached = {one["level"]: (one["reachedAt"] is not None, one["takenBy"]) for one in told["steps"]}
    assert reached["colleague"] == (True, {"id": str(app.fatima.id), "name": "Fatima Bakker"})
    assert reached["manager"] == reached["police"] == (False, None)
    assert told["silent"] == [], "whoever plays the worker has nothing to answer"
    app.fatima.phone.sends(f"VEILIG {code}")
    app.fatima.phone.expects_sms("OEFENING. Alarm")
    for person in (app.fatima, app.jan):
        person.phone.expects_sms("OEFENING. Einde oefening")
    app.forgets_messages()
    assert ended(app, drill)
    everything_is_marked(app)


def test_who_declines_is_timed_too_and_the_next_level_comes_at_once(app: AppUnderTest) -> None:
    drill = begins(app, app.karin, "panic")
    app.passes(seconds=3)
    sms = app.fatima.phone.expects_sms("OEFENING. NOOD")
    assert "Bel eerst" not in sms.text
    app.fatima.phone.sends(f"2 {sms.code}")
    app.fatima.phone.expects_sms("OEFENING. Genoteerd: je kunt niet.")
    app.karin.phone.expects_sms("OEFENING. NOOD")
    told = report(app, drill)
    (row,) = [one for one in told["people"] if one["person"]["name"] == "Fatima Bakker"]
    assert row["answer"] == "declined"
    assert 3 <= row["seconds"] < 8
    assert [one["level"] for one in told["steps"]] == ["colleague", "manager", "police"]
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.forgets_messages()
    everything_is_marked(app)


def test_who_took_it_after_everyone_was_told_and_can_not_after_all_ends_it(app: AppUnderTest) -> None:
    drill = begins(app, app.karin, "panic")
    app.passes(seconds=15)
    app.fatima.phone.expects_sms("Bel nu NIET.")
    app.forgets_messages()
    app.passes(seconds=31)
    code = app.mohamed.phone.expects_sms("Bel nu NIET.").code
    app.mohamed.phone.sends(f"1 {code}")
    app.mohamed.phone.expects_sms("OEFENING. Genoteerd.")
    app.forgets_messages()
    app.mohamed.phone.sends(f"2 {code}")
    app.mohamed.phone.expects_sms("OEFENING. Genoteerd: je kunt niet.")
    for person in (app.jan, app.fatima, app.karin, app.mohamed):
        person.phone.expects_sms("OEFENING. Einde oefening")
        person.phone.is_silent()
    assert ended(app, drill)
    everything_is_marked(app)


def test_every_call_says_first_that_it_is_a_drill_and_nobody_is_asked_to_dial(app: AppUnderTest) -> None:
    drill = begins(app, app.karin)
    app.twilio.every_call_ends_as(None)
    app.passes(seconds=6)
    chase = app.jan.phone.expects_call().picks_up()
    assert chase.says.startswith("Dit is een oefening. Goedendag")
    assert "Toets 9 alleen als u echt hulp nodig hebt." in chase.says
    chase.hangs_up()
    app.passes(seconds=10)
    call = app.fatima.phone.expects_call().picks_up()
    assert call.says.startswith("Dit is een oefening. Dit is Achterwacht")
    call.presses("3")
    assert "Dit is een oefening. Jan de Wit heeft zich niet afgemeld" in call.says
    call.hangs_up()
    app.passes(seconds=15)
    app.karin.phone.expects_call().picks_up().hangs_up()
    app.passes(seconds=15)
    police = app.karin.phone.expects_call().picks_up()
    assert "Bel nu niet." in police.says
    police.presses("1")
    assert "In een echt geval bel je nu 1, 1, 2" in police.says
    police.presses("1")
    assert police.says.endswith("Dit is een oefening. Genoteerd. Bel niet: dit is een oefening.")
    told = report(app, drill)
    assert [one["takenBy"] and one["takenBy"]["name"] for one in told["steps"]][-1] == "Karin Smit"
    assert not any("belde" in line["text"] for line in told["timeline"]), "nobody called the police"
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.twilio.every_call_ends_as(Outcome.RINGS)
    app.forgets_messages()
    everything_is_marked(app)


def test_a_drill_is_on_no_list_of_who_is_where(app: AppUnderTest) -> None:
    """Who finds that list on the desk rings the person on it, or the police."""
    drill = begins(app, app.karin)
    listed = app.karin.asks(f"/v1/teams/{app.ours.team}/whereabouts")
    assert (listed["underWay"], listed["planned"]) == ([], [])
    board = app.karin.asks("/v1/board")
    assert (board["visits"], board["planned"], [one["alone"] for one in board["watches"]]) == ([], [], [])
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.settles()
    app.forgets_messages()


def test_the_hand_over_sheet_can_not_be_mistaken(app: AppUnderTest) -> None:
    drill = begins(app, app.karin)
    app.passes(seconds=50)
    link = re.search(r"/o/[\w-]+", app.karin.phone.expects_sms("Bel nu NIET").text)
    assert link is not None
    sheet = app.karin.asks(f"/v1/alarms/{drill['id']}/hand-over")
    assert sheet["drill"] is True
    assert sheet["emergencyNumber"] == "(oefening: niet bellen)"
    assert sheet["say"][0].startswith("OEFENING. Bel niemand.")
    assert sheet["say"][1] == "Het adres is: Oefenadres."
    for page in (
        app.http.get(link.group()),
        app.http.get(
            f"/v1/alarms/{drill['id']}/hand-over", headers=app.karin.employee.headers | {"Accept": "text/html"}
        ),
    ):
        assert "OEFENING. Bel niemand." in page.text
        assert "tel:" not in page.text
        assert "Bel 112" not in page.text
    refusal = app.karin.on_alarm(drill, "police-calls", number="112", expect=409)
    assert refusal["code"] == "only_played"
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.forgets_messages()


@pytest.mark.parametrize("kind", ["overdue", "panic"])
def test_the_noodknop_of_who_plays_is_real_at_once_and_ends_the_drill(app: AppUnderTest, kind: str) -> None:
    drill = begins(app, app.karin, kind)
    app.passes(seconds=16 if kind == "overdue" else 1)
    app.forgets_messages()
    before = len(app.twilio.messages)
    alarm = app.jan.posts("/v1/alarms", {"id": drill["id"]}, expect=201)
    assert alarm["id"] != drill["id"], "even if its phone takes the drill for its own alarm"
    assert (alarm["cause"], alarm["drill"], alarm["level"]) == ("panic", False, "manager")
    app.settles()
    real = [sms.text for sms in app.twilio.messages[before:] if sms.text.startswith("NOOD")]
    assert len(real) == 2
    assert all("Bel eerst 112 bij gevaar" in text for text in real)
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("NOOD")
    told = app.fatima.phone.expects_sms("OEFENING. Einde oefening").text
    assert told.endswith("Er is nu een ECHT alarm. Let daarop.")
    assert ended(app, drill)
    assert report(app, drill)["timeline"][-1]["text"] == "Einde oefening: er is een echt alarm."
    assert [one["id"] for one in app.karin.asks("/v1/board")["alarms"]] == [alarm["id"]]
    app.passes(seconds=16)
    app.karin.phone.expects_sms("BEL NU 112")
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_nine_in_the_drills_own_call_and_nood_by_sms_are_real_too(app: AppUnderTest) -> None:
    drill = begins(app, app.karin)
    app.twilio.every_call_ends_as(None)
    app.passes(seconds=6)
    app.jan.phone.expects_call().picks_up().presses("9")
    app.twilio.every_call_ends_as(Outcome.RINGS)
    app.fatima.phone.expects_sms("NOOD")
    assert ended(app, drill)
    assert app.fatima.alarm()["cause"] == "panic"
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    drill = begins(app, app.karin)
    app.jan.phone.sends("NOOD")
    app.jan.phone.expects_sms("Alarm verstuurd. Bel 112 als het kan.")
    assert ended(app, drill)
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_the_duress_pin_is_never_played(app: AppUnderTest) -> None:
    app.jan.sets_pin("1234", duress="9876")
    drill = begins(app, app.karin)
    app.forgets_messages()
    app.jan.phone.sends("OK")
    app.jan.phone.expects_sms("OEFENING. Zet je code erachter")
    app.jan.phone.sends("OK 9876")
    app.jan.phone.expects_sms("OEFENING. Genoteerd: alles goed.")
    app.fatima.phone.expects_sms("STIL ALARM")
    assert ended(app, drill)
    assert app.jan.asks("/v1/alarms?open=true")["alarms"] == [], "and his screen knows nothing"
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_an_answer_of_who_plays_ends_it_while_only_they_were_asked(app: AppUnderTest) -> None:
    drill = begins(app, app.karin)
    app.forgets_messages()
    app.passes(seconds=4)
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("OEFENING. Genoteerd: alles goed.")
    (row,) = report(app, drill)["people"]
    assert (row["answer"], row["level"]) == ("heard", "worker")
    assert 4 <= row["seconds"] < 9
    assert ended(app, drill)
    app.fatima.phone.is_silent()


def test_a_real_alarm_in_the_team_ends_the_drill_at_its_next_step_and_a_bare_digit_means_what_is_real(
    app: AppUnderTest,
) -> None:
    drill = begins(app, app.karin)
    app.passes(seconds=16)
    app.forgets_messages()
    visit = app.ali.checks_in(minutes=10)
    app.ali.does(visit, "panic")
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.phone.sends("1")
    assert "Ali Demir" in app.fatima.phone.expects_sms("Jij pakt alarm").text
    app.passes(seconds=15)
    assert "Er is nu een ECHT alarm." in app.fatima.phone.expects_sms("OEFENING. Einde oefening").text
    assert ended(app, drill)
    refusal = begins(app, app.karin, expect=409)
    assert refusal["code"] == "real_alarm_open"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.ali.does(visit, "check-out")


PIN, DURESS = "2468", "8642"
OWN = {"id", "asOf", "at", "startedAt", "endedAt", "toldAt", "reachedAt"}


@pytest.mark.parametrize("kind", ["overdue", "panic"])
@pytest.mark.parametrize("own", ["another plays", "they play themselves"])
def test_who_is_inside_of_a_silent_alarm_gets_the_answer_of_any_day_and_nobody_hears_a_drill(
    app: AppUnderTest, kind: str, own: str
) -> None:
    """A refusal would tell whoever looks along; a drill beside the silent alarm would make it seem one."""
    karin = app.also_has("Karin Bos", Role.MANAGER, Role.WORKER).sets_pin(PIN, DURESS)
    player = karin if own == "they play themselves" else app.jan
    usual = begins(app, karin, kind, workerId=str(player.id))
    karin.posts(f"/v1/drills/{usual['id']}/stop", {})
    app.forgets_messages()
    visit = karin.checks_in(minutes=60)
    if own == "they play themselves":
        karin.does(visit, "check-out", pin=DURESS)
    else:
        karin.does(visit, "ok", pin=DURESS)
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("STIL ALARM")
    app.forgets_messages()
    before = len(marked(app))
    drill = begins(app, karin, kind, workerId=str(player.id))
    assert _bare(drill) == _bare(usual)
    app.passes(seconds=16)
    assert len(marked(app)) == before
    app.passes(seconds=31)
    over = karin.asks(f"/v1/drills/{drill['id']}")
    assert over["endedAt"] is not None
    assert "echt alarm" not in str(over)
    assert len(marked(app)) == before
    assert app.karin.alarm()["cause"] == "duress", "the real one goes on"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    if own != "they play themselves":
        karin.does(visit, "check-out", pin=PIN)


def test_a_drill_that_gives_way_to_a_silent_alarm_does_not_say_so_to_those_inside(app: AppUnderTest) -> None:
    karin = app.karin.sets_pin(PIN, DURESS)
    drill = begins(app, app.also_has("Noor Aziz", Role.MANAGER), "panic")
    karin.phone.expects_sms("OEFENING. NOOD")
    karin.phone.sends(f"OK {DURESS}")
    app.fatima.phone.expects_sms("STIL ALARM")
    app.forgets_messages()
    app.passes(seconds=31)
    assert ended(app, drill)
    assert "Er is nu een ECHT alarm." in app.fatima.phone.expects_sms("OEFENING. Einde oefening").text
    assert "ECHT" not in karin.phone.expects_sms("OEFENING. Einde oefening").text
    assert "echt alarm" not in str(karin.asks(f"/v1/drills/{drill['id']}"))
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert "echt alarm" not in str(karin.asks(f"/v1/drills/{drill['id']}")), "nor when it is over"


def marked(app: AppUnderTest) -> list[str]:
    """What left with the mark of a drill."""
    app.settles()
    return [one.text for one in app.twilio.messages if one.text.startswith("OEFENING")]


def _bare(drill: Json) -> Any:
    """A drill without its moments and ids."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(one) for key, one in value.items() if key not in OWN}
        if isinstance(value, list):
            return sorted((bare(one) for one in value), key=str)
        return value

    return bare(drill)


def test_a_step_that_an_answer_asks_for_is_not_taken_beside_a_real_alarm(app: AppUnderTest) -> None:
    drill = begins(app, app.karin)
    app.passes(seconds=16)
    code = app.fatima.phone.expects_sms("ALARM").code
    visit = app.ali.checks_in(minutes=10)
    app.ali.does(visit, "panic")
    app.settles()
    app.forgets_messages()
    app.fatima.phone.sends(f"2 {code}")
    app.fatima.phone.expects_sms("OEFENING. Genoteerd: je kunt niet.")
    assert "Er is nu een ECHT alarm." in app.fatima.phone.expects_sms("OEFENING. Einde oefening").text
    app.jan.phone.expects_sms("OEFENING. Einde oefening")
    app.karin.phone.is_silent()
    assert ended(app, drill)
    (row,) = [one for one in report(app, drill)["people"] if one["level"] == "colleague"]
    assert row["answer"] == "declined"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.ali.does(visit, "check-out")


def test_who_gets_no_sms_any_more_breaks_no_promise_at_the_end(app: AppUnderTest) -> None:
    app.jan.phone.sends("STOP")
    app.anne.phone.expects_sms("Jan de Wit stuurde STOP")
    drill = begins(app, app.karin)
    app.passes(minutes=3)
    assert ended(app, drill)
    assert app.invariants_hold(), "that it is over is no call, and so nobody was found for it"
    app.forgets_messages()


def test_a_drill_keeps_nobody_on_a_visit_and_stands_apart_on_the_board(app: AppUnderTest) -> None:
    drill = begins(app, app.karin, workerId=str(app.fatima.id))
    app.forgets_messages()
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    board = app.karin.asks("/v1/board")
    assert (board["alarms"], board["visits"], [one["id"] for one in board["drills"]]) == ([], [], [drill["id"]])
    assert app.fatima.asks("/v1/visits?mine=true&state=under_way")["visits"] == []
    visit = panic(app)
    app.fatima.phone.expects_sms("NOOD")  # who plays is not on a visit: a real alarm reaches her
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_it_is_stopped_at_once_and_everyone_who_was_told_hears_so(app: AppUnderTest) -> None:
    drill = begins(app, app.anne, "panic")
    app.forgets_messages()
    stopped = app.anne.posts(f"/v1/drills/{drill['id']}/stop")
    assert stopped["endedBy"]["name"] == "Anne Jansen"
    for person in (app.jan, app.fatima, app.karin):
        text = person.phone.expects_sms("OEFENING. Einde oefening").text
        assert "gestopt door Anne Jansen. Je hoeft niets meer te doen." in text
    again = app.anne.posts(f"/v1/drills/{drill['id']}/stop")
    assert again["endedAt"] == stopped["endedAt"]
    app.passes(minutes=5)
    for person in (app.jan, app.fatima, app.karin):
        person.phone.is_silent()


@pytest.mark.on_both
def test_one_drill_a_team_and_nobody_who_is_really_on_a_visit_plays(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    assert begins(app, app.karin, expect=409)["code"] == "person_under_way"
    app.jan.does(visit, "check-out")
    wish = str(uuid4())
    drill = begins(app, app.karin, id=wish)
    assert begins(app, app.karin, id=wish)["id"] == drill["id"]
    assert begins(app, app.karin, "panic", expect=409, id=wish)["code"] == "id_taken"
    assert begins(app, app.karin, expect=409)["code"] == "drill_running"
    begins(app, app.karin, expect=400, workerId=str(uuid4()))
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.forgets_messages()


@pytest.mark.on_both
def test_who_may(app: AppUnderTest) -> None:
    strangers = app.has_neighbours()
    for person in (app.jan, app.fatima):
        begins(app, person, expect=403)
        person.asks("/v1/drills", expect=403)
    ruth = Person(app, app.ours.registrar)
    begins(app, ruth, expect=403)
    begins(app, Person(app, strangers.manager), expect=404)
    elsewhere = app.also_has("Els de Boer", Role.WORKER)
    drill = begins(app, app.karin, workerId=None)
    assert drill["worker"]["name"] == "Karin Smit", "who begins it plays, when nobody else is named"
    ruth.asks(f"/v1/drills/{drill['id']}")
    ruth.posts(f"/v1/drills/{drill['id']}/stop", expect=403)
    for person in (app.jan, elsewhere, Person(app, strangers.manager), Person(app, strangers.administrator)):
        person.asks(f"/v1/drills/{drill['id']}", expect=404)
        person.posts(f"/v1/drills/{drill['id']}/stop", expect=404)
    assert app.http.get(f"/v1/drills/{drill['id']}").status_code == 401
    found = ruth.asks("/v1/drills")
    assert [one["id"] for one in found["drills"]] == [drill["id"]]
    (team,) = found["teams"]
    assert (team["lastAt"], team["mayStart"], team["players"]) == (drill["startedAt"], False, [])
    assert Person(app, strangers.administrator).asks("/v1/drills")["drills"] == []
    alarm = app.jan.posts("/v1/alarms", {}, expect=201)
    app.karin.asks(f"/v1/drills/{alarm['id']}", expect=404)  # a real alarm is no drill
    app.karin.posts(f"/v1/drills/{alarm['id']}/stop", expect=404)
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.forgets_messages()
