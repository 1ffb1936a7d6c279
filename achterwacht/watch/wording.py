"""The facts behind every text: what an SMS or call says, in the time and number style of the organisation, and in the
language of whoever is told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from achterwacht.alarms.facts import Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.decision import Notice
from achterwacht.notices.in_silence import NOBODY, Hushed
from achterwacht.protocols.profile import Profile
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.quiet import wants_quiet
from notifications.texts.catalogue import Catalogue, catalogue
from notifications.texts.formats import day_before, listed, local, local_since, number

OF_A_PRESS = ("companion", "others", "phone", "opened", "said_no")
"""What a text says of who pressed and when, which is not known from the visit or the alarm."""


def place(aggregate: Aggregate, language: str) -> str:
    """Returns the address, as far as it is known. A drill has none; after a visit it is only the last known one."""
    visit, alarm, texts = aggregate.visit, aggregate.alarm, catalogue(language)
    if visit is not None and alarm is not None and over_before(visit, alarm):
        return texts.say("said", "last_address", {"address": visit.address_line})
    if visit is not None:
        return visit.address_line
    drill = alarm is not None and alarm.drill
    return texts.say("said", "drill_address" if drill else "no_address")


def over_before(visit: VisitRecord, alarm: AlarmRecord) -> bool:
    """Whether the visit was over when its alarm opened: the worker was on the way."""
    return left_before(visit.ended_at, alarm.opened_at)


def left_before(ended_at: datetime | None, opened_at: datetime) -> bool:
    """Whether they had left when the alarm opened: the address is where they were last, and not where they are."""
    return ended_at is not None and ended_at < opened_at


def payload(
    aggregate: Aggregate,
    notice: Notice,
    phone: str | None,
    team: str,
    names: Mapping[Any, str],
    now: datetime,
    language: str,
    hushed: Hushed = NOBODY,
) -> dict[str, Any]:
    """Returns everything that a text about this visit or alarm may need. Codes and links are added later.

    language: of whoever is told.
    hushed: whom nobody phones, because of any alarm. A text about another visit of theirs asks for no call either, and
    does not mention a silent alarm to those inside.
    """
    zone = aggregate.organisation.time_zone
    said = partial(local_since, now=now, zone=zone, language=language)
    visit, alarm = aggregate.visit, aggregate.alarm
    facts = {key: _written(value, said, language) for key, value in notice.facts.items()}
    began = alarm.opened_at if alarm else now
    since = (visit.started_at or visit.planned_start) if visit else began
    contact = (visit.last_heard_at or visit.started_at or began) if visit else began
    silent = _silent(aggregate, notice, names)
    silenced = hushed.silent
    inside = [one for one in aggregate.companions if one.declined_at is None]
    going = [one for one in inside if one.goes]
    companion = names.get(notice.companion, "") if notice.companion else ""
    others = [aggregate.worker_name, *(one.name for one in going if one.person_id != notice.companion)]
    drill = bool(alarm and alarm.drill) or bool(visit and visit.drill)
    return {
        "drill": drill,
        "taken_by": names.get(alarm.unproven_by, "") if alarm and alarm.unproven_by else "",
        "worker": aggregate.worker_name,
        "phone": number(phone, aggregate.organisation.country),
        "address": place(aggregate, language),
        "no_number": visit is not None and visit.no_number,
        "start": local(visit.planned_start, zone, language) if visit else "",
        "since": said(since),
        "until": said(visit.expected_end if visit else began),
        "opened": said(alarm.opened_at) if alarm else "",
        "contact": said(contact),
        "closed": local(now, zone, language),
        "visited": visit.address_line if visit else "",
        "ended": said(visit.ended_at) if visit and visit.ended_at else "",
        "awaited": said(visit.awaited_by) if visit and visit.awaited_by else "",
        "heading": (visit.heading_to or "") if visit else "",
        "day": day_before(visit.planned_start, now, zone, language) if visit else "",
        "outcome": alarm.outcome.value if alarm and alarm.outcome else "",
        "cause": alarm.cause.value if alarm else "",
        "visit_kind": visit.kind.value if visit else "",
        "along": listed((one.name for one in going), language),
        "inside_too": listed((one.name for one in inside), language),
        "companion": companion,
        "others": listed(others, language) if companion else "",
        "said_no": False,
        "real_alarm": False,
        "unproven": False,
        "silent_alarm": bool(alarm and alarm.cause.value == "duress")
        or (aggregate.worker_id in silenced and notice.person not in silenced),
        "quietly": wants_quiet(alarm) or (aggregate.worker_id in hushed.quiet and notice.person not in hushed.quiet),
        "not_phoned": notice.person in hushed.quiet,
        "emergency": emergency_number(aggregate.protocol, language, drill=drill),
        "in_earnest": aggregate.protocol.emergency.number,
        "manager": aggregate.protocol.words.manager,
        "extension": int(aggregate.protocol.watch.extension.total_seconds() // 60),
        "team": team,
        "silent": listed(silent, language),
        "silent_many": len(silent) > 1,
        "code": "",
        "alarm_code": "",
        "link": "",
        **facts,
        **({"real_alarm": False} if notice.person in silenced else {}),
    }


def _written(fact: Any, said: Callable[[datetime], str], language: str) -> Any:
    """Returns a fact of a rule as a text shows it: moments and lists of names are written out."""
    if isinstance(fact, datetime):
        return said(fact)
    return listed(fact, language) if isinstance(fact, list | tuple) else fact


def emergency_number(protocol: Profile, language: str, *, drill: bool) -> str:
    """Returns the number that a human calls. A drill never names it."""
    return catalogue(language).say("said", "no_number_in_a_drill") if drill else protocol.emergency.number


def _silent(aggregate: Aggregate, notice: Notice, names: Mapping[Any, str]) -> list[str]:
    """Returns, for the managers, the first names of the colleagues who were told before and did not take it."""
    if notice.level is not Level.MANAGER or aggregate.alarm is None or aggregate.alarm.cause.pressed:
        return []
    before = [one for one in aggregate.told.values() if one.level is Level.COLLEAGUE and not one.declined]
    return [names[one.person_id].split()[0] for one in before if names.get(one.person_id)]


UNSAID: Mapping[str, str] = dict.fromkeys(
    (
        "note",
        "reason",
        "said",
        "reference",
        "return",
        "names",
        "phoned",
        "texted",
        "again",
        "opted_out",
        "silent",
        "quietly",
        "rings",
        "police",
        "back",
        "to",
        "home",
        "managers",
        "unwatched",
    ),
    "",
)
"""Facts that an event may lack, with what a text shows then."""

EVENT_TIMES = frozenset({"until", "start", "pressed", "back"})
EVENT_WORDS = {"level": "levels", "why": "skips", "cause": "causes", "outcome": "outcomes", "channel": "channels"}


def sentence(
    texts: Catalogue,
    kind: str,
    facts: Mapping[str, Any],
    by: str,
    via: str,
    worker: str,
    own: bool,
    zone: str,
    at: datetime,
) -> str:
    """Returns a line of the timeline in words.

    A start is given with its day if that is not the day of the line (`at`).
    """
    said: dict[str, Any] = {**UNSAID, "by": by, "via": via, "worker": worker, "own": own}
    for key, value in facts.items():
        if key in EVENT_TIMES and value:
            moment = datetime.fromisoformat(value)
            said[key] = (day_before(moment, at, zone, texts.language) if key == "start" else "") + local(
                moment, zone, texts.language
            )
        elif key in EVENT_WORDS and value:
            said[key] = texts.say(EVENT_WORDS[key], value)
        elif key == "names":
            said[key] = listed(value, texts.language)
        else:
            said[key] = value
    return texts.say("events", kind, said)
