"""The place of an alarm: noted when a phone says it, and put into words with how exact and how old it is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from achterwacht.alarms.records import AlarmRecord
from achterwacht.alarms.spotted import Spot, better, spot_of
from achterwacht.visits.records import VisitRecord
from notifications.texts.catalogue import Catalogue

A_MINUTE = timedelta(minutes=1)
MAP = "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
"""Opened only when a human presses it. It holds a position and does not say whose it is."""


def spotted(given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Returns a place that came in as it is kept: with the moment at which the phone was there."""
    at = now - timedelta(seconds=given.get("ageSeconds", 0))
    return spot_of({**given, "at": at.isoformat()}, now).column()


def note_spot(alarm: AlarmRecord | None, given: Mapping[str, Any] | None, now: datetime) -> None:
    """Note a place that came in while the alarm is open. The best and newest place counts, however it came."""
    if alarm is None or given is None or alarm.resolved_at is not None:
        return
    known = spot_of(alarm.location, alarm.opened_at) if alarm.location else None
    best = better(known, spot_of(spotted(given, now), now))
    if best != known:
        alarm.location = best.column()


def spot_of_alarm(alarm: AlarmRecord, visit: VisitRecord | None) -> Spot | None:
    """Returns the best known place: what came with the alarm, or else with the check-in."""
    told = spot_of(alarm.location, alarm.opened_at) if alarm.location else None
    if visit is None or visit.location is None:
        return told
    at_check_in = spot_of(visit.location, visit.started_at or alarm.opened_at)
    return at_check_in if told is None else better(at_check_in, told)


def in_words(texts: Catalogue, spot: Spot, now: datetime) -> str:
    """Returns a place as people read it out: rounded to what is known, with how far off and how old it is."""
    facts = {
        "latitude": _degrees(spot.latitude, spot.digits),
        "longitude": _degrees(spot.longitude, spot.digits),
        "south": spot.latitude < 0,
        "west": spot.longitude < 0,
        "vague": spot.vague,
        "kilometres": spot.kilometres,
        "metres": spot.metres,
        "minutes": max(0, int((now - spot.at) / A_MINUTE)),
    }
    return texts.say("spots", "where", facts)


def map_link(spot: Spot) -> str:
    return MAP.format(latitude=f"{spot.latitude:.{spot.digits}f}", longitude=f"{spot.longitude:.{spot.digits}f}")


def _degrees(value: float, digits: int) -> str:
    # Every digit is shown, a zero too: 5,30 is more exact than 5,3.
    return f"{abs(value):.{digits}f}".replace(".", ",")
