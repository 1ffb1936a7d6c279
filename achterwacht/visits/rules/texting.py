"""Texts from people who are watched over that the software does not understand: a human reads them and asks."""

from collections.abc import Iterable
from dataclasses import replace
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


def not_understood(
    visit: Visit, by: Actor, said: str, context: Context, *, tell: bool, quietly: bool = False, rings: bool = False
) -> Decision:
    """Show a text that nobody understood to whoever watches over its sender, who is inside, on the way back or home.

    With an open alarm, those who were told of it read the text. Otherwise the colleagues on duty do, or a manager if
    there are none. The text changes nothing else, and is no sign of life.

    tell: False if they were told of such a text a moment ago. quietly: it asks that nobody phones, and from then on
    nobody does, about any alarm that opens on the visit too. rings: it says that one may ring again, and one may.
    """
    if not _watched(visit):
        return NOTHING
    kept = replace(visit, quiet=quietly) if quietly or rings else None
    read = Decision(visit=kept, events=(_event(by, said, distress=False, quietly=quietly, rings=rings),))
    if not tell:
        return read
    alarm = visit.open_alarm
    told = alarm.watchers() if alarm else ()
    return read + Decision(notices=_notices(told or _on_duty(visit, context), by, said, quietly))


def in_distress(
    visit: Visit, by: Actor, said: str, context: Context, *, quietly: bool = False, rings: bool = False
) -> Decision:
    """Treat words of distress from somebody inside, on the way back or home like a check call that went badly.

    A manager is told at once, and everybody who is told of the alarm reads the words. It never makes an alarm lighter.

    quietly, rings: as in `not_understood`. The newest wish counts.
    """
    if not _watched(visit):
        return NOTHING
    cried = Decision(events=(_event(by, said, distress=True, quietly=quietly, rings=rings),))
    heard = replace(heard_at(visit, by, context.now), quiet=quietly or (visit.quiet and not rings))
    sounded = sound(heard, Cause.NOT_OK, Level.MANAGER, context)
    alarm = sounded.alarm or visit.open_alarm
    return cried + sounded + Decision(notices=_notices(alarm.watchers() if alarm else (), by, said, quietly))


def texted_in_an_alarm(
    alarm: Alarm, by: Actor, said: str, *, distress: bool, tell: bool, quietly: bool = False, rings: bool = False
) -> Decision:
    """Show a later text of somebody who called for help without a visit to those who were told of the alarm."""
    told = alarm.watchers() if tell else ()
    event = _event(by, said, distress=distress, quietly=quietly, rings=rings)
    return Decision(events=(event,), notices=_notices(told, by, said, quietly))


def _watched(visit: Visit) -> bool:
    """Whether somebody may wait for a word of this worker. For one who went home the caller knows (`unread.py`)."""
    return visit.under_way or visit.on_the_way or visit.heads_home


def _event(by: Actor, said: str, *, distress: bool, quietly: bool, rings: bool) -> Event:
    facts = {"said": said, "distress": distress, "quietly": quietly or None, "rings": rings or None}
    return Event(EventKind.TEXTED, by.person_id, facts)


def _notices(people: Iterable[UUID], by: Actor, said: str, quietly: bool) -> tuple[Notice, ...]:
    # Without that here, what was asked before about the alarm still holds.
    facts = {"texter": by.name, "said": said} | ({"quietly": True} if quietly else {})
    return tuple(
        Notice(one, Template.TEXTED, BY_SMS, MessagePriority.SIGN_OF_LIFE, facts=facts) for one in dict.fromkeys(people)
    )


def _on_duty(visit: Visit, context: Context) -> tuple[UUID, ...]:
    for level in (Level.COLLEAGUE, Level.MANAGER):
        able = [one.person for one in context.people.at(level) if one.skip is None]
        if free := tuple(one for one in able if not visit.of_the_visit(one)):
            return free
    return ()
