"""SIGKILL in the middle of a ladder: nothing is lost, and what is late fires at once. The oracle is the fake Twilio."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from achterwacht.people.records import PersonRecord
from foundation.failpoints import Failpoint
from foundation.session import Database
from tests.chaos.installation import PATIENCE, fill, quick_profile
from tests.conftest import Start
from tests.support.app_under_test import an_address
from tests.support.organisations import Organisation
from tests.support.person import reckoned
from tests.support.processes import SOON, eventually, status
from tests.support.twilio.exchange import Outcome
from tests.support.twilio.fake import FakeTwilio

pytestmark = pytest.mark.timeout(900)
A_VISIT = 10
"""Seconds: enough to check in, and to kill who took it, on a machine that is busy."""


@pytest.fixture
def quick_organisation(ours: Organisation, database: Database) -> Organisation:
    """The organisation with a roster, on the quick profile."""
    fill(database, ours, quick_profile())
    return ours


@pytest.fixture
def twilio(port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTwilio]:
    url = f"http://127.0.0.1:{port}"
    with FakeTwilio(webhook_base=url) as fake:
        fake.every_call_ends_as(Outcome.NO_ANSWER)
        fake.tolerates_refused_callbacks = True  # while the child is dead nobody answers them
        for name, value in (fake.environment | {"ACHTERWACHT_PUBLIC_BASE_URL": url}).items():
            monkeypatch.setenv(name, value)
        yield fake


def check_in(port: int, ours: Organisation, seconds: float) -> dict[str, Any]:
    end = datetime.now(UTC) + timedelta(seconds=seconds)
    body = {"address": an_address(), "companions": [], "expectedEnd": end.isoformat(), "checkIn": True}
    answer = httpx.post(f"http://127.0.0.1:{port}/v1/visits", json=body, headers=ours.worker.headers, timeout=SOON)
    assert answer.status_code == 201, answer.text
    visit: dict[str, Any] = answer.json()
    return visit


def texts_to(twilio: FakeTwilio, number: str, part: str) -> int:
    return sum(1 for sms in twilio.messages if sms.to == number and part in sms.text)


def was_told(twilio: FakeTwilio, number: str, part: str) -> bool:
    return texts_to(twilio, number, part) > 0


def kill_child(serve: Any) -> None:
    os.kill(serve.children()[0], signal.SIGKILL)


def invariants_hold(start: Start) -> bool:
    check = start("check")
    assert check.waits() == 0, check.said.read_text()
    return True


def test_killed_after_every_step_the_ladder_still_reaches_everyone(
    start: Start, port: int, quick_organisation: Organisation, twilio: FakeTwilio
) -> None:
    serve = start("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/live") == 200)
    check_in(port, quick_organisation, A_VISIT)
    steps = (
        (quick_organisation.colleague, "heeft zich niet afgemeld"),
        (quick_organisation.manager, "heeft zich niet afgemeld"),
        (quick_organisation.colleague, "BEL NU 112"),
        (quick_organisation.manager2, "BEL NU 112"),  # everyone, since nobody took the last step
    )
    for person, part in steps:
        eventually(partial(was_told, twilio, person.phone, part), within=PATIENCE)
        kill_child(serve)
    eventually(lambda: status(port, "/health/live") == 200)

    phone = twilio.phone(quick_organisation.manager.phone)
    task = phone.expects_sms("BEL NU 112", within=PATIENCE)
    phone.sends(f"1 {task.code}")
    phone.expects_sms("je hebt gebeld", within=PATIENCE)
    phone.sends(f"VEILIG {task.code}")
    phone.expects_sms("voorbij", within=PATIENCE)
    twilio.phone(quick_organisation.colleague.phone).expects_sms("voorbij", within=PATIENCE)
    assert not twilio.log.violations
    assert serve.ends(signal.SIGTERM) == 0
    invariants_hold(start)


def test_what_came_due_while_nobody_was_there_fires_at_once(
    start: Start, port: int, ours: Organisation, database: Database, twilio: FakeTwilio
) -> None:
    # Long enough to answer in: the clock may be there before the doors are.
    fill(database, ours, quick_profile(colleague=600))
    serve = start("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/live") == 200)
    visit = check_in(port, ours, A_VISIT)
    serve.is_killed()
    eventually(lambda: datetime.now(UTC) > datetime.fromisoformat(visit["expectedEnd"]) + timedelta(seconds=1))
    assert not twilio.messages

    again = start("serve", "--port", str(port))
    eventually(lambda: texts_to(twilio, ours.worker.phone, "Je afspraak is voorbij") == 1, within=PATIENCE)
    eventually(lambda: status(port, "/health/live") == 200)
    twilio.phone(ours.worker.phone).sends("UIT")
    twilio.phone(ours.worker.phone).expects_sms("Je bent afgemeld", within=PATIENCE)
    assert again.ends(signal.SIGTERM) == 0
    invariants_hold(start)


def test_killed_before_the_action_of_a_duress_pin_the_silent_alarm_goes_out(
    start: Start,
    port: int,
    quick_organisation: Organisation,
    twilio: FakeTwilio,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """The phone gets no answer, and never asks again: somebody took it away. What it asked for can't be, besides."""
    with database.write() as session:
        worker = session.get_one(PersonRecord, quick_organisation.worker.id)
        worker.pin_hash, worker.duress_pin_hash = reckoned("2468"), reckoned("8642")
    mark = tmp_path / "died"
    monkeypatch.setenv("ACHTERWACHT_FAILPOINT", f"{Failpoint.PIN_SETTLED} kill 1 {mark}")
    start("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/live") == 200)
    visit = check_in(port, quick_organisation, 600)
    with pytest.raises(httpx.TransportError):
        httpx.post(
            f"http://127.0.0.1:{port}/v1/visits/{visit['id']}/extend",
            json={"pin": "8642", "minutes": 99_999},
            headers=quick_organisation.worker.headers,
            timeout=SOON,
        )
    assert mark.exists()
    for person in (quick_organisation.colleague, quick_organisation.manager):
        eventually(partial(was_told, twilio, person.phone, "STIL ALARM"), within=PATIENCE)
