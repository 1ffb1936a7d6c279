"""The working days: visits that went as they should, and a few that somebody had to look after."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from achterwacht.addresses.address import DutchAddress
from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.actions import Action
from achterwacht.roster.days import holiday_on
from achterwacht.use_cases import alarms
from achterwacht.visiting import planning, visits
from achterwacht.visits.facts import Feeling, Pin
from achterwacht.visits.new_visit import NewVisit
from achterwacht.watch.access import held_alarm, held_visit
from cli.past.stage import Stage
from cli.past.town import PURPOSES, RESIDENTS, house

COUNTRY = "NL"
WORKERS, OF_THE_SECOND_TEAM = ("worker", "worker2"), ("worker8", "worker9")
LOOKS_AFTER = dict.fromkeys(WORKERS, "colleague") | dict.fromkeys(OF_THE_SECOND_TEAM, "colleague2")
"""Who is on duty for them on a working day."""
HOUSES = 40
GOES_OUT = 0.45
"""How many of the mornings somebody goes out."""
FORGETS = 0.03
"""How many of the visits are not signed off, and are found to be fine."""
NEARLY = 12
"""In how many minutes the visit that is under way should have ended. Nobody signs it off."""
ANSWERS = timedelta(seconds=40)
"""When the check call is answered: it came after half a minute, and waits twenty seconds."""


def workdays(first: date, last: date) -> Iterator[date]:
    """Returns the days on which the office is open, first and last included."""
    day = first
    while day <= last:
        if day.isoweekday() <= 5 and holiday_on(day, COUNTRY) is None:
            yield day
        day += timedelta(days=1)


def on_the(stage: Stage, day: date, hour: int, minute: int = 0) -> datetime:
    """Returns this time of that day, by the clock of the town."""
    return datetime.combine(day, time(hour, minute), stage.setting.zone)


def plan_working_days(
    stage: Stage, first: date, last: date, workers: Collection[str], but: Collection[tuple[str, date]] = ()
) -> None:
    """Have the visits of these days made. but: who has another visit to make that day."""
    chance = stage.chance
    for day in workdays(first, last):
        for who in workers:
            if chance.random() < GOES_OUT and (who, day) not in but:
                start = on_the(stage, day, chance.choice((9, 10, 11, 13, 14, 15)), chance.choice((0, 10, 15, 30, 40)))
                _plan(stage, who, start, chance.choice((30, 45, 60)))


def _plan(stage: Stage, who: str, start: datetime, minutes: int) -> None:
    number, forgets = stage.chance.randrange(HOUSES), stage.chance.random() < FORGETS
    purpose = stage.chance.choice(PURPOSES)
    takes = stage.chance.randint(minutes // 3, minutes - 3)
    stage.at(start, lambda: _goes_in(stage, who, number, purpose, minutes, None if forgets else takes))


def _goes_in(stage: Stage, who: str, number: int, purpose: str, minutes: int, takes: int | None) -> None:
    visit_id = uuid4()
    check_in(stage, who, visit_id, house(number), minutes, purpose, RESIDENTS[number % len(RESIDENTS)])
    stage.after(ANSWERS, lambda: says_ok(stage, who, visit_id))
    if takes is None:
        stage.after(timedelta(minutes=minutes, seconds=20), lambda: _is_looked_after(stage, who, visit_id))
    else:
        stage.after(timedelta(minutes=takes), lambda: _goes_out(stage, who, visit_id))


def check_in(
    stage: Stage,
    who: str,
    visit_id: UUID,
    address: DutchAddress,
    minutes: float,
    purpose: str,
    client: str | None = None,
) -> None:
    """Somebody checks in now, for so many minutes."""
    new = NewVisit(
        id=visit_id,
        team_id=stage.setting.teams[who],
        address=address,
        expected_end=stage.now + timedelta(minutes=minutes),
        client_name=client,
        purpose=purpose,
    )
    by = stage.caller(who).require(Action.CHECK_IN, stage.setting.teams[who])
    planning.plan_visit(stage.session, new, by, start_now=True)


def plan_today(stage: Stage, now: datetime) -> None:
    """Have today's visits: one that ended, one whose end is near, and what is still planned."""
    ended, near, number = now - timedelta(minutes=100), now - timedelta(minutes=25), 11
    stage.at(ended, lambda: _goes_in(stage, WORKERS[0], number, PURPOSES[0], 45, 30))
    stage.at(near, lambda: _goes_in(stage, WORKERS[1], number + 1, PURPOSES[1], 25 + NEARLY, 25 + NEARLY + 1))
    for who, wait, at_house in ((WORKERS[0], 50, 13), (WORKERS[0], 140, 14), (WORKERS[1], 90, 15)):
        stage.at(now - timedelta(minutes=110), _planned(stage, who, now + timedelta(minutes=wait), at_house))


def _planned(stage: Stage, who: str, start: datetime, number: int) -> Callable[[], None]:
    def plan() -> None:
        new = NewVisit(
            team_id=stage.setting.teams[who],
            address=house(number),
            planned_start=start,
            expected_end=start + timedelta(minutes=45),
            client_name=RESIDENTS[number % len(RESIDENTS)],
            purpose=PURPOSES[number % len(PURPOSES)],
        )
        by = stage.caller(who).require(Action.CHECK_IN, stage.setting.teams[who])
        planning.plan_visit(stage.session, new, by, start_now=False)

    return plan


def says_ok(stage: Stage, who: str, visit_id: UUID) -> None:
    """Somebody answers the check call."""
    visits.say_ok(held_visit(stage.session, stage.caller(who), visit_id, Action.KEEP_VISIT), Pin.NOT_SET)


def _goes_out(stage: Stage, who: str, visit_id: UUID) -> None:
    visits.check_out(held_visit(stage.session, stage.caller(who), visit_id, Action.CHECK_OUT))
    if stage.chance.random() < 0.3:
        feeling = Feeling.AMBER if stage.chance.random() < 0.15 else Feeling.GREEN
        visits.feel(held_visit(stage.session, stage.caller(who), visit_id, Action.KEEP_VISIT), feeling)


def _is_looked_after(stage: Stage, who: str, visit_id: UUID) -> None:
    """Nobody signed off: the duty colleague takes the alarm and phones, and they sign off after all, which ends it."""
    found = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == stage.setting.organisation_id,
        AlarmRecord.visit_id == visit_id,
        AlarmRecord.resolved_at.is_(None),
    )
    alarm_id = stage.session.scalars(found).one()
    alarms.acknowledge(held_alarm(stage.session, stage.caller(LOOKS_AFTER[who]), alarm_id, Action.TAKE_ALARM))

    def leaves() -> None:
        visits.check_out(held_visit(stage.session, stage.caller(who), visit_id, Action.CHECK_OUT))

    stage.after(timedelta(seconds=15), leaves)
