"""A team goes by a profile of its own, the others by that of the organisation: a visit by that of its team."""

from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

import pytest

from achterwacht.people.roles import Role
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from tests.acceptance.stories import LATE_CHECK_CALL, refused
from tests.support.app_under_test import EVERY_DAY, AppUnderTest
from tests.support.organisations import an_employee
from tests.support.person import Person

PAIRS = "s-hertogenbosch"
"""Every visit in pairs, and a check call after ten minutes. The demonstration asks neither."""


@dataclass
class Other:
    """The other team: Els visits, Hans is on duty, Petra manages; Bea manages both."""

    id: UUID
    els: Person
    hans: Person
    petra: Person
    bea: Person


@pytest.fixture
def other(app: AppUnderTest) -> Other:
    app.lets_calls_ring().runs_on("demo", LATE_CHECK_CALL)
    team = UUID(app.anne.posts("/v1/teams", {"name": "Handhaving"}, expect=201)["id"])
    with app.database.write() as session:
        people = [
            an_employee(session, app.ours.id, app.ours.slug, name, [(role, team)])
            for name, role in (
                ("Els Mulder", Role.WORKER),
                ("Hans Vos", Role.COLLEAGUE),
                ("Petra Kuiper", Role.MANAGER),
            )
        ]
        both = an_employee(
            session, app.ours.id, app.ours.slug, "Bea Prins", [(Role.MANAGER, team), (Role.MANAGER, app.ours.team)]
        )
        for position, (person, rank) in enumerate(((people[1], Rank.FIRST), (people[2], Rank.MANAGER))):
            session.add(
                ShiftRecord(
                    organisation_id=app.ours.id, team_id=team, position=position, person_id=person.id, rank=rank,
                    days=EVERY_DAY, starts=time(0), ends=time(0),
                )
            )  # fmt: skip
    return Other(team, *(Person(app, one) for one in (*people, both)))


def chooses(app: AppUnderTest, team: UUID, profile: str | None, expect: int = 200) -> Any:
    answer = app.http.put(f"/v1/teams/{team}/protocol", json={"profileId": profile}, headers=app.anne.employee.headers)
    assert answer.status_code == expect, answer.text
    return answer.json()


def test_a_visit_goes_by_the_profile_of_its_team(app: AppUnderTest, other: Other) -> None:
    chosen = chooses(app, other.id, PAIRS)
    assert (chosen["own"]["id"], chosen["organisation"]["id"]) == (PAIRS, "demo")
    theirs = other.els.plans(starts_in=5, teamId=str(other.id))
    assert other.els.visit(theirs)["beforehand"]["pair"]["needed"]
    assert refused(other.els.does(theirs, "check-in", expect=409)) == "companion_needed"
    ours = app.jan.plans(starts_in=5)
    assert not app.jan.visit(ours)["beforehand"]["pair"]["needed"]
    app.jan.does(app.jan.does(ours, "check-in"), "check-out")
    waits = {one["id"]: one["waits"]["mayStart"] for one in other.petra.asks("/v1/board")["planned"]}
    assert waits == {theirs["id"]: False}
    app.forgets_messages()


def test_the_watch_goes_by_it_too(app: AppUnderTest, other: Other) -> None:
    """Ten minutes after the start somebody of that team is asked to call, and the ladder takes its times."""
    chooses(app, other.id, PAIRS)
    visit = other.els.checks_in(minutes=30, teamId=str(other.id), companions=[{"name": "Een stagiair"}])
    app.passes(minutes=9.5)
    app.forgets_messages()
    app.passes(minutes=1)
    other.hans.phone.expects_sms("Bel nu Els Mulder").then_answers("1").expects_sms("alles goed")
    other.els.does(visit, "panic")
    app.settles()
    assert "Bel eerst 112" in other.hans.phone.expects_sms("NOOD").text
    other.petra.phone.expects_sms("NOOD")
    app.fatima.phone.is_silent()
    app.forgets_messages()
    other.petra.on_alarm(other.petra.alarm(), "resolve", outcome="false_alarm")
    app.forgets_messages()
    other.els.does(visit, "check-out")


def test_who_comes_along_from_another_team_follows_the_visit(app: AppUnderTest, other: Other) -> None:
    """Els belongs to a team that goes in pairs; the visit is Jan's, and asks none: she may not even say."""
    chooses(app, other.id, PAIRS)
    visit = app.jan.plans(starts_in=5, companions=[{"personId": str(other.els.id)}])
    assert not app.jan.visit(visit)["beforehand"]["pair"]["needed"]
    assert not other.els.visit(visit)["beforehand"]["pair"]["needed"]
    app.forgets_messages()
    app.jan.does(app.jan.does(visit, "check-in"), "check-out")
    app.forgets_messages()


