"""`IN 5211AA 12 30`: a check-in by SMS, for who has no app or no data (docs/decisions/0091).

The sender's number may be forged, and a forged check-in must do no harm. So it begins a watch and nothing else: it
changes or ends none that is open, and begins no plan about which others were told already. The answer goes to the real
owner of the number, and says how to end it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import BelgianAddress, DutchAddress
from achterwacht.addresses.described import place_of
from achterwacht.addresses.to_follow import is_to_follow
from achterwacht.beforehand.rules import BackUpNeeded, CompanionNeeded, ManagerDecidesFirst
from achterwacht.inbound.already_in import already_in, is_already, register_of
from achterwacht.inbound.answers import Answer, about
from achterwacht.inbound.beside_a_cry import beside_the_cry, in_distress
from achterwacht.inbound.visit_texts import own_visits
from achterwacht.inbound.where_texted import Texted, read_check_in
from achterwacht.kinds import Actor
from achterwacht.people.kept_secrets import PinRequired, PinWrong
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.people.teams import team_of, teams_of
from achterwacht.protocols.running import running_version
from achterwacht.protocols.service import profile_version
from achterwacht.protocols.watching import WatchTimes
from achterwacht.refused import NotFound
from achterwacht.use_cases.pins import Tried
from achterwacht.visiting import planning
from achterwacht.visiting import visits as visit_cases
from achterwacht.visiting.returns import one_at_a_time, own_way_back
from achterwacht.visits.facts import Pin, VisitState
from achterwacht.visits.new_visit import NewVisit
from achterwacht.visits.records import VisitRecord
from achterwacht.visits.rules import somebody_on_duty
from achterwacht.watch.access import caller_now
from achterwacht.watch.duty import people_of
from achterwacht.watch.held import Made, hold_visit
from foundation.clock import clock_of
from notifications.distress import tells_of_distress_beside
from notifications.intents import Reply
from notifications.texts.formats import local

BEFORE_THE_START = timedelta(hours=2)
AFTER_THE_START = timedelta(hours=12)
"""How far from its planned start a text may mean that visit."""
ONLY_ASKED = 1
"""How often a plan is chased while only the worker knows of it (`chases/rules.py`)."""
USUAL_MINUTES = 30


@dataclass(frozen=True)
class _End:
    """Until when; None for as long as it was planned. shorter: the protocol allows no longer."""

    at: datetime | None
    shorter: bool = False


def check_in_by_text(
    session: Session, by: Actor, person: PersonRecord, reply: Reply, tried: Tried, now: datetime
) -> Answer | None:
    """Begin the watch on what they text. Returns None where nobody asked for that."""
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    said = read_check_in(reply.note, organisation.country)
    if said is None and reply.distress:
        said = in_distress(reply, organisation)
    if said is not None:
        return begin_watch(session, by, person, said, tried, now)
    return None if own_visits(session, by) or not _teams(session, by) else _how(organisation)


def place_without_the_word(
    session: Session, by: Actor, person: PersonRecord, body: str, now: datetime
) -> Answer | None:
    """Take the address that they were asked for, where they sent it without `IN`. None: it is none, or none is awaited.

    Only an exact one: what else it might be, a human reads. `5211AA 12, politie` holds one, and no town of that name.
    """
    under_way = own_visits(session, by)
    if not any(is_to_follow(one.address_line) for one in under_way):
        return None
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    crying = tells_of_distress_beside(body)
    said = beside_the_cry(body, organisation) if crying else read_check_in(body, organisation.country)
    if said is None or not isinstance(said.where, (DutchAddress, BelgianAddress)):
        return None
    return already_in(session, by, person, organisation, under_way, said, now)


def _how(organisation: OrganisationRecord) -> Answer:
    return Answer("check_in_how", {"country": organisation.country})


def begin_watch(
    session: Session, by: Actor, person: PersonRecord, said: Texted, tried: Tried, now: datetime
) -> Answer | None:
    """Begin the watch at the place they name, or on the visit they planned. Returns None if they visit nobody."""
    teams = _teams(session, by)
    if not teams:
        return None
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    under_way = own_visits(session, by)
    if under_way:
        return already_in(session, by, person, organisation, under_way, said, now)
    planned = _planned(session, by, said, now)
    if said.where is None:
        if planned is None:
            return _how(organisation)
        said = replace(said, where=place_of(planned.address))
    pin = _pin(session, by, tried)
    proven = pin in (Pin.RIGHT, Pin.DURESS)
    said = replace(said, goes_on=pin is not None)
    try:
        with session.begin_nested():
            if planned is not None and (planned.chased_count <= ONLY_ASKED or proven):
                return _begin_planned(session, by, person, planned, said, now)
            return _begin_new(session, by, person, teams, organisation, said, planned)
    except (CompanionNeeded, BackUpNeeded, ManagerDecidesFirst) as refused:
        return Answer("check_in_waits", {"why": refused.code})


def _teams(session: Session, by: Actor) -> list[UUID]:
    """Returns the teams for which they visit; none if they don't."""
    try:
        me = caller_now(session, by.organisation_id, by.person_id, "sms")
    except NotFound:
        return []
    teams = me.teams(Role.WORKER)
    return sorted((team.id for team in teams_of(session, by.organisation_id)) if teams is None else teams, key=str)


