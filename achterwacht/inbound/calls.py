"""A call is answered: what it says, and what a digit does. The same for Twilio and for the simulator's phones.

A call names person and address only after a digit, since voicemail listens too; an answered call is no acknowledgement,
and silence is no answer.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.alarms.refusals import AlarmOver, MayNotTake, NotAsked
from achterwacht.check_calls.rules import CheckCallOver, NotYourOwn
from achterwacht.codes.service import find_code
from achterwacht.inbound import received
from achterwacht.inbound.codes import answer_code, police_called, taken
from achterwacht.kinds import Actor, RootKind
from achterwacht.people.kept_secrets import PinRequired, PinWrong
from achterwacht.people.policy import Action
from achterwacht.people.records import PersonRecord
from achterwacht.refused import NotAllowed, NotFound
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import number_check, panic
from achterwacht.use_cases import visits as visit_cases
from achterwacht.use_cases.access import caller_now, on_alarm, on_visit
from achterwacht.use_cases.pins import NOT_TRIED, PinSlowed, Tried
from achterwacht.visits.facts import CheckCallResult, Pin
from achterwacht.visits.records import VisitRecord
from achterwacht.visits.refusals import NotUnderWay, SilentAlarm
from achterwacht.watch.held import hold_alarm, hold_visit
from achterwacht.watch.inside import who_is_silent
from foundation.clock import clock_of
from notifications.channels.voice import Prompt
from notifications.folding import storable
from notifications.records import MessageRecord
from notifications.replies import Intent
from notifications.texts.catalogue import Catalogue, catalogue
from notifications.texts.templates import Call

ONLY_TOLD = (Call.DESK, Call.FAILURE, Call.CANARY, Call.NOTE)
"""These ask for nothing: they are said twice, whatever is pressed."""
OPENINGS = {
    Call.POLICE: "police_opening",
    Call.CANARY: "canary_opening",
    Call.CHECK_CALL: "check_call_opening",
    Call.DESK: "check_call_opening",
    Call.NOTE: "notice_opening",
    Call.QUESTION: "notice_opening",
}
LONGEST_CALL = timedelta(minutes=90)
"""A message is tried for an hour, and a call lasts minutes. Only a call for help is taken after that."""
PIN_TRIES = ("pin", "pin2", "pin3")


@dataclass(frozen=True)
class Conversation:
    """A call under way: the message behind it, whose phone it is, and the words. tried: the PIN pressed just now."""

    session: Session
    message: MessageRecord
    person: PersonRecord
    texts: Catalogue
    tried: Tried = NOT_TRIED

    @property
    def kind(self) -> Call | None:
        """How it goes, by its text. None for a text that no call is made for any more."""
        return self.message.template.spec.call

    @property
    def by(self) -> Actor:
        return Actor(self.person.organisation_id, self.person.id, self.person.name, via="call")

    def about(self, kind: RootKind) -> UUID:
        """The visit or alarm that this call is about.

        Raises:
            NotFound: it is about something of another kind.
        """
        subject = self.message.about
        if subject is None or subject.kind != kind:
            raise NotFound(kind.value)
        return subject.id

    def say(self, key: str, facts: dict[str, Any] | None = None) -> str:
        return self.texts.say("voice", key, facts or self.message.payload)

    def ends(self, *keys: str) -> Prompt:
        return Prompt([self.say(key) for key in keys])


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
    """What the call says now. `step` is the question that `digits` answers; None when it was just picked up.

    A digit needs no code: that we called that number, and somebody there hears us, is proof enough. proof: the
    signature it came with; the same one never acts twice. tried: the PIN among the digits (`inbound/typed_pins.py`).

    Raises:
        NotFound: no such call.
    """
    call = replace(conversation(session, message_id), tried=tried)
    prompt = _prompt(call, call_sid, step, storable(digits), proof)
    # In a drill nothing is said that does not begin with its mark.
    return replace(prompt, say=[call.texts.say("drill", "spoken"), *prompt.say]) if call.message.drill else prompt


def _prompt(call: Conversation, call_sid: str, step: str | None, digits: str, proof: str) -> Prompt:
    if step is None:
        return _opening(call)
    if long_ago(call) and digits != "9":
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
        return _worker_presses(call, step, digits)
    if call.kind is Call.QUESTION:
        return _note_answered(call, step, digits)
    if call.kind not in ONLY_TOLD and not _may_still(call):
        return call.ends("silence")
    match call.kind:
        case Call.CHECK_CALL:
            return _check_call_pressed(call, step, digits)
        case Call.POLICE:
            return _police_pressed(call, step, digits)
        case Call.DESK | Call.FAILURE | Call.CANARY | Call.NOTE:
            said = call.say(call.message.template.value, _now(call))
            return Prompt([said, call.say("again"), said])
        case _:
            return _ladder_pressed(call, step, digits)


def conversation(session: Session, message_id: UUID) -> Conversation:
    message = session.get(MessageRecord, message_id)
    if message is None:
        raise NotFound("message")
    person = session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == message.organisation_id, PersonRecord.id == message.person
        )
    ).one()
    return Conversation(session, message, person, catalogue(message.language))


def id_of_digits(call_sid: str, step: str) -> str:
    """What tells these digits from others of the same call."""
    return f"{call_sid}:{step}" if call_sid else ""


def _first_time(call: Conversation, key: str, step: str, digits: str, proof: str) -> bool:
    now = clock_of(call.session).now(call.session)
    if not received.first_time(call.session, (key, proof), now):
        return False
    # One digit says nothing of anybody; more of them may be a PIN, at whatever step they were pressed.
    kept = digits if len(digits) == 1 and step not in PIN_TRIES else "*"
    received.keep(call.session, call.person, kept, now, digit=True)
    return True


def long_ago(call: Conversation) -> bool:
    """No call lasts so long: these digits were pressed in one that is over, and come again."""
    placed = call.message.called_at or call.message.created_at
    return clock_of(call.session).now(call.session) - placed > LONGEST_CALL


def _told_twice(call: Conversation, step: str, digits: str) -> Prompt:
    """The provider repeats what it got no answer to. Nothing is done again, but what they wait for is said."""
    if call.kind is Call.WELL and step not in PIN_TRIES and digits == "1" and call.person.pin_hash:
        return Prompt([call.say("worker_pin")], step=PIN_TRIES[0], many_digits=True)
    if call.kind is Call.POLICE and (step, digits) == ("open", "1"):
        return _details(call, "choices_police", "heard")
    if call.kind is Call.LADDER and (step, digits) == ("open", "1"):
        return _details(call, "choices_ladder", "heard")
    return call.ends("check_call_done")


def _opening(call: Conversation) -> Prompt:
    """Nothing here says who or where: a voicemail may be listening."""
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
    """Whether who is on the telephone may hear of it and act on it now: their role may be gone since it was sent."""
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


def _details(call: Conversation, choices: str, step: str, *before: str) -> Prompt:
    """Who and where, twice and slowly, and then the choices."""
    story = call.say(call.message.template.value, _now(call))
    return Prompt([*before, story, call.say("again"), story, call.say(choices)], step=step, silence=call.say("silence"))


def _now(call: Conversation) -> dict[str, Any]:
    """The facts of the message; whether there is a silent alarm, as it is now: a call may be picked up late."""
    organisation, about = call.message.organisation_id, call.message.about
    facts = dict(call.message.payload)
    if not call.message.template.spec.rings or facts.get("silent_alarm") or about is None:
        return facts
    record = VisitRecord if about.kind == RootKind.VISIT else AlarmRecord
    worker = call.session.scalar(
        select(record.worker_id).where(record.organisation_id == organisation, record.id == about.id)
    )
    silent = who_is_silent(call.session, organisation)
    facts["silent_alarm"] = worker in silent and call.person.id not in silent
    return facts


def _ladder_pressed(call: Conversation, step: str, digits: str) -> Prompt:
    alarm_id = call.about(RootKind.ALARM)
    following = {"open": "heard", "heard": "again"}.get(step, "last")
    try:
        if digits == "1":
            root = alarm_cases.acknowledge(hold_alarm(call.session, alarm_id, call.by)).root
            key, facts = taken(call.session, root, call.by, {})
            before = call.say("taken") if key == "taken" else call.say("has_it", facts)
            return _details(call, "choices_ladder", following, before)
        if digits == "2":
            alarm_cases.decline(hold_alarm(call.session, alarm_id, call.by))
            return call.ends("declined")
    except AlarmOver:
        return call.ends("over")
    except (MayNotTake, NotAsked):
        return call.ends("silence")
    return _details(call, "choices_ladder", following) if step != "last" else call.ends("silence")


def _police_pressed(call: Conversation, step: str, digits: str) -> Prompt:
    """First 1: I take it, and hear where. After that 1: I have called."""
    alarm_id = call.about(RootKind.ALARM)
    following = {"open": "heard", "heard": "again"}.get(step, "last")
    try:
        if digits == "1" and step == "open":
            alarm_cases.acknowledge(hold_alarm(call.session, alarm_id, call.by))
            return _details(call, "choices_police", following, call.say("taken"))
        if digits == "1":
            police_called(call.session, alarm_id, call.by)
            return call.ends("police_called")
        if digits == "2":
            alarm_cases.decline(hold_alarm(call.session, alarm_id, call.by))
            return call.ends("declined")
    except AlarmOver:
        return call.ends("over")
    except (MayNotTake, NotAsked):
        return call.ends("silence")
    return _details(call, "choices_police", following) if step != "last" else call.ends("silence")


def _check_call_pressed(call: Conversation, step: str, digits: str) -> Prompt:
    visit_id = call.about(RootKind.VISIT)
    result = {"1": CheckCallResult.OK, "2": CheckCallResult.NOT_OK}.get(digits)
    if step == "open" or result is None:
        return _details(call, "choices_check_call", {"open": "report"}.get(step, "again"))
    try:
        visit_cases.report_check_call(hold_visit(call.session, visit_id, call.by), result, "")
    except SilentAlarm:
        return call.ends("silent_now")
    except (CheckCallOver, NotYourOwn, NotUnderWay):
        return call.ends("over")
    return call.ends("check_call_done")


def _note_answered(call: Conversation, step: str, digits: str) -> Prompt:
    """1 is yes, 2 is no, once they heard what is asked: as with the code by SMS, and in the same words."""
    intent = {"1": Intent.FIRST, "2": Intent.SECOND}.get(digits)
    if step == "open" or intent is None:
        story = call.say(call.message.template.value)
        return Prompt(
            [story, call.say("again"), story, call.say("choices_note")], step="heard" if step == "open" else "again"
        )
    code = find_code(call.session, call.by.organisation_id, call.person.id, call.message.payload["code"])
    if code is None:
        return call.ends("silence")
    answer = answer_code(call.session, call.by, code, intent)
    return Prompt([call.texts.reply(answer.key, answer.facts)])


def _worker_presses(call: Conversation, step: str, digits: str) -> Prompt:
    """1 is well (with the PIN, where there is one), 9 is help. Both are answered like office business."""
    visit_id = visit_of(call)
    if digits == "9" and step not in PIN_TRIES:
        panic.raise_panic(call.session, call.by, visit_id)
        return call.ends("worker_help")
    if step not in PIN_TRIES and digits != "1":
        return Prompt([call.say("worker_opening")], step="again") if step == "worker" else Prompt([])
    if step not in PIN_TRIES and call.person.pin_hash is not None:
        return Prompt([call.say("worker_pin")], step=PIN_TRIES[0], many_digits=True)
    try:
        pin = call.tried.said(call.session, call.person.id)
    except PinSlowed:
        return call.ends("worker_pin_wait")
    except (PinRequired, PinWrong):
        tries = PIN_TRIES.index(step) + 1
        if tries == len(PIN_TRIES):
            return Prompt([])
        return Prompt([call.say("worker_wrong_pin")], step=PIN_TRIES[tries], many_digits=True)
    _worker_is_well(call, visit_id, pin)
    return call.ends("worker_well")


def _worker_is_well(call: Conversation, visit_id: UUID | None, pin: Pin) -> None:
    if visit_id is not None:
        with suppress(NotUnderWay):
            visit_cases.answer_check_call(hold_visit(call.session, visit_id, call.by), pin)
            return
    panic.heard_without_a_visit(call.session, call.by, pin)


def visit_of(call: Conversation) -> UUID | None:
    """The visit that this call is about: it, or the visit of its alarm."""
    subject, organisation = call.message.about, call.message.organisation_id
    if subject is None:
        return None
    if subject.kind == RootKind.VISIT:
        return subject.id
    return call.session.scalar(
        select(AlarmRecord.visit_id).where(AlarmRecord.organisation_id == organisation, AlarmRecord.id == subject.id)
    )
