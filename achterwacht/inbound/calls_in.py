"""A call to our number: check in, all is well, sign off, or help, by keys alone (docs/decisions/0091).

Who calls is decided by the number and the PIN, as with an SMS: a number can be forged, so a call in does no more than
the text would. Help needs no PIN. The first words sound like any office; what is pressed is told to nobody's screen.

Each step is a request of its own. What was said before stands in `call_in`, by the id of the call. A step that is asked
again has a name of its own (`menu-2`): the same name twice is a request that the provider repeats, and does nothing.
"""

from dataclasses import replace
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.described import WhereTo, place_of
from achterwacht.addresses.to_follow import place_to_follow
from achterwacht.inbound import answers, received
from achterwacht.inbound.answers import Answer
from achterwacht.inbound.call_in import MOST_ROUNDS, ROUNDS, CallIn, call_in_of
from achterwacht.inbound.check_in_texts import begin_watch, plans_about_now
from achterwacht.inbound.conversation import id_of_digits
from achterwacht.inbound.visit_texts import about_a_visit, own_visits
from achterwacht.inbound.where_texted import Texted
from achterwacht.inbound.worker_calls import PIN_TRIES, asks_for_help
from achterwacht.people.kept_secrets import PinRequired, PinWrong
from achterwacht.people.records import OrganisationRecord
from achterwacht.use_cases import panic
from achterwacht.use_cases.pins import PinSlowed, Tried
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.visible import on_lines
from notifications.channels.voice import Prompt
from notifications.intents import Intent, Reply
from notifications.texts.catalogue import catalogue
from notifications.texts.formats import local

log = structlog.get_logger()
HELP = "9"
"""As it is kept, however often it was pressed."""
ELSEWHERE = "8"
MENU = ("menu", "menu2")
MINUTES = ("minutes", "minutes2")
PLACES = ("place", "place2")
SHORTEST, LONGEST = 5, 720
"""Minutes that may be pressed. 9 and 999 are none of them: they are help, that somebody pressed there."""
HELPED = "help"
"""Help is asked for once in a call, at whatever step: that alone makes a second 9 a repeated one."""
MOST_PLACES = 4
LOOKED_BACK = 60
"""Visits of theirs that are looked through for different addresses."""
SPOKEN = {
    "ok": "in_ok", "checked_out": "in_checked_out", "back": "in_checked_out", "home_safe": "in_ok",
    "alarm_stays": "in_noted", "not_under_way": "in_not_under_way", "checked_in": "in_checked_in",
    "in_already": "in_already", "check_in_waits": "in_refused", "check_in_how": "in_refused", "awaited": "in_noted",
}  # fmt: skip
"""What is said of an answer; of any other the caller hears that it comes by SMS."""


def prompt_of_a_call_in(
    session: Session, call_sid: str, sender: str, step: str | None, digits: str, *, proof: str = "", tried: Tried
) -> tuple[Prompt, str]:
    """Returns what the call says now, and in which language. step: the question that `digits` answers.

    proof: the signature it came with. tried: the PIN among the digits (`typed_pins.py`).
    """
    call = call_in_of(session, call_sid, sender, begins=step is None)
    if call is None:
        log.warning("call from an unknown number", sid=call_sid[:40])
        return Prompt([catalogue("nl").spoken("in_unknown", {})]), "nl"
    if step is None:
        prompt = _menu(call) if _needs_no_pin(call) else call.asks("in_opening", PIN_TRIES[0], many=True)
    else:
        asked, _, said = step.partition("-")
        call = replace(call, round=int(said) if said in ROUNDS else 1)
        key = id_of_digits(call_sid, HELPED if _is_help(asked, on_lines(digits)) else step)
        first = received.first_time(session, (key, proof), call.now)
        prompt = _pressed(call, asked, on_lines(digits), tried, first=first)
    return prompt, call.person.language


def _is_help(step: str, digits: str) -> bool:
    return asks_for_help(digits) and not (step in MINUTES and SHORTEST <= int(digits) <= LONGEST and digits != HELP)


def _needs_no_pin(call: CallIn) -> bool:
    return call.person.pin_hash is None


def _menu(call: CallIn, *before: str) -> Prompt:
    """Returns the choices. Somebody who left while they were watched over begins no other watch."""
    return call.asks(_choices(call), MENU[0], before=before)


def _choices(call: CallIn) -> str:
    return "in_menu" if call.person.active else "in_menu_left"


def _pressed(call: CallIn, step: str, digits: str, tried: Tried, *, first: bool) -> Prompt:
    if _is_help(step, digits):
        return _help(call, first=first)
    if step in PIN_TRIES:
        return _pin(call, step, tried, first=first)
    if not _needs_no_pin(call) and call.record.pin is None:
        return call.asks("in_opening", PIN_TRIES[0], many=True)
    if step in MENU:
        return _chosen(call, step, digits, first=first)
    if step in MINUTES:
        return _minutes(call, step, digits)
    return _place(call, step, digits, first=first)


