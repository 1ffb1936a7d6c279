"""Somebody who calls for help: where they are inside now, their open alarms, and the team that watches over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import open_in
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.people.records import GrantRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.refused import NotFound
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import IS_OPEN, CompanionRecord, VisitRecord
from achterwacht.watch.statements import HERE
from foundation.clock import clock_of, present
from foundation.in_turn import in_turn
from foundation.together import Together

_WHO = bindparam("person", type_=GrantRecord.person_id.type)
_ALONG = select(CompanionRecord.visit_id).where(
    CompanionRecord.organisation_id == HERE, CompanionRecord.person_id == _WHO
)
_THEIRS = or_(VisitRecord.worker_id == _WHO, VisitRecord.id.in_(_ALONG))
_ON_THE_WAY = (
    (VisitRecord.worker_id == _WHO)
    & (VisitRecord.state == VisitState.ENDED)
    & VisitRecord.awaited_by.is_not(None)
    & VisitRecord.returned_at.is_(None)
)
UNDER_WAY = select(VisitRecord.id, VisitRecord.started_at).where(
    VisitRecord.organisation_id == HERE,
    or_(and_(IS_OPEN, VisitRecord.state == VisitState.UNDER_WAY, _THEIRS), _ON_THE_WAY),
)
"""Where they are inside; and the visit they are on the way back from, since that is where anybody begins to look."""
BEGUN = select(VisitRecord.id).where(
    VisitRecord.organisation_id == HERE,
    VisitRecord.id == bindparam("visit"),
    VisitRecord.state.in_((VisitState.UNDER_WAY, VisitState.ENDED)),
    _THEIRS,
)
ALONE = Together(
    time=select(present().label("now")),
    open=select(AlarmRecord.id, AlarmRecord.opened_at).where(
        AlarmRecord.organisation_id == HERE,
        AlarmRecord.worker_id == _WHO,
        AlarmRecord.visit_id.is_(None),
        AlarmRecord.drill.is_(False),
        AlarmRecord.resolved_at.is_(None),
    ),
)
BEFORE = Together(
    time=select(present().label("now")),
    under_way=UNDER_WAY,
    # Alarms without a visit: their own, or a drill in which they play the worker.
    open=select(AlarmRecord.id, AlarmRecord.visit_id, AlarmRecord.drill, AlarmRecord.opened_at).where(
        AlarmRecord.organisation_id == HERE, AlarmRecord.worker_id == _WHO, AlarmRecord.resolved_at.is_(None)
    ),
    taken=select(AlarmRecord.id, AlarmRecord.drill).where(
        AlarmRecord.organisation_id == HERE, AlarmRecord.id == bindparam("alarm")
    ),
    grants=select(GrantRecord.role, TeamRecord.id, TeamRecord.name, TeamRecord.protocol_id)
    .join(
        TeamRecord, (TeamRecord.organisation_id == GrantRecord.organisation_id) & (TeamRecord.id == GrantRecord.team_id)
    )
    .where(GrantRecord.organisation_id == HERE, GrantRecord.person_id == _WHO),
)
"""All that is asked before a noodknop locks anything, in one statement: nobody waits longer for it than they must."""


class Team(NamedTuple):
    """A team that can watch over somebody.

    protocol_id: the profile version of its own, if it has one.
    """

    id: UUID
    name: str
    protocol_id: UUID | None


@dataclass(frozen=True)
class InDanger:
    """Somebody who calls for help, as they were a moment before.

    under_way: the visits they are inside of, as worker or companion, in the order of their start. alone: their open
    alarm without a visit, which a second press joins. played: the drills in which they play the worker. taken: an alarm
    with the id of this press exists already. of_a_drill: that alarm is a drill.
    """

    now: datetime
    under_way: Sequence[UUID]
    alone: UUID | None
    played: Sequence[UUID]
    taken: bool
    of_a_drill: bool
    grants: Sequence[tuple[Role, Team]]


def in_danger(session: Session, by: Actor, alarm_id: UUID | None = None) -> InDanger:
    """Returns where they are, and which alarms of theirs are open.

    alarm_id: the id that the press asks for.
    """
    found = BEFORE.read(session, {**_asked(by), "alarm": alarm_id, **clock_of(session).given(session)})
    alone = [one for one in found["open"] if one.visit_id is None and not one.drill]
    return InDanger(
        now=found["time"][0].now,
        under_way=[one.id for one in sorted(found["under_way"], key=lambda one: (one.started_at, one.id))],
        alone=min(alone, key=lambda one: (one.opened_at, one.id)).id if alone else None,
        played=[one.id for one in found["open"] if one.drill],
        taken=bool(found["taken"]),
        of_a_drill=any(one.drill for one in found["taken"]),
        grants=[(one.role, Team(one.id, one.name, one.protocol_id)) for one in found["grants"]],
    )


def open_alone(session: Session, by: Actor) -> tuple[UUID | None, datetime]:
    """Returns their open alarm without a visit, if there is one by now, and the time.

    Every caller that is about to open one asks this first. From here on two presses of one person come one after the
    other, so that the second finds the alarm of the first.
    """
    assert by.person_id is not None
    in_turn(session, by.person_id)
    found = ALONE.read(session, {**_asked(by), **clock_of(session).given(session)})
    first = min(found["open"], key=lambda one: (one.opened_at, one.id), default=None)
    return None if first is None else first.id, found["time"][0].now


def team_over(session: Session, by: Actor, them: InDanger) -> Team:
    """Returns the team that watches over somebody without a visit: one they work in, else any they have a role in."""
    worked = [team for role, team in them.grants if role is Role.WORKER] or [team for _, team in them.grants]
    if worked:
        return min(worked, key=lambda one: one.id)
    # A noodknop is never refused because there is no team: the watch of any team is better than none.
    teams = select(TeamRecord.id, TeamRecord.name, TeamRecord.protocol_id).where(
        TeamRecord.organisation_id == by.organisation_id
    )
    found = session.execute(teams.order_by(TeamRecord.name).limit(1)).one_or_none()
    if found is None:
        raise NotFound("team")
    return Team(*found)


def visits_under_way(session: Session, by: Actor) -> list[UUID]:
    """Returns the visits that somebody is inside of now, as worker or companion, in the order of their start."""
    found = session.execute(UNDER_WAY.order_by(VisitRecord.started_at), _asked(by))
    return [one.id for one in found]


def watched_over(session: Session, by: Actor) -> bool:
    """Whether anybody waits for a word of theirs: on a visit, on the way back or home, or in an alarm of their own."""
    alarm = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == by.organisation_id,
        AlarmRecord.worker_id == by.person_id,
        AlarmRecord.resolved_at.is_(None),
        AlarmRecord.drill.is_(False),
    )
    waited_for = visits_under_way(session, by) or waited_for_at_home(session, by)
    return bool(waited_for) or session.scalar(alarm.limit(1)) is not None


def waited_for_at_home(session: Session, by: Actor) -> list[UUID]:
    """Returns the visits after which they went straight home, and nobody has heard of them since; the latest first."""
    found = (
        select(VisitRecord.id)
        .where(
            VisitRecord.organisation_id == by.organisation_id,
            VisitRecord.worker_id == by.person_id,
            VisitRecord.state == VisitState.ENDED,
        )
        .join(DeadlineRecord, DeadlineRecord.root_id == VisitRecord.id)
        .where(open_in(by.organisation_id, RootKind.VISIT), DeadlineRecord.kind == DeadlineKind.HOME_SAFE)
    )
    return list(session.scalars(found.order_by(VisitRecord.ended_at.desc(), VisitRecord.id)))


def left_open(session: Session, by: Actor) -> list[UUID]:
    """Returns the alarms of theirs that nobody closed yet and whose visit is over: they signed off, or went on home."""
    found = (
        select(AlarmRecord.id)
        .join(
            VisitRecord,
            (VisitRecord.id == AlarmRecord.visit_id) & (VisitRecord.organisation_id == AlarmRecord.organisation_id),
        )
        .where(
            AlarmRecord.organisation_id == by.organisation_id,
            AlarmRecord.worker_id == by.person_id,
            AlarmRecord.resolved_at.is_(None),
            AlarmRecord.drill.is_(False),
            VisitRecord.state == VisitState.ENDED,
        )
    )
    return list(session.scalars(found.order_by(AlarmRecord.id)))


def was_on(session: Session, by: Actor, visit_id: UUID) -> bool:
    """Whether they are or were inside on this visit, once it had begun."""
    return session.scalar(BEGUN, {**_asked(by), "visit": visit_id}) is not None


def called_for_help(session: Session, by: Actor) -> bool:
    """Whether an alarm is open with which somebody inside called for help.

    That is this person, or somebody on the same visit.
    """
    inside = AlarmRecord.visit_id.in_(visits_under_way(session, by))
    found = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == by.organisation_id,
        AlarmRecord.resolved_at.is_(None),
        AlarmRecord.drill.is_(False),
        AlarmRecord.cause.in_([cause for cause in Cause if cause.pressed]),
        (AlarmRecord.worker_id == by.person_id) | inside,
    )
    return session.scalar(found.limit(1)) is not None


def _asked(by: Actor) -> dict[str, UUID | None]:
    return {"organisation": by.organisation_id, "person": by.person_id}
