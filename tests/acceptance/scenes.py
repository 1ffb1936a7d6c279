"""How tests come to where their story begins. What was said on the way counts as read."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from achterwacht.alarms.facts import Level
from achterwacht.alarms.records import AlarmRecord
from tests.support.house import House

Json = dict[str, Any]
CODE = re.compile(r" \d{4,6}\b")
FIRST_WORDS = 4
SHORT = 0.4
"""Minutes: over before the demonstration's check call is due."""


LATE_CHECK_CALL = ('[check_call]\nafter = "30s"', '[check_call]\nafter = "6h"')
WITHOUT_A_CHECK_CALL = ("demo", LATE_CHECK_CALL)
"""For `house.runs_on`: a demonstration in which the check call comes after every visit of a test."""


def local_time(moment: str) -> str:
    """As it stands in a text: `14:40`."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%H:%M")


def level_of(house: House) -> Level | None:
    """How far the one open alarm climbed."""
    with house.database.read() as session:
        open_one = select(AlarmRecord.level).where(AlarmRecord.resolved_at.is_(None))
        return session.scalar(open_one, execution_options={"across_organisations": True})


def overdue(house: House, level: Level = Level.WORKER, **more: Any) -> Json:
    """Jan did not check out, and his alarm has just reached this level: what that step said is still to be read."""
    visit = house.jan.checks_in(minutes=SHORT, **more)
    climbs_to(house, level)
    return visit


def climbs_to(house: House, level: Level) -> None:
    """Nobody does anything until the alarm has reached this level."""

    def there() -> bool:
        now = level_of(house)
        if now is not None and now.height >= level.height:
            return True
        house.forgets_messages()
        return False

    house.passes_until(there)


def not_ok(house: House, minutes: float = 10, **more: Any) -> Json:
    """Fatima heard that it does not go well: an alarm that began at the manager."""
    visit = house.jan.checks_in(minutes=minutes, **more)
    house.fatima.does(visit, "check-call", result="not_ok", note="Er wordt geschreeuwd")
    return visit


def panic(house: House, minutes: float = 10, **more: Any) -> Json:
    """Jan pressed the noodknop on a visit."""
    visit = house.jan.checks_in(minutes=minutes, **more)
    house.jan.does(visit, "panic")
    return visit


def chronicle(house: House, visit: Json) -> list[tuple[int, str, str]]:
    """Everything that went out since the visit began: after how many minutes, to whom, and how it begins."""
    start = datetime.fromisoformat(visit["startedAt"])
    names = {citizen.phone: citizen.name.split()[0] for citizen in house.everybody}
    sent = [(sms.created, names[sms.to], sms.text) for sms in house.twilio.messages]
    sent += [(call.created, names[call.to], "(telefoon)") for call in house.twilio.calls]
    return sorted(
        (round((at - start).total_seconds() / 60), name, " ".join(CODE.sub("", text).split()[:FIRST_WORDS]))
        for at, name, text in sent
        if at >= start
    )


def a_belgian_address(number: int) -> Json:
    return {"country": "BE", "street": "Dorpsstraat", "houseNumber": str(number), "postcode": "3550", "city": "Zolder"}


def marks(house: House, address: Json, *advice: str) -> None:
    """Jan proposed a mark of this address, and Karin approved it."""
    body = {"address": address, "advice": advice, "reason": "Dreigde eerder", "reviewDate": "2040-01-01"}
    mark = house.jan.posts("/v1/risk-addresses", body, expect=201)
    house.karin.posts(f"/v1/risk-addresses/{mark['id']}/approve")


def refused(answer: Json) -> str:
    """The code of a refusal."""
    return str(answer["code"])


def in_pairs(house: House, *, minutes: float, **more: Any) -> Json:
    """Jan and Ali stand at the door, Ali said so, and Jan checks in."""
    companions = [{"personId": str(house.ali.id)}]
    planned = house.jan.plans(starts_in=5, minutes=minutes, companions=companions, **more)
    house.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je bent er")
    end = house.now() + timedelta(minutes=minutes)
    visit: Json = house.jan.does(planned, "check-in", expectedEnd=end.isoformat())
    return visit


def on_a_monday_at(house: House, hour: int, minute: int) -> None:
    """It is that time on the clock on the wall, on a working day."""
    zone = ZoneInfo("Europe/Amsterdam")
    now = house.now().astimezone(zone)
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=(7 - now.weekday()) % 7)
    if then <= now:
        then += timedelta(days=7)
    house.passes(minutes=(then - now).total_seconds() / 60)
    for person in (house.jan, house.ali, house.fatima, house.karin):
        person.signs_in()
