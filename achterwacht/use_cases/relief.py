"""Handing the watch over at the end of a shift, where the roster, visits and alarms of a team meet.

The roster of the team is locked; visits only get a line in their timeline. An alarm that the old watcher took goes to
the new one.
"""

from contextlib import suppress
from dataclasses import replace
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Candidate, Skip
from achterwacht.alarms.refusals import AlarmOver, MayNotTake
from achterwacht.deadlines.firing import Due
from achterwacht.deadlines.rooted import lift_deadlines, no_later, set_deadline
from achterwacht.decision import Decision, Event
from achterwacht.kinds import Actor, DeadlineKind
from achterwacht.notices.staff import managers
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import team_of
from achterwacht.protocols.running import running_if_any
from achterwacht.refused import NotFound
from achterwacht.relief import rules
from achterwacht.relief.rules import Step, Watch
from achterwacht.roster.records import RosterRecord
from achterwacht.roster.rules import next_change
from achterwacht.roster.service import NO_ROSTER, lock_roster, rooted, rosters_around
from achterwacht.use_cases.relief_notes import Handing, in_words, out_now
from achterwacht.watch.duty import DutyBook
from achterwacht.watch.held import hold_alarm
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.reliefs import keep, relief_of, watch_of
from foundation.clock import clock_of
from notifications.cancelling import cancel_unsent
from notifications.texts.formats import listed
from notifications.texts.templates import Template

LOOKS_AHEAD_DAYS = 7


def shift_changes(session: Session, due: Due[RosterRecord]) -> None:
    """React to a turn that began or ended, or to a changed roster."""
    roster, organisation, now = due.record, due.organisation, due.now
    zone = ZoneInfo(organisation.time_zone)
    found = rosters_around(session, [organisation.id], [roster.team_id], now).get(roster.team_id, NO_ROSTER)
    duty = DutyBook(session, now).of(organisation, roster.team_id)
    at = next_change(found.shifts, now, zone, organisation.country, LOOKS_AHEAD_DAYS)
    leaves = [one.absent_from for one in duty.contacts.values() if one.id in found.people and one.absent_from]
    at = min([at, *(one for one in leaves if one > now)])
    set_deadline(session, rooted(roster), DeadlineKind.SHIFT_CHANGE, at)
    rostered = tuple(one.person for one in duty.rostered)
    reachable = tuple(one.person for one in duty.rostered if one.skip is None)
    handing, before = _handing_at(session, due), watch_of(roster)
    gone = {*before.watching, *before.staying} - {one.person for one in duty.everyone if one.skip is not Skip.ABSENT}
    step = rules.shift_changed(before, rostered, reachable, anybody_out=bool(handing.out), gone=gone)
    if step != Step(before):  # else who was asked a moment ago would have all their time again
        _carry_out(handing, step)


def relief_passes(session: Session, due: Due[RosterRecord]) -> None:
    """React when nobody took the watch in time, or when somebody took it who is not on the roster."""
    handing = _handing_at(session, due)
    _carry_out(handing, rules.not_taken(watch_of(due.record), anybody_out=bool(handing.out)))


def relief_set_back(session: Session, team_id: UUID, by: Actor) -> None:
    """Let nobody wait longer for an answer, after the clock was set back, than if they were asked now."""
    roster = lock_roster(session, by.organisation_id, team_id)
    profile = running_if_any(session, session.get_one(OrganisationRecord, by.organisation_id), team_id)
    if profile is not None:
        latest = clock_of(session).now(session) + profile.watch.relief_within
        no_later(session, rooted(roster), DeadlineKind.RELIEF, latest)


def take_watch(session: Session, team_id: UUID, by: Actor) -> None:
    """Take the watch, with the alarms that the old watcher had taken.

    Raises:
        ReliefOver: nothing is being handed over.
        CannotWatchNow: the actor is on a visit, away, or has no number.
    """
    _answer(session, team_id, by, accepts=True)


def cannot_take_watch(session: Session, team_id: UUID, by: Actor) -> None:
    """Record that the actor can't take the watch.

    Raises:
        ReliefOver: I am not asked, or not any more.
    """
    _answer(session, team_id, by, accepts=False)


