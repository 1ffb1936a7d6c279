"""A photo beside a line of the ban list: by who decides on the ban, cleaned, and gone with the ban."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from achterwacht.clockwork.kept_files import files_missing, sweep_files
from documents.store import Store
from tests.acceptance.measures import filed, goes_on, in_days, take
from tests.support.app_under_test import AppUnderTest, Person
from tests.unit.test_pictures import HEAD_OF_HEIC, HTML, a_photo, a_picture

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
PHOTO = {"file": ("Pieters.jpg", a_photo())}


@pytest.fixture
def app(app: AppUnderTest) -> Iterator[AppUnderTest]:
    yield app.runs_on("woonmaatschappij").lets_calls_ring()
    app.forgets_messages()


def shown(app: AppUnderTest, who: Person, photo: str) -> tuple[int, bytes]:
    answer = app.http.get(f"/v1/bans/photos/{photo}", headers=who.employee.headers)
    return answer.status_code, answer.content


def test_it_stands_on_the_list_until_the_ban_ends(app: AppUnderTest) -> None:
    reception, store = Person(app, app.ours.reception), Store(app.settings)
    incident = filed(app, "threat")
    ban = take(app, incident, "access_ban", until=in_days(app, 2), reason="Hij verhuist daarna")
    assert (ban["photo"], ban["mayPhoto"]) == (None, True)
    path = f"/v1/measures/{ban['id']}/photo"
    first = app.karin.uploads(path, PHOTO, method="PUT")["photo"]
    (line,) = reception.asks("/v1/bans")["bans"]
    assert set(line) == {"name", "photo", "locations", "until", "whatToDo", "steps"}
    status, content = shown(app, reception, line["photo"])
    assert (status, line["photo"]) == (200, first)
    assert b"Bij Jan thuis" not in content, "made anew"

    second = app.karin.uploads(path, {"file": ("b.png", a_picture("PNG"))}, method="PUT")["photo"]
    assert shown(app, reception, first)[0] == 404, "another one took its place"
    assert shown(app, reception, second)[0] == 200
    with app.database.read():
        assert files_missing(app.database, store) == 0
    app.karin.uploads(path, {"file": ("b.jpg", HTML)}, method="PUT", expect=415)
    app.karin.uploads(path, {"file": ("b.jpg", b"%PDF-1.7\n")}, method="PUT", expect=415)
    refused = app.karin.uploads(path, {"file": ("b.heic", HEAD_OF_HEIC)}, method="PUT", expect=415)
    assert refused["code"] == "attachment_heic"

    goes_on(app, days=3.1)
    assert reception.signs_in().asks("/v1/bans")["bans"] == []
    assert shown(app, reception, second)[0] == 404, "gone with the ban"
    late = app.karin.signs_in().uploads(path, PHOTO, method="PUT", expect=409)
    assert late["code"] == "measure_over"
    sweep_files(app.database, store)
    assert not [one for one in store.keys("photos") if app.ours.id.hex in one.key], "and its file with it"


def test_who_decides_puts_it_there_and_nobody_else_sees_it(app: AppUnderTest) -> None:
    app.runs_on("losser")
    incident = filed(app, "D")
    ban = take(app, incident, "access_ban", until=in_days(app, 60), reason="Hij stond weer voor de deur")
    path = f"/v1/measures/{ban['id']}/photo"
    photo = app.karin.uploads(path, PHOTO, method="PUT")["photo"]
    for nobody in (app.jan, app.ali, app.fatima, Person(app, app.ours.hr), Person(app, app.ours.board)):
        nobody.uploads(path, PHOTO, method="PUT", expect=404)
        nobody.deletes(path, expect=404)
        assert shown(app, nobody, photo)[0] == 403
    app.ruth.uploads(path, PHOTO, method="PUT", expect=403)
    (own,) = app.jan.asks(f"/v1/incidents/{incident['id']}/measures")["measures"]
    assert (own["photo"], own["mayPhoto"]) == (None, False)
    warning = take(app, incident, "warning", reason="x")
    other = app.karin.uploads(f"/v1/measures/{warning['id']}/photo", PHOTO, method="PUT", expect=409)
    assert other["code"] == "photo_not_on_the_list"
    app.ruth.deletes(path, expect=204)
    assert shown(app, app.ruth, photo)[0] == 404
    assert "photo" not in app.ruth.asks("/v1/bans")["bans"][0]
