"""Finding an address while somebody types it, against registers over real HTTP, in the shapes of the real ones."""

import asyncio
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient

from achterwacht.addresses.registers import line
from achterwacht.addresses.registers.registers import make_registers
from api.http.lanes import ROOM, Lane
from foundation.session import Database
from foundation.settings import Settings
from tests.support.organisations import Organisation
from tests.support.registers import GEOLOCATION, PDOK, REGISTER, FakeRegisters, dutch, flemish
from tests.support.shared_app import an_application
from tests.support.twilio.listener import Answer

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
SEARCH, COMPLETE = "/v1/addresses/_search", "/v1/addresses/_complete"
NOTHING = {"available": False, "suggestions": []}


@pytest.fixture
def registers() -> Iterator[FakeRegisters]:
    with FakeRegisters() as fake:
        yield fake


@pytest.fixture
def settings(database_url: str, registers: FakeRegisters) -> Settings:
    return Settings(_env_file=None, database_url=database_url, **registers.settings)


def search(api: TestClient, ours: Organisation, text: str, country: str = "NL") -> dict[str, Any]:
    answer = ours.worker.post(api, SEARCH, {"country": country, "text": text})
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def complete(api: TestClient, ours: Organisation, suggestion: str, country: str = "NL") -> dict[str, Any]:
    answer = ours.worker.post(api, COMPLETE, {"country": country, "id": suggestion})
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def lines(said: dict[str, Any]) -> list[str]:
    assert said["available"]
    return [one["line"] for one in said["suggestions"]]


def test_a_postcode_and_a_number_are_complete_at_once(
    api: TestClient, ours: Organisation, registers: FakeRegisters
) -> None:
    said = search(api, ours, "5211 aa 12")
    assert said["available"]
    assert [one["address"]["addition"] for one in said["suggestions"]] == [None, "A", "B", "A2"]
    assert said["suggestions"][1] == {
        "id": "adr-012A",
        "line": "Dorpsstraat 12-A, 5211 AA 's-Hertogenbosch",
        "address": {
            "country": "NL",
            "postcode": "5211AA",
            "houseNumber": 12,
            "addition": "A",
            "street": "Dorpsstraat",
            "city": "'s-Hertogenbosch",
            "registerId": dutch(12, "A")["nummeraanduiding_id"],
            "verified": True,
            "line": "Dorpsstraat 12-A, 5211 AA 's-Hertogenbosch",
        },
    }
    assert registers.paths() == [f"{PDOK}/free"]


@pytest.mark.parametrize("typed", ["5211AA 12A", "5211AA 12-A", "5211 aa, 12 a"])
def test_an_addition_however_it_is_typed(api: TestClient, ours: Organisation, typed: str) -> None:
    found = [one["address"]["addition"] for one in search(api, ours, typed)["suggestions"]]
    assert found == ["A", "A2"]


def test_an_addition_that_is_not_there_shows_those_that_are(api: TestClient, ours: Organisation) -> None:
    assert len(search(api, ours, "5211AA 12-Z")["suggestions"]) == 4


def test_half_a_street_is_a_line_to_choose_and_then_complete(
    api: TestClient, ours: Organisation, registers: FakeRegisters
) -> None:
    said = search(api, ours, "dorpss 14")
    assert said["suggestions"] == [
        {"id": "adr-014", "line": "Dorpsstraat 14, 5211AA 's-Hertogenbosch", "address": None}
    ]
    (chosen,) = complete(api, ours, "adr-014")["suggestions"]
    assert (chosen["address"]["verified"], chosen["address"]["houseNumber"]) == (True, 14)
    assert registers.paths() == [f"{PDOK}/suggest", f"{PDOK}/lookup"]
    assert complete(api, ours, "adr-gone") == {"available": True, "suggestions": []}


def test_what_a_register_leaves_out_is_left_out(api: TestClient, ours: Organisation, registers: FakeRegisters) -> None:
    without = ("postcode", "huisnummer", "id", "nummeraanduiding_id", "straatnaam", "woonplaatsnaam")
    registers.documents = [
        {name: value for name, value in dutch(12).items() if name != left_out} for left_out in without
    ]
    found = [one["address"] for one in search(api, ours, "5211AA 12")["suggestions"]]
    # Without a postcode, a number or an id it can't be chosen; without the register's own id it is not verified.
    assert sorted((one["verified"], one["street"], one["city"]) for one in found if one["verified"] is False) == [
        (False, "Dorpsstraat", "'s-Hertogenbosch")
    ]
    assert [(one["street"], one["city"]) for one in found if one["verified"]] == [
        (None, "'s-Hertogenbosch"),
        ("Dorpsstraat", None),
    ]
    registers.documents = [
        dutch(15, weergavenaam=None),
        dutch(15, huisnummer="vijftien"),
        dutch(15, nummeraanduiding_id=7),
    ]
    assert lines(search(api, ours, "5211AA 15")) == []


