"""Setting the roster of the team and swapping its turns, as the screen of the roster does."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.acceptance.stories import Json
from tests.support.app_under_test import EVERY_DAY, AppUnderTest, Role
from tests.support.person import Person

MONDAY = datetime(2027, 1, 11, 7, 0, tzinfo=UTC)
"""Eight o'clock in Den Bosch, an hour before the gaps are told."""


TUESDAY = "2027-01-12"
NOT_ANY_MORE = "de ruil van Fatima Bakker met Sven de Boer geldt niet meer."


def shift(person: Person, starts: str = "00:00", ends: str = "00:00", **more: Any) -> Json:
    about = {"rank": "first", "personId": str(person.id), "days": EVERY_DAY, "from": starts, "until": ends}
    return {**about, **more}


def sets(app: AppUnderTest, *shifts: Json, by: Person | None = None) -> list[Json]:
    answer = app.http.put(path(app), json={"shifts": shifts}, headers=(by or app.karin).employee.headers)
    assert answer.status_code == 200, answer.text
    saved: list[Json] = answer.json()["shifts"]
    return saved


def path(app: AppUnderTest, more: str = "") -> str:
    return f"/v1/teams/{app.ours.team}/roster{more}"


def week(app: AppUnderTest, first_day: str = "2027-01-11") -> Json:
    return app.fatima.asks(path(app, f"/week?firstDay={first_day}"))


def asks_swap(app: AppUnderTest, by: Person, one: Json, day: str, to: Person, expect: int = 201) -> Json:
    wish = {"id": str(uuid4()), "shiftId": one["id"], "day": day, "toId": str(to.id)}
    swap: Json = by.posts(f"/v1/teams/{app.ours.team}/swaps", wish, expect=expect)
    return swap


def answers(app: AppUnderTest, by: Person, swap: Json, how: str, expect: int = 200) -> Json:
    found: Json = by.posts(f"/v1/teams/{app.ours.team}/swaps/{swap['id']}/{how}", {}, expect=expect)
    return found


def at_six(app: AppUnderTest) -> Person:
    """Fatima has the watch until six o'clock, then Sven; Jan is still out, and it is one minute to six."""
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    sets(
        app,
        shift(app.fatima, "08:00", "18:00"),
        shift(sven, "18:00", "08:00"),
        shift(app.karin, rank="manager"),
    )
    app.passes(minutes=60 * 9.98)
    return sven
