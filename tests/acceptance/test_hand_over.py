"""The hand-over sheet: what to read to the police, the address first; behind a link that needs no sign-in and dies."""

import re
from datetime import timedelta
from typing import Any

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, climbs_to, local_time, overdue
from tests.support.house import House, an_address


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_the_address_is_first_and_then_whatever_the_operator_asks(house: House) -> None:
    companions = [{"personId": str(house.ali.id)}, {"name": "M. Jansen (wijkteam)", "phone": "0612000000"}]
    visit = overdue(house, Level.POLICE, companions=companions)
    alarm = house.karin.alarm()
    sheet = house.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    place = f"Dorpsstraat {visit['address']['houseNumber']}, 5211 AA Den Bosch"
    since = local_time(visit["startedAt"])
    number = f"06 {house.jan.citizen.phone.removeprefix('+316')}"
    back = f"06 {house.karin.citizen.phone.removeprefix('+316')}"
    assert sheet["say"] == [
        f"Het adres is: {place}.",
        "Een medewerker van Voorbeeld is op huisbezoek en is niet bereikbaar. We houden rekening met agressie.",
        f"De medewerker heet Jan de Wit. Het nummer is {number}.",
        "Voor zover bekend zijn er 3 mensen van ons: Jan de Wit, en ook Ali Demir en M. Jansen (wijkteam).",
        "Het bezoek is bij een inwoner: J. de Vries.",
        f"Aangemeld om {since}. Laatste contact om {since}.",
        f"Het bezoek zou 0 minuten duren, tot {local_time(visit['expectedEnd'])}.",
        "Ik vraag om assistentie op dit adres.",
        f"U kunt mij terugbellen: Karin Smit, {back}.",
    ]
    assert (sheet["emergencyNumber"], sheet["causeText"], sheet["peopleInside"]) == ("112", "niet afgemeld", 3)
    assert sheet["callBack"] == {"name": "Karin Smit", "phone": back}
    tried = [line["text"] for line in sheet["tried"]]
    assert "Gewaarschuwd (de collega van dienst): Fatima Bakker." in tried
    assert "Gewaarschuwd (de teammanager): Karin Smit." in tried

    page = house.http.get(
        f"/v1/alarms/{alarm['id']}/hand-over", headers=house.karin.citizen.headers | {"Accept": "text/html"}
    )
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-store"
    words = re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", page.text)
    assert words.index(place) < words.index("Jan de Wit"), "the address first"
    assert page.text.index("<h1>") < page.text.index("tel:112")
    for line in sheet["say"]:
        assert line in page.text
    house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_the_link_of_the_sms_works_without_a_sign_in_and_dies_an_hour_after_the_end(house: House) -> None:
    visit = overdue(house, Level.POLICE)
    links = {}
    for person in (house.karin, house.fatima):
        found = re.search(r"/o/[\w-]+", person.phone.expects_sms("BEL NU 112").text)
        assert found is not None
        links[person.name] = found.group()
    assert links["Karin Smit"] != links["Fatima Bakker"], "one's own link each"
    for name, link in links.items():
        page = house.http.get(link)
        assert page.status_code == 200
        assert f"Dorpsstraat {visit['address']['houseNumber']}" in page.text
        assert f"Terugbellen</dt><dd>{name}," in page.text, "who holds the phone is called back"
        assert page.headers["x-robots-tag"] == "noindex"
    house.http.get(links["Karin Smit"])
    story = house.karin.story(visit)
    assert story.count("Karin Smit opende het overdrachtsblad.") == 2, "each view"
    assert story.count("Fatima Bakker opende het overdrachtsblad.") == 1
    assert house.http.get("/o/" + "x" * 22).status_code == 404
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.passes(minutes=59)
    page = house.http.get(links["Karin Smit"])
    assert page.status_code == 200
    assert "Dit alarm is voorbij" in page.text
    house.passes(minutes=2)
    assert house.http.get(links["Karin Smit"]).status_code == 404
    assert house.http.get(links["Fatima Bakker"]).status_code == 404


