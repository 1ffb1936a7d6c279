"""The people a worker can phone when the network fails: for every screen from which nobody else can be reached."""

from collections.abc import Collection
from uuid import UUID

from achterwacht.alarms.facts import Skip
from achterwacht.watch.duty import Duty
from achterwacht.watch.persons import Person

MOST = 6


def whom_to_call(duty: Duty, caller: UUID, hushed: Collection[UUID]) -> list[Person]:
    """Returns whoever has the watch, the second, the managers, and then everybody else who watches over the team.

    They come in the order in which to call them; people on a visit come last. Nobody without a number, nobody away;
    and nobody whom this caller may not phone.
    """
    people = (*duty.first, *duty.second, *duty.managers, *duty.everyone)
    there = [one for one in people if one.skip in (None, Skip.ON_VISIT) and one.person != caller]
    in_order = sorted(there, key=lambda one: one.skip is Skip.ON_VISIT)
    found = [duty.contacts[person] for person in dict.fromkeys(one.person for one in in_order)]
    return [one for one in found if one.phone and one.id not in hushed][:MOST]
