"""What nobody sees is left out of a text at each door: typed, read in, provisioned or told by SMS.

A name with a space without width in it looks like another one, and no search finds it. Each field of each body:
`tests/unit/test_bodies.py`.
"""

import pytest
from fastapi.testclient import TestClient

from foundation.visible import UNSEEN
from tests.integration.test_incidents_api import filed
from tests.integration.test_people_import import people, reads
from tests.integration.test_risk_files_api import HEAD as MARK
from tests.integration.test_risk_files_api import marks_of, sends
from tests.integration.test_roster_files import reads as reads_turns
from tests.support.organisations import Organisation

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
AND = "\ufeff\u200b\u202e\u00ad"


def test_a_report_takes_a_text_with_a_nul(api: TestClient, ours: Organisation) -> None:
    made = filed(api, ours.worker, description=f"Hij\x00 riep{AND} iets.\nToen niets.")
    assert made["description"] == "Hij riep iets.\nToen niets."


def test_people_from_a_file(api: TestClient, ours: Organisation) -> None:
    reads(api, ours, f"{AND}Bo{AND} Bos;bo@voorstad{AND}.test;;P&O;;")
    assert people(api, ours)["bo@voorstad.test"]["name"] == "Bo Bos"


def test_marks_from_a_file(api: TestClient, ours: Organisation) -> None:
    row = f"NL;5211{AND} AA;12;pairs;Bedrei{AND}ging;2040-05-01;K.{AND} Jansen;"
    assert sends(api, ours.registrar, f"{MARK}\n{row}").json()["kept"] == 1
    (mark,) = marks_of(api, ours)
    assert UNSEEN.keys().isdisjoint(map(ord, str(mark)))


def test_turns_from_a_file(api: TestClient, ours: Organisation) -> None:
    row = f"Fatima{AND} Bakker;eerste{AND};ma-vr;8:00;17:00"
    found = reads_turns(api, ours.administrator, ours.team, f"wie;stap;dag;van;tot\n{row}").json()
    assert [one["personId"] for one in found["shifts"]] == [str(ours.colleague.id)], found
