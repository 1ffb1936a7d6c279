"""The list as facts for a letter: with times and numbers in the organisation's own style, ready to be printed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from phonenumbers import NumberParseException

from achterwacht.people.records import OrganisationRecord
from achterwacht.views.whereabouts import Contact, Stay, Whereabouts
from achterwacht.whereabouts.rules import Calling
from notifications.texts.formats import local, number


def facts_of(found: Whereabouts, organisation: OrganisationRecord, next_at: datetime | None) -> dict[str, Any]:
    """Returns the facts for the letter. next_at: when the next one comes, so that its absence is noticed."""
    zone, country, language = organisation.time_zone, organisation.country, organisation.language

    def person(one: Contact) -> dict[str, str]:
        return {"name": one.name, "phone": _readable(one.phone, country)}

    def moment(at: datetime | None) -> str:
        if at is None:
            return ""
        day = _day(at, zone)
        return local(at, zone, language) if day == _day(found.as_of, zone) else f"{day} {local(at, zone, language)}"

    def stay(one: Stay) -> dict[str, Any]:
        return {
            "worker": one.worker.name,
            # No number in a silent alarm: nobody may ring those inside.
            "phone": "" if silent(one) else number(one.worker.phone, country),
            "address": one.address or "",
            "companions": [person(other) for other in one.companions],
            "since": moment(one.since),
            "until": moment(one.until),
            "alarm": moment(one.alarm_since),
            "next": one.next.task.value if one.next else "",
            "at": moment(one.next.at) if one.next else "",
            "drill": one.drill,
        }

    return {
        "team": found.team,
        "organisation": organisation.name,
        "made": local(found.as_of, zone, language),
        "made_day": _day(found.as_of, zone),
        "under_way": [stay(one) for one in found.under_way],
        "planned": [stay(one) for one in found.planned],
        "on_duty": [person(one) for one in found.on_duty],
        "managers": [person(one) for one in found.managers],
        "emergency": found.emergency_number or "",
        "next": local(next_at, zone, language) if next_at else "",
        "next_day": _day(next_at, zone) if next_at else "",
    }


def silent(stay: Stay) -> bool:
    """Whether nobody may ring the person on this line."""
    return stay.next is not None and stay.next.task is Calling.MANAGER_FIRST


def _readable(phone: str | None, country: str) -> str:
    """Returns a number in the style of the country. What a worker typed for an outside companion may be anything."""
    try:
        return number(phone, country)
    except NumberParseException:
        return phone or ""


def _day(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%d-%m-%Y")
