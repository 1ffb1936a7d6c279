"""What a failover of the database leaves behind: connections that answer every question and refuse every write.

While it lasts everybody hears "not now" and is told when to ask again; from the moment a new connection may write all
is well, without a restart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from psycopg import sql
from sqlalchemy import event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from foundation.away import is_away
from scheduler.jobs import Jobs
from tests.acceptance.stories import SHORT
from tests.support.app_under_test import AppUnderTest, an_address, an_app, wednesday_morning
from tests.support.twilio.listener import HOST, Answer, Listener, Request
from tests.support.twilio.webhooks import WebhookFailed

pytestmark = pytest.mark.on_both

if TYPE_CHECKING:
    from tests.support.organisations import Organisation
    from tests.support.postgres import CreateDatabase, PostgresServer

MINE = "SELECT pg_backend_pid()"
AWAY = "the database did not answer"


class Role:
    """The role that the product runs as, and the administrator who does to it what a failover does."""

    def __init__(self, server: PostgresServer, url: str) -> None:
        self._server = server
        self.name = url.rpartition("@/")[2].partition("?")[0] + "_role"
        self._does("CREATE ROLE {} LOGIN SUPERUSER")
        self.url = url.replace("//postgres@", f"//{self.name}@")

    def only_reads(self) -> None:
        """Every connection there is breaks, and every new one only reads."""
        self._does("ALTER ROLE {} SET default_transaction_read_only = on")
        ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = {}"
        self._server.execute(sql.SQL(ends).format(sql.Literal(self.name)))

    def writes_again(self) -> None:
        self._does("ALTER ROLE {} RESET default_transaction_read_only")

    def leaves(self) -> None:
        self._does("DROP ROLE {}")

    def _does(self, statement: str) -> None:
        self._server.execute(sql.SQL(statement).format(sql.Identifier(self.name)))


@pytest.fixture
def role(
    postgres: PostgresServer, create_database: CreateDatabase, lived_in_database: tuple[str, Organisation]
) -> Iterator[Role]:
    role = Role(postgres, create_database(lived_in_database[0]))
    yield role
    role.leaves()


@pytest.fixture
def failing_over(role: Role, lived_in_database: tuple[str, Organisation]) -> Iterator[AppUnderTest]:
    """The application on a PostgreSQL whose database a test takes away."""
    with an_app(role.url, lived_in_database[1], wednesday_morning()) as app:
        app.expects_error(AWAY)
        yield app


def _asks_for_everything(app: AppUnderTest, visit: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    """What answers: status, when to ask again, and as what."""
    end = (app.now() + timedelta(minutes=30)).isoformat()
    new = {"address": an_address(), "companions": [], "expectedEnd": end, "checkIn": True}
    jan, ali = app.jan.employee.headers, app.ali.employee.headers
    answers = [
        app.http.post("/v1/alarms", json={"visitId": visit["id"]}, headers=jan | {"Idempotency-Key": "panic"}),
        app.http.post(f"/v1/visits/{visit['id']}/panic", json={}, headers=jan | {"Idempotency-Key": "button"}),
        app.http.post(f"/v1/visits/{visit['id']}/ok", json={}, headers=jan),
        app.http.post("/v1/visits", json=new, headers=ali | {"Idempotency-Key": "visit"}),
        app.http.post("/v1/sessions", json={"email": app.jan.employee.email, "password": "x" * 20}),
        app.http.get("/health/ready"),
    ]
    return [(one.status_code, one.headers.get("retry-after"), one.headers["content-type"]) for one in answers]


NOT_NOW = (503, "2", "application/problem+json")


def test_while_it_lasts_everybody_hears_not_now_and_then_all_is_well(failing_over: AppUnderTest, role: Role) -> None:
    app = failing_over
    overdue = app.jan.checks_in(minutes=SHORT)
    role.only_reads()
    for _ in range(2):  # the first finds the connections broken, the second can make none
        assert set(_asks_for_everything(app, overdue)) == {NOT_NOW}
    with pytest.raises(WebhookFailed):
        app.ali.phone.sends("NOOD")
    app.clock.offset += timedelta(minutes=SHORT, seconds=2)
    with pytest.raises(DBAPIError) as raised:
        app.jobs.tick()
    assert is_away(raised.value)
    assert _what_the_monitor_hears(app) == ["/beat/fail the database is away"]
    assert app.http.get("/metrics").text.splitlines().count("achterwacht_database_up 0.0") == 1

    role.writes_again()
    app.jobs.tick()  # one tick, and the visit whose end passed meanwhile is chased
    assert app.http.get("/health/ready").status_code == 200
    app.settles()
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.lets_calls_ring()
    visit = app.ali.checks_in(minutes=30)
    app.ali.phone.sends("NOOD")
    app.ali.phone.expects_sms("Alarm verstuurd")
    app.fatima.phone.expects_sms("NOOD")
    assert app.ali.visit(visit)["alarm"]["cause"] == "panic"
    app.jan.does(overdue, "check-out")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_duress_pin_waits_for_the_database_and_is_refused_only_when_it_was_heard(
    failing_over: AppUnderTest, role: Role
) -> None:
    """The phone's queue repeats a 503 and drops a 400: it may not hear the second before the alarm stands."""
    app = failing_over
    app.lets_calls_ring()
    app.jan.sets_pin("2468", "8642")
    visit = app.jan.checks_in(minutes=30)
    headers = app.jan.employee.headers | {"Idempotency-Key": "too long"}
    role.only_reads()
    asks = partial(
        app.http.post,
        f"/v1/visits/{visit['id']}/extend",
        json={"pin": "8642", "minutes": 99_999},
        headers=headers,
    )
    for _ in range(2):
        answer = asks()
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    role.writes_again()
    assert asks().status_code == 400
    app.settles()
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("STIL ALARM")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.jan.does(visit, "check-out", pin="2468")


