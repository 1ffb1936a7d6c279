"""Being told of an alarm gives nothing by itself: what counts is what somebody may now, through every door."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select, update

from achterwacht.alarms.facts import Level
from achterwacht.alarms.records import AlarmRecord, HandOverLinkRecord
from achterwacht.people.records import GrantRecord, PersonRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.roster.ranks import Rank
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, climbs_to, panic
from tests.support.app_under_test import AppUnderTest
from tests.support.organisations import an_employee
from tests.support.person import Person

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def loses_roles(app: AppUnderTest, person: Person, *kept: tuple[Role, Any]) -> None:
    with app.database.write() as session:
        session.execute(delete(GrantRecord).where(GrantRecord.person_id == person.id))
        session.add_all(
            GrantRecord(organisation_id=app.ours.id, person_id=person.id, role=role, team_id=team)
            for role, team in kept
        )


def told_of_a_panic(app: AppUnderTest) -> tuple[Json, str]:
    """Jan pressed, everybody was told up to the police task; the alarm as Mohamed sees it, and Karin's code."""
    panic(app)
    app.settles()
    code = app.karin.phone.expects_sms().code
    app.forgets_messages()
    climbs_to(app, Level.POLICE)
    app.forgets_messages()
    return app.mohamed.alarm(), code


def is_untouched(app: AppUnderTest, alarm: Json) -> None:
    now = app.mohamed.sees(alarm)
    assert (now["acknowledgedBy"], now["resolvedAt"]) == (None, None)


WRONG_ROLES = [(), (Role.WORKER,), (Role.REGISTRAR,), (Role.HR, Role.RECEPTION, Role.BOARD)]


@pytest.mark.parametrize("roles", WRONG_ROLES)
@one_database
def test_who_was_told_and_has_another_role_now_may_nothing(app: AppUnderTest, roles: tuple[Role, ...]) -> None:
    alarm, code = told_of_a_panic(app)
    loses_roles(app, app.karin, *((role, app.ours.team) for role in roles))
    for method in ("", "/hand-over"):
        app.karin.asks(f"/v1/alarms/{alarm['id']}{method}", expect=404)
    assert app.karin.asks("/v1/alarms")["alarms"] == []
    for action, body in (
        ("acknowledge", {}),
        ("decline", {}),
        ("assign", {"personId": str(app.karin.id)}),
        ("resolve", {"outcome": "safe"}),
        ("police-calls", {"number": "112"}),
        ("false-alarm", {}),
    ):
        app.karin.on_alarm(alarm, action, expect=404, **body)
    for text in (f"1 {code}", f"2 {code}", f"VEILIG {code}"):
        assert app.karin.phone.sends(text) == 200
        app.settles()
        app.karin.phone.expects_sms("ken ik niet")
    is_untouched(app, alarm)
    _closes(app, alarm)


@pytest.mark.on_both
def test_the_link_of_who_lost_the_role_is_dead(app: AppUnderTest) -> None:
    alarm, _ = told_of_a_panic(app)
    with app.database.read() as session:
        token = session.scalars(
            select(HandOverLinkRecord.token).where(HandOverLinkRecord.person_id == app.karin.id)
        ).one()
    assert app.http.get(f"/o/{token}").status_code == 200
    loses_roles(app, app.karin)
    assert app.http.get(f"/o/{token}").status_code == 404
    loses_roles(app, app.karin, (Role.MANAGER, app.ours.team))
    assert app.http.get(f"/o/{token}").status_code == 200
    with app.database.write() as session:
        session.execute(update(PersonRecord).where(PersonRecord.id == app.karin.id).values(active=False))
    assert app.http.get(f"/o/{token}").status_code == 404
    _closes(app, alarm)


@one_database
def test_who_took_it_and_lost_the_role_does_not_close_it(app: AppUnderTest) -> None:
    alarm, code = told_of_a_panic(app)
    app.karin.on_alarm(alarm, "acknowledge")
    loses_roles(app, app.karin, (Role.WORKER, app.ours.team))
    app.karin.on_alarm(alarm, "resolve", outcome="safe", expect=404)
    app.karin.phone.sends(f"VEILIG {code}")
    app.settles()
    app.karin.phone.expects_sms("ken ik niet")
    assert app.mohamed.sees(alarm)["resolvedAt"] is None
    _closes(app, alarm)


@one_database
@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_a_call_says_nothing_to_who_lost_the_role(app: AppUnderTest, key: str) -> None:
    panic(app)
    app.settles()
    call = app.karin.phone.expects_call().picks_up()
    loses_roles(app, app.karin)
    call.presses(key)
    assert call.is_over or not call.waits_for_a_key
    for secret in ("Jan de Wit", "straat", "Noteer", "Genoteerd"):
        assert secret not in call.transcript
    app.forgets_messages()
    alarm = app.mohamed.alarm()
    is_untouched(app, alarm)
    _closes(app, alarm)


@pytest.mark.on_both
def test_the_roster_of_now_gives_it_to_a_colleague_of_another_team(app: AppUnderTest) -> None:
    sanne = _of_another_team(app, "Sanne de Boer", Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, sanne), (Rank.MANAGER, app.karin))
    panic(app)
    app.settles()
    app.forgets_messages()
    alarm = app.karin.alarm()
    assert [one["id"] for one in sanne.asks("/v1/alarms?open=true")["alarms"]] == [alarm["id"]]
    assert sanne.sees(alarm)["mayAct"] is True
    sanne.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.MANAGER, app.karin))
    sanne.on_alarm(alarm, "resolve", outcome="safe", expect=404)
    app.puts_on_duty((Rank.FIRST, sanne), (Rank.MANAGER, app.karin))
    assert sanne.on_alarm(alarm, "resolve", outcome="safe")["outcome"] == "safe"
    app.forgets_messages()


@one_database
def test_who_stands_in_the_roster_and_has_no_role_left_is_on_no_duty(app: AppUnderTest) -> None:
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.MANAGER, app.karin))
    loses_roles(app, app.fatima)
    panic(app)
    app.settles()
    assert not [sms for sms in app.twilio.messages if sms.to == app.fatima.phone.number]
    app.forgets_messages()
    alarm = app.karin.alarm()
    app.fatima.on_alarm(alarm, "acknowledge", expect=404)
    _closes(app, alarm)


@one_database
def test_who_lost_every_role_on_a_visit_still_ends_it_and_reads_nothing_after_that(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    loses_roles(app, app.jan)
    app.jan.does(visit, "ok")
    app.jan.does(visit, "check-out")
    app.jan.asks(f"/v1/visits/{visit['id']}", expect=404)
    assert app.jan.asks("/v1/visits?mine=true")["visits"] == []


def _of_another_team(app: AppUnderTest, name: str, role: Role) -> Person:
    with app.database.write() as session:
        team = TeamRecord(organisation_id=app.ours.id, name="Wijken")
        session.add(team)
        session.flush()
        employee = an_employee(session, app.ours.id, app.ours.slug, name, [(role, team.id)])
    app._newcomers.append(employee)
    return Person(app, employee)


def _closes(app: AppUnderTest, alarm: Json) -> None:
    app.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    with app.database.read() as session:
        assert session.scalars(select(AlarmRecord.id).where(AlarmRecord.resolved_at.is_(None))).all() == []
