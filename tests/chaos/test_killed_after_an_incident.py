"""SIGKILL while something is done after an incident: the task is laid, the file is stored, the measure or the signature
is written, the letter is in the store, how it went at the police and how the damage ends are written, a draft is told
anew. Whoever asked asks again, and everything is there once.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx2 as httpx
import pytest

from achterwacht.protocols.service import shipped
from foundation.failpoints import Failpoint
from tests.chaos.installation import AFTERWARDS, PATIENCE, Installation, Trap, a_quick_organisation
from tests.chaos.test_crash_matrix import LONG
from tests.support.organisations import Employee
from tests.unit.test_pictures import a_photo

pytestmark = pytest.mark.timeout(400)
PIETERS = {"name": "Pieters", "initials": "J.", "address": {"country": "NL", "postcode": "5211AA", "houseNumber": 12}}
FACTS = {"what": "U dreigde.", "contact": "S. de Vries, 073 - 123 45 67"}
QUICK = [
    ("sqlite", Failpoint.TASK_LAID), ("postgresql", Failpoint.LETTER_STORED),
    ("sqlite", Failpoint.DAMAGE_SETTLED), ("postgresql", Failpoint.POLICE_NOTED),
    ("sqlite", Failpoint.ATTACHMENT_STORED), ("postgresql", Failpoint.MEASURE_DECIDED),
    ("sqlite", Failpoint.LETTER_SIGNED),
]  # fmt: skip
CASES = list(product(("sqlite", "postgresql"), AFTERWARDS)) if LONG else QUICK
"""`CHAOS=long` dies everywhere, on both databases."""


def sends_photo(installation: Installation, who: Employee, path: str) -> dict[str, Any]:
    """Until somebody takes it, as a phone does: always with the same id."""
    fields, give_up = {"id": str(uuid4())}, time.monotonic() + PATIENCE
    while True:
        for address in installation.addresses:
            try:
                answer = httpx.post(
                    f"{address}{path}", files={"file": ("foto.jpg", a_photo())}, data=fields,
                    headers=who.headers, timeout=30, verify=False,
                )  # fmt: skip
            except httpx.TransportError:
                continue
            if answer.status_code < 500:
                assert answer.status_code in (200, 201), answer.text
                made: dict[str, Any] = answer.json()
                return made
        assert time.monotonic() < give_up, "nobody answers"
        time.sleep(0.1)


@pytest.mark.parametrize(("kind", "point"), CASES, indirect=["kind"])
def test_everything_is_there_once(kind: str, point: Failpoint, database_url: str, tmp_path: Path) -> None:
    ours = a_quick_organisation(database_url, shipped()["corporatie"])
    trap = Trap(point, 1, tmp_path / "died")
    with Installation(tmp_path, database_url, ours, clocks=int(kind == "postgresql"), trap=trap) as installation:

        def does(who: Employee, path: str, method: str = "POST", **body: Any) -> dict[str, Any]:
            return installation.asks(method, f"/v1/{path}", who, body, key=str(uuid4()))

        incident = does(
            ours.worker, "incidents", kind="threatening", description="Hij dreigde.", aggressor=PIETERS,
            happenedAt=(datetime.now(UTC) - timedelta(hours=1)).isoformat(),
            behaviours=[{"id": "threat", "channel": "office"}], channel="office",
            damages=[{"whose": "employee", "what": "Bril", "amount": 129.95}],
        )  # fmt: skip
        path = f"incidents/{incident['id']}"
        photo = sends_photo(installation, ours.worker, f"/v1/{path}/attachments")
        measure = does(ours.manager, f"{path}/measures", kind="order_talk")
        letter = does(ours.manager, f"{path}/letters", letterId="warning", facts=FACTS)
        signed = does(ours.manager, f"letters/{letter['id']}/sign", revision=letter["revision"])
        now = datetime.now(ZoneInfo("Europe/Amsterdam"))
        today = now.date().isoformat()
        does(ours.worker, f"{path}/police", kind="report", against="person")
        noted = {"on": today, "number": "PL21-4711", "copyOfRecord": "there"}
        does(ours.worker, f"{path}/police/person", "PATCH", **noted)
        paid = {"yes": True, "amount": 129.95, "on": today}
        line = f"{path}/damages/{incident['damages'][0]['id']}/settlement"
        does(ours.manager, line, "PUT", paid=paid, recovery={"how": "civil_party", "claimedOn": today})

        def reads(what: str) -> dict[str, Any]:
            return installation.asks("GET", f"/v1/{what}", ours.manager, {})

        installation.awaits(lambda: reads(f"letters/{letter['id']}")["kept"], "that the letter is in the store")
        assert trap.went_off
        tasks = [(one["kind"], one["because"], one["title"]) for one in reads(f"{path}/tasks")["tasks"]]
        assert len(tasks) == len(set(tasks)), "nothing is asked twice"
        kinds = [kind for kind, _, _ in tasks]
        assert [kinds.count(one) for one in ("complete_form", "order_talk", "sign_letter", "deliver_letter")] == [1] * 4
        assert [one["id"] for one in reads(path)["attachments"]] == [photo["id"]]
        assert [one["id"] for one in reads(f"{path}/measures")["measures"]] == [measure["id"]]
        assert signed["number"] == f"{now.year}-0001", "the death took no number"
        assert len(reads(f"{path}/letters")["letters"]) == 1
        (matter,) = reads(path)["police"]["matters"]
        assert (matter["number"], matter["missing"]) == ("PL21-4711", [])
        (settled,) = reads(path)["settling"]["lines"]
        assert settled["paid"]["amount"] == 129.95
        open_ones = [one["kind"] for one in reads(f"{path}/tasks")["tasks"] if one["state"] == "open"]
        assert "police_record" not in open_ones, "and their tasks say so"
        assert open_ones.count("damage") == 1, "what came of it is asked once"
        installation.checks()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
def test_a_draft_is_told_anew_with_the_decision_or_not_at_all(kind: str, database_url: str, tmp_path: Path) -> None:
    ours = a_quick_organisation(database_url, shipped()["losser"])
    # The first time it says that nothing is decided yet: then it is written. The second time something is decided.
    trap = Trap(Failpoint.LETTER_RETOLD, 2, tmp_path / "died")
    with Installation(tmp_path, database_url, ours, clocks=int(kind == "postgresql"), trap=trap) as installation:

        def does(who: Employee, path: str, **body: Any) -> dict[str, Any]:
            return installation.asks("POST", f"/v1/{path}", who, body, key=str(uuid4()))

        def reads(what: str) -> dict[str, Any]:
            return installation.asks("GET", f"/v1/{what}", ours.manager, {})

        incident = does(
            ours.worker, "incidents", kind="threatening", description="Hij dreigde.", aggressor=PIETERS,
            happenedAt=(datetime.now(UTC) - timedelta(hours=1)).isoformat(), channel="office",
            behaviours=[{"id": "D", "channel": "office"}],
        )  # fmt: skip
        path = f"incidents/{incident['id']}"
        letter = does(ours.manager, f"{path}/letters", letterId="threat", facts=FACTS)
        before = trap.went_off
        until = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
        ban = does(ours.manager, f"{path}/measures", kind="access_ban", until=until)
        assert (before, trap.went_off) == (False, True), "at the decision"
        assert [one["id"] for one in reads(f"{path}/measures")["measures"]] == [ban["id"]]
        told = reads(f"letters/{letter['id']}")
        assert [one for one in told["text"] if one.startswith("U krijgt ook een toegangsverbod.")]
        assert told["revision"] == letter["revision"] + 1, "told once"
        does(ours.worker, f"{path}/police", kind="notification", against="person")
        assert "Wij melden dit bij de politie." in reads(f"letters/{letter['id']}")["text"]
        asked = [one for one in reads(f"{path}/tasks")["tasks"] if one["kind"] == "sign_letter"]
        assert len(asked) == 1, "and one is asked to sign it"
        installation.checks()
