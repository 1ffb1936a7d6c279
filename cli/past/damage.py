"""What comes of the damage in a report of the past: it is asked back, and some of it comes."""

from datetime import timedelta
from uuid import UUID

from achterwacht.afterwards import damages
from achterwacht.damages.facts import How, Recovery, Settlement
from achterwacht.incidents.facts import DamageLine
from achterwacht.incidents.reading import incident_of
from achterwacht.incidents.service import find
from cli.past.stage import Stage

UNTIL_IT_COMES = timedelta(days=30)


def settles(stage: Stage, incident_id: UUID, *, known: bool) -> None:
    """The manager asks it back from who did it, where that is known, and hears of it a month later."""
    lines = incident_of(stage.session, find(stage.session, stage.caller("manager"), incident_id)).damages
    for line in lines:
        if known:
            _asks_back(stage, incident_id, line)
        else:
            _notes(stage, incident_id, line, Recovery(How.NOTHING, why="We weten niet wie het was."))


def _asks_back(stage: Stage, incident_id: UUID, line: DamageLine) -> None:
    claimed_on = stage.now.astimezone(stage.setting.zone).date()
    _notes(stage, incident_id, line, Recovery(How.SETTLEMENT, claimed_on))

    def came() -> None:
        today = stage.now.astimezone(stage.setting.zone).date()
        _notes(stage, incident_id, line, Recovery(How.SETTLEMENT, claimed_on, line.amount, today))

    stage.after(UNTIL_IT_COMES, came)


def _notes(stage: Stage, incident_id: UUID, line: DamageLine, recovery: Recovery) -> None:
    assert line.id is not None
    damages.settle_damage(stage.session, stage.caller("manager"), incident_id, line.id, Settlement(recovery=recovery))
