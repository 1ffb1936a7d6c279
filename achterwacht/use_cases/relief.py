"""Handing the watch over at the end of a shift: where the roster, the visits and the alarms of a team meet.

The roster of the team is locked; of the visits only the timeline grows. An alarm that the old one took goes along.
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Candidate
from achterwacht.alarms.records import AlarmRecord
from achterwacht.alarms.refusals import AlarmOver, MayNotTake
from achterwacht.codes.service import CodeFor, hand_out
from achterwacht.deadlines.firing import Due
from achterwacht.deadlines.rooted import lift_deadlines, set_deadline
from achterwacht.decision import Decision, Event
from achterwacht.kinds import Actor, CodePurpose, DeadlineKind, RootKind
from achterwacht.notices.service import Note, tell
from achterwacht.notices.staff import by_id, managers
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.teams import team_of
from achterwacht.priorities import MessagePriority
from achterwacht.protocols.service import profile_version
from achterwacht.refused import NotFound
from achterwacht.relief import rules
from achterwacht.relief.rules import Step, Watch
from achterwacht.roster.records import RosterRecord
from achterwacht.roster.rules import next_change
from achterwacht.roster.service import NO_ROSTER, lock_roster, rooted, rosters_around
from achterwacht.use_cases.visits import context_now
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.duty import DutyBook
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.locking import load, lock_alarm
from foundation.clock import clock_of
from foundation.subject import Subject
from notifications import outbox
from notifications.texts.catalogue import catalogue
from notifications.texts.formats import listed
from notifications.texts.templates import Template

LOOKS_AHEAD_DAYS = 7
MOST_NAMED = 3
"""An SMS names the first ones; the board shows all."""


@dataclass(frozen=True)
class Relief:
    """A watch that is being handed over: who stays, who is asked, and whether the managers were told."""

    team_id: UUID
    staying: Sequence[UUID]
    asked: Sequence[UUID]
    managers_told: bool


def reliefs_of(session: Session, organisation_id: UUID, teams: Collection[UUID] | None) -> list[Relief]:
    """What is being handed over in these teams (None: in any)."""
    handing_over = select(RosterRecord).where(
        RosterRecord.organisation_id == organisation_id,
        RosterRecord.relief_id.is_not(None),
        true() if teams is None else RosterRecord.team_id.in_(teams),
    )
    return [_relief(roster) for roster in session.scalars(handing_over)]


def _relief_of(roster: RosterRecord) -> Subject | None:
    """What is being handed over, as what codes and messages are about."""
    return None if roster.relief_id is None else Subject(RootKind.RELIEF, roster.relief_id)


def _relief(roster: RosterRecord) -> Relief:
    watch = _watch(roster)
    return Relief(roster.team_id, watch.staying, watch.asked, watch.times >= rules.MANAGERS)


def shift_changes(session: Session, due: Due[RosterRecord]) -> None:
    """Somebody's turn began or ended, or the roster was changed."""
    roster, organisation, origin, now = due.record, due.organisation, due.deadline.id, due.now
    zone = ZoneInfo(organisation.time_zone)
    found = rosters_around(session, [organisation.id], [roster.team_id], now).get(roster.team_id, NO_ROSTER)
    at = next_change(found.shifts, now, zone, organisation.country, LOOKS_AHEAD_DAYS)
    set_deadline(session, rooted(roster), DeadlineKind.SHIFT_CHANGE, at)
    out = _out(session, organisation.id, roster.team_id)
    duty = DutyBook(session, now).of(organisation, roster.team_id)
    rostered = tuple(one.person for one in duty.rostered)
    reachable = tuple(one.person for one in duty.rostered if one.skip is None)
    step = rules.shift_changed(_watch(roster), rostered, reachable, anybody_out=bool(out))
    _carry_out(session, roster, organisation, step, out, origin, Actor(organisation.id, None, via="clock"), now)


