"""Every use case in which visit and alarm meet, one function each.

Lock one aggregate, ask the rule, record the decision. Never commits (the door does, before it answers), never sends (it
puts messages in the outbox), knows no rule. `age` is how long ago something was pressed, by the phone's own clock.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import address_of
from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Outcome, People
from achterwacht.alarms.records import AlarmRecord
from achterwacht.beforehand.back_up import sign_off
from achterwacht.chases import rules as chases
from achterwacht.check_calls import rules as check_calls
from achterwacht.decision import Decision, Event
from achterwacht.drills import rules as drills
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.risks.service import look_up_for_visit
from achterwacht.use_cases.preparation import may_start, outsiders_are_there
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCallResult, Feeling, Pin, ReturnTo, Visit, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.aggregate import Aggregate, lock_visit
from achterwacht.watch.duty import DutyBook
from achterwacht.watch.inside import who_is_silent
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.spots import note_spot, spotted

NO_AGE = timedelta()


def people_of(session: Session, root: Aggregate, now: datetime) -> People:
    """Who there is for this visit or alarm at this moment."""
    return DutyBook(session, now).of(root.organisation, root.team_id).with_back_up(root.back_up).people(root.worker())


def write(
    session: Session, root: Aggregate, decision: Decision, by: Actor, now: datetime, origin: UUID | None = None
) -> None:
    """Record one decision. `origin` is the input behind it, when what it tells belongs to what was told before."""
    ledger = Ledger(session, now, by)
    ledger.record(root, decision, origin)
    ledger.flush()


def _not_in_silence(session: Session, root: Aggregate, by: Actor) -> None:
    if by.person_id not in root.going():
        visits.not_in_silence(by, root.going(), who_is_silent(session, root.organisation.id))


def check_in(
    session: Session, visit_id: UUID, until: datetime | None, location: dict[str, Any] | None, by: Actor
) -> Aggregate:
    """Start the watch on a planned visit. Without an end, the planned one counts from now."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    facts = root.visit_facts()
    assert root.visit is not None
    if facts.state is VisitState.PLANNED:
        # New visits get the profile that runs now; one under way keeps its own (architecture.md section 3).
        assert root.organisation.protocol_id is not None
        root.take_protocol(session, root.organisation.protocol_id)
        root.visit.location = spotted(location, now) if location else None
        # The register may have changed since it was planned: at the door it is asked again.
        address = address_of(root.visit.address)
        root.visit.risk = look_up_for_visit(
            session, root.organisation.id, by.person_id, address, visit_id, now, root.going()
        )
    planned = max(facts.expected_end, now + (facts.expected_end - facts.planned_start))
    # Who comes early to a long visit is not refused for the minutes in between.
    end = until or min(planned, now + root.protocol.watch.longest_visit)
    if facts.state is VisitState.PLANNED:
        outsiders_are_there(root, now)
        may_start(root, now, end)
    book = DutyBook(session, now)
    duties = (book.of(root.organisation, root.team_id, at).with_back_up(root.back_up) for at in (now, end))
    people, then = (duty.people(root.worker()) for duty in duties)
    decision = visits.check_in(facts, end, by, people, then, now, root.protocol)
    write(session, root, decision, by, now)
    return root


def say_ok(session: Session, visit_id: UUID, by: Actor, pin: Pin, age: timedelta = NO_AGE) -> Aggregate:
    """All is well, says the worker; or a companion, which is news and answers nothing."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    facts = root.visit_facts()
    people = people_of(session, root, now)
    if facts.state is VisitState.ENDED and facts.return_to is ReturnTo.HOME:
        decision = chases.home_safe_heard(facts, by, pin, people, now, root.protocol)
    elif by.person_id in facts.companions:
        decision = visits.companion_says_well(facts, by, pin, people, now, root.protocol)
    else:
        decision = visits.say_ok(facts, by, pin, now - age, people, now, root.protocol)
    write(session, root, decision, by, now)
    return root


def close_home_safe(session: Session, visit_id: UUID, reason: str, by: Actor) -> Aggregate:
    """Somebody else knows that the worker is home."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    _not_in_silence(session, root, by)
    waited_for = DeadlineKind.HOME_SAFE in root.deadlines
    write(session, root, chases.home_safe_closed(root.visit_facts(), by, reason, waited_for=waited_for), by, now)
    return root


