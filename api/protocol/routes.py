"""The present profile, as far as a phone needs it: numbers, times, words and instruction cards.

A phone keeps it offline.

A team may use a profile of its own: somebody who belongs to teams with different ones gets all of them.
"""

from collections.abc import Collection, Mapping
from datetime import time, timedelta
from uuid import UUID

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.beforehand.rules import expected_trouble
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import teams_of
from achterwacht.protocols.cards import Card, CardNumber, Who
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.records import ProtocolVersionRecord
from achterwacht.protocols.running import version_over
from achterwacht.protocols.service import profile_version
from achterwacht.visits.facts import VisitKind
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Schema, WallTime
from api.http.security import Me, Read
from api.incidents.form import FormOut, form_of

router = Router(prefix="/v1/protocol", tags=["protocol"])


class OfficeHoursOut(Schema):
    """ISO weekdays, and local times as `HH:MM`."""

    days: list[int]
    opens: WallTime = Field(alias="from")
    closes: WallTime = Field(alias="until")


class CardStepOut(Schema):
    """`call`: which number of the protocol is shown under it as a button, for a human to press."""

    who: Who
    text: str
    call: CardNumber | None


class CardOut(Schema):
    """`toDo` in order, then what `follows`. `steps`: only the texts of `toDo`."""

    title: str
    place: ConductChannel | None
    steps: list[str]
    to_do: list[CardStepOut]
    follows: list[CardStepOut]
    emergency: bool


class TroubleOut(Schema):
    """What follows when somebody says that they expect trouble, besides telling a manager and those who watch.

    pair: nobody goes there alone. police: a human tells the police beforehand; if not, the person who says it may ask
    for it (`policeWanted`). callMinutes: a colleague calls this long after the start.
    """

    pair: bool
    police: bool
    whom: str
    call_minutes: int | None


class ProfileOut(Schema):
    """The profile that new visits of a team get.

    `agreedCallMinutes`: a time for the check call can be agreed; this one is proposed. `visitKinds`: the purposes of a
    visit; `observing`: how to observe. `questions`: to answer before going; `reminders`: about phone, car and the way
    out; `told`: who hears where somebody goes, one of them being enough; `reachable`: who can be reached, and when;
    `riskSigns`: when to expect trouble.
    """

    id: str
    version: int
    name: str
    emergency_number: str
    non_urgent_number: str | None
    help_line: str | None
    emergency_say: str | None
    emergency_on_first_screen: bool
    resident: str
    extension_minutes: int
    check_call_after_seconds: float | None
    agreed_call_minutes: int | None
    back_after_minutes: int | None
    """The worker is expected at the office this long after a visit, if they named no moment; null: they are not."""
    asks_occasion: bool
    visit_kinds: list[VisitKind]
    observing: list[str]
    trouble: TroubleOut
    reminders: list[str]
    questions: list[str]
    told: list[str]
    reachable: str | None
    risk_signs: list[str]
    reminder_before_end_seconds: float
    longest_visit_seconds: float
    visit_minutes: list[int]
    office_hours: list[OfficeHoursOut]
    cards: list[CardOut]
    incident_form: FormOut
    """Of a report that is filed by this profile: a phone shows it without a network."""


class TeamsOwnOut(Schema):
    """The profile of one of my teams."""

    team_id: UUID
    profile: ProfileOut


class ProtocolOut(ProfileOut):
    """The profile of the first of my teams by name.

    `teams`: those of my teams that use another one.
    """

    teams: list[TeamsOwnOut]


@router.get("", responses=problems(409))
def protocol(me: Me, session: Read) -> ProtocolOut:
    """Returns the profile of your team, or of your organisation if the team has none of its own."""
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    mine = me.teams()
    teams = teams_of(session, organisation.id, mine)
    # Somebody who belongs to every team gets the profile of the organisation first.
    main = version_over(organisation, None if mine is None or not teams else teams[0].protocol_id)
    own = {team.id: version_over(organisation, team.protocol_id) for team in teams}
    numbers = _numbers(session, organisation.id, {main, *own.values()})
    others = [
        TeamsOwnOut(team_id=team, profile=_shown(session, organisation.id, version, numbers[version]))
        for team, version in own.items()
        if version != main
    ]
    shown = _shown(session, organisation.id, main, numbers[main])
    return ProtocolOut(**shown.model_dump(by_alias=True), teams=others)


def _numbers(session: Session, organisation_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, int]:
    found = select(ProtocolVersionRecord.id, ProtocolVersionRecord.version).where(
        ProtocolVersionRecord.organisation_id == organisation_id, ProtocolVersionRecord.id.in_(ids)
    )
    return {one.id: one.version for one in session.execute(found)}


def _shown(session: Session, organisation_id: UUID, version_id: UUID, version: int) -> ProfileOut:
    profile = profile_version(session, organisation_id, version_id)
    check_call = profile.check_call
    return ProfileOut(
        id=profile.id,
        version=version,
        name=profile.name,
        emergency_number=profile.emergency.number,
        non_urgent_number=profile.emergency.non_urgent,
        help_line=profile.emergency.help_line,
        emergency_say=profile.emergency.say,
        emergency_on_first_screen=profile.emergency.on_first_screen,
        resident=profile.words.resident,
        extension_minutes=_minutes(profile.watch.extension),
        check_call_after_seconds=_seconds(check_call.due_after(None)) if check_call else None,
        agreed_call_minutes=_minutes(check_call.after) if check_call and check_call.may_be_agreed else None,
        back_after_minutes=_minutes(profile.signing_off.back_after) if profile.signing_off.back_after else None,
        visit_kinds=list(profile.outings.kinds),
        observing=list(profile.outings.observing),
        asks_occasion=profile.meetings.first_at_office or profile.meetings.bad_news_at_office,
        trouble=_trouble(profile),
        reminders=list(profile.preparation.reminders),
        questions=list(profile.preparation.questions),
        told=[profile.functions[one] for one in profile.preparation.told if one in profile.functions],
        reachable=profile.out_of_hours.reachable,
        risk_signs=list(profile.preparation.risk_signs),
        reminder_before_end_seconds=profile.watch.reminder_before_end.total_seconds(),
        longest_visit_seconds=profile.watch.longest_visit.total_seconds(),
        visit_minutes=profile.watch.visit_minutes,
        office_hours=[
            OfficeHoursOut(days=one.days, opens=_time(one.opens), closes=_time(one.closes))
            for one in profile.office_hours
        ],
        cards=[_card(one) for one in profile.cards],
        incident_form=form_of(profile),
    )


def _trouble(profile: Profile) -> TroubleOut:
    follows = expected_trouble(profile)
    check_call = profile.check_call
    return TroubleOut(
        pair=follows.pair,
        police=follows.police,
        whom=profile.police_beforehand.whom,
        call_minutes=_minutes(check_call.after) if check_call and check_call.may_be_agreed else None,
    )


def _card(card: Card) -> CardOut:
    return CardOut(
        title=card.title,
        place=card.place,
        steps=[step.text for step in card.steps],
        to_do=[CardStepOut(who=step.who, text=step.text, call=step.call) for step in card.steps],
        follows=[CardStepOut(who=step.who, text=step.text, call=step.call) for step in card.follows],
        emergency=card.emergency,
    )


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


def _time(value: time) -> str:
    return value.strftime("%H:%M")
