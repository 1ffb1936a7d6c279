"""The list of a team: who is where until when, with numbers, to print. Also to which desk it is mailed, and when."""

from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.audit.service import log_list_view
from achterwacht.people.actions import Action
from achterwacht.people.teams import team_of
from achterwacht.views.whereabouts import Stay, Whereabouts, whereabouts
from achterwacht.whereabouts import service
from achterwacht.whereabouts.rules import Calling
from achterwacht.whereabouts.service import MOST_ADDRESSES, MOST_TIMES, DeskMail, desk_mail_of, set_desk_mail
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Schema, WallTime
from api.http.security import Me, Read, SettingsOfApp, Write
from api.teams.routes import known
from foundation.clock import clock_of
from notifications.records import MessageState

router = Router(prefix="/v1/teams/{team_id}", tags=["board"])
DAYS_OF_THE_WEEK = 7
Address = Annotated[str, Field(max_length=254)]


class ContactOut(Schema):
    name: str
    phone: str | None


class CallingOut(Schema):
    """What to do about somebody by hand: call at that time, call now, or ask the manager first and don't call."""

    task: Calling
    at: datetime | None


class StayOut(Schema):
    """Somebody at an address, or on the way to it. Without a visit there is only an alarm, and no address."""

    worker: ContactOut
    address: str | None
    companions: list[ContactOut]
    since: datetime
    until: datetime | None
    next: CallingOut | None
    alarm_since: datetime | None
    drill: bool

    @classmethod
    def of(cls, stay: Stay) -> "StayOut":
        return cls.model_validate(stay)


class WhereaboutsOut(Schema):
    """The list of one team at one moment."""

    team_id: UUID
    team: str
    as_of: datetime
    under_way: list[StayOut]
    planned: list[StayOut]
    on_duty: list[ContactOut]
    managers: list[ContactOut]
    emergency_number: str | None

    @classmethod
    def of(cls, found: Whereabouts) -> "WhereaboutsOut":
        return cls.model_validate(found)


class DeskMailIn(Body):
    """To whom, on which ISO weekdays (Monday is 1), at which local times. Without addresses it is off."""

    addresses: Annotated[list[Address], Field(max_length=MOST_ADDRESSES)]
    days: Annotated[list[Annotated[int, Field(ge=1, le=DAYS_OF_THE_WEEK)]], Field(max_length=DAYS_OF_THE_WEEK)]
    times: Annotated[list[WallTime], Field(max_length=MOST_TIMES)]

    def wanted(self) -> DeskMail:
        return DeskMail(self.addresses, self.days, [time.fromisoformat(one) for one in self.times])


class LastMailOut(Schema):
    """What became of the last list. code: why it failed, or has not arrived yet."""

    at: datetime
    state: MessageState
    code: str | None


class DeskMailOut(DeskMailIn):
    can_mail: bool
    next_at: datetime | None
    last: LastMailOut | None


@router.get("/whereabouts", responses=problems(403, 404))
def list_of_team(team_id: UUID, me: Me, session: Write) -> WhereaboutsOut:
    """Returns who is where until when, for when everything is down. Each look is recorded."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    me.require(Action.SEE_WHEREABOUTS, team.id)
    now = clock_of(session).now(session)
    log_list_view(session, me.organisation_id, team.id, me.id, now)
    return WhereaboutsOut.of(whereabouts(session, me.organisation_id, team.id, me.id, now, me.language))


@router.get("/desk-mail", responses=problems(403, 404), tags=["administration"])
def desk_mail(team_id: UUID, me: Me, session: Read, settings: SettingsOfApp) -> DeskMailOut:
    """Returns to which desk the list is mailed, when, and what became of the last one."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    me.require(Action.SET_DESK_MAIL, team.id)
    return _shown(session, me.organisation_id, team.id, can_mail=settings.mails)


@router.put("/desk-mail", responses=problems(403, 404), tags=["administration"])
def replace_desk_mail(team_id: UUID, body: DeskMailIn, me: Me, session: Write, settings: SettingsOfApp) -> DeskMailOut:
    """Set how the list is mailed from now on. It is personal data by mail: nobody gets it unless they ask for it."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    by = me.require(Action.SET_DESK_MAIL, team.id)
    now = clock_of(session).now(session)
    set_desk_mail(session, me.organisation_id, team.id, body.wanted(), now, can_mail=settings.mails, by=by)
    return _shown(session, me.organisation_id, team.id, can_mail=settings.mails)


def _shown(session: Session, organisation_id: UUID, team_id: UUID, *, can_mail: bool) -> DeskMailOut:
    chosen = desk_mail_of(session, organisation_id, team_id)
    last = service.last_mail(session, organisation_id, team_id)
    return DeskMailOut(
        addresses=list(chosen.addresses),
        days=list(chosen.days),
        times=[f"{one:%H:%M}" for one in chosen.times],
        can_mail=can_mail,
        next_at=service.next_mail_at(session, organisation_id, team_id),
        last=LastMailOut.model_validate(last) if last else None,
    )
