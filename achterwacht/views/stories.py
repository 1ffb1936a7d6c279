"""What is read of a visit or alarm after somebody acted on it, in one statement: the rest is known from the action."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import PoliceCallRecord, TickRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import RootKind
from achterwacht.notices.in_silence import HUSHED, Hushed, hushed_in
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.statements import HERE
from foundation.together import Together, columns_of
from notifications.records import MessageRecord

_EVENTS = select(*columns_of(EventRecord)).where(EventRecord.organisation_id == HERE)
OF_VISIT = Together(events=_EVENTS.where(EventRecord.visit_id == bindparam("id")), hushed=HUSHED)
OF_ALARM = Together(
    events=_EVENTS.where(EventRecord.alarm_id == bindparam("id")),
    hushed=HUSHED,
    messages=select(
        MessageRecord.id, MessageRecord.person, MessageRecord.channel, MessageRecord.state, MessageRecord.state_at,
        MessageRecord.picked_up_at, MessageRecord.payload, MessageRecord.created_at,
    ).where(
        MessageRecord.organisation_id == HERE,
        MessageRecord.subject_kind == RootKind.ALARM,
        MessageRecord.subject == bindparam("id"),
    ),
    police_calls=select(*columns_of(PoliceCallRecord)).where(
        PoliceCallRecord.organisation_id == HERE, PoliceCallRecord.alarm_id == bindparam("id")
    ),
    ticks=select(*columns_of(TickRecord)).where(
        TickRecord.organisation_id == HERE, TickRecord.alarm_id == bindparam("id")
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """hushed: whom nobody phones now. messages, police_calls, ticks: those of an alarm, in their order."""

    events: Sequence[Any]
    hushed: Hushed
    messages: Sequence[Any] = ()
    police_calls: Sequence[Any] = ()
    ticks: Sequence[Any] = ()


def story_of_visit(session: Session, root: Aggregate) -> Story:
    """What happened on a visit, in its order."""
    assert root.visit is not None
    found = OF_VISIT.read(session, {"organisation": root.organisation.id, "id": root.visit.id})
    return Story(_in_order(found["events"]), hushed_in(found["hushed"]))


def story_of_alarm(session: Session, root: Aggregate) -> Story:
    """What happened in an alarm, in its order, and whom it told."""
    assert root.alarm is not None
    found = OF_ALARM.read(session, {"organisation": root.organisation.id, "id": root.alarm.id})
    return Story(
        _in_order(found["events"]),
        hushed_in(found["hushed"]),
        sorted(found["messages"], key=lambda one: (one.created_at, one.id)),
        sorted(found["police_calls"], key=lambda one: one.called_at),
        sorted(found["ticks"], key=lambda one: one.step),
    )


def _in_order(events: Sequence[Any]) -> Sequence[Any]:
    return sorted(events, key=lambda one: (one.at, one.place))
