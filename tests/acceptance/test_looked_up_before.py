"""Before a visit the file is searched (P5 L692) or an earlier letter looked for (P4 L583): a tick by name, that shows
until it is set and refuses nobody."""

from typing import Any

import pytest

from tests.acceptance.stories import refused
from tests.support.app_under_test import AppUnderTest

Json = dict[str, Any]


def step_of(visit: Json) -> Json:
    (step,) = visit["beforehand"]["steps"]
    found: Json = step
    return found


@pytest.mark.on_both
def test_the_file_is_searched_by_who_plans(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    planned = app.jan.plans(starts_in=60, companions=[{"name": "Wijkagent Bos"}])
    assert step_of(planned) == {
        "step": "file_search",
        "text": "Bekijk het dossier: is het een risicosituatie?",
        "doneBy": None,
        "doneAt": None,
    }
    (row,) = app.fatima.asks("/v1/board")["planned"]
    assert row["waits"]["lookUp"] == ["Bekijk het dossier: is het een risicosituatie?"]
    app.fatima.does(planned, "preparation", step="file_search")
    done = step_of(app.jan.does(planned, "preparation", step="file_search"))
    assert (done["doneBy"]["name"], done["doneAt"] is not None) == ("Fatima Bakker", True)
    (row,) = app.fatima.asks("/v1/board")["planned"]
    assert row["waits"]["lookUp"] == []
    assert app.jan.story(planned)[1:] == ["Fatima Bakker heeft het dossier bekeken."]
    assert refused(app.jan.does(planned, "preparation", step="earlier_letter", expect=409)) == "step_not_asked"
    app.jan.does(planned, "cancel")


@pytest.mark.on_both
def test_nobody_is_refused_for_want_of_it(app: AppUnderTest) -> None:
    app.runs_on("losser").lets_calls_ring()
    visit = app.jan.does(app.jan.plans(minutes=30), "check-in")
    assert (visit["state"], step_of(visit)["doneAt"]) == ("under_way", None)
    assert step_of(visit)["text"] == "Kijk in Corsa of er eerder een brief volgens het protocol was"
    app.jan.does(visit, "preparation", step="earlier_letter")
    assert app.jan.story(visit)[-1] == "Jan de Wit heeft in Corsa gekeken of er eerder een brief was."
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_what_is_handed_over_beforehand_names_who_comes_along_where_two_go(app: AppUnderTest) -> None:
    """P4 L603-611: who comes along, how long, the number, the clients, the background."""
    app.runs_on("losser")
    alone = app.jan.plans(starts_in=600, background="Bekend")
    assert alone["beforehand"]["missing"] == ""
    risky = app.jan.plans(starts_in=600, background="Bekend", expectsTrouble="Hij dreigde")
    assert risky["beforehand"]["missing"] == "Je collega moet ook weten: wie er meegaat."
    app.jan.has_number(None)
    unreachable = app.jan.plans(starts_in=600, companions=[{"name": "Wijkagent Bos"}])
    assert unreachable["beforehand"]["missing"] == "Je collega moet ook weten: je mobiele nummer en de achtergrond."
    app.forgets_messages()


def test_the_phone_and_the_car_are_on_the_phone(app: AppUnderTest) -> None:
    """P5 L706-711."""
    reminders = app.runs_on("s-hertogenbosch").jan.asks("/v1/protocol")["reminders"]
    assert "Zet je mobiele telefoon niet uit." in reminders


def test_a_profile_that_asks_nothing_shows_nothing(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij")
    planned = app.jan.plans(starts_in=60)
    assert planned["beforehand"]["steps"] == []
    app.jan.does(planned, "cancel")
