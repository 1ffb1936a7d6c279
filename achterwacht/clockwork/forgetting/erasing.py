"""Somebody asks to be erased: what may go before its term goes now; what must stay is said, with the reason."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.clockwork.forgetting import people, records, visits
from achterwacht.clockwork.forgetting.named import still_named
from achterwacht.clockwork.forgetting.steps import Over, Step
from achterwacht.idempotency.service import empty_answers_about
from achterwacht.people.records import PersonRecord
from foundation.clock import clock_of

A_MOMENT = timedelta(seconds=1)
OF_A_REPORT = "belongs to a report"
WHY = {
    "person": "works here: first note that they left",
    "person_open": "has a part in a visit, alarm, report, task or plan of care that is open",
    "visit": "is planned, goes on, or belongs to an alarm or report",
    "risk_mark": "is in force: an objection is decided on by who keeps the register",
    "incident": "a report is kept until its term, as the employer's duty of care asks",
    "event": "belongs to a visit that stays",
}
WHY_NAMED = {
    "incident": WHY["incident"],
    "incident_witness": "who saw it stands in a report as it was told",
    "event": "the story of a visit or alarm says who did what, until its term",
    "message": "what was said to colleagues is kept until its term",
}


@dataclass(frozen=True)
class Erased:
    """gone: how much of what. stays: how much of what is still there, and why."""

    gone: Mapping[str, int]
    stays: Mapping[str, str]


def erase_resident(session: Session, organisation_id: UUID, found: Mapping[str, Sequence[UUID]]) -> Erased:
    """Erase of what was found about a resident (by table, their ids) whatever may go now."""
    gone: Counter[str] = Counter()
    over = _now(session, organisation_id)
    for table, step in (("visit", visits.STEPS[1]), ("risk_mark", records.STEPS[0])):
        gone[table] = _of(session, over, step, found.get(table, ()))
    stays = {}
    for table, ids in found.items():
        left = len(ids) - gone[table]
        if left and (table != "event" or not gone["visit"]):
            stays[table] = f"{left}: {WHY.get(table, OF_A_REPORT)}"
    note(session, organisation_id, Audited.ERASED, facts=dict(gone))
    return Erased(gone, stays)


def erase_staff(session: Session, organisation_id: UUID, person_id: UUID) -> Erased:
    """Make the account of somebody who left nameless now, unless they have a part in something that is open."""
    over = _now(session, organisation_id)
    who = select(PersonRecord).where(PersonRecord.organisation_id == organisation_id, PersonRecord.id == person_id)
    person = session.scalars(who.with_for_update(key_share=True)).one()
    if person.active:
        return Erased({}, {"person": WHY["person"]})
    open_still = who.with_only_columns(PersonRecord.id).where(people.has_a_part(organisation_id, over))
    if session.scalars(open_still).first() is not None:
        return Erased({}, {"person": WHY["person_open"]})
    named = still_named(session, organisation_id, person_id, person.name)
    people.make_nameless(session, over, [person_id])
    note(session, organisation_id, Audited.ERASED, about=person_id, facts={"person": 1})
    return Erased({"person": 1}, {table: f"{many}: {WHY_NAMED[table]}" for table, many in named.items()})


def _now(session: Session, organisation_id: UUID) -> Over:
    now = clock_of(session).now(session)
    return Over(organisation_id, now + A_MOMENT, now)


def _of(session: Session, over: Over, step: Step, ids: Collection[UUID]) -> int:
    closed = step.due(over)
    some = session.scalars(closed.where(closed.selected_columns[0].in_(list(ids))).with_for_update()).all()
    if some:
        list(step.forget(session, over, some))
    for one in some:
        empty_answers_about(session, over.organisation_id, one)
    return len(some)
