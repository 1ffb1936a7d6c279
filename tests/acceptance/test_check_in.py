"""Checking in: the watch is complete before the answer leaves, and what is wrong is said at once, all of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.events.records import EventRecord
from achterwacht.visits.records import VisitRecord
from tests.support.app_under_test import AppUnderTest, Person, an_address


def test_the_answer_says_how_jan_is_watched(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    assert visit["state"] == "under_way"
    assert visit["watch"]["checkCall"] == "planned"
    assert visit["watch"]["nextDeadline"]["kind"] == "check_call"
    assert [one["name"] for one in visit["watch"]["onDuty"]] == ["Fatima Bakker"]
    assert visit["watch"]["nobodyOnDuty"] is False
    assert visit["alarm"] is None
    assert len(visit["timeline"]) == 1
    assert visit["timeline"][0]["text"].startswith("Jan de Wit meldt zich aan, tot ")
    app.jan.does(visit, "check-out")


def test_checking_in_again_answers_the_same(app: AppUnderTest) -> None:
    visit = app.jan.plans(starts_in=5, minutes=20)
    first = app.jan.does(visit, "check-in")
    later = (app.now() + timedelta(hours=2)).isoformat()
    second = app.jan.does(visit, "check-in", expectedEnd=later)
    assert _without_now(second) == _without_now(first)
    app.jan.does(visit, "check-out")


def test_the_same_visit_sent_twice_is_one_visit(app: AppUnderTest) -> None:
    visit_id, address = str(uuid4()), an_address()
    end = (app.now() + timedelta(minutes=30)).isoformat()
    body: dict[str, Any] = {"id": visit_id, "address": address, "expectedEnd": end, "checkIn": True}
    first = app.jan.posts("/v1/visits", body, expect=201)
    second = app.jan.posts("/v1/visits", body, expect=201)
    assert _without_now(second) == _without_now(first)
    problem = app.jan.posts("/v1/visits", {**body, "clientName": "Een ander"}, expect=409)
    assert problem["code"] == "same_id_other_body"
    problem = app.ali.posts("/v1/visits", body, expect=409)
    assert problem["code"] == "same_id_other_body"
    app.jan.does(first, "check-out")


def test_nobody_on_duty_is_said_at_once_and_the_administrator_is_told(app: AppUnderTest) -> None:
    app.karin.is_absent()
    app.mohamed.is_absent()
    app.fatima.is_absent()
    visit = app.jan.checks_in(minutes=30)
    assert visit["watch"]["nobodyOnDuty"] is True
    assert "Niemand in het rooster is bereikbaar. De beheerder is gewaarschuwd." in app.jan.story(visit)
    text = app.anne.phone.expects_sms("Niemand in het rooster voor Inkomen").text
    assert "Jan de Wit" in text
    assert "Zet iemand in het rooster" in text
    app.jan.does(visit, "check-out")


def test_a_watch_that_ends_before_the_visit_is_said_too(app: AppUnderTest) -> None:
    for one in (app.fatima, app.karin, app.mohamed):
        _leaves(app, one, in_hours=1)
    visit = app.jan.checks_in(minutes=30)
    app.anne.phone.is_silent()
    app.jan.does(visit, "check-out")
    visit = app.jan.checks_in(minutes=90)
    app.anne.phone.expects_sms("Niemand in het rooster")
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
@pytest.mark.parametrize("at_once", [True, False])
def test_a_commit_that_fails_is_never_a_yes(app: AppUnderTest, monkeypatch: pytest.MonkeyPatch, at_once: bool) -> None:
    planned = app.jan.plans(starts_in=5)

    def fail(_: Session) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    app.expects_error("the database did not answer")
    before = _rows(app)
    with monkeypatch.context() as broken:
        broken.setattr(Session, "commit", fail)
        problem = app.jan.checks_in(expect=503) if at_once else app.jan.does(planned, "check-in", expect=503)
    assert "Bel je achterwacht" in problem["detail"]
    assert _rows(app) == before, "nothing of it was recorded"
    assert app.jan.visit(planned)["state"] == "planned"
    app.jan.does(planned, "cancel")


def test_every_wrong_field_is_named_at_once(app: AppUnderTest) -> None:
    body = {
        "address": {"country": "NL", "postcode": "52 AA", "houseNumber": 0},
        "companions": [{"personId": "Ali"}],
        "expectedEnd": "straks",
        "ageSeconds": -1,
    }
    problem = app.jan.posts("/v1/visits", body, expect=400)
    assert {one["pointer"] for one in problem["errors"]} >= {
        "/address/postcode",
        "/address/houseNumber",
        "/companions/0/personId",
        "/expectedEnd",
        "/ageSeconds",
    }
    assert all(one["detail"] and one["code"] for one in problem["errors"])


def test_times_that_can_not_be_are_refused(app: AppUnderTest) -> None:
    problem = app.jan.checks_in(minutes=-1, expect=400)
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [("/expectedEnd", "end_before_start")]
    problem = app.jan.checks_in(minutes=12 * 60 + 1, expect=400)
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [("/expectedEnd", "visit_too_long")]
    assert "12 uur" in problem["detail"]
    planned = app.jan.plans(starts_in=5)
    early = (app.now() - timedelta(minutes=1)).isoformat()
    assert app.jan.does(planned, "check-in", expectedEnd=early, expect=400)["errors"][0]["code"] == "end_before_start"
    stranger = [{"personId": str(uuid4())}, {"personId": str(app.jan.id)}]
    problem = app.jan.checks_in(companions=stranger, expect=400)
    assert [one["pointer"] for one in problem["errors"]] == ["/companions/0/personId", "/companions/1/personId"]
    app.jan.does(planned, "cancel")


def _without_now(visit: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in visit.items() if name != "asOf"}


def _leaves(app: AppUnderTest, person: Person, in_hours: int) -> None:
    person.is_absent(since=app.now() + timedelta(hours=in_hours))


def _rows(app: AppUnderTest) -> list[int | None]:
    with app.database.read() as session:
        tables = (VisitRecord, DeadlineRecord, EventRecord)
        return [
            session.scalar(select(func.count()).select_from(one), execution_options={"across_organisations": True})
            for one in tables
        ]
