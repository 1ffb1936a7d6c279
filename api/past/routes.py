"""Looking back: the visits, alarms, drills and messages of a period, and who never checks in.

What is looked for is sent in a body, and each look at what others did is logged. Of what the periods of keeping removed
nothing is left here either: there is no second copy.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.views.known import Known
from achterwacht.views.past.alarms import Narrowed, PastAlarm, taken_in
from achterwacht.views.past.messages import PastMessage
from achterwacht.views.past.seeking import Sought
from achterwacht.views.past.sight import Sight
from achterwacht.views.past.visits import PastVisit
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Named
from api.http.security import Me, Write
from api.past.found import DRILLS, Looking, Page, narrowed
from api.past.schemas import (
    NeverCheckedIn,
    NeverCheckedInOut,
    PastAlarmOut,
    PastAlarms,
    PastMessageOut,
    PastMessages,
    PastVisitOut,
    PastVisits,
    SeekAlarms,
    SeekDrills,
    SeekMessages,
    SeekNeverCheckedIn,
    SeekVisits,
    TakenInOut,
)
from foundation.clock import clock_of

router = Router(prefix="/v1/past", tags=["past"])
A_PAGE = 50
MOST_SHOWN = 500
"""Of those who never check in, who are shown on one page."""


@router.post("/visits/_search", responses=problems(404))
def visits(body: SeekVisits, me: Me, session: Write) -> PastVisits:
    """Returns the visits of a period: your own, and those of the teams that you watch over. A look at others' is
    logged."""
    page = Looking(session, me, A_PAGE).visits(body)
    known = _known(session, me)
    known.learn(one.worker_id for one in page.rows)
    return PastVisits(visits=[_visit(one, known) for one in page.rows], next=page.next, as_of=known.now)


@router.post("/alarms/_search", responses=problems(404))
def alarms(body: SeekAlarms, me: Me, session: Write) -> PastAlarms:
    """Returns the alarms of a period, and how soon somebody took them: your own, and those of the teams that you watch
    over. A look at others' is logged."""
    page, sight = Looking(session, me, A_PAGE).alarms(body)
    return _alarms(session, sight, body.sought(), page, narrowed(body))


@router.post("/drills/_search", responses=problems(403, 404))
def drills(body: SeekDrills, me: Me, session: Write) -> PastAlarms:
    """Returns the drills of a period, and how soon somebody took them, in the teams whose drills you see."""
    page, sight = Looking(session, me, A_PAGE).drills(body)
    return _alarms(session, sight, body.sought(), page, DRILLS)


@router.post("/messages/_search", responses=problems(403, 404))
def messages(body: SeekMessages, me: Me, session: Write) -> PastMessages:
    """Returns the messages about visits and alarms of your teams, without their words. Those about your own visits and
    alarms are left out."""
    page = Looking(session, me, A_PAGE).messages(body)
    known = _known(session, me)
    known.learn(person for one in page.rows for person in (one.person_id, one.worker_id))
    return PastMessages(messages=[_message(one, known) for one in page.rows], next=page.next, as_of=known.now)


@router.post("/never-checked-in/_search", responses=problems(403))
def never_checked_in(body: SeekNeverCheckedIn, me: Me, session: Write) -> NeverCheckedInOut:
    """Returns who visits for the teams that you manage, and checked in on no visit in this period. The look is
    logged."""
    found = Looking(session, me, MOST_SHOWN).never_checked_in(body)
    return NeverCheckedInOut(
        people=[
            NeverCheckedIn(person=Named(id=one.person_id, name=one.name), last_at=one.last_at)
            for one in found[:MOST_SHOWN]
        ],
        more=len(found) > MOST_SHOWN,
        as_of=clock_of(session).now(session),
    )


def _known(session: Session, me: Caller) -> Known:
    return Known(session, me.organisation_id, clock_of(session).now(session), language=me.language)


def _alarms(session: Session, sight: Sight, sought: Sought, page: Page[PastAlarm], only: Narrowed) -> PastAlarms:
    known = _known(session, sight.me)
    known.learn(person for one in page.rows for person in (one.worker_id, one.taken_by, one.resolved_by))
    return PastAlarms(
        alarms=[_alarm(one, known) for one in page.rows],
        taken_in=TakenInOut.model_validate(taken_in(session, sight, sought, only)),
        next=page.next,
        as_of=known.now,
    )


def _visit(one: PastVisit, known: Known) -> PastVisitOut:
    return PastVisitOut(
        id=one.id,
        team=_team(one.team_id, known),
        worker=_person(one.worker_id, known),
        address=one.address,
        companions=list(one.companions),
        planned_start=one.planned_start,
        started_at=one.started_at,
        ended_at=one.ended_at,
        ended=one.ended,
        alarm_ids=list(one.alarms),
    )


def _alarm(one: PastAlarm, known: Known) -> PastAlarmOut:
    return PastAlarmOut(
        id=one.id,
        team=_team(one.team_id, known),
        worker=_person(one.worker_id, known),
        visit_id=one.visit_id,
        address=one.address,
        cause=one.cause,
        level=one.level,
        opened_at=one.opened_at,
        taken_at=one.taken_at,
        taken_by=None if one.taken_by is None else _person(one.taken_by, known),
        seconds=one.seconds,
        resolved_at=one.resolved_at,
        resolved_by=None if one.resolved_by is None else _person(one.resolved_by, known),
        outcome=one.outcome,
    )


def _message(one: PastMessage, known: Known) -> PastMessageOut:
    return PastMessageOut(
        id=one.id,
        at=one.at,
        to=_person(one.person_id, known),
        channel=one.channel,
        state=one.state,
        state_at=one.state_at,
        error_code=one.error_code,
        drill=one.drill,
        team=_team(one.team_id, known),
        worker=_person(one.worker_id, known),
        address=one.address,
        visit_id=one.visit_id,
        alarm_id=one.alarm_id,
    )


def _person(person: UUID, known: Known) -> Named:
    return Named(id=person, name=known.name(person))


def _team(team: UUID, known: Known) -> Named:
    return Named(id=team, name=known.team(team))
