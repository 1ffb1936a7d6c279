"""Killed while the roster changes: nothing is half done, and whoever asks again is answered, and tells nobody twice.

Each change dies before its COMMIT and after it. `test_roster_changes.py` says what it does when nobody dies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from foundation.failpoints import Failpoint
from tests.acceptance.rosters import MONDAY, NOT_ANY_MORE, TUESDAY, answers, asks_swap, path, sets, shift, week
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json
from tests.support.app_under_test import Role
from tests.support.dying import death_at, death_before

if TYPE_CHECKING:
    from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.on_both


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    """It is a Monday morning."""
    app.clock.goes_to(MONDAY)
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    for person in (app.fatima, app.karin, app.mohamed, app.anne):
        person.signs_in()
    return app


def who_has(app: AppUnderTest, day: str = TUESDAY) -> list[str]:
    return sorted(turn["person"]["name"] for turn in week(app)["turns"] if turn["day"] == day)


def dies_twice(app: AppUnderTest, does: Callable[[], object], nothing_yet: Callable[[], bool]) -> None:
    """Do it three times: dying before it is committed, dying before it is answered, and living."""
    with death_before(app.database, 1) as here:
        does()
    assert here.went_off
    assert nothing_yet(), "it was not committed"
    with death_at(Failpoint.REQUEST_COMMITTED):
        does()
    does()


def test_a_roster_that_is_set_ends_a_swap_once(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    given, *_ = sets(app, shift(app.fatima, "08:00", "18:00"))
    answers(app, sven, asks_swap(app, app.fatima, given, TUESDAY, sven), "accept")
    app.forgets_messages()
    read = app.karin.asks(path(app))
    body: Json = {**read, "shifts": [{**read["shifts"][0], "until": "20:00"}]}
    headers = app.karin.employee.headers | {"Idempotency-Key": str(uuid4())}
    dies_twice(
        app,
        lambda: app.http.put(path(app), json=body, headers=headers),
        lambda: who_has(app) == ["Sven de Boer"],
    )
    assert who_has(app) == ["Fatima Bakker"]
    for person in (sven, app.fatima):
        person.phone.expects_sms(NOT_ANY_MORE)
        person.phone.is_silent()


def test_a_swap_is_accepted_once(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    given, *_ = sets(app, shift(app.fatima, "08:00", "18:00"))
    swap = asks_swap(app, app.fatima, given, TUESDAY, sven)
    app.forgets_messages()
    where = f"/v1/teams/{app.ours.team}/swaps/{swap['id']}/accept"
    headers = sven.employee.headers | {"Idempotency-Key": str(uuid4())}
    dies_twice(
        app,
        lambda: app.http.post(where, json={}, headers=headers),
        lambda: who_has(app) == ["Fatima Bakker"],
    )
    assert who_has(app) == ["Sven de Boer"]
    app.fatima.phone.expects_sms("Sven de Boer")
    app.fatima.phone.is_silent()


def test_an_absence_that_leaves_the_watch_to_nobody_is_told_once(app: AppUnderTest) -> None:
    sets(app, shift(app.fatima), shift(app.karin, rank="manager"))
    app.passes(minutes=120)
    app.forgets_messages()
    headers = app.anne.employee.headers | {"Idempotency-Key": str(uuid4())}
    away = {"absentFrom": app.now().isoformat()}
    dies_twice(
        app,
        lambda: app.http.patch(f"/v1/people/{app.fatima.id}", json=away, headers=headers),
        lambda: not any(turn["absent"] for turn in week(app)["turns"]),
    )
    app.settles()
    for manager in (app.karin, app.mohamed):
        manager.phone.expects_sms("ma 11-1")
        manager.phone.is_silent()
