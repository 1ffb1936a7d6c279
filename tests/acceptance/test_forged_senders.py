"""A sender's number is a hint, a code is a proof: what a text may do without one (watch-rules.md, last section)."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, climbs_to, overdue, panic
from tests.support.app_under_test import AppUnderTest, Person, Rank, Role


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.by_turns
@pytest.mark.parametrize("words", ["veilig", "VEILIG", "safe", "Veilig!", "VEILIG 0000", "VEILIG, alles goed"])
def test_safe_without_the_code_does_nothing(app: AppUnderTest, words: str) -> None:
    panic(app)
    asked = app.fatima.phone.expects_sms("NOOD")
    app.fatima.phone.sends(words)
    text = app.fatima.phone.expects_sms().text
    assert "VEILIG" in text or "Code 0000 ken ik niet" in text
    alarm = app.karin.alarm()
    assert (alarm["resolvedAt"], alarm["acknowledgedBy"], alarm["takenWithoutCode"]) == (None, None, None)
    app.karin.phone.expects_sms("NOOD")
    app.fatima.phone.sends(f"VEILIG: {asked.code}, ik sta naast hem")
    app.fatima.phone.expects_sms("is afgesloten")
    app.forgets_messages()


def test_a_bare_one_takes_it_and_the_climb_goes_on_to_the_next_level_who_reads_that(app: AppUnderTest) -> None:
    visit = overdue(app, Level.COLLEAGUE)
    asked = app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    app.fatima.phone.sends("1")
    text = app.fatima.phone.expects_sms("Jij pakt alarm").text
    assert text.endswith(f"Ik pak het op: 1 {asked.code}")
    alarm = app.karin.alarm()
    assert (alarm["acknowledgedBy"], alarm["takenWithoutCode"]["name"]) == (None, "Fatima Bakker")
    assert app.karin.story(visit)[-1] == "Opgepakt zonder code door Fatima Bakker (sms). Het alarm gaat door."
    climbs_to(app, Level.MANAGER)
    text = app.karin.phone.expects_sms("heeft zich niet afgemeld").text
    assert "Opgepakt zonder code door Fatima Bakker." in text
    climbs_to(app, Level.POLICE)
    text = app.karin.phone.expects_sms("BEL NU 112").text
    assert "Opgepakt zonder code door Fatima Bakker." in text
    asked.then_answers("1").expects_sms("Jij pakt alarm")
    alarm = app.karin.alarm()
    assert (alarm["acknowledgedBy"]["name"], alarm["takenWithoutCode"]) == ("Fatima Bakker", None)
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_after_a_bare_one_anybody_may_still_take_it(app: AppUnderTest) -> None:
    panic(app)
    app.fatima.phone.expects_sms("NOOD")
    asked = app.karin.phone.expects_sms("NOOD")
    app.fatima.phone.sends("1")
    app.fatima.phone.expects_sms("Jij pakt alarm")
    asked.then_answers("1").expects_sms("Jij pakt alarm")
    app.fatima.phone.expects_sms("Karin Smit pakt het op")
    app.fatima.phone.sends("1")
    app.fatima.phone.expects_sms("Karin Smit pakt alarm")
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_bare_one_on_the_police_task_does_not_say_that_the_police_were_called(app: AppUnderTest) -> None:
    visit = overdue(app, Level.POLICE)
    app.karin.phone.expects_sms("BEL NU 112")
    app.forgets_messages()
    app.karin.phone.sends("1")
    app.karin.phone.expects_sms("Jij pakt alarm")
    assert app.karin.alarm()["acknowledgedBy"] is None
    assert not any("belde 112" in line for line in app.karin.story(visit))
    app.passes(seconds=31)
    assert "Opgepakt zonder code door Karin Smit." in app.fatima.phone.expects_sms("BEL NU 112").text
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_bare_two_declines_for_that_number(app: AppUnderTest) -> None:
    overdue(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    app.fatima.phone.sends("2")
    app.fatima.phone.expects_sms("Genoteerd: je kunt niet.")
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_note_behind_the_code_stands_in_the_timeline_without_what_could_be_a_pin(app: AppUnderTest) -> None:
    visit = panic(app)
    app.fatima.phone.expects_sms("NOOD").then_answers("1")
    app.fatima.phone.expects_sms("Jij pakt alarm")
    app.karin.phone.expects_sms("NOOD").then_replies(f"2 {_code(app, app.karin)} zit in de trein, 12.34")
    app.karin.phone.expects_sms("Genoteerd: je kunt niet.")
    assert "Karin Smit kan niet: zit in de trein, **.**." in app.karin.story(visit)
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_all_is_well_at_the_check_call_needs_the_code_and_not_well_does_not(app: AppUnderTest) -> None:
    app.runs_on("demo")
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    asked = app.fatima.phone.expects_sms("Bel nu Jan de Wit")
    app.fatima.phone.sends("1")
    app.fatima.phone.expects_sms(f"Zet de code uit het bericht erachter. Alles goed: 1 {asked.code}")
    assert not any("alles goed" in line for line in app.karin.story(visit))
    app.fatima.phone.sends("2")
    app.fatima.phone.expects_sms("De teammanager wordt gewaarschuwd")
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.parametrize("asked", ["back_up", "alone"])
def test_a_yes_that_others_count_on_needs_the_code(app: AppUnderTest, asked: str) -> None:
    app.runs_on("s-hertogenbosch")
    planned = app.jan.plans(starts_in=30, minutes=20, companions=[{"personId": str(app.ali.id)}])
    app.ali.phone.expects_sms("Je gaat mee")
    if asked == "alone":
        app.jan.does(planned, "ask-alone", reason="Ali is er niet")
        phone, words = app.karin.phone, "vraagt of alleen gaan mag"
    else:
        app.jan.does(planned, "back-up", backUpId=str(app.fatima.id))
        phone, words = app.fatima.phone, "vraagt of je achterwacht wilt zijn"
    code = phone.expects_sms(words).code
    phone.sends("1")
    yes = "Toestaan" if asked == "alone" else "Ja"
    phone.expects_sms(f"Zet de code uit het bericht erachter. {yes}: 1 {code}")
    phone.sends(f"1 {code}")
    app.forgets_messages()
    app.jan.does(planned, "cancel")
    app.forgets_messages()


def test_who_is_inside_is_not_declared_outside_by_a_bare_two(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    asked = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.ali.phone.sends("2")
    app.ali.phone.expects_sms(f"Zet de code uit het bericht erachter. Je kunt niet: 2 {asked.code}")
    assert app.jan.visit(visit)["companions"][0]["declinedAt"] is None
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_ok_by_sms_under_an_alarm_is_told_as_a_text_and_quiets_nobody(app: AppUnderTest) -> None:
    visit = overdue(app, Level.COLLEAGUE)
    app.forgets_messages()
    for words in ("OK", "+15"):
        app.jan.phone.sends(words)
        assert "(sms). Het alarm blijft open" in app.fatima.phone.expects_sms("Jan de Wit liet iets horen").text
    app.forgets_messages()
    climbs_to(app, Level.MANAGER)
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] in ("ended", "under_way")


def test_a_bare_yes_to_a_swap_or_a_relief_changes_no_roster(app: AppUnderTest) -> None:
    ruth = app.also_has("Ruth Maas", Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.SECOND, ruth), (Rank.MANAGER, app.karin))
    ruth.phone.sends("1")
    ruth.phone.expects_sms("Dat begrijp ik niet")


def _code(app: AppUnderTest, person: Person) -> str:
    return next(sms.text.split()[1].strip(".") for sms in app.twilio.messages if sms.to == person.employee.phone)
