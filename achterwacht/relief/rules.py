"""What happens when a shift ends while somebody is still out: the watcher stays until a named successor takes over.

The successor is asked once and once more, then the managers; the old watcher stays all the while (this is our own rule:
no protocol says what happens then).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from achterwacht.kinds import EventKind
from achterwacht.refused import RuleBroken

AGAIN = 2
MANAGERS = 3
"""The third time nobody is asked: the managers are told."""


class ReliefOver(RuleBroken):
    """Somebody took it, or there is nothing left to hand over."""

    code = "relief_over"


class CannotWatchNow(RuleBroken):
    """Who wants to take it is on a visit, away, or has no number: then nobody would be told of an alarm.

    kept: whether somebody keeps it.
    """

    code = "cannot_watch_now"


@dataclass(frozen=True)
class Watch:
    """Who has the watch of a team, people by id.

    watching: by the roster, since its last change. staying: who keeps the watch until it is taken over; nobody, when
    who had it is gone. asked: who must say whether they take it. times: how far the asking has come (`MANAGERS`: the
    managers are told).
    """

    watching: tuple[UUID, ...] = ()
    staying: tuple[UUID, ...] = ()
    asked: tuple[UUID, ...] = ()
    times: int = 0

    @property
    def handing_over(self) -> bool:
        return self.times > 0


@dataclass(frozen=True)
class Step:
    """What follows: the watch from now on, what the timelines record, and whether the managers are told."""

    watch: Watch
    event: EventKind | None = None
    asks: tuple[UUID, ...] = ()
    tells_managers: bool = False


def too_many(visits: int, watchers: int, most_each: int) -> bool:
    """Whether more visits are under way than the watchers can look after. Without a watcher we count one."""
    return visits > most_each * max(1, watchers)


def shift_changed(
    watch: Watch,
    rostered: tuple[UUID, ...],
    reachable: tuple[UUID, ...],
    *,
    anybody_out: bool,
    gone: Collection[UUID] = (),
) -> Step:
    """Decide what follows when the roster changes to `rostered`, of whom those in `reachable` can be asked.

    gone: who left, is away, or may not watch here any more. They keep no watch, and nobody
        is told that they do.
    """
    holders = watch.staying or watch.watching
    goes_on = any(person in rostered and person not in gone for person in holders)
    if not anybody_out or not holders or goes_on:
        return Step(Watch(watching=rostered))
    stays = tuple(one for one in holders if one not in gone)
    goes_on_asking = watch.handing_over and rostered == watch.watching
    # Whoever took it stays on, or the managers know that nobody does: nothing is new as long as nobody can be asked.
    is_known = not reachable and (watch.times >= MANAGERS or (not watch.handing_over and watch.staying != ()))
    if stays == watch.staying and (goes_on_asking or is_known):
        return Step(replace(watch, watching=rostered))
    handed = Watch(rostered, stays, reachable, times=1)
    if reachable:
        return Step(handed, EventKind.RELIEF_ASKED, asks=reachable)
    return _managers(handed)


def not_taken(watch: Watch, *, anybody_out: bool) -> Step:
    """Decide what follows when nobody took the watch in time."""
    if not anybody_out:
        return Step(Watch(watch.watching))
    if not watch.handing_over or watch.times >= MANAGERS:
        return Step(watch)
    if watch.times == AGAIN or not watch.asked:
        return _managers(watch)
    return Step(replace(watch, times=AGAIN), EventKind.RELIEF_ASKED_AGAIN, asks=watch.asked)


def accept(watch: Watch, person: UUID, *, free: bool) -> Step:
    """Let that person take the watch. If they are not on the roster now, they stay until nobody is out any more.

    free: whether an alarm would be told to them now.

    Raises:
        ReliefOver: nothing is being handed over.
        CannotWatchNow: they are not free.
    """
    if not watch.handing_over or person in watch.staying:
        raise ReliefOver
    if not free:
        raise CannotWatchNow(kept=bool(watch.staying))
    return Step(Watch(watch.watching, () if person in watch.watching else (person,)), EventKind.RELIEF_ACCEPTED)


def decline(watch: Watch, person: UUID) -> Step:
    """Note that this person can't take the watch. When nobody is left to ask, the managers are told.

    Raises:
        ReliefOver: they were not asked, or are no longer being asked.
    """
    if person not in watch.asked:
        raise ReliefOver
    left = replace(watch, asked=tuple(one for one in watch.asked if one != person))
    if left.asked or left.times >= MANAGERS:
        return Step(left, EventKind.RELIEF_DECLINED)
    return replace(_managers(left), event=EventKind.RELIEF_DECLINED)


def _managers(watch: Watch) -> Step:
    return Step(replace(watch, times=MANAGERS), EventKind.RELIEF_NOT_TAKEN, tells_managers=True)
