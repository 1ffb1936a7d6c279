"""What comes back from the number of the daily test: its code by SMS, or 1 in its call. It proves the way in.

That number may be a reception's and nobody's here. So its call names nobody, and a text without the code is as any text
from there.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.canary.records import CanaryRecord
from achterwacht.codes.service import find_code
from achterwacht.inbound.senders import could_be_from
from achterwacht.people.records import PersonRecord
from foundation.clock import clock_of
from foundation.visible import on_lines
from notifications.channels.voice import Prompt
from notifications.intents import Intent
from notifications.records import MessageRecord
from notifications.replies import read_sms
from notifications.texts.catalogue import catalogue

ANSWERS = frozenset({Intent.FIRST, Intent.SECOND, Intent.CODE})
"""What a text with the code may mean: whatever was typed before it, it came in. A call for help stays one."""


def answers_canary(session: Session, sender: str, body: str, person: PersonRecord | None, now: datetime) -> bool:
    """Whether this text is the answer to a daily test that went to its sender. Then that is noted.

    person: whose number it is. A code of theirs goes before that of the test.
    """
    reply = read_sms(body)
    if reply.intent not in ANSWERS or reply.distress:
        return False
    codes = {one for one in (reply.code, reply.glued, *(code for _, code in reply.readings)) if one}
    if person is not None and any(find_code(session, person.organisation_id, person.id, one) for one in codes):
        return False
    asked = (
        select(CanaryRecord)
        .where(CanaryRecord.phone.in_(could_be_from(on_lines(sender).strip())), CanaryRecord.code.in_(codes))
        .with_for_update()
    )
    canary = session.scalars(asked, execution_options={"across_organisations": True}).first() if codes else None
    if canary is None:
        return False
    canary.texted(now)
    return True


def canary_prompt(session: Session, message: MessageRecord, step: str | None, digits: str) -> Prompt:
    """Returns what the test call says now: one neutral sentence, and that 1 was heard.

    To press 1 twice does no more than once, so a repeated request needs no other answer.
    """
    texts, now = catalogue(message.language), clock_of(session).now(session)
    mark = texts.say("drill", "spoken")
    canary = session.scalars(
        select(CanaryRecord)
        .where(
            CanaryRecord.organisation_id == message.organisation_id,
            CanaryRecord.id == message.person,
            CanaryRecord.run == message.origin,
        )
        .with_for_update()
    ).one_or_none()

    def says(key: str) -> str:
        return texts.spoken(key, message.payload)

    if canary is None:
        return Prompt([mark, says("number_over")])
    canary.heard_at = canary.heard_at or now
    if digits == "1":
        canary.pressed(now)
        return Prompt([mark, says("check_call_done")])
    if step is not None and step != "open":
        return Prompt([mark, says("in_silence")])
    asked = "open" if step is None else "again"
    return Prompt([mark, says("canary")], step=asked, silence=says("in_silence"), twice=True)
