"""The use cases of a guard firm in an alarm: the digit it presses, and a call that a human made."""

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.guard_facts import Firm, GuardCall, GuardOutcome
from achterwacht.drills.rules import OnlyPlayed
from achterwacht.guards.records import GuardFirmRecord
from achterwacht.guards.service import firm_of, note_call
from achterwacht.refused import RuleBroken
from achterwacht.watch.held import Held, Made


class NoGuardFirm(RuleBroken):
    """Neither the team nor the organisation has a guard firm."""

    code = "no_guard_firm"


def guard_answers(held: Held, firm: GuardFirmRecord, outcome: GuardOutcome) -> Made:
    """Record the digit that the firm pressed: it comes, or it can't.

    This verifies its number: somebody there heard us.
    """
    firm.number_verified_at = held.now
    alarm = held.root.open_or_closed_alarm()
    note_call(held.session, firm.organisation_id, alarm.id, firm.name, outcome, held.now)
    return held.write(alarms.guard_answers(alarm, Firm(firm.id, firm.name), outcome))


def note_guard_call(held: Held, call: GuardCall) -> Made:
    """Record what came of a call that a human made to the firm.

    Raises:
        OnlyPlayed: nobody phones an outsider in a drill.
        NoGuardFirm: there is none.
    """
    root, by = held.root, held.by
    alarm = root.open_or_closed_alarm()
    if root.alarm is not None and root.alarm.drill:
        raise OnlyPlayed
    firm = firm_of(held.session, root.organisation.id, root.team_id)
    if firm is None:
        raise NoGuardFirm
    decision = alarms.call_guard(alarm, by, firm.name, call, held.context())
    note_call(
        held.session, root.organisation.id, alarm.id, firm.name, call.outcome, held.now,
        minutes=call.minutes, by=by.person_id, text=call.said,
    )  # fmt: skip
    return held.write(decision)
