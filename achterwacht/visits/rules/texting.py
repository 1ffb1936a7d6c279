"""What somebody texts while they are watched over, and no word of ours says: a human reads it, and asks."""

from collections.abc import Iterable
from uuid import UUID

from achterwacht.alarms.facts import Alarm, Cause, Level
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import Visit
from achterwacht.visits.rules.trouble import sound
from achterwacht.visits.rules.watching import BY_SMS, heard_at
from notifications.texts.templates import Template


def not_understood(visit: Visit, by: Actor, said: str, context: Context, *, tell: bool) -> Decision:
    """Somebody inside, or on the way back, sent what nobody understood: whoever watches reads it and asks.

    Who was told of an open alarm reads it; without one the colleagues on duty, or a manager where there is none. tell:
    False where they were told of such a text just now. It changes nothing else, and is no sign of life.
    """
    if not (visit.under_way or visit.on_the_way):
        return NOTHING
    read = Decision(events=(_event(by, said, distress=False),))
    if not tell:
        return read
    alarm = visit.open_alarm
    told = alarm.watchers() if alarm else ()
    return read + Decision(notices=_notices(told or _on_duty(visit, context), by, said))


def in_distress(visit: Visit, by: Actor, said: str, context: Context) -> Decision:
    """Somebody inside, or on the way back, sent words of distress: as a check call that says it is not well.

    A manager is brought in at once, and whoever is told of the alarm reads the words. It never makes an alarm lighter.
    """
    if not (visit.under_way or visit.on_the_way):
        return NOTHING
    cried = Decision(events=(_event(by, said, distress=True),))
    sounded = sound(heard_at(visit, by, context.now), Cause.NOT_OK, Level.MANAGER, context)
    alarm = sounded.alarm or visit.open_alarm
    return cried + sounded + Decision(notices=_notices(alarm.watchers() if alarm else (), by, said))


def texted_in_an_alarm(alarm: Alarm, by: Actor, said: str, *, distress: bool, tell: bool) -> Decision:
    """Somebody who called for help without a visit texts on: whoever was told of it reads that."""
    told = alarm.watchers() if tell else ()
    return Decision(events=(_event(by, said, distress=distress),), notices=_notices(told, by, said))


def _event(by: Actor, said: str, *, distress: bool) -> Event:
    return Event(EventKind.TEXTED, by.person_id, {"said": said, "distress": distress})


def _notices(people: Iterable[UUID], by: Actor, said: str) -> tuple[Notice, ...]:
    facts = {"texter": by.name, "said": said}
    return tuple(
        Notice(one, Template.TEXTED, BY_SMS, MessagePriority.SIGN_OF_LIFE, facts=facts) for one in dict.fromkeys(people)
    )


def _on_duty(visit: Visit, context: Context) -> tuple[UUID, ...]:
    for level in (Level.COLLEAGUE, Level.MANAGER):
        able = [one.person for one in context.people.at(level) if one.skip is None]
        if free := tuple(one for one in able if not visit.of_the_visit(one)):
            return free
    return ()
