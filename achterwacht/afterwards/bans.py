"""The ban list: who may not come in, for who sits at the door. A view of the measures in force, and nothing of why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards import measure_thread as thread
from achterwacht.afterwards.measure_advice import advised_on, day_of
from achterwacht.afterwards.measures_seen import incident_of
from achterwacht.functions.holding import who_holds
from achterwacht.incidents.access import hold
from achterwacht.incidents.facts import AggressorTold
from achterwacht.incidents.records import IncidentAggressorRecord
from achterwacht.measures import service
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureBreachRecord, MeasureRecord
from achterwacht.measures.refusals import BreachNoted
from achterwacht.measures.rules.breaking import BreachStep, Done, steps_of
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.conduct import Leaving
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import profile_if_any, running_if_any
from achterwacht.refused import NotAllowed, Wrong, WrongInput

ON_THE_LIST = (
    MeasureKind.RECEIVED_AT_POLICE,
    MeasureKind.ACCESS_BAN,
    MeasureKind.SECURED_ENVIRONMENT,
    MeasureKind.CALL_RESTRICTION,
    MeasureKind.STREET_BAN,
)
"""What whoever receives people must know of."""
BY_COMING = tuple(one for one in ON_THE_LIST if one is not MeasureKind.CALL_RESTRICTION)
"""What somebody breaks by being there, and where a face helps to know them. Who may not call may come in."""
LEAVES = (MeasureKind.ACCESS_BAN, MeasureKind.RECEIVED_AT_POLICE)
"""Who is asked to leave (003 L709-723). Who is received in the secured environment may be there."""
READERS = (Function.RECEPTION, Function.SECURITY, Function.MANAGEMENT)
"""Who reads it where the protocol names nobody. Ours: P4 sends its bans to the reception, P5 names these three."""


@dataclass(frozen=True)
class Banned:
    """One line of the list. name: with the initials, so that two of one family are told apart; surname: without, to
    sort by. leaving: how somebody is asked to leave, by the protocol of the team. steps: what is done when they come
    all the same. photo: the file."""

    name: str
    surname: str
    measure: MeasureRecord
    leaving: Leaving | None
    steps: tuple[BreachStep, ...]
    photo: UUID | None


def bans(session: Session, caller: Caller, now: datetime) -> Sequence[Banned]:
    """Returns who is on the list today, by name.

    Raises:
        NotAllowed: they don't read it.
    """
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    profiles = _Profiles(session, organisation)
    if not reads_bans(session, caller, profiles.of(None)):
        raise NotAllowed(Action.SEE_BANS)
    today = day_of(now, ZoneInfo(organisation.time_zone))
    rows = session.execute(
        select(MeasureRecord, IncidentAggressorRecord.name, IncidentAggressorRecord.initials)
        .join(
            IncidentAggressorRecord,
            (IncidentAggressorRecord.incident_id == MeasureRecord.incident_id)
            & (IncidentAggressorRecord.organisation_id == MeasureRecord.organisation_id),
        )
        .where(
            MeasureRecord.organisation_id == caller.organisation_id,
            MeasureRecord.state == MeasureState.IN_FORCE,
            MeasureRecord.kind.in_(ON_THE_LIST),
        )
    ).all()
    photos = service.photos_of(session, caller.organisation_id, [row.MeasureRecord.id for row in rows])
    found = [
        Banned(
            AggressorTold(row.name, row.initials).called,
            row.name or "",
            row.MeasureRecord,
            profiles.leaving(row.MeasureRecord.team_id) if row.MeasureRecord.kind in LEAVES else None,
            steps_of(profiles.leaving(row.MeasureRecord.team_id)),
            photos[row.MeasureRecord.id].file_id if row.MeasureRecord.id in photos else None,
        )
        for row in rows
        if row.MeasureRecord.facts().period.holds_on(today)
    ]
    return sorted(found, key=_place)


def _place(one: Banned) -> tuple[str, str, int]:
    return one.surname.casefold(), one.name.casefold(), ON_THE_LIST.index(one.measure.kind)


def reads_bans(session: Session, caller: Caller, profile: Profile | None) -> bool:
    """Whether the caller reads the list: by a role, or by a function that the protocol names."""
    if caller.can(Action.SEE_BANS):
        return True
    listed = READERS if profile is None or profile.ban_list is None else tuple(profile.ban_list.readers)
    held = who_holds(session, caller.organisation_id).any_held_by(caller)
    return bool(caller.grants) and not held.isdisjoint(listed)


def note_broken(
    session: Session,
    caller: Caller,
    name: str,
    until: date | None,
    happened_at: datetime,
    place: str,
    steps: Sequence[Done],
    note: str,
    now: datetime,
) -> list[MeasureBreachRecord]:
    """Note that somebody on the list was there all the same, today or on an earlier day, and what was done.

    Raises:
        NotAllowed: they don't read the list.
        WrongInput: nobody of that name is on it, and everything else that is wrong.
        MeasureOver: none of it was in force then.
        BreachNoted: of all of it this was noted before.
    """
    found = [
        one
        for one in bans(session, caller, now)
        if (one.name, one.measure.until) == (name, until) and one.measure.kind in BY_COMING
    ]
    if not found:
        raise WrongInput(Wrong("/name", "not_on_the_list"))
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    zone = ZoneInfo(organisation.time_zone)
    noted = []
    # Of several, some may have begun since, or been decided on.
    held_then = [one for one in found if service.held_at(one.measure, happened_at, zone)] or found
    for one in sorted(held_then, key=lambda one: (one.measure.incident_id, one.measure.id)):
        hold(session, caller.organisation_id, one.measure.incident_id)
        record = service.find(session, caller.organisation_id, one.measure.id, lock=True)
        try:
            breach = service.note_broken(session, record, caller.id, happened_at, place, steps, note, zone, now)
        except BreachNoted:
            continue
        noted.append(breach)
        thread.follow_breach(session, advised_on(session, incident_of(session, record)), record, now)
    if not noted:
        raise BreachNoted
    return noted


class _Profiles:
    """The profile of each team, read once."""

    def __init__(self, session: Session, organisation: OrganisationRecord) -> None:
        self._session, self._organisation = session, organisation
        self._known: dict[UUID | None, Profile | None] = {}

    def of(self, team_id: UUID | None) -> Profile | None:
        if team_id not in self._known:
            session, organisation = self._session, self._organisation
            self._known[team_id] = (
                profile_if_any(session, organisation, None)
                if team_id is None
                else running_if_any(session, organisation, team_id)
            )
        return self._known[team_id]

    def leaving(self, team_id: UUID | None) -> Leaving | None:
        profile = self.of(team_id)
        return None if profile is None else profile.leaving
