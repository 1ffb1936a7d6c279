"""The link to my diary and the link to a team's: made, replaced or withdrawn."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.diary.links import Shown, link_of, make_link, withdraw_link
from achterwacht.diary.proposals import own_calendar
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import DiaryLinkRecord, OrganisationRecord
from achterwacht.people.teams import team_of, teams_of
from achterwacht.protocols.beforehand import DiaryField
from achterwacht.protocols.running import profile_if_any
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Schema
from api.http.security import Me, Read, SettingsOfApp, Write
from api.teams.routes import known
from foundation.clock import clock_of
from foundation.settings import Settings

router = Router(prefix="/v1", tags=["diary"])


class NewLink(Body):
    """What the diary shows besides the times. `withDetails`: what the protocol asks about the resident."""

    with_address: bool = False
    with_details: bool = False


class DiaryLinkOut(NewLink):
    made_at: datetime


class MadeLink(DiaryLinkOut):
    """`url` is only shown this once."""

    url: str


class DiaryOut(Schema):
    """The present link, and what the protocol's diary asks: `fields`."""

    link: DiaryLinkOut | None
    fields: list[DiaryField]


class CalendarOut(Schema):
    """My calendar that is read. Of its address only the name of the server is shown."""

    host: str
    saved_at: datetime


class MyDiaryOut(DiaryOut):
    """`readsCalendars`: whether this installation can read a calendar of mine."""

    calendar: CalendarOut | None
    reads_calendars: bool


@router.get("/me/diary", responses=problems(403))
def my_diary(me: Me, session: Read, settings: SettingsOfApp) -> MyDiaryOut:
    """Returns whether there is a link to my visits and what it shows, and which calendar of mine is read."""
    me.require(Action.KEEP_DIARY)
    calendar = own_calendar(session, me)
    return MyDiaryOut(
        **_shown(session, me, None).model_dump(),
        calendar=CalendarOut.model_validate(calendar) if calendar else None,
        reads_calendars=settings.reads_calendars,
    )


@router.post("/me/diary/link", status_code=201, responses=problems(403))
def make_my_link(body: NewLink, me: Me, session: Write, settings: SettingsOfApp) -> MadeLink:
    """Make a new link to my visits. The old one stops at once."""
    me.require(Action.KEEP_DIARY)
    return _make(session, me, None, body, settings)


@router.delete("/me/diary/link", status_code=204, responses=problems(403))
def withdraw_my_link(me: Me, session: Write) -> None:
    """Withdraw the link to my visits."""
    me.require(Action.KEEP_DIARY)
    withdraw_link(session, me, None)


@router.get("/teams/{team_id}/diary", responses=problems(403, 404))
def diary_of_team(team_id: UUID, me: Me, session: Read) -> DiaryOut:
    """Returns whether I have a link to the visits of this team, and what it shows."""
    return _shown(session, me, _team(session, me, team_id))


@router.post("/teams/{team_id}/diary/link", status_code=201, responses=problems(403, 404))
def make_link_of_team(team_id: UUID, body: NewLink, me: Me, session: Write, settings: SettingsOfApp) -> MadeLink:
    """Make a new link of mine to the visits of this team. The old one stops at once."""
    return _make(session, me, _team(session, me, team_id), body, settings)


@router.delete("/teams/{team_id}/diary/link", status_code=204, responses=problems(403, 404))
def withdraw_link_of_team(team_id: UUID, me: Me, session: Write) -> None:
    """Withdraw my link to the visits of this team."""
    withdraw_link(session, me, _team(session, me, team_id))


def _team(session: Session, me: Caller, team_id: UUID) -> UUID:
    team = known(me, team_of(session, me.organisation_id, team_id))
    me.require(Action.SHARE_DIARY, team.id)
    return team.id


def _make(session: Session, me: Caller, team_id: UUID | None, body: NewLink, settings: Settings) -> MadeLink:
    # It takes no Idempotency-Key: the answer would be stored for two days, and the secret with it.
    now = clock_of(session).now(session)
    secret = make_link(session, me, team_id, Shown(body.with_address, body.with_details), now)
    return MadeLink(
        url=f"{settings.base_url}/diary/{secret}.ics",
        with_address=body.with_address,
        with_details=body.with_details,
        made_at=now,
    )


def _shown(session: Session, me: Caller, team_id: UUID | None) -> DiaryOut:
    found: DiaryLinkRecord | None = link_of(session, me, team_id)
    return DiaryOut(link=DiaryLinkOut.model_validate(found) if found else None, fields=_fields(session, me, team_id))


def _fields(session: Session, me: Caller, team_id: UUID | None) -> list[DiaryField]:
    """Returns what the protocol of this team asks; without a team, what those of all my teams ask together."""
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    teams = teams_of(session, organisation.id, me.teams() if team_id is None else [team_id])
    profiles = [profile_if_any(session, organisation, team.protocol_id) for team in teams]
    diaries = [one.preparation.diary for one in profiles if one is not None]
    asked = {field for diary in diaries if diary is not None for field in diary.fields}
    return [field for field in DiaryField if field in asked]