def test_flanders_suggests_and_knows_the_id(api: TestClient, ours: Organisation, registers: FakeRegisters) -> None:
    assert lines(search(api, ours, "Véldstr 12", "BE")) == ["Veldstraat 12, 9000 Gent"]
    (chosen,) = complete(api, ours, "Veldstraat 12, 9000 Gent", "BE")["suggestions"]
    assert chosen["address"] == {
        "country": "BE",
        "street": "Veldstraat",
        "houseNumber": "12",
        "box": None,
        "postcode": "9000",
        "city": "Gent",
        "registerId": "36416228",
        "verified": True,
        "line": "Veldstraat 12, 9000 Gent",
    }
    assert registers.asked[0].query["q"] == ["Veldstr 12"]


def test_a_house_with_boxes_asks_which(api: TestClient, ours: Organisation) -> None:
    said = complete(api, ours, "Veldstraat 14, 9000 Gent", "BE")
    assert [(one["address"]["box"], one["address"]["registerId"]) for one in said["suggestions"]] == [
        ("1", "2"),
        ("2", "3"),
        ("A", "4"),
    ]


@pytest.mark.parametrize(
    "typed", ["Veldstraat 14 bus 2", "Veldstraat 14b2", "Veldstraat 14/2 Gent", "veldstraat 14 Bus 02"]
)
def test_a_box_that_was_typed_is_kept(api: TestClient, ours: Organisation, typed: str) -> None:
    (line,) = lines(search(api, ours, typed, "BE"))
    (chosen,) = complete(api, ours, line, "BE")["suggestions"]
    assert chosen["address"]["box"] == "2"


def test_a_box_that_is_numbered_floor_first_is_kept_whole(
    api: TestClient, ours: Organisation, registers: FakeRegisters
) -> None:
    registers.matches = [flemish("14", "1.02", 7), flemish("14", "1", 8)]
    for known, box in ((True, "1.02"), (False, "2.10")):
        (line,) = lines(search(api, ours, f"Veldstraat 14 bus {box}", "BE"))
        (chosen,) = complete(api, ours, line, "BE")["suggestions"]
        assert (chosen["address"]["verified"], chosen["address"]["box"]) == (known, box.replace(".", "-"))


def test_without_the_flemish_register_it_is_filled_in_and_not_verified(
    api: TestClient, ours: Organisation, registers: FakeRegisters
) -> None:
    registers.fails(REGISTER)
    (chosen,) = complete(api, ours, "Veldstraat 14 bus 7, 9000 Gent", "BE")["suggestions"]
    assert (chosen["address"]["verified"], chosen["address"]["box"]) == (False, "7")
    registers.recovers()
    registers.matches = [flemish("12", identificator={"naamruimte": "x"}), flemish("14", postinfo=None, gemeente=None)]
    assert [one["address"]["verified"] for one in complete(api, ours, "Veldstraat 12 Gent", "BE")["suggestions"]] == [
        False
    ]
    assert [one["address"]["verified"] for one in complete(api, ours, "Veldstraat 14 Gent", "BE")["suggestions"]] == [
        True
    ]


def test_a_street_or_nothing_is_no_address(api: TestClient, ours: Organisation, registers: FakeRegisters) -> None:
    registers.says(GEOLOCATION, {"SuggestionResult": ["Veldstraat, Gent", None, "Gent"]})
    assert lines(search(api, ours, "Veldstraat", "BE")) == []
    nulls = dict.fromkeys(("Municipality", "Zipcode", "Thoroughfarename", "Housenumber", "ID", "FormattedAddress"))
    registers.says(GEOLOCATION, {"LocationResult": [nulls]})
    assert complete(api, ours, "Veldstraat, Gent", "BE") == {"available": True, "suggestions": []}
    registers.says(GEOLOCATION, {"LocationResult": []})
    assert complete(api, ours, "Nergens 1, Gent", "BE") == {"available": True, "suggestions": []}