def extend(
    session: Session,
    visit_id: UUID,
    until: datetime | None,
    minutes: int | None,
    by: Actor,
    pin: Pin,
    age: timedelta = NO_AGE,
) -> Aggregate:
    """Let the visit last longer: until a moment, or so many minutes from the later of now and the expected end."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    facts = root.visit_facts()
    end = until or max(now, facts.expected_end) + timedelta(minutes=minutes or 0)
    people = people_of(session, root, now)
    write(session, root, visits.extend(facts, end, by, pin, now - age, people, now, root.protocol), by, now)
    return root


def check_out(
    session: Session,
    visit_id: UUID,
    by: Actor,
    pin: Pin = Pin.NOT_SET,
    reason: str = "",
    return_to: ReturnTo | None = None,
    age: timedelta = NO_AGE,
) -> Aggregate:
    """End the watch."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    _not_in_silence(session, root, by)
    people = people_of(session, root, now)
    facts = root.visit_facts()
    decision = visits.check_out(facts, by, pin, reason, return_to, now - age, people, now, root.protocol)
    decision += sign_off(facts, decision.visit)
    write(session, root, decision, by, now)
    return root


def feel(session: Session, visit_id: UUID, feeling: Feeling, by: Actor) -> Aggregate:
    """One tap afterwards."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    assert root.visit is not None
    if root.visit.feeling is not feeling:
        root.visit.feeling = feeling
        write(session, root, visits.feel(by, feeling), by, now)
    return root


def report_check_call(session: Session, visit_id: UUID, result: CheckCallResult, note: str, by: Actor) -> Aggregate:
    """A colleague reports how the check call went."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    _not_in_silence(session, root, by)
    people = people_of(session, root, now)
    write(session, root, check_calls.report(root.visit_facts(), result, note, by, people, now, root.protocol), by, now)
    return root


def ask_now(session: Session, visit_id: UUID, by: Actor) -> Aggregate:
    """A colleague asks "alles goed?" now."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    _not_in_silence(session, root, by)
    people = people_of(session, root, now)
    write(session, root, check_calls.ask_now(root.visit_facts(), by, people, now, root.protocol), by, now)
    return root


def opted_out(session: Session, visit_id: UUID, by: Actor) -> Aggregate:
    """The worker sent STOP while under way: they are phoned."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    people = people_of(session, root, now)
    write(session, root, check_calls.opted_out(root.visit_facts(), by, people, now, root.protocol), by, now)
    return root


def answer_check_call(session: Session, visit_id: UUID, by: Actor, pin: Pin) -> Aggregate:
    """The worker pressed 1 in a call: as an OK."""
    return say_ok(session, visit_id, by, pin)


def tell_incident(session: Session, visit_id: UUID, by: Actor) -> None:
    """Say in the timeline that a report was made of this visit."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    write(session, root, Decision(events=(Event(EventKind.INCIDENT_FILED, by.person_id),)), by, now)


def resolve(
    session: Session, root: Aggregate, outcome: Outcome, note: str, new_end: datetime | None, by: Actor, now: datetime
) -> None:
    """Close the alarm of a locked root, and say what becomes of its visit."""
    alarm = root.alarm_facts()
    assert alarm is not None
    assert root.alarm is not None
    rule = drills.resolve if root.alarm.drill else alarms.resolve
    decision = rule(alarm, outcome, by, note, now)
    if root.visit is not None:
        visit: Visit = replace(root.visit_facts(), alarm=decision.alarm)
        decision += visits.after_resolving(visit, alarm.cause, new_end, now, root.protocol, by)
        decision += sign_off(root.visit_facts(), decision.visit)
    write(session, root, decision, by, now)


def panic_on_visit(
    session: Session, visit_id: UUID, by: Actor, location: dict[str, Any] | None, alarm_id: UUID | None = None
) -> Aggregate:
    """The noodknop on a visit under way."""
    root, now = lock_visit(session, visit_id, by.organisation_id)
    people = people_of(session, root, now)
    decision = visits.panic(replace(root.visit_facts(), next_alarm=alarm_id), by, people, now, root.protocol)
    write(session, root, decision, by, now)
    note_spot(root.alarm, location, now)
    return root


def has_open_alarm(session: Session, organisation_id: UUID, visit_id: UUID) -> bool:
    """Whether an alarm of this visit is open."""
    found = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == organisation_id,
        AlarmRecord.visit_id == visit_id,
        AlarmRecord.resolved_at.is_(None),
    )
    return session.scalar(found.limit(1)) is not None


def visit_of(root: Aggregate) -> VisitRecord:
    """The visit of a root that has one."""
    assert root.visit is not None
    return root.visit
