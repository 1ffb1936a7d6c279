"""Browser tests: the built PWA in a real Chromium, with the whole application behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from achterwacht.people.records import PersonRecord
from foundation import apart
from tests.support.app_under_test import AppUnderTest, an_app

# On a machine that has more to do than this; what comes at once is still seen at once.
expect.set_options(timeout=20_000)


@pytest.fixture(autouse=True)
def a_file_is_read_among_equals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that reads a file gives way to what serves people: here it would give way to every browser beside it."""
    monkeypatch.setattr(apart, "BEGIN", apart.BEGIN.replace("os.nice(15); ", ""))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """A ladder climbs on while a slow machine closes the browser, and no test asked for that."""
    app = item.funcargs.get("app") if isinstance(item, pytest.Function) else None
    if isinstance(app, AppUnderTest):
        app.clock.stops()


def has_tested_their_numbers(app: AppUnderTest) -> None:
    """Who goes out is ready to go: else each screen before a visit begins with that."""
    with app.database.write() as session:
        for worker in (app.jan, app.ali):
            session.get_one(PersonRecord, worker.id).number_verified_at = app.now()


@pytest.fixture
def app(database_url: str, request: pytest.FixtureRequest) -> Iterator[AppUnderTest]:
    """The browser stays for the module, and what a test opened in it goes with the test."""
    browser = request.getfixturevalue("chromium") if "chromium" in request.fixturenames else None
    with an_app(database_url) as app:
        has_tested_their_numbers(app)
        yield app
        for context in browser.contexts if browser else ():
            context.close()
