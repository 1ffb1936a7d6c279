"""A ban from the decision to its end: who is told, who sees the list, and what is done when it is broken."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.functions.records import HolderRecord
from achterwacht.kinds import RootKind
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from foundation.failpoints import Failpoint
from scheduler.jobs import Jobs
from tests.acceptance.measures import (
    PIETERS,
    advice,
    codes,
    filed,
    goes_on,
    in_days,
    same_person,
    take,
    tasks_of,
)
from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person, an_address
from tests.support.dying import Died, death_at
from tests.support.mail_server import MailServer

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def app(app: AppUnderTest) -> Iterator[AppUnderTest]:
    yield app.runs_on("losser").lets_calls_ring()
    app.forgets_messages()  # of the care that begins with each report


@pytest.mark.on_both
def test_it_ends_by_itself_and_who_decided_is_told_neutrally(app: AppUnderTest, mail_leaves: MailServer) -> None:
    app.runs_on("woonmaatschappij")
    incident = filed(app, "threat")
    until = in_days(app, 2)  # a Friday
    ban = take(app, incident, "access_ban", until=until, reason="Hij verhuist daarna")
    (line,) = app.karin.asks("/v1/bans")["bans"]
    assert (line["name"], line["until"], line["locations"]) == ("J. Pieters", until, ["de kantoren"])
    assert [one["id"] for one in app.karin.asks("/v1/measures?inForce=true")["measures"]] == [ban["id"]]
    assert app.invariants_hold()
    goes_on(app, days=2.5)
    assert len(app.karin.signs_in().asks("/v1/bans")["bans"]) == 1, "its last day counts"
    since = len(mail_leaves.taken)
    goes_on(app, days=0.5)
    assert app.karin.signs_in().asks("/v1/bans")["bans"] == []
    assert app.karin.signs_in().asks("/v1/measures?inForce=true")["measures"] == []
    ended = app.karin.asks(f"/v1/measures/{ban['id']}")
    assert (ended["state"], ended["endedBy"], ended["inForce"]) == ("ended", None, False)
    told = [mail for mail in mail_leaves.taken[since:] if "besloot" in mail.text]
    assert told == [], "nobody is mailed at midnight, or in the weekend"
    goes_on(app, days=2)
    (mail,) = [mail for mail in mail_leaves.taken[since:] if "besloot" in mail.text]
    assert mail.to == app.karin.employee.email
    assert "Pieters" not in mail.text
    assert app.invariants_hold()


@one_database
def test_it_ends_at_midnight_after_the_night_of_the_hour_that_comes_twice(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij")
    last_days = (date(app.now().year + more, 10, 31) for more in (0, 1))
    sundays = (one - timedelta(days=(one.weekday() + 1) % 7) for one in last_days)
    long_day = next(one for one in sundays if one > app.now().date())
    after = long_day + timedelta(days=1)
    ban = take(app, filed(app, "threat"), "access_ban", until=long_day.isoformat(), reason="Tot dan")
    with app.database.read() as session:
        due = session.scalars(select(DeadlineRecord.due_at).where(DeadlineRecord.root_kind == RootKind.MEASURE)).one()
    assert due.isoformat() == f"{long_day}T23:00:00+00:00", "midnight in winter time: that day lasts an hour longer"

    def state_at(moment: str) -> str:
        app.clock.goes_to(datetime.fromisoformat(moment))
        app.passes(minutes=0)
        app.forgets_messages()
        with app.database.read() as session:
            return session.get_one(MeasureRecord, UUID(ban["id"])).state.value

    assert state_at(f"{long_day}T23:59:00+01:00") == "in_force"
    assert state_at(f"{after}T00:01:00+01:00") == "ended"


@one_database
def test_a_broken_ban_is_noted_step_by_step_by_the_reception(app: AppUnderTest) -> None:
    """003 L709-723."""
    reception = Person(app, app.ours.reception)
    ban = take(app, filed(app, "D"), "access_ban", until=in_days(app, 60))
    (line,) = reception.asks("/v1/bans")["bans"]
    assert set(line) == {"name", "locations", "until", "whatToDo", "steps"}
    assert line["steps"] == ["asked", "asked", "police_called", "asked_with_police", "removed"]
    assert line["whatToDo"] == (
        "Mag hier niet binnen: alleen op afspraak met de contactpersoon. Vraag 2 keer om weg te gaan, met een collega "
        "erbij als getuige. Gaat de persoon niet weg? Bel de politie. Vraag het nog een keer als de politie er is."
    )
    at = (app.now() + timedelta(minutes=4)).isoformat()  # by the clock at the door, which is some minutes fast
    steps = [{"step": "asked", "at": at, "witness": "Ali"}, {"step": "police_called", "at": at}]
    body = {"name": "J. Pieters", "until": line["until"], "happenedAt": at, "steps": steps, "place": "Hal"}
    assert reception.posts("/v1/bans/_broken", body, expect=201) == {"noted": 1}
    (breach,) = app.karin.asks(f"/v1/measures/{ban['id']}")["breaches"]
    assert [(one["step"], one["witness"]) for one in breach["steps"]] == [("asked", "Ali"), ("police_called", "")]
    assert breach["reportedBy"]["name"] == reception.name
    titles = [one["title"] for one in tasks_of(app, {"id": ban["incidentId"]}, "measure_step")]
    assert "Bespreken wat volgt: niet nageleefd: Toegangsverbod" in titles
    wrong = reception.posts("/v1/bans/_broken", {**body, "name": "Jansen"}, expect=400)
    assert codes(wrong) == {"/name": "not_on_the_list"}
    tomorrow, before = ((app.now() + timedelta(days=days)).isoformat() for days in (1, -1))
    wrong = reception.posts("/v1/bans/_broken", {**body, "happenedAt": tomorrow, "steps": []}, expect=400)
    assert codes(wrong) == {"/happenedAt": "in_future"}
    early = reception.posts("/v1/bans/_broken", {**body, "happenedAt": before, "steps": []}, expect=409)
    assert early["code"] == "measure_over", "it was not in force yet"
    reception.posts(f"/v1/measures/{ban['id']}/broken", {"happenedAt": at}, expect=404)
    # Who may not call may come in: nobody is asked to leave, and nothing was broken by being there.
    take(app, {"id": ban["incidentId"]}, "call_restriction", until=line["until"])
    _, calls = reception.asks("/v1/bans")["bans"]
    assert calls["whatToDo"] == "Mag niet zelf bellen: alleen bellen met de contactpersoon."
    assert (calls["mayCome"], calls["steps"]) == (True, [])
    # A second one at the door, and the manager who saw it, write the same down: it happened once.
    again = reception.posts("/v1/bans/_broken", body, expect=409)
    seen_too = app.karin.posts(f"/v1/measures/{ban['id']}/broken", {"happenedAt": at}, expect=409)
    assert again["code"] == seen_too["code"] == "breach_noted"
    talked = [
        one for one in tasks_of(app, {"id": ban["incidentId"]}, "measure_step") if "niet nageleefd" in one["title"]
    ]
    assert len(talked) == 1
    app.passes(minutes=1)
    later = app.now().isoformat()
    assert reception.posts("/v1/bans/_broken", {**body, "happenedAt": later, "steps": []}, expect=201) == {"noted": 1}
    assert len(app.karin.asks(f"/v1/measures/{ban['id']}")["breaches"]) == 2


@one_database
def test_before_it_was_decided_a_ban_was_broken_by_nobody(app: AppUnderTest) -> None:
    """004 L1231-1233: *ondanks ons uitdrukkelijke verbod*. It was put on one day, and decided on another."""
    app.runs_on("heusden-zolder")
    board, reception = Person(app, app.ours.board), Person(app, app.ours.reception)
    first, case = filed(app, "verbal"), filed(app, "physical")
    same_person(app, case, first)
    put = take(app, case, "access_ban", until=in_days(app, 60), reason="De tweede keer")
    goes_on(app, days=4)
    came = app.now().isoformat()
    goes_on(app, days=3)
    decided = board.signs_in().posts(f"/v1/measures/{put['id']}/decide", {"yes": True})
    assert (decided["from"], decided["until"]) == (in_days(app, 0), put["until"])
    early = app.karin.signs_in().posts(f"/v1/measures/{put['id']}/broken", {"happenedAt": came}, expect=409)
    body = {"name": "J. Pieters", "until": put["until"], "happenedAt": came}
    door = reception.signs_in().posts("/v1/bans/_broken", body, expect=409)
    assert early["code"] == door["code"] == "measure_over"
    now = {"happenedAt": app.now().isoformat()}
    app.karin.posts(f"/v1/measures/{put['id']}/broken", now, expect=201)
    assert app.invariants_hold()


@one_database
def test_who_plans_a_visit_there_gets_the_instruction_and_not_the_story(app: AppUnderTest) -> None:
    home = an_address(77)
    incident = filed(app, "D", aggressor={**PIETERS, "address": home})
    planned = app.ali.plans(starts_in=120, address=home)
    elsewhere = app.jan.plans(starts_in=120, address=an_address(78))
    assert planned["risk"]["instructions"] == []
    ban = take(app, incident, "access_ban", until=in_days(app, 60))
    sentence = (
        "Er gelden voorwaarden voor contact met iemand op dit adres: alleen op afspraak met de contactpersoon. "
        "Overleg met je leidinggevende voor je gaat."
    )
    app.forgets_messages()
    assert app.ali.visit(planned)["risk"]["instructions"] == [sentence], "who had planned it is told too"
    assert app.jan.visit(elsewhere)["risk"]["instructions"] == []
    assert app.ali.plans(starts_in=300, address=home)["risk"]["instructions"] == [sentence]
    above = app.ali.plans(starts_in=420, address=home | {"addition": "A"})["risk"]
    assert (above["instructions"], above["sameBuilding"]) == ([], True), "it may be the same door: ask"
    body = {"address": home, "purpose": "huisbezoek"}
    looked = app.jan.posts("/v1/risk-addresses/_search", body)
    assert (looked["instructions"], looked["sameBuilding"]) == ([], False), "who only looks is told nothing"
    body["address"] = home | {"addition": "A"}
    assert app.jan.posts("/v1/risk-addresses/_search", body)["sameBuilding"] is False
    app.karin.posts(f"/v1/measures/{ban['id']}/end", {"reason": "Excuses aangeboden"})
    app.forgets_messages()
    assert app.ali.visit(planned)["risk"]["instructions"] == []


@one_database
def test_a_ban_goes_along_with_the_address_that_the_report_tells(app: AppUnderTest) -> None:
    incident = filed(app, "D")
    path, first, then = f"/v1/incidents/{incident['id']}", an_address(77), an_address(79)
    ban = take(app, incident, "access_ban", until=in_days(app, 60))
    there, elsewhere = app.ali.plans(starts_in=120, address=first), app.jan.plans(starts_in=120, address=then)
    app.forgets_messages()

    def told() -> list[int]:
        """How many sentences each of them has, who had planned it before."""
        app.settles()
        return [
            len(app.ali.visit(there)["risk"]["instructions"]), len(app.jan.visit(elsewhere)["risk"]["instructions"])
        ]  # fmt: skip

    assert told() == [0, 0], "only the name was known"
    app.jan.patches(path, {"aggressor": {**PIETERS, "address": first}})
    assert told() == [1, 0]
    moved = {"aggressor": {**PIETERS, "address": then}}
    refused = app.jan.patches(path, moved, expect=400)
    assert codes(refused) == {"/aggressor/address": "measure_stands_there"}
    assert told() == [1, 0], "whom it happened to moves nothing that was decided"
    again = {**PIETERS, "address": first, "clientReference": "K-78"}
    app.jan.patches(path, {"aggressor": again})
    app.karin.patches(path, {"state": "seen"})
    app.karin.patches(path, moved)
    assert told() == [0, 1], "whoever goes where it was is told that it holds no longer"
    app.karin.patches(path, {"aggressor": PIETERS})
    assert told() == [0, 1], "what is left out takes it from nobody"
    app.karin.posts(f"/v1/measures/{ban['id']}/end", {"reason": "Excuses aangeboden"})
    assert told() == [0, 0]
    app.jan.patches(path, {"aggressor": {**PIETERS, "address": first}})
    assert told() == [0, 0], "what is over stays where it was"
    app.forgets_messages()


@one_database
def test_a_home_visit_that_was_told_later_gives_a_ban_its_address(app: AppUnderTest) -> None:
    home = an_address(81)
    incident = filed(app, "D")
    take(app, incident, "access_ban", until=in_days(app, 60))
    planned = app.ali.plans(starts_in=120, address=home)
    behaviours = [{"id": "D", "channel": "home_visit"}]
    app.jan.patches(f"/v1/incidents/{incident['id']}", {"address": home, "behaviours": behaviours})
    app.forgets_messages()
    assert len(app.ali.visit(planned)["risk"]["instructions"]) == 1
    elsewhere = app.jan.patches(f"/v1/incidents/{incident['id']}", {"address": an_address(82)}, expect=400)
    assert codes(elsewhere) == {"/aggressor/address": "measure_stands_there"}, "nor by where the visit was"
    assert len(app.ali.visit(planned)["risk"]["instructions"]) == 1


@one_database
def test_a_ban_that_begins_later_is_told_to_who_is_there_by_then(app: AppUnderTest) -> None:
    """It is told to nobody who comes before: whom it is about may still come until then."""
    home, days = an_address(83), 3
    incident = filed(app, "D", aggressor={**PIETERS, "address": home})
    today, later = app.ali.plans(starts_in=120, address=home), app.jan.plans(starts_in=days * 24 * 60, address=home)
    body = {"kind": "access_ban", "from": in_days(app, days), "until": in_days(app, 60)}
    ban = app.karin.posts(f"/v1/incidents/{incident['id']}/measures", body, expect=201)
    assert ban["state"] == "in_force"
    app.settles()

    def told(who: Person, visit: Json) -> int:
        return len(who.visit(visit)["risk"]["instructions"])

    assert (told(app.ali, today), told(app.jan, later)) == (0, 1), "at once, where it holds by then"
    assert app.karin.asks("/v1/bans")["bans"] == [], "as at the door"
    app.forgets_messages()
    starts = app.now() + timedelta(days=days)
    moved = {"plannedStart": starts.isoformat(), "expectedEnd": (starts + timedelta(hours=1)).isoformat()}
    app.ali.patches(f"/v1/visits/{today['id']}", moved)
    assert told(app.ali, today) == 1, "moved to a day on which it holds"
    app.forgets_messages()


@one_database
def test_killed_while_a_ban_ends_it_ends_once(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij")
    ban = take(app, filed(app, "threat"), "access_ban", until=in_days(app, 1), reason="Kort")
    with app.database.read() as session:
        ends = session.scalars(select(DeadlineRecord.due_at).where(DeadlineRecord.root_kind == RootKind.MEASURE)).one()
    app.passes(minutes=(ends - app.now()).total_seconds() / 60 - 1)  # what else is due before it, is
    with death_at(Failpoint.TICK_RECORDED), pytest.raises(Died):
        app.passes(minutes=2)
    app.jobs.close()
    app.jobs = Jobs(app.database, app.settings, "another clock")
    goes_on(app, days=1)
    with app.database.read() as session:
        assert session.get_one(MeasureRecord, UUID(ban["id"])).state is MeasureState.ENDED
    assert app.invariants_hold()


@one_database
def test_a_ban_needs_a_name_and_a_letter_is_never_sent_where_it_must_not(app: AppUnderTest) -> None:
    unnamed = filed(app, "D", aggressor={"address": an_address(5)})
    refused = take(app, unnamed, "access_ban", until=in_days(app, 60), expect=400)
    assert codes(refused) == {"/kind": "measure_unnamed"}
    refused = take(app, unnamed, "benefit_cut", until="2020-01-01", reason="x", expect=400)
    assert codes(refused) == {"/until": "measure_ends_before"}
    threatens = filed(app, "E")
    said = advice(app, threatens)
    assert said["neverLetter"]
    assert "Bij dit gedrag sturen we nooit een brief." in said["because"]
    assert all(one["letterId"] is None for one in said["measures"])
    refused = take(app, threatens, "warning", reason="Toch maar wel", expect=400)
    assert codes(refused) == {"/kind": "never_letter"}
    assert filed(app, "A")["id"]
    calm = filed(app, "B")
    assert advice(app, calm)["measures"] == []
    assert tasks_of(app, calm, "decide_measures") == [], "what stopped asks for nothing"


@one_database
def test_security_reads_the_list_by_function_and_nobody_else_does(app: AppUnderTest) -> None:
    """004 L324-326: the management, the reception and the security."""
    app.runs_on("s-hertogenbosch")
    guard = app.also_has("Bram Post", Role.WORKER)
    guard.asks("/v1/bans", expect=403)
    with app.database.write() as session:
        session.add(
            HolderRecord(organisation_id=app.ours.id, function=Function.SECURITY, team_id=None, person_id=guard.id)
        )
    take(app, filed(app, "scolding"), "access_ban", until=in_days(app, 60), reason="De druppel")
    (line,) = guard.asks("/v1/bans")["bans"]
    assert line["locations"] == ["alle gemeentelijke locaties"], "as the protocol says, also where it advises no ban"
    assert line["steps"] == ["asked", "asked", "asked", "police_called", "removed"], "004 L443-447: three times"
    app.ali.asks("/v1/bans", expect=403)
    assert guard.asks("/v1/measures?inForce=true")["measures"] == []