def _help(call: CallIn, *, first: bool) -> Prompt:
    if first:
        received.keep(call.session, call.person, HELP, call.now, digit=True)
        panic.raise_panic(call.session, call.by)
    return call.ends("worker_help")


def _pin(call: CallIn, step: str, tried: Tried, *, first: bool) -> Prompt:
    if not first and call.record.pin is not None:
        return _menu(call)
    try:
        call.record.pin = tried.said(call.session, call.person.id)
    except PinSlowed:
        return call.ends("worker_pin_wait")
    except (PinRequired, PinWrong):
        tries = PIN_TRIES.index(step) + 1
        if tries == len(PIN_TRIES):
            return call.ends("in_by_sms_only")
        return call.asks("in_wrong_pin", PIN_TRIES[tries], many=True)
    return _menu(call)


def _chosen(call: CallIn, step: str, digits: str, *, first: bool) -> Prompt:
    said = {"2": Intent.OK, "3": Intent.CHECK_OUT}.get(digits)
    if digits == "1" and call.person.active:
        if own_visits(call.session, call.by):
            return _told(call, begin_watch(call.session, call.by, call.person, Texted(), call.tried(), call.now))
        return call.asks("in_minutes", MINUTES[0], many=True)
    if said is not None:
        if not first:
            return call.ends("in_noted")
        received.keep(call.session, call.person, digits, call.now, digit=True)
        return _told(call, about_a_visit(call.session, call.by, Reply(said), call.tried(), call.now))
    if step == MENU[-1]:
        return call.ends("in_silence")
    return call.asks(_choices(call), MENU[-1])


def _minutes(call: CallIn, step: str, digits: str) -> Prompt:
    minutes = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len(str(LONGEST)) else 0
    if not SHORTEST <= minutes <= LONGEST:
        if step != MINUTES[-1]:
            return call.asks("in_minutes_again", MINUTES[-1], many=True)
        return call.ends("in_silence") if call.round == MOST_ROUNDS else _menu(replace(call, round=call.round + 1))
    call.record.minutes = minutes
    return _where(call, PLACES[0])


def _where(call: CallIn, step: str) -> Prompt:
    """Returns the question where they are: what they planned, where they were lately, or elsewhere."""
    offered = _offered(call)
    call.record.offered = [str(one.id) for one in offered]
    zone, language = _zone(call), call.person.language
    lines = [
        call.say(
            "in_place",
            digit=place,
            address="" if _needs_no_pin(call) else one.address_line,
            start=local(one.planned_start, zone, language) if one.state is VisitState.PLANNED else "",
        )
        for place, one in enumerate(offered, start=1)
    ]
    return call.asks("in_elsewhere", step, before=lines)


def _zone(call: CallIn) -> str:
    return call.session.get_one(OrganisationRecord, call.person.organisation_id).time_zone


def _offered(call: CallIn) -> list[VisitRecord]:
    """Returns at most four visits, each at another place: the plans of about now, then the latest.

    Without a PIN anybody may be calling, who hears of no place and no time: only of the one plan that `IN` would begin.
    """
    planned = plans_about_now(call.session, call.by, call.now)
    if _needs_no_pin(call):
        return list(planned) if len(planned) == 1 else []
    lately = select(VisitRecord).where(
        VisitRecord.organisation_id == call.by.organisation_id,
        VisitRecord.worker_id == call.by.person_id,
        VisitRecord.state == VisitState.ENDED,
    )
    ended = call.session.scalars(lately.order_by(VisitRecord.planned_start.desc()).limit(LOOKED_BACK))
    found: dict[str, VisitRecord] = {}
    for one in (*planned, *ended):
        found.setdefault(one.address_key, one)
    return list(found.values())[:MOST_PLACES]


def _place(call: CallIn, step: str, digits: str, *, first: bool) -> Prompt:
    offered = list(call.record.offered)
    chosen = int(digits) if digits in {str(one + 1) for one in range(len(offered))} else None
    if chosen is None and digits != ELSEWHERE:
        return call.ends("in_silence") if step == PLACES[-1] else _where(call, PLACES[-1])
    if not first:
        return call.ends("in_noted")
    if chosen is None:
        where: WhereTo = place_to_follow(call.person.language)
    else:
        visit = call.session.scalars(
            select(VisitRecord).where(
                VisitRecord.organisation_id == call.by.organisation_id, VisitRecord.id == UUID(offered[chosen - 1])
            )
        ).one()
        where = place_of(visit.address)
    said = Texted(where, call.record.minutes)
    return _told(call, begin_watch(call.session, call.by, call.person, said, call.tried(), call.now))


def _told(call: CallIn, answer: Answer | None) -> Prompt:
    """Say what came of it, and send it too: what was heard in a hurry can be read again."""
    if answer is None:
        return call.ends("in_not_you")
    answers.reply(call.session, call.person, answer, call.now)
    key = SPOKEN.get(answer.key, "in_by_sms")
    # The register speaks to who proved who they are: to others by SMS, which only reaches the owner of the number.
    hushed = {"instructions": ""} if _needs_no_pin(call) and "instructions" in answer.facts else {}
    return Prompt([call.say(key, **answer.facts | hushed)])
