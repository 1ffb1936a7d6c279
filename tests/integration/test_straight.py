"""Statements that go straight to PostgreSQL: what is prepared stays or is made again, and errors are what they were."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import bindparam, event, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from achterwacht.people.records import PersonRecord
from foundation.plain_rows import Plain, connection_of, run
from foundation.session import Database
from foundation.straight import OFTEN, StraightConnection
from tests.support.organisations import Organisation

Ask = Callable[[Session], list[str]]
NAMES = Plain(
    select(PersonRecord.name).where(
        PersonRecord.organisation_id == bindparam("organisation"), PersonRecord.name.like("Fat% B%")
    )
)


pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)


@pytest.fixture
def ask(database: Database, ours: Organisation) -> Ask:
    """Asks a name until the statement is prepared, and once more."""
    with database.write() as session:
        session.get_one(PersonRecord, ours.colleague.id).name = "Fatima Bakker"

    def asked(session: Session) -> list[str]:
        for _ in range(OFTEN + 1):
            NAMES.read(session, {"organisation": ours.id})
        return [one.name for one in NAMES.read(session, {"organisation": ours.id})]

    return asked


def prepared(session: Session) -> list[str]:
    """What the server says is prepared on this connection by us."""
    said = session.execute(text("SELECT name FROM pg_prepared_statements WHERE name LIKE 'straight%'"))
    return sorted(said.scalars())


def driver(session: Session) -> StraightConnection:
    connection: Any = session.connection().connection.driver_connection
    assert isinstance(connection, StraightConnection)
    return connection


def test_what_was_prepared_outlives_a_session_that_only_read(database: Database, ask: Ask) -> None:
    with database.read() as session:
        assert ask(session) == ["Fatima Bakker"]
        first, names = driver(session), prepared(session)
    with database.read() as session:
        assert driver(session) is first
        assert names == prepared(session) != []


def test_after_a_failed_transaction_all_is_prepared_anew(database: Database, ours: Organisation, ask: Ask) -> None:
    def move() -> None:
        with database.write() as session:
            ask(session)
            run(connection_of(session), "UPDATE person SET organisation_id = %(other)s", {"other": uuid4()})

    with pytest.raises(IntegrityError) as refused:
        move()
    assert "fk_person" in str(refused.value.orig)
    with database.read() as session:
        assert prepared(session) == []
        assert ask(session) == ["Fatima Bakker"]


def test_after_a_savepoint_that_was_undone_it_is_asked_as_before(database: Database, ask: Ask) -> None:
    """psycopg lets go of everything that is prepared on the server, ours too."""
    with database.write() as session:
        for _ in range(10):
            session.execute(text("SELECT 1"))
        ask(session)
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text("UPDATE person SET organisation_id = gen_random_uuid()"))
        assert ask(session) == ["Fatima Bakker"]


def test_what_psycopg_prepared_is_forgotten_with_ours(database: Database, ask: Ask) -> None:
    """It overlooks that a savepoint is undone when one of that name was undone before anything was prepared."""
    database.engine.dispose()
    for often in (0, 10):
        with database.write() as session:
            for _ in range(often):
                session.execute(text("SELECT 1"))
            if often:
                ask(session)
            with pytest.raises(IntegrityError), session.begin_nested():
                session.execute(text("UPDATE person SET organisation_id = gen_random_uuid()"))
            assert session.execute(text("SELECT 1")).scalar_one() == 1
            assert ask(session) == ["Fatima Bakker"]


def test_a_connection_that_was_lost_is_given_up(database: Database, ask: Ask) -> None:
    with database.read() as session:
        ask(session)
        with database.write() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": driver(session).info.backend_pid})
        with pytest.raises(OperationalError) as lost:
            ask(session)
    assert lost.value.connection_invalidated
    with database.read() as session:
        assert ask(session) == ["Fatima Bakker"]


def test_what_cannot_be_said_in_the_database_is_an_error_of_its_kind(database: Database) -> None:
    with database.read() as session, pytest.raises(DBAPIError) as refused:
        run(connection_of(session), "SELECT nothing FROM nowhere", None)
    assert type(refused.value.orig).__name__ == "UndefinedTable"


def test_who_listens_hears_the_same_and_the_answer_is_the_same(database: Database, ask: Ask) -> None:
    heard: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        with database.read() as session:
            assert ask(session) == ["Fatima Bakker"]
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert len(heard) == OFTEN + 2
