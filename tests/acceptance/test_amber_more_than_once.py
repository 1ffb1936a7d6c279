"""More than one visit at an address that did not feel well: whoever keeps the register is asked to look, once."""

from typing import Any

import pytest

from tests.support.app_under_test import AppUnderTest, Person
from tests.support.person import an_address

Json = dict[str, Any]


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("demo")


def _feels(who: Person, feeling: str, address: Json) -> None:
    visit = who.checks_in(minutes=20, address=address)
    who.does(visit, "check-out", returnTo="office")
    who.does(visit, "feeling", feeling=feeling)
    who.app.passes(minutes=1)


def _asked(who: Person) -> list[Json]:
    return [one for one in who.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "look_at_address"]


@pytest.mark.on_both
def test_the_registrar_is_asked_once_and_again_only_for_what_came_after_the_look(app: AppUnderTest) -> None:
    here, elsewhere = an_address(), an_address()
    for feeling, address in (("amber", here), ("amber", elsewhere), ("green", here)):
        _feels(app.jan, feeling, address)
    assert _asked(app.ruth) == []
    _feels(app.ali, "red", here)
    _feels(app.jan, "amber", here)
    (task,) = _asked(app.ruth)
    assert str(here["houseNumber"]) in task["title"]
    assert "Jan" not in task["title"], "it is about the address, not about who went"
    assert (task["because"], task["incidentId"], task["byHand"]) == ("visit.feeling", None, True)
    app.ruth.posts(f"/v1/tasks/{task['id']}/done", {"note": "Met het team besproken."})
    _feels(app.jan, "amber", here)
    assert _asked(app.ruth) == [], "one since somebody looked"
    _feels(app.ali, "amber", here)
    assert len(_asked(app.ruth)) == 1
    assert _asked(app.jan) == []
    for stranger in (app.jan, app.fatima):
        assert task["id"] not in {one["id"] for one in stranger.asks("/v1/tasks")["tasks"]}


def test_one_visit_is_one_feeling_however_often_it_is_pressed(app: AppUnderTest) -> None:
    here = an_address()
    visit = app.jan.checks_in(minutes=20, address=here)
    app.jan.does(visit, "check-out", returnTo="office")
    for feeling in ("amber", "red", "amber", "green"):
        app.jan.does(visit, "feeling", feeling=feeling)
    _feels(app.jan, "amber", here)
    assert _asked(app.ruth) == []
