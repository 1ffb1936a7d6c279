"""`achterwacht doctor` looks at all of the watch, also where something is wrong with it."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from achterwacht.canary.records import CanaryRecord
from achterwacht.deadlines.service import note_tick
from achterwacht.monitoring.heartbeats import note_heartbeat
from achterwacht.people.records import OrganisationRecord
from cli.doctor import database as here
from cli.doctor.tools import client_of_another_version
from foundation.session import Database
from foundation.setting_groups.installation import Environment
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings
from tests.support.organisations import Organisation


def test_a_heartbeat_that_is_taken_and_a_canary_that_did_not_arrive(
    database: Database, database_url: str, ours: Organisation
) -> None:
    now = datetime.now(UTC)
    with database.write() as session:
        note_tick(session, "a clock", now)
        session.add(
            CanaryRecord(
                id=uuid4(), organisation_id=ours.id, phone="+31612345678", daily_at=time(9), rings=False, asks=False,
                started_at=now - timedelta(hours=1), run=uuid4(),
            )
        )  # fmt: skip
    note_heartbeat(database, True)
    settings = Settings(_env_file=None, database_url=database_url, heartbeat_url="https://elsewhere.test/ping")
    found = [one.said for one in here.looks(settings, None)]
    assert "heartbeat: the switch outside takes it." in found
    assert f"canary of {ours.slug}: the last test message did not arrive." in found
    assert "files: all are there." in found
    assert not [one for one in found if "can't be reached" in one or "nobody expected" in one]


def test_a_watch_that_reaches_nobody_or_reaches_people_unprotected(
    database: Database, settings: Settings, ours: Organisation
) -> None:
    def said(**settings_of: object) -> list[str]:
        found = here.looks(settings.model_copy(update=settings_of), None)
        return [one.said.partition(":")[2] for one in found if one.said.startswith("reached:")]

    assert "simulator" in said()[0]
    assert "ENVIRONMENT" in said(delivery=Delivery.TWILIO)[0]
    assert not said(delivery=Delivery.TWILIO, environment=Environment.PRODUCTION)
    with database.write() as session:
        session.get_one(OrganisationRecord, ours.id).demonstration = True
    assert not said(), "nobody there exists"


@pytest.mark.parametrize(("there", "doubts"), [("17.6 (Debian 17.6-0+deb13u1)", True), ("15.14", False), ("", False)])
def test_a_pg_dump_of_another_version_than_the_server_is_a_doubt(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: str, doubts: bool
) -> None:
    if there:
        tool = tmp_path / "pg_dump"
        tool.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {there}'\n", "utf-8")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin" if there else str(tmp_path))
    found = client_of_another_version(15)
    assert (found is not None) is doubts
    if found is not None:
        assert "is of PostgreSQL 17, and the server is of 15" in found.said