def _what_the_monitor_hears(app: AppUnderTest) -> list[str]:
    heard: list[str] = []

    def listens(request: Request) -> Answer:
        heard.append(f"{request.path} {request.body}")
        return Answer(200)

    listener = Listener(listens, heard.append)
    listener.open()
    told = app.settings.model_copy(update={"heartbeat_url": f"http://{HOST}:{listener.port}/beat"})
    jobs = Jobs(app.database, told, "audit")
    with pytest.raises(DBAPIError):
        jobs.audit()
    jobs.close()
    listener.stop()
    return heard


@contextmanager
def _a_pooler_that_hides_it(app: AppUnderTest) -> Iterator[None]:
    """Behind a pooler of the database's own nothing says that a connection only reads, until somebody writes."""

    def only_reads(connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    event.listen(app.database.engine, "begin", only_reads)
    try:
        yield
    finally:
        event.remove(app.database.engine, "begin", only_reads)


def _my_connection(app: AppUnderTest) -> int:
    with app.database.read() as session:
        mine: int = session.scalars(text(MINE)).one()
        return mine


def test_a_connection_that_refuses_a_write_is_thrown_away_and_all_of_its_age(failing_over: AppUnderTest) -> None:
    app = failing_over
    visit = app.jan.checks_in(minutes=30)
    with app.database.engine.connect() as one, app.database.engine.connect() as other:
        before = {connection.exec_driver_sql(MINE).scalar_one() for connection in (one, other)}
    with _a_pooler_that_hides_it(app):
        panic = app.http.post("/v1/alarms", json={"visitId": visit["id"]}, headers=app.jan.employee.headers)
        assert (panic.status_code, panic.headers["retry-after"]) == (503, "2")
        assert app.jan.does(visit, "ok", expect=503)["status"] == 503
        with pytest.raises(DBAPIError) as raised:
            app.jobs.tick()
        assert is_away(raised.value)
    with app.database.engine.connect() as one, app.database.engine.connect() as other:
        after = {connection.exec_driver_sql(MINE).scalar_one() for connection in (one, other)}
    assert not before & after
    app.jan.does(visit, "check-out")


def test_a_connection_that_says_it_only_reads_is_not_used_at_all(
    role: Role, lived_in_database: tuple[str, Organisation]
) -> None:
    """PostgreSQL tells when this changes, as on a primary that is set aside by its administrator."""
    with an_app(role.url, lived_in_database[1], wednesday_morning()) as app:
        app.database.engine.dispose()
        before = _my_connection(app)
        with app.database.engine.connect() as connection:
            connection.exec_driver_sql("SET default_transaction_read_only = on")
            connection.commit()
        visit = app.jan.checks_in(minutes=30)
        assert _my_connection(app) != before
        app.jan.does(visit, "check-out")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_file_that_was_opened_for_reading_only_is_opened_anew(app: AppUnderTest) -> None:
    """SQLite opens a file that may not be written for reading, and a connection stays so when it may be again."""
    app.expects_error(AWAY)
    visit = app.jan.checks_in(minutes=30)
    with app.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert app.jan.does(visit, "panic", expect=503)["status"] == 503
    app.jobs.tick()
    app.jan.does(visit, "check-out")
