"""Reads what stands on the board, in a fixed number of statements however many visits and alarms there are.

A board of five hundred visits is asked for all day long, so it is read with as little as can be
(`board_questions.py`). What is read here is not for anybody in particular; who may see what is decided where it is
shown (`api/board/rows.py`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.deadlines.service import last_tick
from achterwacht.kinds import STEPS_OF_AN_ALARM, DeadlineKind, RootKind
from achterwacht.notices.in_silence import Hushed, who_is_hushed
from achterwacht.views.board_questions import (
    CALLS,
    COMPANIONS,
    OF_THE_BOARD,
    OPEN_DEADLINES,
    SAID_WELL,
    TOLD_OF,
    Found,
    questions_of,
)
from achterwacht.views.visits import Reading
from achterwacht.views.whereabouts import AHEAD
from achterwacht.visits.facts import CheckCall
from achterwacht.watch.inside import OpenPress, open_presses
from achterwacht.watch.pressers import Presser, pressers
from achterwacht.watch.reliefs import Relief, reliefs_of
from foundation.made_before import MadeBefore

Next = tuple[datetime, DeadlineKind]
"""What comes due, and when."""


@dataclass(frozen=True)
class Told:
    """How many people were told of an alarm, how many declined, and how many could not be reached."""

    people: int = 0
    declined: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Due:
    """What comes due first for each visit or alarm, by the key of its row: among the steps of an alarm, among the rest,
    and of all."""

    steps: Mapping[str, Next]
    rest: Mapping[str, Next]
    first: Mapping[str, Next]

    @classmethod
    def of(cls, steps: Mapping[str, Next], rest: Mapping[str, Next]) -> "Due":
        first = dict(rest)
        for root, step in steps.items():
            first[root] = min(step, first.get(root, step))
        return cls(steps, rest, first)


@dataclass(frozen=True)
class OnTheBoard:
    """The board of these teams at one moment.

    homeward: visits that are over while the worker has not reported home yet. openly: the silent alarms in which the
    noodknop was also pressed openly. alarm_of: by visit.
    """

    reading: Reading
    ticked_at: datetime | None
    teams: Mapping[UUID, str]
    busy: Mapping[str, UUID]
    """The teams that anything on it is of, by the `team_key` of its row."""
    visits: Sequence[Found]
    homeward: Sequence[Found]
    companions: Mapping[str, Sequence[Found]]
    """By the key of the visit's row."""
    well: Mapping[str, Found]
    """Who said that all is well, and when, where that was asked last: by the key of the visit's row."""
    alarms: Sequence[Found]
    openly: Mapping[UUID, OpenPress]
    pressers: Mapping[UUID, Presser]
    """Who asked for help, by alarm."""
    hushed: Hushed
    """Everybody in the organisation whom nobody outside may phone, on any visit: nor ask, if the alarm is silent."""
    called: Mapping[UUID, Found]
    """The last time a human called the police, by alarm."""
    due: Mapping[RootKind, "Due"]
    told: Mapping[UUID, Told]
    reliefs: Sequence[Relief]

    @property
    def now(self) -> datetime:
        return self.reading.now

    @property
    def everything(self) -> Iterator[Found]:
        return chain(self.visits, self.homeward, self.alarms)

    def inside(self, worker: UUID, visit_key: str | None) -> set[UUID]:
        """Returns who is at that address: the worker, and the colleagues who came along, not who said they can't."""
        along = self.companions.get(visit_key, ()) if visit_key else ()
        return {worker, *(one.person_id for one in along if one.person_id and one.declined_at is None)}

    def own_eyes(self) -> frozenset[UUID]:
        """Returns the people whose board may differ from that of others with the same rights: those inside anywhere,
        from whom a silent alarm must be hidden, and those who are asked to take the watch."""
        own = {one.worker_id for one in self.everything}
        own |= {one.person_id for several in self.companions.values() for one in several}
        own |= {*self.hushed.silent, *self.hushed.quiet}
        own |= {person for one in self.reliefs for person in one.asked}
        return frozenset(own)


