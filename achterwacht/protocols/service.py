"""Loading a profile for an organisation, and reading the version a visit holds on to."""

from datetime import datetime
from importlib.resources import files
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.profile import Profile, read_profile, stored_profile
from achterwacht.protocols.records import ProtocolVersionRecord


def shipped() -> dict[str, str]:
    """The profiles that come with the product: id -> TOML text."""
    folder = files("achterwacht.protocols")
    return {
        path.name.removesuffix(".toml"): path.read_text("utf-8")
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    }


def load_profile(
    session: Session, organisation: OrganisationRecord, text: str, now: datetime, by: Actor | None = None
) -> ProtocolVersionRecord:
    """Check a profile and make it the one that new visits get. Visits under way keep theirs.

    Raises:
        RefusedProfile: with every problem; the running profile stays.
    """
    profile = read_profile(text)
    latest = session.scalar(
        select(func.max(ProtocolVersionRecord.version)).where(ProtocolVersionRecord.organisation_id == organisation.id)
    )
    version = ProtocolVersionRecord(
        organisation_id=organisation.id,
        version=(latest or 0) + 1,
        profile_id=profile.id,
        content=profile.model_dump(mode="json"),
        loaded_at=now,
    )
    session.add(version)
    session.flush()
    organisation.protocol_id = version.id
    organisation.country = profile.country
    facts = {"profile": profile.id, "version": version.version}
    note(session, organisation.id, Audited.PROFILE_LOADED, by, facts=facts)
    return version


def profile_version(session: Session, organisation_id: UUID, version_id: UUID) -> Profile:
    """The profile of that version. Versions never change, so they are read once per process."""
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
