"""Makes the past: a year until now, in the transaction of whoever asks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord
from cli.past.cases import plan_a_report_of_today, plan_a_year_of_reports
from cli.past.cast import OTHERS, assemble
from cli.past.days import OF_THE_SECOND_TEAM, WORKERS, on_the, plan_today, plan_working_days
from cli.past.drills import plan_drills
from cli.past.register import plan_the_register
from cli.past.stage import PastClock, Stage, setting_in
from foundation.clock import clock_of

SEED = 2101
A_YEAR = timedelta(days=365)
SECOND_TEAM_FOR = timedelta(days=30)
"""How long the second team has been going out with it."""


def make_with_a_past(
    session: Session, seed: Callable[[Session], OrganisationRecord], since: timedelta = A_YEAR
) -> OrganisationRecord:
    """Make the organisation as it was then, a year ago, and play what happened until now."""
    now = clock_of(session).now(session)
    clock = PastClock(now - since)
    ours = session.info["clock"]
    session.info["clock"] = clock
    try:
        organisation = seed(session)
        organisation_id = organisation.id
        session.flush()
        play_a_year(session, clock, organisation, now)
    finally:
        session.info["clock"] = ours
    return session.get_one(OrganisationRecord, organisation_id)


def play_a_year(session: Session, clock: PastClock, organisation: OrganisationRecord, now: datetime) -> None:
    """Play what happened from the clock's moment until now."""
    chance = Random(SEED)  # noqa: S311 - the same past every time: no secret
    stage = Stage(session, clock, setting_in(session, organisation), chance)
    zone = stage.setting.zone
    first, today = clock.at.astimezone(zone).date() + timedelta(days=1), now.astimezone(zone).date()
    yesterday = today - timedelta(days=1)
    elsewhere = plan_a_year_of_reports(stage, first, yesterday)
    plan_working_days(stage, first, yesterday, WORKERS, elsewhere)
    joined = max(first, today - SECOND_TEAM_FOR)
    stage.at(on_the(stage, joined, 8), lambda: _others_join(stage))
    plan_working_days(stage, joined, yesterday, OF_THE_SECOND_TEAM)
    plan_the_register(stage, now)
    plan_drills(stage, yesterday)
    plan_today(stage, now)
    plan_a_report_of_today(stage, now)
    stage.play(now)


def _others_join(stage: Stage) -> None:
    organisation = stage.session.get_one(OrganisationRecord, stage.setting.organisation_id)
    assemble(stage.session, organisation.id, OTHERS)
    stage.setting = setting_in(stage.session, organisation)
