"""The demonstration's past: it is what a year of use leaves, and nothing of it is still to be done by a machine."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.clockwork.reports_to_close import ask_to_close
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.incidents.facts import IncidentState
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters.facts import LetterState, Receipt
from achterwacht.letters.records import LetterRecord
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureBreachRecord, MeasureRecord
from achterwacht.monitoring import health
from achterwacht.monitoring.standing import OLD_DRILL
from achterwacht.people.records import OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.protocols.measures import MeasureKind
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import MarkState, review_overdue
from achterwacht.risks.rules import state as mark_state
from achterwacht.roster.records import ShiftRecord
from achterwacht.tasks.facts import TaskState
from achterwacht.tasks.records import TaskRecord
from achterwacht.views.drills import drills_of, view_drills
from achterwacht.views.visits import Reading
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from cli.demonstration import seed
from cli.past import emptying
from cli.past.year import make_with_a_past
from foundation.columns import Base
from foundation.session import Database
from notifications.records import MessageRecord, MessageState
from tests.support.organisations import Organisation
from tests.support.shell import Shell

A_WHILE = timedelta(days=60)
A_TICK = timedelta(seconds=1)
STAYED = (OrganisationRecord, PersonRecord, TeamRecord, ShiftRecord)


def test_a_past_and_then_none(shell: Shell, database: Database) -> None:
    before = datetime.now(UTC)
    with database.write() as session:
        make_with_a_past(session, seed, A_WHILE)
    ask_to_close(database)  # as the command does
    with database.read() as session:
        now = database.clock.now(session)
        states = dict(session.execute(select(VisitRecord.state, func.count()).group_by(VisitRecord.state)).all())
        assert states[VisitState.ENDED] > 10
        assert (states[VisitState.PLANNED], states[VisitState.UNDER_WAY]) == (3, 1)
        reports = session.scalars(select(IncidentRecord)).all()
        assert reports
        assert {one.state for one in reports} == set(IncidentState)
        letters = set(session.execute(select(LetterRecord.state, LetterRecord.receipt)).all())
        drafted, signed = (LetterState.DRAFT, None), (LetterState.SIGNED, None)
        assert letters >= {
            drafted,
            signed,
            *((LetterState.DELIVERED, one) for one in (Receipt.SIGNED, Receipt.REFUSED)),
        }
        assert not session.scalars(select(AlarmRecord.id).where(AlarmRecord.resolved_at.is_(None))).all()
        measures = set(session.execute(select(MeasureRecord.kind, MeasureRecord.state)).all())
        assert (MeasureKind.ACCESS_BAN, MeasureState.IN_FORCE) in measures
        assert session.scalars(select(MeasureBreachRecord.id)).all()
        undone = select(func.count()).where(TaskRecord.state == TaskState.OPEN)
        assert session.scalar(undone.where(TaskRecord.due_at < now))
        assert session.scalar(undone.where(TaskRecord.due_at > now))
        assert all(before - A_WHILE <= one.created_at <= now for one in reports)
        marks = session.scalars(select(RiskMarkRecord)).all()
        assert {mark_state(one.facts(), now) for one in marks} == {
            MarkState.APPROVED,
            MarkState.ENDED,
            MarkState.EXPIRED,
        }
        assert any(review_overdue(one.facts(), now, UTC) for one in marks)
        assert any(one.objection and not one.objection_outcome for one in marks)
        organisation_id = session.scalars(select(OrganisationRecord.id)).one()
        drills = drills_of(session, organisation_id, None)
        last, first = view_drills(Reading(session, organisation_id, now), drills, uuid4())
        assert (len(last.silent), len(first.silent)) == (1, 0)
        assert all(one.quickest and 0 < one.quickest.seconds < 60 and one.record.resolved_at for one in (last, first))
        assert now - last.record.opened_at < OLD_DRILL
        assert len({one.team_id for one in session.scalars(select(VisitRecord))}) == 2
        # Nothing leaves, and nothing comes due, for what is past.
        unsent = (MessageState.PENDING, MessageState.SENDING, MessageState.SENT)
        assert not session.scalars(select(MessageRecord.id).where(MessageRecord.state.in_(unsent))).all()
        open_ones = DeadlineRecord.fired_at.is_(None) & DeadlineRecord.cancelled_at.is_(None)
        assert not session.scalars(select(DeadlineRecord.id).where(open_ones, DeadlineRecord.due_at < before)).all()
        assert [one.name for one in health.look(session, now, A_TICK).broken] == []
        stayed = {record: session.scalar(select(func.count()).select_from(record)) for record in STAYED}
    assert "worker@voorbeeld.test" in shell.gets("demo")
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(IncidentRecord)) == len(reports)
    assert f"{len(reports)} incidents" in shell.gets("demo", "--empty")
    with database.read() as session:
        for record in (VisitRecord, IncidentRecord, MessageRecord, TaskRecord, RiskMarkRecord, AlarmRecord):
            assert session.scalar(select(func.count()).select_from(record)) == 0, record.__tablename__
        assert stayed == {record: session.scalar(select(func.count()).select_from(record)) for record in STAYED}
        assert [one.name for one in health.look(session, now, A_TICK).broken] == []


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_only_a_demonstration_is_emptied(shell: Shell, database: Database, ours: Organisation) -> None:
    assert "no demonstration" in shell.is_refused("demo", "--empty")
    with database.write() as session:
        session.get_one(OrganisationRecord, ours.id).slug = "voorbeeld"
    assert "not the demonstration" in shell.is_refused("demo", "--empty")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_who_is_killed_halfway_added_nothing(database: Database) -> None:
    before = _rows(database)
    with pytest.raises(KeyboardInterrupt):
        _is_interrupted(database)
    assert _rows(database) == before
    assert not before["visit"]


def _rows(database: Database) -> dict[str, int | None]:
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
        }


def _is_interrupted(database: Database) -> None:
    with database.write() as session:
        make_with_a_past(session, seed, A_WHILE)
        raise KeyboardInterrupt


def test_every_table_stays_or_goes() -> None:
    tables = Base.metadata.tables
    without = {name for name, table in tables.items() if "organisation_id" not in table.c} - {"organisation"}
    assert without == emptying.OF_NO_ORGANISATION
    assert tables.keys() >= emptying.STAYS
