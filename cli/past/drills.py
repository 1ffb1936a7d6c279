"""The drills of the past: one that somebody took in good time, and one in which somebody did not answer."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

from achterwacht.alarms.facts import Outcome
from achterwacht.drills.rules import DrillKind
from achterwacht.people.actions import Action
from achterwacht.use_cases import alarms, drills
from achterwacht.watch.access import held_alarm
from achterwacht.watch.held import Held
from cli.past.days import LOOKS_AFTER, on_the, workdays
from cli.past.stage import Stage

DRILLS = (
    (17, DrillKind.OVERDUE, "worker", timedelta(seconds=27)),
    (4, DrillKind.PANIC, "worker8", timedelta(seconds=19)),
)
"""How many working days ago, what is played and by whom, and after how long their duty colleague took it.

Of the noodknop the manager on duty hears at the same time. That of the second team says nothing.
"""
CLOSED_AFTER = timedelta(seconds=25)
"""Before they are asked how it stands."""


def plan_drills(stage: Stage, last: date) -> None:
    """Have them held at lunch, when nobody is out."""
    days = list(workdays(last - timedelta(days=60), last))
    for ago, kind, who, taken_after in DRILLS:
        stage.at(on_the(stage, days[-ago], 12, 52), partial(_begins, stage, kind, who, taken_after))


def _begins(stage: Stage, kind: DrillKind, who: str, taken_after: timedelta) -> None:
    drill_id, by = uuid4(), LOOKS_AFTER[who]
    setting = stage.setting
    karin = stage.caller("manager").actor()
    drills.start(stage.session, drill_id, setting.teams[who], setting.people[who], kind, karin)
    stage.after(taken_after, lambda: _takes(stage, by, drill_id))
    stage.after(taken_after + CLOSED_AFTER, lambda: _closes(stage, by, drill_id))


def _takes(stage: Stage, by: str, drill_id: UUID) -> None:
    alarms.acknowledge(_held(stage, by, drill_id, Action.TAKE_ALARM))


def _closes(stage: Stage, by: str, drill_id: UUID) -> None:
    alarms.close(_held(stage, by, drill_id, Action.RESOLVE_ALARM), Outcome.SAFE, "Oefening goed verlopen.", None)


def _held(stage: Stage, who: str, drill_id: UUID, action: Action) -> Held:
    return held_alarm(stage.session, stage.caller(who), drill_id, action)
