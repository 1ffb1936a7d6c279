"""The schema in which a root is (organisation, kind, id), and the one before: down and up again with what is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, select
from sqlalchemy.engine import Connection

from achterwacht.alarms.facts import Outcome
from achterwacht.decision import Decision, Event
from achterwacht.kinds import EventKind, RootKind
from achterwacht.monitoring import invariants
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.retention.records import LivesWithRecord
from achterwacht.roots import Root
from achterwacht.roster.records import ShiftRecord
from achterwacht.roster.swapping import Wish, ask_swap
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.laying import TO_REPORT, Laid, lay
from achterwacht.tasks.telling import tell_who_was_handed
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import panic
from achterwacht.watch.held import hold_alarm, hold_visit
from foundation.columns import Base
from foundation.engine import make_engine
from foundation.session import Database
from migrations.schema import configuration
from notifications.outbox import id_of
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from tests.support.engine import Engine, by
from tests.support.organisations import an_organisation

BEFORE = "0002"
NEWER = ("desk", "signing_off")


@contextmanager
def migrating(url: str) -> Iterator[Config]:
    """Alembic on this database, in one transaction, with every reference whole at its end."""
    engine = make_engine(url, pool_size=1)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def no_foreign_keys(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA foreign_keys=OFF")

    try:
        with engine.execution_options(writes=True).connect() as connection, connection.begin():
            config = configuration()
            config.attributes["connection"] = connection
            yield config
            assert _references_are_whole(connection)
    finally:
        engine.dispose()


def _references_are_whole(connection: Connection) -> bool:
    return connection.dialect.name != "sqlite" or not connection.exec_driver_sql("PRAGMA foreign_key_check").all()


def rows(database: Database) -> dict[str, list[str]]:
    """Everything there is, but what a profile loses on its way down: revision 0006 has one list at the desk for a
    cause, and before it there was one for all. 0014 knows signing off; before it that key was refused. Nor which
    versions fit the schema: that is what a migration changes.
    """
    with database.engine.connect() as connection:
        return {
            table.name: sorted(repr(_older(dict(row))) for row in connection.execute(select(table)).mappings())
            for table in Base.metadata.sorted_tables
            if table.name != LivesWithRecord.__tablename__
        }


def _older(row: dict[str, Any]) -> dict[str, Any]:
    if isinstance(row.get("content"), dict):
        return {**row, "content": {key: value for key, value in row["content"].items() if key not in NEWER}}
    return row


def happens(engine: Engine) -> None:
    """A bit of everything: visits, alarms about one and without, a level at which nobody was there, a swap."""
    ours = engine.ours
    with engine.database.write() as session:
        for one in session.scalars(select(PersonRecord).where(PersonRecord.id.in_([ours.colleague.id]))):
            one.phone = None
        engine_second = session.get_one(PersonRecord, engine.second.id)
        engine_second.phone = None
        shift = session.scalars(select(ShiftRecord).where(ShiftRecord.person_id == ours.manager.id)).one()
        wish = Wish(shift.id, (engine.clock.at + timedelta(days=20)).date(), ours.manager2.id, uuid4())
    with engine.database.write() as session:
        ask_swap(session, ours.team, wish, by(ours.manager, ours), for_others=False)
    engine.plans(ours.worker, seconds=600, starts_in=600)
    for worker in (ours.worker, ours.worker2):
        engine.checks_in(worker, seconds=40)
    with engine.database.write() as session:
        alone = panic.raise_panic(session, by(ours.manager2, ours)).root.id
    for _ in range(6):
        engine.passes(16)
    with engine.database.write() as session:
        alarm_cases.close(hold_alarm(session, alone, by(ours.manager, ours)), Outcome.SAFE, "", None)


def test_what_is_there_survives_both_ways(engine: Engine, database_url: str) -> None:
    """And what was told once stays told."""
    happens(engine)
    before = rows(engine.database)
    engine.database.engine.dispose()
    with migrating(database_url) as config:
        command.downgrade(config, BEFORE)
    with migrating(database_url) as config:
        command.upgrade(config, "head")
    assert rows(engine.database) == before
    kinds = {(one.subject_kind, one.template) for one in engine.messages() if one.subject}
    assert {kind for kind, _ in kinds} >= {RootKind.VISIT, RootKind.ALARM, RootKind.SWAP}
    assert (RootKind.ALARM, Template.NOBODY_AT_LEVEL) in kinds
    for one in engine.messages(MessageRecord.template == Template.NOBODY_AT_LEVEL):
        assert one.subject is not None
        root = Root(one.organisation_id, RootKind.ALARM, one.subject)
        assert one.origin in {root.origin(f"nobody at {level}") for level in ("colleague", "manager", "police")}
        assert one.id == id_of(one.origin, one.person, one.channel, one.template)
    engine.passes(16)
    with engine.database.read() as session:
        assert not invariants.broken(session, engine.clock.at)


def test_an_id_that_two_have_stops_the_way_back_and_takes_nothing_along(engine: Engine, database_url: str) -> None:
    shared: UUID = uuid4()
    elsewhere = an_organisation(engine.database, "elders")
    with engine.database.write() as session:
        for ours in (engine.ours, elsewhere):
            panic.raise_panic(session, by(ours.worker, ours), alarm_id=shared)
    before = rows(engine.database)
    engine.database.engine.dispose()
    with pytest.raises(Exception, match="alarm") as refused, migrating(database_url) as config:
        command.downgrade(config, BEFORE)
    assert type(refused.value).__name__ == "SameIdTwice"
    assert rows(engine.database) == before


def test_tasks_and_another_kind_of_visit_go_down_with_all_that_is_theirs(engine: Engine, database_url: str) -> None:
    """Before 0018 and 0019 nobody knew them: they go, with their deadlines and mail, and nothing else does."""
    happens(engine)
    ours = engine.ours
    changed = engine.plans(ours.worker2, seconds=600, starts_in=6000)
    before = rows(engine.database)
    with engine.database.write() as session:
        said = Event(EventKind.KIND_CHANGED, ours.manager.id, {"visit_kind": "observation"})
        hold_visit(session, changed, by(ours.manager, ours)).write(Decision(events=(said,)))
        organisation = session.get_one(OrganisationRecord, ours.id)
        task = Laid(
            TaskKind.REPORT, ours.team, ours.worker.id, TO_REPORT, "registration.filled_in_by", visit_id=changed
        )
        record = lay(session, organisation, task, engine.clock.at)
        tell_who_was_handed(session, organisation, record, engine.clock.at)
    assert engine.messages(MessageRecord.template == Template.TASK)
    engine.database.engine.dispose()
    with migrating(database_url) as config:
        command.downgrade(config, "0017")
    with migrating(database_url) as config:
        command.upgrade(config, "head")
    assert rows(engine.database) == before
    engine.passes(16)
    with engine.database.read() as session:
        assert not invariants.broken(session, engine.clock.at)


def test_what_was_told_before_and_after_a_message_was_its_key_survives_the_way_back(
    engine: Engine, database_url: str
) -> None:
    happens(engine)
    with engine.database.write() as session:
        one = session.scalars(select(MessageRecord).limit(1)).one()
        copied = {each.key: getattr(one, each.key) for each in MessageRecord.__mapper__.column_attrs}
        del copied["waits"], copied["provider_sid"]
        session.add(MessageRecord(**copied | {"id": uuid4()}))
    before = rows(engine.database)
    engine.database.engine.dispose()
    with migrating(database_url) as config:
        command.downgrade(config, "0073")
    with migrating(database_url) as config:
        command.upgrade(config, "head")
    assert rows(engine.database) == before