def _answer(session: Session, team_id: UUID, by: Actor, *, accepts: bool) -> None:
    assert by.person_id is not None
    roster = lock_roster(session, by.organisation_id, team_id)
    now = clock_of(session).now(session)
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    before = watch_of(roster)
    if accepts:
        everyone = DutyBook(session, now).of(organisation, team_id).everyone
        free = any(one.person == by.person_id and one.skip is None for one in everyone)
        step = rules.accept(before, by.person_id, free=free)
    else:
        step = rules.decline(before, by.person_id)
    out = out_now(session, organisation.id, team_id)
    handing = Handing(session, organisation, roster, out, by, now, origin=uuid4())
    _carry_out(handing, step)
    if not accepts:
        return
    for root in out:
        if root.alarm is not None and root.alarm.acknowledged_by in before.staying:
            _pass_on(session, root.alarm.id, root.alarm.acknowledged_by, by)
    replace(handing, origin=uuid4()).tell(before.staying, Template.RELIEF_TAKEN, {"by": by.name})


def _pass_on(session: Session, alarm_id: UUID, old: UUID | None, by: Actor) -> None:
    """Give an alarm that the old watcher took to the new one, unless the new one is inside themselves or it is over."""
    assert by.person_id is not None
    with suppress(AlarmOver, MayNotTake, NotFound):
        held = hold_alarm(session, alarm_id, by)
        alarm = held.root.open_or_closed_alarm()
        if alarm.acknowledged_by != old:
            return
        given = alarms.pass_on(alarm, replace(by, person_id=old), Candidate(by.person_id, by.name))
        assert given.alarm is not None
        taken = alarms.acknowledge(given.alarm, by, held.context())
        held.write(replace(given, notices=()) + taken)


def _hands_over(before: Watch, after: Watch) -> tuple[UUID, ...]:
    """Returns who gives the watch up, and has it until somebody takes it; nobody, when they are gone."""
    if after.handing_over:
        return after.staying
    return before.staying if before.handing_over else before.watching


def _handing_at(session: Session, due: Due[RosterRecord]) -> Handing:
    """Returns the roster whose deadline passed, locked."""
    organisation, roster = due.organisation, due.record
    out = out_now(session, organisation.id, roster.team_id)
    by = Actor(organisation.id, None, via="clock")
    return Handing(session, organisation, roster, out, by, due.now, due.deadline.id)


def _carry_out(handing: Handing, step: Step) -> None:
    session, organisation, roster, now = handing.session, handing.organisation, handing.roster, handing.now
    before, after = watch_of(roster), step.watch
    old = _hands_over(before, after)
    relief = relief_of(roster)
    over = [relief] if relief is not None and not after.handing_over else []
    keep(roster, after)
    lift_deadlines(session, rooted(roster), [DeadlineKind.RELIEF], now)
    profile = running_if_any(session, organisation, roster.team_id) if after.staying else None
    if profile is not None:
        set_deadline(session, rooted(roster), DeadlineKind.RELIEF, now + profile.watch.relief_within)
    cancel_unsent(session, organisation.id, over, {Template.RELIEF_ASKED, Template.RELIEF_NOT_TAKEN}, now)
    names = handing.names({*old, *after.asked, *before.asked})
    language = organisation.language
    facts = {
        "from": listed((names[one] for one in old), language),
        "to": listed((names[one] for one in after.asked), language),
    }
    if step.event is not None:
        ledger = Ledger(session, now, handing.by)
        for root in handing.out:
            ledger.record(root, Decision(events=(Event(step.event, handing.by.person_id, facts),)))
        ledger.flush()
    team = team_of(session, organisation.id, roster.team_id).name
    said = {**facts, "open": in_words(handing.out, language), "team": team}
    if step.asks:
        handing.ask(step.asks, Template.RELIEF_ASKED, said)
    if step.tells_managers:
        told = {one.id for one in managers(session, organisation.id, roster.team_id)}
        may = {one.person for one in DutyBook(session, now).of(organisation, roster.team_id).everyone}
        handing.ask(told & may, Template.RELIEF_NOT_TAKEN, said)
        handing.tell(told - may, Template.RELIEF_NOT_TAKEN, said)
    session.flush()
