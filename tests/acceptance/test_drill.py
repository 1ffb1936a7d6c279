"""A drill: the real ladder over the real phones, every word of it marked, and never in the way of what is real."""

import re
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.house import House, Person, Role
from tests.support.twilio.exchange import Outcome

TO_BE_DIALLED = re.compile(r"tel:|BEL NU (een|1)|Bel (nu |eerst )?(een een twee|1, 1, 2|112|101)|Gebeld\?")


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def begins(house: House, by: Person, kind: str = "overdue", *, expect: int = 201, **more: Any) -> Json:
    body = {"teamId": str(house.town.team), "workerId": str(house.jan.id), "kind": kind, **more}
    drill: Json = by.posts("/v1/drills", body, expect=expect)
    return drill


def report(house: House, drill: Json) -> Json:
    return house.karin.asks(f"/v1/drills/{drill['id']}")


def everything_is_marked(house: House) -> None:
    """Every text that left is marked before anything else, and none asks for an emergency number to be dialled."""
    house.settles()
    for sms in house.twilio.messages:
        assert sms.text.startswith("OEFENING. "), sms.text
        assert not TO_BE_DIALLED.search(sms.text), sms.text


def ended(house: House, drill: Json) -> bool:
    return report(house, drill)["endedAt"] is not None


def test_nobody_takes_it_and_it_climbs_on_the_real_times_to_its_own_end(house: House) -> None:
    drill = begins(house, house.karin)
    house.jan.phone.expects_sms("Karin Smit begint een oefening. Jij speelt de collega op bezoek.")
    house.jan.phone.expects_sms("Echt hulp nodig: NOOD")
    house.passes(seconds=14)
    house.fatima.phone.is_silent()
    house.passes(seconds=2)
    assert "Jan de Wit heeft zich niet afgemeld: oefenadres" in house.fatima.phone.expects_sms("ALARM").text
    house.passes(seconds=15)
    house.karin.phone.expects_sms("Fatima reageerde niet")
    house.passes(seconds=15)
    for person in (house.karin, house.fatima):
        text = person.phone.expects_sms("Bel nu NIET. In een echt geval bel je nu 112").text
        assert "BEL NU" not in text
        assert "Begrepen? Antwoord 1" in text
    house.forgets_messages()
    house.passes(seconds=30)
    house.mohamed.phone.expects_sms("Bel nu NIET.")
    house.forgets_messages()
    house.passes(seconds=31)
    for person in (house.jan, house.fatima, house.karin, house.mohamed):
        person.phone.expects_sms("OEFENING. Einde oefening")
    house.passes(minutes=70)
    for person in (house.jan, house.fatima, house.karin, house.mohamed):
        person.phone.is_silent()
    everything_is_marked(house)

    told = report(house, drill)
    assert (told["startedBy"]["name"], told["endedBy"], told["worker"]["name"]) == ("Karin Smit", None, "Jan de Wit")
    assert [one["level"] for one in told["steps"]] == ["worker", "colleague", "manager", "police"]
    assert all(one["reachedAt"] and one["takenBy"] is None for one in told["steps"])
    assert {one["name"] for one in told["silent"]} == {
        "Jan de Wit", "Fatima Bakker", "Karin Smit", "Mohamed el Amrani",
    }  # fmt: skip
    assert all(one["seconds"] is None and one["delivered"] for one in told["people"])
    assert told["timeline"][0]["text"] == "Karin Smit begint een oefening."
    assert told["timeline"][-1]["text"] == "Einde oefening."


