"""Somebody asked not to be phoned before there was an alarm: nobody does until they are out, or somebody knows."""

import pytest

from tests.acceptance.silence import DURESS, PIN
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL
from tests.support.app_under_test import AppUnderTest
from tests.support.twilio.records import new_sid

ASKS = "kan nu niet praten"
ANSWER = "We bellen je niet. Verder is er niets veranderd."
NUMBER = "Bel Jan de Wit NIET: dat is gevraagd."


def calls_to_jan(app: AppUnderTest) -> int:
    app.settles()
    return sum(one.to == app.jan.employee.phone for one in app.twilio.calls)


def closes(app: AppUnderTest) -> None:
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def row_of(app: AppUnderTest) -> tuple[bool, str | None]:
    (row,) = app.fatima.asks("/v1/board")["visits"]
    return row["quiet"], row["worker"]["phone"]


def test_the_check_call_and_the_alarm_after_it_do_not_ring(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=5)
    app.jan.phone.sends(ASKS)
    app.jan.phone.expects_sms(ANSWER)
    assert "Bel Jan de Wit nu NIET" in app.fatima.phone.expects_sms(f"stuurde: '{ASKS}'").text
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    assert row_of(app) == (True, None)
    app.passes_until(lambda: "Belafspraak." in " ".join(app.karin.story(visit)))
    app.jan.phone.expects_sms("Komt het uit? Antwoord OK")
    assert NUMBER in app.fatima.phone.expects_sms("Dorpsstraat").text
    line = "Belafspraak. Fatima Bakker is gewaarschuwd. De medewerker krijgt een sms: niet bellen is gevraagd."
    assert line in app.karin.story(visit)
    app.forgets_messages()
    app.passes_until(lambda: app.karin.visit(visit)["alarm"])
    assert NUMBER in app.fatima.phone.expects_sms("Geen gehoor bij Jan de Wit").text
    assert app.karin.alarm()["quiet"] is True
    assert calls_to_jan(app) == 0
    closes(app)
    assert row_of(app) == (False, app.jan.employee.phone), "who closed it knows how they are"
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.by_turns
def test_the_chase_at_the_end_is_a_text_and_promises_no_call_time_after_time(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = app.jan.checks_in(minutes=1)
    app.jan.phone.sends(ASKS)
    app.forgets_messages()
    for _ in range(2):
        app.passes_until(lambda: app.jan.visit(visit)["alarm"])
        text = app.jan.phone.expects_sms("Je afspraak is voorbij").text
        assert "bellen" not in text
        app.passes(seconds=8)
        assert calls_to_jan(app) == 0
        app.jan.phone.sends("+1")
        app.settles()
        assert app.jan.visit(visit)["alarm"] is None
        app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()
    second = app.jan.checks_in(minutes=1)
    assert row_of(app)[0] is False, "the wish was of that visit"
    app.passes_until(lambda: app.jan.visit(second)["alarm"])
    assert "We bellen je zo." in app.jan.phone.expects_sms("Je afspraak is voorbij").text
    app.jan.does(second, "check-out")
    app.forgets_messages()


@pytest.mark.by_turns
@pytest.mark.parametrize("asks", ["🤫", "ok 🤐", "📵", "sst"])
def test_a_finger_on_the_lips_asks_it_too(app: AppUnderTest, asks: str) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends(asks)
    app.jan.phone.expects_sms(ANSWER)
    said = app.fatima.phone.expects_sms("Jan de Wit stuurde: ").text
    assert "Bel Jan de Wit nu NIET" in said
    assert "emoji" not in said
    assert row_of(app) == (True, None)
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.by_turns
def test_all_is_well_said_by_a_colleague_ends_it(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends(ASKS)
    app.forgets_messages()
    app.fatima.does(visit, "ask")
    app.jan.phone.expects_sms("Komt het uit?")
    assert calls_to_jan(app) == 0
    app.fatima.does(visit, "check-call", result="ok")
    assert row_of(app) == (False, app.jan.employee.phone)
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.by_turns
def test_a_companion_may_ask_it_for_all(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    app.forgets_messages()
    app.ali.phone.sends("ze luisteren mee")
    app.ali.phone.expects_sms(ANSWER)
    assert row_of(app) == (True, None)
    app.forgets_messages()
    app.passes_until(lambda: "Belafspraak." in " ".join(app.karin.story(visit)))
    assert calls_to_jan(app) == 0
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.parametrize("asks", [ASKS, "bel me niet, hij hoort het"], ids=["before", "alarm"])
def test_who_then_sends_stop_is_reached_by_nobody_and_the_colleagues_hear_it_at_once(
    app: AppUnderTest, asks: str
) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends(asks)
    app.forgets_messages()
    app.jan.phone.sends("STOP")
    app.settles()
    assert "Bellen doen we ook niet: dat is gevraagd." in " ".join(app.karin.story(visit))
    app.anne.phone.expects_sms("Jan de Wit stuurde STOP")
    if asks == ASKS:
        assert NUMBER in app.fatima.phone.expects_sms("De belafspraak bij").text
    app.passes_until(lambda: app.karin.visit(visit)["alarm"])
    app.passes(minutes=2)
    assert "Bel Jan de Wit NIET" in app.karin.phone.expects_sms("Jan de Wit, Dorpsstraat").text
    assert calls_to_jan(app) == 0
    app.jan.phone.is_silent()
    closes(app)
    app.jan.does(visit, "check-out")
    app.jan.phone.sends("START")
    app.forgets_messages()


def test_a_sister_alarm_asks_nobody_to_call_back_and_answers_so(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    first = app.jan.checks_in(minutes=60)
    app.jan.phone.sends("bel me niet, hij hoort het")
    app.settles()
    second = app.jan.checks_in(minutes=60)
    app.fatima.does(second, "check-call", result="not_ok", note="Er wordt geschreeuwd")
    app.jan.phone.sends("UIT")
    app.forgets_messages()
    app.jan.phone.sends("UIT 2")
    app.jan.phone.expects_sms("Genoteerd, we bellen je niet. Een collega rondt het af.")
    app.jan.phone.sends("loos alarm")
    app.jan.phone.expects_sms("We bellen je niet. Toch hulp nodig")
    for visit in (first, second):
        assert "Jan de Wit zegt: loos alarm. Bel niet terug: dat is gevraagd." in app.karin.story(visit)
    closes(app)
    for visit in (first, second):
        app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.by_turns
def test_in_a_silent_alarm_they_are_answered_as_on_any_day(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    app.jan.phone.sends(ASKS)
    app.jan.phone.expects_sms(ANSWER)
    app.jan.phone.is_silent()
    assert "stil alarm" in app.fatima.phone.expects_sms(f"stuurde: '{ASKS}'").text
    closes(app)
    app.jan.does(visit, "check-out", pin=PIN)
    app.forgets_messages()


def test_their_own_screen_says_so_on_every_phone_and_a_text_takes_it_back(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    app.forgets_messages()
    assert (app.jan.visit(visit)["quiet"], app.ali.visit(visit)["quiet"]) == (False, False)
    app.jan.phone.sends(ASKS)
    app.forgets_messages()
    for person in (app.jan, app.ali, app.fatima):
        assert person.visit(visit)["quiet"] is True
    (listed,) = app.jan.asks("/v1/visits?mine=true")["visits"]
    assert listed["quiet"] is True
    app.ruth.asks(f"/v1/visits/{visit['id']}", expect=404)
    assert f"Jan de Wit stuurde een sms: {ASKS}." in app.fatima.story(visit)
    app.ali.phone.sends("Je mag me weer bellen")
    app.ali.phone.expects_sms("Goed, we bellen je weer als dat nodig is.")
    text = app.fatima.phone.expects_sms("Ali Demir stuurde: 'Je mag me weer bellen'").text
    assert f"Bel Jan de Wit, 06 {app.jan.employee.phone[4:]}, om te vragen of het goed gaat." in text
    assert app.jan.visit(visit)["quiet"] is False
    assert row_of(app) == (False, app.jan.employee.phone)
    app.passes_until(lambda: "Belafspraak." in " ".join(app.karin.story(visit)))
    app.forgets_messages()
    assert calls_to_jan(app) == 1, "and the check call rings"
    closes(app)
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.parametrize("again", ["bel me", "je mag me weer bellen"])
def test_the_newest_wish_counts_in_an_alarm_too(app: AppUnderTest, again: str) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("bel me niet, hij hoort het")
    app.forgets_messages()
    assert app.karin.alarm()["quiet"] is True
    app.jan.phone.sends(again)
    app.settles()
    assert (
        f"Bel Jan de Wit, 06 {app.jan.employee.phone[4:]}," in app.karin.phone.expects_sms(f"stuurde: '{again}'").text
    )
    app.forgets_messages()
    assert (app.karin.alarm()["quiet"], app.jan.visit(visit)["quiet"]) == (False, False)
    closes(app)
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_a_wish_that_comes_twice_is_heard_once_and_never_undoes_a_newer_one(app: AppUnderTest) -> None:
    """A provider that saw no answer sends the same text again, perhaps a minute later."""
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("bel me niet, hij hoort het")
    app.forgets_messages()
    sid = new_sid("SM")
    app.jan.phone.sends("bel me", sid=sid)
    app.settles()
    app.karin.phone.expects_sms("stuurde: 'bel me'")
    app.forgets_messages()
    assert app.karin.alarm()["quiet"] is False
    app.jan.phone.sends("bel me", sid=sid)
    app.settles()
    for person in (app.jan, app.fatima, app.karin):
        person.phone.is_silent()
    app.jan.phone.sends("bel me niet, hij staat naast me")
    app.forgets_messages()
    app.jan.phone.sends("bel me", sid=sid)
    app.settles()
    assert (app.karin.alarm()["quiet"], app.jan.visit(visit)["quiet"]) == (True, True), "the newest wish"
    for person in (app.jan, app.fatima, app.karin):
        person.phone.is_silent()
    closes(app)
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_in_a_silent_alarm_nobody_is_told_to_ring_after_all(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends(ASKS)
    app.jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    assert app.jan.visit(visit)["quiet"] is True, "what they asked for stands there, as on any day"
    app.jan.phone.sends("je mag me weer bellen")
    app.jan.phone.expects_sms("Goed, we bellen je weer")
    app.settles()
    assert "Bel Jan de Wit NIET: stil alarm." in app.karin.phone.expects_sms("stuurde: 'je mag me weer bellen'").text
    app.forgets_messages()
    assert calls_to_jan(app) == 0
    closes(app)
    app.jan.does(visit, "check-out", pin=PIN)
    app.forgets_messages()
