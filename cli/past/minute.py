"""The scene of this minute: who is on a visit while somebody looks at the demonstration for the first time.

Five are calm, one of them of the other team; one is asked whether all is well, and one should be back in a minute and a
half and signs nothing off: so the ladder climbs while one looks. Jan de Wit is free, for whoever tries it out.
"""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Outcome
from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.actions import Action
from achterwacht.people.records import OrganisationRecord
from achterwacht.use_cases import alarms
from achterwacht.visiting import planning, visits
from achterwacht.visiting.changing import cancel_visit
from achterwacht.visits.facts import VisitState
from achterwacht.visits.new_visit import NewCompanion, NewVisit
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.access import held_alarm, held_visit
from cli.past.cast import CAST, OTHERS, assemble
from cli.past.days import ANSWERS, check_in, says_ok
from cli.past.leaning import looks_after_itself
from cli.past.register import PAIRS_AT, mark_where_they_go
from cli.past.stage import PastClock, Stage, setting_in
from cli.past.town import PURPOSES, RESIDENTS, house
from cli.past.year import SEED
from foundation.clock import clock_of

BEGINS = timedelta(minutes=45)
"""How long ago the first of them went in."""
CALM = (("worker3", 24, 38), ("worker4", 11, 52), ("worker5", 41, 22), ("worker2", 9, 14), ("worker8", 17, 33))
"""Who, since how many minutes, and for how many more. Their check call was answered."""
ASKED, WENT_IN = "worker6", timedelta(seconds=20)
"""Whose check call comes ten seconds from now."""
OVERDUE_SOON, STAYS_FOR = "worker7", timedelta(seconds=90)
PLANNED = (("worker", 25, PAIRS_AT), ("worker", 150, 35), ("worker", 60 * 24, 36), ("worker", 60 * 26, 37),
           ("worker9", 65, 33), ("worker9", 60 * 25, 38))  # fmt: skip
"""Who has planned a visit, in how many minutes, and at which house. To the first one somebody comes along."""


def play_this_minute(session: Session, organisation_id: UUID) -> None:
    """Play the last three quarters of an hour, in the transaction of whoever asks; what was left over ends first."""
    organisation = session.get_one(OrganisationRecord, organisation_id)
    now = clock_of(session).now(session)
    clock = PastClock(now - BEGINS)
    ours = session.info["clock"]
    session.info["clock"] = clock
    try:
        assemble(session, organisation_id, (*CAST, *OTHERS))
        stage = Stage(session, clock, setting_in(session, organisation), Random(SEED))  # noqa: S311 - no secret
        stage.at(clock.at, lambda: _end_what_was_left(stage))
        stage.at(clock.at, lambda: mark_where_they_go(stage))
        stage.at(clock.at, lambda: looks_after_itself(stage, now))
        _plan(stage, now)
        stage.play(now)
    finally:
        session.info["clock"] = ours


def _plan(stage: Stage, now: datetime) -> None:
    for number, (who, since, left) in enumerate(CALM):
        _goes_in(stage, who, now - timedelta(minutes=since), now + timedelta(minutes=left), number)
    _goes_in(stage, OVERDUE_SOON, now - timedelta(minutes=28), now + STAYS_FOR, 31)
    _goes_in(stage, ASKED, now - WENT_IN, now + timedelta(minutes=44), 34)
    teams, people = stage.setting.teams, stage.setting.people
    along = (NewCompanion(person_id=people["worker2"]),) if "worker2" in teams else ()
    for who, minutes, where in PLANNED:
        start = now + timedelta(minutes=minutes)
        companions = along if where == PAIRS_AT else ()
        stage.at(now - timedelta(minutes=30), partial(_plans, stage, who, start, where, companions))


def _goes_in(stage: Stage, who: str, at: datetime, until: datetime, number: int) -> None:
    """Have somebody check in, unless they are on a visit already, and answer the check call if it came by now."""
    visit_id = uuid4()
    minutes = round((until - at) / timedelta(minutes=1), 3)

    def goes_in() -> None:
        if who not in stage.setting.teams or _under_way(stage, who):
            return
        check_in(
            stage, who, visit_id, house(number), minutes, PURPOSES[number % len(PURPOSES)],
            RESIDENTS[number % len(RESIDENTS)],
        )  # fmt: skip
        stage.after(ANSWERS, lambda: says_ok(stage, who, visit_id))

    stage.at(at, goes_in)


def _plans(stage: Stage, who: str, start: datetime, number: int, companions: tuple[NewCompanion, ...]) -> None:
    """Have a visit planned, unless one is at that house, or whoever would go visits nobody any more."""
    if who not in stage.setting.teams:
        return
    record = VisitRecord
    planned = select(record.address).where(
        record.organisation_id == stage.setting.organisation_id, record.state == VisitState.PLANNED
    )
    if house(number).to_dict() in stage.session.scalars(planned).all():
        return
    new = NewVisit(
        team_id=stage.setting.teams[who],
        address=house(number),
        planned_start=start,
        expected_end=start + timedelta(minutes=45),
        client_name=RESIDENTS[number % len(RESIDENTS)],
        purpose=PURPOSES[number % len(PURPOSES)],
        companions=companions,
    )
    by = stage.caller(who).require(Action.CHECK_IN, stage.setting.teams[who])
    planning.plan_visit(stage.session, new, by, start_now=False)


def _under_way(stage: Stage, who: str) -> bool:
    record = VisitRecord
    found = select(record.id).where(
        record.organisation_id == stage.setting.organisation_id,
        record.worker_id == stage.setting.people[who],
        record.state == VisitState.UNDER_WAY,
    )
    return bool(stage.session.scalars(found).all())


def _end_what_was_left(stage: Stage) -> None:
    """End what nobody ended the last time: their alarms are of no use to whoever begins now."""
    session, ours = stage.session, stage.setting.organisation_id
    names = {person: name for name, person in stage.setting.people.items()}
    still_open = (AlarmRecord.organisation_id == ours, AlarmRecord.resolved_at.is_(None))
    left = session.scalars(select(AlarmRecord.id).where(*still_open)).all()
    for alarm_id in left:
        held = held_alarm(session, stage.caller("manager"), alarm_id, Action.RESOLVE_ALARM)
        alarms.close(held, Outcome.SAFE, "Van een vorige keer.", None)
    over = session.execute(
        select(VisitRecord.id, VisitRecord.worker_id, VisitRecord.state).where(
            VisitRecord.organisation_id == ours,
            VisitRecord.state.in_((VisitState.PLANNED, VisitState.UNDER_WAY)),
            VisitRecord.expected_end < stage.now,
        )
    ).all()
    for visit_id, worker_id, state in over:
        by = stage.caller(names[worker_id])
        if state is VisitState.PLANNED:
            cancel_visit(held_visit(session, by, visit_id, Action.CHANGE_VISIT), "Van een vorige keer.")
        else:
            visits.check_out(held_visit(session, by, visit_id, Action.CHECK_OUT))
