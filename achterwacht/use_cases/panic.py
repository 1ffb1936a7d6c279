"""The noodknop, pressed anywhere: on a visit, without one, again, and silently."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Cause, Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.creation import digest_of
from achterwacht.kinds import Actor
from achterwacht.people.records import GrantRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.refused import NotFound
from achterwacht.roots import alarm as subject_of
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases.standalone_alarm import running_protocol, stand_alone
from achterwacht.use_cases.visits import context_now, panic_on_visit, write
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import Pin, VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.visits.refusals import NotUnderWay
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.held import hold_visit
from achterwacht.watch.locking import lock_alarm, lock_visit
from achterwacht.watch.spots import note_spot, spotted
from foundation.clock import clock_of


def raise_panic(
    session: Session,
    by: Actor,
    visit_id: UUID | None = None,
    location: dict[str, Any] | None = None,
    note: str = "",
    alarm_id: UUID | None = None,
) -> Aggregate:
    """The noodknop. With visits under way it joins the alarm of each; without one it is an alarm of its own.

    It is never part of a drill: a drill in which they play ends, and what they press is real.

    The same press with the same `alarm_id` answers the same. An id that something else has is no reason to refuse: it
    joins what is open, or is an alarm with an id of our own. Returns the root of the visit asked for, or else of the
    latest one.
    """
    # Only the id, with a place or without: that is said of the press before, as its place often comes a moment after.
    press = digest_of(visit_id, note) if visit_id or note else None
    if alarm_id is not None and drill_cases.drills_among(session, by.organisation_id, [subject_of(alarm_id)]):
        alarm_id = None
    if alarm_id is not None and is_taken(session, by, alarm_id):
        known = _pressed_before(session, alarm_id, by, press)
        if known is not None:
            # The place often comes a moment after the press, with the same id.
            note_spot(known.alarm, location, clock_of(session).now(session))
            return known
        alarm_id = None
    root = _press(session, by, visit_id, location, note, alarm_id)
    if root.alarm is not None and alarm_id is not None and root.alarm.id == alarm_id:
        root.alarm.pressed_from = press or digest_of()
    drill_cases.give_way(session, by, clock_of(session).now(session))
    return root


def _press(
    session: Session,
    by: Actor,
    visit_id: UUID | None,
    location: dict[str, Any] | None,
    note: str,
    alarm_id: UUID | None,
) -> Aggregate:
    under_way = visits_under_way(session, by)
    if visit_id is not None:
        under_way = [one for one in under_way if one != visit_id] + ([visit_id] if visit_id in under_way else [])
    if not under_way:
        return _press_alone(session, by, Cause.PANIC, location, note, alarm_id)
    # Locked in order of id, as every lock of several roots; the answer is about the last of the list.
    roots: dict[UUID, Aggregate] = {}
    for one in sorted(under_way):
        # Ended at this very moment by somebody else: the noodknop is never refused, so it goes on without that one.
        with suppress(NotUnderWay):
            held = hold_visit(session, one, by)
            roots[one] = panic_on_visit(held, location, alarm_id if one == under_way[-1] else None).root
    if not roots:
        return _press_alone(session, by, Cause.PANIC, location, note, alarm_id)
    root = next(roots[one] for one in reversed(under_way) if one in roots)
    if note and root.alarm is not None and not root.alarm.note:
        root.alarm.note = note
    return root


def visits_under_way(session: Session, by: Actor) -> list[UUID]:
    """The visits somebody is inside of now, as worker or companion, in the order they started."""
    inside = select(CompanionRecord.visit_id).where(
        CompanionRecord.organisation_id == by.organisation_id, CompanionRecord.person_id == by.person_id
    )
    found = (
        select(VisitRecord.id)
        .where(
            VisitRecord.organisation_id == by.organisation_id,
            VisitRecord.state == VisitState.UNDER_WAY,
            or_(VisitRecord.worker_id == by.person_id, VisitRecord.id.in_(inside)),
        )
        .order_by(VisitRecord.started_at)
    )
    return list(session.scalars(found))


def called_for_help(session: Session, by: Actor) -> bool:
    """Whether an alarm is open that somebody inside called for help with: themselves, or on a visit they are on."""
    inside = AlarmRecord.visit_id.in_(visits_under_way(session, by))
    found = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == by.organisation_id,
        AlarmRecord.resolved_at.is_(None),
        AlarmRecord.drill.is_(False),
        AlarmRecord.cause.in_([cause for cause in Cause if cause.pressed]),
        (AlarmRecord.worker_id == by.person_id) | inside,
    )
    return session.scalar(found.limit(1)) is not None


def heard_without_a_visit(session: Session, by: Actor, pin: Pin) -> None:
    """Somebody who is on no visit says that all is well, as who plays in a drill does.

    The duress PIN is never played; its call for help was heard when it was tried.
    """
    played = drill_cases.plays(session, by)
    if pin is not Pin.DURESS and played is not None:
        drill_cases.answer(session, played, by)


def sound_silently(session: Session, by: Actor, visit_id: UUID | None = None, press: str | None = None) -> None:
    """The duress PIN was typed: it calls for help at once, whatever becomes of what came with it.

    On the visit it was typed for, also when somebody ended that meanwhile; else on those they are inside of, or alone.
    press: what tells it from another one. The same press again is no second call for help.
    """
    if press is not None and _heard_before(session, by, press):
        return
    named = [] if visit_id is None or not _is_on(session, by, visit_id) else [visit_id]
    roots = [_sound_on(session, one, by) for one in named or sorted(visits_under_way(session, by))]
    for root in roots or [_press_alone(session, by, Cause.DURESS)]:
        if root.alarm is not None and press is not None:
            root.alarm.pressed_from = press
    drill_cases.give_way(session, by, clock_of(session).now(session))


def _sound_on(session: Session, visit_id: UUID, by: Actor) -> Aggregate:
    root, now = lock_visit(session, visit_id, by.organisation_id)
    write(session, root, visits.under_duress(root.visit_facts(), by, context_now(session, root, now)), by, now)
    return root


def _is_on(session: Session, by: Actor, visit_id: UUID) -> bool:
    """Whether they are, or were, inside on this visit: it was begun."""
    inside = select(CompanionRecord.visit_id).where(
        CompanionRecord.organisation_id == by.organisation_id, CompanionRecord.person_id == by.person_id
    )
    found = select(VisitRecord.id).where(
        VisitRecord.organisation_id == by.organisation_id,
        VisitRecord.id == visit_id,
        VisitRecord.state.in_((VisitState.UNDER_WAY, VisitState.ENDED)),
        or_(VisitRecord.worker_id == by.person_id, VisitRecord.id.in_(inside)),
    )
    return session.scalar(found) is not None


def _heard_before(session: Session, by: Actor, press: str) -> bool:
    found = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == by.organisation_id, AlarmRecord.pressed_from == press
    )
    return session.scalar(found.limit(1)) is not None


def _press_alone(
    session: Session,
    by: Actor,
    cause: Cause,
    location: dict[str, Any] | None = None,
    note: str = "",
    alarm_id: UUID | None = None,
) -> Aggregate:
    now = clock_of(session).now(session)
    assert by.person_id is not None
    organisation, protocol = running_protocol(session, by.organisation_id)
    known = _open_alone(session, by)
    if known is not None:
        root, now = lock_alarm(session, known, by.organisation_id)
        alarm = root.open_or_closed_alarm()
        if alarm.open:
            again = alarms.raise_alarm(alarm, cause, Level.MANAGER, context_now(session, root, now))
            write(session, root, again, by, now)
            note_spot(root.alarm, location, now)
            return root
        # Closed by somebody else at this very moment: then this press is a new alarm.
    alarm = Alarm(alarm_id or uuid4(), cause, Level.MANAGER, now, protocol.plan(), by.person_id, note=note)
    root = stand_alone(
        session, organisation, alarm, _team_of(session, by), location=location and spotted(location, now)
    )
    write(session, root, alarms.open_alarm(alarm, context_now(session, root, now)), by, now)
    return root


def _open_alone(session: Session, by: Actor) -> UUID | None:
    """An open alarm without a visit that this person raised, and no drill: a second press joins it."""
    return session.scalar(
        select(AlarmRecord.id).where(
            AlarmRecord.organisation_id == by.organisation_id,
            AlarmRecord.worker_id == by.person_id,
            AlarmRecord.visit_id.is_(None),
            AlarmRecord.drill.is_(False),
            AlarmRecord.resolved_at.is_(None),
        )
    )


def is_taken(session: Session, by: Actor, alarm_id: UUID) -> bool:
    """Whether there is an alarm with this id in the organisation."""
    known = select(AlarmRecord.id).where(AlarmRecord.organisation_id == by.organisation_id, AlarmRecord.id == alarm_id)
    return session.scalar(known) is not None


def _pressed_before(session: Session, alarm_id: UUID, by: Actor, press: str | None) -> Aggregate | None:
    """The alarm that this very press opened, by the same person or somebody inside with them."""
    root, _ = lock_alarm(session, alarm_id, by.organisation_id)
    if by.person_id is None or root.alarm is None or not root.open_or_closed_alarm().of_the_visit(by.person_id):
        return None
    return root if press is None or root.alarm.pressed_from in (None, press) else None


def _team_of(session: Session, by: Actor) -> UUID:
    """The team that watches over somebody without a visit: the one they work in, or else any they have a role in."""
    grants = session.execute(
        select(GrantRecord.role, GrantRecord.team_id)
        .where(
            GrantRecord.organisation_id == by.organisation_id,
            GrantRecord.person_id == by.person_id,
            GrantRecord.team_id.is_not(None),
        )
        .order_by(GrantRecord.team_id)
    ).all()
    worked = [team for role, team in grants if role is Role.WORKER] or [team for _, team in grants]
    if worked and worked[0] is not None:
        return worked[0]
    # A noodknop is never refused for want of a team: any team's watch is better than none.
    return (
        session.scalars(
            select(TeamRecord.id).where(TeamRecord.organisation_id == by.organisation_id).order_by(TeamRecord.name)
        ).first()
        or _no_team()
    )


def _no_team() -> UUID:
    raise NotFound("team")
