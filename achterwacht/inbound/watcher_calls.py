"""What a digit does in a call to somebody who watches, or who is asked something."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.alarms.refusals import AlarmOver, MayNotTake, NotAsked
from achterwacht.check_calls.rules import CheckCallOver, NotYourOwn
from achterwacht.codes.service import find_code
from achterwacht.inbound.code_alarms import police_called, taken
from achterwacht.inbound.codes import answer_code
from achterwacht.inbound.conversation import Conversation
from achterwacht.kinds import RootKind
from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.visiting import visits as visit_cases
from achterwacht.visits.facts import CheckCallResult
from achterwacht.visits.records import VisitRecord
from achterwacht.visits.refusals import NotUnderWay, SilentAlarm
from achterwacht.watch.held import hold_alarm, hold_visit
from notifications.channels.voice import Prompt
from notifications.intents import Intent
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from notifications.ways import Channel


def details(call: Conversation, choices: str, step: str, *before: str) -> Prompt:
    """Returns who and where, twice and slowly, and then the choices.

    A telephone that still rang about a late visit, while the noodknop was pressed, tells of the noodknop.
    """
    told = replace(call, message=_told_last(call))
    story = call.say(told.message.template.value, facts_now(told))
    return Prompt([*before, story, call.say("again"), story, call.say(choices)], step=step, silence=call.say("silence"))


def _told_last(call: Conversation) -> MessageRecord:
    """Returns the last call of the same kind that was made to them about the same alarm; or this one."""
    message = call.message
    if message.about is None or message.about.kind != RootKind.ALARM:
        return message
    same = select(MessageRecord).where(
        MessageRecord.organisation_id == message.organisation_id,
        MessageRecord.person == call.person.id,
        MessageRecord.channel == Channel.CALL,
        MessageRecord.subject_kind == RootKind.ALARM,
        MessageRecord.subject == message.about.id,
        MessageRecord.template.in_([one for one in Template if one.spec.call is call.kind]),
        MessageRecord.created_at >= message.created_at,
    )
    latest = (MessageRecord.created_at.desc(), MessageRecord.id.desc())
    return call.session.scalars(same.order_by(*latest).limit(1)).first() or message


def facts_now(call: Conversation) -> dict[str, Any]:
    """Returns the facts of the message, with whether nobody may ring the worker now: a call may be picked up late."""
    organisation, about = call.message.organisation_id, call.message.about
    facts = dict(call.message.payload)
    if not call.message.template.spec.rings or facts.get("silent_alarm") or about is None:
        return facts
    record = VisitRecord if about.kind == RootKind.VISIT else AlarmRecord
    worker = call.session.scalar(
        select(record.worker_id).where(record.organisation_id == organisation, record.id == about.id)
    )
    hushed = who_is_hushed(call.session, organisation)
    facts["silent_alarm"] = worker in hushed.silent and call.person.id not in hushed.silent
    facts["quietly"] = bool(facts.get("quietly")) or (worker in hushed.quiet and call.person.id not in hushed.quiet)
    return facts


def ladder_pressed(call: Conversation, step: str, digits: str) -> Prompt:
    def takes(alarm_id: UUID, following: str) -> Prompt:
        root = alarm_cases.acknowledge(hold_alarm(call.session, alarm_id, call.by)).root
        key, facts = taken(call.session, root, call.by, {})
        before = call.say("taken") if key == "taken" else call.say("has_it", facts)
        return details(call, "choices_ladder", following, before)

    return _pressed(call, step, digits, "choices_ladder", takes)


def police_pressed(call: Conversation, step: str, digits: str) -> Prompt:
    """Handle the first 1 as "I take it", and say where. A later 1 means "I have called"."""

    def takes(alarm_id: UUID, following: str) -> Prompt:
        if step == "open":
            alarm_cases.acknowledge(hold_alarm(call.session, alarm_id, call.by))
            return details(call, "choices_police", following, call.say("taken"))
        police_called(call.session, alarm_id, call.by)
        return call.ends("police_called")

    return _pressed(call, step, digits, "choices_police", takes)


def _pressed(call: Conversation, step: str, digits: str, choices: str, takes: Callable[[UUID, str], Prompt]) -> Prompt:
    """Handle a digit. 1: what `takes` does with the alarm, and the next step. 2: can't.

    Anything else is asked again, twice.
    """
    alarm_id = call.about(RootKind.ALARM)
    following = {"open": "heard", "heard": "again"}.get(step, "last")
    try:
        if digits == "1":
            return takes(alarm_id, following)
        if digits == "2":
            alarm_cases.decline(hold_alarm(call.session, alarm_id, call.by))
            return call.ends("declined")
    except AlarmOver:
        return call.ends("over")
    except (MayNotTake, NotAsked):
        return call.ends("silence")
    return details(call, choices, following) if step != "last" else call.ends("silence")


def check_call_pressed(call: Conversation, step: str, digits: str) -> Prompt:
    visit_id = call.about(RootKind.VISIT)
    result = {"1": CheckCallResult.OK, "2": CheckCallResult.NOT_OK}.get(digits)
    if step == "open" or result is None:
        following = {"open": "report", "report": "again", "again": "last"}.get(step)
        return details(call, "choices_check_call", following) if following else call.ends("silence")
    try:
        visit_cases.report_check_call(hold_visit(call.session, visit_id, call.by), result, "")
    except SilentAlarm:
        return call.ends("silent_now")
    except (CheckCallOver, NotYourOwn, NotUnderWay):
        return call.ends("over")
    return call.ends("check_call_done")


def note_answered(call: Conversation, step: str, digits: str) -> Prompt:
    """Handle 1 as yes and 2 as no, once they heard the question: as with the code by SMS, in the same words."""
    intent = {"1": Intent.FIRST, "2": Intent.SECOND}.get(digits)
    if step == "open" or intent is None:
        following = {"open": "heard", "heard": "again", "again": "last"}.get(step)
        if following is None:
            return call.ends("silence")
        story = call.say(call.message.template.value)
        return Prompt([story, call.say("again"), story, call.say("choices_note")], step=following)
    code = find_code(call.session, call.by.organisation_id, call.person.id, call.message.payload.get("code", ""))
    if code is None:
        return call.ends("silence")
    answer = answer_code(call.session, call.by, code, intent)
    return Prompt([call.texts.reply(answer.key, answer.facts)])
