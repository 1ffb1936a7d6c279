"""The battery of a phone on which the noodknop was pressed: how long it can still be called and found."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from achterwacht.alarms.records import AlarmRecord


@dataclass(frozen=True)
class Battery:
    """How full it was, in per cent, and when."""

    percent: int
    at: datetime


def note_battery(alarm: AlarmRecord | None, told: Battery | None) -> None:
    """Note what a phone said while the alarm is open. The newest counts."""
    if alarm is None or told is None or alarm.resolved_at is not None:
        return
    known = battery_of(alarm)
    if known is None or told.at >= known.at:
        alarm.battery = {"percent": told.percent, "at": told.at.isoformat()}


def told(percent: int | None, age_seconds: float, now: datetime) -> Battery | None:
    """Returns what came with a press; a press that arrives late says how it was then."""
    return None if percent is None else Battery(percent, now - timedelta(seconds=age_seconds))


def battery_of(alarm: AlarmRecord) -> Battery | None:
    known = alarm.battery
    return Battery(known["percent"], datetime.fromisoformat(known["at"])) if known else None
