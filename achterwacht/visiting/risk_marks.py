"""Changing the risk register, and telling people at once who are at such an address or will go there.

The rules of a mark stand in `risks`, and who is told what in `instructions`.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address, address_of
from achterwacht.addresses.described import place_of
from achterwacht.instructions import rules
from achterwacht.kinds import Actor
from achterwacht.people.policy import Caller
from achterwacht.refused import NotFound
from achterwacht.risk_files.importing import not_said
from achterwacht.risks import service
from achterwacht.risks.clockwork import set_deadlines
from achterwacht.risks.drafts import Draft
from achterwacht.risks.look_up import CHANGED
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import approve as approve_mark
from achterwacht.visiting.companions import ask_companions, asks_for_a_pair, await_answers
from achterwacht.visiting.register_again import register_says
from achterwacht.visiting.trouble_said import watcher
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import IS_OPEN, VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.duty import DutyBook, context_of
from achterwacht.watch.held import Held
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.locking import lock_free, lock_visit
from foundation.bulk import insert_records

CLOCK = "clock"
STILL_OPEN = (VisitState.PLANNED, VisitState.UNDER_WAY)


def propose(session: Session, caller: Caller, draft: Draft, now: datetime) -> RiskMarkRecord:
    """Propose a mark (`service.propose`). From now on it shows as provisional, also to people who are there."""
    record = service.propose(session, caller, draft, now)
    tell_visits(session, caller.actor(), [record], now)
    return record


def approve(session: Session, by: Actor, mark_id: UUID, now: datetime) -> RiskMarkRecord:
    """Approve a mark (`service.approve`): it counts, and the mark it replaces ends."""
    records = service.approve(session, by, mark_id, now)
    tell_visits(session, by, records, now)
    return records[0]


def end(session: Session, by: Actor, mark_id: UUID, reason: str, now: datetime) -> RiskMarkRecord:
    """End a mark (`service.end`): no instruction from it holds there any more."""
    record = service.end(session, by, mark_id, reason, now)
    tell_visits(session, by, [record], now)
    return record


def keep(session: Session, by: Actor, marks: Sequence[RiskMarkRecord], approved_by: Actor | None, now: datetime) -> int:
    """Store marks that a file proposed (`risk_files/importing.py`), approved at once if the file names an approver.

    Returns how many. A row that an open mark says already is left out.
    """
    records = not_said(session, by.organisation_id, marks, now)
    if approved_by is not None:
        for record in records:
            service.settle(record, approve_mark(record.facts(), approved_by, now))
    insert_records(session, records)
    set_deadlines(session, records, now)
    tell_visits(session, by, records, now)
    return len(records)


def without_id(session: Session, organisation_id: UUID) -> Sequence[RiskMarkRecord]:
    """Returns the marks that still count and whose register id is not known."""
    return session.scalars(
        select(RiskMarkRecord)
        .where(
            RiskMarkRecord.organisation_id == organisation_id,
            RiskMarkRecord.register_key.is_(None),
            RiskMarkRecord.ended_at.is_(None),
        )
        .order_by(RiskMarkRecord.proposed_at, RiskMarkRecord.id)
    ).all()


def give_ids(session: Session, organisation_id: UUID, known: Mapping[UUID, Address], now: datetime) -> int:
    """Give marks the id of their address that a register knows by now. Returns how many.

    People who are there are told as after any change (`clockwork/risk_marks.py`). A mark that was changed meanwhile is
    left alone.
    """
    held = session.scalars(
        select(RiskMarkRecord)
        .where(
            RiskMarkRecord.organisation_id == organisation_id,
            RiskMarkRecord.id.in_(known),
            RiskMarkRecord.register_key.is_(None),
            RiskMarkRecord.ended_at.is_(None),
        )
        .order_by(RiskMarkRecord.id)
        .with_for_update()
    ).all()
    found = [one for one in held if one.address_key == known[one.id].key]
    for one in found:
        address = known[one.id]
        one.address, one.register_key = address.to_dict(), address.register_key
    set_deadlines(session, found, now)
    return len(found)


def tell_visits(session: Session, by: Actor, marks: Iterable[RiskMarkRecord], now: datetime) -> None:
    """Ask the register anew for every open visit at these addresses, and tell people what is different."""
    tell_visits_at(session, by, _keys_of(marks), now)


def tell_visits_at(session: Session, by: Actor, keys: AbstractSet[str], now: datetime) -> None:
    """The same for the addresses with these keys."""
    ledger = Ledger(session, now, by)
    book = DutyBook(session, now)
    for visit_id in _visits_at(session, by.organisation_id, keys):
        try:
            root, now = lock_visit(session, visit_id, by.organisation_id)
        except NotFound:
            continue
        _ask_anew(session, root, by, book, ledger, now)
    ledger.flush()


def tell_visits_nobody_holds(session: Session, by: Actor, marks: Iterable[RiskMarkRecord], now: datetime) -> bool:
    """Do what `tell_visits` does without waiting for visits that somebody holds, for the clock.

    Returns whether it had them all.
    """
    wanted = _visits_at(session, by.organisation_id, _keys_of(marks))
    free = lock_free(session, wanted, by.organisation_id)
    ledger = Ledger(session, now, by)
    book = DutyBook(session, now)
    for root in free:
        _ask_anew(session, root, by, book, ledger, now)
    ledger.flush()
    return len(free) == len(wanted)


def ask_for_another_day(held: Held) -> None:
    """Ask anew what holds there, for a visit that goes on into another day: a measure may begin on it.

    Whoever asked for more time is told as well: by SMS they see no screen.
    """
    clock = Actor(held.by.organisation_id, None, via=CLOCK)
    ledger = Ledger(held.session, held.now, clock, held.known())
    _ask_anew(held.session, held.root, clock, held.book, ledger, held.now)
    ledger.flush()


def _ask_anew(session: Session, root: Aggregate, by: Actor, book: DutyBook, ledger: Ledger, now: datetime) -> None:
    visit = root.visit
    assert visit is not None
    if visit.state not in STILL_OPEN:
        return
    was, alone_before = visit.risk, not asks_for_a_pair(root)
    address = place_of(visit.address)
    now_so = service.look_up_for_visit(
        session,
        visit.organisation_id,
        visit.worker_id,
        address,
        visit.id,
        now,
        root.going(),
        CHANGED,
        start=visit.planned_start if visit.state is VisitState.PLANNED else None,
        until=visit.expected_end,
    )
    if not now_so["checked"]:
        return
    register_says(visit, now_so)
    if not rules.is_another(was, now_so):
        return
    # Who planned it reads where somebody goes and why to be careful, as long as it is theirs to watch.
    watches = watcher(session, visit.organisation_id, visit.team_id, visit.created_by)
    facts = replace(root.visit_facts(), planner=watches.id if watches else None)
    by_the_clock = by.person_id is None
    wait = rules.until_morning(facts, now, ZoneInfo(root.organisation.time_zone)) if by_the_clock else timedelta()
    ledger.record(root, rules.changed(facts, by, now_so, context_of(root, book), wait=wait))
    if visit.state is VisitState.PLANNED:
        if alone_before:
            ask_companions(root, ledger)
        else:
            await_answers(root, ledger)


def _keys_of(marks: Iterable[RiskMarkRecord]) -> frozenset[str]:
    return frozenset(key for one in marks for key in (one.address_key, one.register_key) if key)


def _visits_at(session: Session, organisation_id: UUID, keys: AbstractSet[str]) -> list[UUID]:
    """Returns the open visits at the addresses with these keys, in the order in which they are locked."""
    found = session.execute(
        select(VisitRecord.id, VisitRecord.address_key, VisitRecord.address).where(
            VisitRecord.organisation_id == organisation_id,
            IS_OPEN,
        )
    )
    return sorted(row.id for row in found if row.address_key in keys or not keys.isdisjoint(_keys(row.address)))


def _keys(address: dict[str, object]) -> tuple[str, ...]:
    return address_of(address).keys if address.get("registerId") else ()
