"""Somebody works here no longer: all of theirs is closed at once, but for the watch over a visit that goes on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from achterwacht.afterwards.care_leaving import care_after_leaving
from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.diary.records import OwnCalendarRecord, PutAwayRecord
from achterwacht.functions.records import HolderRecord
from achterwacht.kinds import Actor
from achterwacht.notices.service import Note, tell
from achterwacht.notices.staff import managers
from achterwacht.people.records import FormerNumberRecord, OrganisationRecord, PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.roster.days import Repeat
from achterwacht.roster.giving_back import take_back_questions
from achterwacht.roster.records import ShiftRecord, SwapRecord, SwapState
from achterwacht.roster.rules import ends_at
from achterwacht.roster.service import AROUND, lock_roster, look_who_watches
from achterwacht.use_cases.in_danger import watched_over
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.clock import clock_of
from foundation.columns import new_id
from foundation.failpoints import Failpoint, reach
from notifications.cancelling import cancel_all_unsent_to
from notifications.texts.formats import local
from notifications.texts.templates import Template

STILL_KNOWN = timedelta(days=1)
"""A text that was sent to the old number is answered from it, if late."""


def close_everywhere(session: Session, person: PersonRecord, by: Actor) -> None:
    """Close what somebody who left had besides their sign-ins: turns, functions, calendar, number, PINs. Their care
    goes on.

    The manager of a visit that goes on is told. Number and PINs are kept until nobody watches over them any more: they
    are asked by them how it goes, sign off by them, and call for help without a sound.
    """
    now = clock_of(session).now(session)
    _off_the_roster(session, person, by, now)
    _out_of_functions(session, person, by)
    for record in (OwnCalendarRecord, PutAwayRecord):
        session.execute(
            delete(record).where(record.organisation_id == person.organisation_id, record.person_id == person.id)
        )
    care_after_leaving(session, person.organisation_id, person.id, by.person_id, now)
    _tell_who_watches_on(session, person)
    _let_go(session, person)
    session.flush()


def forget_numbers(session: Session, *, most: int = 100) -> None:
    """Let go of the numbers and PINs of people who left and whom nobody watches over any more, in all organisations,
    some at a time."""
    kept = or_(PersonRecord.phone.is_not(None), PersonRecord.pin_hash.is_not(None))
    left = select(PersonRecord).where(~PersonRecord.active, kept).limit(most)
    for person in session.scalars(left, execution_options={"across_organisations": True}).all():
        _let_go(session, person)


def forget_former_numbers(session: Session, now: datetime) -> None:
    """Let go of the numbers that people had before theirs of now, in all organisations: a day later, and not while
    anybody watches over them."""
    old = select(FormerNumberRecord).where(FormerNumberRecord.given_up_at < now - STILL_KNOWN)
    for one in session.scalars(old, execution_options={"across_organisations": True}).all():
        if not watched_over(session, Actor(one.organisation_id, one.person_id)):
            session.delete(one)


def _let_go(session: Session, person: PersonRecord) -> None:
    if not watched_over(session, Actor(person.organisation_id, person.id)):
        # An alarm, an address: what waits for a provider, or for the morning, is not theirs to read any more.
        cancel_all_unsent_to(session, person.organisation_id, person.id, clock_of(session).now(session))
        reach(Failpoint.WAITING_MOVED)
        person.phone = person.number_verified_at = person.pin_hash = person.duress_pin_hash = None


def _off_the_roster(session: Session, person: PersonRecord, by: Actor, now: datetime) -> None:
    theirs = (ShiftRecord.organisation_id == person.organisation_id, ShiftRecord.person_id == person.id)
    teams = session.scalars(select(ShiftRecord.team_id).where(*theirs).distinct().order_by(ShiftRecord.team_id)).all()
    take_back_questions(session, person.organisation_id, person.id)
    for team_id in teams:
        roster = lock_roster(session, person.organisation_id, team_id)
        _keep_what_others_took(session, person, team_id, now)
        session.execute(delete(ShiftRecord).where(*theirs, ShiftRecord.team_id == team_id))
        look_who_watches(session, roster, now)
        left = session.scalar(
            select(func.count()).where(
                ShiftRecord.organisation_id == person.organisation_id, ShiftRecord.team_id == team_id
            )
        )
        note(session, person.organisation_id, Audited.ROSTER_SET, by, about=team_id, facts={"shifts": left})


def _keep_what_others_took(session: Session, person: PersonRecord, team_id: UUID, now: datetime) -> None:
    """A turn that a colleague took over from them stays that colleague's, as a shift of that one day: they count on
    having the watch, and so do others."""
    organisation = session.get_one(OrganisationRecord, person.organisation_id)
    local = now.astimezone(ZoneInfo(organisation.time_zone)).replace(tzinfo=None)
    swapped = session.execute(
        select(ShiftRecord, SwapRecord.day, SwapRecord.to_id)
        .join(
            SwapRecord,
            (SwapRecord.organisation_id == ShiftRecord.organisation_id) & (SwapRecord.shift_id == ShiftRecord.id),
        )
        .where(
            ShiftRecord.organisation_id == organisation.id,
            ShiftRecord.team_id == team_id,
            ShiftRecord.person_id == person.id,
            SwapRecord.state == SwapState.ACCEPTED,
            SwapRecord.day >= local.date() - AROUND,
            SwapRecord.to_id != person.id,
        )
        .order_by(SwapRecord.day, SwapRecord.id)
    ).all()
    for of, day, taken_by in swapped:
        repeat = Repeat(frozenset(of.days), of.every_weeks, of.first_day, of.last_day, of.on_holidays)
        if not repeat.on(day, organisation.country) or ends_at(day, of.starts, of.ends) <= local:
            continue
        kept = ShiftRecord(
            id=new_id(), organisation_id=organisation.id, team_id=team_id, position=of.position,
            person_id=taken_by, rank=of.rank, days=[day.isoweekday()], first_day=day, last_day=day,
            starts=of.starts, ends=of.ends,
        )  # fmt: skip
        session.add(kept)
        # Whom they asked in turn answers about the same hours.
        session.execute(
            update(SwapRecord)
            .where(
                SwapRecord.organisation_id == organisation.id,
                SwapRecord.shift_id == of.id,
                SwapRecord.day == day,
                SwapRecord.state == SwapState.ASKED,
            )
            .values(shift_id=kept.id)
        )
    session.flush()


def _out_of_functions(session: Session, person: PersonRecord, by: Actor) -> None:
    held = session.scalars(
        select(HolderRecord).where(
            HolderRecord.organisation_id == person.organisation_id, HolderRecord.person_id == person.id
        )
    ).all()
    for function in sorted({one.function for one in held}):
        facts = {"function": function.value, "left": True}
        note(session, person.organisation_id, Audited.FUNCTIONS_SET, by, about=person.id, facts=facts)
    for one in held:
        session.delete(one)


def _tell_who_watches_on(session: Session, person: PersonRecord) -> None:
    organisation = session.get_one(OrganisationRecord, person.organisation_id)
    for visit in _visits(session, person.organisation_id, person.id):
        until = visit.awaited_by or visit.expected_end
        facts = {
            "worker": person.name,
            "until": local(until, organisation.time_zone, organisation.language),
            "planned": _planned(session, person.organisation_id, person.id),
        }
        told = [one for one in managers(session, organisation.id, visit.team_id) if one.id != person.id]
        tell(session, told, Note(Template.LEFT_UNDER_WAY, facts, MessagePriority.STAFF))


def _visits(session: Session, organisation_id: UUID, person_id: UUID) -> Sequence[VisitRecord]:
    awaited = (
        (VisitRecord.state == VisitState.ENDED)
        & VisitRecord.awaited_by.is_not(None)
        & VisitRecord.returned_at.is_(None)
    )
    return session.scalars(
        select(VisitRecord).where(
            VisitRecord.organisation_id == organisation_id,
            VisitRecord.worker_id == person_id,
            or_(VisitRecord.state == VisitState.UNDER_WAY, awaited),
        )
    ).all()


def _planned(session: Session, organisation_id: UUID, person_id: UUID) -> int:
    return (
        session.scalar(
            select(func.count()).where(
                VisitRecord.organisation_id == organisation_id,
                VisitRecord.worker_id == person_id,
                VisitRecord.state == VisitState.PLANNED,
            )
        )
        or 0
    )
