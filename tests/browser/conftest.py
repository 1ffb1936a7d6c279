"""Browser tests: the built PWA in a real Chromium, with the whole house behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.house import House, a_house

# On a machine that has more to do than this; what comes at once is still seen at once.
expect.set_options(timeout=20_000)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with a_house(database_url) as house:
        yield house
