"""How moments, telephone numbers and lists of names are written for people."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers


def local(moment: datetime, zone: str) -> str:
    """A moment as a person there reads it: `14:40`; in the hour that comes twice `02:20 (zomertijd)`."""
    there = moment.astimezone(ZoneInfo(zone))
    time = f"{there.hour:02}:{there.minute:02}"
    if there.utcoffset() == there.replace(fold=1 - there.fold).utcoffset():
        return time
    return f"{time} ({'wintertijd' if there.fold else 'zomertijd'})"


def day_before(moment: datetime, now: datetime, zone: str) -> str:
    """The day to be said before a time, when it is not today: `24-11, `."""
    there, here = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    return "" if there.date() == here.date() else f"{there.day}-{there.month}, "


@lru_cache(maxsize=4096)
def number(phone: str | None, country: str) -> str:
    """A number as people there write it: `06 12345678` inside the country, `+32 4..` from another."""
    if not phone:
        return "?"
    parsed = phonenumbers.parse(phone)
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if phonenumbers.region_code_for_number(parsed) == country
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, style)


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: `Fatima, Ali en Ruth`."""
    names = list(names)
    return " en ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
