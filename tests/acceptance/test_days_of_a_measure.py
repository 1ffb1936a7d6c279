"""A measure is told for the days on which it holds, and waits for nobody where its report was closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.acceptance.measures import PIETERS, filed, in_days, take
from tests.acceptance.stories import Json
from tests.support.app_under_test import TOWN_TIME, AppUnderTest, Person, an_address

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
DAY = 24 * 60


@pytest.fixture
def app(app: AppUnderTest) -> Iterator[AppUnderTest]:
    yield app.runs_on("losser").lets_calls_ring()
    app.forgets_messages()  # of the care that begins with each report


def banned(app: AppUnderTest, home: dict[str, Any], **more: Any) -> Json:
    incident = filed(app, "D", aggressor={**PIETERS, "address": home})
    ban: Json = take(app, incident, "access_ban", **more)
    assert ban["state"] == "in_force"
    app.forgets_messages()
    return ban


def told(who: Person, visit: Json) -> int:
    return len(who.visit(visit)["risk"]["instructions"])


def test_a_ban_that_is_over_by_then_is_told_to_nobody_who_goes_there(app: AppUnderTest) -> None:
    home = an_address(85)
    before = app.ali.plans(starts_in=4 * DAY, address=home)
    banned(app, home, until=in_days(app, 2))
    assert told(app.ali, before) == 0, "who had planned it, for after its last day"
    after = app.jan.plans(starts_in=3 * DAY, address=home)
    on_its_last = app.jan.plans(starts_in=2 * DAY, address=home)
    assert (told(app.jan, after), told(app.jan, on_its_last)) == (0, 1)
    starts = app.now() + timedelta(days=1)
    moved = {"plannedStart": starts.isoformat(), "expectedEnd": (starts + timedelta(hours=1)).isoformat()}
    app.ali.patches(f"/v1/visits/{before['id']}", moved)
    assert told(app.ali, before) == 1, "moved to a day on which it holds"
    starts = app.now() + timedelta(days=3)
    moved = {"plannedStart": starts.isoformat(), "expectedEnd": (starts + timedelta(hours=1)).isoformat()}
    app.ali.patches(f"/v1/visits/{before['id']}", moved)
    assert told(app.ali, before) == 0, "and to one on which it is over"
    app.forgets_messages()


def test_who_stays_into_the_first_day_of_a_ban_is_told(app: AppUnderTest) -> None:
    home = an_address(87)
    banned(app, home, **{"from": in_days(app, 1), "until": in_days(app, 60)})
    evening = datetime.combine(app.now().astimezone(TOWN_TIME).date(), datetime.min.time(), TOWN_TIME)
    app.clock.goes_to(evening + timedelta(hours=23, minutes=20))
    app.settles()
    visit = app.jan.checks_in(minutes=20, address=home)
    assert told(app.jan, visit) == 0
    app.forgets_messages()
    app.jan.does(visit, "extend", minutes=5)
    assert told(app.jan, visit) == 0, "until a quarter to twelve"
    app.jan.does(visit, "extend", minutes=45)
    assert told(app.jan, visit) == 1, "by then it holds"
    app.settles()
    assert app.jan.phone.expects_sms().text == "Nieuwe instructie bij je afspraak. Open Achterwacht."
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_what_was_put_waits_for_nobody_once_its_report_is_closed(app: AppUnderTest) -> None:
    """Who closed it said why, and nobody says yes to it any more. Opened again, it waits."""
    app.runs_on("heusden-zolder")
    board = Person(app, app.ours.board)
    incident = filed(app, "physical")
    put = take(app, incident, "access_ban", until=in_days(app, 60), reason="Hij blijft komen")
    assert put["state"] == "put"

    def waiting() -> list[str]:
        return [one["id"] for one in board.asks("/v1/measures?toDecide=true")["measures"]]

    assert waiting() == [put["id"]]
    app.karin.posts(f"/v1/incidents/{incident['id']}/close", {"reason": "Verhuisd"})
    assert waiting() == []
    app.karin.posts(f"/v1/incidents/{incident['id']}/reopen", {"reason": "Toch niet"})
    assert waiting() == [put["id"]]
    assert app.invariants_hold()
