"""A visit that went wrong: the noodknop, the duty colleague, and the end of the alarm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from achterwacht.addresses.address import DutchAddress
from achterwacht.alarms.facts import Outcome
from achterwacht.people.actions import Action
from achterwacht.use_cases import alarms, panic
from achterwacht.visiting import visits
from achterwacht.watch.access import held_alarm, held_visit
from cli.past.days import check_in
from cli.past.stage import Stage

PRESSED_AFTER, TAKEN_AFTER, CLOSED_AFTER = timedelta(seconds=50), timedelta(seconds=12), timedelta(minutes=3)


@dataclass(frozen=True)
class Pressed:
    """An alarm that was played, and when it was pressed."""

    visit_id: UUID
    alarm_id: UUID
    at: datetime


def press_the_button(
    stage: Stage, who: str, moment: datetime, address: DutchAddress, then: Callable[[Pressed], None]
) -> None:
    """Have somebody go in at that moment and press the noodknop. then: once the alarm is closed."""
    visit_id, alarm_id = uuid4(), uuid4()

    def goes_in() -> None:
        check_in(stage, who, visit_id, address, 45, "Huisbezoek")
        stage.after(PRESSED_AFTER, presses)

    def presses() -> None:
        at = stage.now
        panic.raise_panic(stage.session, stage.caller(who).actor(), visit_id, alarm_id=alarm_id)
        stage.after(TAKEN_AFTER, takes)
        stage.after(CLOSED_AFTER, lambda: closes(at))

    def takes() -> None:
        alarms.acknowledge(held_alarm(stage.session, stage.caller("colleague"), alarm_id, Action.TAKE_ALARM))

    def closes(at: datetime) -> None:
        held = held_alarm(stage.session, stage.caller("colleague"), alarm_id, Action.RESOLVE_ALARM)
        alarms.close(held, Outcome.INCIDENT, f"{held.worker.name} staat veilig buiten.", None)
        stage.after(timedelta(minutes=1), leaves)
        then(Pressed(visit_id, alarm_id, at))

    def leaves() -> None:
        visits.check_out(held_visit(stage.session, stage.caller(who), visit_id, Action.CHECK_OUT))

    stage.at(moment, goes_in)
