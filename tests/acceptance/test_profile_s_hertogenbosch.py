"""P5, the municipality of 's-Hertogenbosch (protocols.md), followed to the letter with its real times.

Every home visit is done in pairs. Ten minutes after the appointment began the administrative colleague of the team
phones. If it is not well, a team manager is brought in to act. The number is 112; the employer is reachable around the
clock.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from achterwacht.roster.records import ShiftRecord
from tests.acceptance.scenes import chronicle, in_pairs, marks, refused
from tests.support.house import EVERY_DAY, House, Person, Rank, Role, an_address


@pytest.fixture
def house(house: House) -> House:
    return house.runs_on("s-hertogenbosch").lets_calls_ring()


@pytest.fixture
def sven(house: House) -> Person:
    """Second on duty, behind Fatima of the administration."""
    sven = house.also_has("Sven de Boer", Role.COLLEAGUE)
    house.puts_on_duty((Rank.FIRST, house.fatima), (Rank.SECOND, sven), (Rank.MANAGER, house.karin))
    return sven


def test_a_visit_in_pairs_with_its_ten_minute_call(house: House) -> None:
    planned = house.jan.plans(
        starts_in=30,
        minutes=45,
        clientName="J. de Vries",
        clientReference="KL-2041",
        purpose="Herbeoordeling",
        companions=[{"personId": str(house.ali.id)}],
    )
    assert planned["beforehand"]["missing"] == "In Digitale agenda hoort ook: telefoonnummer."
    assert planned["risk"] == {**planned["risk"], "checked": True, "advice": []}
    house.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je gaat mee met Jan")
    house.passes(minutes=29)
    assert refused(house.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    house.ali.phone.sends("1")
    house.ali.phone.expects_sms("Genoteerd: je bent er")
    visit = house.jan.does(planned, "check-in")
    house.passes(minutes=9.5)
    house.fatima.phone.is_silent()
    house.passes(minutes=1)
    house.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed bij Jan de Wit")
    house.passes(minutes=36)
    house.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("+15").expects_sms("Je afspraak loopt nu tot")
    house.passes(minutes=10)
    house.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("UIT").expects_sms("Je bent afgemeld.")
    assert house.jan.does(visit, "feeling", feeling="green")["state"] == "ended"
    house.passes(minutes=120)
    for person in (house.ali, house.karin):
        person.phone.is_silent()


def test_nobody_goes_alone_by_plan(house: House) -> None:
    planned = house.jan.plans(minutes=45)
    assert refused(house.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    assert planned["beforehand"]["mayStart"] is False
    house.karin.does(planned, "allow-alone", reason="Ali is ziek, de buurman is erbij")
    visit = house.jan.does(planned, "check-in")
    house.jan.does(visit, "check-out")


def test_who_stands_at_the_door_alone_is_watched_and_the_manager_hears_of_it(house: House) -> None:
    visit = house.jan.checks_in(minutes=45)
    assert visit["state"] == "under_way"
    assert visit["beforehand"]["pair"]["there"] is False
    assert visit["watch"]["nextDeadline"]["kind"] == "check_call"
    due = datetime.fromisoformat(visit["watch"]["nextDeadline"]["dueAt"])
    assert due - datetime.fromisoformat(visit["startedAt"]) == timedelta(minutes=10)
    told = house.karin.phone.expects_sms("Jan de Wit gaat alleen op huisbezoek")
    assert "Het protocol vraagt er twee" in told.text
    assert "Dorpsstraat" not in told.text
    house.mohamed.phone.is_silent()
    assert "Jan de Wit gaat alleen; het protocol vraagt er twee. Ingelicht: Karin Smit." in house.karin.story(visit)
    house.jan.does(visit, "check-out")


def test_who_is_named_at_the_door_says_so_once_inside(house: House) -> None:
    visit = house.jan.checks_in(minutes=45, companions=[{"personId": str(house.ali.id)}])
    house.karin.phone.is_silent()
    house.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("Genoteerd: je bent er")
    now = house.jan.visit(visit)
    assert now["beforehand"]["pair"]["there"] is True
    assert house.jan.story(visit)[-1] == "Ali Demir is er (SMS)."
    house.jan.does(visit, "check-out")
    house.ali.phone.sends("1")
    house.ali.phone.expects_sms("Dat begrijp ik niet")


def test_at_an_address_marked_for_two_a_start_alone_is_refused_at_once_too(house: House) -> None:
    address = an_address(218)
    marks(house, address, "pairs")
    for companions in ([], [{"personId": str(house.ali.id)}]):
        answer = house.jan.checks_in(minutes=45, address=address, companions=companions, expect=409)
        assert refused(answer) == "companion_needed"
    visit = house.jan.checks_in(minutes=45, address=address, companions=[{"name": "Wijkagent Bos"}])
    house.jan.does(visit, "check-out")


def test_not_well_so_a_team_manager_is_brought_in_and_acts(house: House) -> None:
    visit = in_pairs(house, minutes=45)
    house.passes(minutes=10.5)
    house.fatima.phone.expects_sms("Bel nu").then_answers("2").expects_sms("De teammanager wordt gewaarschuwd")
    asked = house.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit")
    assert "bij gevaar eerst 112" in asked.text
    alarm = house.karin.alarm()
    assert alarm["steps"][0] == "Gevaar: bel 112. Lees het overdrachtsblad voor."
    asked.then_answers("1").expects_sms("Jij pakt alarm")
    house.passes(minutes=2)
    sheet = house.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert sheet["emergencyNumber"] == "112"
    assert sheet["say"][0].startswith("Het adres is: Dorpsstraat")
    assert "Aan de telefoon was te horen dat het niet goed gaat" in sheet["say"][1]
    house.karin.on_alarm(alarm, "police-calls", number="112", reference="PL2100-1121")
    house.passes(minutes=7)
    house.karin.on_alarm(alarm, "resolve", outcome="incident", note="Politie ter plaatse, Jan is buiten")
    house.karin.phone.expects_sms("er volgt een melding")
    assert house.jan.visit(visit)["state"] == "under_way", "watched until its expected end"
    house.jan.does(visit, "check-out", returnTo="office")
    story = house.karin.story(visit)
    assert story[3:] == [
        "Belafspraak. Fatima Bakker is gevraagd te bellen.",
        "Belafspraak: niet goed, zegt Fatima Bakker.",
        "Alarm: niet goed bij de belafspraak.",
        "Gewaarschuwd (de teammanager): Karin Smit.",
        "Karin Smit pakt het op (SMS).",
        "Karin Smit opende het overdrachtsblad.",
        "Karin Smit belde 112, kenmerk PL2100-1121.",
        "Afgesloten door Karin Smit: incident. Politie ter plaatse, Jan is buiten.",
        "Jan de Wit meldt zich af.",
    ]


def test_when_the_call_is_not_made_it_does_not_stop_there(house: House, sven: Person) -> None:
    visit = in_pairs(house, minutes=60)
    house.passes(minutes=30)
    assert chronicle(house, visit) == [
        (10, "Fatima", "Bel nu Jan de"),
        (15, "Jan", "(telefoon)"),
        (15, "Sven", "Bel nu Jan de"),
        (20, "Fatima", "(telefoon)"),
        (20, "Fatima", "ALARM. Geen gehoor bij"),
        (20, "Sven", "(telefoon)"),
        (20, "Sven", "ALARM. Geen gehoor bij"),
        (23, "Karin", "(telefoon)"),
        (23, "Karin", "ALARM. Geen gehoor bij"),
        (26, "Fatima", "(telefoon)"),
        (26, "Fatima", "BEL NU 112 (alarm)."),
        (26, "Karin", "(telefoon)"),
        (26, "Karin", "BEL NU 112 (alarm)."),
        *_to_everyone(29),
    ]
    sven.phone.sends("1")
    house.forgets_messages()
    assert house.karin.alarm()["takenWithoutCode"]["name"] == "Sven de Boer"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="help_given")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_a_visit_that_runs_late_climbs_from_jan_to_the_police_task(house: House) -> None:
    visit = in_pairs(house, minutes=30)
    house.fatima.does(visit, "check-call", result="ok")
    house.passes(minutes=45)
    assert chronicle(house, visit) == [
        (25, "Jan", "Je afspraak loopt tot"),
        (35, "Ali", "Komt het uit, bij"),
        (35, "Jan", "Je afspraak is voorbij."),
        (36, "Ali", "(telefoon)"),
        (36, "Jan", "(telefoon)"),
        (38, "Fatima", "(telefoon)"),
        (38, "Fatima", "ALARM. Jan de Wit"),
        (41, "Karin", "(telefoon)"),
        (41, "Karin", "ALARM. Jan de Wit"),
        (44, "Fatima", "(telefoon)"),
        (44, "Fatima", "BEL NU 112 (alarm)."),
        (44, "Karin", "(telefoon)"),
        (44, "Karin", "BEL NU 112 (alarm)."),
    ]
    house.forgets_messages()
    house.karin.on_alarm(house.karin.alarm(), "acknowledge")
    house.passes(minutes=9.5)
    house.karin.phone.is_silent()
    house.passes(minutes=1)
    house.karin.phone.expects_sms("staat nog open")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    assert house.jan.visit(visit)["state"] == "ended"


def test_after_the_noodknop_the_police_task_comes_within_a_minute(house: House) -> None:
    visit = in_pairs(house, minutes=30)
    house.passes(minutes=5)
    house.jan.does(visit, "panic")
    house.passes(minutes=1.2)
    assert [(minute, name) for minute, name, text in chronicle(house, visit) if text != "(telefoon)"] == [
        (5, "Fatima"), (5, "Karin"), (6, "Fatima"), (6, "Karin"),
    ]  # fmt: skip
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="help_given")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_out_of_hours_the_named_contact_of_the_roster_is_reachable(house: House, sven: Person) -> None:
    """The day belongs to Fatima for one more hour; then Sven has the evening and the night."""
    change = (house.now() + timedelta(hours=1)).astimezone(ZoneInfo("Europe/Amsterdam")).time().replace(tzinfo=None)
    day_began = time((change.hour + 14) % 24, change.minute)
    house.puts_on_duty((Rank.MANAGER, house.karin))
    with house.database.write() as session:
        for person, starts, ends in ((house.fatima, day_began, change), (sven, change, day_began)):
            session.add(
                ShiftRecord(
                    organisation_id=house.town.id, team_id=house.town.team, person_id=person.id, rank=Rank.FIRST,
                    days=EVERY_DAY, starts=starts, ends=ends,
                )
            )  # fmt: skip
    visit = in_pairs(house, minutes=90)
    assert [one["name"] for one in visit["watch"]["onDuty"]] == ["Fatima Bakker"]
    house.passes(minutes=10.5)
    house.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed")
    house.passes(minutes=55)
    assert [one["name"] for one in house.jan.visit(visit)["watch"]["onDuty"]] == ["Sven de Boer"]
    house.jan.does(visit, "panic")
    sven.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("NOOD")
    house.fatima.phone.is_silent()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def _to_everyone(minute: int) -> list[tuple[int, str, str]]:
    return [
        (minute, name, text)
        for name in ("Fatima", "Karin", "Mohamed", "Sven")
        for text in ("(telefoon)", "BEL NU 112 (alarm).")
    ]
