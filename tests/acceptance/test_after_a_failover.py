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
from tests.acceptance.scenes import SHORT
from tests.support.house import House, a_house, an_address, wednesday_morning
from tests.support.twilio.listener import HOST, Answer, Listener, Request
from tests.support.twilio.webhooks import WebhookFailed

if TYPE_CHECKING:
    from tests.support.postgres import CreateDatabase, PostgresServer
    from tests.support.town import Town

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
    postgres: PostgresServer, create_database: CreateDatabase, lived_in_database: tuple[str, Town]
) -> Iterator[Role]:
    role = Role(postgres, create_database(lived_in_database[0]))
    yield role
    role.leaves()


@pytest.fixture
def failing_over(role: Role, lived_in_database: tuple[str, Town]) -> Iterator[House]:
    """A house on PostgreSQL whose database a test takes away."""
    with a_house(role.url, lived_in_database[1], wednesday_morning()) as house:
        house.expects_error(AWAY)
        yield house


def _asks_for_everything(house: House, visit: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    """What answers: status, when to ask again, and as what."""
    end = (house.now() + timedelta(minutes=30)).isoformat()
    new = {"address": an_address(), "companions": [], "expectedEnd": end, "checkIn": True}
    jan, ali = house.jan.citizen.headers, house.ali.citizen.headers
    answers = [
        house.http.post("/v1/alarms", json={"visitId": visit["id"]}, headers=jan | {"Idempotency-Key": "panic"}),
        house.http.post(f"/v1/visits/{visit['id']}/panic", json={}, headers=jan | {"Idempotency-Key": "button"}),
        house.http.post(f"/v1/visits/{visit['id']}/ok", json={}, headers=jan),
        house.http.post("/v1/visits", json=new, headers=ali | {"Idempotency-Key": "visit"}),
        house.http.post("/v1/sessions", json={"email": house.jan.citizen.email, "password": "x" * 20}),
        house.http.get("/health/ready"),
    ]
    return [(one.status_code, one.headers.get("retry-after"), one.headers["content-type"]) for one in answers]


NOT_NOW = (503, "2", "application/problem+json")


def test_while_it_lasts_everybody_hears_not_now_and_then_all_is_well(failing_over: House, role: Role) -> None:
    house = failing_over
    overdue = house.jan.checks_in(minutes=SHORT)
    role.only_reads()
    for _ in range(2):  # the first finds the connections broken, the second can make none
        assert set(_asks_for_everything(house, overdue)) == {NOT_NOW}
    with pytest.raises(WebhookFailed):
        house.ali.phone.sends("NOOD")
    house.clock.offset += timedelta(minutes=SHORT, seconds=2)
    with pytest.raises(DBAPIError) as raised:
        house.jobs.tick()
    assert is_away(raised.value)
    assert _what_the_monitor_hears(house) == ["/beat/fail the database is away"]
    assert house.http.get("/metrics").text.splitlines().count("achterwacht_database_up 0.0") == 1

    role.writes_again()
    house.jobs.tick()  # one tick, and the visit whose end passed meanwhile is chased
    assert house.http.get("/health/ready").status_code == 200
    house.settles()
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    house.lets_calls_ring()
    visit = house.ali.checks_in(minutes=30)
    house.ali.phone.sends("NOOD")
    house.ali.phone.expects_sms("Alarm verstuurd")
    house.fatima.phone.expects_sms("NOOD")
    assert house.ali.visit(visit)["alarm"]["cause"] == "panic"
    house.jan.does(overdue, "check-out")
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_duress_pin_waits_for_the_database_and_is_refused_only_when_it_was_heard(
    failing_over: House, role: Role
) -> None:
    """The phone's queue repeats a 503 and drops a 400: it may not hear the second before the alarm stands."""
    house = failing_over
    house.lets_calls_ring()
    house.jan.sets_pin("2468", "8642")
    visit = house.jan.checks_in(minutes=30)
    headers = house.jan.citizen.headers | {"Idempotency-Key": "too long"}
    role.only_reads()
    asks = partial(
        house.http.post,
        f"/v1/visits/{visit['id']}/extend",
        json={"pin": "8642", "minutes": 99_999},
        headers=headers,
    )
    for _ in range(2):
        answer = asks()
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    role.writes_again()
    assert asks().status_code == 400
    house.settles()
    for person in (house.fatima, house.karin):
        person.phone.expects_sms("STIL ALARM")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="help_given")
    house.forgets_messages()
    house.jan.does(visit, "check-out", pin="2468")


def _what_the_monitor_hears(house: House) -> list[str]:
    heard: list[str] = []

    def listens(request: Request) -> Answer:
        heard.append(f"{request.path} {request.body}")
        return Answer(200)

    listener = Listener(listens, heard.append)
    listener.open()
    told = house.settings.model_copy(update={"heartbeat_url": f"http://{HOST}:{listener.port}/beat"})
    jobs = Jobs(house.database, told, "audit")
    with pytest.raises(DBAPIError):
        jobs.audit()
    jobs.close()
    listener.stop()
    return heard


@contextmanager
def _a_pooler_that_hides_it(house: House) -> Iterator[None]:
    """Behind a pooler of the database's own nothing says that a connection only reads, until somebody writes."""

    def only_reads(connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    event.listen(house.database.engine, "begin", only_reads)
    try:
        yield
    finally:
        event.remove(house.database.engine, "begin", only_reads)


def _my_connection(house: House) -> int:
    with house.database.read() as session:
        mine: int = session.scalars(text(MINE)).one()
        return mine


def test_a_connection_that_refuses_a_write_is_thrown_away_and_all_of_its_age(failing_over: House) -> None:
    house = failing_over
    visit = house.jan.checks_in(minutes=30)
    with house.database.engine.connect() as one, house.database.engine.connect() as other:
        before = {connection.exec_driver_sql(MINE).scalar_one() for connection in (one, other)}
    with _a_pooler_that_hides_it(house):
        panic = house.http.post("/v1/alarms", json={"visitId": visit["id"]}, headers=house.jan.citizen.headers)
        assert (panic.status_code, panic.headers["retry-after"]) == (503, "2")
        assert house.jan.does(visit, "ok", expect=503)["status"] == 503
        with pytest.raises(DBAPIError) as raised:
            house.jobs.tick()
        assert is_away(raised.value)
    with house.database.engine.connect() as one, house.database.engine.connect() as other:
        after = {connection.exec_driver_sql(MINE).scalar_one() for connection in (one, other)}
    assert not before & after
    house.jan.does(visit, "check-out")


def test_a_connection_that_says_it_only_reads_is_not_used_at_all(
    role: Role, lived_in_database: tuple[str, Town]
) -> None:
    """PostgreSQL tells when this changes, as on a primary that is set aside by its administrator."""
    with a_house(role.url, lived_in_database[1], wednesday_morning()) as house:
        house.database.engine.dispose()
        before = _my_connection(house)
        with house.database.engine.connect() as connection:
            connection.exec_driver_sql("SET default_transaction_read_only = on")
            connection.commit()
        visit = house.jan.checks_in(minutes=30)
        assert _my_connection(house) != before
        house.jan.does(visit, "check-out")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_file_that_was_opened_for_reading_only_is_opened_anew(house: House) -> None:
    """SQLite opens a file that may not be written for reading, and a connection stays so when it may be again."""
    house.expects_error(AWAY)
    visit = house.jan.checks_in(minutes=30)
    with house.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert house.jan.does(visit, "panic", expect=503)["status"] == 503
    house.jobs.tick()
    house.jan.does(visit, "check-out")
