"""The rules of damage after an incident: who does what, how a line can end, and what is still to be said. Pure.

Two things end a line: whether the organisation paid the employee, where the protocol speaks of that, and whether it was
recovered from who did it, or why nothing was. Who does what stands in the profile; a step that names nobody is read by
whoever settles it. Reading of the texts: docs/decisions/0077.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from achterwacht.damages.facts import OF_THE_EMPLOYEE, How, Paid, Recovery, Settlement
from achterwacht.incidents.facts import DamageLine, Whose
from achterwacht.protocols.functions import Assignment, Function
from achterwacht.protocols.measures import Damage, DamageKind
from achterwacht.refused import Wrong, refuse

SETTLED_BY = (Function.DIRECT_MANAGER,)
"""Who sees to it that a line ends. Ours: the texts name who is told and who helps, and a manager handles the report."""


@dataclass(frozen=True)
class Step:
    """Something that somebody does about the damage. because: its key in the profile."""

    because: str
    assignment: Assignment


@dataclass(frozen=True)
class Days:
    """The day on which it happened, and today, by the clock of the organisation."""

    happened: date
    today: date


def kind_of(whose: Whose) -> DamageKind:
    """Returns what kind of damage it is: what an injury cost is immaterial (001 L552-555)."""
    return DamageKind.IMMATERIAL if whose is Whose.EMPLOYEE_INJURY else DamageKind.MATERIAL


def steps(damage: Damage, whose: Collection[Whose]) -> tuple[Step, ...]:
    """Returns what is laid as a task. What the employee takes to the police is asked there (`police/asked.py`)."""
    return tuple(one for one in _steps(damage, whose) if one.assignment.by and not one.assignment.to_the_police)


def says(damage: Damage, whose: Collection[Whose]) -> tuple[str, ...]:
    """Returns what the protocol says besides, in its own words."""
    laid = steps(damage, whose)
    return tuple(one.assignment.text for one in _steps(damage, whose) if one not in laid)


def asks_payment(damage: Damage, whose: Whose) -> bool:
    """Whether the protocol speaks of paying this: the material damage of staff (002 L133, L1342; 004 L333-335)."""
    return damage.staff_paid is not None and whose is Whose.EMPLOYEE


def because(damage: Damage, whose: Whose) -> str:
    """Returns the key of the profile by which a line is settled."""
    if asks_payment(damage, whose):
        return "damage.staff_paid"
    return "damage.recovers" if kind_of(whose) in damage.recovers else "damage"


def missing(damage: Damage, line: DamageLine, settlement: Settlement) -> tuple[str, ...]:
    """Returns what is still to be said before the line has its end, by the name of a field."""
    recovery = settlement.recovery
    found = {
        "paid": asks_payment(damage, line.whose) and settlement.paid is None,
        "recovery": recovery is None,
        "recoveredOn": recovery is not None and recovery.under_way,
    }
    return tuple(name for name, left in found.items() if left)


def settle(line: DamageLine, given: Settlement, days: Days) -> Settlement:
    """Note how a line ends, or how far it is.

    Raises:
        WrongInput: with everything that is wrong.
    """
    refuse([*_wrong_payment(line, given.paid), *_wrong_recovery(given.recovery), *_wrong_days(given, days)])
    return given


def _steps(damage: Damage, whose: Collection[Whose]) -> Iterator[Step]:
    own = damage.own_steps if Whose.EMPLOYEE in whose else ()
    for key, wanted in (("damage.own_steps", own), ("damage.steps", damage.steps)):
        for place, one in enumerate(wanted):
            yield Step(f"{key}[{place}]", one)


def _wrong_payment(line: DamageLine, paid: Paid | None) -> Iterator[Wrong]:
    if paid is None:
        return
    if line.whose not in OF_THE_EMPLOYEE:
        yield Wrong("/paid", "damage_not_employees")
    elif paid.yes:
        yield from (Wrong(f"/paid/{name}", "missing") for name in ("amount", "on") if getattr(paid, name) is None)
    elif paid.amount is not None or paid.on is not None:
        yield Wrong("/paid/yes", "damage_none_has")
    elif not paid.why:
        yield Wrong("/paid/why", "missing")


def _wrong_recovery(recovery: Recovery | None) -> Iterator[Wrong]:
    if recovery is None:
        return
    if recovery.how is How.NOTHING:
        if recovery.amount is not None or recovery.on is not None:
            yield Wrong("/recovery/how", "damage_none_has")
        elif not recovery.why:
            yield Wrong("/recovery/why", "missing")
        return
    if recovery.on is None and recovery.amount is not None:
        yield Wrong("/recovery/on", "missing")
    if recovery.on is not None and recovery.amount is None:
        yield Wrong("/recovery/amount", "missing")
    if recovery.on is not None and recovery.claimed_on is not None and recovery.on < recovery.claimed_on:
        yield Wrong("/recovery/on", "damage_before_claim")


def _wrong_days(given: Settlement, days: Days) -> Iterator[Wrong]:
    said = {
        "/paid/on": None if given.paid is None else given.paid.on,
        "/recovery/claimedOn": None if given.recovery is None else given.recovery.claimed_on,
        "/recovery/on": None if given.recovery is None else given.recovery.on,
    }
    for pointer, day in said.items():
        if day is not None and day > days.today:
            yield Wrong(pointer, "in_future")
        if day is not None and day < days.happened:
            yield Wrong(pointer, "before_it_happened")
