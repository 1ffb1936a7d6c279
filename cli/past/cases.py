"""The reports: what happened, and what people did about it on the days after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from achterwacht.incidents.facts import AggressorTold, Behaviour, Form
from achterwacht.incidents.filing import Draft
from achterwacht.incidents.rules import Account, IncidentChange
from achterwacht.measures.rules.deciding import Given
from achterwacht.police.facts import Against, Matter, PoliceKind
from achterwacht.protocols.measures import MeasureKind
from achterwacht.tasks import service as tasks
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.holding import holds
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import Said
from achterwacht.use_cases import afterwards, measures, police, reporting
from cli.past.days import WORKERS, on_the, workdays
from cli.past.stage import Stage
from cli.past.stories import RARE, USUAL, VIOLENCE, Story
from cli.past.town import house

A_WEEK_HAS = 1.3
"""How many reports a week has, about."""
IS_RARE = 0.2
HANDLES = ("manager", "registrar", "hr", "manager2", "worker", "worker2", "colleague", "reception", "admin")
"""Who does a task: the first of these who has it."""


@dataclass
class Case:
    """A report that is followed. number: in the year, for what differs from one to the next."""

    stage: Stage
    id: UUID
    story: Story
    employee: str
    number: int


def plan_a_year_of_reports(stage: Stage, first: date, last: date) -> None:
    """Have things happen on these days, and be handled."""
    chance = stage.chance
    for number, day in enumerate(one for one in workdays(first, last) if chance.random() < A_WEEK_HAS / 5):
        story = chance.choice(RARE if chance.random() < IS_RARE else USUAL)
        happened = on_the(stage, day, chance.choice((9, 10, 10, 11, 13, 14, 14, 15)), chance.randrange(60))
        happens(stage, Case(stage, uuid4(), story, chance.choice(WORKERS), number), happened)


def happens(stage: Stage, case: Case, happened: datetime) -> None:
    """It happens, is reported an hour later, and is handled on the days after."""
    stage.at(happened + timedelta(minutes=50), lambda: _files(case, happened))
    day = happened.astimezone(stage.setting.zone).date()
    for after, hour, act in STEPS:
        stage.at(on_the(stage, _workday_after(day, after), hour, case.number % 50), _of(act, case))


def _of(act: Callable[[Case], None], case: Case) -> Callable[[], None]:
    return lambda: act(case)


def _workday_after(day: date, days: int) -> date:
    """Returns the n-th working day after this one."""
    return list(workdays(day + timedelta(days=1), day + timedelta(days=2 * days + 14)))[days - 1]


def _files(case: Case, happened: datetime) -> None:
    stage, story = case.stage, case.story
    at_home = story.channel.value == "home_visit"
    address = house(case.number * 7) if at_home else None
    aggressor = None if story.name is None else AggressorTold(name=story.name, address=house(case.number * 7))
    draft = Draft(
        Account(
            kind=story.kind,
            happened_at=happened,
            description=story.told,
            channel=story.channel,
            address=address,
            injured=story.injured,
            damage=bool(story.damages),
        ),
        id=case.id,
        team_id=stage.setting.team_id,
        form=Form(behaviours=(Behaviour(story.behaviour, story.channel),), damages=story.damages, aggressor=aggressor),
    )
    afterwards.file_report(stage.session, stage.caller(case.employee), draft, stage.now)


def first_care(case: Case) -> None:
    """The manager reads it, and talks with whom it happened to."""
    stage = case.stage
    reporting.change_report(stage.session, stage.caller("manager"), case.id, IncidentChange(), {}, seen=True)
    _does(case, (TaskKind.FIRST_CARE, TaskKind.ROUTE))


def completes(case: Case) -> None:
    stage = case.stage
    reporting.change_report(stage.session, stage.caller(case.employee), case.id, IncidentChange(), {}, complete=True)


def decides(case: Case) -> None:
    """The manager decides on what the protocol advises, and the employee on the police."""
    stage, story = case.stage, case.story
    violent = story.behaviour == VIOLENCE
    kind = MeasureKind.POLICE_REPORT if violent else MeasureKind.WARNING
    unknown = story.name is None
    reason = "We weten niet wie het was." if unknown else ""
    given = Given(kind, declined=unknown, reason=reason)
    measures.take(stage.session, stage.caller("manager"), case.id, given, stage.now)
    for task in _open(case, (TaskKind.POLICE_QUESTION,)):
        against = Against(task.words["against"])
        who = "manager" if against is Against.THINGS else case.employee
        stage_caller = stage.caller(who)
        none = case.number % 3 == 0
        matter = Matter(
            against, PoliceKind.NONE if none else PoliceKind.REPORT, stage_caller.id,
            why="Ik wil dit zo laten." if none else "",
        )  # fmt: skip
        police.decide_police(stage.session, stage_caller, case.id, matter)


def does_the_rest(case: Case) -> None:
    """Talks, steps and whatever else is still open."""
    _does(case, tuple(TaskKind))


def closes(case: Case) -> None:
    stage = case.stage
    left = _open(case, tuple(TaskKind))
    reason = "Wat nog openstond, is niet meer nodig." if left else None
    reporting.close_report(stage.session, stage.caller("manager"), case.id, reason)


STEPS: tuple[tuple[int, int, Callable[[Case], None]], ...] = (
    (1, 9, first_care),
    (1, 13, completes),
    (2, 10, decides),
    (6, 11, does_the_rest),
    (9, 15, closes),
)
"""After how many working days, at what hour, what is done about a report."""


def _open(case: Case, kinds: tuple[TaskKind, ...]) -> list[TaskRecord]:
    found = tasks.open_of_incident(case.stage.session, case.stage.setting.organisation_id, case.id)
    return [one for one in found if one.kind in kinds]


def _does(case: Case, kinds: tuple[TaskKind, ...]) -> None:
    """Have the open tasks of these kinds done that can be done by hand, by who has them."""
    stage = case.stage
    for task in _open(case, kinds):
        if not task.kind.spec.by_hand or (task.not_before is not None and task.not_before > stage.now):
            continue
        who = next((one for one in HANDLES if holds(stage.session, stage.caller(one), task.facts())), None)
        if who is None:
            continue
        points = tuple(type(one)(one.text, True) for one in task.facts().points)
        outcomes = task.kind.spec.outcomes
        said = Said(outcomes[0] if outcomes else None, points or None)
        afterwards.end_task(stage.session, stage.caller(who), task.id, said, stage.now)
