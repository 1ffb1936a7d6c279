"""What everybody sees of a story: each phone, in its order, and the board of who watches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from tests.support.app_under_test import AppUnderTest, Person

Json = dict[str, Any]
CODE = re.compile(r" \d{4,6}\b")
FIRST_WORDS = 6
TOWN = ZoneInfo("Europe/Amsterdam")


def phones(app: AppUnderTest, **others: str) -> dict[str, list[str]]:
    """What reached each phone since the story began, minute by minute: `10:25 Je afspraak loopt tot 10:30.`. Whom
    nothing reached is not in it. What leaves in one minute is in the order of the alphabet: it leaves together.

    others: numbers of who does not work here, by the name the story calls them.
    """
    names = {one.phone: one.name.split()[0] for one in app.everybody} | {
        number: name for name, number in others.items()
    }
    reached = [(sms.to, f"{_clock(sms.created)} {_first_words(sms.text)}") for sms in app.twilio.messages]
    reached += [(call.to, f"{_clock(call.created)} (telefoon)") for call in app.twilio.calls]
    return {names[number]: sorted(line for to, line in reached if to == number) for number, _ in reached}


def desk(person: Person) -> dict[str, list[str]]:
    """The board as this person sees it: each part that has a row, and what the row says."""
    board = person.asks("/v1/board")
    rows = {
        "alarms": [f"{_who(one)}: {one['cause']}, {one['level']}" for one in board["alarms"]],
        "planned": [f"{_who(one)}{_waits(one['waits'])}" for one in board["planned"]],
        "visits": [_who(one) for one in board["visits"]],
        "goingHome": [_who(one) for one in board["goingHome"]],
    }
    return {part: found for part, found in rows.items() if found}


def _clock(moment: datetime) -> str:
    return moment.astimezone(TOWN).strftime("%H:%M")


def _first_words(text: str) -> str:
    return " ".join(CODE.sub("", text).split()[:FIRST_WORDS])


def _who(row: Json) -> str:
    along = "".join(f" met {one['name']}" for one in row.get("companions", []))
    return f"{row['worker']['name']}{along}, {row['address']}"


def _waits(waits: Json) -> str:
    """What still has to be done before it starts."""
    told = [f"eerst {waits['tellFirst']}"] if waits["tellFirst"] else []
    asked = ["de teammanager beslist"] if waits["managerDecides"] else []
    kept = [] if waits["mayStart"] else ["wacht"]
    said = "; ".join([*waits["lookUp"], *told, *asked, *kept])
    return f" ({said})" if said else ""
