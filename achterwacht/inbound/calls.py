"""A call that is answered: what it says, and what the digit does. The same for Twilio and for the simulator's phones.

A call names a person and an address only after a digit, since a voicemail may be listening. Answering a call
acknowledges nothing, and silence is no answer.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.inbound import received
from achterwacht.inbound.canary_answers import canary_prompt
from achterwacht.inbound.conversation import Conversation, conversation, id_of_digits, long_ago
from achterwacht.inbound.guard_calls import guard_prompt
from achterwacht.inbound.number_calls import number_prompt
from achterwacht.inbound.watcher_calls import (
    check_call_pressed,
    details,
    facts_now,
    ladder_pressed,
    note_answered,
    police_pressed,
)
from achterwacht.inbound.worker_calls import PIN_TRIES, asks_for_help, worker_presses
from achterwacht.kinds import RootKind
from achterwacht.people.actions import Action
from achterwacht.refused import NotAllowed, NotFound
from achterwacht.use_cases import number_check
from achterwacht.use_cases.pins import NOT_TRIED, Tried
from achterwacht.watch.access import caller_now, on_alarm, on_visit
from foundation.clock import clock_of
from foundation.visible import on_lines
from notifications.channels.voice import Prompt
from notifications.records import MessageRecord
from notifications.texts.templates import Call

ONLY_TOLD = (Call.DESK, Call.FAILURE, Call.CANARY, Call.NOTE)
"""These calls ask for nothing: they are said twice, whatever is pressed."""
OPENINGS = {
    Call.POLICE: "police_opening",
    Call.GUARD: "guard_opening",
    Call.CANARY: "canary_opening",
    Call.CHECK_CALL: "check_call_opening",
    Call.DESK: "check_call_opening",
    Call.NOTE: "notice_opening",
    Call.QUESTION: "notice_opening",
}


def next_prompt(
    session: Session,
    message_id: UUID,
    call_sid: str,
    step: str | None,
    digits: str,
    *,
    proof: str = "",
    tried: Tried = NOT_TRIED,
) -> Prompt:
    """Returns what the call says now. `step` is the question that `digits` answers; None when it was just picked up.

    A digit needs no code: we called that number and somebody there hears us, which is proof enough. proof: the
    signature it came with; the same signature never acts twice. tried: the PIN among the digits
    (`inbound/typed_pins.py`).

    Raises:
        NotFound: no such call.
    """
    message = session.get(MessageRecord, message_id)
    if message is not None and message.template.spec.call is Call.GUARD:
        return guard_prompt(session, message, call_sid, step, on_lines(digits), proof)
    if message is not None and message.template.spec.call is Call.TRIAL:
        return canary_prompt(session, message, step, on_lines(digits))
    call = replace(conversation(session, message_id), tried=tried)
    prompt = _prompt(call, call_sid, step, on_lines(digits), proof)
    # In a drill everything that is said begins with its mark.
    return replace(prompt, say=[call.texts.say("drill", "spoken"), *prompt.say]) if call.message.drill else prompt


def _prompt(call: Conversation, call_sid: str, step: str | None, digits: str, proof: str) -> Prompt:
    if call.kind is Call.NUMBER:
        return number_prompt(call, call_sid, step, digits, proof)
    if step is None:
        return _opening(call)
    if long_ago(call) and not asks_for_help(digits):
        return call.ends("silence")
    if not _first_time(call, id_of_digits(call_sid, step), step, digits, proof):
        if call.kind is Call.QUESTION:
            return call.ends("check_call_done")
        if call.kind is not Call.WELL and not _may_still(call):
            return call.ends("silence")
        return _told_twice(call, step, digits)
    prompt = _pressed(call, step, digits)
    # Last, since the visit is locked before the person.
    if digits and call.message.to == call.person.phone:
        number_check.verified(call.person, clock_of(call.session).now(call.session))
    return prompt


def _pressed(call: Conversation, step: str, digits: str) -> Prompt:
    if call.kind is Call.WELL:
        return worker_presses(call, step, digits)
    if call.kind is Call.QUESTION:
        return note_answered(call, step, digits)
    if call.kind not in ONLY_TOLD and not _may_still(call):
        return call.ends("silence")
    match call.kind:
        case Call.CHECK_CALL:
            return check_call_pressed(call, step, digits)
        case Call.POLICE:
            return police_pressed(call, step, digits)
        case Call.DESK | Call.FAILURE | Call.CANARY | Call.NOTE:
            said = call.say(call.message.template.value, facts_now(call))
            return Prompt([said, call.say("again"), said])
        case _:
            return ladder_pressed(call, step, digits)


def _first_time(call: Conversation, key: str, step: str, digits: str, proof: str) -> bool:
    now = clock_of(call.session).now(call.session)
    if not received.first_time(call.session, (key, proof), now):
        return False
    # One digit reveals nothing; more digits may be a PIN, at whatever step they were pressed.
    kept = digits if len(digits) == 1 and step not in PIN_TRIES else "*"
    received.keep(call.session, call.person, kept, now, digit=True)
    return True


def _told_twice(call: Conversation, step: str, digits: str) -> Prompt:
    """Answer what the provider repeats because it got no answer.

    Nothing is done again, but the caller hears the result.
    """
    if call.kind is Call.WELL and asks_for_help(digits):
        return call.ends("worker_help")
    if call.kind is Call.WELL and step in PIN_TRIES:
        # Whether that PIN was right nobody says twice: it is asked for once more, or nothing is promised.
        following = PIN_TRIES[PIN_TRIES.index(step) + 1 :]
        if not following:
            return call.ends("worker_pin_heard")
        return Prompt([call.say("worker_pin")], step=following[0], many_digits=True)
    if call.kind is Call.WELL and digits == "1" and call.person.pin_hash:
        return Prompt([call.say("worker_pin")], step=PIN_TRIES[0], many_digits=True)
    if call.kind is Call.POLICE and (step, digits) == ("open", "1"):
        return details(call, "choices_police", "heard")
    if call.kind is Call.LADDER and (step, digits) == ("open", "1"):
        return details(call, "choices_ladder", "heard")
    return call.ends("check_call_done")


def _opening(call: Conversation) -> Prompt:
    """Returns the first words. They don't say who or where: a voicemail may be listening."""
    if call.kind is Call.WELL:
        return Prompt([call.say("worker_opening")], step="worker", twice=True)
    if call.kind is not Call.FAILURE and _is_over(call):
        return call.ends("over")
    key = OPENINGS.get(call.kind, "watcher_opening") if call.kind else "watcher_opening"
    return Prompt([call.say(key)], step="open", silence=call.say("silence"), twice=True)


def _is_over(call: Conversation) -> bool:
    if call.message.subject_kind != RootKind.ALARM:
        return False
    alarm = call.session.execute(
        select(AlarmRecord.resolved_at).where(
            AlarmRecord.organisation_id == call.message.organisation_id, AlarmRecord.id == call.message.subject
        )
    ).one_or_none()
    return alarm is not None and alarm.resolved_at is not None


def _may_still(call: Conversation) -> bool:
    """Whether the person on the telephone may hear of it and act on it now.

    Their role may be gone since the message was sent.
    """
    assert call.message.subject is not None
    try:
        me = caller_now(call.session, call.person.organisation_id, call.person.id, "call")
        if call.kind is Call.CHECK_CALL:
            on_visit(call.session, me, call.message.subject, Action.REPORT_CHECK_CALL)
        else:
            on_alarm(call.session, me, call.message.subject, Action.TAKE_ALARM)
    except (NotFound, NotAllowed):
        return False
    return True
