"""For the tests of the engine without its doors: people with a roster, a clock and a provider that the test moves. And
for those of letters: who files a report."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from foundation.session import Database
from tests.integration.letters import Filed, files_reports
from tests.support.engine import Engine, Workers, an_engine, fill_the_roster
from tests.support.organisations import Organisation, an_organisation
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


@pytest.fixture
def filed(api: TestClient, database: Database, ours: Organisation) -> Filed:
    """Files a report of this behaviour, by this profile; gives where its letters are."""
    return files_reports(api, database, ours)
