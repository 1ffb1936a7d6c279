"""What a check-in by SMS is told whose watch is open already: it stays as it is, and whoever watches may read it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from achterwacht.addresses.to_follow import is_to_follow
from achterwacht.inbound.answers import Answer
from achterwacht.inbound.unread import hear_unread
from achterwacht.inbound.where_texted import Texted
from achterwacht.kinds import Actor
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.visiting import visits as visit_cases
from achterwacht.visiting.place_follows import name_place
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import hold_visit
from notifications.texts.formats import local


def register_of(visit: VisitRecord) -> dict[str, Any]:
    """Returns what the register says of that address, or that it said nothing: silence is not taken for safe."""
    risk = visit.risk
    return {
        "instructions": " ".join(risk.get("instructions", ())),
        "no_address": bool(risk.get("noAddress")),
        "not_checked": not risk.get("checked"),
    }


def already_in(
    session: Session,
    by: Actor,
    person: PersonRecord,
    organisation: OrganisationRecord,
    under_way: list[VisitRecord],
    said: Texted,
    now: datetime,
) -> Answer:
    """Leave the open watch as it is. Whoever watches reads it when another place is named: they may be there.

    Where nobody knew the place, since they checked in by telephone, it is filled in, once.
    """
    unknown = next((one for one in under_way if is_to_follow(one.address_line)), None)
    if unknown is not None and said.where is not None and not is_to_follow(said.where.line):
        made = name_place(hold_visit(session, unknown.id, by), said.where)
        hear_unread(session, by, f"IN {said.where.short_line}", now, tell=False)
        visit = visit_cases.visit_of(made.root)
        return is_already(person, organisation, [visit], **register_of(visit), named=True)
    elsewhere = said.where is not None and all(one.address_key != said.where.key for one in under_way)
    if elsewhere and said.where is not None:
        hear_unread(session, by, f"IN {said.where.short_line}", now)
    return is_already(person, organisation, under_way, told=elsewhere)


def is_already(
    person: PersonRecord,
    organisation: OrganisationRecord,
    under_way: Sequence[VisitRecord],
    **more: Any,
) -> Answer:
    """Returns the answer to who is watched over already. more: what else it says."""
    until = max(one.expected_end for one in under_way)
    facts = {
        "address": "; ".join(one.address_line for one in under_way),
        "until": local(until, organisation.time_zone, organisation.language),
        "told": False,
        "named": False,
        "pin": person.pin_hash is not None,
        **more,
    }
    return Answer("in_already", facts, " ".join(str(one.id) for one in under_way))
