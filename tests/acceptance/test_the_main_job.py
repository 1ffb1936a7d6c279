"""The main job: a worker checks in, is watched over, and is not forgotten (watch-rules.md)."""

from tests.support.app_under_test import AppUnderTest


def test_a_quiet_visit_from_check_in_to_check_out(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    assert visit["state"] == "under_way"
    assert visit["watch"]["nextDeadline"]["kind"] == "check_call"
    app.passes(seconds=31)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1")
    app.jan.phone.expects_call().picks_up().presses("1")
    app.fatima.phone.expects_sms("alles goed")
    ended = app.jan.does(visit, "check-out", returnTo="office")
    assert ended["state"] == "ended"
    assert ended["watch"]["nextDeadline"] is None
    app.passes(minutes=30)


def test_plus_fifteen_by_sms_stops_the_chase(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=0.4)
    app.passes(seconds=25)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.expects_sms("Je afspraak is voorbij").then_replies("+15")
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    app.passes(seconds=4)
    app.fatima.phone.is_silent()
    assert app.jan.visit(visit)["alarm"] is None
    app.jan.does(visit, "check-out")


def test_the_ladder_climbs_to_the_police_task_and_is_closed_by_sms(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=0.4)
    app.passes(seconds=26)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.passes(seconds=5)
    app.jan.phone.expects_call().rings_out()
    app.passes(seconds=11)
    first = app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    assert "Dorpsstraat" in first.text
    app.fatima.phone.expects_call().goes_to_voicemail()
    app.passes(seconds=15)
    app.karin.phone.expects_sms("Fatima reageerde niet")
    app.karin.phone.expects_call().rings_out()
    app.passes(seconds=15)
    app.fatima.phone.expects_sms("BEL NU 112")
    app.fatima.phone.expects_call().rings_out()
    task = app.karin.phone.expects_sms("BEL NU 112")
    app.karin.phone.expects_call().rings_out()
    assert app.karin.alarm()["level"] == "police"
    task.then_answers("1")
    app.karin.phone.expects_sms("je hebt gebeld")
    app.fatima.phone.expects_sms("Karin Smit pakt het op")
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    app.karin.phone.sends("VEILIG " + task.code)
    app.karin.phone.expects_sms("is afgesloten")
    app.karin.phone.expects_sms("voorbij")
    app.fatima.phone.expects_sms("voorbij: Jan de Wit is veilig")
    assert app.karin.visit(visit)["state"] == "ended"


def test_a_digit_in_a_call_takes_the_alarm_and_only_then_names_who(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=5)
    alarm = app.jan.posts("/v1/alarms", {"visitId": visit["id"]}, expect=201)
    call = app.fatima.phone.expects_call().picks_up()
    assert "Jan" not in call.says
    assert "Dorpsstraat" not in call.says
    call.presses("1")
    assert "Jan de Wit" in call.says
    assert app.fatima.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    app.fatima.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("Fatima Bakker pakt het op")
    app.karin.phone.accepts(".*")
    app.karin.phone.expects_call().rings_out()
    app.fatima.on_alarm(alarm, "resolve", outcome="help_given", note="Gebeld, alles rustig")
    app.fatima.phone.expects_sms("voorbij")
    assert app.jan.visit(visit)["state"] == "under_way"
    app.jan.does(visit, "check-out")
