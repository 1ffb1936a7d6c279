"""What the measurements run on: organisations with teams and workers, and visits under way with deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import cycle, islice
from uuid import UUID, uuid4

from sqlalchemy import text

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.visits.records import VisitRecord
from foundation.bulk import insert_many, rows_of
from foundation.session import Database

ORGANISATIONS, TEAMS, WORKERS = 10, 2, 25
AT_ONCE = 5000
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
PROFILE = shipped()["s-hertogenbosch"].replace('rule = "always"', 'rule = "marked"')
"""The profile with its real times, and one person a visit, since the watch is measured."""


@dataclass(frozen=True)
class Place:
    """A team with its workers, and the version of the profile it uses."""

    organisation: UUID
    protocol: UUID
    team: UUID
    workers: tuple[UUID, ...]
    colleague: UUID
    manager: UUID


def settle(database: Database) -> list[Place]:
    """Make people who watch over each other: 10 organisations, 20 teams, 500 workers, everybody with a number."""
    places: list[Place] = []
    with database.write() as session:
        for number in range(ORGANISATIONS):
            organisation = OrganisationRecord(slug=f"org-{number}", name=f"Organisatie {number}")
            session.add(organisation)
            session.flush()
            version = load_profile(session, organisation, PROFILE, datetime.now(UTC))
            for half in range(TEAMS):
                team = TeamRecord(organisation_id=organisation.id, name=f"Team {half}")
                session.add(team)
                session.flush()
                people = [
                    PersonRecord(
                        organisation_id=organisation.id,
                        name=f"Medewerker {one} van Team {half}",
                        email=f"p{number}-{half}-{one}@voorbeeld.test",
                        phone=f"+3161{number:03}{half:01}{one:03}",
                    )
                    for one in range(WORKERS + 2)
                ]
                session.add_all(people)
                session.flush()
                colleague, manager, *workers = people
                for person in people:
                    role = {colleague: Role.COLLEAGUE, manager: Role.MANAGER}.get(person, Role.WORKER)
                    session.add(
                        GrantRecord(organisation_id=organisation.id, person_id=person.id, role=role, team_id=team.id)
                    )
                for person, rank in ((colleague, Rank.FIRST), (manager, Rank.MANAGER)):
                    session.add(
                        ShiftRecord(
                            organisation_id=organisation.id, team_id=team.id, person_id=person.id, rank=rank,
                            days=EVERY_DAY, starts=time(0), ends=time(0),
                        )
                    )  # fmt: skip
                places.append(
                    Place(
                        organisation.id, version.id, team.id, tuple(one.id for one in workers), colleague.id, manager.id
                    )
                )
    return places


def send_out(
    database: Database,
    places: Sequence[Place],
    visits: int,
    kind: DeadlineKind,
    due_at: datetime,
    *,
    analyze: bool = True,
) -> list[UUID]:
    """Make this many visits under way, spread over all workers, each with one deadline of this kind and a later end."""
    now = datetime.now(UTC)
    start, end = now - timedelta(minutes=20), max(now, due_at) + timedelta(minutes=30)
    made: list[UUID] = []
    everybody = [(place, place.workers[one]) for one in range(WORKERS) for place in places]
    out = islice(cycle(everybody), visits)
    while chunk := list(islice(out, AT_ONCE)):
        out_now: list[VisitRecord] = []
        deadlines: list[DeadlineRecord] = []
        for place, worker in chunk:
            visit = VisitRecord(
                id=uuid4(), organisation_id=place.organisation, team_id=place.team, worker_id=worker,
                protocol_id=place.protocol, created_by=worker, created_at=start, created_from="bench",
                state=VisitState.UNDER_WAY, address={"country": "NL"}, address_key="NL:5211AA:1",
                address_line="Voorbeeldstraat 1, 's-Hertogenbosch", risk={}, planned_start=start, started_at=start,
                expected_end=end, check_call=CheckCall.OK, asked_count=1, last_heard_at=start,
            )  # fmt: skip
            out_now.append(visit)
            wanted = {kind: due_at, DeadlineKind.OVERDUE: due_at if kind is DeadlineKind.OVERDUE else end}
            deadlines += [
                DeadlineRecord(
                    organisation_id=place.organisation, root_kind=RootKind.VISIT, root_id=visit.id, kind=one,
                    priority=one.spec.priority, due_at=at,
                )
                for one, at in wanted.items()
            ]  # fmt: skip
        made += [visit.id for visit in out_now]
        with database.write() as session:
            insert_many(session, VisitRecord, rows_of(out_now))
            insert_many(session, DeadlineRecord, rows_of(deadlines))
    if analyze:
        refresh_statistics(database)
    return made


def refresh_statistics(database: Database) -> None:
    """Do what autovacuum would have done by the time there are so many rows."""
    autocommit = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with autocommit.connect() as connection:
        connection.execute(text("ANALYZE"))
