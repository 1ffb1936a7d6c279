"""`IN 5211AA 12 30`: watched without an app. A forged one begins a watch, and does nothing else."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from achterwacht.people.records import GrantRecord, OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.visits.records import VisitRecord
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, local_time, marks, panic
from tests.support.app_under_test import AppUnderTest

PIN, DURESS = "2468", "8642"
HERE = {"country": "NL", "postcode": "5211AA", "houseNumber": 12}


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def own(app: AppUnderTest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.jan.asks("/v1/visits?state=under_way&mine=true")["visits"]
    return found


def test_a_text_begins_a_watch_with_all_that_belongs_to_it(app: AppUnderTest) -> None:
    app.jan.phone.sends("in 5211 aa 12 1 min")
    text = app.jan.phone.expects_sms("Aangemeld: 5211 AA 12").text
    (visit,) = own(app)
    assert f"tot {local_time(visit['expectedEnd'])}" in text
    assert "Klaar: UIT. Langer: +15. Hulp nodig: NOOD. Niet van jou? Stuur UIT" in text
    assert app.fatima.story(visit)[0].endswith("(sms).")
    app.passes(seconds=46)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.sends("+15")
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent afgemeld")
    assert not own(app)


def test_who_is_of_several_teams_reads_for_which_one_it_is(app: AppUnderTest) -> None:
    team = app.anne.posts("/v1/teams", {"name": "Handhaving"}, expect=201)["id"]
    app.jan.phone.sends("IN 5211AA 12 30")
    assert "Team" not in app.jan.phone.expects_sms("Aangemeld").text, "of one team nobody has to be told"
    app.jan.does(own(app)[0], "check-out")
    with app.database.write() as session:
        session.add(
            GrantRecord(organisation_id=app.ours.id, person_id=app.jan.id, team_id=UUID(team), role=Role.WORKER)
        )
    app.jan.phone.sends("IN 5211AA 14 30")
    text = app.jan.phone.expects_sms("Aangemeld: 5211 AA 14").text
    (visit,) = own(app)
    assert f" Team: {visit['team']['name']}." in text
    assert visit["team"]["id"] != team, "that of the visit before"
    app.jan.does(visit, "check-out")


@pytest.mark.by_turns
def test_who_ignores_it_is_missed_as_anybody(app: AppUnderTest) -> None:
    app.jan.phone.sends("IN 5211AA 12 1 min")
    app.jan.phone.expects_sms("Aangemeld")

    def told() -> bool:
        return any("heeft zich niet afgemeld: 5211 AA 12" in one for one in app.fatima.phone.unread())

    app.passes_until(told)
    app.forgets_messages()
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.by_turns
def test_the_register_speaks_as_an_instruction(app: AppUnderTest) -> None:
    marks(app, HERE, "attention")
    app.forgets_messages()
    app.jan.phone.sends("IN 5211AA 12 30")
    text = app.jan.phone.expects_sms("Aangemeld").text
    assert "Let extra goed op. Houd de weg naar buiten vrij." in text
    assert "Dreigde" not in text


def test_the_plan_at_that_address_is_begun(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=20, minutes=40, address=HERE)
    app.jan.phone.sends("IN 5211AA 12")
    app.jan.phone.expects_sms("Aangemeld")
    (visit,) = own(app)
    assert visit["id"] == planned["id"]
    app.jan.does(visit, "check-out")
    again = app.jan.plans(starts_in=20, minutes=40)
    app.jan.phone.sends("in")
    app.jan.phone.expects_sms(f"Aangemeld: {again['address']['line'].partition(',')[0]}")
    assert [one["id"] for one in own(app)] == [again["id"]]


def test_a_second_one_changes_nothing_and_a_human_reads_where_they_may_be(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20, address=HERE)
    app.jan.phone.sends("IN 5211AA 12 240")
    text = app.jan.phone.expects_sms("Je bent al aangemeld").text
    assert f"tot {local_time(visit['expectedEnd'])}. Er is niets veranderd. Klaar: UIT" in text
    app.jan.phone.sends("IN 5211AA 99 30")
    assert "Wie op je let, leest wat je nu stuurde." in app.jan.phone.expects_sms("Je bent al aangemeld").text
    assert "'IN 5211 AA 99'" in app.fatima.phone.expects_sms("Jan de Wit stuurde").text
    (same,) = own(app)
    assert (same["id"], same["expectedEnd"]) == (visit["id"], visit["expectedEnd"])


def test_a_forged_one_quietens_no_alarm(app: AppUnderTest) -> None:
    panic(app)
    app.forgets_messages()
    app.jan.phone.sends("IN 5211AA 12 30")
    app.jan.phone.expects_sms("Je bent al aangemeld")
    app.forgets_messages()
    alarm = app.karin.alarm()
    assert (alarm["resolvedAt"], alarm["acknowledgedBy"]) == (None, None)
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.by_turns
def test_a_plan_of_which_others_were_told_stays_open_unless_a_pin_is_there(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=0, minutes=40, address=HERE)

    def colleague_told() -> bool:
        return any("Niet aangemeld en niet afgezegd" in one for one in app.fatima.phone.unread())

    app.passes_until(colleague_told)
    app.forgets_messages()
    app.jan.phone.sends("IN 5211AA 12 30")
    assert "staat ook nog open" in app.jan.phone.expects_sms("Aangemeld").text
    assert app.jan.visit(planned)["state"] == "planned"
    (forged,) = own(app)
    app.jan.does(forged, "check-out")
    app.jan.sets_pin(PIN, DURESS)
    app.jan.phone.sends(f"IN 5211AA 12 30 {PIN}")
    assert "UIT en je code" in app.jan.phone.expects_sms("Aangemeld").text
    assert app.jan.visit(planned)["state"] == "under_way"
    app.forgets_messages()


@pytest.mark.parametrize(("text", "minutes"), [("IN", 30), ("IN 45", 45)])
def test_the_in_that_the_chase_asks_for_is_watched_also_once_others_were_told(
    app: AppUnderTest, text: str, minutes: int
) -> None:
    """We ask for `IN` without a place. The colleague is told some seconds later, so it often comes after that."""
    planned = app.jan.plans(starts_in=0, minutes=40, address=HERE)
    app.passes_until(lambda: any("Niet aangemeld en niet afgezegd" in one for one in app.fatima.phone.unread()))
    app.jan.phone.expects_sms("Begonnen: stuur IN")
    app.jan.phone.sends(text)
    assert "staat ook nog open" in app.jan.phone.expects_sms("Aangemeld: 5211 AA 12").text
    assert app.jan.visit(planned)["state"] == "planned"
    (watched,) = own(app)
    assert watched["address"]["line"] == planned["address"]["line"]
    lasts = datetime.fromisoformat(watched["expectedEnd"]) - datetime.fromisoformat(watched["startedAt"])
    assert round(lasts.total_seconds() / 60) == minutes
    app.forgets_messages()


def test_the_duress_pin_behind_it_calls_for_help_and_looks_the_same(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    app.jan.phone.sends(f"IN 5211AA 12 30 {DURESS}")
    app.jan.phone.expects_sms("Aangemeld: 5211 AA 12")
    app.fatima.phone.expects_sms("STIL ALARM")
    app.forgets_messages()
    alarm = app.karin.alarm()
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert any("5211 AA 12" in one["line"] for one in sheet["addresses"])
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.by_turns
def test_a_postcode_is_not_tried_as_the_duress_pin(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, "5211")
    app.jan.phone.sends("IN 5211AA 12 30")
    app.jan.phone.expects_sms("Aangemeld")
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []


def test_an_unknown_place_is_watched_in_their_words(app: AppUnderTest) -> None:
    app.jan.phone.sends("IN Kerkstraat 5 Den Bosch 30")
    assert "het staat er zoals jij het schreef" in app.jan.phone.expects_sms("Aangemeld: Kerkstraat 5 Den Bosch").text
    (visit,) = own(app)
    assert (visit["address"]["line"], visit["risk"]["noAddress"]) == ("Kerkstraat 5 Den Bosch", True)
    app.jan.does(visit, "panic")
    app.forgets_messages()
    alarm = app.karin.alarm()
    assert app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")["say"][0] == "Het adres is: Kerkstraat 5 Den Bosch."
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.on_both
def test_an_address_in_flanders_needs_no_town(app: AppUnderTest) -> None:
    with app.database.write() as session:
        session.execute(update(OrganisationRecord).values(country="BE"))
    app.jan.phone.sends("IN 9000 Kerkstraat 5 bus 3")
    app.jan.phone.expects_sms("Aangemeld: Kerkstraat 5 bus 3, 9000")
    (visit,) = own(app)
    lasts = datetime.fromisoformat(visit["expectedEnd"]) - datetime.fromisoformat(visit["startedAt"])
    assert round(lasts.total_seconds() / 60) == 30


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("IN 5211AA 12 met Piet 30", "NIET aangemeld. Stuur alleen dit, met jouw adres en minuten: IN 5211AA 12 30."),
        ("in", "NIET aangemeld"),
        ("aanmelden lukt niet", "NIET aangemeld"),
    ],
)
def test_what_is_not_clear_is_refused_with_the_example(app: AppUnderTest, text: str, answer: str) -> None:
    app.jan.phone.sends(text)
    app.jan.phone.expects_sms(answer)
    assert not own(app)


@pytest.mark.by_turns
def test_longer_than_allowed_is_watched_for_as_long_as_it_is(app: AppUnderTest) -> None:
    app.jan.phone.sends("IN 5211AA 12 999")
    app.jan.phone.expects_sms("Langer mag een bezoek niet duren.")
    assert len(own(app)) == 1


@pytest.mark.by_turns
def test_where_nobody_goes_alone_a_plan_waits(app: AppUnderTest) -> None:
    marks(app, HERE, "pairs")
    app.jan.plans(starts_in=10, minutes=40, address=HERE, companions=[{"personId": str(app.ali.id)}])
    app.forgets_messages()
    app.jan.phone.sends("IN 5211AA 12 30")
    app.jan.phone.expects_sms("NIET aangemeld. Hier ga je niet alleen.")
    assert not own(app)


@pytest.mark.by_turns
def test_who_visits_nobody_is_not_checked_in(app: AppUnderTest) -> None:
    app.fatima.phone.sends("IN 5211AA 12 30")
    app.fatima.phone.expects_sms("Dat begrijp ik niet")
    with app.database.read() as session:
        assert session.query(VisitRecord).execution_options(across_organisations=True).count() == 0


def test_a_check_in_of_the_app_that_comes_later_takes_it_over(app: AppUnderTest) -> None:
    app.jan.phone.sends("IN 5211AA 12 30")
    app.jan.phone.expects_sms("Aangemeld")
    (texted,) = own(app)
    late = app.jan.checks_in(minutes=30, address=HERE)
    assert [one["id"] for one in own(app)] == [late["id"]]
    assert app.jan.visit(texted)["state"] == "ended"
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent afgemeld")
    assert not own(app)


def test_one_with_an_alarm_is_not_taken_over(app: AppUnderTest) -> None:
    app.jan.phone.sends("IN 5211AA 12 30")
    app.jan.phone.expects_sms("Aangemeld")
    (texted,) = own(app)
    app.jan.does(texted, "panic")
    app.forgets_messages()
    app.jan.checks_in(minutes=30, address=HERE)
    assert app.jan.visit(texted)["state"] == "under_way"
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.by_turns
@pytest.mark.parametrize(
    "text", ["IN 5211AA 12 30, hij heeft een mes", "in 5211AA 12 politie 30", "IN politie 5211AA 12"]
)
def test_who_checks_in_and_tells_of_distress_is_watched_and_heard(app: AppUnderTest, text: str) -> None:
    """Nobody watched over them, so that no human had read it before."""
    app.jan.phone.sends(text)
    app.jan.phone.expects_sms("We bellen je zo. Hulp nodig: NOOD")
    (visit,) = own(app)
    assert visit["address"]["line"].startswith("5211 AA 12")
    app.karin.phone.expects_sms("Het gaat niet goed bij")
    app.forgets_messages()
