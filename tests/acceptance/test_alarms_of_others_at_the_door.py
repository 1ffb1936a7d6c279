"""Whoever is inside of a silent alarm reads and hears of nobody else's: the word alone may be taken for their own."""

import pytest

from tests.acceptance.silence import DURESS, PIN
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json
from tests.support.app_under_test import AppUnderTest, Person, Role


@pytest.fixture
def sven(app: AppUnderTest) -> Person:
    """Visits, comes along, and watches over others too."""
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.jan.sets_pin(PIN, DURESS)
    return app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE).sets_pin(PIN, DURESS)


def seen(person: Person) -> list[int]:
    """How many alarms each part of their board has, once the answer of this second is over."""
    person.app.passes(seconds=1.1)
    person.app.forgets_messages()
    board = person.asks("/v1/board")
    rows = [*board["visits"], *board["planned"], *board["goingHome"]]
    return [
        len(person.asks("/v1/board/alarms")["alarms"]),
        len(board["alarms"]),
        sum(one["alarm"] is not None for one in rows),
        sum(len(team["alone"]) for team in board["watches"]),
    ]


def another_alarm(app: AppUnderTest) -> Json:
    visit = app.ali.checks_in(minutes=60)
    app.ali.does(visit, "panic")
    app.forgets_messages()
    return visit


def closes(app: AppUnderTest, *but: str) -> None:
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        if alarm["cause"] not in but:
            app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.parametrize("how", ["ok", "check-out"])
@pytest.mark.parametrize("as_what", ["worker", "companion"])
def test_inside_of_a_silent_alarm_there_is_no_alarm_at_all(
    app: AppUnderTest, sven: Person, as_what: str, how: str
) -> None:
    another_alarm(app)
    assert seen(sven)[:3] == [1, 1, 1]
    who = sven if as_what == "worker" else app.jan
    visit = who.checks_in(minutes=60, companions=[] if who is sven else [{"personId": str(sven.id)}])
    assert seen(sven)[:3] == [1, 1, 1], "the phone of who is outside is quiet by itself"
    who.does(visit, how, pin=DURESS)
    app.forgets_messages()
    assert seen(sven) == [0, 0, 0, 0]
    assert seen(app.fatima)[:3] == [2, 2, 2]
    closes(app, "panic")
    assert seen(sven)[:3] == [1, 1, 1], "once it is closed"
    if how == "ok":
        who.does(visit, "check-out", pin=PIN)
    closes(app)


def test_who_said_that_they_do_not_come_watches_as_ever(app: AppUnderTest, sven: Person) -> None:
    another_alarm(app)
    visit = app.jan.checks_in(minutes=60, companions=[{"personId": str(sven.id)}])
    (companion,) = visit["companions"]
    sven.does(visit, f"companions/{companion['id']}/cant")
    app.jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    assert seen(sven)[:3] == [2, 2, 2]
    closes(app)
    app.jan.does(visit, "check-out", pin=PIN)
    app.forgets_messages()


def test_an_alarm_without_a_visit_is_left_out_too(app: AppUnderTest, sven: Person) -> None:
    app.ali.posts("/v1/alarms", {}, expect=201)
    assert seen(sven) == [1, 1, 0, 1]
    visit = sven.checks_in(minutes=60)
    sven.does(visit, "check-out", pin=DURESS)
    app.forgets_messages()
    assert seen(sven) == [0, 0, 0, 0]
    closes(app)


def test_an_open_press_of_the_noodknop_is_an_alarm_like_any(app: AppUnderTest, sven: Person) -> None:
    another_alarm(app)
    visit = app.jan.checks_in(minutes=60, companions=[{"personId": str(sven.id)}])
    app.jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    assert seen(sven)[:3] == [0, 0, 0]
    app.jan.does(visit, "panic")
    app.forgets_messages()
    assert seen(sven)[:3] == [2, 2, 2]
    closes(app)
    app.jan.does(visit, "check-out", pin=PIN)
    app.forgets_messages()
