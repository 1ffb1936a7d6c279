"""Changing or cancelling a visit that is planned: who was asked for it, or goes along, hears of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from achterwacht.addresses.described import WhereTo, place_of
from achterwacht.alarms.facts import Candidate
from achterwacht.beforehand import companions, fraud, trouble
from achterwacht.beforehand.asking import must_be_planned
from achterwacht.beforehand.back_up import ask_back_up_again, called_off
from achterwacht.changes import UNCHANGED, Unchanged, kept
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.running import running_version
from achterwacht.protocols.service import profile_version
from achterwacht.risks.service import look_up_for_visit
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
from achterwacht.visiting.register_again import register_says
from achterwacht.visiting.returns import plan_changed
from achterwacht.visiting.trouble_said import others_go
from achterwacht.visiting.who_goes import takes_over, who_goes_instead
from achterwacht.visits import rules as visits
from achterwacht.visits.change import VisitChange
from achterwacht.visits.new_visit import NewCompanion
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.held import Held, Made
from achterwacht.watch.ledger import Ledger


@dataclass(frozen=True)
class Along:
    """The colleagues who came along before a change, and those of them who were asked to say so at the door."""

    all: frozenset[UUID]
    asked: frozenset[UUID]


def change_visit(held: Held, change: VisitChange, *, may_decide: bool) -> Made:
    """Change a planned visit.

    If it moves, is somewhere else or goes to another worker, promises lapse: companions and back-up are asked anew, or
    read what it is now. At another address, and for another worker, the register is asked anew.

    may_decide: who asks is a manager of the team, who says who goes after a fraud investigation.

    Raises:
        NotPlanned: it has started, or is over.
        WrongInput: a companion is not a colleague here, or the worker does not visit for this team.
        ManagerDecidesFirst: the managers were asked who goes, and somebody else hands it over.
        EndBeforeStart, VisitTooLong: the times can't be.
    """
    session, by = held.session, held.by
    facts = held.root.visit_facts()
    must_be_planned(facts)
    call_may_be_agreed(kept(change.call_after_minutes, None), held.root.protocol)
    first, before = facts.worker, Along(_colleagues(held), frozenset(asked_along(held.root)))
    left_out = _left_out(held, change)
    held = _handed_over(held, change, left_out, may_decide=may_decide)
    root = held.root
    assert root.visit is not None
    handed = root.visit.worker_id != first
    facts = root.visit_facts()
    ledger = held.ledger()
    start, end = kept(change.planned_start, facts.planned_start), kept(change.expected_end, facts.expected_end)
    visits.back_in_time(kept(change.back_by, None), end, root.protocol)
    decision = visits.move(facts, by, start, end, held.context())
    moved = decision.visit is not None
    ledger.record(root, decision)
    elsewhere = _readdressed(held, change, ledger)
    other = _other_kind(held, change, ledger)
    _tell(root.visit, change, root.organisation)
    anew = moved or elsewhere or handed
    if change.companions is not UNCHANGED:
        _others_come(held, change.companions, keep_word=not anew)
    elif moved or elsewhere:
        for one in root.companions:
            one.coming_at = one.there_at = one.declined_at = one.said_no_at = None
    session.flush()
    same_days = all(
        _day(root, before) == _day(root, now)
        for before, now in ((facts.planned_start, start), (facts.expected_end, end))
    )
    if change.address is not UNCHANGED or change.companions is not UNCHANGED or not same_days:
        # A mark may be for whoever goes along now, and for nobody else; of a measure the days count.
        _look_up(held, elsewhere=elsewhere)
    if change.companions is not UNCHANGED:
        others_go(held, ledger)
    _tell_along(held, ledger, before, anew=anew, kind_changed=other)
    if moved or elsewhere:
        ledger.record(root, ask_back_up_again(root.visit_facts()))
    if anew or other:
        ledger.record(root, trouble.moved(root.visit_facts(), by, at_the_visit(held)))
    ledger.flush()
    for worker in sorted({first, root.visit.worker_id} if handed else {first} if moved else ()):
        # Who is on the way from another visit is waited for at this stop, or no longer.
        plan_changed(session, by, worker)
    return held.made()


def _colleagues(held: Held) -> frozenset[UUID]:
    return frozenset(one.person_id for one in held.root.companions if one.person_id is not None)


def _left_out(held: Held, change: VisitChange) -> set[UUID]:
    """Returns the colleagues who come along no more, and neither said so themselves nor do this."""
    if change.companions is UNCHANGED:
        return set()
    stay = {one.person_id for one in change.companions} | {kept(change.worker_id, None), held.by.person_id}
    return {one for one in held.root.colleagues_inside() if one not in stay}


def _handed_over(held: Held, change: VisitChange, left_out: Collection[UUID], *, may_decide: bool) -> Held:
    """Tell who need not go any more, with the time and place that they knew, and let a colleague go if asked."""
    root = held.root
    to_another = change.worker_id is not UNCHANGED and change.worker_id != root.worker_id
    if not to_another and not left_out:
        return held
    ledger = held.ledger()
    ledger.record(root, companions.not_along(left_out))
    if change.worker_id is not UNCHANGED and to_another:
        # Written before anybody's name or time changes: the texts are made when the ledger is.
        ledger.flush()
        person = who_goes_instead(held, change.worker_id, "/workerId")
        colleague = Candidate(person.id, person.name)
        decision = fraud.handed_over(root.visit_facts(), held.by, colleague, may_decide=may_decide)
        held = takes_over(held, person, decision, ledger)
    ledger.flush()
    return held


def _readdressed(held: Held, change: VisitChange, ledger: Ledger) -> bool:
    """Let it be somewhere else when asked. Returns whether it is; the same address in other words is no other place."""
    visit, root = held.root.visit, held.root
    assert visit is not None
    if isinstance(change.address, Unchanged):
        return False
    where: WhereTo = change.address
    needs_a_number(kept(change.kind, visit.kind), where)
    elsewhere, before = where.key != visit.address_key, visit.address_line
    visit.address, visit.address_key, visit.address_line = where.to_dict(), where.key, where.short_line
    if elsewhere:
        ledger.record(root, visits.readdress(root.visit_facts(), held.by, before, where.short_line))
    return elsewhere


def _day(root: Aggregate, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(root.organisation.time_zone)).date()


def _look_up(held: Held, *, elsewhere: bool) -> None:
    root, visit = held.root, held.root.visit
    assert visit is not None
    found = look_up_for_visit(
        held.session,
        root.organisation.id,
        held.by.person_id,
        place_of(visit.address),
        visit.id,
        held.now,
        root.going(),
        start=visit.planned_start,
        until=visit.expected_end,
    )
    if elsewhere:
        visit.risk = found
    else:
        register_says(visit, found)


def _others_come(held: Held, wanted: tuple[NewCompanion, ...], *, keep_word: bool) -> None:
    """Let these come along. Whoever stays keeps what they said, if it was said of this time, place and worker."""
    root, session = held.root, held.session
    assert root.visit is not None
    said = {one.person_id: one for one in root.companions if one.person_id and keep_word}
    people = colleagues_named(session, wanted, held.by.organisation_id, root.visit.worker_id)
    for one in root.companions:
        session.delete(one)
    root.companions = companion_records(wanted, root.visit, people)
    for one in root.companions:
        if one.person_id in said:
            before = said[one.person_id]
            one.coming_at, one.there_at, one.declined_at = before.coming_at, before.there_at, before.declined_at
    session.add_all(root.companions)


def _tell_along(held: Held, ledger: Ledger, before: Along, *, anew: bool, kind_changed: bool) -> None:
    """Ask colleagues who come along, where nobody goes alone. Where nobody is asked, they read it."""
    root, me = held.root, held.by.person_id
    now, asked = _colleagues(held), asked_along(root)
    if anew or kind_changed or now != before.all or asked != before.asked:
        ask_companions(root, ledger, but=() if anew else before.asked)
    ledger.record(root, companions.goes_along(now - before.all - asked - {me}))
    if anew:
        back_up = {root.back_up} if root.back_up is not None else set()
        ledger.record(root, companions.other_plan(((now & before.all) - asked | back_up) - {me}))


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
        decision += called_off(facts, held.root.colleagues_inside() - {held.by.person_id})
        decision += trouble.called_off(facts, held.by, at_the_visit(held))
    made = held.write(decision)
    plan_changed(held.session, held.by, facts.worker)
    return made
