"""OK, UIT, TERUG, +15 and STATUS: what a text means for the visit that its sender is on or comes back from."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from achterwacht.inbound.answers import Answer, about
from achterwacht.inbound.said_of_oneself import alarm_stays, country_of, how_long, pin_said, word_of
from achterwacht.inbound.way_back_texts import about_the_way_back
from achterwacht.inbound.which_visit import ask_which, which_visit
from achterwacht.kinds import Actor
from achterwacht.people.roles import Role
from achterwacht.refused import NotFound
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases import panic
from achterwacht.use_cases.pins import Tried
from achterwacht.visiting import visits as visit_cases
from achterwacht.visiting.returns import arrived, own_way_back
from achterwacht.visits.facts import Pin, ReturnTo, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.visits.refusals import EndNotLater, VisitTooLong
from achterwacht.watch.access import caller_now
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.held import hold_visit
from notifications.intents import Intent, Reply
from notifications.texts.formats import local

HOME_SAFE_FOR = timedelta(hours=12)
SAYS_HOME = frozenset({Intent.OK, Intent.AT_HOME})
ENDS_IT = frozenset({Intent.CHECK_OUT, Intent.BACK, Intent.GOING_HOME, Intent.AT_HOME})
RETURNS = {
    Intent.BACK: ReturnTo.OFFICE,
    Intent.GOING_HOME: ReturnTo.HOME,
    Intent.AT_HOME: ReturnTo.HOME,
}


def about_a_visit(session: Session, by: Actor, reply: Reply, tried: Tried, now: datetime) -> Answer:
    """Handle UIT, OK and +15.

    With several visits under way and no number the answer is a numbered list; nothing changes.
    """
    under_way = own_visits(session, by)
    if not under_way:
        return (
            about_the_way_back(session, by, reply, tried)
            or _home_safe(session, by, reply, tried, now)
            or _without_a_visit(session, by, tried)
        )
    word = word_of(reply)
    visit = which_visit(session, by, under_way, reply.choice, now)
    # Nobody knows which visit, or how long. The PIN was only counted, and the duress PIN called for help.
    if visit is None:
        return ask_which(under_way, word)
    longer = how_long(session, by, reply)
    if longer is None:
        return Answer("minutes_doubted")
    if reply.doubted:
        return Answer("over_doubted")
    pin = pin_said(session, by, tried, f"{word} {reply.choice}" if reply.choice else word)
    if isinstance(pin, Answer):
        return pin
    by = replace(by, unproven=True)
    try:
        held = hold_visit(session, visit.id, by)
        match reply.intent:
            case Intent.OK:
                made = visit_cases.say_ok(held, pin)
                if pin is not Pin.NOT_SET:
                    # A check-in without the PIN left open where they were expected after another visit.
                    arrived(session, by, made.root.worker_id, made.root.protocol, visit.id)
            case Intent.EXTEND:
                made = visit_cases.extend(held, longer.until, longer.minutes, pin)
            case _:
                made = visit_cases.check_out(held, pin, return_to=RETURNS.get(reply.intent))
                if reply.intent is Intent.BACK and made.root.visit_facts().on_the_way:
                    # At the office already and not signed off yet: one text says both.
                    made = visit_cases.report_back(hold_visit(session, visit.id, by), pin, "", ReturnTo.OFFICE)
    except EndNotLater:
        return Answer("end_not_later")
    except VisitTooLong:
        return Answer("too_long")
    return _done(session, by, made.root, reply.intent, pin)


def named_visit(session: Session, by: Actor, reply: Reply, now: datetime) -> UUID | None:
    """Returns the visit that OK, UIT or +15 is about; None if nobody can tell, or there is none."""
    under_way = own_visits(session, by)
    if not under_way:
        back = own_way_back(session, by)
        if back is not None:
            return back.id
        return _went_home(session, by, now) if reply.intent in SAYS_HOME else None
    visit = which_visit(session, by, under_way, reply.choice, now)
    return None if visit is None or reply.doubted else visit.id


def _done(session: Session, by: Actor, root: Aggregate, intent: Intent, pin: Pin) -> Answer:
    visit = visit_cases.visit_of(root)
    if intent in ENDS_IT:
        over_now = visit.state is VisitState.ENDED or visit.shown_ended_at is not None or pin is Pin.DURESS
        if not over_now:
            return alarm_stays(session, by, root)
        return Answer("back" if visit.returned_at else "checked_out", _after(root), about(root))
    if intent is Intent.EXTEND:
        return Answer(
            "extended",
            {"until": local(visit.expected_end, root.organisation.time_zone, root.organisation.language)},
            about(root),
        )
    return Answer("ok", about=about(root))


def _after(root: Aggregate) -> dict[str, Any]:
    """Returns what follows the sign-off: where they are expected and by when, or a sign of life from home."""
    visit, organisation = visit_cases.visit_of(root), root.organisation
    back = visit.awaited_by if visit.returned_at is None else None
    return {
        "awaited": local(back, organisation.time_zone, organisation.language) if back else "",
        "heading": visit.heading_to or "",
        "home": visit.return_to is ReturnTo.HOME and root.protocol.home_safe is not None,
    }


def _home_safe(session: Session, by: Actor, reply: Reply, tried: Tried, now: datetime) -> Answer | None:
    went_home = _went_home(session, by, now) if reply.intent in SAYS_HOME else None
    if went_home is None:
        return None
    pin = pin_said(session, by, tried, word_of(reply))
    if isinstance(pin, Answer):
        return pin
    visit_cases.say_ok(hold_visit(session, went_home, by), pin)
    return Answer("home_safe", about=str(went_home))


def _went_home(session: Session, by: Actor, now: datetime) -> UUID | None:
    """Returns the visit after which they went home last, as their own screen knows it."""
    over_at = func.coalesce(VisitRecord.shown_ended_at, VisitRecord.ended_at)
    return session.scalars(
        select(VisitRecord.id)
        .where(
            VisitRecord.organisation_id == by.organisation_id,
            VisitRecord.worker_id == by.person_id,
            or_(VisitRecord.state == VisitState.ENDED, VisitRecord.shown_ended_at.is_not(None)),
            VisitRecord.return_to == ReturnTo.HOME,
            over_at > now - HOME_SAFE_FOR,
        )
        .order_by(over_at.desc())
        .limit(1)
    ).one_or_none()


def _without_a_visit(session: Session, by: Actor, tried: Tried) -> Answer:
    """Answer somebody without a visit.

    A player in a drill is answered as on a visit; anybody else is told that there is none.

    With the duress PIN it is real, and the answer is the same.
    """
    nowhere = Answer("not_under_way", {"works": _visits(session, by), "country": country_of(session, by)})
    played = tried.in_drill or drill_cases.plays(session, by) is not None
    pin = pin_said(session, by, tried, "OK")
    if isinstance(pin, Answer):
        return replace(pin, facts={**pin.facts, "drill": True}) if played else nowhere
    panic.heard_without_a_visit(session, by, pin)
    return Answer("ok", {"drill": True}) if played else nowhere


def _visits(session: Session, by: Actor) -> bool:
    """Whether they visit people: others have nothing to check in for."""
    try:
        teams = caller_now(session, by.organisation_id, by.person_id, "sms").teams(Role.WORKER)
    except NotFound:
        return False
    return teams is None or bool(teams)


def own_visits(session: Session, by: Actor) -> list[VisitRecord]:
    found = (
        select(VisitRecord)
        .where(
            VisitRecord.organisation_id == by.organisation_id,
            VisitRecord.worker_id == by.person_id,
            VisitRecord.state == VisitState.UNDER_WAY,
            VisitRecord.shown_ended_at.is_(None),
        )
        .order_by(VisitRecord.started_at, VisitRecord.id)
    )
    return list(session.scalars(found))
