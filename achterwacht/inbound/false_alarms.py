"""`Loos alarm`, `foutje`, `per ongeluk` of somebody inside: a note that asks for a call back, and closes nothing.

A silent alarm is not there for them, so they are answered as if there were none; who was told of it hears it.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.inbound.answers import Answer, about
from achterwacht.inbound.unread import watched
from achterwacht.kinds import Actor
from achterwacht.use_cases import alarms as alarm_cases


def false_alarm(session: Session, by: Actor, now: datetime) -> Answer | None:
    """Note it on what is open of theirs. None: nobody watches over them, so it is about somebody else's alarm."""
    answer = None
    for held, _ in watched(session, by):
        answer = answer or Answer("no_alarm")
        alarm = held.root.alarm_facts()
        if alarm is None or not alarm.open:
            continue
        silent = alarm.cause is Cause.DURESS
        if not silent and not alarm.watchers():
            # Only they were asked: what was asked is still to be answered.
            answer = Answer("over_doubted")
            continue
        root = alarm_cases.call_false(held, "").root
        if not silent:
            answer = Answer("false_alarm", {"quietly": alarm_cases.not_phoned(held)}, about(root))
    return answer
