"""The rules of a police matter: who may report what, what may be noted of it, and what is still missing. Pure.

What was done to an employee, that employee reports, and is free not to (P5). What was done to the organisation's
things, the manager reports in its name. A protocol may let somebody report in the organisation's name besides (P4).
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from achterwacht.changes import UNCHANGED, Unchanged, changed
from achterwacht.incidents.refusals import IncidentClosed
from achterwacht.police.facts import (
    AT_ITS_END,
    OF_THE_EMPLOYEE,
    Against,
    CopyOfRecord,
    Days,
    Matter,
    PoliceKind,
    PoliceOutcome,
    Standing,
)
from achterwacht.protocols.functions import Function
from achterwacht.protocols.registration import PoliceReport
from achterwacht.refused import NotAllowed, Wrong, refuse


class NotTheirsToReport(NotAllowed):
    """Whether this is reported, somebody else decides."""

    code = "police_not_yours"


def reporters(police: PoliceReport, against: Against) -> tuple[Function, ...]:
    """Returns who may report it. Where the text is silent: the employee for themselves, the manager for things."""
    if against is Against.THINGS:
        return police.against_things_by or police.for_organisation or (Function.DIRECT_MANAGER,)
    own = police.against_person_by or (Function.EMPLOYEE,)
    return own if against is Against.BELONGINGS else (*own, *police.for_organisation)


def may_decide(police: PoliceReport, against: Against, standing: Standing) -> bool:
    """Whether it is theirs to report this or to let it be."""
    return standing.is_one_of(reporters(police, against))


def may_note(police: PoliceReport, against: Against, standing: Standing) -> bool:
    """Whether they may note how it went: whoever may report it, and whoever handles the incident."""
    return standing.handles or may_decide(police, against, standing)


def decide(police: PoliceReport, matter: Matter, standing: Standing, days: Days) -> Matter:
    """Decide that this is reported, or not. The address is the protocol's, whatever comes in.

    Whoever handles the incident may note that the employee was at the police. That they will go, or will not, only they
    say themselves.

    Raises:
        NotTheirsToReport: it is somebody else's to decide.
        WrongInput: with everything that is wrong.
    """
    matter = replace(matter, address=police.address)
    if standing.person != matter.by:
        went = matter.kind is not PoliceKind.NONE and matter.on is not None
        theirs = matter.by == standing.employee and Function.EMPLOYEE in reporters(police, matter.against)
        if not (standing.handles and went and theirs):
            raise NotTheirsToReport
    elif not may_decide(police, matter.against, standing):
        raise NotTheirsToReport
    refuse([*wrong(matter, days), *_without_reason(police, matter, standing)])
    return matter


@dataclass(frozen=True)
class MatterChange:
    """The new values of some fields. `None` empties a field."""

    kind: PoliceKind | Unchanged = UNCHANGED
    why: str | Unchanged = UNCHANGED
    accompanied_by: UUID | Unchanged | None = UNCHANGED
    on: date | Unchanged | None = UNCHANGED
    where: str | Unchanged = UNCHANGED
    number: str | Unchanged = UNCHANGED
    copy: CopyOfRecord | Unchanged = UNCHANGED
    told_on: date | Unchanged | None = UNCHANGED
    agreed_on: date | Unchanged | None = UNCHANGED
    outcome: PoliceOutcome | Unchanged | None = UNCHANGED
    outcome_note: str | Unchanged = UNCHANGED
    literally: str | Unchanged = UNCHANGED
    means: str | Unchanged = UNCHANGED
    motive: str | Unchanged = UNCHANGED


STAYS = ("kind", "why", "accompanied_by", "literally", "means", "motive")
"""What does not change once the report is closed. How it went, and what came of it, is heard when it is heard."""


def change(
    police: PoliceReport, matter: Matter, given: MatterChange, standing: Standing, days: Days, *, closed: bool = False
) -> Matter:
    """Note how it went, or decide otherwise: only who may report it turns one kind into another, or says why not.

    closed: the report is.

    Raises:
        NotTheirsToReport: they may not.
        IncidentClosed: it says otherwise what was reported.
        WrongInput: with everything that is wrong.
    """
    if not may_note(police, matter.against, standing):
        raise NotTheirsToReport
    after = changed(matter, given)
    if closed and any(getattr(after, one) != getattr(matter, one) for one in STAYS):
        raise IncidentClosed
    decides = may_decide(police, matter.against, standing)
    if not decides and (after.kind is not matter.kind or after.why != matter.why):
        raise NotTheirsToReport
    if after.kind is not matter.kind:
        after = replace(after, by=standing.person, address=police.address)
        refuse(_without_reason(police, after, standing))
    refuse(wrong(after, days))
    return after


def wrong(matter: Matter, days: Days) -> list[Wrong]:
    """Returns everything in it that can't be."""
    found = []
    for pointer, day in (("/on", matter.on), ("/toldOn", matter.told_on), ("/agreedOn", matter.agreed_on)):
        if day is not None and day > days.today:
            found.append(Wrong(pointer, "in_future"))
        if day is not None and day < days.happened:
            found.append(Wrong(pointer, "before_it_happened"))
    noted = matter.on or matter.number or matter.outcome or matter.copy is not CopyOfRecord.NOT_ASKED
    if matter.kind is PoliceKind.NONE and noted:
        found.append(Wrong("/kind", "police_none_has"))
    if matter.kind is not PoliceKind.NONE and matter.outcome is not None and matter.on is None:
        found.append(Wrong("/on", "missing"))
    return found


def missing(police: PoliceReport, matter: Matter) -> tuple[str, ...]:
    """Returns what is still to be done before the matter stands as the protocol asks for it, by the name of a field."""
    if matter.kind is PoliceKind.NONE:
        return ()
    report = matter.kind is PoliceKind.REPORT
    asked = {
        "on": matter.on is not None,
        "number": bool(matter.number) or not report,
        "copy": matter.copy is CopyOfRecord.THERE or not (report and police.copy_of_record),
        "toldOn": matter.told_on is not None or not police.resident_told,
        "agreedOn": matter.agreed_on is not None or not police.afterwards_with,
    }
    return tuple(name for name, there in asked.items() if not there)


def awaits_outcome(police: PoliceReport, matter: Matter) -> bool:
    """Whether somebody asks later what came of it: of a report always, of a notification if somebody can say (P4)."""
    if matter.on is None or matter.outcome in AT_ITS_END:
        return False
    return matter.kind is PoliceKind.REPORT or (matter.kind is PoliceKind.NOTIFICATION and bool(police.informed_by))


def _without_reason(police: PoliceReport, matter: Matter, standing: Standing) -> list[Wrong]:
    """Nothing is reported, and nobody said why. Whom it was done to need not, where the protocol leaves it to them."""
    free = police.voluntary and standing.own and matter.against in OF_THE_EMPLOYEE
    return [] if matter.kind is not PoliceKind.NONE or matter.why or free else [Wrong("/why", "missing")]