def test_who_answers_is_timed_and_the_climb_stops_as_in_earnest(house: House) -> None:
    drill = begins(house, house.karin)
    house.passes(seconds=16)
    code = house.fatima.phone.expects_sms("ALARM").code
    house.passes(seconds=7)
    house.fatima.phone.sends(f"1 {code}")
    house.fatima.phone.expects_sms("OEFENING. Jij pakt alarm")
    house.passes(seconds=20)
    house.karin.phone.is_silent()
    told = report(house, drill)
    (row,) = [one for one in told["people"] if one["level"] == "colleague"]
    assert (row["person"]["name"], row["answer"]) == ("Fatima Bakker", "taken")
    assert 7 <= row["seconds"] < 12
    assert {one["channel"] for one in row["messages"]} == {"sms", "call"}
    reached = {one["level"]: (one["reachedAt"] is not None, one["takenBy"]) for one in told["steps"]}
    assert reached["colleague"] == (True, {"id": str(house.fatima.id), "name": "Fatima Bakker"})
    assert reached["manager"] == reached["police"] == (False, None)
    assert [one["name"] for one in told["silent"]] == ["Jan de Wit"]
    house.fatima.phone.sends(f"VEILIG {code}")
    house.fatima.phone.expects_sms("OEFENING. Alarm")
    for person in (house.fatima, house.jan):
        person.phone.expects_sms("OEFENING. Einde oefening")
    house.forgets_messages()
    assert ended(house, drill)
    everything_is_marked(house)


def test_who_declines_is_timed_too_and_the_next_level_comes_at_once(house: House) -> None:
    drill = begins(house, house.karin, "panic")
    house.passes(seconds=3)
    sms = house.fatima.phone.expects_sms("OEFENING. NOOD")
    assert "Bel eerst" not in sms.text
    house.fatima.phone.sends(f"2 {sms.code}")
    house.fatima.phone.expects_sms("OEFENING. Genoteerd: je kunt niet.")
    house.karin.phone.expects_sms("OEFENING. NOOD")
    told = report(house, drill)
    (row,) = [one for one in told["people"] if one["person"]["name"] == "Fatima Bakker"]
    assert row["answer"] == "declined"
    assert 3 <= row["seconds"] < 8
    assert [one["level"] for one in told["steps"]] == ["colleague", "manager", "police"]
    house.karin.posts(f"/v1/drills/{drill['id']}/stop")
    house.forgets_messages()
    everything_is_marked(house)


def test_who_took_it_after_everyone_was_told_and_can_not_after_all_ends_it(house: House) -> None:
    drill = begins(house, house.karin, "panic")
    house.passes(seconds=15)
    house.fatima.phone.expects_sms("Bel nu NIET.")
    house.forgets_messages()
    house.passes(seconds=31)
    code = house.mohamed.phone.expects_sms("Bel nu NIET.").code
    house.mohamed.phone.sends(f"1 {code}")
    house.mohamed.phone.expects_sms("OEFENING. Genoteerd.")
    house.forgets_messages()
    house.mohamed.phone.sends(f"2 {code}")
    house.mohamed.phone.expects_sms("OEFENING. Genoteerd: je kunt niet.")
    for person in (house.jan, house.fatima, house.karin, house.mohamed):
        person.phone.expects_sms("OEFENING. Einde oefening")
        person.phone.is_silent()
    assert ended(house, drill)
    everything_is_marked(house)


def test_every_call_says_first_that_it_is_a_drill_and_nobody_is_asked_to_dial(house: House) -> None:
    drill = begins(house, house.karin)
    house.twilio.every_call_ends_as(None)
    house.passes(seconds=6)
    chase = house.jan.phone.expects_call().picks_up()
    assert chase.says.startswith("Dit is een oefening. Goedendag")
    assert "Toets 9 alleen als u echt hulp nodig hebt." in chase.says
    chase.hangs_up()
    house.passes(seconds=10)
    call = house.fatima.phone.expects_call().picks_up()
    assert call.says.startswith("Dit is een oefening. Dit is Achterwacht")
    call.presses("3")
    assert "Dit is een oefening. Jan de Wit heeft zich niet afgemeld" in call.says
    call.hangs_up()
    house.passes(seconds=15)
    house.karin.phone.expects_call().picks_up().hangs_up()
    house.passes(seconds=15)
    police = house.karin.phone.expects_call().picks_up()
    assert "Bel nu niet." in police.says
    police.presses("1")
    assert "In een echt geval bel je nu 1, 1, 2" in police.says
    police.presses("1")
    assert police.says.endswith("Dit is een oefening. Genoteerd. Bel niet: dit is een oefening.")
    told = report(house, drill)
    assert [one["takenBy"] and one["takenBy"]["name"] for one in told["steps"]][-1] == "Karin Smit"
    assert not any("belde" in line["text"] for line in told["timeline"]), "nobody called the police"
    house.karin.posts(f"/v1/drills/{drill['id']}/stop")
    house.twilio.every_call_ends_as(Outcome.RINGS)
    house.forgets_messages()
    everything_is_marked(house)


