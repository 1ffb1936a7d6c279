"""What it would mean if the organisation went by another protocol from now on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.functions.holding import held_by_nobody, who_holds
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.people.teams import teams_of
from achterwacht.protocols.profile import Profile
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord


@dataclass(frozen=True)
class Switch:
    """under_way, alarms: these stay on the protocol they have. planned: of the teams that follow; they begin by the
    new one. follow: teams that go by it from now on. keep: those with one of their own. nobodys: what the new protocol
    calls the functions that nobody holds."""

    under_way: int
    alarms: int
    planned: int
    follow: Sequence[TeamRecord]
    keep: Sequence[TeamRecord]
    nobodys: Sequence[str]


def switch_to(session: Session, organisation: OrganisationRecord, profile: Profile) -> Switch:
    """Returns what follows if this becomes the profile of the organisation."""
    ours = organisation.id
    teams = teams_of(session, ours)
    follow = [one for one in teams if one.protocol_id is None]
    under_way = select(func.count()).where(
        VisitRecord.organisation_id == ours, VisitRecord.state == VisitState.UNDER_WAY
    )
    planned = select(func.count()).where(
        VisitRecord.organisation_id == ours,
        VisitRecord.state == VisitState.PLANNED,
        VisitRecord.team_id.in_([one.id for one in follow]),
    )
    alarms = select(func.count()).where(AlarmRecord.organisation_id == ours, AlarmRecord.resolved_at.is_(None))
    nobodys = held_by_nobody(session, ours, profile.functions, who_holds(session, ours))
    return Switch(
        under_way=session.execute(under_way).scalar_one(),
        alarms=session.execute(alarms).scalar_one(),
        planned=session.execute(planned).scalar_one(),
        follow=follow,
        keep=[one for one in teams if one.protocol_id is not None],
        nobodys=sorted(profile.functions[one] for one in nobodys),
    )
