"""Whom to call, for a phone to keep: the numbers are there before the first visit, and without a network."""

from datetime import datetime

from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.people.actions import Action
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import teams_of
from achterwacht.views.duty_numbers import whom_to_call
from achterwacht.watch.duty import DutyBook
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Named, Schema
from api.http.security import Me, Read
from api.visits.schemas import OnDuty
from foundation.clock import clock_of

router = Router(prefix="/v1", tags=["visits"])


class DutyOfTeam(Schema):
    """The people on duty, in the order in which to call them."""

    team: Named
    people: list[OnDuty]


class DutyNumbers(Schema):
    teams: list[DutyOfTeam]
    as_of: datetime


@router.get("/duty-numbers", responses=problems(403))
def duty_numbers(me: Me, session: Read) -> DutyNumbers:
    """Returns whom to call in each of my teams: who has the watch now, the second, the managers."""
    me.require(Action.SEE_DUTY)
    now = clock_of(session).now(session)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    teams = teams_of(session, me.organisation_id, me.teams_for(Action.SEE_DUTY))
    book = DutyBook(session, now)
    book.read((organisation, team.id) for team in teams)
    hushed = who_is_hushed(session, organisation.id)
    return DutyNumbers(
        teams=[
            DutyOfTeam(
                team=Named(id=team.id, name=team.name),
                people=[
                    OnDuty(id=one.id, name=one.name, phone=one.phone)
                    for one in whom_to_call(book.of(organisation, team.id), me.id, hushed.to(me.id))
                ],
            )
            for team in teams
        ],
        as_of=now,
    )
