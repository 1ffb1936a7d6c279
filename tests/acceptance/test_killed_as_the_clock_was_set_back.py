"""Killed while the waits are shortened, after the clock was set back: whoever starts next shortens what is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from achterwacht.alarms.facts import Level
from scheduler.jobs import Jobs
from tests.acceptance.test_who_watches_no_more import stands
from tests.support.app_under_test import AppUnderTest, Rank, Role
from tests.support.dying import death_before

pytestmark = pytest.mark.on_both

WRITES = (
    "who is told of it", "messages", "last resorts", "an alarm", "another alarm", "a check call", "a start", "a watch"
)  # fmt: skip
"""What is committed one after the other. With the last one before them all are late."""


@pytest.mark.parametrize("commit", range(1, len(WRITES) + 1))
def test_a_death_in_between_leaves_nothing_late(app: AppUnderTest, commit: int) -> None:
    app.lets_calls_ring()
    app.expects_error("the wall clock and the monotonic clock differ")
    app.expects_error("no tick ended")
    app.jobs.tick()
    app.jobs.audit()
    sven, els, bram = (
        app.also_has(name, Role.WORKER, Role.COLLEAGUE) for name in ("Sven de Boer", "Els Smits", "Bram Kok")
    )
    stands(app, (Rank.FIRST, app.fatima), (Rank.MANAGER, app.karin))
    asked = sven.checks_in(minutes=120)
    planned = app.ali.plans(starts_in=0.2)
    app.passes(seconds=13)
    app.jan.posts("/v1/alarms", {}, expect=201)
    els.posts("/v1/alarms", {}, expect=201)
    stands(app, (Rank.FIRST, bram), (Rank.MANAGER, app.karin))
    bram.phone.expects_sms("Jouw achterwacht begint")
    app.forgets_messages()
    app.clock.offset -= timedelta(hours=1)
    with death_before(app.database, commit) as here:
        app.jobs.audit()
    assert here.went_off, f"nothing is committed before {WRITES[commit - 1]}"

    app.jobs.close()
    app.jobs = Jobs(app.database, app.settings, "another clock")
    app.jobs.audit()
    app.passes(seconds=32)
    assert {one["level"] for one in app.karin.asks("/v1/alarms?open=true")["alarms"]} == {Level.POLICE}
    assert any("Belafspraak" in line for line in app.karin.story(asked)), "who was asked, and asked again"
    bram.phone.expects_sms("Jouw achterwacht begint")
    assert sum("Ali Demir" in sms.text for sms in app.twilio.messages if sms.to == app.karin.employee.phone) == 1
    app.forgets_messages()
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.ali.does(planned, "cancel")
    sven.does(asked, "check-out")
    app.forgets_messages()
