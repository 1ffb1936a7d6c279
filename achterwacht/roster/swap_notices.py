"""What people are told of a swap: the names, the turn, and the message itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.kinds import RootKind
from achterwacht.notices.service import Note, tell
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.roots import Root
from achterwacht.roster.records import SwapRecord
from notifications.texts.templates import Template


def root_of(swap: SwapRecord) -> Root:
    return Root(swap.organisation_id, RootKind.SWAP, swap.id)


def said_of(session: Session, swap: SwapRecord) -> dict[str, Any]:
    """Returns the facts for a text about this swap: `from`, `to`, `day`, `starts`, `ends`, as they are read."""
    people = people_of(session, swap)
    return {
        "from": people[swap.from_id].name,
        "to": people[swap.to_id].name,
        "day": f"{swap.day.day}-{swap.day.month}",
        "starts": f"{swap.starts:%H:%M}",
        "ends": f"{swap.ends:%H:%M}",
    }


def names_of(session: Session, swap: SwapRecord) -> dict[UUID, str]:
    """Returns the names of the two who swap and of who asked, by id."""
    return {person: one.name for person, one in people_of(session, swap).items()}


def people_of(session: Session, swap: SwapRecord) -> Mapping[UUID, PersonRecord]:
    known = select(PersonRecord).where(
        PersonRecord.organisation_id == swap.organisation_id,
        PersonRecord.id.in_([swap.from_id, swap.to_id, swap.asked_by]),
    )
    return {one.id: one for one in session.scalars(known)}


def tell_one(
    session: Session, swap: SwapRecord, person_id: UUID, template: Template, more: Mapping[str, Any], now: datetime
) -> None:
    facts = {**said_of(session, swap), **more}
    note = Note(template, facts, MessagePriority.STAFF, root_of(swap).origin(template), subject=root_of(swap).subject)
    tell(session, [people_of(session, swap)[person_id]], note)
