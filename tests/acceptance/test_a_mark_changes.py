"""The register says something else about an address while somebody is there, or will go there: they hear of it at once.
And the review of a mark, that reminds who keeps the register."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from achterwacht.audit.service import log_lookup
from achterwacht.risks import rules
from achterwacht.risks.volumes import MANY, warn_of_many
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, Json, marks
from tests.support.house import House, Person, an_address

NEUTRAL = "Nieuwe instructie bij je afspraak. Open Achterwacht."
CHOSEN = "0796200000123456"
THERE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def house(house: House) -> House:
    return house.runs_on(*WITHOUT_A_CHECK_CALL)


def proposes(person: Person, address: Json, *advice: str, **more: Any) -> Json:
    body = {"address": address, "advice": advice, "reason": "Dreigde met een mes", "reviewDate": "2040-01-01", **more}
    mark: Json = person.posts("/v1/risk-addresses", body, expect=201)
    return mark


def approves(person: Person, mark: Json, **how: Any) -> Json:
    approved: Json = person.posts(f"/v1/risk-addresses/{mark['id']}/approve", **how)
    return approved


def ends(person: Person, mark: Json) -> None:
    person.posts(f"/v1/risk-addresses/{mark['id']}/end", {"reason": "Verhuisd"})


def test_who_is_there_hears_it_at_once_and_the_duty_colleague_hears_what(house: House) -> None:
    address = an_address(300)
    visit = house.jan.checks_in(minutes=60, address=address)
    mark = proposes(house.ruth, address, "attention", instruction="Er is een hond.")
    assert house.jan.phone.expects_sms("Nieuwe instructie").text == NEUTRAL
    told = house.fatima.phone.expects_sms("Jan de Wit is nu bij Dorpsstraat 300, Den Bosch. Nieuwe instructie")
    assert "(voorlopig): Let extra goed op. Houd de weg naar buiten vrij. Er is een hond. Bel 06" in told.text
    assert "mes" not in told.text
    approves(house.karin, mark)
    assert house.jan.phone.expects_sms().text == NEUTRAL
    assert "Nieuwe instructie: Let extra goed op." in house.fatima.phone.expects_sms().text
    risk = house.jan.visit(visit)["risk"]
    assert (risk["advice"], risk["provisional"]) == (["attention"], False)
    assert house.jan.story(visit)[-1] == (
        "Nieuwe instructie voor dit adres: Let extra goed op. Houd de weg naar buiten vrij. Er is een hond."
    )
    ends(house.ruth, mark)
    assert house.jan.phone.expects_sms().text == NEUTRAL
    assert "De instructie van het register vervalt." in house.fatima.phone.expects_sms().text
    assert house.jan.visit(visit)["risk"]["advice"] == []
    assert house.jan.story(visit)[-1] == "De instructie voor dit adres vervalt."
    house.jan.does(visit, "check-out")


def test_another_instruction_replaces_the_first_with_four_eyes(house: House) -> None:
    address = an_address(302)
    marks(house, address, "attention")
    visit = house.jan.checks_in(minutes=60, address=address)
    (old,) = house.ruth.asks("/v1/risk-addresses")["marks"]
    new = proposes(house.ruth, address, "phone_first", replaces=old["id"])
    assert house.jan.visit(visit)["risk"]["advice"] == ["phone_first", "attention"]
    approves(house.ruth, new, expect=403)
    house.forgets_messages()
    approves(house.karin, new)
    assert house.jan.phone.expects_sms().text == NEUTRAL
    house.fatima.phone.expects_sms("Nieuwe instructie: Bel van tevoren. Ga pas als de afspraak klopt.")
    assert house.jan.visit(visit)["risk"]["advice"] == ["phone_first"]
    states = {one["id"]: (one["state"], one["endReason"]) for one in house.ruth.asks("/v1/risk-addresses")["marks"]}
    assert states == {old["id"]: ("ended", "Vervangen"), new["id"]: ("approved", None)}
    house.jan.does(visit, "check-out")


def test_found_by_the_registers_id_or_by_what_is_written(house: House) -> None:
    typed = an_address(304)
    chosen = {**typed, "registerId": CHOSEN}
    renumbered = {**typed, "postcode": "5212 BB", "registerId": CHOSEN}
    by_id = house.jan.checks_in(minutes=60, address=renumbered)
    by_hand = house.ali.checks_in(minutes=60, address=typed)
    elsewhere = house.ali.checks_in(minutes=60, address=an_address(306))
    proposes(house.ruth, chosen, "attention")
    assert house.jan.phone.expects_sms().text == NEUTRAL
    assert house.ali.phone.expects_sms().text == NEUTRAL
    house.fatima.phone.expects_sms("Jan de Wit is nu bij")
    house.fatima.phone.expects_sms("Ali Demir is nu bij")
    assert house.ali.visit(elsewhere)["risk"]["advice"] == []
    house.jan.does(by_id, "check-out")
    house.ali.does(by_hand, "check-out")
    house.ali.does(elsewhere, "check-out")


def test_who_will_go_there_hears_it_and_the_companion_is_asked(house: House) -> None:
    address = an_address(308)
    planned = house.jan.plans(starts_in=600, minutes=30, address=address, companions=[{"personId": str(house.ali.id)}])
    proposes(house.ruth, address, "pairs")
    assert house.jan.phone.expects_sms().text == NEUTRAL
    assert house.ali.phone.expects_sms("Nieuwe instructie").text == NEUTRAL
    house.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    house.fatima.phone.is_silent()
    assert house.jan.visit(planned)["beforehand"]["pair"]["needed"]
    house.jan.does(planned, "cancel")
    house.ali.phone.expects_sms("gaat niet door")


def test_who_is_not_concerned_hears_nothing(house: House) -> None:
    address = an_address(310)
    visit = house.jan.checks_in(minutes=60, address=address)
    strangers = house.has_neighbours()
    body = {"address": address, "advice": ["pairs"], "reason": "x", "reviewDate": "2040-01-01"}
    elsewhere = Person(house, strangers.manager)
    elsewhere.posts("/v1/risk-addresses", body, expect=201)
    not_ali = proposes(house.ruth, address, "not_this_employee", notFor=[str(house.ali.id)])
    approves(house.karin, not_ali)
    house.settles()
    assert house.jan.visit(visit)["risk"]["advice"] == []
    about_jan = proposes(house.ruth, address, "not_this_employee", notFor=[str(house.jan.id)])
    assert house.jan.phone.expects_sms().text == NEUTRAL
    house.fatima.phone.expects_sms("Overleg eerst met je teammanager of jij hierheen gaat.")
    assert about_jan["notFor"] == [{"id": str(house.jan.id), "name": "Jan de Wit"}]
    house.jan.does(visit, "check-out")


def test_in_a_silent_alarm_the_colleague_reads_not_to_call(house: House) -> None:
    house.lets_calls_ring().jan.sets_pin("1234", duress="9999")
    address = an_address(312)
    visit = house.jan.checks_in(minutes=60, address=address)
    house.jan.does(visit, "check-out", pin="9999")
    house.forgets_messages()
    proposes(house.ruth, address, "attention")
    told = house.fatima.phone.expects_sms("Jan de Wit is nu bij")
    assert told.text.endswith("Bel Jan de Wit NIET.")
    house.jan.phone.is_silent()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def comes(house: House, day: date, at: time) -> None:
    """It is that time there, and everybody is still signed in."""
    house.passes(minutes=(datetime.combine(day, at, THERE) - house.now()).total_seconds() / 60)
    for person in (house.jan, house.ali, house.karin, house.ruth):
        person.signs_in()


def test_a_mark_that_begins_by_its_date_is_told_once_to_who_is_there_and_who_goes_there_that_day(house: House) -> None:
    address = an_address(314)
    day = house.now().astimezone(THERE).date() + timedelta(days=2)
    mark = proposes(house.ruth, address, "pairs", validFrom=day.isoformat())
    approves(house.karin, mark)
    at_nine = datetime.combine(day, time(9), THERE)
    comes(house, day - timedelta(days=1), time(23, 30))
    later = house.ali.plans(
        address=address, plannedStart=at_nine.isoformat(), expectedEnd=(at_nine + timedelta(hours=1)).isoformat()
    )
    inside = house.jan.checks_in(minutes=45, address=address)
    assert house.jan.visit(inside)["risk"]["advice"] == house.ali.visit(later)["risk"]["advice"] == []
    house.jan.phone.is_silent()
    house.passes(minutes=31)
    assert house.jan.phone.expects_sms().text == NEUTRAL
    house.fatima.phone.expects_sms("Jan de Wit is nu bij Dorpsstraat 314, Den Bosch. Nieuwe instructie: Ga met z'n")
    assert house.ali.visit(later)["risk"]["advice"] == ["pairs"], "known at once"
    assert house.ali.story(later)[-1] == "Nieuwe instructie voor dit adres: Ga met z'n tweeën."
    house.ali.phone.is_silent()
    house.jan.does(inside, "check-out")
    comes(house, day, time(7, 1))
    assert house.ali.phone.expects_sms().text == NEUTRAL
    house.passes(minutes=60)
    house.ali.phone.is_silent()
    house.ali.does(later, "cancel")


def test_a_mark_that_ends_by_its_date_is_told_too(house: House) -> None:
    address = an_address(316)
    last = house.now().astimezone(THERE).date() + timedelta(days=2)
    approves(
        house.karin,
        proposes(house.ruth, address, "attention", reviewDate=last.isoformat(), endsOn=last.isoformat()),
    )
    comes(house, last, time(23, 30))
    house.forgets_messages()
    visit = house.jan.checks_in(minutes=60, address=address)
    assert house.jan.visit(visit)["risk"]["advice"] == ["attention"]
    house.passes(minutes=31)
    assert house.jan.phone.expects_sms().text == NEUTRAL
    house.fatima.phone.expects_sms("De instructie van het register vervalt.")
    assert house.jan.visit(visit)["risk"]["advice"] == []
    house.jan.does(visit, "check-out")


def test_a_proposal_that_nobody_approved_in_time_is_told_to_have_gone_and_its_approval_again(house: House) -> None:
    address = an_address(318)
    mark = proposes(house.ruth, address, "attention")
    house.passes(minutes=60 * 24 * 7 - 5)
    house.jan.signs_in()
    visit = house.jan.checks_in(minutes=30, address=address)
    assert house.jan.visit(visit)["risk"]["provisional"]
    house.passes(minutes=6)
    assert house.jan.phone.expects_sms().text == NEUTRAL
    house.fatima.phone.expects_sms("De instructie van het register vervalt.")
    house.karin.signs_in()
    approves(house.karin, mark)
    assert house.jan.phone.expects_sms().text == NEUTRAL
    house.fatima.phone.expects_sms("Nieuwe instructie: Let extra goed op.")
    house.passes(minutes=5)
    house.jan.does(visit, "check-out")


def test_a_review_reminds_the_registrar_on_the_day_and_each_week_until_somebody_looked(house: House) -> None:
    first, second = (an_address(number) for number in (320, 322))
    day = (house.now() + timedelta(days=10)).date()
    for address in (first, second):
        approves(house.karin, proposes(house.ruth, address, "pairs", reviewDate=day.isoformat()))
    house.passes(minutes=60 * 24 * 8)
    house.ruth.phone.is_silent()
    house.passes(minutes=60 * 24 * 3)
    ends_on = day + timedelta(days=365)
    told = house.ruth.phone.expects_sms("2 markeringen in het register van risicoadressen moeten opnieuw")
    assert f"eindigt de eerste op {ends_on.day}-{ends_on.month}-{ends_on.year}" in told.text
    assert "Dorpsstraat" not in told.text
    house.ruth.signs_in()
    looked = house.ruth.asks("/v1/risk-addresses")["marks"]
    assert {one["reviewOverdue"] for one in looked} == {True}
    next_year = date(day.year + 1, day.month, 1).isoformat()
    house.ruth.posts(f"/v1/risk-addresses/{looked[0]['id']}/review", {"reviewDate": next_year})
    house.passes(minutes=60 * 24 * 7)
    house.ruth.phone.expects_sms("1 markering in het register van risicoadressen moet opnieuw")
    house.ruth.signs_in()
    ends(house.ruth, looked[1])
    house.passes(minutes=60 * 24 * 30)
    house.ruth.phone.is_silent()


def test_a_review_that_can_not_be_decided_is_told_all_the_same(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake in a rule")

    house.expects_error("deadline could not be decided")
    day = (house.now() + timedelta(days=1)).date()
    approves(house.karin, proposes(house.ruth, an_address(330), "pairs", reviewDate=day.isoformat()))
    with monkeypatch.context() as patch:
        patch.setattr(rules, "next_reminder", broken)
        house.passes(minutes=60 * 36)
    house.ruth.phone.expects_sms("1 markering in het register")
    house.passes(minutes=10)
    house.ruth.phone.is_silent()
    house.invariants_hold()


def test_who_looks_up_far_too_much_is_told_to_the_registrar_once_a_day(house: House) -> None:
    with house.database.write() as session:
        now = house.now()
        for who, times in ((house.jan, MANY + 1), (house.ali, MANY)):
            for number in range(times):
                log_lookup(session, house.town.id, who.id, f"NL|5211AA|{number}|", "nieuwsgierig", None, (), False, now)
    looks_after(house)
    told = house.ruth.phone.expects_sms("Jan de Wit zocht vandaag 61 keer een adres op")
    assert "Dorpsstraat" not in told.text
    looks_after(house)
    house.settles()
    house.ruth.phone.is_silent()
    with house.database.write() as session:
        warn_of_many(session, house.now() + timedelta(days=1))
    house.ruth.phone.is_silent()


def test_a_registrar_who_reads_too_much_is_told_to_somebody_else(house: House) -> None:
    with house.database.write() as session:
        for number in range(MANY + 1):
            key = f"NL|5211AA|{number}|"
            log_lookup(session, house.town.id, house.ruth.id, key, "nieuwsgierig", None, (), False, house.now())
    looks_after(house)
    house.anne.phone.expects_sms("Ruth Verhoeven zocht vandaag 61 keer")
    house.ruth.phone.is_silent()


def looks_after(house: House) -> None:
    """What the clock does each minute."""
    house.jobs.tick()
    house.jobs.audit()
