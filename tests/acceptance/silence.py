"""What the duress PIN must give away to nobody inside, and what it must bring about outside."""

import re
from datetime import datetime
from typing import Any

from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person

PIN, DURESS = "2468", "8642"
OWN = frozenset(
    {"id", "asOf", "address", "plannedStart", "startedAt", "expectedEnd", "endedAt", "at", "dueAt", "checkedAt"}
)
MOMENT = re.compile(r"\d\d:\d\d")
ACTIONS: list[tuple[str, Json]] = [
    ("ok", {}),
    ("extend", {"minutes": 15}),
    ("check-out", {}),
    ("check-out", {"returnTo": "office"}),
]


def alike(visit: Json) -> Any:
    """A visit without what makes it this one: ids and moments."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: bare(inner) for name, inner in value.items() if name not in OWN or inner is None}
        if isinstance(value, list):
            return [bare(one) for one in value]
        return MOMENT.sub("", value) if isinstance(value, str) else value

    return bare(visit)


def moment(said: str) -> datetime:
    return datetime.fromisoformat(said)


def sees_nothing(person: Person, visit: Json) -> None:
    shown = person.visit(visit)
    assert shown["alarm"] is None
    assert person.asks("/v1/alarms")["alarms"] == []
    (listed,) = [one for one in person.asks("/v1/visits")["visits"] if one["id"] == visit["id"]]
    assert listed["alarm"] is None
    assert (listed["state"], listed["timeline"]) == (shown["state"], shown["timeline"])
    words = " ".join(line["text"] for line in shown["timeline"]).lower()
    assert not any(part in words for part in ("alarm", "dwang", "gewaarschuwd", "overgeslagen", "pakt het op"))


def outside_it_is_loud(app: AppUnderTest, visit: Json) -> None:
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("STIL ALARM").text
        assert re.search(r"Jan de Wit( \(op pad met Ali Demir\))? gaf om", text)
        assert re.search(r"Bel Jan de Wit( en Ali Demir)? NIET\. Bel 112\.", text)
        assert app.jan.employee.phone[-8:] not in text, "nor does it give his number"
    alarm = app.fatima.visit(visit)["alarm"]
    assert (alarm["cause"], alarm["level"]) == ("duress", "manager")
