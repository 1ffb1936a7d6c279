"""Browser tests: the built PWA in a real Chromium, with the whole house behind it."""

from collections.abc import Iterator

import pytest

from tests.support.house import House, a_house


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with a_house(database_url) as house:
        yield house
