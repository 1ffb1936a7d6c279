"""For the tests of the engine without its doors: people with a roster, a clock and a provider that the test moves."""

from collections.abc import Iterator

import pytest

from tests.support.engine import Engine, Workers, an_engine, fill_the_roster
from tests.support.organisations import an_organisation
from tests.support.shared_app import database_at


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The use cases, tick and dispatcher on a database of the test's own, on both kinds."""
    with database_at(database_url, Workers()) as database:
        ours = an_organisation(database, "voorstad")
        with database.write() as session:
            second = fill_the_roster(session, ours)
        with an_engine(database, ours, second) as made:
            yield made
