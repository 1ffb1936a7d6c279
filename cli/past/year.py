"""Makes the past: a year until now, in the transaction of whoever asks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord, TeamRecord
from cli.past.cases import plan_a_report_of_today, plan_a_year_of_reports
from cli.past.days import plan_today, plan_working_days
from cli.past.stage import PastClock, Setting, Stage, people_of
from foundation.clock import clock_of

SEED = 2101
A_YEAR = timedelta(days=365)


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
    team_id = session.scalars(select(TeamRecord.id).where(TeamRecord.organisation_id == organisation.id)).first()
    assert team_id is not None
    zone = ZoneInfo(organisation.time_zone)
    named = people_of(session, organisation)
    chance = Random(SEED)  # noqa: S311 - the same past every time: no secret
    stage = Stage(session, clock, Setting(organisation.id, team_id, zone, named), chance)
    first, today = clock.at.astimezone(zone).date() + timedelta(days=1), now.astimezone(zone).date()
    yesterday = today - timedelta(days=1)
    elsewhere = plan_a_year_of_reports(stage, first, yesterday)
    plan_working_days(stage, first, yesterday, elsewhere)
    plan_today(stage, now)
    plan_a_report_of_today(stage, now)
    stage.play(now)
