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
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, Json, climbs_to, panic
from tests.support.house import House
from tests.support.person import Person
from tests.support.town import a_citizen

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def loses_roles(house: House, person: Person, *kept: tuple[Role, Any]) -> None:
    with house.database.write() as session:
        session.execute(delete(GrantRecord).where(GrantRecord.person_id == person.id))
        session.add_all(
            GrantRecord(organisation_id=house.town.id, person_id=person.id, role=role, team_id=team)
            for role, team in kept
        )


def told_of_a_panic(house: House) -> tuple[Json, str]:
    """Jan pressed, everybody was told up to the police task; the alarm as Mohamed sees it, and Karin's code."""
    panic(house)
    house.settles()
    code = house.karin.phone.expects_sms().code
    house.forgets_messages()
    climbs_to(house, Level.POLICE)
    house.forgets_messages()
    return house.mohamed.alarm(), code


def is_untouched(house: House, alarm: Json) -> None:
    now = house.mohamed.sees(alarm)
    assert (now["acknowledgedBy"], now["resolvedAt"]) == (None, None)


WRONG_ROLES = [(), (Role.WORKER,), (Role.REGISTRAR,), (Role.HR, Role.RECEPTION, Role.BOARD)]


@pytest.mark.parametrize("roles", WRONG_ROLES)
@one_database
def test_who_was_told_and_has_another_role_now_may_nothing(house: House, roles: tuple[Role, ...]) -> None:
    alarm, code = told_of_a_panic(house)
    loses_roles(house, house.karin, *((role, house.town.team) for role in roles))
    for method in ("", "/hand-over"):
        house.karin.asks(f"/v1/alarms/{alarm['id']}{method}", expect=404)
    assert house.karin.asks("/v1/alarms")["alarms"] == []
    for action, body in (
        ("acknowledge", {}),
        ("decline", {}),
        ("assign", {"personId": str(house.karin.id)}),
        ("resolve", {"outcome": "safe"}),
        ("police-calls", {"number": "112"}),
        ("false-alarm", {}),
    ):
        house.karin.on_alarm(alarm, action, expect=404, **body)
    for text in (f"1 {code}", f"2 {code}", f"VEILIG {code}"):
        assert house.karin.phone.sends(text) == 200
        house.settles()
        house.karin.phone.expects_sms("ken ik niet")
    is_untouched(house, alarm)
    _closes(house, alarm)


def test_the_link_of_who_lost_the_role_is_dead(house: House) -> None:
    alarm, _ = told_of_a_panic(house)
    with house.database.read() as session:
        token = session.scalars(
            select(HandOverLinkRecord.token).where(HandOverLinkRecord.person_id == house.karin.id)
        ).one()
    assert house.http.get(f"/o/{token}").status_code == 200
    loses_roles(house, house.karin)
    assert house.http.get(f"/o/{token}").status_code == 404
    loses_roles(house, house.karin, (Role.MANAGER, house.town.team))
    assert house.http.get(f"/o/{token}").status_code == 200
    with house.database.write() as session:
        session.execute(update(PersonRecord).where(PersonRecord.id == house.karin.id).values(active=False))
    assert house.http.get(f"/o/{token}").status_code == 404
    _closes(house, alarm)


@one_database
def test_who_took_it_and_lost_the_role_does_not_close_it(house: House) -> None:
    alarm, code = told_of_a_panic(house)
    house.karin.on_alarm(alarm, "acknowledge")
    loses_roles(house, house.karin, (Role.WORKER, house.town.team))
    house.karin.on_alarm(alarm, "resolve", outcome="safe", expect=404)
    house.karin.phone.sends(f"VEILIG {code}")
    house.settles()
    house.karin.phone.expects_sms("ken ik niet")
    assert house.mohamed.sees(alarm)["resolvedAt"] is None
    _closes(house, alarm)


@one_database
@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_a_call_says_nothing_to_who_lost_the_role(house: House, key: str) -> None:
    panic(house)
    house.settles()
    call = house.karin.phone.expects_call().picks_up()
    loses_roles(house, house.karin)
    call.presses(key)
    assert call.is_over or not call.waits_for_a_key
    for secret in ("Jan de Wit", "straat", "Noteer", "Genoteerd"):
        assert secret not in call.transcript
    house.forgets_messages()
    alarm = house.mohamed.alarm()
    is_untouched(house, alarm)
    _closes(house, alarm)


def test_the_roster_of_now_gives_it_to_a_colleague_of_another_team(house: House) -> None:
    sanne = _of_another_team(house, "Sanne de Boer", Role.COLLEAGUE)
    house.puts_on_duty((Rank.FIRST, sanne), (Rank.MANAGER, house.karin))
    panic(house)
    house.settles()
    house.forgets_messages()
    alarm = house.karin.alarm()
    assert [one["id"] for one in sanne.asks("/v1/alarms?open=true")["alarms"]] == [alarm["id"]]
    assert sanne.sees(alarm)["mayAct"] is True
    sanne.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    house.puts_on_duty((Rank.FIRST, house.fatima), (Rank.MANAGER, house.karin))
    sanne.on_alarm(alarm, "resolve", outcome="safe", expect=404)
    house.puts_on_duty((Rank.FIRST, sanne), (Rank.MANAGER, house.karin))
    assert sanne.on_alarm(alarm, "resolve", outcome="safe")["outcome"] == "safe"
    house.forgets_messages()


@one_database
def test_who_stands_in_the_roster_and_has_no_role_left_is_on_no_duty(house: House) -> None:
    house.puts_on_duty((Rank.FIRST, house.fatima), (Rank.MANAGER, house.karin))
    loses_roles(house, house.fatima)
    panic(house)
    house.settles()
    assert not [sms for sms in house.twilio.messages if sms.to == house.fatima.phone.number]
    house.forgets_messages()
    alarm = house.karin.alarm()
    house.fatima.on_alarm(alarm, "acknowledge", expect=404)
    _closes(house, alarm)


@one_database
def test_who_lost_every_role_on_a_visit_still_ends_it_and_reads_nothing_after_that(house: House) -> None:
    visit = house.jan.checks_in(minutes=30)
    loses_roles(house, house.jan)
    house.jan.does(visit, "ok")
    house.jan.does(visit, "check-out")
    house.jan.asks(f"/v1/visits/{visit['id']}", expect=404)
    assert house.jan.asks("/v1/visits?mine=true")["visits"] == []


def _of_another_team(house: House, name: str, role: Role) -> Person:
    with house.database.write() as session:
        team = TeamRecord(organisation_id=house.town.id, name="Wijken")
        session.add(team)
        session.flush()
        citizen = a_citizen(session, house.town.id, house.town.slug, name, [(role, team.id)])
    house._newcomers.append(citizen)
    return Person(house, citizen)


def _closes(house: House, alarm: Json) -> None:
    house.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()
    with house.database.read() as session:
        assert session.scalars(select(AlarmRecord.id).where(AlarmRecord.resolved_at.is_(None))).all() == []
