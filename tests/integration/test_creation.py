"""Two requests that create the same thing at the same time: a phone that tapped twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from achterwacht.addresses.reading import read_address
from achterwacht.creation import IdTaken, create, digest_of
from achterwacht.kinds import Actor
from achterwacht.people.policy import Caller
from achterwacht.risks import service
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import Advice
from foundation.clock import clock_of
from foundation.session import Database
from tests.support.organisations import Organisation

TOGETHER = 6


def tomorrow(now: datetime) -> date:
    """A day that is not over anywhere: late in the evening it is tomorrow already by the clock of the organisation."""
    return now.date() + timedelta(days=1)


def test_only_one_of_many_equal_requests_creates(database: Database, ours: Organisation) -> None:
    chosen, together = uuid4(), Barrier(TOGETHER)
    address = read_address({"country": "NL", "postcode": "5211AA", "houseNumber": 12})

    def propose(_: int) -> UUID:
        together.wait()
        with database.write() as session:
            now = clock_of(session).now(session)
            draft = service.Draft(address, (Advice.PAIRS,), "Bedreiging", tomorrow(now), id=chosen)
            return service.propose(session, Caller(ours.manager.id, ours.id, "", frozenset()), draft, now).id

    with ThreadPoolExecutor(TOGETHER) as threads:
        assert set(threads.map(propose, range(TOGETHER))) == {chosen}
    with database.read() as session:
        marks = select(func.count()).where(RiskMarkRecord.organisation_id == ours.id)
        assert session.scalar(marks) == 1
    with database.write() as session:
        now = clock_of(session).now(session)
        other = service.Draft(address, (Advice.ATTENTION,), "Bedreiging", tomorrow(now), id=chosen)
        with pytest.raises(IdTaken):
            service.propose(session, Caller(ours.manager.id, ours.id, "", frozenset()), other, now)


def test_the_first_request_is_told_that_it_is_new_and_the_second_that_it_is_not(
    database: Database, ours: Organisation
) -> None:
    address = read_address({"country": "NL", "postcode": "5211AA", "houseNumber": 14})
    with database.write() as session:
        now = clock_of(session).now(session)
    draft = service.Draft(address, (Advice.PAIRS,), "Bedreiging", now.date(), id=uuid4())
    by, told = Actor(ours.id, ours.manager.id), []
    for _ in range(2):
        with database.write() as session:
            record = service.record_of(by, draft, now, service.zone_of(session, ours.id))
            told.append(create(session, record)[1])
    assert told == [True, False]


def test_a_digest_tells_requests_apart() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of("a", None) != digest_of("a")
