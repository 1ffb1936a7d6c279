"""Changing or cancelling a visit that is planned: who was asked for it hears of it."""

from achterwacht.addresses.described import place_of
from achterwacht.beforehand import trouble
from achterwacht.beforehand.back_up import ask_back_up_again, called_off
from achterwacht.changes import UNCHANGED, kept
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.running import running_version
from achterwacht.protocols.service import profile_version
from achterwacht.visiting.companions import ask_companions, asked_along
from achterwacht.visiting.plan_checks import (
    call_may_be_agreed,
    client_number,
    colleagues_named,
    companion_records,
    kind_of,
    needs_a_number,
)
from achterwacht.visiting.preparation import at_the_visit
from achterwacht.visiting.returns import plan_changed
from achterwacht.visiting.trouble_said import others_go
from achterwacht.visits import rules as visits
from achterwacht.visits.change import VisitChange
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import Held, Made
from achterwacht.watch.ledger import Ledger


def change_visit(held: Held, change: VisitChange) -> Made:
    """Change a planned visit.

    If it moves, promises for the old time lapse: companions and back-up are asked anew.

    Raises:
        NotPlanned: it has started, or is over.
        WrongInput: a companion is not a colleague here.
        EndBeforeStart, VisitTooLong: the times can't be.
    """
    session, root, by = held.session, held.root, held.by
    facts = root.visit_facts()
    assert root.visit is not None
    call_may_be_agreed(kept(change.call_after_minutes, None), root.protocol)
    ledger = held.ledger()
    start, end = kept(change.planned_start, facts.planned_start), kept(change.expected_end, facts.expected_end)
    visits.back_in_time(kept(change.back_by, None), end, root.protocol)
    decision = visits.move(facts, by, start, end, held.context())
    moved = decision.visit is not None
    ledger.record(root, decision)
    asked_before = set() if moved else asked_along(root)
    other = _other_kind(held, change, ledger)
    _tell(root.visit, change, root.organisation)
    said = {one.person_id: one for one in root.companions if one.person_id and not moved}
    if change.companions is not UNCHANGED:
        people = colleagues_named(session, change.companions, by.organisation_id, root.visit.worker_id)
        for one in root.companions:
            session.delete(one)
        root.companions = companion_records(change.companions, root.visit, people)
        for one in root.companions:
            if one.person_id in said:
                before = said[one.person_id]
                one.coming_at, one.there_at, one.declined_at = before.coming_at, before.there_at, before.declined_at
        session.add_all(root.companions)
    elif moved:
        for one in root.companions:
            one.coming_at = one.there_at = one.declined_at = None
    session.flush()
    if change.companions is not UNCHANGED:
        others_go(held, ledger)
    if moved or change.companions is not UNCHANGED or other:
        ask_companions(root, ledger, but=asked_before if change.companions is UNCHANGED else said.keys())
    if moved:
        ledger.record(root, ask_back_up_again(root.visit_facts()))
    if moved or other:
        ledger.record(root, trouble.moved(root.visit_facts(), by, at_the_visit(held)))
    ledger.flush()
    if moved:
        plan_changed(session, by, root.visit.worker_id)
    return held.made()


def _other_kind(held: Held, change: VisitChange, ledger: Ledger) -> bool:
    """Makes another kind of visit of it when asked. Returns whether it is one now."""
    root, session = held.root, held.session
    assert root.visit is not None
    if change.kind is UNCHANGED:
        return False
    if change.kind is not root.visit.kind:
        running = profile_version(
            session, root.organisation.id, running_version(session, root.organisation, root.team_id)
        )
        where = place_of(root.visit.address)
        kind_of(change.kind, where, running, start_now=False)
        needs_a_number(change.kind, where, "/kind")
    decision = visits.change_kind(root.visit_facts(), held.by, change.kind)
    ledger.record(root, decision)
    return decision.visit is not None


def _tell(visit: VisitRecord, change: VisitChange, organisation: OrganisationRecord) -> None:
    """Record what is known of the visit beforehand."""
    visit.client_name = kept(change.client_name, visit.client_name)
    visit.client_reference = kept(change.client_reference, visit.client_reference)
    if change.client_phone is not UNCHANGED:
        visit.client_phone = client_number(change.client_phone, organisation)
    visit.purpose = kept(change.purpose, visit.purpose)
    visit.background = kept(change.background, visit.background)
    visit.occasion = kept(change.occasion, visit.occasion)
    visit.call_after_minutes = kept(change.call_after_minutes, visit.call_after_minutes)
    visit.back_by = kept(change.back_by, visit.back_by)


def cancel_visit(held: Held, reason: str) -> Made:
    """Cancel a planned visit. People who were asked for it are told.

    Raises:
        NotPlanned: it has started, or is over.
    """
    facts = held.root.visit_facts()
    decision = visits.cancel(facts, held.by, reason)
    if decision.visit is not None:
        decision += called_off(facts, asked_along(held.root) - {held.by.person_id})
        decision += trouble.called_off(facts, held.by, at_the_visit(held))
    made = held.write(decision)
    plan_changed(held.session, held.by, facts.worker)
    return made
