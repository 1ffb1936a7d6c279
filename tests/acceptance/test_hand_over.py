"""The hand-over sheet: what to read to the police, the address first; behind a link that needs no sign-in and dies."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, climbs_to, local_time, overdue
from tests.support.app_under_test import AppUnderTest, an_address


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_the_address_is_first_and_then_whatever_the_operator_asks(app: AppUnderTest) -> None:
    companions = [{"personId": str(app.ali.id)}, {"name": "M. Jansen (wijkteam)", "phone": "0612000000"}]
    visit = overdue(app, Level.POLICE, companions=companions)
    alarm = app.karin.alarm()
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    place = f"Dorpsstraat {visit['address']['houseNumber']}, 5211 AA Den Bosch"
    since = local_time(visit["startedAt"])
    number = f"06 {app.jan.employee.phone.removeprefix('+316')}"
    back = f"06 {app.karin.employee.phone.removeprefix('+316')}"
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
    assert ([one["left"] for one in sheet["addresses"]], sheet["onward"], alarm["addressLeft"]) == (
        [False],
        None,
        False,
    )
    tried = [line["text"] for line in sheet["tried"]]
    assert "Gewaarschuwd (de achterwacht): Fatima Bakker." in tried
    assert "Gewaarschuwd (de teammanager): Karin Smit." in tried

    page = app.http.get(
        f"/v1/alarms/{alarm['id']}/hand-over", headers=app.karin.employee.headers | {"Accept": "text/html"}
    )
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-store"
    words = re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", page.text)
    assert words.index(place) < words.index("Jan de Wit"), "the address first"
    assert page.text.index("<h1>") < page.text.index("tel:112")
    for line in sheet["say"]:
        assert line in page.text
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_the_link_of_the_sms_works_without_a_sign_in_and_dies_an_hour_after_the_end(app: AppUnderTest) -> None:
    visit = overdue(app, Level.POLICE)
    links = {}
    for person in (app.karin, app.fatima):
        found = re.search(r"/o/[\w-]+", person.phone.expects_sms("BEL NU 112").text)
        assert found is not None
        links[person.name] = found.group()
    assert links["Karin Smit"] != links["Fatima Bakker"], "one's own link each"
    for name, link in links.items():
        page = app.http.get(link)
        assert page.status_code == 200
        assert f"Dorpsstraat {visit['address']['houseNumber']}" in page.text
        assert f"Terugbellen</dt><dd>{name}," in page.text, "who holds the phone is called back"
        assert page.headers["x-robots-tag"] == "noindex"
    app.http.get(links["Karin Smit"])
    story = app.karin.story(visit)
    assert story.count("Karin Smit opende het overdrachtsblad.") == 2, "each view"
    assert story.count("Fatima Bakker opende het overdrachtsblad.") == 1
    assert app.http.get("/o/" + "x" * 22).status_code == 404
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.passes(minutes=59)
    page = app.http.get(links["Karin Smit"])
    assert page.status_code == 200
    assert "Dit alarm is voorbij" in page.text
    app.passes(minutes=2)
    assert app.http.get(links["Karin Smit"]).status_code == 404
    assert app.http.get(links["Fatima Bakker"]).status_code == 404


def test_it_is_for_those_who_watch_and_each_look_is_in_the_timeline(app: AppUnderTest) -> None:
    visit = overdue(app, Level.COLLEAGUE)
    app.forgets_messages()
    path = f"/v1/alarms/{app.fatima.alarm()['id']}/hand-over"
    app.jan.asks(path, expect=403)
    app.ali.asks(path, expect=404)
    app.anne.asks(path, expect=404)
    app.fatima.asks(path)
    assert app.fatima.story(visit)[-1] == "Fatima Bakker opende het overdrachtsblad."
    app.mohamed.asks(path)
    assert app.fatima.story(visit)[-1] == "Mohamed el Amrani opende het overdrachtsblad."
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_last_contact_is_when_jan_was_last_heard(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.passes(minutes=5)
    app.jan.does(visit, "ok")
    heard = app.now()
    app.passes(minutes=3)
    app.jan.does(visit, "panic")
    climbs_to(app, Level.POLICE)
    said = app.karin.phone.expects_sms("BEL NU 112").text
    sheet = app.karin.asks(f"/v1/alarms/{app.karin.alarm()['id']}/hand-over")
    pressed = local_time(app.karin.alarm()["openedAt"])
    assert f"geen contact sinds {pressed}" in said, "the noodknop was the last sign of life"
    assert pressed != local_time(heard.isoformat())
    assert f"Laatste contact om {pressed}." in " ".join(sheet["say"])
    assert "noodknop" in sheet["lastContactText"]
    assert "heeft op de noodknop gedrukt" in sheet["say"][1]
    assert "Voor zover bekend is de medewerker alleen." in sheet["say"]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_who_said_not_to_come_is_not_counted_inside(app: AppUnderTest) -> None:
    companions = [{"personId": str(app.ali.id)}, {"name": "M. Jansen (wijkteam)"}]
    visit = app.jan.checks_in(minutes=10, companions=companions)
    ali = next(one for one in visit["companions"] if one["personId"])
    app.ali.does(visit, f"companions/{ali['id']}/cant")
    app.jan.does(visit, "panic")
    sheet = app.karin.asks(f"/v1/alarms/{app.karin.alarm()['id']}/hand-over")
    assert sheet["peopleInside"] == 2
    assert "Voor zover bekend zijn er 2 mensen van ons: Jan de Wit, en ook M. Jansen (wijkteam)." in sheet["say"]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_who_came_along_stands_there_as_people_write_it(app: AppUnderTest) -> None:
    """The name with its capitals, the number as one dials it, and what was noted of the call to the police."""
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    app.ali.does(visit, "panic")
    alarm = app.karin.alarm()
    app.karin.on_alarm(alarm, "police-calls", number="112", note="Meldkamer Den Bosch stuurt twee wagens")
    path = f"/v1/alarms/{alarm['id']}/hand-over"
    number = f"06 {app.ali.employee.phone.removeprefix('+316')}"
    assert app.karin.asks(path)["companions"] == [{"name": "Ali Demir", "phone": number}]
    assert [one["phone"] for one in app.karin.visit(visit)["companions"]] == [app.ali.employee.phone]
    page = app.http.get(path, headers=app.karin.employee.headers | {"Accept": "text/html"}).text
    for words in ("Noodknop, door Ali Demir", f"Ali Demir, {number}", "112: Meldkamer Den Bosch stuurt twee wagens"):
        assert words in page, words
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_the_other_addresses_are_named_with_whom_they_are_of(app: AppUnderTest) -> None:
    first = app.jan.checks_in(minutes=10, address=an_address(401), clientName=None)
    app.passes(seconds=1)
    other = app.jan.checks_in(minutes=10, address=an_address(403), clientName=" K. \n Bos ", background="Rustig!")
    app.jan.does(first, "panic")
    sheet = next(
        found
        for one in app.karin.asks("/v1/alarms?open=true")["alarms"]
        if one["visitId"] == first["id"]
        for found in [app.karin.asks(f"/v1/alarms/{one['id']}/hand-over")]
    )
    assert "Er zijn nog andere adressen mogelijk: Dorpsstraat 403, 5211 AA Den Bosch, bij K. Bos." in sheet["say"]
    assert not any("Het bezoek is bij" in line or "Over de bewoners" in line for line in sheet["say"]), sheet["say"]
    assert [(one["clientName"], one["background"]) for one in sheet["addresses"]] == [("", ""), ("K. Bos", "Rustig!")]
    for one in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(one, "resolve", outcome="safe")
    app.forgets_messages()
    for visit in (first, other):
        app.jan.does(visit, "check-out")
    app.forgets_messages()


FAR_OFF = {"latitude": 51.6978123456, "longitude": 5.3, "accuracyMetres": 12_000}
AT_THE_DOOR = {"latitude": 51.69781, "longitude": 5.30371, "accuracyMetres": 12}


def sheet_of(app: AppUnderTest) -> dict[str, Any]:
    found: dict[str, Any] = app.karin.asks(f"/v1/alarms/{app.karin.alarm()['id']}/hand-over")
    return found


def closes(app: AppUnderTest) -> None:
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_place_that_comes_after_the_alarm_is_not_lost(app: AppUnderTest) -> None:
    app.jan.phone.sends("NOOD")
    app.forgets_messages()
    app.jan.posts("/v1/alarms", {"location": AT_THE_DOOR}, expect=201)
    sheet = sheet_of(app)
    assert sheet["say"][0] == (
        "Het adres is niet bekend. De telefoon was op: noorderbreedte 51,6978, oosterlengte 5,3037, tot op 20 meter."
    )
    assert "Ik vraag om assistentie op die plaats." in sheet["say"]
    app.jan.posts("/v1/alarms", {"location": FAR_OFF}, expect=201)
    assert sheet_of(app)["location"]["accuracyMetres"] == 12, "a mast says it less well than the phone did just now"
    closes(app)


def test_the_battery_of_the_phone_is_told_as_long_as_the_alarm_is_open(app: AppUnderTest) -> None:
    raised = app.jan.posts("/v1/alarms", {}, expect=201)
    assert (raised["battery"], sheet_of(app)["battery"]) == (None, None)
    app.jan.posts("/v1/alarms", {"id": raised["id"], "batteryPercent": 12, "ageSeconds": 30}, expect=201)
    app.jan.posts("/v1/alarms", {"id": raised["id"], "batteryPercent": 11}, expect=201)
    late = app.jan.posts("/v1/alarms", {"id": raised["id"], "batteryPercent": 40, "ageSeconds": 600}, expect=201)
    assert late["battery"]["percent"] == 11, "what it was before the press says nothing any more"
    assert app.karin.alarm()["battery"] == sheet_of(app)["battery"] == late["battery"]
    html = app.karin.employee.headers | {"Accept": "text/html"}
    page = app.http.get(f"/v1/alarms/{raised['id']}/hand-over", headers=html)
    assert "<dt>Batterij van de telefoon</dt><dd>11 procent, om " in page.text
    app.jan.posts("/v1/alarms", {"id": raised["id"], "batteryPercent": 250}, expect=201)
    assert app.karin.alarm()["battery"]["percent"] == 11, "what can't be is left out, and the press is heard"
    app.forgets_messages()
    closes(app)


def test_what_was_tried_again_and_again_is_one_line(app: AppUnderTest) -> None:
    app.jan.posts("/v1/alarms", {}, expect=201)
    app.passes(minutes=4)
    tried = [line["text"] for line in sheet_of(app)["tried"]]
    assert len(tried) == len(set(tried))
    everyone = [line for line in tried if line.startswith("Iedereen gewaarschuwd")]
    assert len(everyone) == 1
    assert re.search(r"\. Nog \d+ keer, het laatst om \d\d:\d\d\.$", everyone[0])
    app.forgets_messages()
    closes(app)


def test_a_place_twelve_kilometres_wide_is_said_so_with_how_old_it_is(app: AppUnderTest) -> None:
    app.jan.posts("/v1/alarms", {}, expect=201)
    app.jan.posts("/v1/alarms", {"location": FAR_OFF}, expect=201)
    app.passes(minutes=4)
    assert re.fullmatch(
        "ongeveer noorderbreedte 51,70, oosterlengte 5,30, tot op 12 km, [45] minuten geleden",
        sheet_of(app)["locationText"],
    )
    app.forgets_messages()
    closes(app)


def test_without_a_visit_the_sheet_says_only_what_is_known_and_what_the_day_had(app: AppUnderTest) -> None:
    start = app.now() + timedelta(minutes=30)
    planned = {
        "address": an_address(77),
        "plannedStart": start.isoformat(),
        "expectedEnd": (start + timedelta(minutes=30)).isoformat(),
    }
    app.jan.posts("/v1/visits", planned, expect=201)
    app.jan.posts("/v1/alarms", {}, expect=201)
    sheet = sheet_of(app)
    said = " ".join(sheet["say"])
    assert sheet["say"][0] == "Het adres is niet bekend."
    assert f"In de planning staat nog: {local_time(start.isoformat())} Dorpsstraat 77, 5211 AA Den Bosch." in said
    assert "Of er iemand bij de medewerker is, weten we niet." in sheet["say"]
    assert "Ik vraag om hulp. Kunt u de telefoon van de medewerker laten opsporen?" in sheet["say"]
    for nobody_knows in ("binnen", "Aangemeld", "gaat om agressie", "op het adres", "op dit adres", "alleen"):
        assert nobody_knows.lower() not in said.lower(), nobody_knows
    closes(app)


def test_the_day_of_who_works_late_goes_on_past_midnight(app: AppUnderTest) -> None:
    """Pressed at 23:50 and at 00:05: what was planned a quarter of an hour away is on the sheet both times."""
    app.clock.goes_to(datetime(2027, 6, 6, 21, 50, tzinfo=UTC))
    for person in (app.jan, app.fatima, app.karin):
        person.signs_in()
    for minutes, door in ((-5, 1), (25, 2), (26 * 60, 3)):
        app.jan.plans(starts_in=minutes, address=an_address(door))
    ended = app.jan.checks_in(address=an_address(4))
    app.jan.does(ended, "check-out")
    app.jan.posts("/v1/alarms", {}, expect=201)
    plans = "In de planning staat nog: 23:45 Dorpsstraat 1, 5211 AA Den Bosch; 00:15 Dorpsstraat 2, 5211 AA Den Bosch."
    assert plans in sheet_of(app)["say"]
    app.clock.goes_to(datetime(2027, 6, 6, 22, 5, tzinfo=UTC))
    assert plans in sheet_of(app)["say"]
    assert "Het laatste bezoek eindigde om 23:50 Dorpsstraat 4, 5211 AA Den Bosch." in sheet_of(app)["say"]
    html = app.karin.employee.headers | {"Accept": "text/html"}
    page = app.http.get(f"/v1/alarms/{app.karin.alarm()['id']}/hand-over", headers=html).text
    assert "<dt>Sinds</dt><dd>6-6, 23:50</dd>" in page, "of yesterday by now"
    assert "Gemaakt op 7 juni 2027 om 00:05." in page
    app.forgets_messages()
    closes(app)


def test_an_address_without_a_town_says_so(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10, address={"country": "NL", "postcode": "5211 AA", "houseNumber": 12})
    app.jan.does(visit, "panic")
    assert sheet_of(app)["say"][0] == "Het adres is: 5211 AA 12 (de plaatsnaam is niet doorgegeven)."
    closes(app)
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_the_link_never_shows_what_came_after_the_alarm(app: AppUnderTest) -> None:
    first = app.jan.checks_in(minutes=10, address=an_address(401), clientName="Mevr. Bos")
    app.jan.does(first, "panic")
    climbs_to(app, Level.POLICE)
    found = re.search(r"/o/[\w-]+", app.karin.phone.expects_sms("BEL NU 112").text)
    assert found is not None
    assert 'class="call"' in app.http.get(found.group()).text
    app.passes(minutes=1)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.jan.does(first, "check-out")
    app.forgets_messages()
    app.passes(seconds=1)
    later = app.jan.checks_in(minutes=10, address=an_address(403), clientName="Familie Geheim", background="Zoon (24)")
    page = app.http.get(found.group()).text
    assert "Dit alarm is voorbij" in page
    assert "Dorpsstraat 401" in page
    for secret in ("Dorpsstraat 403", "Geheim", "Zoon"):
        assert secret not in page
    assert 'class="call"' not in page, "nobody needs to call for an alarm that is over"
    app.jan.does(later, "check-out")
    app.forgets_messages()
