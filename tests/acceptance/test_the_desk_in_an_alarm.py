"""What the desk gets to see, and may do, by what happened; who has an alarm, and which steps were done."""

from typing import Any

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, overdue, refused
from tests.support.app_under_test import AppUnderTest, Person, an_address

PIN, DURESS = "2468", "8642"


@pytest.fixture
def jan(app: AppUnderTest) -> Person:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    return app.jan.sets_pin(PIN, DURESS)


def numbers_in(shown: Any, *people: Person) -> set[str]:
    """Whose numbers can be read in an answer, in whichever style."""
    text = str(shown).replace(" ", "")
    return {one.employee.name for one in people if one.employee.phone[-8:] in text}


@pytest.mark.on_both
def test_in_a_silent_alarm_the_desk_gets_no_number_of_who_is_inside_and_may_neither_ask_nor_end_it(
    app: AppUnderTest, jan: Person
) -> None:
    along = [{"personId": str(app.ali.id)}]
    visit = jan.checks_in(minutes=10, companions=along)
    other = jan.checks_in(minutes=10, address=an_address(90))
    planned = jan.plans(starts_in=30, minutes=10, address=an_address(91), clientPhone="+31612349876")
    inside = (jan, app.ali)
    before = app.fatima.asks("/v1/board")
    assert numbers_in(before, *inside) == {"Jan de Wit", "Ali Demir"}
    jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()

    team = before["teams"][0]["id"]
    alarm = app.fatima.alarm()
    for path in (
        "/v1/board", "/v1/board/alarms", "/v1/visits?state=planned", f"/v1/visits/{visit['id']}", "/v1/visits",
        f"/v1/visits/{other['id']}", f"/v1/visits/{planned['id']}", f"/v1/alarms/{alarm['id']}", "/v1/alarms",
        f"/v1/teams/{team}/whereabouts",
    ):  # fmt: skip
        assert numbers_in(app.fatima.asks(path), *inside) == set(), path
    assert app.fatima.visit(planned)["clientPhone"] is None
    assert alarm["silent"] is True
    assert "112" in alarm["steps"][0]
    assert all(app.fatima.visit(one)["silent"] for one in (visit, other, planned))
    tasks = app.fatima.asks(f"/v1/teams/{team}/whereabouts")
    assert {one["next"]["task"] for one in (*tasks["underWay"], *tasks["planned"])} == {"manager_first"}

    for one in (visit, other):
        for action, body in (("ask", {}), ("check-call", {"result": "ok"}), ("check-out", {"reason": "hij belde"})):
            assert refused(app.fatima.does(one, action, **body, expect=409)) == "silent_alarm", action
    app.jan.phone.is_silent()

    for person in inside:
        assert person.visit(visit)["silent"] is False, "nothing gives it away to who is inside"
        assert numbers_in(person.visit(visit), jan) == {"Jan de Wit"}
    assert jan.does(other, "check-out", pin=PIN)["state"] == "ended", "nor is anything refused to them"

    app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()
    assert numbers_in(app.fatima.visit(planned), jan) == {"Jan de Wit"}, "over: who wants to may phone again"
    jan.does(visit, "check-out", pin=PIN)


