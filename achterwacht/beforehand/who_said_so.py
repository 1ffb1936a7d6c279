"""Everybody who said that they expect trouble on a visit. It stays until each of them has taken it back.

The visit shows one of them. The others stand in its timeline, and are read from there.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from achterwacht.kinds import EventKind
from achterwacht.visits.facts import Visit

QUIET = timedelta(minutes=2)
"""People are told again no sooner than this: if it is said and taken back in turn, they only hear how it ends."""
SAID = (EventKind.TROUBLE_EXPECTED, EventKind.TROUBLE_ALSO_EXPECTED, EventKind.TROUBLE_TAKEN_BACK)


@dataclass(frozen=True)
class Expectation:
    """Why somebody expects trouble, and whether they want the police told beforehand."""

    why: str
    police: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the timeline in which somebody said it, or took it back."""

    kind: EventKind
    by: UUID | None
    at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class SoFar:
    """What was said about trouble until now by people who can take it back; the latest comes last.

    said: None for somebody who took theirs back. left: the person whom the visit shows can't take it back any more.
    lately: people were told of it a moment ago.
    """

    said: Mapping[UUID, Expectation | None] = field(default_factory=dict)
    left: bool = False
    lately: bool = False


NOTHING_SAID = SoFar()


def so_far(lines: Iterable[Line], shown: UUID | None, able: Collection[UUID], now: datetime) -> SoFar:
    """Returns what these lines say, in their order.

    able: those who go, or who watch for this team.
    """
    said: dict[UUID, Expectation | None] = {}
    told_at: datetime | None = None
    for line in lines:
        if line.by is None:
            continue
        if line.kind is EventKind.TROUBLE_EXPECTED:
            said = {}
        before = said.pop(line.by, None)
        why = line.facts.get("reason")
        police = bool(line.facts.get("police")) or (before is not None and before.police)
        said[line.by] = None if line.kind is EventKind.TROUBLE_TAKEN_BACK or not why else Expectation(why, police)
        if line.facts.get("names"):
            told_at = line.at
    return SoFar(
        {person: one for person, one in said.items() if person in able},
        left=shown is not None and shown not in able,
        lately=told_at is not None and now - told_at < QUIET,
    )


def says_it(lines: Iterable[Line], shown: UUID | None, person: UUID, now: datetime) -> bool:
    """Whether this person is one of those who said it, and did not take theirs back: then that is theirs to do."""
    return person == shown or so_far(lines, shown, {person}, now).said.get(person) is not None


def with_another(visit: Visit, before: SoFar, without: UUID | None) -> Visit | None:
    """Returns the visit with the latest of the others who expect trouble; None if nobody else does."""
    others = {one: said for one, said in before.said.items() if said is not None and one != without}
    if not others:
        return None
    latest = list(others)[-1]
    police = any(said.police for said in others.values())
    return replace(visit, expects_trouble=others[latest].why, trouble_said_by=latest, police_wanted=police)


def passed_on(visit: Visit, before: SoFar) -> Visit:
    """Returns the visit with a new author of the expectation, if the old one neither goes nor watches any more.

    It becomes that of another who said it, or else the worker's. Otherwise a plan would wait because of somebody who
    can't take it back.
    """
    if visit.expects_trouble is None or not before.left:
        return visit
    found = with_another(visit, before, visit.trouble_said_by) or replace(visit, trouble_said_by=visit.worker)
    return replace(found, police_wanted=visit.police_wanted)
