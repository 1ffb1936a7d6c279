"""The letter of a measure: who is asked for it, who tells them without one, and when nobody writes it any more."""

from collections.abc import Iterator
from datetime import date

import pytest

from achterwacht.functions.records import HolderRecord
from achterwacht.protocols.functions import Function
from notifications.texts.formats import whole_day_of
from tests.acceptance.measures import (
    filed,
    goes_on,
    in_days,
    take,
    tasks_of,
)
from tests.support.app_under_test import AppUnderTest

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def app(app: AppUnderTest) -> Iterator[AppUnderTest]:
    yield app.runs_on("losser").lets_calls_ring()
    app.forgets_messages()  # of the care that begins with each report


def test_a_measure_that_goes_with_a_letter_asks_for_it(app: AppUnderTest) -> None:
    """003 L636-644, L668-704: a ban stands in a letter. Nobody is kept out who was never told."""
    incident = filed(app, "D")
    take(app, incident, "police_notification")
    assert tasks_of(app, incident, "measure_step") == []
    take(app, incident, "access_ban", until=in_days(app, 60))
    (task,) = tasks_of(app, incident, "measure_step")
    assert (task["title"], task["function"], task["mine"]) == ("Brief maken: Toegangsverbod", "direct_manager", True)
    path = f"/v1/incidents/{incident['id']}/letters"
    letter = app.karin.posts(path, {"letterId": "ban"}, expect=201)
    assert [one["state"] for one in tasks_of(app, incident, "measure_step")] == ["done"]
    app.karin.deletes(f"/v1/letters/{letter['id']}", expect=204)
    assert sorted(one["state"] for one in tasks_of(app, incident, "measure_step")) == ["done", "open"], "asked anew"
    app.karin.posts(path, {"letterId": "threat"}, expect=201)
    take(app, incident, "threat_letter")
    assert len(tasks_of(app, incident, "measure_step")) == 2, "it was written before it was decided on"
    never = filed(app, "E")
    take(app, never, "police_notification")
    assert tasks_of(app, never, "measure_step") == []


def test_where_no_letter_says_it_somebody_tells_them(app: AppUnderTest) -> None:
    """000 L109-149: P1 names no letter for a ban. Whoever decided tells them, and notes how and when."""
    app.runs_on("woonmaatschappij")
    incident = filed(app, "threat")
    ban = take(app, incident, "access_ban", reason="Nog geen gesprek")
    take(app, incident, "police_report")
    (task,) = tasks_of(app, incident, "tell_measure")
    until = whole_day_of(date.fromisoformat(ban["until"]), "nl")
    assert task["title"] == f"Laten weten aan wie het deed: Toegangsverbod, tot en met {until}"
    assert (task["function"], task["mine"], task["noteNeeded"]) == ("direct_manager", True, True)
    refused = app.karin.posts(f"/v1/tasks/{task['id']}/done", {"note": " "}, expect=400)
    assert [one["code"] for one in refused["errors"]] == ["task_needs_note"]
    app.karin.posts(f"/v1/tasks/{task['id']}/done", {"note": "Gebeld, vanmorgen om 10 uur"})
    again = filed(app, "threat")
    other = take(app, again, "access_ban", reason="Nog geen gesprek")
    app.karin.posts(f"/v1/measures/{other['id']}/end", {"reason": "Het was iemand anders"})
    (over,) = tasks_of(app, again, "tell_measure")
    assert (over["state"], over["note"]) == ("dropped", "De maatregel is afgelopen")
    app.runs_on("heusden-zolder")
    told = filed(app, "threat")
    take(app, told, "secured_environment", until=in_days(app, 42), reason="Eerst dit")
    assert tasks_of(app, told, "tell_measure") == [], "002 L1138-1140: the reprimand says which measures there are"


@pytest.mark.parametrize("early", [True, False], ids=["ended", "over"])
def test_of_what_is_over_nobody_writes_a_letter_any_more(app: AppUnderTest, early: bool) -> None:
    """Such a letter could not leave: it names a measure that does not hold (003 L668-704)."""
    incident = filed(app, "D")
    ban = take(app, incident, "access_ban", until=in_days(app, 60))
    if early:
        app.karin.posts(f"/v1/measures/{ban['id']}/end", {"reason": "Het was iemand anders"})
    else:
        app.passes(minutes=62 * 24 * 60)
        app.karin.signs_in()
    (task,) = tasks_of(app, incident, "measure_step")
    assert (task["state"], task["note"]) == ("dropped", "De maatregel is afgelopen")
    app.forgets_messages()
    assert app.invariants_hold()


@pytest.mark.parametrize("early", [True, False])
@one_database
def test_what_is_over_is_delivered_to_nobody(app: AppUnderTest, early: bool) -> None:
    """Who ended it, or the last day: the letter lies signed, and says that it holds."""
    incident = filed(app, "D")
    ban = take(app, incident, "access_ban", until=in_days(app, 60))
    with app.database.write() as session:
        session.add(
            HolderRecord(organisation_id=app.ours.id, function=Function.SIGNATORY, team_id=None, person_id=app.karin.id)
        )
    facts = {"what": "U dreigde.", "contact": "S. de Vries, 073 - 123 45 67"}
    path = f"/v1/incidents/{incident['id']}/letters"
    letters = [app.karin.posts(path, {"letterId": "ban", "facts": facts}, expect=201) for _ in range(2)]
    for one in letters:
        app.karin.posts(f"/v1/letters/{one['id']}/sign", {})
    told, lies = (f"/v1/letters/{one['id']}/delivered" for one in letters)
    handed = {"how": "in_person", "receipt": "signed"}
    app.karin.posts(told, handed)
    asked = [one["title"] for one in tasks_of(app, incident, "copy_letter") if one["state"] == "open"]
    assert asked
    if early:
        app.karin.posts(f"/v1/measures/{ban['id']}/end", {"reason": "Het was iemand anders"})
    else:
        goes_on(app, days=61)
        app.karin.signs_in()
    found = tasks_of(app, incident, "deliver_letter")
    assert [(one["state"], one["note"]) for one in found if one["state"] != "done"] == [
        ("dropped", "De maatregel is afgelopen")
    ]
    left = [one["title"] for one in tasks_of(app, incident, "copy_letter") if one["state"] == "open"]
    assert left == [one for one in asked if "dossier" in one], "what belongs in a file is put there still"
    before = {one["id"] for one in tasks_of(app, incident, "copy_letter")}
    assert app.karin.posts(lies, handed)["state"] == "delivered", "it was handed over before, and is noted now"
    new = [one["title"] for one in tasks_of(app, incident, "copy_letter") if one["id"] not in before]
    assert new == left, "the file gets its copy, and nobody else"
    tells = [one["title"] for one in tasks_of(app, incident, "tell_measure") if one["state"] == "open"]
    said = "Toegangsverbod is eerder voorbij. Ook aan wie een kopie van de brief kreeg"
    assert tells == ([f"Laten weten aan wie het deed: {said}"] if early else []), "on its last day they knew"
    assert app.invariants_hold()
