"""Killed between knowing something and having done it, with what watches beside the ladder: told once, and not lost.

Each story dies at every boundary that it crosses, one after the other, and goes on as a new process would: the provider
repeats its webhook with the same id, the phone its request with the same key, the clock ticks again. The provider that
answers 500, and every webhook that comes twice, are here as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from achterwacht.alarms.facts import Level
from foundation.failpoints import Failpoint
from scheduler.jobs import Jobs
from tests.acceptance.stories import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, Json, a_belgian_address, climbs_to
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.dying import death_at, death_before
from tests.support.twilio.webhooks import WebhookFailed

pytestmark = pytest.mark.on_both

CLOCK = (Failpoint.TICK_CLAIMED, Failpoint.TICK_DECIDED, Failpoint.TICK_RECORDED, Failpoint.TICK_COMMITTED)
SENDER = (Failpoint.MESSAGE_CLAIMED, Failpoint.MESSAGE_CALLED, Failpoint.MESSAGE_SENT, Failpoint.MESSAGE_SETTLED)
TEXT = (Failpoint.TEXT_RECORDED, Failpoint.REQUEST_COMMITTED)
DIGIT = (Failpoint.DIGIT_RECORDED, Failpoint.REQUEST_COMMITTED)
LEASE = 26
"""Seconds after which another sends what a dead one had in its hands."""
PIN, DURESS = "2468", "8642"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring()


def begins_anew(app: AppUnderTest) -> None:
    """Another clock takes over, once what the dead one had in its hands is free again."""
    app.jobs.close()
    app.jobs = Jobs(app.database, app.settings, "another clock")
    app.passes(seconds=LEASE)


def dies(app: AppUnderTest, point: Failpoint, does: Callable[[], object], arrival: int = 1) -> None:
    """Somebody dies there while this is done, and another goes on."""
    with death_at(point, arrival):
        does()
    begins_anew(app)


def texts(app: AppUnderTest, person: Person, words: str, point: Failpoint) -> None:
    """An SMS whose webhook dies there; the provider repeats it, and once more although it was answered."""
    sid = f"SM{uuid4().hex}"
    with death_at(point), pytest.raises(WebhookFailed):
        person.phone.sends(words, sid=sid)
    for _ in range(2):
        assert person.phone.sends(words, sid=sid) == 200


def is_heard_through(app: AppUnderTest, person: Person, words: str, point: Failpoint) -> None:
    """An SMS that is heard although we die: as it comes in, or while what it asks for is sent."""
    if point in TEXT:
        texts(app, person, words, point)
        app.settles()
    else:
        person.phone.sends(words)
        dies(app, point, app.settles)


def how_often(app: AppUnderTest, person: Person, part: str) -> int:
    """How many texts with these words this person ever got."""
    return sum(1 for sms in app.twilio.messages if sms.to == person.employee.phone and part in sms.text)


def calls_to(app: AppUnderTest, number: str) -> int:
    return sum(1 for call in app.twilio.calls if call.to == number)


def test_who_denies_a_number_is_heard_once(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)

    somebody = iter((app.fatima, app.karin, app.ali, app.jan, app.mohamed, app.ruth, app.also_has("Els Bos")))

    def whose_code() -> tuple[Person, str]:
        person = next(somebody)
        person.posts("/v1/me/number-check", expect=204)
        return person, person.phone.expects_sms("klopt dit nummer?").code

    def heard_of(person: Person) -> int:
        return how_often(app, app.anne, f"{person.name} is niet bereikbaar op het nummer bij Mensen")

    for point in TEXT:
        person, code = whose_code()
        texts(app, person, f"2 {code}", point)
        app.settles()
        assert heard_of(person) == 1, point
        assert person.asks("/v1/me")["numberDeniedAt"]
    for point in SENDER:
        person, code = whose_code()
        person.phone.sends(f"2 {code}")
        dies(app, point, app.settles)
        assert heard_of(person) == 1, point
    person, code = whose_code()
    app.twilio.weather.fail_next(2, 500, 20500)
    person.phone.sends(f"2 {code}")
    app.passes(seconds=60)
    assert heard_of(person) == 1
    app.forgets_messages()


def test_the_answer_to_the_daily_test_counts_although_we_died_of_it(app: AppUnderTest) -> None:
    """One that is lost would say that nothing comes in."""
    for point in (*TEXT, *SENDER):
        soon = (app.now() + timedelta(minutes=1)).astimezone(ZoneInfo("Europe/Amsterdam"))
        body = {"phone": app.jan.employee.phone, "dailyAt": f"{soon:%H:%M}", "rings": False, "asks": True}
        app.http.put("/v1/canary", json=body, headers=app.anne.employee.headers).raise_for_status()
        if point in TEXT:
            app.passes(minutes=2)
        else:
            dies(app, point, lambda: app.passes(minutes=2))
        sms = app.jan.phone.expects_sms("Dagelijkse proef")
        assert how_often(app, app.jan, sms.text) == 1, point
        if point in TEXT:
            texts(app, app.jan, f"1 {sms.code}", point)
        else:
            sms.then_answers("1")
        assert app.anne.asks("/v1/canary")["result"] == "answered", point
        app.jan.phone.is_silent()


def test_a_cry_by_sms_brings_in_the_manager_once(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    cry = "hij slaat me, ik zit opgesloten"
    for number, point in enumerate((*TEXT, *SENDER)):
        visit = app.jan.checks_in(minutes=30)
        is_heard_through(app, app.jan, cry, point)
        alarm = app.karin.alarm()
        assert alarm["cause"] == "not_ok", point
        assert [line for line in app.karin.story(visit) if cry in line] == [f"Jan de Wit stuurde een sms: {cry}."]
        for person, part in ((app.karin, f"stuurde: '{cry}'"), (app.jan, "We bellen je zo.")):
            assert how_often(app, person, part) == number + 1, (point, person.name)
        ends(app, visit)
        app.passes(minutes=30)  # somebody who texts on and on is answered less
    visit = app.jan.checks_in(minutes=30)
    app.twilio.weather.fail_next(3, 500, 20500)
    app.jan.phone.sends(cry)
    app.passes(seconds=10)
    assert how_often(app, app.karin, f"stuurde: '{cry}'") == len((*TEXT, *SENDER)) + 1
    ends(app, visit)


def test_what_nobody_understood_is_read_by_one_human_once(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    for number, point in enumerate((*TEXT, *SENDER)):
        visit = app.jan.checks_in(minutes=30)
        is_heard_through(app, app.jan, "zeg hij doet raar", point)
        assert how_often(app, app.fatima, "stuurde: 'zeg hij doet raar'") == number + 1, point
        assert len([line for line in app.fatima.story(visit) if "hij doet raar" in line]) == 1
        app.jan.does(visit, "check-out")
        app.forgets_messages()


def test_who_asks_not_to_be_phoned_is_told_on_once_and_never_rung(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    wish = "kan nu niet praten"
    for number, point in enumerate((*TEXT, *SENDER)):
        visit = app.jan.checks_in(minutes=5)
        is_heard_through(app, app.jan, wish, point)
        assert app.jan.visit(visit)["quiet"] is True, point
        assert how_often(app, app.fatima, f"stuurde: '{wish}'") == number + 1, point
        assert len([line for line in app.fatima.story(visit) if wish in line]) == 1, point
        climbs_to(app, Level.COLLEAGUE)
        assert app.karin.alarm()["quiet"] is True, point
        assert calls_to(app, app.jan.employee.phone) == 0, point
        ends(app, visit)
        app.passes(minutes=30)


def test_the_press_with_its_battery_is_one_alarm_that_says_how_full_it_was(app: AppUnderTest) -> None:
    """Died before the commit nothing of it is there. After it, or where the battery came later, all of it is, once."""
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    for number, dying in enumerate((death_before_commit, death_after_commit) * 2):
        later = number > 1
        visit = app.jan.checks_in(minutes=30)
        press = {"id": str(uuid4()), "visitId": visit["id"]}
        if later:
            app.jan.posts("/v1/alarms", press, expect=201)
        body, key = {**press, "batteryPercent": 40 + number}, str(uuid4())
        with dying(app):
            app.http.post("/v1/alarms", json=body, headers=app.jan.employee.headers | {"Idempotency-Key": key})
        app.jan.posts("/v1/alarms", body, key=key, expect=201)
        app.settles()
        alarm = app.karin.alarm()
        assert (alarm["id"], alarm["battery"]["percent"]) == (press["id"], 40 + number), number
        assert how_often(app, app.karin, "drukte om") == number + 1, number
        assert not [line for line in app.karin.story(visit) if "Nog eens hulp gevraagd" in line], number
        ends(app, visit)


def death_before_commit(app: AppUnderTest) -> AbstractContextManager[object]:
    return death_before(app.database, 1)


def death_after_commit(app: AppUnderTest) -> AbstractContextManager[object]:
    return death_at(Failpoint.REQUEST_COMMITTED)


def ends(app: AppUnderTest, visit: Json) -> None:
    """The alarm is closed and the visit is over."""
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    if app.jan.visit(visit)["state"] == "under_way":
        app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.parametrize("typed", [PIN, DURESS])
def test_a_pin_by_sms_that_was_tried_before_death_counts_when_it_comes_again(app: AppUnderTest, typed: str) -> None:
    """The proof of a webhook is kept with what it did: what died before that must be taken when it is repeated."""
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    app.jan.sets_pin(PIN, DURESS)
    for number, point in enumerate((Failpoint.PIN_SETTLED, *TEXT), 1):
        visit = app.jan.checks_in(minutes=30)
        texts(app, app.jan, f"UIT {typed}", point)
        app.settles()
        assert app.jan.visit(visit)["state"] == "ended", point
        assert how_often(app, app.jan, "Je bent afgemeld") == number, point
        if typed == DURESS:
            assert how_often(app, app.karin, "STIL ALARM") == number, point
            assert app.karin.alarm()["cause"] == "duress"
            app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
        app.forgets_messages()
    assert app.jan.asks("/v1/visits?mine=true&state=under_way")["visits"] == []


BACK = ("[planning]", '[signing_off]\nback_after = "2m"\n\n[planning]')


@pytest.mark.parametrize("points", [CLOCK, SENDER], ids=["clock", "sender"])
def test_who_does_not_come_back_is_chased_once(app: AppUnderTest, points: Sequence[Failpoint]) -> None:
    app.runs_on("demo", LATE_CHECK_CALL, BACK)
    for number, point in enumerate(points):
        visit = app.jan.checks_in(minutes=10)
        app.jan.does(visit, "check-out", returnTo="office")
        app.passes(seconds=115)
        with death_at(point):
            app.passes(seconds=6)
        app.jobs.close()
        app.jobs = Jobs(app.database, app.settings, "another clock")
        app.settles()
        climbs_to(app, Level.COLLEAGUE)
        app.passes(seconds=LEASE)
        assert app.karin.alarm()["cause"] == "not_back", point
        assert how_often(app, app.jan, "Terug op kantoor: stuur TERUG.") == number + 1, point
        assert how_often(app, app.fatima, "is niet terug op kantoor") == number + 1, point
        ends(app, visit)
        assert app.jan.visit(visit)["wayBack"] is None


def test_the_wait_for_who_goes_back_outlives_a_late_clock_one_that_jumps_and_a_provider_that_says_500(
    app: AppUnderTest,
) -> None:
    app.runs_on("demo", LATE_CHECK_CALL, BACK)
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "check-out", returnTo="office")
    app.clock.offset += timedelta(hours=3)
    app.twilio.weather.fail_next(1, 500, 20500)
    app.passes(seconds=7)
    assert how_often(app, app.jan, "Terug op kantoor: stuur TERUG.") == 1, (
        "no clock for hours: at once, and nobody is robbed of it"
    )
    assert app.karin.alarm()["level"] == "worker"
    app.expects_error("the wall clock and the monotonic clock differ")
    app.expects_error("no tick ended")  # the last one lies in the future now, and counts for nothing
    app.jobs.audit()
    app.clock.offset -= timedelta(hours=1)
    app.jobs.audit()
    app.passes(minutes=1)
    assert app.karin.alarm()["level"] != "worker", "a clock that goes back an hour delays no step by an hour"
    ends(app, visit)
    app.passes(minutes=70)


FIRM, LANDLINE = "Bewaking Oost", "+3233445566"


def at_the_police_task(app: AppUnderTest) -> Json:
    visit = app.jan.checks_in(minutes=15, address=a_belgian_address(12))
    climbs_to(app, Level.MANAGER)
    app.forgets_messages()
    return visit


def with_a_firm(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij")
    body = {"name": FIRM, "phone": LANDLINE}
    answer = app.http.put("/v1/guard-firm", json=body, headers=app.anne.employee.headers)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("points", [CLOCK, SENDER], ids=["clock", "sender"])
def test_the_guard_firm_is_phoned_once_with_the_police_task(app: AppUnderTest, points: Sequence[Failpoint]) -> None:
    with_a_firm(app)
    for number, point in enumerate(points):
        visit = at_the_police_task(app)
        app.passes(seconds=170)
        with death_at(point):
            app.passes(seconds=15)
        app.jobs.close()
        app.jobs = Jobs(app.database, app.settings, "another clock")
        app.settles()
        app.passes(seconds=LEASE)
        assert calls_to(app, LANDLINE) == number + 1, point
        assert how_often(app, app.karin, "BEL NU 112") == number + 1, point
        ends(app, visit)


@pytest.mark.parametrize("point", DIGIT)
def test_the_digit_of_the_guard_firm_is_told_once(app: AppUnderTest, point: Failpoint) -> None:
    with_a_firm(app)
    visit = at_the_police_task(app)
    app.passes(minutes=3)
    guard = app.twilio.phone(LANDLINE)
    call = guard.expects_call().picks_up().presses("1")
    with death_at(point):
        assert "jullie komen" in call.presses("1").says, "the provider asks again, and another answers"
    app.passes(minutes=4)
    guard.is_silent()
    alarm = app.karin.alarm()
    assert alarm["guard"]["calls"][-1]["outcome"] == "comes"
    assert how_often(app, app.karin, f"{FIRM} komt (Jan de Wit") == len(alarm["guard"]["calls"]) == 1
    ends(app, visit)


def test_a_guard_firm_that_the_provider_can_not_phone_at_first_is_phoned(app: AppUnderTest) -> None:
    with_a_firm(app)
    visit = at_the_police_task(app)
    app.twilio.weather.fail_next(4, 500, 20500)
    app.passes(minutes=3)
    app.passes(seconds=40)
    assert calls_to(app, LANDLINE) == 1
    ends(app, visit)


def test_expected_trouble_is_told_once(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    said = 0
    for point in (Failpoint.REQUEST_COMMITTED, *SENDER):
        visit = app.jan.plans(starts_in=60)
        path, body, key = f"/v1/visits/{visit['id']}/expected-trouble", {"why": "Hij dreigde"}, str(uuid4())
        if point is Failpoint.REQUEST_COMMITTED:
            with death_at(point):
                app.http.put(path, json=body, headers=app.jan.employee.headers | {"Idempotency-Key": key})
            app.jan.puts(path, body, key=key)
            app.settles()
        else:
            app.jan.puts(path, body, key=key)
            dies(app, point, app.settles)
        said += 1
        for person in (app.fatima, app.karin):
            assert how_often(app, person, "Jan de Wit verwacht problemen op bezoek") == said, (point, person.name)
        assert len([line for line in app.jan.story(visit) if "verwacht problemen" in line]) == 1
        app.jan.does(visit, "cancel")
        app.forgets_messages()
    visit = app.jan.plans(starts_in=60)
    app.twilio.weather.fail_next(3, 500, 20500)
    app.jan.puts(f"/v1/visits/{visit['id']}/expected-trouble", {"why": "Hij dreigde"})
    app.clock.offset += timedelta(minutes=30)
    app.passes(seconds=40)
    for person in (app.fatima, app.karin):
        assert how_often(app, person, "Jan de Wit verwacht problemen op bezoek") == said + 1, person.name
    app.jan.does(visit, "cancel")
    app.forgets_messages()
