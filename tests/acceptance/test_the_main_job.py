"""The main job: a worker checks in, is watched over, and is not forgotten (watch-rules.md)."""

from tests.support.house import House


def test_a_quiet_visit_from_check_in_to_check_out(house: House) -> None:
    visit = house.jan.checks_in(minutes=10)
    assert visit["state"] == "under_way"
    assert visit["watch"]["nextDeadline"]["kind"] == "check_call"
    house.passes(seconds=31)
    house.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1")
    house.jan.phone.expects_call().picks_up().presses("1")
    house.fatima.phone.expects_sms("alles goed")
    ended = house.jan.does(visit, "check-out", returnTo="office")
    assert ended["state"] == "ended"
    assert ended["watch"]["nextDeadline"] is None
    house.passes(minutes=30)


def test_plus_fifteen_by_sms_stops_the_chase(house: House) -> None:
    visit = house.jan.checks_in(minutes=0.4)
    house.passes(seconds=25)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.phone.expects_sms("Je afspraak is voorbij").then_replies("+15")
    house.jan.phone.expects_sms("Je afspraak loopt nu tot")
    house.passes(seconds=4)
    house.fatima.phone.is_silent()
    assert house.jan.visit(visit)["alarm"] is None
    house.jan.does(visit, "check-out")


def test_the_ladder_climbs_to_the_police_task_and_is_closed_by_sms(house: House) -> None:
    visit = house.jan.checks_in(minutes=0.4)
    house.passes(seconds=26)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    house.passes(seconds=5)
    house.jan.phone.expects_call().rings_out()
    house.passes(seconds=11)
    first = house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    assert "Dorpsstraat" in first.text
    house.fatima.phone.expects_call().goes_to_voicemail()
    house.passes(seconds=15)
    house.karin.phone.expects_sms("Fatima reageerde niet")
    house.karin.phone.expects_call().rings_out()
    house.passes(seconds=15)
    house.fatima.phone.expects_sms("BEL NU 112")
    house.fatima.phone.expects_call().rings_out()
    task = house.karin.phone.expects_sms("BEL NU 112")
    house.karin.phone.expects_call().rings_out()
    assert house.karin.alarm()["level"] == "police"
    task.then_answers("1")
    house.karin.phone.expects_sms("je hebt gebeld")
    house.fatima.phone.expects_sms("Karin Smit pakt het op")
    assert house.karin.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    house.karin.phone.sends("VEILIG " + task.code)
    house.karin.phone.expects_sms("is afgesloten")
    house.karin.phone.expects_sms("voorbij")
    house.fatima.phone.expects_sms("voorbij: Jan de Wit is veilig")
    assert house.karin.visit(visit)["state"] == "ended"


def test_a_digit_in_a_call_takes_the_alarm_and_only_then_names_who(house: House) -> None:
    visit = house.jan.checks_in(minutes=5)
    alarm = house.jan.posts("/v1/alarms", {"visitId": visit["id"]}, expect=201)
    call = house.fatima.phone.expects_call().picks_up()
    assert "Jan" not in call.says
    assert "Dorpsstraat" not in call.says
    call.presses("1")
    assert "Jan de Wit" in call.says
    assert house.fatima.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    house.fatima.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("Fatima Bakker pakt het op")
    house.karin.phone.accepts(".*")
    house.karin.phone.expects_call().rings_out()
    house.fatima.on_alarm(alarm, "resolve", outcome="help_given", note="Gebeld, alles rustig")
    house.fatima.phone.expects_sms("voorbij")
    assert house.jan.visit(visit)["state"] == "under_way"
    house.jan.does(visit, "check-out")
