"""What somebody under way texts is never passed over: distress brings in a manager, and a human reads the rest."""

import pytest

from achterwacht.notices.in_silence import NOBODY, who_is_hushed
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.app_under_test import AppUnderTest, Person

CRY = "hij slaat me, ik zit opgesloten"
HOME_SAFE = ("[planning]", '[home_safe]\nafter = "20m"\nanswer_within = "5m"\n\n[planning]')


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_distress_reaches_humans_at_once_and_the_worker_is_answered(app: AppUnderTest) -> None:
    strangers = app.has_neighbours()
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends(CRY)
    app.jan.phone.expects_sms("We bellen je zo. Hulp nodig: NOOD")
    app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit")
    said = app.karin.phone.expects_sms(f"Jan de Wit stuurde: '{CRY}'")
    assert "om te vragen of het goed gaat" in said.text
    alarm = app.karin.alarm()
    assert (alarm["cause"], alarm["level"]) == ("not_ok", "manager")
    assert f"Jan de Wit stuurde een sms: {CRY}." in app.karin.story(visit)
    assert Person(app, strangers.manager).asks("/v1/alarms?open=true")["alarms"] == []
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_cry_after_many_texts_is_answered_and_so_is_the_call_for_help_after_many_cries(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    for number in range(5):
        app.jan.phone.sends(f"hmm {'x' * number}yz")
    app.settles()
    for _ in range(3):
        app.jan.phone.expects_sms("Dat begrijp ik niet")
    app.jan.phone.is_silent()
    app.jan.phone.sends("ik word bedreigd")
    app.jan.phone.expects_sms("We bellen je zo.")
    for words in ("bel me", "kom snel", "niet goed", "ALARM", "nee", "bel politie"):
        app.jan.phone.sends(words)
    app.karin.phone.expects_sms("stuurde: 'bel politie'")
    app.jan.phone.sends("NOOD")
    app.jan.phone.expects_sms("Alarm verstuurd")
    app.jan.phone.sends("hij heeft een mes")
    app.karin.phone.expects_sms("stuurde: 'hij heeft een mes'")
    assert app.karin.alarm()["cause"] == "panic"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_what_nobody_understood_is_told_once_and_stands_in_the_timeline_without_a_pin(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=60, companions=[{"personId": str(app.ali.id)}])
    app.jan.phone.sends("zeg 24 68 hij doet raar")
    app.jan.phone.expects_sms("Dat begrijp ik niet")
    told = app.fatima.phone.expects_sms("Jan de Wit stuurde: 'zeg ** ** hij doet raar'. Bel Jan de Wit")
    assert "om te vragen of het goed gaat" in told.text
    app.jan.phone.sends("zeg 13 57 hij doet raar")
    app.jan.phone.expects_sms("Dat begrijp ik niet")
    app.fatima.phone.is_silent()
    app.karin.phone.is_silent()
    line = "Jan de Wit stuurde een sms die niet begrepen werd: zeg ** ** hij doet raar."
    assert app.fatima.story(visit)[-2:] == [line, line]
    app.passes(minutes=11)
    app.ali.phone.sends("waar moet ik zijn")
    app.ali.phone.expects_sms("Dat begrijp ik niet")
    app.fatima.phone.expects_sms("Ali Demir stuurde: 'waar moet ik zijn'. Bel Jan de Wit")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_in_a_silent_alarm_nobody_phones_who_is_inside_and_the_answer_gives_nothing_away(app: AppUnderTest) -> None:
    app.jan.sets_pin("2468", "8642")
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "ok", pin="8642")
    app.karin.phone.expects_sms("STIL ALARM")
    app.jan.phone.sends(CRY)
    app.jan.phone.expects_sms("Genoteerd.")
    said = app.karin.phone.expects_sms(f"Jan de Wit stuurde: '{CRY}'").text
    assert "Bel Jan de Wit NIET: stil alarm." in said
    assert "om te vragen" not in said
    assert not any("stuurde een sms" in line for line in app.jan.story(visit))
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out", pin="2468")


def test_who_called_for_help_without_a_visit_is_heard_further(app: AppUnderTest) -> None:
    app.jan.phone.sends("NOOD")
    app.jan.phone.expects_sms("Alarm verstuurd")
    app.jan.phone.sends("hij slaat me")
    app.jan.phone.expects_sms("We bellen je zo.")
    app.karin.phone.expects_sms("Jan de Wit stuurde: 'hij slaat me'")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_machine_and_who_is_on_no_visit_alarm_nobody(app: AppUnderTest) -> None:
    app.jan.phone.sends("hij slaat me")
    app.jan.phone.expects_sms("Dat begrijp ik niet")
    app.ali.phone.sends("ik ben met verlof maar hij slaat me")
    app.ali.phone.expects_sms("NOOD")
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("Automatisch antwoord: ik ben tot maandag afwezig.")
    app.fatima.phone.is_silent()
    app.jan.phone.sends("Automatisch antwoord: ik ben afwezig. Bij gevaar: bel 112.")
    app.jan.phone.is_silent()
    app.fatima.phone.expects_sms("Jan de Wit stuurde: 'Automatisch antwoord: ik ben afwezig.")
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    assert sum("Automatisch antwoord" in line for line in app.fatima.story(visit)) == 2
    app.jan.does(visit, "check-out")


