"""A call that tests the number it rings: 1 says that it is theirs, 2 that it is not.

Whoever hears it may be a stranger, so it names nobody. A voicemail presses nothing.
"""

from achterwacht.inbound import received
from achterwacht.inbound.conversation import Conversation, id_of_digits, long_ago
from achterwacht.use_cases import number_check
from foundation.clock import clock_of
from notifications.channels.voice import Prompt

REPLIES = {"1": "number_verified", "2": "number_not_verified"}
"""What is said of each digit, in the words of the SMS that answers the code of a test."""


def number_prompt(call: Conversation, call_sid: str, step: str | None, digits: str, proof: str) -> Prompt:
    """Returns what the call says now: the question, once more after any other digit, and then what was heard."""
    # While it rang, their number may have become another.
    if call.message.to != call.person.phone or not call.person.active:
        return call.ends("number_over")
    if step is None:
        return _asks(call, "open")
    if long_ago(call) or (digits not in REPLIES and step != "open"):
        return call.ends("in_silence")
    if digits not in REPLIES:
        return _asks(call, "again")
    now = clock_of(call.session).now(call.session)
    # What the provider repeats does nothing again, and hears the same.
    if received.first_time(call.session, (id_of_digits(call_sid, step), proof), now):
        received.keep(call.session, call.person, digits, now, digit=True)
        if digits == "1":
            number_check.is_theirs(call.person, now)
        else:
            number_check.not_theirs(call.session, call.person, call.message.id)
    return Prompt([call.texts.reply(REPLIES[digits], {})])


def _asks(call: Conversation, step: str) -> Prompt:
    return Prompt([call.say("number_check")], step=step, silence=call.say("in_silence"), twice=True)
