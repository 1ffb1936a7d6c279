"""Closes what was written in the audit and the timelines: for each organisation its own chain."""

from uuid import UUID

from achterwacht.audit.chain import A_BATCH, NOBODYS, add_links, unlinked
from achterwacht.people.organisations import every_organisation
from foundation.session import Database

MOST_BATCHES = 50
"""What is not closed by then waits for the next run."""


def chain_up(database: Database, *, of_all: bool = False) -> int:
    """Returns how many lines were closed, in batches with a short transaction each.

    of_all: also what a clock that was wrong for a moment dated long ago, for which all lines are looked at.
    """
    return sum(_chain_of(database, one, of_all) for one in chains(database))


def chains(database: Database) -> list[UUID]:
    """Returns whose chains there are: of each organisation, and of what happened in none."""
    with database.read() as session:
        return [NOBODYS, *every_organisation(session)]


def _chain_of(database: Database, organisation_id: UUID, of_all: bool) -> int:
    closed = 0
    for _ in range(MOST_BATCHES):
        with database.read() as session:
            waiting = unlinked(session, organisation_id, of_all=of_all)
        if not waiting:
            break
        with database.write() as session:
            some = add_links(session, organisation_id, waiting)
        closed += some
        if not some or len(waiting) < A_BATCH:
            break
    return closed