def test_it_is_for_those_who_watch_and_each_look_is_in_the_timeline(house: House) -> None:
    visit = overdue(house, Level.COLLEAGUE)
    house.forgets_messages()
    path = f"/v1/alarms/{house.fatima.alarm()['id']}/hand-over"
    house.jan.asks(path, expect=403)
    house.ali.asks(path, expect=404)
    house.anne.asks(path, expect=404)
    house.fatima.asks(path)
    assert house.fatima.story(visit)[-1] == "Fatima Bakker opende het overdrachtsblad."
    house.mohamed.asks(path)
    assert house.fatima.story(visit)[-1] == "Mohamed el Amrani opende het overdrachtsblad."
    house.jan.does(visit, "check-out")
    house.forgets_messages()


def test_last_contact_is_when_jan_was_last_heard(house: House) -> None:
    visit = house.jan.checks_in(minutes=10)
    house.passes(minutes=5)
    house.jan.does(visit, "ok")
    heard = house.now()
    house.passes(minutes=3)
    house.jan.does(visit, "panic")
    climbs_to(house, Level.POLICE)
    said = house.karin.phone.expects_sms("BEL NU 112").text
    sheet = house.karin.asks(f"/v1/alarms/{house.karin.alarm()['id']}/hand-over")
    pressed = local_time(house.karin.alarm()["openedAt"])
    assert f"geen contact sinds {pressed}" in said, "the noodknop was the last sign of life"
    assert pressed != local_time(heard.isoformat())
    assert f"Laatste contact om {pressed}." in " ".join(sheet["say"])
    assert "noodknop" in sheet["lastContactText"]
    assert "heeft op de noodknop gedrukt" in sheet["say"][1]
    assert "Voor zover bekend is de medewerker alleen." in sheet["say"]
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_who_said_not_to_come_is_not_counted_inside(house: House) -> None:
    companions = [{"personId": str(house.ali.id)}, {"name": "M. Jansen (wijkteam)"}]
    visit = house.jan.checks_in(minutes=10, companions=companions)
    ali = next(one for one in visit["companions"] if one["personId"])
    house.ali.does(visit, f"companions/{ali['id']}/cant")
    house.jan.does(visit, "panic")
    sheet = house.karin.asks(f"/v1/alarms/{house.karin.alarm()['id']}/hand-over")
    assert sheet["peopleInside"] == 2
    assert "Voor zover bekend zijn er 2 mensen van ons: Jan de Wit, en ook M. Jansen (wijkteam)." in sheet["say"]
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_the_other_addresses_are_named_with_whom_they_are_of(house: House) -> None:
    first = house.jan.checks_in(minutes=10, address=an_address(401), clientName=None)
    house.passes(seconds=1)
    other = house.jan.checks_in(minutes=10, address=an_address(403), clientName=" K. \n Bos ", background="Rustig!")
    house.jan.does(first, "panic")
    sheet = next(
        found
        for one in house.karin.asks("/v1/alarms?open=true")["alarms"]
        if one["visitId"] == first["id"]
        for found in [house.karin.asks(f"/v1/alarms/{one['id']}/hand-over")]
    )
    assert "Er zijn nog andere adressen mogelijk: Dorpsstraat 403, 5211 AA Den Bosch, bij K. Bos." in sheet["say"]
    assert not any("Het bezoek is bij" in line or "Over de bewoners" in line for line in sheet["say"]), sheet["say"]
    assert [(one["clientName"], one["background"]) for one in sheet["addresses"]] == [("", ""), ("K. Bos", "Rustig!")]
    for one in house.karin.asks("/v1/alarms?open=true")["alarms"]:
        house.karin.on_alarm(one, "resolve", outcome="safe")
    house.forgets_messages()
    for visit in (first, other):
        house.jan.does(visit, "check-out")
    house.forgets_messages()


FAR_OFF = {"latitude": 51.6978123456, "longitude": 5.3, "accuracyMetres": 12_000}
AT_THE_DOOR = {"latitude": 51.69781, "longitude": 5.30371, "accuracyMetres": 12}


def sheet_of(house: House) -> dict[str, Any]:
    found: dict[str, Any] = house.karin.asks(f"/v1/alarms/{house.karin.alarm()['id']}/hand-over")
    return found


