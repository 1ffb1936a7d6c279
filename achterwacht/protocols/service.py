"""Loading a profile for an organisation, and reading the version that a visit keeps."""

from datetime import datetime
from importlib.resources import files
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

DUTCH = {"NL": "nl", "BE": "nl-BE"}
"""Which Dutch an organisation speaks, by the country of its profile: letters and lists are in its language."""


def shipped() -> dict[str, str]:
    """Returns the profiles that come with the product: id -> TOML text."""
    folder = files("achterwacht.protocols")
    return {
        path.name.removesuffix(".toml"): path.read_text("utf-8")
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    }


def load_profile(
    session: Session, organisation: OrganisationRecord, text: str, now: datetime, by: Actor | None = None
) -> ProtocolVersionRecord:
    """Check a profile, and let new visits of the organisation use it. Visits under way keep theirs.

    Raises:
        RefusedProfile: with every problem; the running profile stays.
    """
    profile = read_profile(text)
    _teams_are_at_home(session, organisation.id, profile)
    version = add_version(session, organisation.id, profile, now)
    organisation.protocol_id = version.id
    organisation.country = profile.country
    if organisation.language in DUTCH.values():
        organisation.language = DUTCH[profile.country]
    facts = {"profile": profile.id, "version": version.version}
    note(session, organisation.id, Audited.PROFILE_LOADED, by, facts=facts)
    return version


def add_version(session: Session, organisation_id: UUID, profile: Profile, now: datetime) -> ProtocolVersionRecord:
    """Store a profile as the next version of the organisation. Nobody uses it yet."""
    latest = session.scalar(
        select(func.max(ProtocolVersionRecord.version)).where(ProtocolVersionRecord.organisation_id == organisation_id)
    )
    version = ProtocolVersionRecord(
        organisation_id=organisation_id,
        version=(latest or 0) + 1,
        profile_id=profile.id,
        content=profile.model_dump(mode="json"),
        loaded_at=now,
    )
    session.add(version)
    session.flush()
    return version


def _teams_are_at_home(session: Session, organisation_id: UUID, profile: Profile) -> None:
    """Refuse a profile for another country than that of the teams with a profile of their own.

    Holidays, and how a number is read, follow the country of the organisation, and its teams are in the same one.
    """
    own = (
        select(TeamRecord.name, ProtocolVersionRecord.id)
        .join(ProtocolVersionRecord, ProtocolVersionRecord.id == TeamRecord.protocol_id)
        .where(TeamRecord.organisation_id == organisation_id, ProtocolVersionRecord.organisation_id == organisation_id)
        .order_by(TeamRecord.name)
    )
    elsewhere = [
        name
        for name, version in session.execute(own)
        if profile_version(session, organisation_id, version).country != profile.country
    ]
    if elsewhere:
        raise RefusedProfile([f"country: {wrong('teams_elsewhere', teams=', '.join(elsewhere))}"])


def profile_version(session: Session, organisation_id: UUID, version_id: UUID) -> Profile:
    """Returns the profile of that version. Versions never change, so each process reads them once."""
    found = _known.get(version_id)
    if found is None:
        record = session.scalars(
            select(ProtocolVersionRecord).where(
                ProtocolVersionRecord.organisation_id == organisation_id, ProtocolVersionRecord.id == version_id
            )
        ).one()
        found = _known[version_id] = stored_profile(record.content)
    return found


_known: dict[UUID, Profile] = {}
