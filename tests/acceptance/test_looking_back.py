"""Looking back: who finds what of visits, alarms, drills and messages, and what is never found again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from achterwacht.audit.records import Past, PastViewRecord
from achterwacht.people.records import TeamRecord
from achterwacht.people.roles import Role
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.app_under_test import AppUnderTest, Person, an_address
from tests.support.letters import in_pdf
from tests.support.organisations import an_employee

pytestmark = pytest.mark.on_both


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def looks(app: AppUnderTest, who: Person, what: str, expect: int = 200, /, **sought: Any) -> Json:
    days = {"since": (app.now() - timedelta(days=7)).date(), "until": (app.now() + timedelta(days=1)).date()}
    body = {**{name: day.isoformat() for name, day in days.items()}, **sought}
    found: Json = who.posts(f"/v1/past/{what}/_search", body, expect=expect)
    return found


def as_csv(app: AppUnderTest, who: Person, what: str, /, **sought: Any) -> Any:
    days = {"since": (app.now() - timedelta(days=7)).date(), "until": (app.now() + timedelta(days=1)).date()}
    body = {**{name: day.isoformat() for name, day in days.items()}, **sought}
    answer = app.http.post(f"/v1/past/{what}/{what}.csv", json=body, headers=who.employee.headers)
    assert answer.status_code == 200, answer.text
    return answer


def ids(found: Json, what: str) -> list[str]:
    return [one["id"] for one in found[what]]


def is_over(app: AppUnderTest, who: Person, **more: Any) -> Json:
    visit = who.checks_in(minutes=10, **more)
    over: Json = who.does(visit, "check-out")
    app.forgets_messages()
    return over


def another_manager(app: AppUnderTest) -> Person:
    """Of another team of the same organisation."""
    with app.database.write() as session:
        team = TeamRecord(organisation_id=app.ours.id, name="Wijken")
        session.add(team)
        session.flush()
        els = an_employee(session, app.ours.id, app.ours.slug, "Els de Boer", [(Role.MANAGER, team.id)])
    return Person(app, els)


def test_visits_are_found_by_who_where_when_and_how_they_ended(app: AppUnderTest) -> None:
    at_12 = is_over(app, app.jan, address=an_address(12))
    at_14 = is_over(app, app.jan, address=an_address(14), companions=[{"name": "Lotte van Dam"}])
    by_ali = is_over(app, app.ali, address=an_address(12))
    planned = app.jan.plans(starts_in=5, minutes=30, address=an_address(20))
    app.jan.does(planned, "cancel")
    app.jan.plans(starts_in=60 * 3, minutes=30)  # lies ahead: no past
    app.forgets_messages()

    everything = looks(app, app.karin, "visits")
    assert ids(everything, "visits") == [one["id"] for one in (planned, by_ali, at_14, at_12)]
    assert everything["next"] is None
    first = everything["visits"][-1]
    assert (first["worker"]["name"], first["ended"], first["alarmIds"]) == ("Jan de Wit", "checked_out", [])
    assert everything["visits"][2]["companions"] == ["Lotte van Dam"]

    def found(**sought: Any) -> set[str]:
        return set(ids(looks(app, app.karin, "visits", **sought), "visits"))

    assert found(who="ALI") == {by_ali["id"]}
    assert found(who="niemand van hier") == set()
    assert found(where="5211aa 12") == {at_12["id"], by_ali["id"]}
    assert found(where="5211 AA 1") == set(), "number 1 is not number 12"
    assert found(ended="cancelled") == {planned["id"]}
    assert found(alarmed=True) == set()
    assert found(since="2020-01-01", until="2020-12-31") == set()
    assert found(where="100% _") == set()


def test_the_period_has_an_end_that_is_not_before_its_beginning_nor_too_far_away(app: AppUnderTest) -> None:
    for since, until in (("2026-02-01", "2026-01-31"), ("2025-01-01", "2026-01-02")):
        answer = looks(app, app.karin, "visits", 400, since=since, until=until)
        assert [one["pointer"] for one in answer["errors"]] == ["/until"]
    looks(app, app.karin, "visits", since="2025-01-01", until="2026-01-01")


def test_a_page_goes_on_behind_the_one_before_whatever_came_in_between(
    app: AppUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.past.routes.A_PAGE", 2)
    monkeypatch.setattr("api.past.files.MOST_ROWS", 2)
    made = [is_over(app, app.jan)["id"] for _ in range(5)]
    first = looks(app, app.karin, "visits")
    newer = is_over(app, app.jan)["id"]
    second = looks(app, app.karin, "visits", after=first["next"])
    third = looks(app, app.karin, "visits", after=second["next"])
    read = [one for page in (first, second, third) for one in ids(page, "visits")]
    assert read == made[::-1]
    assert third["next"] is None
    assert newer not in read
    looks(app, app.karin, "visits", 404, after="4fa54870-18e1-450a-b434-d270bde85eba")

    sheets, after = [], None
    while True:
        answer = as_csv(app, app.karin, "visits", **({"after": after} if after else {}))
        sheets.append(answer.content.decode())
        after = answer.headers.get("Next-Row")
        if after is None:
            break
    lines = "".join(sheets).splitlines()
    assert lines[0].startswith("\ufeffDag;Tijd;Team;Medewerker;Adres;")
    assert len(lines) == 1 + 6
    assert len(sheets) == 3


def test_a_cell_of_the_file_is_never_a_formula(app: AppUnderTest) -> None:
    is_over(app, app.jan, companions=[{"name": "=HYPERLINK(1)"}, {"name": "@som;x"}])
    line = as_csv(app, app.karin, "visits").content.decode().splitlines()[1]
    assert ';"\'=HYPERLINK(1), @som;x";' in line
    assert ";=" not in line


def test_whoever_is_not_of_the_team_finds_only_what_is_their_own(app: AppUnderTest) -> None:
    mine = is_over(app, app.jan)["id"]
    with_ali = is_over(app, app.jan, companions=[{"personId": str(app.ali.id)}])["id"]
    panic(app)
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    els, stranger = another_manager(app), Person(app, app.has_neighbours().manager)

    assert {mine, with_ali} < set(ids(looks(app, app.jan, "visits"), "visits"))
    assert ids(looks(app, app.ali, "visits"), "visits") == [with_ali]
    assert len(ids(looks(app, app.jan, "alarms"), "alarms")) == 1
    for nobody in (els, stranger, app.ruth, app.anne):
        for what in ("visits", "alarms"):
            assert looks(app, nobody, what)[what] == [], (nobody, what)
            assert looks(app, nobody, what, teamId=str(app.ours.team))[what] == []
        assert len(as_csv(app, nobody, "visits").content.decode().splitlines()) == 1
    for nobody in (els, stranger):
        looks(app, nobody, "visits", 404, after=mine)
    for what in ("drills", "messages", "never-checked-in"):
        looks(app, app.jan, what, 403)
    assert looks(app, els, "messages")["messages"] == []
    assert app.ours.worker.name not in str(looks(app, els, "never-checked-in"))
    assert looks(app, stranger, "never-checked-in", teamId=str(app.ours.team))["people"] == []


def test_alarms_say_how_soon_somebody_took_them(app: AppUnderTest) -> None:
    for seconds in (10, 30, 70):
        visit = panic(app)
        alarm = app.fatima.alarm()
        app.passes(seconds=seconds)
        app.fatima.on_alarm(alarm, "acknowledge")
        app.fatima.on_alarm(alarm, "resolve", outcome="help_given" if seconds == 70 else "false_alarm")
        app.jan.does(visit, "check-out")
        app.forgets_messages()
    found = looks(app, app.karin, "alarms")
    times = [round(one["seconds"]) for one in found["alarms"]]
    assert times == [70, 30, 10]
    taken = found["takenIn"]
    assert (taken["alarms"], taken["taken"], round(taken["median"]), round(taken["worst"])) == (3, 3, 30, 70)
    assert taken["worstId"] == found["alarms"][0]["id"]
    assert found["alarms"][0]["takenBy"]["name"] == "Fatima Bakker"
    helped = looks(app, app.karin, "alarms", outcome="help_given")
    assert (len(helped["alarms"]), helped["takenIn"]["alarms"]) == (1, 1)
    assert looks(app, app.karin, "alarms", cause="overdue")["takenIn"]["median"] is None
    assert len(looks(app, app.karin, "visits", alarmed=True)["visits"]) == 3
    assert "noodknop;Fatima Bakker;70;" in as_csv(app, app.karin, "alarms").content.decode()


def test_passed_on_it_was_taken_as_soon_as_the_first_one_took_it(app: AppUnderTest) -> None:
    panic(app)
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    app.passes(seconds=40)
    app.mohamed.posts(f"/v1/alarms/{alarm['id']}/acknowledge", {"takeOver": True})
    app.forgets_messages()
    one = looks(app, app.karin, "alarms")["alarms"][0]
    assert one["seconds"] < 5
    assert one["takenBy"]["name"] == "Fatima Bakker", "theirs are the seconds"
    assert "noodknop;Fatima Bakker;" in as_csv(app, app.karin, "alarms").content.decode()
    for either in ("fatima", "mohamed"):
        assert len(looks(app, app.karin, "alarms", who=either)["alarms"]) == 1


def test_a_drill_is_among_the_drills_and_nowhere_else(app: AppUnderTest) -> None:
    drill = app.karin.posts("/v1/drills", {"teamId": str(app.ours.team)}, expect=201)
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.forgets_messages()
    assert ids(looks(app, app.anne, "drills"), "alarms") == [drill["id"]]
    assert looks(app, app.karin, "alarms")["alarms"] == []


def test_messages_are_found_without_their_words(app: AppUnderTest) -> None:
    visit = panic(app)
    app.forgets_messages()
    found = looks(app, app.karin, "messages", who="fatima")["messages"]
    assert {one["to"]["name"] for one in found} == {"Fatima Bakker"}
    assert {one["visitId"] for one in found} == {visit["id"]}
    assert {one["state"] for one in found if one["channel"] == "sms"} == {"delivered"}
    assert app.ours.colleague.phone not in str(found)
    assert {one["channel"] for one in looks(app, app.karin, "messages", channel="call")["messages"]} == {"call"}
    assert looks(app, app.karin, "messages", who="niemand")["messages"] == []
    assert "Fatima Bakker;sms;aangekomen;" in as_csv(app, app.karin, "messages").content.decode()


def in_silence(app: AppUnderTest) -> Json:
    app.jan.sets_pin("1234", "9876")
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    app.jan.does(visit, "check-out", pin="9876")
    app.forgets_messages()
    return visit


def test_of_a_silent_alarm_those_inside_find_nothing(app: AppUnderTest) -> None:
    visit = in_silence(app)
    assert [one["cause"] for one in looks(app, app.karin, "alarms")["alarms"]] == ["duress"]
    assert looks(app, app.karin, "visits")["visits"][0]["ended"] == "under_way"
    for over in (False, True):
        if over:
            app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="help_given")
            app.forgets_messages()
        for inside in (app.jan, app.ali):
            mine = looks(app, inside, "visits")["visits"]
            assert [(one["id"], one["ended"], one["alarmIds"]) for one in mine] == [(visit["id"], "checked_out", [])]
            assert looks(app, inside, "alarms")["takenIn"]["alarms"] == 0
            assert looks(app, inside, "alarms")["alarms"] == []
            assert looks(app, inside, "visits", ended="under_way")["visits"] == []
            assert looks(app, inside, "visits", alarmed=True)["visits"] == []
            assert ids(looks(app, inside, "visits", ended="checked_out"), "visits") == [visit["id"]]


def alarms_counted(app: AppUnderTest, who: Person) -> dict[str, int | None]:
    found = who.asks(f"/v1/reports/{app.now().year}")
    (table,) = [one for one in found["tables"] if one["id"] == "alarm"]
    return {row["id"]: row["number"]["count"] for row in table["rows"]}


def test_nor_do_their_figures_count_it_nor_does_their_dossier_tell_it(app: AppUnderTest) -> None:
    visit = in_silence(app)
    report = app.jan.posts(
        "/v1/incidents",
        {"kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij dreigde.",
         "visitId": visit["id"]},
        expect=201,
    )  # fmt: skip
    assert sum(filter(None, alarms_counted(app, app.jan).values())) == 0
    told = {}
    for who in (app.jan, app.karin):
        paper = app.http.get(f"/v1/incidents/{report['id']}/police-dossier.pdf", headers=who.employee.headers)
        assert paper.status_code == 200, paper.text
        told[who.name] = "Verloop van het alarm" in in_pdf(paper.content)
    assert told == {app.jan.name: False, app.karin.name: True}
    app.forgets_messages()


def test_who_pressed_openly_counts_that_press(app: AppUnderTest) -> None:
    visit = in_silence(app)
    app.passes(seconds=5)
    app.jan.does(visit, "panic")
    app.forgets_messages()
    counted = alarms_counted(app, app.jan)
    assert (counted["panic"], counted["duress"]) == (1, 0)


def test_who_pressed_openly_after_it_finds_that_press(app: AppUnderTest) -> None:
    visit = in_silence(app)
    app.passes(seconds=5)
    app.jan.does(visit, "panic")
    app.forgets_messages()
    (alarm,) = looks(app, app.jan, "alarms")["alarms"]
    (known,) = looks(app, app.karin, "alarms")["alarms"]
    assert (alarm["id"], alarm["cause"]) == (known["id"], "panic")
    assert alarm["openedAt"] > known["openedAt"]
    assert looks(app, app.jan, "alarms", cause="duress")["alarms"] == []
    assert len(looks(app, app.jan, "alarms", cause="panic")["alarms"]) == 1


def test_a_manager_sees_who_never_checks_in(app: AppUnderTest) -> None:
    is_over(app, app.jan)
    found = looks(app, app.karin, "never-checked-in")
    names = [one["person"]["name"] for one in found["people"]]
    assert app.ours.worker2.name in names
    assert app.ours.worker.name not in names
    app.passes(minutes=60 * 24 * 30)
    for person in (app.karin, app.anne):
        person.signs_in()
    later = {one["person"]["name"]: one["lastAt"] for one in looks(app, app.anne, "never-checked-in")["people"]}
    assert later[app.ours.worker.name] is not None
    assert later[app.ours.worker2.name] is None
    head, *lines = as_csv(app, app.anne, "never-checked-in").content.decode().splitlines()
    assert head == "\ufeffMedewerker;Laatste bezoek"
    assert [line.split(";")[0] for line in lines] == list(later)
    assert dict(line.split(";") for line in lines)[app.ours.worker2.name] == ""


def test_a_look_at_what_others_did_is_logged_and_at_ones_own_is_not(app: AppUnderTest) -> None:
    is_over(app, app.jan)
    looks(app, app.jan, "visits")
    looks(app, app.karin, "visits", who="jan de", teamId=str(app.ours.team))
    as_csv(app, app.karin, "messages")
    looks(app, app.karin, "never-checked-in")
    as_csv(app, app.karin, "never-checked-in")
    with app.database.read() as session:
        ours = PastViewRecord.organisation_id == app.ours.id
        logged = session.scalars(select(PastViewRecord).where(ours).order_by(PastViewRecord.at)).all()
        assert [(one.person_id, one.what, one.taken) for one in logged] == [
            (app.karin.id, Past.VISITS, False),
            (app.karin.id, Past.MESSAGES, True),
            (app.karin.id, Past.NEVER_CHECKED_IN, False),
            (app.karin.id, Past.NEVER_CHECKED_IN, True),
        ]
        assert (logged[0].team_id, logged[0].about) == (app.ours.team, [str(app.jan.id)])