def _pin(session: Session, by: Actor, tried: Tried) -> Pin | None:
    """Returns what their PIN says; None if they have one, and it did not come. Then this ends no way back either."""
    assert by.person_id is not None
    try:
        return tried.said(session, by.person_id)
    except (PinRequired, PinWrong):
        return None


def _planned(session: Session, by: Actor, said: Texted, now: datetime) -> VisitRecord | None:
    """Returns the plan of theirs that is meant: at the place they name, or, where they name none, the only one."""
    plans = plans_about_now(session, by, now)
    if said.where is not None:
        there = [one for one in plans if one.address_key == said.where.key]
        # Of two at one door: not the one that nobody began and that was asked after, and else the nearest to now.
        return min(
            there,
            key=lambda one: (one.chased_count > ONLY_ASKED, abs(one.planned_start - now)),
            default=None,
        )
    return plans[0] if len(plans) == 1 else None


def plans_about_now(session: Session, by: Actor, now: datetime) -> Sequence[VisitRecord]:
    """Returns what they planned for about now, the earliest first."""
    found = select(VisitRecord).where(
        VisitRecord.organisation_id == by.organisation_id,
        VisitRecord.worker_id == by.person_id,
        VisitRecord.state == VisitState.PLANNED,
        VisitRecord.planned_start.between(now - AFTER_THE_START, now + BEFORE_THE_START),
    )
    return session.scalars(found.order_by(VisitRecord.planned_start, VisitRecord.id)).all()


def _usual_team(session: Session, by: Actor, teams: list[UUID]) -> UUID:
    """Returns for which of their teams they go, where they don't say: the one of their latest visit, else the first."""
    if len(teams) == 1:
        return teams[0]
    latest = (
        select(VisitRecord.team_id)
        .where(
            VisitRecord.organisation_id == by.organisation_id,
            VisitRecord.worker_id == by.person_id,
            VisitRecord.team_id.in_(teams),
        )
        .order_by(VisitRecord.planned_start.desc(), VisitRecord.id)
        .limit(1)
    )
    return session.scalar(latest) or teams[0]


def _end(said: Texted, times: WatchTimes, zone: str, now: datetime, usual: int | None) -> _End:
    """Returns the end. usual: the minutes of who says nothing about it."""
    latest = now + times.longest_visit
    asked = said.until.after(now, ZoneInfo(zone)) if said.until is not None else None
    minutes = said.minutes or usual
    if asked is None and minutes is None:
        return _End(None)
    end = asked or now + timedelta(minutes=minutes or USUAL_MINUTES)
    return _End(min(end, latest), end > latest)


def _begin_planned(
    session: Session, by: Actor, person: PersonRecord, planned: VisitRecord, said: Texted, now: datetime
) -> Answer:
    held = hold_visit(session, planned.id, by)
    organisation = held.root.organisation
    running = profile_version(session, organisation.id, running_version(session, organisation, planned.team_id))
    end = _end(said, running.watch, organisation.time_zone, now, None)
    made = visit_cases.check_in(held, end.at, None, goes_on=said.goes_on)
    return _begun(made, person, end, missed=_missed(session, by, said))


def _begin_new(
    session: Session,
    by: Actor,
    person: PersonRecord,
    teams: list[UUID],
    organisation: OrganisationRecord,
    said: Texted,
    planned: VisitRecord | None,
) -> Answer:
    assert by.person_id is not None
    assert said.where is not None
    one_at_a_time(session, by.organisation_id, by.person_id)
    now = clock_of(session).now(session)
    under_way = own_visits(session, by)
    if under_way:
        return is_already(person, organisation, under_way, told=False)
    team = planned.team_id if planned is not None else _usual_team(session, by, teams)
    running = profile_version(session, organisation.id, running_version(session, organisation, team))
    offered = running.watch.visit_minutes
    usual = USUAL_MINUTES if USUAL_MINUTES in offered else offered[0]
    end = _end(said, running.watch, organisation.time_zone, now, usual)
    assert end.at is not None
    new = NewVisit(team_id=team, address=said.where, expected_end=end.at)
    made = planning.plan_visit(session, new, by, start_now=True, where_as_said=True, goes_on=said.goes_on)
    # Nobody asked them for which team: one of several may not be the one they meant.
    of_several = team_of(session, organisation.id, team).name if len(teams) > 1 else ""
    return _begun(made, person, end, planned, missed=_missed(session, by, said), team=of_several)


def _missed(session: Session, by: Actor, said: Texted) -> bool:
    """Whether somebody still waits for them after another visit, as their own screen knows it."""
    return not said.goes_on and own_way_back(session, by) is not None


def _begun(
    made: Made, person: PersonRecord, end: _End, still_open: VisitRecord | None = None, *, missed: bool, team: str = ""
) -> Answer:
    root = made.root
    visit = visit_cases.visit_of(root)
    organisation = root.organisation
    facts = {
        "address": visit.address_line,
        "until": local(visit.expected_end, organisation.time_zone, organisation.language),
        "shorter": end.shorter,
        "team": team,
        **register_of(visit),
        "to_follow": is_to_follow(visit.address_line),
        "country": organisation.country,
        "nobody": not somebody_on_duty(root.visit_facts(), people_of(root, made.book)),
        "plan_open": (
            local(still_open.planned_start, organisation.time_zone, organisation.language) if still_open else ""
        ),
        "pin": person.pin_hash is not None,
        "missed": missed,
    }
    return Answer("checked_in", facts, about(root))