def test_a_drill_is_on_no_list_of_who_is_where(house: House) -> None:
    """Who finds that list on the desk rings the person on it, or the police."""
    drill = begins(house, house.karin)
    listed = house.karin.asks(f"/v1/teams/{house.town.team}/whereabouts")
    assert (listed["underWay"], listed["planned"]) == ([], [])
    board = house.karin.asks("/v1/board")
    assert (board["visits"], board["planned"], [one["alone"] for one in board["watches"]]) == ([], [], [])
    house.karin.posts(f"/v1/drills/{drill['id']}/stop")
    house.settles()
    house.forgets_messages()


def test_the_hand_over_sheet_can_not_be_mistaken(house: House) -> None:
    drill = begins(house, house.karin)
    house.passes(seconds=50)
    link = re.search(r"/o/[\w-]+", house.karin.phone.expects_sms("Bel nu NIET").text)
    assert link is not None
    sheet = house.karin.asks(f"/v1/alarms/{drill['id']}/hand-over")
    assert sheet["drill"] is True
    assert sheet["emergencyNumber"] == "(oefening: niet bellen)"
    assert sheet["say"][0].startswith("OEFENING. Bel niemand.")
    assert sheet["say"][1] == "Het adres is: Oefenadres."
    for page in (
        house.http.get(link.group()),
        house.http.get(
            f"/v1/alarms/{drill['id']}/hand-over", headers=house.karin.citizen.headers | {"Accept": "text/html"}
        ),
    ):
        assert "OEFENING. Bel niemand." in page.text
        assert "tel:" not in page.text
        assert "Bel 112" not in page.text
    refusal = house.karin.on_alarm(drill, "police-calls", number="112", expect=409)
    assert refusal["code"] == "only_played"
    house.karin.posts(f"/v1/drills/{drill['id']}/stop")
    house.forgets_messages()


