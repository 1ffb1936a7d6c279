"""More visits under way than one person can watch.

The board shows it, and the managers are told once each time it begins. This is not a deadline: nothing comes due, but a
number goes up and down. So the clock counts, in one statement for all teams.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.notices.service import Note, tell
from achterwacht.notices.staff import managers
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.priorities import MessagePriority
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import profile_over
from achterwacht.relief.rules import too_many
from achterwacht.roster.records import RosterRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import IS_OPEN, VisitRecord
from achterwacht.watch.duty import Duty, DutyBook
from foundation.clock import clock_of
from foundation.session import Database
from notifications.texts.templates import Template


@dataclass(frozen=True)
class Crowd:
    """A team with more visits under way than its people can watch.

    most: how many one person can watch, by the profile.
    """

    team_id: UUID
    visits: int
    watchers: int
    most: int


def crowd_of(profile: Profile, team_id: UUID, visits: int, duty: Duty) -> Crowd | None:
    """Returns the crowd of a team.

    None if its profile allows this many visits for the people who have the watch now.
    """
    most = profile.watch.most_visits_each
    watchers = sum(one.skip is None for one in duty.first)
    return Crowd(team_id, visits, watchers, most) if most and too_many(visits, watchers, most) else None


def look_for_crowds(database: Database) -> int:
    """Tell the managers of each team where it begins, and note where it is over.

    Returns how many were told.
    """
    with database.read() as session:
        changed = [team_id for team_id, (crowd, known) in _crowds(session).items() if (crowd is not None) != known]
    return sum(_note(database, team_id) for team_id in changed)


def _note(database: Database, team_id: UUID) -> int:
    """Note it for one team in one transaction. Anybody who looks at the same time waits, and finds it noted."""
    with database.write() as session:
        mine = select(RosterRecord).where(RosterRecord.team_id == team_id).with_for_update()
        roster = session.scalars(mine, execution_options={"across_organisations": True}).one()
        crowd = _crowds(session, team_id)[team_id][0]
        told = crowd is not None and roster.crowded_at is None
        roster.crowded_at = None if crowd is None else roster.crowded_at or clock_of(session).now(session)
        if crowd is not None and told:
            name = session.scalar(
                select(TeamRecord.name).where(
                    TeamRecord.organisation_id == roster.organisation_id, TeamRecord.id == team_id
                )
            )
            facts = {"team": name, "visits": crowd.visits, "watchers": crowd.watchers, "most": crowd.most}
            note = Note(Template.CROWDED, facts, MessagePriority.STAFF, uuid4())
            tell(session, managers(session, roster.organisation_id, team_id), note)
        return int(told)


def _crowds(session: Session, team_id: UUID | None = None) -> Mapping[UUID, tuple[Crowd | None, bool]]:
    """Returns the crowd of each team, and whether it was noted before.

    Only teams with a roster, where anybody is out or it was crowded before.
    """
    under_way = (
        select(VisitRecord.team_id, func.count().label("visits"))
        .where(IS_OPEN, VisitRecord.state == VisitState.UNDER_WAY)
        .group_by(VisitRecord.team_id)
        .subquery()
    )
    found = (
        select(RosterRecord, OrganisationRecord, TeamRecord.protocol_id, func.coalesce(under_way.c.visits, 0))
        .join(OrganisationRecord, OrganisationRecord.id == RosterRecord.organisation_id)
        .join(
            TeamRecord,
            (TeamRecord.organisation_id == RosterRecord.organisation_id) & (TeamRecord.id == RosterRecord.team_id),
        )
        .outerjoin(under_way, under_way.c.team_id == RosterRecord.team_id)
        .where(under_way.c.visits.is_not(None) | RosterRecord.crowded_at.is_not(None))
        .execution_options(across_organisations=True)
    )
    rows = session.execute(found if team_id is None else found.where(RosterRecord.team_id == team_id)).all()
    book = DutyBook(session, clock_of(session).now(session))
    book.read((organisation, roster.team_id) for roster, organisation, *_ in rows)
    crowds: dict[UUID, tuple[Crowd | None, bool]] = {}
    for roster, organisation, own, visits in rows:
        duty = book.of(organisation, roster.team_id)
        crowd = crowd_of(profile_over(session, organisation, own), roster.team_id, visits, duty)
        crowds[roster.team_id] = crowd, roster.crowded_at is not None
    return crowds if team_id is None else {team_id: crowds.get(team_id, (None, False))}
