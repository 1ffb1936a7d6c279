"""Which profile holds: the team's own, or else the organisation's.

A visit takes it when it is planned, and again when it begins; from then on it keeps it.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.service import profile_version
from achterwacht.refused import RuleBroken
from foundation.at_hand import at_hand


class NoProfile(RuleBroken):
    """Neither the team nor the organisation has a protocol profile yet."""

    code = "no_profile"


def version_over(organisation: OrganisationRecord, own: UUID | None) -> UUID:
    """Returns the version that holds.

    own: the version of the team, if it has one.

    Raises:
        NoProfile: there is none.
    """
    version = own or organisation.protocol_id
    if version is None:
        raise NoProfile
    return version


def profile_over(session: Session, organisation: OrganisationRecord, own: UUID | None) -> Profile:
    """Returns the profile that holds.

    own: the version of the team, if it has one.

    Raises:
        NoProfile: there is none.
    """
    return profile_version(session, organisation.id, version_over(organisation, own))


def profile_if_any(session: Session, organisation: OrganisationRecord, own: UUID | None) -> Profile | None:
    """Returns the profile that holds; None if there is none yet.

    own: the version of the team, if it has one.
    """
    version = own or organisation.protocol_id
    return None if version is None else profile_version(session, organisation.id, version)


def manager_word(session: Session, organisation_id: UUID) -> str:
    """Returns what the organisation calls who leads a team, by its profile; empty while there is none.

    A team with a profile of its own keeps the word of its organisation: a manager of several teams has one name.
    """
    profile = profile_if_any(session, at_hand(session, OrganisationRecord, organisation_id), None)
    return "" if profile is None else profile.words.manager


def own_version(session: Session, organisation_id: UUID, team_id: UUID) -> UUID | None:
    """Returns the version of the team's own; None if it uses the organisation's."""
    return session.scalar(
        select(TeamRecord.protocol_id).where(TeamRecord.organisation_id == organisation_id, TeamRecord.id == team_id)
    )


def running_version(session: Session, organisation: OrganisationRecord, team_id: UUID) -> UUID:
    """Returns the version that new visits of this team get.

    Raises:
        NoProfile: there is none.
    """
    return version_over(organisation, own_version(session, organisation.id, team_id))


def running_if_any(session: Session, organisation: OrganisationRecord, team_id: UUID) -> Profile | None:
    """Returns the profile that new visits of this team get; None if there is none."""
    return profile_if_any(session, organisation, own_version(session, organisation.id, team_id))


def running_in(session: Session, organisation: OrganisationRecord, team_id: UUID) -> Profile:
    """Returns the profile that new visits of this team get.

    Raises:
        NoProfile: there is none.
    """
    return profile_over(session, organisation, own_version(session, organisation.id, team_id))
