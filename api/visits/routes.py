"""Visits: plan, check in, extend, check out; and what a colleague does with somebody else's."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.roles import Role
from achterwacht.refused import NotAllowed, NotFound, Wrong, WrongInput
from achterwacht.use_cases import panic as panics
from achterwacht.views.visit_lists import visits_seen
from achterwacht.views.visits import Reading
from achterwacht.visiting import feelings, planning
from achterwacht.visiting import visits as visit_cases
from achterwacht.visiting.changing import cancel_visit, change_visit
from achterwacht.visits.facts import Pin, VisitState
from achterwacht.visits.new_visit import NewVisit
from achterwacht.watch.access import held_visit, is_inside, on_visit
from api.alarms.places import plain
from api.alarms.routes import heard_only
from api.alarms.schemas import AlarmOut
from api.alarms.shown import alarm_made
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.never_refused import NeverRefused
from api.http.pins import PinTried
from api.http.schemas import Pressed
from api.http.security import Me, MeInDanger, Read, Write
from api.visits.bodies import (
    Back,
    Cancel,
    Change,
    CheckCallReport,
    CheckIn,
    CheckOut,
    Extend,
    Feel,
    HomeSafe,
    Panic,
    SaysOk,
    VisitIn,
    companions_in,
    expectation,
)
from api.visits.schemas import VisitOut, Visits
from api.visits.shown import shown_to, visit_made
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach

router = Router(prefix="/v1/visits", tags=["visits"])
MOST = 500


@router.get("")
def visits(me: Me, session: Read, state: Annotated[str, Query(max_length=100)] = "", mine: bool = False) -> Visits:
    """Returns the visits that you may see: your own and those of your teams.

    `state` may name several, with commas. `under_way` includes visits that are over if the worker is still expected
    (`wayBack`). At most 500: first those that are watched now, as they end; then the plans that start soonest; then
    what was last. `more` says that there are others.
    """
    now = clock_of(session).now(session)
    wanted = _states(state)
    watched = VisitState.UNDER_WAY in wanted
    among = visits_seen(session, me, wanted, mine=mine, now=now, most=MOST + 1)
    records = sorted(among[:MOST], key=lambda one: one.planned_start)
    reading = Reading(session, me.organisation_id, now, language=me.language)
    shown = [VisitOut.of(view, reading) for view in reading.visits(records, me.id, timeline=True)]
    if wanted:
        # A visit that was ended under duress is over for those inside, whatever the table says.
        shown = [one for one in shown if one.state in wanted or (watched and one.way_back is not None)]
    return Visits(visits=shown, more=len(among) > MOST, as_of=now)


@router.get("/{visit_id}", responses=problems(404))
def visit(visit_id: UUID, me: Me, session: Read) -> VisitOut:
    """Returns one visit, with its timeline."""
    on_visit(session, me, visit_id, Action.SEE_VISIT)
    return shown_to(session, visit_id, me)


@router.post("", status_code=201, responses=problems(403, 409))
def plan_visit(body: VisitIn, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Plan a visit, also for a colleague, or check in at once with `checkIn`.

    The answer comes once the watch is recorded.
    """
    team_id = _team(me, body.team_id)
    own = body.worker_id in (None, me.id)
    by = me.require(Action.CHECK_IN if own else Action.PLAN_FOR, team_id)
    address = body.address.address()
    expectation(body.expects_trouble, body.police_wanted)
    new = NewVisit(
        id=body.id,
        team_id=team_id,
        address=address,
        expected_end=body.expected_end,
        planned_start=body.planned_start,
        client_name=body.client_name,
        client_reference=body.client_reference,
        purpose=body.purpose,
        background=body.background,
        companions=companions_in(body.companions),
        kind=body.kind,
        occasion=body.occasion,
        call_after_minutes=body.call_after_minutes,
        back_up=body.back_up_id,
        worker=None if own else body.worker_id,
        client_phone=body.client_phone,
        expects_trouble=body.expects_trouble,
        police_wanted=body.police_wanted,
        back_by=body.back_by,
    )
    made = planning.plan_visit(session, new, by, start_now=body.check_in)
    reach(Failpoint.CHECK_IN_RECORDED)
    return once.answer(visit_made(session, made, me))


@router.patch("/{visit_id}", responses=problems(403, 404, 409))
def change(visit_id: UUID, body: Change, me: Me, session: Write) -> VisitOut:
    """Change a planned visit: when, where, who goes, who comes along, or what is known beforehand."""
    held = held_visit(session, me, visit_id, Action.CHANGE_VISIT if body.worker_id is None else Action.PLAN_FOR)
    may_decide = me.can(Action.DECIDE_FRAUD, held.root.team_id)
    return visit_made(session, change_visit(held, body.change(), may_decide=may_decide), me)


