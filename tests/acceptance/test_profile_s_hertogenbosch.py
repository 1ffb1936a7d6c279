"""P5, the municipality of 's-Hertogenbosch, as its work instruction says (004 L683-740), with its real times.

Every home visit is done in pairs. Ten minutes after the appointment began the administrative colleague of the team
phones. If it is not well, a team manager is brought in to act. The number is 112; the employer is reachable around the
clock. Each step names its line.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from achterwacht.roster.records import ShiftRecord
from tests.acceptance.stories import chronicle, in_pairs, marks, refused
from tests.support.app_under_test import EVERY_DAY, AppUnderTest, Person, Rank, Role, an_address


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("s-hertogenbosch").lets_calls_ring()


@pytest.fixture
def sven(app: AppUnderTest) -> Person:
    """Second on duty, behind Fatima of the administration."""
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.SECOND, sven), (Rank.MANAGER, app.karin))
    return sven


def test_a_visit_in_pairs_with_its_ten_minute_call(app: AppUnderTest) -> None:
    planned = app.jan.plans(
        starts_in=30,
        minutes=45,
        clientName="J. de Vries",  # 004 L713-715: naam van de klant, ID-code en telefoonnummer
        clientReference="KL-2041",
        purpose="Herbeoordeling",
        companions=[{"personId": str(app.ali.id)}],  # 004 L703: altijd in duo's
    )
    app.jan.does(planned, "preparation", step="file_search")  # 004 L692-693: een dossieronderzoek
    assert planned["beforehand"]["missing"] == "In Digitale agenda hoort ook: telefoonnummer."
    assert planned["risk"] == {**planned["risk"], "checked": True, "advice": []}
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je gaat mee met Jan")
    app.passes(minutes=29)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.ali.phone.sends("1")
    app.ali.phone.expects_sms("Genoteerd: je bent er")
    visit = app.jan.does(planned, "check-in")
    app.passes(minutes=9.5)
    app.fatima.phone.is_silent()
    app.passes(minutes=1)
    # 004 L715-717: de administratieve kracht belt 10 minuten na aanvang
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed bij Jan de Wit")
    app.passes(minutes=36)
    app.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("+15").expects_sms("Je afspraak loopt nu tot")
    app.passes(minutes=10)
    app.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("UIT").expects_sms("Je bent afgemeld.")
    assert app.jan.does(visit, "feeling", feeling="green")["state"] == "ended"
    app.passes(minutes=120)
    for person in (app.ali, app.karin):
        person.phone.is_silent()


def test_nobody_goes_alone_by_plan(app: AppUnderTest) -> None:
    planned = app.jan.plans(minutes=45)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    assert planned["beforehand"]["mayStart"] is False
    app.karin.does(planned, "allow-alone", reason="Ali is ziek, de buurman is erbij")
    visit = app.jan.does(planned, "check-in")
    app.jan.does(visit, "check-out")


def test_who_stands_at_the_door_alone_is_watched_and_the_manager_hears_of_it(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45)
    assert visit["state"] == "under_way"
    assert visit["beforehand"]["pair"]["there"] is False
    assert visit["watch"]["nextDeadline"]["kind"] == "check_call"
    due = datetime.fromisoformat(visit["watch"]["nextDeadline"]["dueAt"])
    assert due - datetime.fromisoformat(visit["startedAt"]) == timedelta(minutes=10)
    told = app.karin.phone.expects_sms("Jan de Wit gaat alleen op huisbezoek")
    assert "Het protocol vraagt er twee" in told.text
    assert "Dorpsstraat" not in told.text
    app.mohamed.phone.is_silent()
    assert "Jan de Wit gaat alleen; het protocol vraagt er twee. Ingelicht: Karin Smit." in app.karin.story(visit)
    app.jan.does(visit, "check-out")


def test_who_is_named_at_the_door_says_so_once_inside(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45, companions=[{"personId": str(app.ali.id)}])
    app.karin.phone.is_silent()
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("Genoteerd: je bent er")
    now = app.jan.visit(visit)
    assert now["beforehand"]["pair"]["there"] is True
    assert app.jan.story(visit)[-1] == "Ali Demir is er (SMS)."
    app.jan.does(visit, "check-out")
    app.ali.phone.sends("1")
    app.ali.phone.expects_sms("Dat begrijp ik niet")


def test_at_an_address_marked_for_two_a_start_alone_is_refused_at_once_too(app: AppUnderTest) -> None:
    address = an_address(218)
    marks(app, address, "pairs")
    for companions in ([], [{"personId": str(app.ali.id)}]):
        answer = app.jan.checks_in(minutes=45, address=address, companions=companions, expect=409)
        assert refused(answer) == "companion_needed"
    visit = app.jan.checks_in(minutes=45, address=address, companions=[{"name": "Wijkagent Bos"}])
    app.jan.does(visit, "check-out")


def test_not_well_so_a_team_manager_is_brought_in_and_acts(app: AppUnderTest) -> None:
    visit = in_pairs(app, minutes=45)
    app.passes(minutes=10.5)
    app.fatima.phone.expects_sms("Bel nu").then_answers("2").expects_sms("De teammanager wordt gewaarschuwd")
    asked = app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit")  # 004 L717-718: een teammanager
    assert "bij gevaar eerst 112" in asked.text
    alarm = app.karin.alarm()
    assert alarm["steps"][0] == "Gevaar: bel 112. Lees het overdrachtsblad voor."
    asked.then_answers("1").expects_sms("Jij pakt alarm")
    app.passes(minutes=2)
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert sheet["emergencyNumber"] == "112"
    assert sheet["say"][0].startswith("Het adres is: Dorpsstraat")
    assert "Er is bericht dat het daar niet goed gaat" in sheet["say"][1]
    app.karin.on_alarm(alarm, "police-calls", number="112", reference="PL2100-1121")
    app.passes(minutes=7)
    app.karin.on_alarm(alarm, "resolve", outcome="incident", note="Politie ter plaatse, Jan is buiten")
    app.karin.phone.expects_sms("er volgt een melding")
    assert app.jan.visit(visit)["state"] == "under_way", "watched until its expected end"
    app.jan.does(visit, "check-out", returnTo="office")
    story = app.karin.story(visit)
    assert story[3:] == [
        "Belafspraak. Fatima Bakker is gevraagd te bellen.",
        "Belafspraak: niet goed, zegt Fatima Bakker.",
        "Alarm: het gaat niet goed.",
        "Gewaarschuwd (de teammanager): Karin Smit.",
        "Karin Smit pakt het op (SMS).",
        "Karin Smit opende het overdrachtsblad.",
        "Karin Smit belde 112, kenmerk PL2100-1121.",
        "Afgesloten door Karin Smit: incident. Politie ter plaatse, Jan is buiten.",
        "Jan de Wit meldt zich af.",
    ]


def test_when_the_call_is_not_made_it_does_not_stop_there(app: AppUnderTest, sven: Person) -> None:
    visit = in_pairs(app, minutes=60)
    app.passes(minutes=30)
    assert chronicle(app, visit) == [
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
    app.forgets_messages()
    assert app.karin.alarm()["takenWithoutCode"]["name"] == "Sven de Boer"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_visit_that_runs_late_climbs_from_jan_to_the_police_task(app: AppUnderTest) -> None:
    visit = in_pairs(app, minutes=30)
    app.fatima.does(visit, "check-call", result="ok")
    app.passes(minutes=45)
    assert chronicle(app, visit) == [
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
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "acknowledge")
    app.passes(minutes=9.5)
    app.karin.phone.is_silent()
    app.passes(minutes=1)
    app.karin.phone.expects_sms("staat nog open")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] == "ended"


def test_after_the_noodknop_the_police_task_comes_within_a_minute(app: AppUnderTest) -> None:
    visit = in_pairs(app, minutes=30)
    app.passes(minutes=5)
    app.jan.does(visit, "panic")
    app.passes(minutes=1.2)
    assert [(minute, name) for minute, name, text in chronicle(app, visit) if text != "(telefoon)"] == [
        (5, "Fatima"), (5, "Karin"), (6, "Fatima"), (6, "Karin"),
    ]  # fmt: skip
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_out_of_hours_the_named_contact_of_the_roster_is_reachable(app: AppUnderTest, sven: Person) -> None:
    """The day belongs to Fatima for one more hour; then Sven has the evening and the night."""
    change = (app.now() + timedelta(hours=1)).astimezone(ZoneInfo("Europe/Amsterdam")).time().replace(tzinfo=None)
    day_began = time((change.hour + 14) % 24, change.minute)
    app.puts_on_duty((Rank.MANAGER, app.karin))
    with app.database.write() as session:
        for person, starts, ends in ((app.fatima, day_began, change), (sven, change, day_began)):
            session.add(
                ShiftRecord(
                    organisation_id=app.ours.id, team_id=app.ours.team, person_id=person.id, rank=Rank.FIRST,
                    days=EVERY_DAY, starts=starts, ends=ends,
                )
            )  # fmt: skip
    visit = in_pairs(app, minutes=90)
    assert [one["name"] for one in visit["watch"]["onDuty"]] == ["Fatima Bakker"]
    app.passes(minutes=10.5)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed")
    app.passes(minutes=55)
    assert [one["name"] for one in app.jan.visit(visit)["watch"]["onDuty"]] == ["Sven de Boer"]
    app.jan.does(visit, "panic")
    sven.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    app.fatima.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def _to_everyone(minute: int) -> list[tuple[int, str, str]]:
    return [
        (minute, name, text)
        for name in ("Fatima", "Karin", "Mohamed", "Sven")
        for text in ("(telefoon)", "BEL NU 112 (alarm).")
    ]