@pytest.mark.parametrize(
    "body", ["", "<html>Sign in</html>", "[]", "{}", {"response": {}}, {"response": {"docs": [1]}}]
)
def test_an_answer_of_another_shape_is_no_answer(
    api: TestClient, ours: Organisation, registers: FakeRegisters, body: Any
) -> None:
    registers.says(PDOK, body)
    assert search(api, ours, "Dorpsstraat 12") == NOTHING


@pytest.mark.parametrize("status", [302, 400, 403, 429, 500, 503])
def test_an_error_is_no_answer(api: TestClient, ours: Organisation, registers: FakeRegisters, status: int) -> None:
    registers.fails(PDOK, status)
    assert search(api, ours, "Dorpsstraat 12") == NOTHING


def test_too_slow_is_no_answer(
    api: TestClient, ours: Organisation, registers: FakeRegisters, monkeypatch: pytest.MonkeyPatch
) -> None:
    registers.is_slow(PDOK)
    monkeypatch.setattr(line, "PATIENCE_SECONDS", 0.05)
    assert search(api, ours, "Dorpsstraat 12") == NOTHING


def test_while_a_register_is_slow_nobody_waits_for_a_session(
    api: TestClient, ours: Organisation, registers: FakeRegisters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More people typing than their lane has places, and one who looks at their day."""
    registers.is_slow(PDOK)
    monkeypatch.setattr(line, "PATIENCE_SECONDS", 60.0)
    typing = [
        Thread(target=search, args=(api, ours, f"Dorpsstraat {number}"))
        for number in range(ROOM[Lane.SLOW].at_once + 2)
    ]
    for one in typing:
        one.start()
    registers.waits_for(ROOM[Lane.SLOW].at_once)
    assert ours.worker.get(api, "/v1/visits").status_code == 200
    registers.down()
    for one in typing:
        one.join(30)


def test_who_still_asks_while_the_server_stops_hears_no(settings: Settings, registers: FakeRegisters) -> None:
    """One question is on its way, and one comes a moment later. Neither is an error that nobody expected."""
    registers.is_slow(PDOK)

    async def asked_late() -> list[str]:
        ours = make_registers(settings)
        pdok = ours.of("NL")
        assert pdok is not None
        on_its_way = asyncio.create_task(pdok.suggest("Dorpsstraat 12"))
        await asyncio.to_thread(registers.waits_for, 1)
        await ours.close()
        later = asyncio.create_task(pdok.suggest("Dorpsstraat 14"))
        answers = await asyncio.gather(on_its_way, later, return_exceptions=True)
        return [type(one).__name__ for one in answers]

    assert asyncio.run(asked_late()) == ["RegisterDown", "RegisterDown"]


def test_a_register_that_is_down_is_left_alone_for_a_while(
    api: TestClient, ours: Organisation, registers: FakeRegisters
) -> None:
    registers.down()
    for number in range(line.FAILURES):
        assert search(api, ours, f"Dorpsstraat {number}") == NOTHING
    registers.up()
    assert search(api, ours, "Dorpsstraat 12") == NOTHING
    assert registers.asked == [], "the circuit is open, so nobody is asked"
    assert lines(search(api, ours, "Veldstraat 12", "BE")), "each has a circuit of its own"


@pytest.mark.parametrize("status", [400, 404, 410, 414, 422])
def test_no_to_one_text_is_no_answer_to_anybody_elses(
    api: TestClient, ours: Organisation, registers: FakeRegisters, status: int
) -> None:
    registers.fails(PDOK, status)
    for number in range(2 * line.FAILURES):
        assert search(api, ours, f"%%% {number}") == NOTHING
    registers.recovers()
    assert lines(search(api, ours, "Dorpsstraat 14"))


def test_the_same_text_that_fails_again_says_nothing_new(
    api: TestClient, ours: Organisation, registers: FakeRegisters
) -> None:
    registers.fails(PDOK, 500)
    for _ in range(2 * line.FAILURES):
        assert search(api, ours, "een tekst die de dienst omlegt") == NOTHING
    registers.recovers()
    assert lines(search(api, ours, "Dorpsstraat 14"))


def test_a_register_that_says_too_often_is_left_alone_as_long_as_it_asks(
    database: Database,
    settings: Settings,
    ours: Organisation,
    registers: FakeRegisters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_often(seconds: str) -> Callable[[], Answer]:
        return lambda: Answer(429, "{}", headers={"Retry-After": seconds})

    for said, rests in (("60", True), ("0", False), ("99999999", True), ("nooit", True)):
        with TestClient(an_application(database, settings)) as api:
            registers.misbehaves[PDOK] = too_often(said)
            assert search(api, ours, "Dorpsstraat 12") == NOTHING
            registers.recovers()
            assert (search(api, ours, "Dorpsstraat 14") == NOTHING) is rests, said


def test_one_person_can_not_ask_for_all(api: TestClient, ours: Organisation) -> None:
    body = {"country": "NL", "text": "Dorpsstraat 14"}
    statuses = [ours.manager.post(api, SEARCH, body).status_code for _ in range(125)]
    assert statuses.count(429) == 5
    assert ours.worker.post(api, SEARCH, body).status_code == 200


def test_a_register_that_is_back_is_asked_again(
    database: Database,
    settings: Settings,
    ours: Organisation,
    registers: FakeRegisters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(line, "REST_SECONDS", 0.0)
    with TestClient(an_application(database, settings)) as api:
        registers.fails(PDOK)
        for number in range(line.FAILURES + 1):
            assert search(api, ours, f"Dorpsstraat {number}") == NOTHING
        registers.recovers()
        assert lines(search(api, ours, "Dorpsstraat 14")) == ["Dorpsstraat 14, 5211AA 's-Hertogenbosch"]


def test_what_was_asked_lately_is_not_asked_again_and_failures_are_not_remembered(
    api: TestClient, ours: Organisation, registers: FakeRegisters
) -> None:
    registers.fails(PDOK)
    assert search(api, ours, "Dorpsstraat 14") == NOTHING
    registers.recovers()
    first, second = (search(api, ours, "Dorpsstraat 14") for _ in range(2))
    assert first == second
    assert len(registers.asked) == 2


def test_nothing_of_an_address_is_logged(
    api: TestClient, ours: Organisation, registers: FakeRegisters, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    registers.fails(PDOK, 500)
    search(api, ours, "Geheimlaan 77")
    registers.down()
    search(api, ours, "Geheimlaan 78")
    told = [one for one in caplog.records if one.name.startswith("achterwacht")]
    assert [one.getMessage().count("could not be asked") for one in told] == [1, 1]
    assert not [one for one in told if "eheimlaan" in one.getMessage()]


def test_the_register_hears_the_address_and_nothing_else(
    api: TestClient, ours: Organisation, registers: FakeRegisters
) -> None:
    search(api, ours, "Dorpsstraat 12")
    (asked,) = registers.asked
    assert asked.query == {"q": ["Dorpsstraat 12"], "fq": ["type:adres"], "rows": ["8"]}
    assert set(asked.headers) <= {"host", "accept", "accept-encoding", "connection", "user-agent"}


def test_who_may_search(api: TestClient, ours: Organisation, registers: FakeRegisters) -> None:
    for path, body in (
        (SEARCH, {"country": "NL", "text": "Dorpsstraat 12"}),
        (COMPLETE, {"country": "NL", "id": "adr-014"}),
    ):
        for name in ("worker", "colleague", "manager", "registrar"):
            assert getattr(ours, name).post(api, path, body).status_code == 200, name
        for name in ("hr", "reception", "board", "administrator"):
            assert getattr(ours, name).post(api, path, body).status_code == 403, name
        assert api.post(path, json=body).status_code == 401
        assert api.post(path, json=body, headers={"Authorization": "Bearer made-up"}).status_code == 401
        assert ours.worker.get(api, path).status_code == 405
    assert len(registers.asked) == 2, "nobody else's question goes out"


def test_what_can_be_no_question(api: TestClient, ours: Organisation) -> None:
    wrong = ours.worker.post(api, SEARCH, {"country": "DE", "text": " a "})
    assert wrong.status_code == 400
    assert {one["pointer"] for one in wrong.json()["errors"]} == {"/country", "/text"}
    assert ours.worker.post(api, SEARCH, {"country": "NL", "text": "x" * 201}).status_code == 400
    assert ours.worker.post(api, COMPLETE, {"country": "NL", "id": ""}).status_code == 400


def test_switched_off_nothing_goes_out(
    database: Database, database_url: str, ours: Organisation, registers: FakeRegisters
) -> None:
    off = Settings(_env_file=None, database_url=database_url, **{**registers.settings, "address_search": None})
    with TestClient(an_application(database, off)) as api:
        assert search(api, ours, "Dorpsstraat 12") == NOTHING
    assert registers.asked == []
