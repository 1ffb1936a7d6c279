"""A number that changes, or is taken away, while its owner is inside: the telephone in their hand is still theirs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from achterwacht.people.records import FormerNumberRecord
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL
from tests.support.app_under_test import AppUnderTest, Person

PIN, DURESS = "4821", "1357"
NEW = "+31655555599"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def gets(app: AppUnderTest, person: Person, number: str | None) -> None:
    app.anne.patches(f"/v1/people/{person.id}", {"phone": number})
    app.forgets_messages()


def helped(app: AppUnderTest) -> None:
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.by_turns
@pytest.mark.parametrize("number", [NEW, None])
def test_a_call_for_help_from_the_telephone_in_their_hand(app: AppUnderTest, number: str | None) -> None:
    app.jan.checks_in(minutes=10)
    gets(app, app.jan, number)
    app.jan.phone.sends("NOOD")
    app.jan.phone.expects_sms("Alarm verstuurd")
    assert "Jan de Wit" in app.karin.phone.expects_sms("NOOD").text
    helped(app)


@pytest.mark.by_turns
@pytest.mark.parametrize("number", [NEW, None])
def test_the_duress_pin_and_signing_off(app: AppUnderTest, number: str | None) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=10)
    gets(app, app.jan, number)
    app.jan.phone.sends("STATUS")
    app.jan.phone.expects_sms("Er wordt op je gelet tot")
    app.jan.phone.sends(f"UIT {DURESS}")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.karin.alarm()["cause"] == "duress"
    assert app.jan.visit(visit)["state"] == "ended"
    helped(app)


def test_by_telephone_too(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=10)
    gets(app, app.jan, None)
    call = app.jan.phone.calls_in().presses(f"{PIN}#")
    assert "U bent afgemeld." in call.presses("3").says
    assert app.karin.visit(visit)["state"] == "ended"


def test_a_companion_too(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    gets(app, app.ali, NEW)
    app.ali.phone.sends("NOOD")
    app.ali.phone.expects_sms("Alarm verstuurd")
    assert "Ali Demir" in app.karin.phone.expects_sms("NOOD").text
    helped(app)
    app.jan.does(visit, "check-out")


def test_both_numbers_are_heard(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    gets(app, app.jan, NEW)
    newer = app.twilio.phone(NEW)
    newer.sends("+15")
    newer.expects_sms("Je afspraak loopt nu tot")
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.karin.visit(visit)["state"] == "ended"
    assert newer.is_silent()


def test_nobody_else_gets_it_meanwhile(app: AppUnderTest) -> None:
    old = app.jan.phone.number
    visit = app.jan.checks_in(minutes=10)
    gets(app, app.jan, NEW)
    refused = app.anne.patches(f"/v1/people/{app.ali.id}", {"phone": old}, expect=400)
    assert [(one["pointer"], one["code"]) for one in refused["errors"]] == [("/phone", "phone_still_watched")]
    app.jan.phone.sends("NOOD")
    app.jan.phone.expects_sms("Alarm verstuurd")
    assert "Jan de Wit" in app.karin.phone.expects_sms("NOOD").text
    helped(app)
    app.jan.does(visit, "check-out")
    app.forgets_messages()

    app.anne.patches(f"/v1/people/{app.ali.id}", {"phone": old})
    app.jan.phone.sends("NOOD")
    assert "Ali Demir" in app.karin.phone.expects_sms("NOOD").text
    helped(app)


def test_they_get_it_back_themselves(app: AppUnderTest) -> None:
    old = app.jan.phone.number
    visit = app.jan.checks_in(minutes=10)
    gets(app, app.jan, NEW)
    gets(app, app.jan, old)
    app.twilio.phone(NEW).sends("+15")
    app.twilio.phone(NEW).expects_sms("Je afspraak loopt nu tot")
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.karin.visit(visit)["state"] == "ended"


def test_a_number_that_was_said_not_to_be_theirs_is_a_strangers(app: AppUnderTest) -> None:
    app.jan.posts("/v1/me/number-check", expect=204)
    app.jan.phone.expects_sms("klopt dit nummer?").then_answers("2").expects_sms("De beheerder hoort")
    app.forgets_messages()
    app.jan.checks_in(minutes=10)
    gets(app, app.jan, NEW)
    app.jan.phone.sends("NOOD")
    app.settles()
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    app.twilio.phone(NEW).sends("UIT")
    app.twilio.phone(NEW).expects_sms("Je bent afgemeld.")


def test_stop_from_the_old_telephone_says_nothing_of_the_new_one(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    gets(app, app.jan, NEW)
    app.jan.phone.sends("STOP")
    app.settles()
    app.passes(minutes=11)
    app.twilio.phone(NEW).expects_sms("Je afspraak is voorbij")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_it_is_forgotten_a_day_after_nobody_watches_over_them(app: AppUnderTest) -> None:
    def remembered() -> list[str]:
        with app.database.read() as session:
            found = select(FormerNumberRecord.phone)
            return list(session.scalars(found, execution_options={"across_organisations": True}))

    visit = app.jan.checks_in(minutes=10)
    old = app.jan.phone.number
    gets(app, app.jan, NEW)
    app.jobs.forget()
    assert remembered() == [old]
    app.jan.does(visit, "check-out")
    app.clock.offset += timedelta(hours=23)
    app.jobs.forget()
    assert remembered() == [old], "an answer may come late"
    app.clock.offset += timedelta(hours=2)
    app.jobs.forget()
    assert remembered() == []
    app.forgets_messages()


def test_a_reaction_to_a_text_on_the_old_number_is_no_call_for_help(app: AppUnderTest) -> None:
    app.jan.phone.sends("IN 5211AA 12 30")
    ours = app.jan.phone.expects_sms("Hulp nodig: NOOD").text
    gets(app, app.jan, NEW)
    app.jan.phone.sends(f"Liked “{ours}”")
    app.settles()
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    app.forgets_messages()
