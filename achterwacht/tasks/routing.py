"""Who must know of a report, and what follows on it, as tasks: from the `registration` of a profile. Pure.

To a function: whoever holds it is told. Into a file: whoever keeps it notes it. "Possibly", and what is only for some
incidents, is a question, that whoever has it may answer with no and why; what is only for some ways in which it came is
laid when the report says so. What people decide on first (P2, 001 L558-559) is a question to them, and comes after
their yes. The register of aggression is this product itself, so that nobody notes a report in it a second time.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import File, Function
from achterwacht.protocols.registration import Registration, Route
from achterwacht.tasks.facts import TaskKind

DECIDED_BY = "registration.decided_by"
"""The key of the profile that asks whether a report goes where only some do."""
THE_OTHERS = frozenset({Function.WITNESS, Function.COLLEAGUE})
"""Whom a manager tells: nobody holds these."""


@dataclass(frozen=True)
class Wanted:
    """A task that a registration asks for.

    to, file: whom is told by whoever has the task, or where they note it. words: of the protocol. together: once a year
    over all reports, and not for this one. channels: only of what came in one of these ways; empty: of all. decides:
    with whom whoever has it decides.
    """

    kind: TaskKind
    chain: tuple[Function, ...]
    because: str
    to: tuple[Function, ...] = ()
    file: File | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    together: bool = False
    channels: tuple[ConductChannel, ...] = ()
    decides: tuple[Function, ...] = ()


def wanted(registration: Registration, outside: Collection[Function]) -> Iterator[Wanted]:
    """Returns what is laid with a report.

    outside: the functions that only a party outside holds; somebody inside tells them.
    """
    for place, one in enumerate(registration.routes):
        if one.file is not File.AGGRESSION_FILE and not one.decided:
            yield _route(one, f"registration.routes[{place}]", outside)
    decided = next((one for one in registration.routes if one.decided), None)
    if decided is not None:
        by, *others = registration.decided_by or (Function.DIRECT_MANAGER,)
        words = {"possibly": "1"}
        yield Wanted(TaskKind.ROUTE, (by,), DECIDED_BY, file=decided.file, words=words, decides=tuple(others))
    if registration.analysed:
        by = next((one.to for one in registration.routes if one.to is not None), Function.REGISTRAR)
        yield Wanted(TaskKind.FOLLOW_UP, (by,), "registration.analysed")
    for place, step in enumerate(registration.follow_up):
        yield Wanted(
            TaskKind.FOLLOW_UP,
            step.by or (Function.DIRECT_MANAGER,),
            f"registration.follow_up[{place}]",
            to=step.to,
            words={"what": step.text},
            together=step.together,
        )
    figures = registration.figures
    if figures is not None:
        by_whom = figures.by or (Function.REGISTRAR,)
        yield Wanted(TaskKind.FIGURES, by_whom, "registration.figures", to=tuple(figures.to), together=True)


def after_yes(registration: Registration, outside: Collection[Function]) -> Iterator[Wanted]:
    """Returns what is laid when those who decide on it said yes."""
    for place, one in enumerate(registration.routes):
        if one.decided:
            yield _route(one, f"registration.routes[{place}]", outside)


def _route(one: Route, because: str, outside: Collection[Function]) -> Wanted:
    words = {"when": one.when} if one.when else {"possibly": "1"} if one.possibly else {}
    if one.file is not None:
        keeper = one.kept_by or Function.DIRECT_MANAGER
        return Wanted(TaskKind.ROUTE, (keeper,), because, file=one.file, words=words, channels=one.channels)
    assert one.to is not None
    if one.by is None and one.to not in THE_OTHERS and one.to not in outside:
        return Wanted(TaskKind.ROUTE, (one.to,), because, words=words, channels=one.channels)
    chain = (one.to,) if one.by is None and one.to in outside else (one.by or Function.DIRECT_MANAGER,)
    return Wanted(TaskKind.ROUTE, chain, because, to=(one.to,), words=words, channels=one.channels)


def new_year(now: datetime, zone: ZoneInfo) -> datetime:
    """Returns when the next year begins: what is done over all reports of a year is done from then on."""
    return datetime(now.astimezone(zone).year + 1, 1, 1, tzinfo=zone)
