"""What OK, UIT, TERUG and +15 have in common, on a visit and after it: the PIN behind them, and how long is meant."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.inbound.answers import Answer, about
from achterwacht.kinds import Actor
from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.people.kept_secrets import PinRequired, PinWrong
from achterwacht.people.records import OrganisationRecord
from achterwacht.use_cases.pins import PinSlowed, Tried
from achterwacht.visits.facts import Pin
from achterwacht.watch.aggregate import Aggregate
from foundation.clock import clock_of
from notifications.intents import Intent, Reply
from notifications.texts.formats import local

WORDS = {
    Intent.OK: "OK",
    Intent.CHECK_OUT: "UIT",
    Intent.BACK: "TERUG",
    Intent.GOING_HOME: "NAAR HUIS",
    Intent.AT_HOME: "THUIS",
}


@dataclass(frozen=True)
class Longer:
    """How much longer, or until when. Neither: it was not said, or nothing was asked."""

    minutes: int | None = None
    until: datetime | None = None


def word_of(reply: Reply) -> str:
    """The word they sent, to show it with a PIN behind it."""
    if reply.intent is Intent.EXTEND:
        return f"TOT {reply.until}" if reply.until is not None else f"+{reply.minutes or 15}"
    return WORDS[reply.intent]


def how_long(session: Session, by: Actor, reply: Reply) -> Longer | None:
    """What `+15` and `tot 17:00` ask for. None: nobody can tell, and they are asked."""
    if reply.intent is not Intent.EXTEND:
        return Longer()
    if reply.doubted or (reply.minutes is None and reply.until is None):
        return None
    if reply.until is None:
        return Longer(reply.minutes)
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    until = reply.until.after(clock_of(session).now(session), ZoneInfo(organisation.time_zone))
    return None if until is None else Longer(until=until)


def country_of(session: Session, by: Actor) -> str:
    """Returns the country of their organisation: how an address is written in an example."""
    return session.get_one(OrganisationRecord, by.organisation_id).country


def alarm_stays(session: Session, by: Actor, root: Aggregate) -> Answer:
    """Answer that somebody outside closes the alarm, who phones them unless they asked not to be phoned."""
    quietly = by.person_id in who_is_hushed(session, by.organisation_id).quiet
    return Answer("alarm_stays", {"quietly": quietly}, about(root))


def pin_said(session: Session, by: Actor, tried: Tried, word: str) -> Pin | Answer:
    """The PIN behind what they sent; or the answer, where nothing may be done without another one."""
    assert by.person_id is not None
    try:
        return tried.said(session, by.person_id)
    except PinSlowed as slowed:
        return _waits(session, by, slowed)
    except (PinRequired, PinWrong):
        return Answer("pin_needed", {"word": word})


def _waits(session: Session, by: Actor, slowed: PinSlowed) -> Answer:
    """Whatever PIN it was, the answer is the same."""
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    return Answer("pin_wait", {"until": local(slowed.until, organisation.time_zone, organisation.language)})
