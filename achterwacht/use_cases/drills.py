"""The use cases of a drill: beginning it, ending it, letting time pass in it, and giving way to what is real.

Somebody inside during a silent alarm who begins a drill gets the usual answer, since a refusal would tell that there is
an alarm. That drill is only for their screen. It tells nobody, and ends by itself at its next step.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm
from achterwacht.alarms.records import AlarmRecord
from achterwacht.context import Context
from achterwacht.creation import IdTaken
from achterwacht.decision import Decision, Event
from achterwacht.drills import rules as drills
from achterwacht.drills.rules import DrillKind, DrillRunning, RealAlarmOpen
from achterwacht.events.records import EventRecord
from achterwacht.kinds import Actor, DeadlineKind, EventKind, RootKind
from achterwacht.people.records import TeamRecord
from achterwacht.people.service import PersonUnderWay
from achterwacht.people.signing_out import is_under_way
from achterwacht.people.teams import colleagues_of
from achterwacht.refused import NotFound, Wrong, WrongInput
from achterwacht.use_cases.in_danger import Team
from achterwacht.use_cases.standalone_alarm import running_protocol, stand_alone
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.duty import DutyBook, context_of
from achterwacht.watch.held import hold_alarm
from achterwacht.watch.inside import not_to_be_known
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.locking import lock_due
from foundation.clock import clock_of
from foundation.subject import Subject
from notifications.cancelling import hold

NEVER = timedelta(days=1)
"""Later than any end of a drill, which takes back what did not leave yet."""


def start(session: Session, drill_id: UUID | None, team_id: UUID, player: UUID, kind: DrillKind, by: Actor) -> UUID:
    """Begin a drill in a team; `player` plays the worker. The same id with the same request is the same drill.

    Raises:
        WrongInput: the player does not work in this team.
        DrillRunning, RealAlarmOpen, PersonUnderWay: now is not the moment.
        IdTaken: the id is something else's.
    """
    # Two people who begin at once wait for each other here: a team has one drill at a time.
    wanted = select(TeamRecord.id, TeamRecord.name, TeamRecord.protocol_id).where(
        TeamRecord.organisation_id == by.organisation_id, TeamRecord.id == team_id
    )
    team = Team(*session.execute(wanted.with_for_update(key_share=True)).one())
    known = session.get(AlarmRecord, (drill_id, by.organisation_id)) if drill_id else None
    if known is not None:
        if (known.drill, known.team_id, known.worker_id, known.cause) != (
            True, team_id, player, kind.cause,
        ):  # fmt: skip
            raise IdTaken
        return known.id
    if player != by.person_id and player not in {
        one.id for one in colleagues_of(session, by.organisation_id, frozenset({team_id}))
    }:
        raise WrongInput(Wrong("/workerId", "unknown_colleague"))
    if is_under_way(session, by.organisation_id, player, on_their_screen=player == by.person_id):
        raise PersonUnderWay
    open_now = session.scalars(_open_around(by.organisation_id, team_id, player)).all()
    if any(one.drill and one.team_id == team_id for one in open_now):
        raise DrillRunning
    kept_from_them = not_to_be_known(session, by.organisation_id, by.person_id)
    if any(not one.drill and one.id not in kept_from_them for one in open_now):
        raise RealAlarmOpen
    now = clock_of(session).now(session)
    plan = running_protocol(session, by.organisation_id, team).plan()
    alarm = Alarm(drill_id or uuid4(), kind.cause, kind.begins_at, now, plan, player)
    held = stand_alone(session, alarm, team, by, drill=True)
    ledger = held.ledger()
    ledger.pretended = bool(kept_from_them)
    ledger.begin(held.root)
    ledger.record(held.root, drills.begin(alarm, by, held.context(), pretended=bool(kept_from_them)))
    ledger.flush()
    if kept_from_them:
        hold(session, by.organisation_id, held.root.subjects, now + NEVER)
    return alarm.id


def stop(session: Session, drill_id: UUID, by: Actor) -> None:
    """End a drill at once. A drill that is over stays as it is.

    Raises:
        NotFound: no such drill.
    """
    held = hold_alarm(session, drill_id, by)
    held.write(_end(session, held.root, by, held.context()))


def decide(session: Session, root: Aggregate, kind: DeadlineKind, context: Context) -> Decision:
    """Decide a deadline of a drill."""
    by = Actor(root.organisation.id, None, via="clock")
    if _is_pretended(session, root):
        return _end(session, root, by, context)
    return drills.pass_time(_drill(root), by, kind, context, real_alarm=_real_beside(session, root))


def unless_over(session: Session, root: Aggregate, decision: Decision, context: Context) -> Decision:
    """Take a step early, after an answer or a failed message, unless the drill ends.

    It ends beside a real alarm, and once everyone was told. The first event says what caused the step, and stays.
    """
    if root.alarm is None or not root.alarm.drill or not decision.notices:
        return decision
    drill, real = _drill(root), _real_beside(session, root)
    if not real and not drills.would_tell_everyone_again(drill, decision):
        return decision
    by = Actor(root.organisation.id, None, via="clock")
    return Decision(events=decision.events[:1]) + drills.end(drill, by, context, real_alarm=real)


def give_way(session: Session, by: Actor, played: Sequence[UUID], now: datetime) -> None:
    """End the drills of a player who needs real help, at once.

    A drill that somebody else holds ends at its next step: nothing may delay the noodknop, so this waits for nobody.
    """
    if not played:
        return
    ledger, book = Ledger(session, now, by), DutyBook(session, now)
    for root in lock_due(session, RootKind.ALARM, by.organisation_id, played):
        context = context_of(root, book)
        ledger.record(root, _end(session, root, Actor(by.organisation_id, None), context, real_alarm=True))
    ledger.flush()


def plays(session: Session, by: Actor) -> UUID | None:
    """Returns the drill in which this person plays the worker now; None if there is none."""
    return session.scalars(_played(by)).first()


def answer(session: Session, drill_id: UUID, by: Actor) -> None:
    """Let the player answer as somebody on a visit would."""
    held = hold_alarm(session, drill_id, by)
    said = Decision(events=(Event(EventKind.SAID_OK, by.person_id, {"via": by.via}),))
    held.write(said + alarms.heard(_drill(held.root), held.press(), {"heard": "ok"}, held.context()))


def drills_among(session: Session, organisation_id: UUID, subjects: Collection[Subject]) -> set[Subject]:
    """Returns which of these ids are drills. They are ids of alarms; a visit may have the same id."""
    alarm_ids = [one.id for one in subjects if one.kind == RootKind.ALARM]
    if not alarm_ids:
        return set()
    found = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == organisation_id, AlarmRecord.id.in_(alarm_ids), AlarmRecord.drill
    )
    return {Subject(RootKind.ALARM, one) for one in session.scalars(found)}


def _end(session: Session, root: Aggregate, by: Actor, context: Context, *, real_alarm: bool = False) -> Decision:
    """End the drill. Somebody who never heard of it is not told that it is over either."""
    if _is_pretended(session, root):
        return replace(drills.end(_drill(root), by, context), notices=())
    return drills.end(_drill(root), by, context, real_alarm=real_alarm)


def _is_pretended(session: Session, root: Aggregate) -> bool:
    begun = select(EventRecord.facts).where(
        EventRecord.organisation_id == root.organisation.id,
        EventRecord.alarm_id == root.id,
        EventRecord.kind == EventKind.DRILL_STARTED,
    )
    return any(facts.get("pretended") for facts in session.scalars(begun))


def _real_beside(session: Session, root: Aggregate) -> bool:
    """Whether the team or the player has a real alarm."""
    real = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == root.organisation.id,
        AlarmRecord.resolved_at.is_(None),
        AlarmRecord.drill.is_(False),
        or_(AlarmRecord.team_id == root.team_id, AlarmRecord.worker_id == root.worker_id),
    )
    return session.scalar(real.limit(1)) is not None


def _played(by: Actor) -> Select[UUID]:
    return select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == by.organisation_id,
        AlarmRecord.worker_id == by.person_id,
        AlarmRecord.drill,
        AlarmRecord.resolved_at.is_(None),
    )


def _open_around(organisation_id: UUID, team_id: UUID, player: UUID) -> Select[AlarmRecord]:
    """Returns what is open in the team or for the player.

    They have no time for a drill, and nobody phones who is in danger.
    """
    return select(AlarmRecord).where(
        AlarmRecord.organisation_id == organisation_id,
        or_(AlarmRecord.team_id == team_id, AlarmRecord.worker_id == player),
        AlarmRecord.resolved_at.is_(None),
    )


def _drill(root: Aggregate) -> Alarm:
    alarm = root.alarm_facts()
    if alarm is None or root.alarm is None or not root.alarm.drill:
        raise NotFound("drill")
    return alarm