@router.post("/{visit_id}/check-in", responses=problems(404, 409))
def check_in(visit_id: UUID, body: CheckIn, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Start the watch on a planned visit. A repeat gets the same answer."""
    held = held_visit(session, me, visit_id, Action.KEEP_VISIT)
    made = visit_cases.check_in(held, body.expected_end, plain(body.location, body.age_seconds), body.said)
    return once.answer(visit_made(session, made, me))


@router.post("/{visit_id}/ok", responses=problems(404, 409, 429))
def say_ok(tried: PinTried, visit_id: UUID, body: SaysOk, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Say that all is well."""
    held = held_visit(session, me, visit_id, Action.KEEP_VISIT)
    return once.answer(visit_made(session, visit_cases.say_ok(held, tried.said(session, me.id), _age(body)), me))


@router.post("/{visit_id}/extend", responses=problems(404, 409, 429))
def extend(tried: PinTried, visit_id: UUID, body: Extend, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Extend the visit."""
    held = held_visit(session, me, visit_id, Action.KEEP_VISIT)
    if (body.expected_end is None) == (body.minutes is None):
        raise WrongInput(Wrong("/minutes", "minutes_or_end"))
    made = visit_cases.extend(held, body.expected_end, body.minutes, tried.said(session, me.id), _age(body))
    return once.answer(visit_made(session, made, me))


@router.post("/{visit_id}/check-out", responses=problems(404, 409, 429))
def check_out(
    tried: PinTried, visit_id: UUID, body: CheckOut, me: Me, session: Write, once: IdempotentRequest
) -> VisitOut:
    """End the watch. A colleague gives a reason."""
    held = held_visit(session, me, visit_id, Action.CHECK_OUT)
    pin = tried.said(session, me.id) if is_inside(held, me) else Pin.NOT_SET
    made = visit_cases.check_out(
        held, pin, body.reason or "", body.return_to, _age(body), body.back_by, noticed=body.noticed
    )
    return once.answer(visit_made(session, made, me))


@router.post("/{visit_id}/back", responses=problems(404, 409, 429))
def report_back(
    tried: PinTried, visit_id: UUID, body: Back, me: Me, session: Write, once: IdempotentRequest
) -> VisitOut:
    """Say that I am back at the office or go straight home, so nobody expects me any more.

    A colleague gives a reason.
    """
    held = held_visit(session, me, visit_id, Action.CHECK_OUT)
    pin = tried.said(session, me.id) if is_inside(held, me) else Pin.NOT_SET
    made = visit_cases.report_back(held, pin, body.reason or "", body.to, _age(body))
    return once.answer(visit_made(session, made, me))


@router.post("/{visit_id}/home-safe", responses=problems(403, 404, 409))
def close_home_safe(visit_id: UUID, body: HomeSafe, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Say, as a colleague, how I know that the worker came home. Nobody is asked any more."""
    made = visit_cases.close_home_safe(held_visit(session, me, visit_id, Action.CLOSE_HOME_SAFE), body.reason)
    return once.answer(visit_made(session, made, me))


@router.post("/{visit_id}/feeling", responses=problems(404))
def feel(visit_id: UUID, body: Feel, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Say how it was, in one tap."""
    made = feelings.feel(held_visit(session, me, visit_id, Action.KEEP_VISIT), body.feeling)
    return once.answer(visit_made(session, made, me))


@router.post("/{visit_id}/cancel", responses=problems(404, 409))
def cancel(visit_id: UUID, body: Cancel, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Cancel a planned visit."""
    made = cancel_visit(held_visit(session, me, visit_id, Action.CHANGE_VISIT), body.reason or "")
    return once.answer(visit_made(session, made, me))


def panic(
    visit_id: UUID, body: Panic, me: MeInDanger, session: Write, once: IdempotentRequest
) -> VisitOut | AlarmOut | Response:
    """Raise the alarm of the noodknop. It is never too late and never refused.

    On a visit that is not theirs, whoever presses it gets an alarm of their own. A sign-in that was ended meanwhile
    still calls for help, and gets `{}`: it reads nothing.
    """
    made = panics.raise_panic(session, me.actor(), visit_id, plain(body.location, body.age_seconds))
    if me.only_alarms:
        return heard_only(200)
    if made.root.visit is not None and made.root.visit.id == visit_id:
        return once.answer(visit_made(session, made, me))
    try:
        on_visit(session, me, visit_id, Action.PANIC)
    except (NotFound, NotAllowed):
        return once.answer(alarm_made(session, made, me))
    return once.answer(shown_to(session, visit_id, me))  # theirs, and over


router.add_api_route(
    "/{visit_id}/panic", panic, methods=["POST"], response_model=VisitOut | AlarmOut, route_class_override=NeverRefused
)


@router.post("/{visit_id}/check-call", responses=problems(403, 404, 409))
def report_check_call(
    visit_id: UUID, body: CheckCallReport, me: Me, session: Write, once: IdempotentRequest
) -> VisitOut:
    """Report how the check call went."""
    held = held_visit(session, me, visit_id, Action.REPORT_CHECK_CALL)
    return once.answer(visit_made(session, visit_cases.report_check_call(held, body.result, body.note or ""), me))


@router.post("/{visit_id}/ask", responses=problems(403, 404, 409))
def ask(visit_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Ask "alles goed?" now."""
    made = visit_cases.ask_now(held_visit(session, me, visit_id, Action.ASK_WORKER))
    return once.answer(visit_made(session, made, me))


def _team(me: Caller, team_id: UUID | None) -> UUID:
    """Returns the team of the visit: the one named, or the one the caller works in."""
    if team_id is not None:
        return team_id
    teams = me.teams(Role.WORKER)
    if not teams:
        raise WrongInput(Wrong("/teamId", "missing"))
    return min(teams, key=str)


def _states(state: str) -> list[VisitState]:
    try:
        return [VisitState(word.strip()) for word in state.split(",") if word.strip()]
    except ValueError as error:
        raise WrongInput(Wrong("/state", "not_a_choice", {"choices": [one.value for one in VisitState]})) from error


def _age(body: Pressed) -> timedelta:
    return timedelta(seconds=body.age_seconds)
