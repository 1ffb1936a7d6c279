"""Rows of several tables written together, in one statement where the database can."""

from datetime import time
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from achterwacht.people.records import GrantRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.roster.ranks import OnHolidays, Rank
from achterwacht.roster.records import ShiftRecord
from foundation.bulk import insert_records, insert_together, rows_of
from foundation.columns import new_id
from foundation.session import Database
from tests.support.organisations import Organisation


def a_team(ours: Organisation) -> TeamRecord:
    return TeamRecord(id=new_id(), organisation_id=ours.id, name="Wmo")


def a_grant(ours: Organisation, team: UUID) -> GrantRecord:
    return GrantRecord(organisation_id=ours.id, person_id=ours.worker2.id, team_id=team, role=Role.WORKER)


def test_what_points_at_a_new_row_is_written_with_it(database: Database, ours: Organisation, kind: str) -> None:
    team = a_team(ours)
    grant = a_grant(ours, team.id)
    said: list[str] = []
    with database.write() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *given: said.append(given[2]))
        insert_together(session, [(TeamRecord, rows_of([team])), (GrantRecord, rows_of([grant]))])
    with database.read() as session:
        assert session.get_one(GrantRecord, grant.id).team_id == team.id
    assert len(said) == (1 if kind == "postgresql" else 2)


def test_what_points_at_nothing_is_refused_and_nothing_is_written(database: Database, ours: Organisation) -> None:
    team = a_team(ours)
    grant = a_grant(ours, new_id())
    with pytest.raises(IntegrityError), database.write() as session:
        insert_together(session, [(TeamRecord, rows_of([team])), (GrantRecord, rows_of([grant]))])
    with database.read() as session:
        assert session.get(TeamRecord, team.id) is None


def test_what_nobody_said_gets_its_default_in_the_row_and_in_the_record(database: Database, ours: Organisation) -> None:
    shift = ShiftRecord(
        organisation_id=ours.id, team_id=ours.team, person_id=ours.colleague.id, rank=Rank.FIRST, days=[1],
        starts=time(9), ends=time(17),
    )  # fmt: skip
    with database.write() as session:
        insert_records(session, [shift])
        assert shift in session
        shift.ends = time(18)  # the session keeps it: a change is written too
    with database.read() as session:
        written = session.scalars(select(ShiftRecord).where(ShiftRecord.id == shift.id)).one()
        assert (written.every_weeks, written.on_holidays, written.first_day) == (1, OnHolidays.ALSO, None)
        assert written.ends == time(18)
    assert (shift.every_weeks, shift.on_holidays, shift.first_day) == (1, OnHolidays.ALSO, None)
