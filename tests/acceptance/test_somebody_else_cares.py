"""Who would rather not talk with their manager need not ask for that again (001 L345-346)."""

from collections.abc import Callable

import pytest

from achterwacht.protocols.functions import Function
from tests.acceptance.stories import Json
from tests.acceptance.test_aftercare import A_DAY, does, names, patches, reports, step, the_plan
from tests.support.app_under_test import AppUnderTest, Person


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on("corporatie")


def it_becomes_graver(app: AppUnderTest, incident: Json, _: Json) -> None:
    patches(app.jan, f"/v1/incidents/{incident['id']}", extreme=True)


def help_is_accepted(app: AppUnderTest, _: Json, plan: Json) -> None:
    app.jan.posts(f"/v1/aftercare/{plan['id']}/offers", {"offer": "aftercare.offers[0]", "accepted": True})


def they_leave(app: AppUnderTest, _: Json, __: Json) -> None:
    patches(app.anne, f"/v1/people/{app.jan.id}", active=False)


@pytest.mark.parametrize(
    ("happens", "because"),
    [
        (it_becomes_graver, "aftercare.graver[0]"),
        (help_is_accepted, "aftercare.offers[0]"),
        (they_leave, "aftercare.left"),
    ],
)
@pytest.mark.parametrize("talks_held", [False, True])
def test_what_is_planned_later_goes_to_who_cares_by_then(
    app: AppUnderTest, happens: Callable[[AppUnderTest, Json, Json], None], because: str, talks_held: bool
) -> None:
    incident = reports(app.jan)
    app.forgets_messages()
    plan = the_plan(app.jan, mine=True)
    moved = app.jan.posts(f"/v1/aftercare/{plan['id']}/another-person")
    hr = Person(app, app.ours.hr)
    if talks_held:
        for one in moved["steps"]:
            if one["kind"] in ("first_care", "talk"):
                does(hr, one)
    happens(app, incident, plan)
    seen = the_plan(hr)
    assert seen["seenAs"] == "cares"
    assert any(one["because"] == because and one["mine"] for one in seen["steps"])
    managers = the_plan(app.karin)
    assert (managers["seenAs"], managers["offers"]) == ("runs", [])
    talks = ("first_care", "talk", "evaluate_care")
    wished = ("aftercare.offers[0]", "aftercare.left")
    assert not any(one["mine"] for one in managers["steps"] if one["kind"] in talks or one["because"] in wished)
    app.forgets_messages()
    assert app.invariants_hold()


def test_what_was_not_enough_is_talked_about_with_who_cared(app: AppUnderTest) -> None:
    """004 L358-359; the profile names nobody else, so it is a trusted person."""
    app.runs_on("s-hertogenbosch")
    names(app, Function.TRUSTED_PERSON, app.ali)
    reports(app.jan)
    app.forgets_messages()
    plan = the_plan(app.jan, mine=True)
    app.jan.posts(f"/v1/aftercare/{plan['id']}/another-person")
    does(app.ali, step(the_plan(app.ali), "aftercare.first_by"))
    app.passes(minutes=44 * A_DAY)
    app.forgets_messages()
    app.ali.signs_in().posts(f"/v1/aftercare/{plan['id']}/evaluate", {"sufficient": True})
    app.jan.signs_in().posts(f"/v1/aftercare/{plan['id']}/evaluate", {"sufficient": False})
    assert step(the_plan(app.ali), "aftercare.evaluation", "talk")["mine"]
    assert the_plan(app.karin.signs_in())["seenAs"] == "runs"
    app.forgets_messages()
    assert app.invariants_hold()
