"""The rules of the check call: ten minutes after the start the colleague on duty asks whether all is well (P5)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from achterwacht.alarms.facts import Candidate, Cause, Level
from achterwacht.alarms.refusals import ProofNeeded
from achterwacht.code_purposes import CodePurpose
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.refused import RuleBroken
from achterwacht.visits.facts import CheckCall, CheckCallResult, Visit
from achterwacht.visits.refusals import NotUnderWay
from achterwacht.visits.rules import ask_who_is_there, call_after, sound
from notifications.texts.templates import Template
from notifications.ways import Channel, Way

BY_SMS = (Way(Channel.SMS),)
BY_CALL = (Way(Channel.CALL),)
PROMPTS = frozenset({Template.CHECK_CALL_COLLEAGUE, Template.CHECK_CALL_WORKER})


class CheckCallOver(RuleBroken):
    """The check call was answered already, or an alarm has taken its place."""

    code = "check_call_over"


class NotYourOwn(RuleBroken):
    """Those inside don't report on their own check call."""

    code = "not_your_own"


def check_call_due(visit: Visit, context: Context) -> Decision:
    """Make the check call: ask the colleague on duty to phone, or phone the worker, or both, as the profile says.

    If nobody on duty can be asked, the worker is phoned all the same. While an alarm is open the check call is dropped,
    and the timeline says so.
    """
    times = context.protocol.check_call
    if not visit.under_way or visit.check_call is not CheckCall.PLANNED or times is None:
        return NOTHING
    if visit.open_alarm:
        dropped = replace(visit, check_call=CheckCall.DROPPED)
        return Decision(visit=dropped, events=(Event(EventKind.CHECK_CALL_DROPPED),))
    colleague = _free(visit, context.people.at(Level.COLLEAGUE))[:1] if times.asks_colleague else ()
    phone_worker = times.phones_worker or not colleague
    return _ask(replace(visit, asked_count=1), colleague, phone_worker, EventKind.CHECK_CALL_ASKED, context)


def unanswered(visit: Visit, context: Context) -> Decision:
    """Phone the worker and ask the second on duty, since the colleague said nothing; the next time, open an alarm."""
    if not visit.under_way or visit.check_call is not CheckCall.ASKED or context.protocol.check_call is None:
        return NOTHING
    if visit.open_alarm:
        return Decision(
            visit=replace(visit, check_call=CheckCall.DROPPED), events=(Event(EventKind.CHECK_CALL_DROPPED),)
        )
    if visit.asked_count < 2:
        colleagues = _free(visit, context.people.at(Level.COLLEAGUE))
        second = colleagues[1:2] or colleagues[:1]
        return _ask(replace(visit, asked_count=2), second, True, EventKind.CHECK_CALL_ASKED_AGAIN, context)
    silent = replace(visit, check_call=CheckCall.NO_ANSWER)
    event = Decision(visit=silent, events=(Event(EventKind.CHECK_CALL_UNANSWERED),), silenced=PROMPTS)
    return event + sound(silent, Cause.CHECK_CALL, Level.COLLEAGUE, context)


def report(visit: Visit, by: Actor, result: CheckCallResult, note: str, context: Context) -> Decision:
    """Record how the check call went, as a colleague reports.

    If it went badly or got no answer, a manager is told (P5).

    Raises:
        NotUnderWay: the visit has not started, or is over.
        NotYourOwn: by the worker or a companion.
        CheckCallOver: an alarm is open; it is closed as an alarm.
        ProofNeeded: all is well, says somebody who is known by their number alone. Nobody would ask again.
    """
    if not visit.under_way:
        raise NotUnderWay
    if visit.of_the_visit(by.person_id):
        raise NotYourOwn
    if visit.open_alarm:
        raise CheckCallOver
    if by.unproven and result is CheckCallResult.OK:
        raise ProofNeeded
    done = {DeadlineKind.CHECK_CALL: None, DeadlineKind.CHECK_CALL_UNANSWERED: None}
    facts = {"note": note}
    match result:
        case CheckCallResult.OK:
            well = replace(visit, check_call=CheckCall.OK, last_heard_at=context.now, quiet=False)
            event = Event(EventKind.CHECK_CALL_OK, by.person_id, facts)
            return Decision(visit=well, events=(event,), deadlines=done, silenced=PROMPTS)
        case CheckCallResult.NOT_OK:
            state, cause, kind = CheckCall.NOT_OK, Cause.NOT_OK, EventKind.CHECK_CALL_NOT_OK
        case _:
            state, cause, kind = CheckCall.NO_ANSWER, Cause.CHECK_CALL, EventKind.CHECK_CALL_NO_ANSWER
    ill = replace(visit, check_call=state)
    said = Decision(visit=ill, events=(Event(kind, by.person_id, facts),), deadlines=done, silenced=PROMPTS)
    return said + sound(ill, cause, Level.MANAGER, context)


