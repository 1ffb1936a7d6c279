"""Copies what a rule decided about a visit or an alarm into its record: which fields, and only those that changed.

Only the ledger calls this.
"""

from datetime import timedelta
from typing import Any

from achterwacht.alarms.facts import Alarm, Told
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.visits.facts import Visit
from achterwacht.visits.records import VisitRecord

VISIT_FIELDS = (
    "state", "kind", "planned_start", "started_at", "expected_end", "ended_at", "check_call", "asked_count",
    "chased_count", "last_heard_at", "signed_off_at", "shown_ended_at", "return_to", "back_by", "awaited_by",
    "heading_to", "returned_at", "alone_asked", "alone_allowed_by", "back_up", "back_up_accepted_at", "police_told_at",
    "expects_trouble", "trouble_said_by", "police_wanted", "fraud", "fraud_decided_by",
    "file_searched_by", "file_searched_at", "letter_looked_up_by", "letter_looked_up_at", "quiet",
)  # fmt: skip
ALARM_FIELDS = (
    "cause", "level", "acknowledged_by", "acknowledged_at", "unproven_by", "assigned_to", "resolved_at",
    "resolved_by", "outcome", "note", "rounds",
)  # fmt: skip
TOLD_FIELDS = ("level", "declined", "failed")


def copy_visit(facts: Visit, record: VisitRecord | None) -> None:
    _copy(facts, record, VISIT_FIELDS)
    _agree_call(facts, record)


def copy_alarm(facts: Alarm, record: AlarmRecord) -> None:
    _copy(facts, record, ALARM_FIELDS)


def copy_told(facts: Told, record: ToldRecord) -> None:
    _copy(facts, record, TOLD_FIELDS)


def _copy(facts: Any, record: Any, fields: tuple[str, ...]) -> None:
    """Copy the fields that changed, so that an unchanged row costs no statement."""
    held = record.__dict__
    for name in fields:
        value = getattr(facts, name)
        if held.get(name, _UNSET) != value:
            setattr(record, name, value)


_UNSET = object()


def _agree_call(facts: Visit, record: VisitRecord | None) -> None:
    """Copy the time that was agreed for the check call, in whole minutes after the start."""
    minutes = None if facts.call_after is None else facts.call_after // timedelta(minutes=1)
    if record is not None and record.call_after_minutes != minutes:
        record.call_after_minutes = minutes
