"""What the planned visits of a board wait for: a few words of what `readiness.py` says of one visit."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from achterwacht.beforehand import rules
from achterwacht.beforehand.preparing import steps
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.service import profile_version
from achterwacht.views.visits import Reading
from achterwacht.visiting.asked import beforehand_of
from achterwacht.visits.facts import PreparationStep, VisitKind
from foundation.made_before import Facts
from notifications.texts.catalogue import Catalogue


class Waits(NamedTuple):
    """What a planned visit waits for, for a line of the board: whether it may start, whom to tell first, and what must
    still be looked up; whether a manager decides first who goes; and whether no colleague has the watch then."""

    may_start: bool
    tell_first: str | None
    look_up: Sequence[str]
    manager_decides: bool
    unwatched: bool


class Waiting:
    """Collects for many visits what this depends on.

    What a protocol asks to look up is put in words once for each team and kind. again: `waits`, or what it returned
    for the same facts before.
    """

    def __init__(self, reading: Reading, again: Callable[[str, Facts], Waits]) -> None:
        self._reading = reading
        self._again = again
        self._zone = ZoneInfo(reading.organisation.time_zone)
        self._texts = reading.texts
        self._asked: dict[tuple[UUID, VisitKind], tuple[Profile, Sequence[tuple[PreparationStep, str]]]] = {}

    def of(self, visit: Any, companions: Collection[Any]) -> Waits:
        """Returns what a planned visit waits for, from what the board reads of it."""
        protocol, asked = self._of_team(visit.team_id, visit.kind)
        start = max(visit.planned_start, self._reading.now)
        promised = planned_by(visit, protocol, self._reading)
        watched = is_watched(visit, companions, self._reading)
        return self._again(
            visit.key, (visit, tuple(companions), start, protocol, tuple(asked), promised, watched, self._zone)
        )

    def _of_team(self, team_id: UUID, kind: VisitKind) -> tuple[Profile, Sequence[tuple[PreparationStep, str]]]:
        found = self._asked.get((team_id, kind))
        if found is None:
            protocol = self._reading.running(team_id)
            found = self._asked[team_id, kind] = protocol, steps_in_words(protocol, kind, self._texts)
        return found


def waits(facts: Facts) -> Waits:
    """Returns what a planned visit waits for. Everything that it depends on is one of these facts."""
    visit, companions, start, protocol, asked, promised, watched, zone = facts
    beforehand = beforehand_of(visit, companions, start, max(visit.expected_end, start), promised=promised)
    back_up = rules.back_up_needed(beforehand, protocol, zone)
    looked_up = {
        PreparationStep.FILE_SEARCH: visit.file_searched_at,
        PreparationStep.EARLIER_LETTER: visit.letter_looked_up_at,
    }
    return Waits(
        may_start=not beforehand.undecided
        and not rules.waits_for_companion(beforehand, protocol)
        and (beforehand.back_up_accepted or not back_up),
        manager_decides=beforehand.undecided,
        tell_first=protocol.police_beforehand.whom
        if visit.police_told_at is None and rules.police_first(beforehand, protocol)
        else None,
        look_up=[text for step, text in asked if looked_up[step] is None],
        unwatched=not watched,
    )


def is_watched(visit: Any, companions: Collection[Any], reading: Reading) -> bool:
    """Returns whether a colleague has the watch at the start of a planned visit, or agreed to be back-up."""
    if visit.back_up_accepted_at is not None:
        return True
    going = {visit.worker_id, *(one.person_id for one in companions if one.declined_at is None)}
    return not reading.watching(visit.team_id, max(visit.planned_start, reading.now)) <= going


def planned_by(visit: Any, protocol: Profile, reading: Reading) -> Profile | None:
    """Returns the profile that the visit was planned by, if another than this one."""
    found = profile_version(reading.session, reading.organisation.id, visit.protocol_id)
    return None if found is protocol else found


def steps_in_words(protocol: Profile, kind: VisitKind, texts: Catalogue) -> Sequence[tuple[PreparationStep, str]]:
    """Returns what a protocol asks to look up before a visit of this kind, with the sentence that asks it."""
    facts = {"where": protocol.preparation.earlier_letter}
    return [(one, texts.say("look_up", one.value, facts)) for one in steps(protocol.preparation, kind)]
