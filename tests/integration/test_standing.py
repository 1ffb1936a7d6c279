"""How it stands: clock, messages, canary, drills, backup and heartbeat, for desk and administrator; of nobody."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.service import note_tick
from achterwacht.monitoring.heartbeats import last_heartbeat, note_heartbeat
from achterwacht.monitoring.held import hold, note_backup
from achterwacht.monitoring.standing import Outside, standing
from achterwacht.people.records import OrganisationRecord
from api.standing.routes import who_looks
from foundation.session import Database
from foundation.settings import Settings
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template
from notifications.ways import Channel
from tests.support.organisations import Organisation

STANDING = "/v1/standing"


def a_message(
    of: Organisation, state: MessageState, minutes_ago: float, channel: Channel = Channel.SMS
) -> MessageRecord:
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return MessageRecord(
        id=uuid4(), organisation_id=of.id, origin=uuid4(), person=of.worker.id, to=of.worker.phone, channel=channel,
        template=Template.CANARY, language="nl", payload={}, priority=1, created_at=at,
        not_before=at, state=state, state_at=at,
    )  # fmt: skip


def sees(api: TestClient, ours: Organisation) -> Any:
    answer = ours.colleague.get(api, STANDING)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_new_installation_says_what_it_does_not_have(api: TestClient, ours: Organisation) -> None:
    said = sees(api, ours)
    assert (said["level"], said["clock"], said["held"]) == ("wrong", {"level": "wrong", "at": None}, False)
    assert (said["canaryResult"], said["canaryFault"], said["canary"]["level"]) == ("never", None, "doubt")
    assert said["drill"] == said["backup"] == said["heartbeat"] == {"level": "doubt", "at": None}
    assert said["outside"] == "nobody"
    assert [(one["channel"], one["level"]) for one in said["ways"]] == [
        ("sms", "well"), ("call", "well"), ("mail", "well"),
    ]  # fmt: skip
    assert ours.administrator.get(api, STANDING).status_code == 200
    for who in (ours.worker, ours.registrar, ours.hr, ours.board, ours.reception):
        assert who.get(api, STANDING).status_code == 403


def test_messages_that_wait_or_fail_are_said_of_this_organisation_alone(
    api: TestClient, ours: Organisation, strangers: Organisation, database: Database
) -> None:
    with database.write() as session:
        session.add_all([a_message(strangers, MessageState.PENDING, 30), a_message(strangers, MessageState.FAILED, 1)])
    assert sees(api, ours)["ways"][0] == {"channel": "sms", "level": "well", "lastAt": None, "waiting": 0, "failed": 0}
    with database.write() as session:
        session.add_all([a_message(ours, MessageState.DELIVERED, 20), a_message(ours, MessageState.FAILED, 10)])
    sms = sees(api, ours)["ways"][0]
    assert (sms["level"], sms["failed"], sms["waiting"], sms["lastAt"] is None) == ("doubt", 1, 0, False)
    with database.write() as session:
        session.add_all([a_message(ours, MessageState.DELIVERED, 1), a_message(ours, MessageState.PENDING, 1)])
    assert sees(api, ours)["ways"][0]["level"] == "well", "one arrived after that, and the other waits shortly"
    with database.write() as session:
        session.add(a_message(ours, MessageState.PENDING, 5, Channel.CALL))
    said = sees(api, ours)
    assert [one["level"] for one in said["ways"]] == ["well", "wrong", "well"]
    text = ours.manager.get(api, STANDING).text
    for person in ours.everybody:
        assert person.phone not in text
        assert person.name not in text
        assert str(person.id) not in text


def test_a_backup_a_drill_and_a_held_watch(api: TestClient, ours: Organisation, database: Database) -> None:
    now = datetime.now(UTC)
    with database.write() as session:
        note_backup(session, now - timedelta(hours=30))
    assert sees(api, ours)["backup"]["level"] == "doubt"
    with database.write() as session:
        note_backup(session, now)
    assert sees(api, ours)["backup"]["level"] == "well"
    drill = ours.manager.post(api, "/v1/drills", {"teamId": str(ours.team)})
    assert drill.status_code == 201, drill.text
    assert sees(api, ours)["drill"]["level"] == "well"
    with database.write() as session:
        for one in session.scalars(select(AlarmRecord)):
            one.opened_at -= timedelta(days=40)
        hold(session, now)
    said = sees(api, ours)
    assert (said["drill"]["level"], said["held"], said["level"]) == ("doubt", True, "wrong")


@pytest.mark.parametrize(
    ("demonstration", "reaches", "level"), [(False, False, "wrong"), (True, False, "doubt"), (False, True, "doubt")]
)
def test_nobody_reached_is_wrong_but_in_the_demonstration(
    ours: Organisation, database: Database, demonstration: bool, reaches: bool, level: str
) -> None:
    with database.write() as session:
        note_tick(session, "a clock", database.clock.now(session))
        session.get_one(OrganisationRecord, ours.id).demonstration = demonstration
    with database.read() as session:
        now = database.clock.now(session)
        found = standing(session, ours.id, now, timedelta(seconds=1), Outside.OTHERWISE, reaches)
    assert found.level == level


@pytest.mark.parametrize(("hours_ago", "level"), [(1, "well"), (-0.05, "well"), (27, "doubt"), (-24 * 365, "doubt")])
def test_a_backup_is_well_that_was_made_in_time_and_was_made_at_all(
    hours_ago: float, level: str, api: TestClient, ours: Organisation, database: Database
) -> None:
    with database.write() as session:
        note_backup(session, database.clock.now(session) - timedelta(hours=hours_ago))
    assert sees(api, ours)["backup"]["level"] == level


@pytest.mark.parametrize(
    ("settings", "outside"),
    [
        ({"heartbeat_url": "https://hc.test/ping/1"}, Outside.HEARTBEAT),
        ({"no_heartbeat_because": "Uptime Kuma asks us"}, Outside.OTHERWISE),
        ({}, Outside.NOBODY),
    ],
)
def test_who_outside_looks(settings: dict[str, str], outside: Outside) -> None:
    assert who_looks(Settings(_env_file=None).model_copy(update=settings)) is outside


@pytest.mark.by_turns
def test_the_last_heartbeat(ours: Organisation, database: Database) -> None:
    def stands(outside: Outside = Outside.HEARTBEAT, later: float = 0) -> tuple[str, bool]:
        with database.read() as session:
            now = database.clock.now(session) + timedelta(minutes=later)
            found = standing(session, ours.id, now, timedelta(seconds=1), outside, True).heartbeat
        return found.level.value, found.at is not None

    assert stands() == ("wrong", False), "it is set up, and was never heard"
    assert stands(Outside.OTHERWISE) == ("well", False)
    note_heartbeat(database, False)
    assert stands() == ("wrong", False), "it did not take it"
    note_heartbeat(database, True)
    assert stands() == ("well", True)
    assert stands(later=4) == ("wrong", True)
    note_heartbeat(database, False)
    assert stands() == ("well", True), "it took one just before"


@pytest.mark.by_turns
def test_a_row_a_minute_however_many_clocks(database: Database) -> None:
    def row() -> tuple[datetime, datetime | None]:
        with database.read() as session:
            known = last_heartbeat(session)
            assert known is not None
            return known.asked_at, known.taken_at

    note_heartbeat(database, True)
    first = row()
    note_heartbeat(database, True)
    assert row() == first
    note_heartbeat(database, False)
    assert row()[0] > first[0], "another answer is another row"
    assert row()[1] == first[1]
