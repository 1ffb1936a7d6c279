"""What a digit does in a call to the worker: all is well, with the PIN if there is one, or help."""

import re
from contextlib import suppress
from uuid import UUID

from achterwacht.inbound.conversation import Conversation, visit_of
from achterwacht.people.kept_secrets import PinRequired, PinWrong
from achterwacht.use_cases import panic
from achterwacht.use_cases.pins import PinSlowed
from achterwacht.visiting import visits as visit_cases
from achterwacht.visits.facts import Pin
from achterwacht.visits.refusals import NotUnderWay
from achterwacht.watch.held import hold_visit
from notifications.channels.voice import Prompt

PIN_TRIES = ("pin", "pin2", "pin3")
HELP = re.compile("9{1,3}")
"""Who is afraid presses it more than once. It is shorter than any PIN."""


def asks_for_help(digits: str) -> bool:
    return HELP.fullmatch(digits) is not None


def worker_presses(call: Conversation, step: str, digits: str) -> Prompt:
    """Handle 1 as well (with the PIN, if there is one) and 9 as help, also where the PIN is asked. Both answers sound
    like office business."""
    visit_id = visit_of(call)
    if asks_for_help(digits):
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
            return call.ends("worker_pin_out")
        return Prompt([call.say("worker_wrong_pin")], step=PIN_TRIES[tries], many_digits=True)
    _worker_is_well(call, visit_id, pin)
    return call.ends("worker_well")


def _worker_is_well(call: Conversation, visit_id: UUID | None, pin: Pin) -> None:
    if visit_id is not None:
        with suppress(NotUnderWay):
            visit_cases.answer_check_call(hold_visit(call.session, visit_id, call.by), pin)
            return
    panic.heard_without_a_visit(call.session, call.by, pin)
