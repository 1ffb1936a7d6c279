"""What people are told of a swap: the names, the turn, and the message itself."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.kinds import RootKind
from achterwacht.notices.service import Note, tell
from achterwacht.notices.staff import by_id
from achterwacht.people.names import names_of
from achterwacht.priorities import MessagePriority
from achterwacht.roots import Root
from achterwacht.roster.records import SwapRecord
from notifications.texts.templates import Template


def root_of(swap: SwapRecord) -> Root:
    return Root(swap.organisation_id, RootKind.SWAP, swap.id)


def said_of(session: Session, swap: SwapRecord) -> dict[str, Any]:
    """Returns the facts for a text about this swap: `from`, `to`, `day`, `starts`, `ends`, as they are read."""
    people = people_in(session, swap)
    return {
        "from": people[swap.from_id],
        "to": people[swap.to_id],
        "day": f"{swap.day.day}-{swap.day.month}",
        "starts": f"{swap.starts:%H:%M}",
        "ends": f"{swap.ends:%H:%M}",
    }


def people_in(session: Session, swap: SwapRecord) -> dict[UUID, str]:
    """Returns the names of the two who swap and of who asked, by id."""
    return names_of(session, swap.organisation_id, [swap.from_id, swap.to_id, swap.asked_by])


def tell_one(session: Session, swap: SwapRecord, person_id: UUID, template: Template, more: Mapping[str, Any]) -> None:
    facts = {**said_of(session, swap), **more}
    note = Note(template, facts, MessagePriority.STAFF, root_of(swap).origin(template), subject=root_of(swap).subject)
    tell(session, by_id(session, swap.organisation_id, [person_id]), note)


def tell_ended(session: Session, swap: SwapRecord, people: Iterable[UUID], holder: UUID | None) -> None:
    """Tell them that this swap counts no longer, and whose turn it is now (None: it is no turn any more)."""
    whose = "" if holder is None else names_of(session, swap.organisation_id, [holder])[holder]
    for person in people:
        tell_one(session, swap, person, Template.SWAP_ENDED, {"holder": whose})