def test_what_was_asked_before_it_became_silent_is_not_asked_any_more(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on("demo")
    jan = app.jan.sets_pin(PIN, DURESS)
    visit = jan.checks_in(minutes=10)
    app.passes(seconds=31)
    asked = app.fatima.phone.expects_sms("Bel nu Jan de Wit")
    jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    asked.then_answers("1")
    answer = app.fatima.phone.expects_sms("STIL ALARM van Jan de Wit").text
    assert "Bel Jan de Wit NIET" in answer
    assert "VEILIG" not in answer
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


@pytest.mark.parametrize("cause", ["overdue", "panic"])
def test_in_any_other_alarm_the_number_is_there_and_the_steps_are_of_its_cause(app: AppUnderTest, cause: str) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    if cause == "panic":
        visit = app.jan.checks_in(minutes=10)
        app.jan.does(visit, "panic")
    else:
        visit = overdue(app)
    alarm = app.karin.alarm()
    assert (alarm["cause"], alarm["silent"], alarm["emergencyNumber"]) == (cause, False, "112")
    assert numbers_in(alarm["worker"], app.jan) == {"Jan de Wit"}
    assert ("112" in alarm["steps"][0]) is (cause == "panic")
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    if cause == "panic":
        app.jan.does(visit, "check-out")


def test_a_second_one_does_not_take_it_away_unless_it_is_meant_and_then_the_first_hears_so(app: AppUnderTest) -> None:
    alarm = alarmed(app)
    app.fatima.on_alarm(alarm, "acknowledge")
    app.forgets_messages()
    second = app.karin.on_alarm(alarm, "acknowledge")
    assert second["acknowledgedBy"]["name"] == "Fatima Bakker", "the first one keeps it"
    app.karin.phone.expects_sms("Fatima Bakker pakt het op")
    taken = app.karin.on_alarm(alarm, "acknowledge", takeOver=True)
    assert taken["acknowledgedBy"]["name"] == "Karin Smit"
    app.fatima.phone.expects_sms("Karin Smit neemt het van je over (Jan de Wit")
    assert taken["timeline"][-1]["text"] == "Karin Smit neemt het over van Fatima Bakker."
    again = app.karin.on_alarm(alarm, "acknowledge", takeOver=True)
    assert again["timeline"] == taken["timeline"], "twice is once"
    app.jan.on_alarm(alarm, "acknowledge", takeOver=True, expect=403)
    app.passes(seconds=31)
    assert app.karin.asks(f"/v1/alarms/{alarm['id']}")["acknowledgedBy"] is None, (
        "the new one is asked to finish it too"
    )
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.on_both
def test_a_step_that_one_ticks_is_seen_by_all_with_who_and_when(app: AppUnderTest) -> None:
    alarm = alarmed(app)
    step = alarm["steps"][1]
    app.fatima.on_alarm(alarm, "steps", step=1, done=True)
    app.fatima.on_alarm(alarm, "steps", step=1, done=True)
    seen = app.karin.asks(f"/v1/alarms/{alarm['id']}")
    assert [(one["step"], one["by"]["name"]) for one in seen["ticks"]] == [(1, "Fatima Bakker")]
    assert [line["text"] for line in seen["timeline"]].count(f"Fatima Bakker deed: {step}") == 1
    assert app.karin.on_alarm(alarm, "steps", step=1, done=False)["ticks"] == []
    app.fatima.on_alarm(alarm, "steps", step=40, done=True, expect=400)
    app.jan.on_alarm(alarm, "steps", step=0, done=True, expect=403)
    app.karin.on_alarm(alarm, "steps", step=0, done=True)
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    closed = app.fatima.asks(f"/v1/alarms/{alarm['id']}")
    assert [one["step"] for one in closed["ticks"]] == [0], "what was done stays, for who looks back"
    assert refused(app.karin.on_alarm(alarm, "steps", step=1, done=True, expect=409)) == "alarm_over"
    app.forgets_messages()


def test_a_graver_cause_brings_its_own_list_without_the_ticks_of_the_other(app: AppUnderTest) -> None:
    alarm = alarmed(app)
    app.fatima.on_alarm(alarm, "steps", step=0, done=True)
    app.jan.does({"id": alarm["visitId"]}, "panic")
    graver = app.fatima.asks(f"/v1/alarms/{alarm['id']}")
    assert graver["steps"] != alarm["steps"]
    assert graver["ticks"] == []
    app.forgets_messages()
    app.fatima.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_nobody_called_the_police_until_somebody_says_so(app: AppUnderTest) -> None:
    alarm = alarmed(app)
    assert alarm["policeCall"] is None
    called = app.karin.on_alarm(alarm, "police-calls", number="112", reference="K-12")
    assert (called["policeCall"]["number"], called["policeCall"]["reference"]) == ("112", "K-12")
    (listed,) = app.fatima.asks("/v1/board/alarms")["alarms"]
    assert listed["acknowledgedBy"]["name"] == "Karin Smit"
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def alarmed(app: AppUnderTest) -> Json:
    """Jan is overdue, and his alarm is open."""
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    overdue(app)
    app.forgets_messages()
    return app.fatima.alarm()