@pytest.mark.parametrize("kind", ["overdue", "panic"])
def test_the_noodknop_of_who_plays_is_real_at_once_and_ends_the_drill(house: House, kind: str) -> None:
    drill = begins(house, house.karin, kind)
    house.passes(seconds=16 if kind == "overdue" else 1)
    house.forgets_messages()
    before = len(house.twilio.messages)
    alarm = house.jan.posts("/v1/alarms", {"id": drill["id"]}, expect=201)
    assert alarm["id"] != drill["id"], "even if its phone takes the drill for its own alarm"
    assert (alarm["cause"], alarm["drill"], alarm["level"]) == ("panic", False, "manager")
    house.settles()
    real = [sms.text for sms in house.twilio.messages[before:] if sms.text.startswith("NOOD")]
    assert len(real) == 2
    assert all("Bel eerst 112 bij gevaar" in text for text in real)
    for person in (house.fatima, house.karin):
        person.phone.expects_sms("NOOD")
    told = house.fatima.phone.expects_sms("OEFENING. Einde oefening").text
    assert told.endswith("Er is nu een ECHT alarm. Let daarop.")
    assert ended(house, drill)
    assert report(house, drill)["timeline"][-1]["text"] == "Einde oefening: er is een echt alarm."
    assert [one["id"] for one in house.karin.asks("/v1/board")["alarms"]] == [alarm["id"]]
    house.passes(seconds=16)
    house.karin.phone.expects_sms("BEL NU 112")
    house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_nine_in_the_drills_own_call_and_nood_by_sms_are_real_too(house: House) -> None:
    drill = begins(house, house.karin)
    house.twilio.every_call_ends_as(None)
    house.passes(seconds=6)
    house.jan.phone.expects_call().picks_up().presses("9")
    house.twilio.every_call_ends_as(Outcome.RINGS)
    house.fatima.phone.expects_sms("NOOD")
    assert ended(house, drill)
    assert house.fatima.alarm()["cause"] == "panic"
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    drill = begins(house, house.karin)
    house.jan.phone.sends("NOOD")
    house.jan.phone.expects_sms("Alarm verstuurd. Bel 112 als het kan.")
    assert ended(house, drill)
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_the_duress_pin_is_never_played(house: House) -> None:
    house.jan.sets_pin("1234", duress="9876")
    drill = begins(house, house.karin)
    house.forgets_messages()
    house.jan.phone.sends("OK")
    house.jan.phone.expects_sms("OEFENING. Zet je code erachter")
    house.jan.phone.sends("OK 9876")
    house.jan.phone.expects_sms("OEFENING. Genoteerd: alles goed.")
    house.fatima.phone.expects_sms("STIL ALARM")
    assert ended(house, drill)
    assert house.jan.asks("/v1/alarms?open=true")["alarms"] == [], "and his screen knows nothing"
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_an_answer_of_who_plays_ends_it_while_only_they_were_asked(house: House) -> None:
    drill = begins(house, house.karin)
    house.forgets_messages()
    house.passes(seconds=4)
    house.jan.phone.sends("UIT")
    house.jan.phone.expects_sms("OEFENING. Genoteerd: alles goed.")
    (row,) = report(house, drill)["people"]
    assert (row["answer"], row["level"]) == ("heard", "worker")
    assert 4 <= row["seconds"] < 9
    assert ended(house, drill)
    house.fatima.phone.is_silent()


def test_a_real_alarm_in_the_team_ends_the_drill_at_its_next_step_and_a_bare_digit_means_what_is_real(
    house: House,
) -> None:
    drill = begins(house, house.karin)
    house.passes(seconds=16)
    house.forgets_messages()
    visit = house.ali.checks_in(minutes=10)
    house.ali.does(visit, "panic")
    house.fatima.phone.expects_sms("NOOD")
    house.fatima.phone.sends("1")
    assert "Ali Demir" in house.fatima.phone.expects_sms("Jij pakt alarm").text
    house.passes(seconds=15)
    assert "Er is nu een ECHT alarm." in house.fatima.phone.expects_sms("OEFENING. Einde oefening").text
    assert ended(house, drill)
    refusal = begins(house, house.karin, expect=409)
    assert refusal["code"] == "real_alarm_open"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.ali.does(visit, "check-out")


PIN, DURESS = "2468", "8642"
OWN = {"id", "asOf", "at", "startedAt", "endedAt", "toldAt", "reachedAt"}


@pytest.mark.parametrize("kind", ["overdue", "panic"])
@pytest.mark.parametrize("own", ["another plays", "they play themselves"])
def test_who_is_inside_of_a_silent_alarm_gets_the_answer_of_any_day_and_nobody_hears_a_drill(
    house: House, kind: str, own: str
) -> None:
    """A refusal would tell whoever looks along; a drill beside the silent alarm would make it seem one."""
    karin = house.also_has("Karin Bos", Role.MANAGER, Role.WORKER).sets_pin(PIN, DURESS)
    player = karin if own == "they play themselves" else house.jan
    usual = begins(house, karin, kind, workerId=str(player.id))
    karin.posts(f"/v1/drills/{usual['id']}/stop", {})
    house.forgets_messages()
    visit = karin.checks_in(minutes=60)
    if own == "they play themselves":
        karin.does(visit, "check-out", pin=DURESS)
    else:
        karin.does(visit, "ok", pin=DURESS)
    for person in (house.fatima, house.karin):
        person.phone.expects_sms("STIL ALARM")
    house.forgets_messages()
    before = len(marked(house))
    drill = begins(house, karin, kind, workerId=str(player.id))
    assert _bare(drill) == _bare(usual)
    house.passes(seconds=16)
    assert len(marked(house)) == before
    house.passes(seconds=31)
    over = karin.asks(f"/v1/drills/{drill['id']}")
    assert over["endedAt"] is not None
    assert "echt alarm" not in str(over)
    assert len(marked(house)) == before
    assert house.karin.alarm()["cause"] == "duress", "the real one goes on"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    if own != "they play themselves":
        karin.does(visit, "check-out", pin=PIN)


