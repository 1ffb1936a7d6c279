"""A number is one party's: whoever is given it later is refused, in every order, and hears whose it is."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from achterwacht.protocols.service import shipped
from achterwacht.use_cases.numbers import OURS, SAID, Party
from cli.main import app as console
from foundation.settings import load_settings
from tests.support.organisations import Organisation
from tests.support.shell import Runner

if TYPE_CHECKING:
    from pathlib import Path

NUMBER, TYPED = "+3225123456", "02 512 34 56"
"""A landline of a police zone in Belgium, which software could dial, as an administrator types it there."""
GOES = None
PAIRS: dict[tuple[Party, Party], str | None] = {
    (Party.PERSON, Party.PERSON): "phone_taken",
    (Party.PERSON, Party.FIRM): "phone_of_a_person",
    (Party.PERSON, Party.CANARY): GOES,
    (Party.PERSON, Party.PROFILE): "emergency.non_urgent",
    (Party.PERSON, Party.FORMER): "phone_taken",
    (Party.FORMER, Party.PERSON): "phone_still_watched",
    (Party.FORMER, Party.FIRM): "phone_still_watched",
    (Party.FORMER, Party.CANARY): GOES,
    (Party.FORMER, Party.PROFILE): "emergency.non_urgent",
    (Party.FORMER, Party.FORMER): GOES,
    (Party.FIRM, Party.FORMER): "phone_of_the_firm",
    (Party.CANARY, Party.FORMER): GOES,
    (Party.PROFILE, Party.FORMER): "phone_of_the_protocol",
    (Party.FIRM, Party.PERSON): "phone_of_the_firm",
    (Party.FIRM, Party.FIRM): GOES,
    (Party.FIRM, Party.CANARY): "phone_of_the_firm",
    (Party.FIRM, Party.PROFILE): "emergency.non_urgent",
    (Party.CANARY, Party.PERSON): GOES,
    (Party.CANARY, Party.FIRM): "phone_of_the_canary",
    (Party.CANARY, Party.CANARY): GOES,
    (Party.CANARY, Party.PROFILE): "emergency.non_urgent",
    (Party.PROFILE, Party.PERSON): "phone_of_the_protocol",
    (Party.PROFILE, Party.FIRM): "phone_of_the_protocol",
    (Party.PROFILE, Party.CANARY): "phone_of_the_protocol",
    (Party.PROFILE, Party.PROFILE): GOES,
}
PROFILE = shipped()["demo"].replace('"NL"', '"BE"').replace('"0900-8844"', f'"{TYPED}"')


class Office:
    """An administrator, with the doors and the console."""

    def __init__(self, api: TestClient, ours: Organisation, folder: Path) -> None:
        self.api, self.ours, self.folder = api, ours, folder

    def gives(self, party: Party) -> str | None:
        """Give the number to this party. Returns why that can't be."""
        return self._loads() if party is Party.PROFILE else self._code(self._asks(party))

    def _asks(self, party: Party) -> httpx.Response:
        administrator = self.ours.administrator
        if party is Party.FORMER:
            return self._had_until_just_now()
        if party is Party.PERSON:
            unique = uuid4().hex
            return administrator.post(
                self.api, "/v1/people", {"name": "Els", "email": f"{unique}@voorstad.test", "phone": NUMBER}
            )
        if party is Party.FIRM:
            path = f"/v1/teams/{self.ours.team}/guard-firm"
            if not administrator.get(self.api, "/v1/guard-firm").json()["phone"]:
                path = "/v1/guard-firm"
            return administrator.put(self.api, path, {"name": "Nachtwacht", "phone": NUMBER})
        return administrator.put(self.api, "/v1/canary", {"phone": NUMBER, "dailyAt": "08:00"})

    def _had_until_just_now(self) -> httpx.Response:
        """The worker gets it, calls for help, and gets another number."""
        worker = self.ours.worker
        person = f"/v1/people/{worker.id}"
        given = self.ours.administrator.patch(self.api, person, {"phone": NUMBER})
        if given.status_code == 200:
            worker.post(self.api, "/v1/alarms", {})
            self.ours.administrator.patch(self.api, person, {"phone": worker.phone})
        return given

    @staticmethod
    def _code(answer: httpx.Response) -> str | None:
        if answer.status_code in (200, 201):
            return None
        wrong: list[dict[str, Any]] = answer.json()["errors"]
        assert [one["pointer"] for one in wrong] == ["/phone"]
        return str(wrong[0]["code"])

    def _loads(self) -> str | None:
        file = self.folder / "ours.toml"
        file.write_text(PROFILE)
        done = Runner().invoke(console, ["protocol", "load", str(file), "--organisation", self.ours.slug])
        return None if done.exit_code == 0 else done.stderr.removeprefix(f"{file}: ").partition(":")[0]


@pytest.fixture
def office(
    api: TestClient, ours: Organisation, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Office:
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", database_url)
    return Office(api, ours, tmp_path)


@pytest.mark.parametrize(("first", "later"), PAIRS)
def test_a_number_is_one_partys(office: Office, first: Party, later: Party) -> None:
    assert office.gives(first) is GOES
    assert office.gives(later) == PAIRS[first, later]


@pytest.mark.parametrize("party", Party)
def test_nobody_is_given_the_number_that_our_own_texts_come_from(
    office: Office, api: TestClient, party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No provider takes a message to the number that it comes from: whoever had it would never be reached."""
    application: Any = api.app
    monkeypatch.setenv("ACHTERWACHT_TWILIO_FROM", NUMBER)
    application.state.settings = load_settings()
    assert office.gives(party) == ("emergency.non_urgent" if party is Party.PROFILE else OURS)
    monkeypatch.setenv("ACHTERWACHT_TWILIO_FROM", "")
    application.state.settings = load_settings(cm_from=NUMBER)
    assert party is Party.PROFILE or office.gives(party) == OURS, "nor those of the second provider"


def test_the_table_has_every_pair() -> None:
    assert set(PAIRS) == set(product(Party, repeat=2))
    assert set(SAID) == set(Party)


def test_of_another_organisation_it_is_only_somebodys(
    office: Office, api: TestClient, strangers: Organisation, tmp_path: Path
) -> None:
    elsewhere = Office(api, strangers, tmp_path)
    assert elsewhere.gives(Party.FIRM) is GOES
    assert [office.gives(Party.PERSON), office.gives(Party.CANARY)] == ["phone_taken", "phone_taken"]
    assert office.gives(Party.FIRM) is GOES, "one firm comes for many"


def test_what_is_shared_from_before_stands_in_nobodys_way(office: Office, api: TestClient, ours: Organisation) -> None:
    """An installation may hold such a pair already: whoever has the number can still be changed, and leave."""
    assert office.gives(Party.FIRM) is GOES
    with_firm = {"name": "Nachtwacht", "phone": ours.worker.phone}
    assert ours.administrator.put(api, "/v1/guard-firm", with_firm).status_code == 400
    person = f"/v1/people/{ours.worker.id}"
    assert ours.administrator.patch(api, person, {"phone": NUMBER}).status_code == 400
    assert ours.administrator.patch(api, person, {"phone": ours.worker.phone, "name": "Jan"}).status_code == 200
