"""How moments, telephone numbers and lists of names are written for people, in their language (CLDR, by Babel)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency

from notifications.texts.catalogue import catalogue

LOCALES: Mapping[str, str] = {"en": "en_GB", "fr": "fr_BE", "nl-BE": "nl_BE"}
"""Languages of which CLDR knows the days and lists otherwise than by their name: 24/11 is no month 24."""

READ_AS_TODAY = timedelta(hours=12)
"""So long a time that is past needs no day, also when midnight lies between."""


def _locale(language: str) -> str:
    return LOCALES.get(language, language)


def local(moment: datetime, zone: str, language: str) -> str:
    """Returns a moment as people in that zone write it: `14:40`; in the hour that occurs twice `02:20 (zomertijd)`."""
    there = moment.astimezone(ZoneInfo(zone))
    time = f"{there:%H:%M}"  # the same in all our languages
    if there.utcoffset() == there.replace(fold=1 - there.fold).utcoffset():
        return time
    return f"{time} ({catalogue(language).say('said', 'winter_time' if there.fold else 'summer_time')})"


def local_since(moment: datetime, now: datetime, zone: str, language: str) -> str:
    """Returns a moment that may be long ago: a time, and after twelve hours with its day before it, `24-11, 14:40`.

    In an alarm that is told a day late, a time alone would be taken for one of today.
    """
    long_ago = now - moment > READ_AS_TODAY
    return (day_before(moment, now, zone, language) if long_ago else "") + local(moment, zone, language)


def day_of(day: date, language: str) -> str:
    """Returns a day without its year: `24-11`."""
    said: str = format_skeleton("Md", day, locale=_locale(language))
    return said


def whole_day_of(day: date, language: str) -> str:
    """Returns a day as a letter says it: `24 november 2026`."""
    said: str = format_date(day, "long", locale=_locale(language))
    return said


def euros_of(amount: Decimal, language: str) -> str:
    """Returns an amount as people write it: `€ 1.850,00`."""
    said: str = format_currency(amount, "EUR", locale=_locale(language))
    return said


def day_before(moment: datetime, now: datetime, zone: str, language: str) -> str:
    """Returns the day to put before a time if it is not today: `24-11, `."""
    there, here = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    return "" if there.date() == here.date() else f"{day_of(there, language)}, "


@lru_cache(maxsize=4096)
def number(phone: str | None, country: str) -> str:
    """Returns a number as people in `country` write it: `06 12345678` for one of theirs, `+32 4..` for another's."""
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
    """Returns names as they stand in a sentence: `Fatima, Ali en Ruth`."""
    said: str = format_list(list(names), locale=_locale(language))
    return said
