"""TERUG, NAAR HUIS, THUIS, OK and +30 from somebody on the way back from a visit.

A bare word by SMS does what it does on a visit under way: if they have a PIN, it is asked for, and once others were
told of an alarm the word closes nothing (watch-rules.md, "What a word by SMS may do").
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.inbound.answers import Answer, about
from achterwacht.inbound.said_of_oneself import alarm_stays, how_long, pin_said, word_of
from achterwacht.kinds import Actor
from achterwacht.use_cases.pins import Tried
from achterwacht.visiting import visits as visit_cases
from achterwacht.visiting.returns import own_way_back
from achterwacht.visits.facts import Pin, ReturnTo
from achterwacht.visits.refusals import BackBeforeEnd, BackTooLate, EndNotLater
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.held import hold_visit
from notifications.intents import Intent, Reply
from notifications.texts.formats import local


def about_the_way_back(session: Session, by: Actor, reply: Reply, tried: Tried) -> Answer | None:
    """Handle what they say of the way back. Returns None if nobody expects them."""
    visit = own_way_back(session, by)
    if visit is None:
        return None
    longer = how_long(session, by, reply)
    if longer is None:
        return Answer("minutes_doubted")
    pin = pin_said(session, by, tried, word_of(reply))
    if isinstance(pin, Answer):
        return pin
    by = replace(by, unproven=True)
    try:
        held = hold_visit(session, visit.id, by)
        match reply.intent:
            case Intent.OK:
                made = visit_cases.say_ok(held, pin)
            case Intent.EXTEND:
                made = visit_cases.extend(held, longer.until, longer.minutes, pin)
            case Intent.CHECK_OUT:
                # Most often this is the same text again. It does not say where they are now.
                return Answer("out_already", {"awaited": _awaited(held.root)})
            case Intent.BACK:
                made = visit_cases.report_back(held, pin, "", ReturnTo.OFFICE)
            case _:
                made = visit_cases.report_back(held, pin, "", ReturnTo.HOME, at_home=reply.intent is Intent.AT_HOME)
    except EndNotLater:
        return Answer("end_not_later")
    except (BackTooLate, BackBeforeEnd):
        return Answer("too_long")
    return _done(session, by, made.root, reply.intent, pin)


def _done(session: Session, by: Actor, root: Aggregate, intent: Intent, pin: Pin) -> Answer:
    visit, alarm = visit_cases.visit_of(root), root.alarm
    if intent in (Intent.OK, Intent.EXTEND):
        return Answer("awaited", {"awaited": _awaited(root)}, about(root))
    quiet = pin is Pin.DURESS or alarm is None or alarm.resolved_at is not None or alarm.cause is Cause.DURESS
    if not quiet:
        return alarm_stays(session, by, root)
    if intent is Intent.BACK:
        return Answer("back", about=about(root))
    if intent is Intent.AT_HOME:
        return Answer("home_safe", about=str(visit.id))
    return Answer("going_home", {"asked": root.protocol.home_safe is not None}, about(root))


def _awaited(root: Aggregate) -> str:
    visit, organisation = visit_cases.visit_of(root), root.organisation
    assert visit.awaited_by is not None
    return local(visit.awaited_by, organisation.time_zone, organisation.language)
