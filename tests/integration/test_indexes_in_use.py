"""Each index on messages, timelines and deadlines is there for a statement that uses it, on both databases."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, literal, select, text
from sqlalchemy.orm import Session

from achterwacht.audit.chain import NOBODYS, unlinked
from achterwacht.clockwork.forgetting.run import STEPS
from achterwacht.clockwork.forgetting.steps import Over, Step, forget_roots
from achterwacht.events.records import EventRecord
from achterwacht.kinds import RootKind
from achterwacht.monitoring.invariants import check
from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.views.board_questions import questions_of
from achterwacht.visiting.begun_twice import begun_without_an_app
from achterwacht.watch.persons import PERSONS
from foundation.among import among
from foundation.columns import Id
from foundation.session import Database
from foundation.subject import Subject
from notifications import outbox
from notifications.cancelling import cancel_unsent, hold
from notifications.sending import claim, claim_back, most_urgent
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Provider
from tests.support.postgres import CreateDatabase

NOW = datetime.now(UTC)


@pytest.fixture
def database_url(kind: str, sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database no test had before: what others wrote and deleted stays in its pages, and decides about a plan."""
    if kind == "sqlite":
        return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'achterwacht.db')}"
    create: CreateDatabase = request.getfixturevalue("create_database")
    return create(request.getfixturevalue("postgres_template"))


OVER = Over(uuid4(), NOW, NOW)
ABOUT = [Subject("visit", uuid4())]
TEAM = {"organisations": [uuid4()], "teams": [uuid4()], "rostered": [uuid4()]}
BEGUN = begun_without_an_app(literal(uuid4(), Id()), literal("NL|5211AA|1|"))


@pytest.mark.parametrize(
    ("index", "does"),
    {
        "waits": ("ix_message_waits", lambda one: claim(one, 5)),
        "looks": ("ix_message_waits", lambda one: most_urgent(one, TELEPHONE)),
        "unheard of": ("ix_message_made", lambda one: outbox.stuck(one, [uuid4()], [Provider.TWILIO], NOW)),
        "depth": ("ix_message_waits", lambda one: outbox.waiting(one, NOW)),
        "news": ("ix_message_news", outbox.unreported_failures),
        "quiet": ("ix_message_subject", lambda one: cancel_unsent(one, uuid4(), ABOUT, [Template.REPLY], NOW)),
        "held": ("ix_message_subject", lambda one: hold(one, uuid4(), ABOUT, NOW)),
        "sid": ("uq_message_sid", lambda one: claim_back(one, uuid4(), "SM1")),
        "visit": ("ix_event_of_visit", lambda one: _events(one, EventRecord.visit_id)),
        "alarm": ("ix_event_of_alarm", lambda one: _events(one, EventRecord.alarm_id)),
        "told": ("ix_message_made", lambda one: check(one, NOW)),
        "old": ("ix_message_made", lambda one: one.scalars(_step("messages").due(OVER)).all()),
        "passed": ("ix_deadline_passed", lambda one: forget_roots(one, OVER, RootKind.VISIT, [uuid4()])),
        "open": ("uq_deadline_open", lambda one: forget_roots(one, OVER, RootKind.VISIT, [uuid4()])),
        "uneventful": ("ix_visit_kept", lambda one: one.scalars(_step("visits").due(OVER)).all()),
        "nameless": ("ix_visit_counted", lambda one: one.scalars(_step("visits counted").due(OVER)).all()),
        "lines": ("ix_event_at", lambda one: unlinked(one, uuid4())),
        "audited": ("ix_audit_event_at", lambda one: unlinked(one, uuid4())),
        "nobodys": ("ix_audit_event_at", lambda one: unlinked(one, NOBODYS)),
        "always": ("ix_deadline_passed", lambda one: one.scalars(_step("deadlines").due(OVER)).all()),
        "watches": ("ix_grant_role", lambda one: PERSONS.read(one, TEAM)),
        "is out": ("ix_visit_worker_open", lambda one: PERSONS.read(one, TEAM)),
        "hushed": ("ix_visit_quiet", lambda one: who_is_hushed(one, uuid4())),
        "begun": ("ix_visit_worker_open", lambda one: one.scalar(select(BEGUN))),
    }.values(),
)
def test_a_statement_uses_its_index(database: Database, index: str, does: Any) -> None:
    with database.write() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        with explained(session) as plans:
            does(session)
    assert any(index in plan for plan in plans), plans


def _step(what: str) -> Step:
    return next(one for one in STEPS if one.what == what)


def _events(session: Session, column: Any) -> None:
    session.scalars(select(EventRecord).where(among(column, [uuid4(), uuid4()]), EventRecord.at > NOW - timedelta(1)))


@contextmanager
def explained(session: Session) -> Iterator[list[str]]:
    """What the database says of how it will carry out each statement of the block."""
    plans: list[str] = []
    engine = session.get_bind().engine
    how = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "

    def explain(_c: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        own = cursor.connection.cursor()
        own.execute(how + statement, parameters)
        plans.append("\n".join(str(row) for row in own.fetchall()))

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        event.remove(engine, "before_cursor_execute", explain)


def test_the_board_looks_for_who_goes_home_among_visits_once(database: Database) -> None:
    """Twice took five seconds with 250 visits on a PostgreSQL without statistics, as after a restore."""
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement))
    with database.read() as session:
        questions_of(False).homeward.plain(session, {"organisation": uuid4()})
    assert [len(re.findall(r"\b(?:FROM|JOIN) visit\b", one)) for one in asked if "visit" in one] == [1]