def test_a_visit_under_way_keeps_what_it_began_with(app: AppUnderTest, other: Other) -> None:
    visit = other.els.checks_in(minutes=45, teamId=str(other.id))
    planned = other.els.plans(starts_in=20, teamId=str(other.id))
    chooses(app, other.id, PAIRS)
    app.passes(minutes=12)
    other.hans.phone.is_silent()
    assert other.els.visit(planned)["beforehand"]["pair"]["needed"], "what has not begun goes by the new one"
    chooses(app, other.id, None)
    assert not other.els.visit(planned)["beforehand"]["pair"]["needed"]
    other.els.does(planned, "cancel", reason="niet meer nodig")
    other.els.does(visit, "check-out")
    app.forgets_messages()


def test_an_alarm_without_a_visit_goes_by_the_team_that_watches_over_them(app: AppUnderTest, other: Other) -> None:
    """Its police task comes a minute after the noodknop, and not after fifteen seconds as in the demonstration."""
    chooses(app, other.id, PAIRS)
    other.els.posts("/v1/alarms", {}, expect=201)
    app.passes(seconds=45)
    other.petra.phone.expects_sms("NOOD")
    other.petra.phone.is_silent()
    app.forgets_messages()
    app.passes(seconds=20)
    other.petra.phone.expects_sms("BEL NU 112")
    other.petra.on_alarm(other.petra.alarm(), "resolve", outcome="false_alarm")
    app.forgets_messages()


@pytest.mark.on_both
def test_a_drill_is_on_the_times_of_its_team(app: AppUnderTest, other: Other) -> None:
    chooses(app, other.id, PAIRS)
    other.petra.posts("/v1/drills", {"teamId": str(other.id), "workerId": str(other.els.id)}, expect=201)
    app.forgets_messages()
    app.passes(minutes=2.5)
    other.hans.phone.is_silent()
    app.passes(minutes=1)
    assert "OEFENING" in other.hans.phone.expects_sms("ALARM").text
    (drill,) = other.petra.asks("/v1/drills")["drills"]
    other.petra.posts(f"/v1/drills/{drill['id']}/stop")
    app.forgets_messages()


def test_each_reads_the_profile_of_their_team(app: AppUnderTest, other: Other) -> None:
    chooses(app, other.id, PAIRS)
    els, jan, both = (one.asks("/v1/protocol") for one in (other.els, app.jan, other.bea))
    assert (els["id"], els["teams"]) == (PAIRS, [])
    assert (jan["id"], jan["teams"]) == ("demo", [])
    assert "Bedreiging met een wapen" in {card["title"] for card in els["cards"]}
    mine = {both["id"], *(one["profile"]["id"] for one in both["teams"])}
    assert mine == {"demo", PAIRS}
    assert len(both["teams"]) == 1, "what the others go by stands at the top"


@pytest.mark.on_both
def test_what_the_team_asks_stands_in_its_diary_and_on_its_list(app: AppUnderTest, other: Other) -> None:
    chooses(app, other.id, PAIRS)
    assert "client_reference" in other.hans.asks(f"/v1/teams/{other.id}/diary")["fields"]
    assert app.fatima.asks(f"/v1/teams/{app.ours.team}/diary")["fields"] == []
    assert other.els.asks("/v1/me/diary")["fields"] == other.hans.asks(f"/v1/teams/{other.id}/diary")["fields"]


def test_an_administrator_chooses_among_what_there_is_and_it_is_noted(app: AppUnderTest, other: Other) -> None:
    names = {one["id"] for one in app.anne.asks(f"/v1/teams/{other.id}/protocol")["choices"]}
    assert {"demo", "losser", PAIRS} <= names
    assert "heusden-zolder" not in names, "another country"
    chooses(app, other.id, "heusden-zolder", expect=400)
    chooses(app, other.id, "nergens", expect=400)
    chooses(app, other.id, PAIRS)
    chooses(app, other.id, PAIRS)
    chooses(app, other.id, None)
    lines = [one for one in app.anne.asks("/v1/audit")["lines"] if one["kind"] == "team_profile_set"]
    assert [one["facts"].get("profile") for one in lines] == [None, PAIRS], "newest first; the same again is none"
    assert {one["aboutId"] for one in lines} == {str(other.id)}


def test_what_was_loaded_here_goes_before_what_comes_with_the_product(app: AppUnderTest, other: Other) -> None:
    app.runs_on(PAIRS, ('name = "', 'name = "Eigen '))
    app.runs_on("demo", LATE_CHECK_CALL)
    chosen = chooses(app, other.id, PAIRS)
    assert chosen["own"]["name"].startswith("Eigen ")
    assert other.els.asks("/v1/protocol")["name"].startswith("Eigen ")
