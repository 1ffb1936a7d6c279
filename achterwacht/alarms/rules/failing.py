"""A message of an alarm did not arrive: the next way, or the next person."""

from dataclasses import dataclass
from uuid import UUID

from achterwacht.alarms.facts import Alarm
from achterwacht.alarms.rules.climbing import climb
from achterwacht.alarms.rules.telling import all_out, priority
from achterwacht.context import Context
from achterwacht.decision import Decision, Event, Notice
from achterwacht.kinds import CodePurpose, EventKind
from notifications.texts.templates import INFORMING, Template
from notifications.ways import TELEPHONE, Channel, Way


@dataclass(frozen=True)
class Failure:
    """A message that did not arrive. `tried` are the channels this person was told by in the same step."""

    person: UUID
    name: str
    template: Template
    channel: Channel
    tried: frozenset[Channel]
    alive: bool
    """Whether another message of the same step to this person is still under way or arrived."""
    opted_out: bool = False


def not_arrived(name: str, channel: Channel, *, opted_out: bool) -> Event:
    """Whose message did not arrive; and where they sent STOP, that they are phoned from now on."""
    facts = {"name": name, "channel": channel.value}
    return Event(EventKind.MESSAGE_FAILED, facts=facts | {"opted_out": True} if opted_out else facts)


def message_failed(alarm: Alarm, failure: Failure, context: Context) -> Decision:
    """A message failed: the next channel of that person, or else the next person, at once."""
    decision = Decision(events=(not_arrived(failure.name, failure.channel, opted_out=failure.opted_out),))
    if failure.template in INFORMING:
        # No step: who did not get it was reached by their step, or is known not to be.
        return decision
    told = next((told for told in alarm.told if told.person == failure.person), None)
    if not alarm.open or alarm.acknowledged_by is not None or told is None or told.level not in alarm.current_levels:
        return decision
    other = next((channel for channel in TELEPHONE if channel not in failure.tried), None)
    if other is not None:
        code = CodePurpose.POLICE if failure.template is Template.POLICE else CodePurpose.LADDER
        by_worker = failure.person == alarm.worker
        notice = Notice(
            failure.person, failure.template, (Way(other),), priority(alarm), told.level, None if by_worker else code
        )
        return decision + Decision(notices=(notice,))
    if failure.alive:
        return decision
    out = alarm.marked(failure.person, failed=True)
    decision += Decision(alarm=out)
    # Once everyone is told, the repeats go on at their own pace: failing faster helps nobody.
    return decision + climb(out, context) if all_out(out) and not out.rounds else decision