def closes(house: House) -> None:
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_place_that_comes_after_the_alarm_is_not_lost(house: House) -> None:
    house.jan.phone.sends("NOOD")
    house.forgets_messages()
    house.jan.posts("/v1/alarms", {"location": AT_THE_DOOR}, expect=201)
    sheet = sheet_of(house)
    assert sheet["say"][0] == (
        "Het adres is niet bekend. De telefoon was op: noorderbreedte 51,6978, oosterlengte 5,3037, tot op 20 meter."
    )
    assert "Ik vraag om assistentie op die plaats." in sheet["say"]
    house.jan.posts("/v1/alarms", {"location": FAR_OFF}, expect=201)
    assert sheet_of(house)["location"]["accuracyMetres"] == 12, "a mast says it less well than the phone did just now"
    closes(house)


def test_a_place_twelve_kilometres_wide_is_said_so_with_how_old_it_is(house: House) -> None:
    house.jan.posts("/v1/alarms", {}, expect=201)
    house.jan.posts("/v1/alarms", {"location": FAR_OFF}, expect=201)
    house.passes(minutes=4)
    assert re.fullmatch(
        "ongeveer noorderbreedte 51,70, oosterlengte 5,30, tot op 12 km, [45] minuten geleden",
        sheet_of(house)["locationText"],
    )
    house.forgets_messages()
    closes(house)


def test_without_a_visit_the_sheet_says_only_what_is_known_and_what_the_day_had(house: House) -> None:
    start = house.now() + timedelta(minutes=30)
    planned = {
        "address": an_address(77),
        "plannedStart": start.isoformat(),
        "expectedEnd": (start + timedelta(minutes=30)).isoformat(),
    }
    house.jan.posts("/v1/visits", planned, expect=201)
    house.jan.posts("/v1/alarms", {}, expect=201)
    sheet = sheet_of(house)
    said = " ".join(sheet["say"])
    assert sheet["say"][0] == "Het adres is niet bekend."
    assert (
        f"Vandaag staat nog in de planning: {local_time(start.isoformat())} Dorpsstraat 77, 5211 AA Den Bosch." in said
    )
    assert "Of er iemand bij de medewerker is, weten we niet." in sheet["say"]
    assert "Ik vraag om hulp. Kunt u de telefoon van de medewerker laten opsporen?" in sheet["say"]
    for nobody_knows in ("binnen", "Aangemeld", "gaat om agressie", "op het adres", "op dit adres", "alleen"):
        assert nobody_knows.lower() not in said.lower(), nobody_knows
    closes(house)


def test_an_address_without_a_town_says_so(house: House) -> None:
    visit = house.jan.checks_in(minutes=10, address={"country": "NL", "postcode": "5211 AA", "houseNumber": 12})
    house.jan.does(visit, "panic")
    assert sheet_of(house)["say"][0] == "Het adres is: 5211 AA 12 (de plaatsnaam is niet doorgegeven)."
    closes(house)
    house.jan.does(visit, "check-out")
    house.forgets_messages()


def test_the_link_never_shows_what_came_after_the_alarm(house: House) -> None:
    first = house.jan.checks_in(minutes=10, address=an_address(401), clientName="Mevr. Bos")
    house.jan.does(first, "panic")
    climbs_to(house, Level.POLICE)
    found = re.search(r"/o/[\w-]+", house.karin.phone.expects_sms("BEL NU 112").text)
    assert found is not None
    assert 'class="call"' in house.http.get(found.group()).text
    house.passes(minutes=1)
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.jan.does(first, "check-out")
    house.forgets_messages()
    house.passes(seconds=1)
    later = house.jan.checks_in(
        minutes=10, address=an_address(403), clientName="Familie Geheim", background="Zoon (24)"
    )
    page = house.http.get(found.group()).text
    assert "Dit alarm is voorbij" in page
    assert "Dorpsstraat 401" in page
    for secret in ("Dorpsstraat 403", "Geheim", "Zoon"):
        assert secret not in page
    assert 'class="call"' not in page, "nobody needs to call for an alarm that is over"
    house.jan.does(later, "check-out")
    house.forgets_messages()
