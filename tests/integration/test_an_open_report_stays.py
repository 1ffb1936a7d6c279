"""However old a report is: as long as nobody closed it, it stays, also when nothing else hangs on it. A closed one
goes, unless something of it goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from achterwacht.clockwork.forgetting.run import STEPS
from achterwacht.clockwork.forgetting.steps import Over
from achterwacht.incidents.facts import IncidentKind
from achterwacht.incidents.records import IncidentRecord
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.protocols.measures import MeasureKind
from foundation.columns import new_id
from foundation.session import Database
from tests.support.organisations import Organisation

LONG_AGO = datetime(2010, 3, 1, 9, tzinfo=UTC)


def bare(ours: Organisation, closed_at: datetime | None) -> IncidentRecord:
    """A report without a task, care, a measure, a letter or a file."""
    return IncidentRecord(
        id=new_id(), organisation_id=ours.id, created_from="", team_id=ours.team, kind=IncidentKind.SCOLDING,
        happened_at=LONG_AGO, description="x", reported_by=ours.worker.id, employee_id=ours.worker.id,
        created_at=LONG_AGO, closed_at=closed_at, closed_by=None if closed_at is None else ours.manager.id,
    )  # fmt: skip


def a_ban(report: IncidentRecord, state: MeasureState) -> MeasureRecord:
    by, decided = report.reported_by, state is not MeasureState.PUT
    return MeasureRecord(
        id=new_id(), organisation_id=report.organisation_id, incident_id=report.id, kind=MeasureKind.ACCESS_BAN,
        state=state, rule="", as_advised=False, starts_on=LONG_AGO.date(), place="", conditions=[], checklist=[],
        reason="x", deciders=["board"], put_by=by, put_at=LONG_AGO, decided_by=by if decided else None,
        decided_at=LONG_AGO if decided else None, decision_reason="", end_reason="",
    )  # fmt: skip


def test_a_bare_open_report_never_goes_and_the_same_one_closed_does(database: Database, ours: Organisation) -> None:
    (step,) = [one for one in STEPS if one.what == "reports"]
    still_open, closed = bare(ours, None), bare(ours, LONG_AGO + timedelta(days=30))
    ids = {"open": still_open.id, "closed": closed.id}
    with database.write() as session:
        session.add_all([still_open, closed])
    now = datetime.now(UTC)

    def goes() -> set[UUID]:
        with database.write() as session:
            over = Over(ours.id, now - timedelta(days=365), now)
            found = session.scalars(step.due(over)).all()
            step.forget(session, over, found)
            return set(found)

    assert goes() == {ids["closed"]}
    assert goes() == set()
    with database.read() as session:
        left = session.scalars(select(IncidentRecord.id).where(IncidentRecord.organisation_id == ours.id)).all()
    assert left == [ids["open"]]


def test_what_nobody_decided_on_before_it_was_closed_keeps_no_report(database: Database, ours: Organisation) -> None:
    (step,) = [one for one in STEPS if one.what == "reports"]
    waits, lasts = (bare(ours, LONG_AGO + timedelta(days=30)) for _ in range(2))
    ids = {waits.id, lasts.id}
    now = datetime.now(UTC)
    with database.write() as session:
        session.add_all([waits, lasts])
        session.flush()
        session.add_all([a_ban(waits, MeasureState.PUT), a_ban(lasts, MeasureState.IN_FORCE)])
        session.flush()
        over = Over(ours.id, now - timedelta(days=365), now)
        found = [one for one in session.scalars(step.due(over)) if one in ids]
        assert found == [waits.id], "a ban that is in force keeps its report"
        step.forget(session, over, found)
        left = session.scalars(select(MeasureRecord.state).where(MeasureRecord.incident_id.in_(ids))).all()
        assert left == [MeasureState.IN_FORCE], "it goes as a whole"
