"""What happens when a message of an alarm did not arrive: the next way, or the next person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from achterwacht.alarms.facts import Alarm
from achterwacht.alarms.rules.climbing import climb
from achterwacht.alarms.rules.telling import all_out, priority
from achterwacht.code_purposes import CodePurpose
from achterwacht.context import Context
from achterwacht.decision import Decision, Event, Notice
from achterwacht.kinds import EventKind
from notifications.texts.templates import INFORMING, Template
from notifications.ways import TELEPHONE, Channel, Way


@dataclass(frozen=True)
class Failure:
    """A message that did not arrive.

    tried: the channels by which this person was told in the same step.
    """

    person: UUID
    name: str
    template: Template
    channel: Channel
    tried: frozenset[Channel]
    alive: bool
    """Whether another message of the same step to this person is still under way or arrived."""
    opted_out: bool = False
    pressed: Mapping[str, Any] = field(default_factory=dict)
    """What it said of who pressed, and when."""


def not_arrived(name: str, channel: Channel, *, opted_out: bool) -> Event:
    """Record whose message did not arrive. If they sent STOP, say that they are phoned from now on."""
    facts = {"name": name, "channel": channel.value}
    return Event(EventKind.MESSAGE_FAILED, facts=facts | {"opted_out": True} if opted_out else facts)


def message_failed(alarm: Alarm, failure: Failure, context: Context) -> Decision:
    """Try the next channel of that person at once, or else the next person.

    Whoever may not watch any more, since they left or lost the role meanwhile, is not tried again.
    """
    decision = Decision(events=(not_arrived(failure.name, failure.channel, opted_out=failure.opted_out),))
    if failure.template in INFORMING:
        # This message was not part of a step: that step reached the person, or it is known that it did not.
        return decision
    told = next((told for told in alarm.told if told.person == failure.person), None)
    if not alarm.open or alarm.acknowledged_by is not None or told is None or told.level not in alarm.current_levels:
        return decision
    other = next((channel for channel in TELEPHONE if channel not in failure.tried), None)
    if other is not None and context.people.find(failure.person) is not None:
        code = CodePurpose.POLICE if failure.template is Template.POLICE else CodePurpose.LADDER
        by_worker = failure.person == alarm.worker
        notice = Notice(
            failure.person,
            failure.template,
            (Way(other),),
            priority(alarm),
            told.level,
            None if by_worker else code,
            failure.pressed,
        )
        return decision + Decision(notices=(notice,))
    if failure.alive:
        return decision
    out = alarm.marked(failure.person, failed=True)
    decision += Decision(alarm=out)
    # Once everyone was told, the repeats keep their own pace: failing faster helps nobody.
    return decision + climb(out, context) if all_out(out) and not out.rounds else decision
