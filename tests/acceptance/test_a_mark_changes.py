"""The register says something else about an address while somebody is there, or will go there: they hear of it at once.
And the review of a mark, that reminds who keeps the register."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from achterwacht.audit.service import log_lookup
from achterwacht.risks import rules
from achterwacht.risks.volumes import MANY, warn_of_many
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, marks
from tests.support.app_under_test import AppUnderTest, Person, an_address

NEUTRAL = "Nieuwe instructie bij je afspraak. Open Achterwacht."
CHOSEN = "0796200000123456"
THERE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on(*WITHOUT_A_CHECK_CALL)


def proposes(person: Person, address: Json, *advice: str, **more: Any) -> Json:
    body = {"address": address, "advice": advice, "reason": "Dreigde met een mes", "reviewDate": "2040-01-01", **more}
    mark: Json = person.posts("/v1/risk-addresses", body, expect=201)
    return mark


def approves(person: Person, mark: Json, **how: Any) -> Json:
    approved: Json = person.posts(f"/v1/risk-addresses/{mark['id']}/approve", **how)
    return approved


def ends(person: Person, mark: Json) -> None:
    person.posts(f"/v1/risk-addresses/{mark['id']}/end", {"reason": "Verhuisd"})


def test_who_is_there_hears_it_at_once_and_the_duty_colleague_hears_what(app: AppUnderTest) -> None:
    address = an_address(300)
    visit = app.jan.checks_in(minutes=60, address=address)
    mark = proposes(app.ruth, address, "attention", instruction="Er is een hond.")
    assert app.jan.phone.expects_sms("Nieuwe instructie").text == NEUTRAL
    told = app.fatima.phone.expects_sms("Jan de Wit is nu bij Dorpsstraat 300, Den Bosch. Nieuwe instructie")
    assert "(voorlopig): Let extra goed op. Houd de weg naar buiten vrij. Er is een hond. Bel 06" in told.text
    assert "mes" not in told.text
    approves(app.karin, mark)
    assert app.jan.phone.expects_sms().text == NEUTRAL
    assert "Nieuwe instructie: Let extra goed op." in app.fatima.phone.expects_sms().text
    risk = app.jan.visit(visit)["risk"]
    assert (risk["advice"], risk["provisional"]) == (["attention"], False)
    assert app.jan.story(visit)[-1] == (
        "Nieuwe instructie voor dit adres: Let extra goed op. Houd de weg naar buiten vrij. Er is een hond."
    )
    ends(app.ruth, mark)
    assert app.jan.phone.expects_sms().text == NEUTRAL
    assert "De instructie van het register vervalt." in app.fatima.phone.expects_sms().text
    assert app.jan.visit(visit)["risk"]["advice"] == []
    assert app.jan.story(visit)[-1] == "De instructie voor dit adres vervalt."
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_another_instruction_replaces_the_first_with_four_eyes(app: AppUnderTest) -> None:
    address = an_address(302)
    marks(app, address, "attention")
    visit = app.jan.checks_in(minutes=60, address=address)
    (old,) = app.ruth.asks("/v1/risk-addresses")["marks"]
    new = proposes(app.ruth, address, "phone_first", replaces=old["id"])
    assert app.jan.visit(visit)["risk"]["advice"] == ["phone_first", "attention"]
    approves(app.ruth, new, expect=403)
    app.forgets_messages()
    approves(app.karin, new)
    assert app.jan.phone.expects_sms().text == NEUTRAL
    app.fatima.phone.expects_sms("Nieuwe instructie: Bel van tevoren. Ga pas als de afspraak klopt.")
    assert app.jan.visit(visit)["risk"]["advice"] == ["phone_first"]
    states = {one["id"]: (one["state"], one["endReason"]) for one in app.ruth.asks("/v1/risk-addresses")["marks"]}
    assert states == {old["id"]: ("ended", "Vervangen"), new["id"]: ("approved", None)}
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_found_by_the_registers_id_or_by_what_is_written(app: AppUnderTest) -> None:
    typed = an_address(304)
    chosen = {**typed, "registerId": CHOSEN}
    renumbered = {**typed, "postcode": "5212 BB", "registerId": CHOSEN}
    by_id = app.jan.checks_in(minutes=60, address=renumbered)
    by_hand = app.ali.checks_in(minutes=60, address=typed)
    elsewhere = app.ali.checks_in(minutes=60, address=an_address(306))
    proposes(app.ruth, chosen, "attention")
    assert app.jan.phone.expects_sms().text == NEUTRAL
    assert app.ali.phone.expects_sms().text == NEUTRAL
    app.fatima.phone.expects_sms("Jan de Wit is nu bij")
    app.fatima.phone.expects_sms("Ali Demir is nu bij")
    assert app.ali.visit(elsewhere)["risk"]["advice"] == []
    app.jan.does(by_id, "check-out")
    app.ali.does(by_hand, "check-out")
    app.ali.does(elsewhere, "check-out")


def test_who_will_go_there_hears_it_and_the_companion_is_asked(app: AppUnderTest) -> None:
    address = an_address(308)
    planned = app.jan.plans(starts_in=600, minutes=30, address=address, companions=[{"personId": str(app.ali.id)}])
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    proposes(app.ruth, address, "pairs")
    assert app.jan.phone.expects_sms().text == NEUTRAL
    assert app.ali.phone.expects_sms("Nieuwe instructie").text == NEUTRAL
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.fatima.phone.is_silent()
    assert app.jan.visit(planned)["beforehand"]["pair"]["needed"]
    app.jan.does(planned, "cancel")
    app.ali.phone.expects_sms("gaat niet door")


def test_who_is_not_concerned_hears_nothing(app: AppUnderTest) -> None:
    address = an_address(310)
    visit = app.jan.checks_in(minutes=60, address=address)
    strangers = app.has_neighbours()
    body = {"address": address, "advice": ["pairs"], "reason": "x", "reviewDate": "2040-01-01"}
    elsewhere = Person(app, strangers.manager)
    elsewhere.posts("/v1/risk-addresses", body, expect=201)
    not_ali = proposes(app.ruth, address, "not_this_employee", notFor=[str(app.ali.id)])
    approves(app.karin, not_ali)
    app.settles()
    assert app.jan.visit(visit)["risk"]["advice"] == []
    about_jan = proposes(app.ruth, address, "not_this_employee", notFor=[str(app.jan.id)])
    assert app.jan.phone.expects_sms().text == NEUTRAL
    app.fatima.phone.expects_sms("Overleg eerst met je teammanager of jij hierheen gaat.")
    assert about_jan["notFor"] == [{"id": str(app.jan.id), "name": "Jan de Wit"}]
    app.jan.does(visit, "check-out")


def test_in_a_silent_alarm_the_colleague_reads_not_to_call(app: AppUnderTest) -> None:
    app.lets_calls_ring().jan.sets_pin("1234", duress="9999")
    address = an_address(312)
    visit = app.jan.checks_in(minutes=60, address=address)
    app.jan.does(visit, "check-out", pin="9999")
    app.forgets_messages()
    proposes(app.ruth, address, "attention")
    told = app.fatima.phone.expects_sms("Jan de Wit is nu bij")
    assert told.text.endswith("Bel Jan de Wit NIET.")
    app.jan.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def comes(app: AppUnderTest, day: date, at: time) -> None:
    """It is that time there, and everybody is still signed in."""
    app.passes(minutes=(datetime.combine(day, at, THERE) - app.now()).total_seconds() / 60)
    for person in (app.jan, app.ali, app.karin, app.ruth):
        person.signs_in()


def test_a_mark_that_begins_by_its_date_is_told_once_to_who_is_there_and_who_goes_there_that_day(
    app: AppUnderTest,
) -> None:
    address = an_address(314)
    day = app.now().astimezone(THERE).date() + timedelta(days=2)
    mark = proposes(app.ruth, address, "pairs", validFrom=day.isoformat())
    approves(app.karin, mark)
    at_nine = datetime.combine(day, time(9), THERE)
    comes(app, day - timedelta(days=1), time(23, 30))
    later = app.ali.plans(
        address=address, plannedStart=at_nine.isoformat(), expectedEnd=(at_nine + timedelta(hours=1)).isoformat()
    )
    inside = app.jan.checks_in(minutes=45, address=address)
    assert app.jan.visit(inside)["risk"]["advice"] == app.ali.visit(later)["risk"]["advice"] == []
    app.jan.phone.is_silent()
    app.passes(minutes=31)
    assert app.jan.phone.expects_sms().text == NEUTRAL
    app.fatima.phone.expects_sms("Jan de Wit is nu bij Dorpsstraat 314, Den Bosch. Nieuwe instructie: Ga met z'n")
    assert app.ali.visit(later)["risk"]["advice"] == ["pairs"], "known at once"
    assert app.ali.story(later)[-1] == "Nieuwe instructie voor dit adres: Ga met z'n tweeën."
    app.ali.phone.is_silent()
    app.jan.does(inside, "check-out")
    comes(app, day, time(7, 1))
    assert app.ali.phone.expects_sms().text == NEUTRAL
    app.passes(minutes=60)
    app.ali.phone.is_silent()
    app.ali.does(later, "cancel")


def test_a_mark_that_ends_by_its_date_is_told_too(app: AppUnderTest) -> None:
    address = an_address(316)
    last = app.now().astimezone(THERE).date() + timedelta(days=2)
    approves(
        app.karin,
        proposes(app.ruth, address, "attention", reviewDate=last.isoformat(), endsOn=last.isoformat()),
    )
    comes(app, last, time(23, 30))
    app.forgets_messages()
    visit = app.jan.checks_in(minutes=60, address=address)
    assert app.jan.visit(visit)["risk"]["advice"] == ["attention"]
    app.passes(minutes=31)
    assert app.jan.phone.expects_sms().text == NEUTRAL
    app.fatima.phone.expects_sms("De instructie van het register vervalt.")
    assert app.jan.visit(visit)["risk"]["advice"] == []
    app.jan.does(visit, "check-out")


def test_a_proposal_that_nobody_approved_in_time_is_told_to_have_gone_and_its_approval_again(app: AppUnderTest) -> None:
    address = an_address(318)
    mark = proposes(app.ruth, address, "attention")
    app.passes(minutes=60 * 24 * 7 - 5).forgets_messages()  # who may approve it was asked twice
    app.jan.signs_in()
    visit = app.jan.checks_in(minutes=30, address=address)
    assert app.jan.visit(visit)["risk"]["provisional"]
    app.passes(minutes=6)
    assert app.jan.phone.expects_sms().text == NEUTRAL
    app.fatima.phone.expects_sms("De instructie van het register vervalt.")
    app.karin.signs_in()
    approves(app.karin, mark)
    assert app.jan.phone.expects_sms().text == NEUTRAL
    app.fatima.phone.expects_sms("Nieuwe instructie: Let extra goed op.")
    app.passes(minutes=5)
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_a_review_reminds_the_registrar_on_the_day_and_each_week_until_somebody_looked(app: AppUnderTest) -> None:
    first, second = (an_address(number) for number in (320, 322))
    day = (app.now() + timedelta(days=10)).date()
    for address in (first, second):
        approves(app.karin, proposes(app.ruth, address, "pairs", reviewDate=day.isoformat()))
    app.passes(minutes=60 * 24 * 8)
    app.ruth.phone.is_silent()
    app.passes(minutes=60 * 24 * 3)
    ends_on = day + timedelta(days=365)
    told = app.ruth.phone.expects_sms("2 markeringen in het register moeten opnieuw")
    assert f"eindigt de eerste op {ends_on.day}-{ends_on.month}-{ends_on.year}" in told.text
    assert "Dorpsstraat" not in told.text
    app.ruth.signs_in()
    looked = app.ruth.asks("/v1/risk-addresses")["marks"]
    assert {one["reviewOverdue"] for one in looked} == {True}
    next_year = date(day.year + 1, day.month, 1).isoformat()
    app.ruth.posts(f"/v1/risk-addresses/{looked[0]['id']}/review", {"reviewDate": next_year})
    app.passes(minutes=60 * 24 * 7)
    app.ruth.phone.expects_sms("1 markering in het register moet opnieuw")
    app.ruth.signs_in()
    ends(app.ruth, looked[1])
    app.passes(minutes=60 * 24 * 30)
    app.ruth.phone.is_silent()


def test_a_review_that_can_not_be_decided_is_told_all_the_same(
    app: AppUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake in a rule")

    app.expects_error("deadline could not be decided")
    day = (app.now() + timedelta(days=1)).date()
    approves(app.karin, proposes(app.ruth, an_address(330), "pairs", reviewDate=day.isoformat()))
    with monkeypatch.context() as patch:
        patch.setattr(rules, "next_reminder", broken)
        app.passes(minutes=60 * 25)
    app.ruth.phone.expects_sms("1 markering in het register")
    app.passes(minutes=10)
    app.ruth.phone.is_silent()
    app.invariants_hold()


def test_who_looks_up_far_too_much_is_told_to_the_registrar_once_a_day(app: AppUnderTest) -> None:
    with app.database.write() as session:
        now = app.now()
        for who, times in ((app.jan, MANY + 1), (app.ali, MANY)):
            for number in range(times):
                log_lookup(session, app.ours.id, who.id, f"NL|5211AA|{number}|", "nieuwsgierig", None, (), False, now)
    looks_after(app)
    told = app.ruth.phone.expects_sms("Jan de Wit zocht vandaag 61 keer een adres op")
    assert "Dorpsstraat" not in told.text
    looks_after(app)
    app.settles()
    app.ruth.phone.is_silent()
    with app.database.write() as session:
        warn_of_many(session, app.now() + timedelta(days=1))
    app.ruth.phone.is_silent()


def test_a_registrar_who_reads_too_much_is_told_to_somebody_else(app: AppUnderTest) -> None:
    with app.database.write() as session:
        for number in range(MANY + 1):
            key = f"NL|5211AA|{number}|"
            log_lookup(session, app.ours.id, app.ruth.id, key, "nieuwsgierig", None, (), False, app.now())
    looks_after(app)
    app.anne.phone.expects_sms("Ruth Verhoeven zocht vandaag 61 keer")
    app.ruth.phone.is_silent()


def looks_after(app: AppUnderTest) -> None:
    """What the clock does each minute."""
    app.jobs.tick()
    app.jobs.audit()


@pytest.mark.on_both
def test_who_may_approve_a_proposal_is_asked_in_the_morning_and_before_it_lapses(app: AppUnderTest) -> None:
    """Whoever goes there on the eighth day reads nothing of it any more."""
    app.clock.goes_to(app.now().replace(hour=12, minute=0))
    first, second = (proposes(app.jan, an_address(number), "police_first") for number in (324, 326))
    app.ruth.phone.is_silent()
    lapses = app.now().astimezone(THERE) + timedelta(days=7)
    app.passes(minutes=60 * 24)
    told = app.ruth.phone.expects_sms("2 voorstellen voor een risicoadres wachten")
    assert f"vervalt het eerste op {lapses.day}-{lapses.month}-{lapses.year}" in told.text
    assert "Dorpsstraat" not in told.text
    approves(app.ruth.signs_in(), first)
    app.passes(minutes=60 * 24 * 5)
    app.ruth.phone.is_silent()
    app.passes(minutes=60 * 24)
    app.ruth.phone.expects_sms("1 voorstel voor een risicoadres wacht")
    app.passes(minutes=60 * 24 * 14)
    app.ruth.phone.is_silent()
    assert second["id"] != first["id"]


def test_whoever_proposed_it_themself_is_not_asked(app: AppUnderTest) -> None:
    proposes(app.ruth, an_address(328), "pairs")
    app.passes(minutes=60 * 25)
    app.ruth.phone.is_silent()
    for manager in (app.karin, app.mohamed):
        manager.phone.expects_sms("1 voorstel voor een risicoadres wacht")
