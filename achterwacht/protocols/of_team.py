"""A profile for one team: loaded at the console, or chosen by an administrator from those that exist."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.protocols.part import wrong
from achterwacht.protocols.profile import Profile, RefusedProfile, read_profile, stored_profile
from achterwacht.protocols.records import ProtocolVersionRecord
from achterwacht.protocols.service import add_version, profile_version, shipped
from achterwacht.refused import Wrong, WrongInput


@dataclass(frozen=True)
class Choice:
    """A profile that a team can use.

    version: as it was loaded here; None: as it comes with the product.
    """

    id: str
    name: str
    version: int | None


def choices(session: Session, organisation: OrganisationRecord) -> list[Choice]:
    """Returns what the teams of this organisation can use, by name and only for its own country.

    Of each profile it is the latest that was loaded here, else the one that comes with the product.
    """
    loaded = {
        one.profile_id: Choice(one.profile_id, one.content["name"], one.version)
        for one in _latest(session, organisation.id)
        if one.content["country"] == organisation.country
    }
    comes = [read_profile(text) for text in shipped().values()]
    new = {one.id: Choice(one.id, one.name, None) for one in comes if one.country == organisation.country}
    return sorted((new | loaded).values(), key=lambda one: (one.name, one.id))


def go_by(
    session: Session,
    organisation: OrganisationRecord,
    team: TeamRecord,
    profile_id: str | None,
    now: datetime,
    by: Actor | None = None,
) -> None:
    """Let new visits of this team use a profile; None: the organisation's. Visits under way keep theirs.

    Raises:
        WrongInput: there is no such profile to choose.
    """
    chosen = None
    if profile_id is not None:
        known = next((one for one in choices(session, organisation) if one.id == profile_id), None)
        if known is None:
            raise WrongInput(Wrong("/profileId", "profile_unknown"))
        chosen = _version(session, organisation.id, known, now)
    _give(session, team, chosen, by)


def organisation_goes_by(
    session: Session, organisation: OrganisationRecord, profile_id: str, reason: str, now: datetime, by: Actor
) -> None:
    """Let new visits of the organisation use another profile, but for teams with one of their own.

    Visits and alarms under way keep theirs. The organisation is locked. The one that is used already changes nothing.

    Raises:
        WrongInput: there is no such profile to choose.
    """
    known = next((one for one in choices(session, organisation) if one.id == profile_id), None)
    if known is None:
        raise WrongInput(Wrong("/profileId", "profile_unknown"))
    version = _version(session, organisation.id, known, now)
    if organisation.protocol_id == version.id:
        return
    organisation.protocol_id = version.id
    facts = {"profile": version.profile_id, "version": version.version, "reason": reason}
    note(session, organisation.id, Audited.PROFILE_LOADED, by, facts=facts)


def load_for_team(
    session: Session,
    organisation: OrganisationRecord,
    team: TeamRecord,
    text: str,
    now: datetime,
    by: Actor | None = None,
) -> ProtocolVersionRecord:
    """Check a profile, and let new visits of this team use it.

    Raises:
        RefusedProfile: with every problem; what the team went by stays.
    """
    profile = read_profile(text)
    if profile.country != organisation.country:
        raise RefusedProfile([f"country: {wrong('other_country', country=organisation.country)}"])
    version = add_version(session, organisation.id, profile, now)
    _give(session, team, version, by)
    return version


def _version(session: Session, organisation_id: UUID, chosen: Choice, now: datetime) -> ProtocolVersionRecord:
    if chosen.version is None:
        return add_version(session, organisation_id, read_profile(shipped()[chosen.id]), now)
    return session.scalars(
        select(ProtocolVersionRecord).where(
            ProtocolVersionRecord.organisation_id == organisation_id, ProtocolVersionRecord.version == chosen.version
        )
    ).one()


def _give(session: Session, team: TeamRecord, version: ProtocolVersionRecord | None, by: Actor | None) -> None:
    given = None if version is None else version.id
    if team.protocol_id == given:
        return
    team.protocol_id = given
    facts = {} if version is None else {"profile": version.profile_id, "version": version.version}
    note(session, team.organisation_id, Audited.TEAM_PROFILE_SET, by, about=team.id, facts=facts)


def latest_profiles(session: Session, organisation_id: UUID) -> list[Profile]:
    """Of each profile the latest version that was loaded here."""
    return [profile_version(session, organisation_id, one.id) for one in _latest(session, organisation_id)]


def _latest(session: Session, organisation_id: UUID) -> list[ProtocolVersionRecord]:
    """Returns the latest version of each profile that was loaded here and that this version of the product can read."""
    latest = (
        select(func.max(ProtocolVersionRecord.version))
        .where(ProtocolVersionRecord.organisation_id == organisation_id)
        .group_by(ProtocolVersionRecord.profile_id)
    )
    found = session.scalars(
        select(ProtocolVersionRecord).where(
            ProtocolVersionRecord.organisation_id == organisation_id, ProtocolVersionRecord.version.in_(latest)
        )
    )
    return [one for one in found if _readable(one)]


def _readable(version: ProtocolVersionRecord) -> bool:
    try:
        stored_profile(version.content)
    except RefusedProfile:
        return False
    return True
