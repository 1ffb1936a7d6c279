"""Whom a worker can call, whatever the network does: for every screen on which nobody else can be reached."""

from uuid import UUID

from achterwacht.alarms.facts import Skip
from achterwacht.people.records import PersonRecord
from achterwacht.watch.duty import Duty

MOST = 6


def whom_to_call(duty: Duty, caller: UUID) -> list[PersonRecord]:
    """Who has the watch, the second, the managers, and after them whoever else watches over the team.

    In the order in which one calls them; who is on a visit now comes last. Nobody without a number, nobody who is away.
    """
    people = (*duty.first, *duty.second, *duty.managers, *duty.everyone)
    there = [one for one in people if one.skip in (None, Skip.ON_VISIT) and one.person != caller]
    in_order = sorted(there, key=lambda one: one.skip is Skip.ON_VISIT)
    found = [duty.contacts[person] for person in dict.fromkeys(one.person for one in in_order)]
    return [one for one in found if one.phone][:MOST]