@pytest.mark.parametrize("body", ["", "\ufffc"], ids=["nothing", "the sign of an iPhone for it"])
def test_a_photo_without_words_is_read_by_a_human_and_breaks_no_screen(app: AppUnderTest, body: str) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends(body)
    said = "Jan de Wit stuurde een bericht zonder woorden, misschien een foto."
    assert said in app.fatima.phone.expects_sms("om te vragen of het goed gaat").text
    line = "Jan de Wit stuurde een sms die niet begrepen werd: zonder woorden, misschien een foto."
    assert line in app.fatima.story(visit)
    app.jan.does(visit, "panic")
    app.forgets_messages()
    sheet = app.karin.asks(f"/v1/alarms/{app.karin.alarm()['id']}/hand-over")
    assert any("zonder woorden" in one["text"] for one in sheet["tried"])
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_who_asks_not_to_be_phoned_is_not(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("bel me niet, hij hoort het")
    app.jan.phone.expects_sms("Genoteerd, we bellen je niet. Hulp nodig: NOOD")
    said = app.karin.phone.expects_sms("stuurde: 'bel me niet, hij hoort het'").text
    assert "Bel Jan de Wit nu NIET: dat vraagt Jan de Wit. Twijfel je: bel 112." in said
    alarm = app.karin.alarm()
    (row,) = app.karin.asks("/v1/board")["alarms"]
    assert (alarm["quiet"], row["quiet"], alarm["silent"]) == (True, True, False)
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert any("Bel dat nummer niet: dat is gevraagd." in line for line in sheet["say"])
    loud = app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit").text
    assert "Bel Jan de Wit NIET: dat is gevraagd. Twijfel je: bel 112." in loud
    app.jan.phone.sends("STATUS")
    app.jan.phone.expects_sms("Er wordt naar gekeken. Hulp nodig: NOOD")
    app.jan.phone.sends("ja")
    app.jan.phone.expects_sms("Genoteerd, we bellen je niet. Hulp nodig: NOOD")
    app.karin.on_alarm(app.karin.alarm(), "assign", personId=str(app.mohamed.id))
    assert "Bel Jan de Wit NIET: dat is gevraagd." in app.mohamed.phone.expects_sms("vraagt jou").text
    app.jan.phone.sends("hij heeft een mes")
    assert "Bel Jan de Wit nu NIET" in app.mohamed.phone.expects_sms("stuurde: 'hij heeft een mes'").text
    app.jan.phone.expects_sms("Genoteerd, we bellen je niet. Hulp nodig: NOOD")
    app.jan.does(visit, "panic")
    for person in (app.karin, app.fatima):
        text = person.phone.expects_sms("drukte om").text
        assert "Bel Jan de Wit NIET: dat is gevraagd. Bel 112" in text
        assert app.jan.employee.phone[-8:] not in text
    app.jan.phone.sends("veilig")
    app.jan.phone.expects_sms("Gaat het goed: stuur OK.")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_word_of_an_absence_keeps_nobody_from_being_heard(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("collega is met verlof en ik in een vergadering")
    app.jan.phone.expects_sms("Dat begrijp ik niet")
    app.fatima.phone.expects_sms("Jan de Wit stuurde: 'collega is met verlof")
    app.jan.phone.sends("hij laat me niet weg, collega is afwezig")
    app.jan.phone.expects_sms("We bellen je zo.")
    app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit")
    app.karin.phone.expects_sms("collega is afwezig")
    for _ in range(2):
        app.jan.phone.sends("ik ben niet bereikbaar, ik zit opgesloten")
    app.karin.phone.expects_sms("ik zit opgesloten")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_who_asks_not_to_be_phoned_is_heard_though_a_text_was_told_just_before(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("hij doet raar")
    assert "om te vragen of het goed gaat" in app.fatima.phone.expects_sms("stuurde: 'hij doet raar'").text
    app.jan.phone.sends(f"ik kan nu even niet praten {'en nog meer ' * 12} ze luisteren mee")
    assert "Bel Jan de Wit nu NIET" in app.fatima.phone.expects_sms("ik kan nu even niet praten").text
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_a_picture_says_as_much_as_a_word_and_is_read_in_words(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("Uit 😱")
    app.jan.phone.expects_sms("Dat begrijp ik niet")
    assert app.jan.visit(visit)["state"] == "under_way"
    app.fatima.phone.expects_sms("Jan de Wit stuurde: 'Uit [bang]'")
    app.jan.phone.sends("🔪🔪")
    app.jan.phone.expects_sms("We bellen je zo.")
    app.karin.phone.expects_sms("Jan de Wit stuurde: '[mes][mes]'")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_other_pictures_are_read_in_words_as_well(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("🔥🚪🏃🏽‍♀️ ❗ 🧮")
    app.jan.phone.expects_sms("Dat begrijp ik niet")
    app.fatima.phone.expects_sms("Jan de Wit stuurde: '[vuur][deur][rent] ! [emoji]'")
    app.jan.does(visit, "check-out")


def test_what_still_waits_when_they_ask_for_quiet_says_so_too(app: AppUnderTest) -> None:
    app.twilio.weather.down()
    panic(app)
    app.jan.phone.sends("bel me niet, hij hoort het")
    app.twilio.weather.up()
    app.passes(seconds=10)
    for person in (app.karin, app.fatima):
        text = person.phone.expects_sms("drukte om").text
        assert "Bel Jan de Wit NIET: dat is gevraagd. Bel 112" in text
        assert app.jan.employee.phone[-8:] not in text
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def goes_home(app: AppUnderTest) -> Json:
    """Jan went straight home, and a sign of life from there is waited for."""
    app.runs_on(*WITHOUT_A_CHECK_CALL, HOME_SAFE)
    visit = app.jan.checks_in(minutes=10)
    ended: Json = app.jan.does(visit, "check-out", returnTo="home")
    assert ended["watch"]["nextDeadline"]["kind"] == "home_safe"
    return ended


def test_distress_on_the_way_home_reaches_a_manager_at_once(app: AppUnderTest) -> None:
    visit = goes_home(app)
    app.jan.phone.sends("hij volgt me, kom snel")
    app.jan.phone.expects_sms("We bellen je zo. Hulp nodig: NOOD")
    assert "onderweg, laatst Dorpsstraat" in app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit").text
    app.karin.phone.expects_sms("Jan de Wit stuurde: 'hij volgt me, kom snel'")
    alarm = app.karin.alarm()
    assert (alarm["cause"], alarm["level"]) == ("not_ok", "manager")
    app.jan.phone.sends("OK")
    app.jan.phone.expects_sms("Genoteerd: je bent thuis.")
    app.karin.phone.expects_sms("Jan de Wit liet iets horen")
    assert app.karin.alarm()["id"] == alarm["id"], "a phone can be in the wrong hand"
    app.jan.phone.sends("hij heeft een mes, kom nu")
    app.jan.phone.expects_sms("We bellen je zo")
    app.karin.phone.expects_sms("Jan de Wit stuurde: 'hij heeft een mes, kom nu'")
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    assert app.karin.visit(visit)["watch"]["nextDeadline"] is None
    app.jan.phone.sends("hij volgt me")
    app.forgets_messages()
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == [], "nobody waits for him any more"


def test_not_home_yet_is_no_distress_and_a_colleague_reads_it(app: AppUnderTest) -> None:
    goes_home(app)
    app.jan.phone.sends("Nee.")
    app.jan.phone.expects_sms("Dat begrijp ik niet")
    app.fatima.phone.expects_sms("Jan de Wit stuurde: 'Nee.'")
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    app.jan.phone.sends("THUIS")
    app.jan.phone.expects_sms("Genoteerd: je bent thuis.")


@pytest.mark.on_both
def test_who_asked_not_to_be_phoned_on_the_way_back_is_again_once_home(app: AppUnderTest) -> None:
    app.runs_on("heusden-zolder")
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "check-out", returnTo="office")
    app.jan.phone.sends("kan nu niet praten")
    app.jan.phone.expects_sms("We bellen je niet.")
    with app.database.read() as session:
        assert who_is_hushed(session, app.ours.id).quiet == {app.jan.id}
    app.jan.phone.sends("THUIS")
    app.settles()
    with app.database.read() as session:
        assert who_is_hushed(session, app.ours.id) == NOBODY
    app.forgets_messages()


def test_who_asks_on_the_way_home_not_to_be_phoned_is_not_until_they_are_home(app: AppUnderTest) -> None:
    visit = goes_home(app)
    app.jan.phone.sends("kan nu niet praten")
    app.jan.phone.expects_sms("We bellen je niet.")
    app.fatima.phone.expects_sms("Bel Jan de Wit nu NIET")
    app.passes(minutes=26)
    app.jan.phone.expects_sms("Ben je al thuis?")
    app.fatima.phone.expects_sms("Bel Jan de Wit NIET: dat is gevraagd.")
    app.jan.phone.sends("OK")
    app.jan.phone.expects_sms("Genoteerd: je bent thuis.")
    app.fatima.does(visit, "home-safe", reason="Hij stuurde het", expect=409)
    again = app.jan.checks_in(minutes=10)
    app.jan.does(again, "check-out")
