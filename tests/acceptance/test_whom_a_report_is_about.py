"""Who did it: who may know, who says that it is the same person, and who sees what was decided about them."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import func, select

from achterwacht.aggressors.records import AggressorReadRecord
from tests.acceptance.measures import (
    PIETERS,
    codes,
    filed,
    in_days,
    measures,
    same_person,
    take,
)
from tests.support.app_under_test import AppUnderTest, Person, an_address

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def app(app: AppUnderTest) -> Iterator[AppUnderTest]:
    yield app.runs_on("losser").lets_calls_ring()
    app.forgets_messages()  # of the care that begins with each report


@one_database
def test_who_sees_what(app: AppUnderTest) -> None:
    incident = filed(app, "D")
    ban = take(app, incident, "access_ban", until=in_days(app, 60), reason="x", conditions=["only_by_phone"])
    path = f"/v1/incidents/{incident['id']}"
    # The employee: what was decided, and no reason, advice or history.
    (own,) = measures(app, incident, app.jan)
    assert (own["kind"], own["reason"], own["about"], own["mayEnd"]) == ("access_ban", "", None, False)
    for closed in (f"{path}/advice", f"{path}/aggressor"):
        app.jan.asks(closed, expect=403)
    app.jan.posts(f"{path}/measures", {"kind": "warning", "reason": "x"}, expect=403)
    app.jan.asks(f"/v1/measures/{ban['id']}", expect=404)
    app.jan.asks("/v1/bans", expect=403)
    # The registrar: everything. A colleague, HR, the reception and the board: nothing of it.
    assert len(measures(app, incident, app.ruth)) == 1
    ours = app.ours
    for nobody in (app.ali, app.fatima, Person(app, ours.hr), Person(app, ours.reception), Person(app, ours.board)):
        for closed in (f"{path}/advice", f"{path}/aggressor", f"{path}/measures", f"/v1/measures/{ban['id']}"):
            nobody.asks(closed, expect=404)
        assert nobody.asks("/v1/measures?inForce=true")["measures"] == []
        nobody.posts(f"/v1/measures/{ban['id']}/end", {"reason": "x"}, expect=404)
    for reader in (app.karin, app.ruth, Person(app, ours.reception)):
        assert len(reader.asks("/v1/bans")["bans"]) == 1


@one_database
def test_another_organisation_with_the_same_report_sees_nothing_of_it(app: AppUnderTest) -> None:
    elsewhere = app.has_neighbours()
    their_worker, their_manager = Person(app, elsewhere.worker), Person(app, elsewhere.manager)
    ours = filed(app, "D", aggressor={**PIETERS, "address": an_address(9)})
    theirs = filed(app, "D", by=their_worker, id=ours["id"], behaviours=[])
    assert theirs["id"] == ours["id"]
    ban = take(app, ours, "access_ban", until=in_days(app, 60))
    assert their_manager.asks(f"/v1/incidents/{ours['id']}/measures")["measures"] == []
    assert their_manager.asks(f"/v1/incidents/{ours['id']}/aggressor")["proposals"] == []
    assert their_manager.asks("/v1/bans")["bans"] == []
    their_manager.asks(f"/v1/measures/{ban['id']}", expect=404)
    mine = filed(app, "D")
    same_person(app, mine, ours)
    known = app.karin.asks(f"/v1/incidents/{mine['id']}/aggressor")["aggressorId"]
    their_manager.asks(f"/v1/aggressors/{known}", expect=404)
    assert their_manager.asks(f"/v1/incidents/{ours['id']}/aggressor")["aggressorId"] is None
    wrong = their_manager.posts(f"/v1/incidents/{ours['id']}/same-person", {"incidentId": mine["id"]}, expect=400)
    assert codes(wrong) == {"/incidentId": "report_unknown"}
    planned = their_worker.plans(starts_in=120, address=an_address(9))
    assert planned["risk"]["instructions"] == []


@one_database
def test_a_report_may_say_whom_it_is_about_by_who_handles_a_case_of_theirs(app: AppUnderTest) -> None:
    elsewhere = app.has_neighbours()
    first, second = filed(app, "A"), filed(app, "B")
    same_person(app, second, first)
    known = app.karin.asks(f"/v1/incidents/{first['id']}/aggressor")["aggressorId"]
    told = {"aggressorId": known, "initials": "J."}
    third = filed(app, "C", by=app.karin, employeeId=str(app.jan.id), aggressor=told)
    assert app.karin.asks(f"/v1/incidents/{third['id']}/aggressor")["aggressorId"] == known
    fourth = filed(app, "A")
    app.karin.patches(f"/v1/incidents/{fourth['id']}", {"state": "seen"})
    app.karin.patches(f"/v1/incidents/{fourth['id']}", {"aggressor": {"aggressorId": known}})
    assert app.karin.asks(f"/v1/incidents/{fourth['id']}/aggressor")["aggressorId"] == known
    for stranger in (app.jan, Person(app, elsewhere.manager)):
        body = {"kind": "scolding", "happenedAt": app.now().isoformat(), "description": "x", "aggressor": told}
        assert codes(stranger.posts("/v1/incidents", body, expect=400)) == {
            "/aggressor/aggressorId": "aggressor_unknown"
        }


@one_database
def test_who_looks_for_a_name_finds_reports_they_may_read_and_still_says_so_themselves(app: AppUnderTest) -> None:
    elsewhere = app.has_neighbours()
    first = filed(app, "A", aggressor={"name": "J. Müller-Bakker", "address": an_address(5)})
    filed(app, "A", aggressor={"name": "Jansen", "clientReference": "K-77"})
    filed(app, "A", by=Person(app, elsewhere.worker), behaviours=[], aggressor={"name": "Muller"})
    ours = filed(app, "A", aggressor={"name": "mevrouw Muller"})
    path = f"/v1/incidents/{ours['id']}"
    assert app.karin.asks(f"{path}/aggressor")["proposals"] == [], "a name alone proposes nothing"

    def found(called: str, by: Person = app.karin) -> list[str]:
        answer = by.posts(f"{path}/same-person/_search", {"called": called}, expect=200)
        assert not answer["more"]
        return [one["incidentId"] for one in answer["reports"]]

    assert found("muller") == found("bak müll") == [first["id"]], "not this very report, and none of the neighbours"
    assert len(found("k 77")) == 1
    assert found("nobody") == found("j.") == []
    assert same_person(app, ours, first)["aggressorId"]
    assert found("muller") == [], "somebody said so"
    Person(app, elsewhere.manager).posts(f"{path}/same-person/_search", {"called": "muller"}, expect=404)
    app.jan.posts(f"{path}/same-person/_search", {"called": "muller"}, expect=403)
    with app.database.read() as session:
        assert session.scalar(select(func.count()).select_from(AggressorReadRecord)) == 7


@one_database
def test_the_same_person_only_when_somebody_says_so_and_every_read_is_logged(app: AppUnderTest) -> None:
    first = filed(app, "A", aggressor={**PIETERS, "address": an_address(5)})
    second = filed(app, "A", aggressor={"name": "de heer Pieters", "address": an_address(5)})
    other = filed(app, "A", aggressor={"name": "Jansen", "address": an_address(6)})
    path = f"/v1/incidents/{second['id']}"
    (proposed,) = app.karin.asks(f"{path}/aggressor")["proposals"]
    assert (proposed["report"]["incidentId"], proposed["why"]) == (first["id"], ["address"])
    assert proposed["report"]["mine"]
    assert "Hij dreigde" not in str(proposed), "when, and what was done; never the story"
    app.karin.asks(f"{path}/aggressor")
    known = same_person(app, second, first)["aggressorId"]
    assert same_person(app, second, first, expect=409)["code"] == "same_person_already"
    assert codes(same_person(app, second, second, expect=400)) == {"/incidentId": "same_person_itself"}
    person = app.ruth.asks(f"/v1/aggressors/{known}")
    assert {one["incidentId"] for one in person["reports"]} == {first["id"], second["id"]}
    assert {(one["by"]["name"], one["incidentId"]) for one in person["said"]} == {
        (app.karin.name, first["id"]),
        (app.karin.name, second["id"]),
    }
    for nobody in (app.jan, app.ali, app.fatima):
        nobody.asks(f"/v1/aggressors/{known}", expect=404)
    # Karin says so of somebody else too; then they must be taken apart before they can be one.
    fourth = filed(app, "A")
    same_person(app, other, fourth)
    assert same_person(app, other, first, expect=409)["code"] == "same_person_another"
    with app.database.read() as session:
        reads = session.scalars(select(AggressorReadRecord).order_by(AggressorReadRecord.at)).all()
        assert [(one.what.value, one.person_id) for one in reads] == [
            ("proposals", app.karin.id),
            ("proposals", app.karin.id),
            ("person", app.ruth.id),
        ]
        assert reads[2].aggressor_id == UUID(known)
