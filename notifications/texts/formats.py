"""How moments, telephone numbers and lists of names are written for people, in their language (CLDR, by Babel)."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_skeleton
from babel.lists import format_list

from notifications.texts.catalogue import catalogue


def local(moment: datetime, zone: str, language: str) -> str:
    """A moment as a person there reads it: `14:40`; in the hour that comes twice `02:20 (zomertijd)`."""
    there = moment.astimezone(ZoneInfo(zone))
    time = f"{there:%H:%M}"  # in every language of ours
    if there.utcoffset() == there.replace(fold=1 - there.fold).utcoffset():
        return time
    return f"{time} ({catalogue(language).say('said', 'winter_time' if there.fold else 'summer_time')})"


def day_of(day: date, language: str) -> str:
    """A day without its year: `24-11`."""
    said: str = format_skeleton("Md", day, locale=language)
    return said


def day_before(moment: datetime, now: datetime, zone: str, language: str) -> str:
    """The day to be said before a time, when it is not today: `24-11, `."""
    there, here = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    return "" if there.date() == here.date() else f"{day_of(there, language)}, "


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


def listed(names: Iterable[str], language: str) -> str:
    """Names in a sentence: `Fatima, Ali en Ruth`."""
    said: str = format_list(list(names), locale=language)
    return said