def relief_passes(session: Session, due: Due[RosterRecord]) -> None:
    """Nobody took it within the time, or it was taken by somebody who is not on the roster."""
    roster, organisation, origin, now = due.record, due.organisation, due.deadline.id, due.now
    out = _out(session, organisation.id, roster.team_id)
    step = rules.not_taken(_watch(roster), anybody_out=bool(out))
    _carry_out(session, roster, organisation, step, out, origin, Actor(organisation.id, None, via="clock"), now)


def take_watch(session: Session, team_id: UUID, by: Actor) -> None:
    """I take the watch. What the old one had taken is mine from now on.

    Raises:
        ReliefOver: nothing is being handed over.
    """
    _answer(session, team_id, by, accepts=True)


def cannot_take_watch(session: Session, team_id: UUID, by: Actor) -> None:
    """I can't take the watch.

    Raises:
        ReliefOver: I am not asked, or not any more.
    """
    _answer(session, team_id, by, accepts=False)


def handed_over(session: Session, organisation_id: UUID, relief_id: UUID) -> UUID | None:
    """The team whose watch is being handed over by this; None when that is over."""
    mine = select(RosterRecord.team_id).where(
        RosterRecord.organisation_id == organisation_id, RosterRecord.relief_id == relief_id
    )
    return session.scalar(mine)


def _answer(session: Session, team_id: UUID, by: Actor, *, accepts: bool) -> None:
    assert by.person_id is not None
    roster = lock_roster(session, by.organisation_id, team_id)
    now = clock_of(session).now(session)
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    before = _watch(roster)
    step = rules.accept(before, by.person_id) if accepts else rules.decline(before, by.person_id)
    out = _out(session, organisation.id, team_id)
    _carry_out(session, roster, organisation, step, out, uuid4(), by, now)
    if not accepts:
        return
    for root in out:
        if root.alarm is not None and root.alarm.acknowledged_by in before.staying:
            _pass_on(session, root.alarm.id, root.alarm.acknowledged_by, by)
    _write(session, organisation, team_id, before.staying, Template.RELIEF_TAKEN, {"by": by.name}, uuid4(), now)


def _pass_on(session: Session, alarm_id: UUID, old: UUID | None, by: Actor) -> None:
    """The alarm that the old one took goes to the new one; not when they are inside themselves, or it is over."""
    assert by.person_id is not None
    with suppress(AlarmOver, MayNotTake, NotFound):
        root, now = lock_alarm(session, alarm_id, by.organisation_id)
        alarm = root.alarm_facts()
        if alarm is None or alarm.acknowledged_by != old:
            return
        given = alarms.pass_on(alarm, replace(by, person_id=old), Candidate(by.person_id, by.name))
        assert given.alarm is not None
        taken = alarms.acknowledge(given.alarm, by, context_now(session, root, now))
        ledger = Ledger(session, now, by)
        ledger.record(root, replace(given, notices=()) + taken)
        ledger.flush()


def _carry_out(
    session: Session,
    roster: RosterRecord,
    organisation: OrganisationRecord,
    step: Step,
    out: Sequence[Aggregate],
    origin: UUID,
    by: Actor,
    now: datetime,
) -> None:
    before, after = _watch(roster), step.watch
    old = before.staying or before.watching
    relief = _relief_of(roster)
    over = [relief] if relief is not None and not after.handing_over else []
    _keep(roster, after)
    lift_deadlines(session, rooted(roster), [DeadlineKind.RELIEF], now)
    if after.staying and organisation.protocol_id is not None:
        within = profile_version(session, organisation.id, organisation.protocol_id).watch.relief_within
        set_deadline(session, rooted(roster), DeadlineKind.RELIEF, now + within)
    outbox.cancel_unsent(session, organisation.id, over, {Template.RELIEF_ASKED, Template.RELIEF_NOT_TAKEN}, now)
    names = _names(session, organisation.id, {*old, *after.asked, *before.asked})
    language = organisation.language
    facts = {
        "from": listed((names[one] for one in old), language),
        "to": listed((names[one] for one in after.asked), language),
    }
    if step.event is not None:
        ledger = Ledger(session, now, by)
        for root in out:
            ledger.record(root, Decision(events=(Event(step.event, by.person_id, facts),)))
        ledger.flush()
    said = {**facts, "open": _said(out, language), "team": team_of(session, organisation.id, roster.team_id).name}
    if step.asks:
        _write(session, organisation, roster.team_id, step.asks, Template.RELIEF_ASKED, said, origin, now, roster)
    if step.tells_managers:
        told = [one.id for one in managers(session, organisation.id, roster.team_id)]
        _write(session, organisation, roster.team_id, told, Template.RELIEF_NOT_TAKEN, said, origin, now, roster)
    session.flush()