def on_the_board(
    session: Session,
    organisation_id: UUID,
    teams: Collection[UUID] | None,
    now: datetime,
    before: MadeBefore,
    language: str = "",
) -> OnTheBoard:
    """Returns the board of these teams; None means all teams of the organisation. before: of the last such board.
    language: of who reads it."""
    reading = Reading(session, organisation_id, now, language=language)
    asked = questions_of(teams is not None)
    mine = {"organisation": organisation_id, "until": now + AHEAD} | ({} if teams is None else {"teams": teams})
    visits = asked.visits.read(session, mine, before)
    homeward = asked.homeward.read(session, mine, before)
    alarms = asked.alarms.read(session, mine, before)
    ids = {one.key for one in chain(visits, homeward)} | {one.visit_key for one in alarms if one.visit_key}
    alarm_ids = [one.key for one in alarms]
    reliefs = reliefs_of(session, organisation_id, teams)
    who = pressers(session, organisation_id, [one.id for one in alarms if one.cause.pressed])
    openly = open_presses(session, organisation_id, [one.id for one in alarms if one.cause is Cause.DURESS])
    busy = {one.team_key: one.team_id for one in chain(visits, homeward, alarms)}
    reading.read_duty(busy.values())
    companions = _by_visit(COMPANIONS.read(session, {"organisation": organisation_id, "ids": ids}))
    well = _well(session, organisation_id, visits, before)
    reading.learn(
        [one.acknowledged_by for one in alarms]
        + [one.person for one in (*who.values(), *(press.by for press in openly.values())) if one]
        + [one.by_id for one in well.values()]
        + [person for one in reliefs for person in (*one.staying, *one.asked)]
        + [one.person_id for several in companions.values() for one in several]
    )
    of_alarms = {"organisation": organisation_id, "ids": alarm_ids}
    return OnTheBoard(
        reading=reading,
        ticked_at=last_tick(session, now),
        teams={one.id: one.name for one in asked.teams.read(session, mine)},
        busy=busy,
        visits=visits,
        homeward=homeward,
        companions=companions,
        well=well,
        alarms=alarms,
        openly=openly,
        pressers=who,
        hushed=who_is_hushed(session, organisation_id),
        called={one.alarm_id: one for one in CALLS.read(session, of_alarms)},
        due=_due(session, organisation_id, [*ids, *alarm_ids]),
        told={one.alarm_id: Told(one.people, one.declined, one.failed) for one in TOLD_OF.read(session, of_alarms)},
        reliefs=reliefs,
    )


def _well(session: Session, organisation_id: UUID, visits: Sequence[Found], before: MadeBefore) -> Mapping[str, Found]:
    ids = [one.key for one in visits if one.check_call is CheckCall.OK]
    if not ids:
        return {}
    # In the order of the story: what was said last stays.
    return {one.key: one for one in SAID_WELL.read(session, {"organisation": organisation_id, "ids": ids}, before)}


def _due(session: Session, organisation_id: UUID, ids: Collection[str]) -> Mapping[RootKind, Due]:
    """Returns what comes due first. No lists are made: of a visit's two or three deadlines the board shows only one.

    Plain values are compared: moments and kinds have the same order as text.
    """
    steps: dict[str, dict[str, tuple[Any, str]]] = {kind: {} for kind in OF_THE_BOARD}
    rest: dict[str, dict[str, tuple[Any, str]]] = {kind: {} for kind in OF_THE_BOARD}
    for of_kind, root, kind, due_at in OPEN_DEADLINES.plain(session, {"organisation": organisation_id, "ids": ids}):
        found = (steps if kind in STEPS_OF_AN_ALARM else rest)[of_kind]
        known = found.get(root)
        if known is None or (due_at, kind) < known:
            found[root] = due_at, kind
    *_, kind_of, moment_of = OPEN_DEADLINES.meanings(session)

    def those(found: Mapping[str, tuple[Any, str]]) -> Mapping[str, Next]:
        return {root: (moment_of(due_at), kind_of(kind)) for root, (due_at, kind) in found.items()}

    return {kind: Due.of(those(steps[kind]), those(rest[kind])) for kind in OF_THE_BOARD}


def _by_visit(rows: Sequence[Found]) -> Mapping[str, Sequence[Found]]:
    found: dict[str, list[Found]] = defaultdict(list)
    for row in rows:
        found[row.key].append(row)
    return found
