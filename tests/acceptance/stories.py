"""How tests come to where their story begins. What was said on the way counts as read."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from achterwacht.alarms.facts import Level
from achterwacht.alarms.records import AlarmRecord
from tests.support.app_under_test import AppUnderTest

Json = dict[str, Any]
CODE = re.compile(r" \d{4,6}\b")
FIRST_WORDS = 4
SHORT = 0.4
"""Minutes: over before the demonstration's check call is due."""


LATE_CHECK_CALL = ('[check_call]\nafter = "30s"', '[check_call]\nafter = "6h"')
WITHOUT_A_CHECK_CALL = ("demo", LATE_CHECK_CALL)
"""For `app.runs_on`: a demonstration in which the check call comes after every visit of a test."""


def local_time(moment: str) -> str:
    """As it stands in a text: `14:40`."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%H:%M")


def level_of(app: AppUnderTest) -> Level | None:
    """How far the one open alarm climbed."""
    with app.database.read() as session:
        open_one = select(AlarmRecord.level).where(AlarmRecord.resolved_at.is_(None))
        return session.scalar(open_one, execution_options={"across_organisations": True})


def overdue(app: AppUnderTest, level: Level = Level.WORKER, **more: Any) -> Json:
    """Jan did not check out, and his alarm has just reached this level: what that step said is still to be read."""
    visit = app.jan.checks_in(minutes=SHORT, **more)
    climbs_to(app, level)
    return visit


def climbs_to(app: AppUnderTest, level: Level) -> None:
    """Nobody does anything until the alarm has reached this level."""

    def there() -> bool:
        now = level_of(app)
        if now is not None and now.height >= level.height:
            return True
        app.forgets_messages()
        return False

    app.passes_until(there)


def not_ok(app: AppUnderTest, minutes: float = 10, **more: Any) -> Json:
    """Fatima heard that it does not go well: an alarm that began at the manager."""
    visit = app.jan.checks_in(minutes=minutes, **more)
    app.fatima.does(visit, "check-call", result="not_ok", note="Er wordt geschreeuwd")
    return visit


def panic(app: AppUnderTest, minutes: float = 10, **more: Any) -> Json:
    """Jan pressed the noodknop on a visit."""
    visit = app.jan.checks_in(minutes=minutes, **more)
    app.jan.does(visit, "panic")
    return visit


def chronicle(app: AppUnderTest, visit: Json) -> list[tuple[int, str, str]]:
    """Everything that went out since the visit began: after how many minutes, to whom, and how it begins."""
    start = datetime.fromisoformat(visit["startedAt"])
    names = {employee.phone: employee.name.split()[0] for employee in app.everybody}
    sent = [(sms.created, names[sms.to], sms.text) for sms in app.twilio.messages]
    sent += [(call.created, names[call.to], "(telefoon)") for call in app.twilio.calls]
    return sorted(
        (round((at - start).total_seconds() / 60), name, " ".join(CODE.sub("", text).split()[:FIRST_WORDS]))
        for at, name, text in sent
        if at >= start
    )


def a_belgian_address(number: int) -> Json:
    return {"country": "BE", "street": "Dorpsstraat", "houseNumber": str(number), "postcode": "3550", "city": "Zolder"}


def marks(app: AppUnderTest, address: Json, *advice: str) -> None:
    """Jan proposed a mark of this address, and Karin approved it."""
    body = {"address": address, "advice": advice, "reason": "Dreigde eerder", "reviewDate": "2040-01-01"}
    mark = app.jan.posts("/v1/risk-addresses", body, expect=201)
    app.karin.posts(f"/v1/risk-addresses/{mark['id']}/approve")


def refused(answer: Json) -> str:
    """The code of a refusal."""
    return str(answer["code"])


def in_pairs(app: AppUnderTest, *, minutes: float, **more: Any) -> Json:
    """Jan and Ali stand at the door, Ali said so, and Jan checks in."""
    companions = [{"personId": str(app.ali.id)}]
    planned = app.jan.plans(starts_in=5, minutes=minutes, companions=companions, **more)
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je bent er")
    end = app.now() + timedelta(minutes=minutes)
    visit: Json = app.jan.does(planned, "check-in", expectedEnd=end.isoformat())
    return visit


def on_a_monday_at(app: AppUnderTest, hour: int, minute: int) -> None:
    """It is that time on the clock on the wall, on a working day."""
    zone = ZoneInfo("Europe/Amsterdam")
    now = app.now().astimezone(zone)
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=(7 - now.weekday()) % 7)
    if then <= now:
        then += timedelta(days=7)
    app.passes(minutes=(then - now).total_seconds() / 60)
    for person in (app.jan, app.ali, app.fatima, app.karin):
        person.signs_in()