def _write(
    session: Session,
    organisation: OrganisationRecord,
    team_id: UUID,
    people: Iterable[UUID],
    template: Template,
    facts: dict[str, Any],
    origin: UUID,
    now: datetime,
    roster: RosterRecord | None = None,
) -> None:
    """A note to each of these people; about a hand-over that is open it has a code."""
    relief = _relief_of(roster) if roster is not None else None
    wanted = {person: CodeFor(person, CodePurpose.RELIEF, relief) for person in people if relief is not None}
    codes = hand_out(session, organisation.id, wanted.values(), now)

    def own_code(person: UUID) -> dict[str, str]:
        return {"code": codes[wanted[person]] if person in wanted else ""}

    note = Note(
        template,
        facts,
        MessagePriority.RELIEF,
        origin,
        subject=relief or Subject(RootKind.ROSTER, team_id),
        own=own_code,
    )
    tell(session, by_id(session, organisation.id, list(people)), note)


def _out(session: Session, organisation_id: UUID, team_id: UUID) -> list[Aggregate]:
    """Everything of the team that goes on now: visits, and alarms without one. Not locked: only their stories grow."""
    visits = session.scalars(
        select(VisitRecord)
        .where(
            VisitRecord.organisation_id == organisation_id,
            VisitRecord.team_id == team_id,
            VisitRecord.state == VisitState.UNDER_WAY,
        )
        .order_by(VisitRecord.started_at)
    ).all()
    alone = session.scalars(
        select(AlarmRecord).where(
            AlarmRecord.organisation_id == organisation_id,
            AlarmRecord.team_id == team_id,
            AlarmRecord.visit_id.is_(None),
            AlarmRecord.drill.is_(False),
            AlarmRecord.resolved_at.is_(None),
        )
    ).all()
    return load(session, organisation_id, visits, alone)


def _said(out: Sequence[Aggregate], language: str) -> str:
    """`2 bezoeken, 1 alarm (Jan de Wit en Ali Yilmaz)`."""
    counted = {
        "visits": sum(root.visit is not None for root in out),
        "alarms": sum(root.alarm is not None for root in out),
    }
    texts = catalogue(language)
    counts = [texts.say("said", what, {"n": number}) for what, number in counted.items() if number]
    names = list(dict.fromkeys(root.worker_name for root in out))[:MOST_NAMED]
    return f"{', '.join(counts)} ({listed(names, language)})"


def _names(session: Session, organisation_id: UUID, people: set[UUID]) -> dict[UUID, str]:
    known = select(PersonRecord.id, PersonRecord.name).where(
        PersonRecord.organisation_id == organisation_id, PersonRecord.id.in_(people)
    )
    return {row.id: row.name for row in session.execute(known)}


def _watch(roster: RosterRecord) -> Watch:
    def people(listed: Iterable[str]) -> tuple[UUID, ...]:
        return tuple(UUID(one) for one in listed)

    return Watch(people(roster.watching), people(roster.staying), people(roster.asked), roster.times)


def _keep(roster: RosterRecord, watch: Watch) -> None:
    roster.watching = [str(one) for one in watch.watching]
    roster.staying = [str(one) for one in watch.staying]
    roster.asked = [str(one) for one in watch.asked]
    roster.times = watch.times
    roster.relief_id = (roster.relief_id or uuid4()) if watch.handing_over else None