def ask_now(visit: Visit, by: Actor, context: Context) -> Decision:
    """Make a check call at once, for a colleague who wants to know now.

    The worker's phone rings and the app asks. Companions who are there are asked too.

    Raises:
        NotUnderWay: the visit has not started, or is over.
        CheckCallOver: an alarm is open, which asks already.
    """
    if not visit.under_way:
        raise NotUnderWay
    if visit.open_alarm:
        raise CheckCallOver
    if context.protocol.check_call is None:
        raise CheckCallOver
    asked = Decision(events=(Event(EventKind.ASKED_NOW, by.person_id),))
    return asked + _ask(replace(visit, asked_count=1), (), True, None, context) + ask_who_is_there(visit, BY_SMS)


def opted_out(visit: Visit, by: Actor, context: Context) -> Decision:
    """Phone a worker who sent STOP, END or CANCEL while under way: the provider sends them no SMS any more.

    Who asked not to be phoned can't be reached any more: the asking climbs to the colleagues at once.
    """
    if not visit.under_way:
        return NOTHING
    by_phone = visit.worker not in context.quiet
    said = Decision(events=(Event(EventKind.OPTED_OUT, by.person_id, {"quietly": not by_phone or None}),))
    if visit.open_alarm or context.protocol.check_call is None:
        return said + Decision(notices=_to_the_worker(visit, context))
    return said + _ask(replace(visit, asked_count=1), (), by_phone, None, context) + ask_who_is_there(visit, BY_SMS)


def set_back(visit: Visit, due: Mapping[DeadlineKind, datetime], context: Context) -> Decision:
    """Shorten the wait for a check call, or for its answer, after the clock was set back: none may be longer than one
    that begins now."""
    after, times = call_after(visit, context.protocol), context.protocol.check_call
    if not visit.under_way or times is None:
        return NOTHING
    waits = {DeadlineKind.CHECK_CALL: after, DeadlineKind.CHECK_CALL_UNANSWERED: times.answer_within}
    longest = {kind: context.now + wait for kind, wait in waits.items() if wait is not None}
    return Decision(deadlines={kind: latest for kind, latest in longest.items() if due.get(kind, latest) > latest})


def _ask(
    visit: Visit,
    colleagues: tuple[Candidate, ...],
    phone_worker: bool,
    event: EventKind | None,
    context: Context,
) -> Decision:
    assert context.protocol.check_call is not None
    # Inside of a silent alarm nobody is asked: the colleague hears so, and the asking climbs from there.
    asked = _to_the_worker(visit, context) if phone_worker else ()
    by_sms = bool(asked) and visit.worker in context.quiet
    wait = context.protocol.check_call.answer_within if colleagues or asked else timedelta()
    names = [one.name for one in colleagues]
    notices = tuple(
        Notice(
            one.person, Template.CHECK_CALL_COLLEAGUE, BY_SMS, MessagePriority.SIGN_OF_LIFE, code=CodePurpose.CHECK_CALL
        )
        for one in colleagues
    )
    return Decision(
        visit=replace(visit, check_call=CheckCall.ASKED),
        events=(Event(event, facts={"names": names, "phoned": bool(asked) and not by_sms, "texted": by_sms}),)
        if event
        else (),
        deadlines={
            DeadlineKind.CHECK_CALL: None,
            DeadlineKind.CHECK_CALL_UNANSWERED: context.now + wait,
        },
        notices=notices + asked,
    )


def _to_the_worker(visit: Visit, context: Context) -> tuple[Notice, ...]:
    if visit.worker in context.silent:
        return ()
    ways = BY_SMS if visit.worker in context.quiet else BY_CALL
    return (Notice(visit.worker, Template.CHECK_CALL_WORKER, ways, MessagePriority.SIGN_OF_LIFE),)


def _free(visit: Visit, people: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    return tuple(one for one in people if one.skip is None and not visit.of_the_visit(one.person))