def test_a_drill_that_gives_way_to_a_silent_alarm_does_not_say_so_to_those_inside(house: House) -> None:
    karin = house.karin.sets_pin(PIN, DURESS)
    drill = begins(house, house.also_has("Noor Aziz", Role.MANAGER), "panic")
    karin.phone.expects_sms("OEFENING. NOOD")
    karin.phone.sends(f"OK {DURESS}")
    house.fatima.phone.expects_sms("STIL ALARM")
    house.forgets_messages()
    house.passes(seconds=31)
    assert ended(house, drill)
    assert "Er is nu een ECHT alarm." in house.fatima.phone.expects_sms("OEFENING. Einde oefening").text
    assert "ECHT" not in karin.phone.expects_sms("OEFENING. Einde oefening").text
    assert "echt alarm" not in str(karin.asks(f"/v1/drills/{drill['id']}"))
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    assert "echt alarm" not in str(karin.asks(f"/v1/drills/{drill['id']}")), "nor when it is over"


def marked(house: House) -> list[str]:
    """What left with the mark of a drill."""
    house.settles()
    return [one.text for one in house.twilio.messages if one.text.startswith("OEFENING")]


def _bare(drill: Json) -> Any:
    """A drill without its moments and ids."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(one) for key, one in value.items() if key not in OWN}
        if isinstance(value, list):
            return sorted((bare(one) for one in value), key=str)
        return value

    return bare(drill)


def test_a_step_that_an_answer_asks_for_is_not_taken_beside_a_real_alarm(house: House) -> None:
    drill = begins(house, house.karin)
    house.passes(seconds=16)
    code = house.fatima.phone.expects_sms("ALARM").code
    visit = house.ali.checks_in(minutes=10)
    house.ali.does(visit, "panic")
    house.settles()
    house.forgets_messages()
    house.fatima.phone.sends(f"2 {code}")
    house.fatima.phone.expects_sms("OEFENING. Genoteerd: je kunt niet.")
    assert "Er is nu een ECHT alarm." in house.fatima.phone.expects_sms("OEFENING. Einde oefening").text
    house.jan.phone.expects_sms("OEFENING. Einde oefening")
    house.karin.phone.is_silent()
    assert ended(house, drill)
    (row,) = [one for one in report(house, drill)["people"] if one["level"] == "colleague"]
    assert row["answer"] == "declined"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.ali.does(visit, "check-out")


def test_who_gets_no_sms_any_more_breaks_no_promise_at_the_end(house: House) -> None:
    house.jan.phone.sends("STOP")
    house.anne.phone.expects_sms("Jan de Wit stuurde STOP")
    drill = begins(house, house.karin)
    house.passes(minutes=3)
    assert ended(house, drill)
    assert house.invariants_hold(), "that it is over is no call, and so nobody was found for it"
    house.forgets_messages()


def test_a_drill_keeps_nobody_on_a_visit_and_stands_apart_on_the_board(house: House) -> None:
    drill = begins(house, house.karin, workerId=str(house.fatima.id))
    house.forgets_messages()
    assert house.karin.asks("/v1/alarms?open=true")["alarms"] == []
    board = house.karin.asks("/v1/board")
    assert (board["alarms"], board["visits"], [one["id"] for one in board["drills"]]) == ([], [], [drill["id"]])
    assert house.fatima.asks("/v1/visits?mine=true&state=under_way")["visits"] == []
    visit = panic(house)
    house.fatima.phone.expects_sms("NOOD")  # who plays is not on a visit: a real alarm reaches her
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.karin.posts(f"/v1/drills/{drill['id']}/stop")
    house.jan.does(visit, "check-out")
    house.forgets_messages()


def test_it_is_stopped_at_once_and_everyone_who_was_told_hears_so(house: House) -> None:
    drill = begins(house, house.anne, "panic")
    house.forgets_messages()
    stopped = house.anne.posts(f"/v1/drills/{drill['id']}/stop")
    assert stopped["endedBy"]["name"] == "Anne Jansen"
    for person in (house.jan, house.fatima, house.karin):
        text = person.phone.expects_sms("OEFENING. Einde oefening").text
        assert "gestopt door Anne Jansen. Je hoeft niets meer te doen." in text
    again = house.anne.posts(f"/v1/drills/{drill['id']}/stop")
    assert again["endedAt"] == stopped["endedAt"]
    house.passes(minutes=5)
    for person in (house.jan, house.fatima, house.karin):
        person.phone.is_silent()


def test_one_drill_a_team_and_nobody_who_is_really_on_a_visit_plays(house: House) -> None:
    visit = house.jan.checks_in(minutes=10)
    assert begins(house, house.karin, expect=409)["code"] == "person_under_way"
    house.jan.does(visit, "check-out")
    wish = str(uuid4())
    drill = begins(house, house.karin, id=wish)
    assert begins(house, house.karin, id=wish)["id"] == drill["id"]
    assert begins(house, house.karin, "panic", expect=409, id=wish)["code"] == "id_taken"
    assert begins(house, house.karin, expect=409)["code"] == "drill_running"
    begins(house, house.karin, expect=400, workerId=str(uuid4()))
    house.karin.posts(f"/v1/drills/{drill['id']}/stop")
    house.forgets_messages()


def test_who_may(house: House) -> None:
    strangers = house.has_neighbours()
    for person in (house.jan, house.fatima):
        begins(house, person, expect=403)
        person.asks("/v1/drills", expect=403)
    ruth = Person(house, house.town.registrar)
    begins(house, ruth, expect=403)
    begins(house, Person(house, strangers.manager), expect=404)
    elsewhere = house.also_has("Els de Boer", Role.WORKER)
    drill = begins(house, house.karin, workerId=None)
    assert drill["worker"]["name"] == "Karin Smit", "who begins it plays, when nobody else is named"
    ruth.asks(f"/v1/drills/{drill['id']}")
    ruth.posts(f"/v1/drills/{drill['id']}/stop", expect=403)
    for person in (house.jan, elsewhere, Person(house, strangers.manager), Person(house, strangers.administrator)):
        person.asks(f"/v1/drills/{drill['id']}", expect=404)
        person.posts(f"/v1/drills/{drill['id']}/stop", expect=404)
    assert house.http.get(f"/v1/drills/{drill['id']}").status_code == 401
    found = ruth.asks("/v1/drills")
    assert [one["id"] for one in found["drills"]] == [drill["id"]]
    (team,) = found["teams"]
    assert (team["lastAt"], team["mayStart"], team["players"]) == (drill["startedAt"], False, [])
    assert Person(house, strangers.administrator).asks("/v1/drills")["drills"] == []
    alarm = house.jan.posts("/v1/alarms", {}, expect=201)
    house.karin.asks(f"/v1/drills/{alarm['id']}", expect=404)  # a real alarm is no drill
    house.karin.posts(f"/v1/drills/{alarm['id']}/stop", expect=404)
    house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.karin.posts(f"/v1/drills/{drill['id']}/stop")
    house.forgets_messages()
