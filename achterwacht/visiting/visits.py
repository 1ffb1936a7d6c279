"""The use cases in which visit and alarm meet, one function each.

Each takes a visit that is held, asks the rule, records the decision and returns what was made. It never commits (the
door does, before it answers), never sends (it puts messages in the outbox), and knows no rule. `age` is how long ago
something was pressed, by the phone's own clock.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.described import place_of
from achterwacht.alarms.records import AlarmRecord
from achterwacht.beforehand.back_up import sign_off
from achterwacht.beforehand.who_said_so import Expectation
from achterwacht.chases import rules as chases
from achterwacht.check_calls import rules as check_calls
from achterwacht.kinds import DeadlineKind
from achterwacht.notices.in_silence import who_is_silent
from achterwacht.protocols.running import running_version
from achterwacht.risks.service import look_up_for_visit
from achterwacht.visiting.companions import outsiders_are_there
from achterwacht.visiting.preparation import began, may_start
from achterwacht.visiting.register_again import register_says
from achterwacht.visiting.returns import arrived, onward_from
from achterwacht.visiting.risk_marks import ask_for_another_day
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCallResult, Feeling, Onward, Pin, ReturnTo, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.held import Held, Made
from achterwacht.watch.spots import spotted

NO_AGE = timedelta()


def _not_in_silence(held: Held) -> None:
    going = held.root.going()
    if held.by.person_id not in going:
        visits.not_in_silence(held.by, going, who_is_silent(held.session, held.root.organisation.id))


def check_in(
    held: Held,
    until: datetime | None,
    location: dict[str, Any] | None,
    said: Expectation | None = None,
    *,
    goes_on: bool = True,
) -> Made:
    """Start the watch on a planned visit.

    until: None for the planned duration from now, or the planned end if that is later. said: trouble that somebody
    expects, said only now. goes_on: whether it ends an earlier way back of theirs.
    """
    session, root, now, by = held.session, held.root, held.now, held.by
    facts = root.visit_facts()
    assert root.visit is not None
    planned_by = root.protocol
    if facts.state is VisitState.PLANNED:
        # A new visit gets the profile that holds now; one under way keeps its own (architecture.md section 3).
        root.take_protocol(session, running_version(session, root.organisation, root.team_id))
        root.visit.location = spotted(location, now) if location else None
        # The register may have changed since the visit was planned, so it is asked again at the door.
        address = place_of(root.visit.address)
        found = look_up_for_visit(
            session,
            root.organisation.id,
            by.person_id,
            address,
            root.visit.id,
            now,
            root.going(),
            until=root.visit.expected_end,
        )
        register_says(root.visit, found)
        facts = replace(facts, alone_allowed_by=root.visit.alone_allowed_by)
    planned = max(facts.expected_end, now + (facts.expected_end - facts.planned_start))
    # Somebody who comes early to a long visit is not refused because of the minutes in between.
    end = until or min(planned, now + root.protocol.watch.longest_visit)
    if facts.state is not VisitState.PLANNED:
        return held.write(visits.check_in(facts, by, end, held.people(end), held.context()))
    outsiders_are_there(root, now)
    standing = may_start(root, now, end, promised=None if planned_by is root.protocol else planned_by)
    back_by = arrived(session, by, root.visit.worker_id, root.protocol, root.visit.id) if goes_on else None
    facts = replace(facts, back_by=facts.back_by or back_by)
    ledger, context = held.ledger(), held.context()
    ledger.record(root, visits.check_in(facts, by, end, held.people(end), context))
    if said is not None:
        began(root, ledger, standing, said, by, context)
    ledger.flush()
    return held.made()


def say_ok(held: Held, pin: Pin, age: timedelta = NO_AGE) -> Made:
    """Record that the worker says all is well. From a companion it is only information."""
    facts, press, context = held.root.visit_facts(), held.press(pin, age), held.context()
    if facts.on_the_way and held.by.person_id == facts.worker:
        return held.write(visits.well_on_the_way(facts, press, context))
    home = facts.return_to is ReturnTo.HOME and (facts.state is VisitState.ENDED or visits.covered(facts))
    if home and held.by.person_id == facts.worker:  # who came along does not know whether they are home
        return held.write(chases.home_safe_heard(facts, press, context))
    if facts.was_to_come(held.by.person_id):
        return held.write(visits.companion_says_well(facts, press, context))
    return held.write(visits.say_ok(facts, press, context))


def close_home_safe(held: Held, reason: str) -> Made:
    """Record that somebody else knows the worker is home."""
    _not_in_silence(held)
    waited_for = DeadlineKind.HOME_SAFE in held.root.deadlines
    return held.write(chases.home_safe_closed(held.root.visit_facts(), held.by, reason, waited_for=waited_for))


def extend(held: Held, until: datetime | None, minutes: int | None, pin: Pin, age: timedelta = NO_AGE) -> Made:
    """Extend a visit until a moment, or by some minutes from now or the expected end, whichever is later.

    On the way back it moves the moment to be back.
    """
    facts = held.root.visit_facts()
    if facts.on_the_way and facts.awaited_by is not None and held.by.person_id == facts.worker:
        back = until or max(held.now, facts.awaited_by) + timedelta(minutes=minutes or 0)
        return held.write(visits.later(facts, held.press(pin, age), back, held.context()))
    end = until or max(held.now, facts.expected_end) + timedelta(minutes=minutes or 0)
    made = held.write(visits.extend(facts, held.press(pin, age), end, held.context()))
    zone = ZoneInfo(held.root.organisation.time_zone)
    last, now_last = (one.astimezone(zone).date() for one in (facts.expected_end, visit_of(held.root).expected_end))
    if now_last > last:
        ask_for_another_day(held)
    return made


def check_out(
    held: Held,
    pin: Pin = Pin.NOT_SET,
    reason: str = "",
    return_to: ReturnTo | None = None,
    age: timedelta = NO_AGE,
    back_by: datetime | None = None,
    *,
    noticed: bool = False,
) -> Made:
    """End the watch, or start watching the way back.

    back_by: when they say now that they will be at the office. noticed: an observation ends because somebody noticed
    the observer.
    """
    _not_in_silence(held)
    facts = held.root.visit_facts()
    if facts.under_way and back_by is not None:
        visits.back_in_time(back_by, held.now, held.root.protocol)
        facts = replace(facts, back_by=back_by)
    onward = onward_from(held) if facts.under_way else Onward()
    press = held.press(pin, age)
    decision = visits.check_out(facts, press, reason, return_to, held.context(), onward)
    if noticed:
        decision = visits.broken_off(facts, press, decision, held.context())
    if decision.visit is not None and decision.visit.state is VisitState.ENDED:
        arrived(held.session, held.by, facts.worker, held.root.protocol, facts.id)
    decision += sign_off(facts, decision.visit, held.by)
    return held.write(decision)


def report_back(
    held: Held, pin: Pin, reason: str, to: ReturnTo, age: timedelta = NO_AGE, *, at_home: bool = False
) -> Made:
    """Record that the worker is back at the office, or goes straight home after all.

    at_home: they are there already.
    """
    _not_in_silence(held)
    facts = held.root.visit_facts()
    return held.write(visits.back(facts, held.press(pin, age), reason, to, held.context(), at_home=at_home))


def feel(held: Held, feeling: Feeling) -> Made:
    """Record how the visit was: one tap afterwards."""
    visit = visit_of(held.root)
    if visit.feeling is feeling:
        return held.made()
    visit.feeling = feeling
    return held.write(visits.feel(held.by, feeling))


def report_check_call(held: Held, result: CheckCallResult, note: str) -> Made:
    """Record how the check call went, as a colleague reports."""
    _not_in_silence(held)
    return held.write(check_calls.report(held.root.visit_facts(), held.by, result, note, held.context()))


def ask_now(held: Held) -> Made:
    """Ask "alles goed?" now, for a colleague."""
    _not_in_silence(held)
    return held.write(check_calls.ask_now(held.root.visit_facts(), held.by, held.context()))


def opted_out(held: Held) -> Made:
    """Record that the worker sent STOP while under way: they are phoned."""
    return held.write(check_calls.opted_out(held.root.visit_facts(), held.by, held.context()))


def answer_check_call(held: Held, pin: Pin) -> Made:
    """Record that the worker pressed 1 in a call. It counts as an OK."""
    return say_ok(held, pin)


def has_open_alarm(session: Session, organisation_id: UUID, visit_id: UUID) -> bool:
    """Whether an alarm of this visit is open."""
    found = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == organisation_id,
        AlarmRecord.visit_id == visit_id,
        AlarmRecord.resolved_at.is_(None),
    )
    return session.scalar(found.limit(1)) is not None


def visit_of(root: Aggregate) -> VisitRecord:
    """Returns the visit of a root that has one."""
    assert root.visit is not None
    return root.visit
