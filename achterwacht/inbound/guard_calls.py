"""A call to a guard firm. It does not say who or where before a digit is pressed: a voicemail may be listening."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.guard_facts import GuardOutcome
from achterwacht.alarms.records import AlarmRecord
from achterwacht.guards.records import GuardFirmRecord
from achterwacht.inbound import received
from achterwacht.inbound.conversation import LONGEST_CALL, id_of_digits
from achterwacht.kinds import Actor
from achterwacht.refused import NotFound
from achterwacht.use_cases.guards import guard_answers
from achterwacht.watch.held import hold_alarm
from foundation.clock import clock_of
from notifications.channels.voice import Prompt
from notifications.records import MessageRecord
from notifications.texts.catalogue import catalogue

ANSWERS = {"1": GuardOutcome.COMES, "2": GuardOutcome.CANT}


def guard_prompt(
    session: Session, message: MessageRecord, call_sid: str, step: str | None, digits: str, proof: str
) -> Prompt:
    """Returns what the call says now: first what it is about, after a digit who and where, then what the firm chose."""
    texts, alarm_id = catalogue(message.language), message.subject
    assert alarm_id is not None
    firm = session.scalars(
        select(GuardFirmRecord).where(
            GuardFirmRecord.organisation_id == message.organisation_id, GuardFirmRecord.id == message.person
        )
    ).one_or_none()

    def say(key: str) -> str:
        return texts.spoken(key, message.payload)

    # While the telephone rang, the firm may have been replaced or the alarm closed.
    if firm is None or firm.phone != message.to or _is_over(session, message.organisation_id, alarm_id):
        return Prompt([say("over")])
    if step is None:
        return Prompt([say("guard_opening")], step="open", silence=say("silence_guard"), twice=True)
    now = clock_of(session).now(session)
    if now - (message.called_at or message.created_at) > LONGEST_CALL:
        return Prompt([say("silence_guard")])
    details = [say("guard"), say("again"), say("guard"), say("choices_guard")]
    if step != "open" and digits in ANSWERS:
        outcome = ANSWERS[digits]
        # What the provider repeats does nothing again, and gets the same answer.
        if received.first_time(session, (id_of_digits(call_sid, step), proof), now):
            by = Actor(firm.organisation_id, None, firm.name, via="call")
            guard_answers(hold_alarm(session, alarm_id, by), firm, outcome)
        return Prompt([say("guard_comes" if outcome is GuardOutcome.COMES else "guard_cant")])
    following = {"open": "heard", "heard": "again"}.get(step)
    if following is None:
        return Prompt([say("silence_guard")])
    return Prompt(details, step=following, silence=say("silence_guard"))


def _is_over(session: Session, organisation_id: UUID, alarm_id: UUID) -> bool:
    found = session.execute(
        select(AlarmRecord.resolved_at).where(
            AlarmRecord.organisation_id == organisation_id, AlarmRecord.id == alarm_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound("alarm")
    return found.resolved_at is not None
