"""Somebody's account is changed, and what follows of it outside their account: the watch never rests with who is gone.

A role that is taken away ends the same things as leaving does: who held an alarm holds it no longer, who had taken a
turn gives it back, who had the watch is not said to have it, and what waits to be said about others is not sent.
"""

from collections.abc import Collection
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import Actor
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.facts import PersonChange
from achterwacht.people.reading import grants_of, person_of
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.people.service import change_person
from achterwacht.roster.giving_back import give_back
from achterwacht.roster.records import RosterRecord, ShiftRecord, SwapRecord, SwapState
from achterwacht.roster.service import lock_roster, look_at_gaps_now, look_who_watches, next_look_at_gaps
from achterwacht.roster.week import is_missed
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases.leaving import close_everywhere
from achterwacht.use_cases.promises import take_back
from achterwacht.use_cases.untold import leave_untold
from achterwacht.watch.held import hold_alarm
from achterwacht.watch.persons import WATCHING
from achterwacht.watch.reliefs import watch_of
from foundation.clock import clock_of


def change_staff(
    session: Session,
    organisation_id: UUID,
    person_id: UUID,
    change: PersonChange,
    elsewhere: Elsewhere,
    by: Actor,
) -> PersonRecord:
    """Change some facts of a person, and let go of what they may hold no longer: by leaving, or without a role.

    Raises:
        NotFound, WrongInput, LastAdministrator, TooManyPeople: as of `change_person`.
    """
    before = person_of(session, organisation_id, person_id)
    worked_here, had = before.active, set(grants_of(session, before))
    away = before.absent_from, before.absent_until
    person = change_person(session, organisation_id, person_id, change, elsewhere, by)
    left = worked_here and not person.active
    rostered = _rostered(session, person)
    if left:
        close_everywhere(session, person, by)
    grants = set(grants_of(session, person))
    if left or had - grants:
        take_back(session, person, by, gone=not person.active or not grants)
        _give_up_watch(session, person, rostered, by)
        leave_untold(session, person)
    elif away != (person.absent_from, person.absent_until):
        _look_anew(session, person, rostered | _taken(session, person) | _keeping(session, person))
    return person


def _look_anew(session: Session, person: PersonRecord, teams: Collection[UUID]) -> None:
    """Who is away watches over nobody: what their teams lack by it before the next look is told now."""
    organisation = session.get_one(OrganisationRecord, person.organisation_id)
    for team_id in sorted(teams):
        roster = lock_roster(session, person.organisation_id, team_id)
        now = clock_of(session).now(session)
        look_who_watches(session, roster, now)
        until = next_look_at_gaps(ZoneInfo(organisation.time_zone), now)
        if is_missed(session, organisation, team_id, person.id, until, now):
            look_at_gaps_now(session, roster, now)


def _give_up_watch(session: Session, person: PersonRecord, rostered: Collection[UUID], by: Actor) -> None:
    teams = set(rostered)
    if not _watches(session, person):
        teams |= give_back(session, person.organisation_id, person.id)
    for team_id in sorted(teams | _keeping(session, person)):
        roster = lock_roster(session, person.organisation_id, team_id)
        look_who_watches(session, roster, clock_of(session).now(session))
    held_by = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == person.organisation_id,
        AlarmRecord.acknowledged_by == person.id,
        AlarmRecord.resolved_at.is_(None),
    )
    for alarm_id in session.scalars(held_by.order_by(AlarmRecord.id)).all():
        _let_go_of(session, alarm_id, person.id, by)


def _let_go_of(session: Session, alarm_id: UUID, person_id: UUID, by: Actor) -> None:
    """The alarm is nobody's any more, and climbs on at once, unless they may still act on it."""
    held = hold_alarm(session, alarm_id, by)
    alarm = held.root.open_or_closed_alarm()
    everyone = held.book.of(held.root.organisation, held.root.team_id).everyone
    if alarm.acknowledged_by != person_id or not alarm.open or person_id in {one.person for one in everyone}:
        return
    decision = alarms.lapse(alarm, held.context())
    held.write(drill_cases.unless_over(session, held.root, decision, held.context()))


def _watches(session: Session, person: PersonRecord) -> bool:
    """Whether the ladder still finds them on duty: in whatever team they have a role that watches."""
    roles = select(GrantRecord.id).where(
        GrantRecord.organisation_id == person.organisation_id,
        GrantRecord.person_id == person.id,
        GrantRecord.role.in_(WATCHING),
    )
    return person.active and session.scalar(roles.limit(1)) is not None


def _rostered(session: Session, person: PersonRecord) -> set[UUID]:
    """Returns the teams in whose roster they stand."""
    theirs = select(ShiftRecord.team_id).where(
        ShiftRecord.organisation_id == person.organisation_id, ShiftRecord.person_id == person.id
    )
    return set(session.scalars(theirs))


def _taken(session: Session, person: PersonRecord) -> set[UUID]:
    """Returns the teams in which they took a turn of somebody else, now or once."""
    theirs = select(SwapRecord.team_id).where(
        SwapRecord.organisation_id == person.organisation_id,
        SwapRecord.to_id == person.id,
        SwapRecord.state == SwapState.ACCEPTED,
    )
    return set(session.scalars(theirs))


def _keeping(session: Session, person: PersonRecord) -> set[UUID]:
    """Returns the teams whose watch they have, keep until it is taken over, or were asked to take."""
    rosters = session.scalars(select(RosterRecord).where(RosterRecord.organisation_id == person.organisation_id)).all()
    found = ((roster.team_id, watch_of(roster)) for roster in rosters)
    return {team for team, watch in found if person.id in (*watch.watching, *watch.staying, *watch.asked)}
