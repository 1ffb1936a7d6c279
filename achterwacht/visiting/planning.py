"""Planning a visit, or beginning one: what is known beforehand, and what the register says about the address."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from achterwacht.beforehand import companions, trouble
from achterwacht.beforehand.rules import Beforehand
from achterwacht.beforehand.who_said_so import Expectation
from achterwacht.kinds import Actor, RootKind
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.protocols.running import version_over
from achterwacht.protocols.service import profile_version
from achterwacht.refused import RuleBroken, Wrong, WrongInput
from achterwacht.risks.service import look_up_for_visit
from achterwacht.visiting.begun_twice import begun_without_an_app, taken_over
from achterwacht.visiting.companions import ask_companions, asked_along, colleagues_along, outsiders_are_there
from achterwacht.visiting.plan_checks import (
    call_may_be_agreed,
    client_number,
    colleagues_named,
    companion_records,
    kind_of,
    must_visit_for,
    needs_a_number,
)
from achterwacht.visiting.preparation import began, decide_back_up, may_start
from achterwacht.visiting.returns import arrived, awaited_somewhere, plan_changed
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.visits.new_visit import NewVisit
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.duty import DutyBook, context_of, people_of
from achterwacht.watch.held import Held, Made, addressee, hold_visit
from achterwacht.watch.ledger import Ledger
from foundation.at_hand import at_hand
from foundation.bulk import filled
from foundation.clock import clock_of, present
from foundation.plain_rows import Plain


class SameIdOtherBody(RuleBroken):
    """There is a visit with this id, from another request."""

    code = "same_id_other_body"


begun_by_text = begun_without_an_app(bindparam("worker"), bindparam("address_key"))
_moment = select(present().label("now")).subquery()
BEFORE = Plain(
    select(
        _moment.c.now,
        VisitRecord.id.label("known"),
        VisitRecord.created_by,
        VisitRecord.created_from,
        TeamRecord.name.label("team"),
        TeamRecord.protocol_id.label("teams_own"),
        begun_by_text.label("by_text"),
        awaited_somewhere(bindparam("worker"), bindparam("organisation")).label("on_the_way"),
    )
    .select_from(_moment)
    .outerjoin(
        VisitRecord, (VisitRecord.id == bindparam("id")) & (VisitRecord.organisation_id == bindparam("organisation"))
    )
    .outerjoin(
        TeamRecord, (TeamRecord.id == bindparam("team_id")) & (TeamRecord.organisation_id == bindparam("organisation"))
    )
)
"""The time, who made a visit with that id here, and the name and profile of the team; made once: asked at every
check-in."""


def plan_visit(
    session: Session,
    new: NewVisit,
    by: Actor,
    *,
    start_now: bool,
    where_as_said: bool = False,
    goes_on: bool = True,
) -> Made:
    """Record a visit, and check in at once if asked. The watch is complete before this is committed.

    where_as_said: they stand at a door, and nothing better is known than the place in their words. goes_on: whether it
    ends an earlier way back of theirs.

    Raises:
        WrongInput: there is no such team, a companion is not a colleague here, the worker does not visit for this
            team, or can't be checked in by somebody else.
        SameIdOtherBody: the id is taken by another visit.
        EndBeforeStart, VisitTooLong: the times can't be.
        CompanionNeeded, BackUpNeeded: it can be planned, and not start yet.
    """
    assert by.person_id is not None
    worker_id = new.worker or by.person_id
    visit_id = new.id or uuid4()
    before = _before(session, visit_id, new, by)
    if isinstance(before, Held):
        return before.made()
    team, teams_own, now, by_text, on_the_way = before
    book = DutyBook(session, now)
    # The actor was read together with their organisation, so neither costs a statement here.
    organisation = at_hand(session, OrganisationRecord, by.organisation_id)
    version = version_over(organisation, teams_own)
    protocol = profile_version(session, organisation.id, version)
    if worker_id != by.person_id:
        must_visit_for(session, organisation.id, new.team_id, worker_id, start_now=start_now)
    names = colleagues_named(session, new.companions, by.organisation_id, worker_id)
    if not where_as_said:
        needs_a_number(new.kind, new.address)
    start = now if start_now else new.planned_start or now
    visit = VisitRecord(
        id=visit_id,
        organisation_id=organisation.id,
        team_id=new.team_id,
        worker_id=worker_id,
        protocol_id=version,
        created_by=by.person_id,
        created_at=now,
        created_from=new.digest(),
        state=VisitState.PLANNED,
        address=new.address.to_dict(),
        address_key=new.address.key,
        address_line=new.address.short_line,
        client_name=new.client_name,
        client_reference=new.client_reference,
        client_phone=client_number(new.client_phone, organisation),
        purpose=new.purpose,
        background=new.background,
        kind=kind_of(new.kind, new.address, protocol, start_now=start_now),
        occasion=new.occasion,
        police_wanted=False,
        call_after_minutes=new.call_after_minutes,
        back_by=new.back_by,
        risk={},
        planned_start=start,
        expected_end=new.expected_end,
        check_call=CheckCall.NONE,
        asked_count=0,
        chased_count=0,
    )
    root = Aggregate(
        kind=RootKind.VISIT,
        organisation=organisation,
        protocol=protocol,
        team_id=new.team_id,
        worker_name=names[worker_id].name,
        worker_phone=names[worker_id].phone,
        visit=filled(visit),
        alarm=None,
        companions=companion_records(new.companions, visit, names),
    )
    call_may_be_agreed(new.call_after_minutes, protocol)
    visits.back_in_time(new.back_by, new.expected_end, protocol)
    visit.risk = look_up_for_visit(
        session,
        organisation.id,
        by.person_id,
        new.address,
        visit.id,
        now,
        root.going(),
        start=start,
        until=new.expected_end,
    )
    facts = root.visit_facts()
    context = context_of(root, book)
    if start_now:
        outsiders_are_there(root, now)
        standing: Beforehand | None = may_start(root, now, new.expected_end, at_once=True)
        # Usually nobody expects them elsewhere, and no profile makes anybody wait: that costs no statement.
        waited_for = goes_on and (on_the_way or protocol.signing_off.back_after is not None)
        back_by = arrived(session, by, worker_id, protocol, visit.id) if waited_for else None
        facts = facts if back_by is None else replace(facts, back_by=facts.back_by or back_by)
        decision = visits.check_in(facts, by, new.expected_end, people_of(root, book, new.expected_end), context)
    else:
        standing = None
        decision = visits.plan(facts, by, context)
    ledger = Ledger(session, now, by)
    ledger.begin(root)
    # The visit did not exist a moment ago, so it has no unsent messages to cancel.
    ledger.record(root, replace(decision, silenced=frozenset()))
    said = None if new.expects_trouble is None else Expectation(new.expects_trouble, new.police_wanted)
    if standing is not None:
        began(root, ledger, standing, said, by, context)
    elif said is not None:
        watching = people_of(root, book, start if start > now else None)
        ledger.record(root, trouble.expect(root.visit_facts(), by, said, watching, context))
    if root.companions or not start_now:
        # Without anybody who comes along, a visit that began has nobody to ask.
        ask_companions(root, ledger)
    if not start_now:
        # Who is at the door already hears it there.
        ledger.record(root, companions.goes_along(colleagues_along(root) - asked_along(root) - {by.person_id}))
    if not start_now and new.back_up is not None:
        decide_back_up(session, root, new.back_up, by, ledger)
    story = ledger.story()
    ledger.flush()
    if start_now and by_text is not None:
        taken_over(hold_visit(session, by_text, by))
    if not start_now:
        plan_changed(session, by, worker_id)
    return Made(root, team, addressee(names[worker_id]), book, story)


def _before(
    session: Session, visit_id: UUID, new: NewVisit, by: Actor
) -> Held | tuple[str, UUID | None, datetime, UUID | None, bool]:
    """Returns the visit that an earlier request with this id made here.

    If there is none: the team's name, its own profile version, the time, what they began there by SMS or a call, and
    whether they are expected at the end of a way back.
    """
    asked: dict[str, Any] = {"id": visit_id, "team_id": new.team_id, "organisation": by.organisation_id}
    asked |= {"worker": new.worker or by.person_id, "address_key": new.address.key}
    (known,) = BEFORE.read(session, {**asked, **clock_of(session).given(session)})
    if known.team is None:
        raise WrongInput(Wrong("/teamId", "team_unknown"))
    if known.known is None:
        return known.team, known.teams_own, known.now, known.by_text, known.on_the_way
    if (known.created_by, known.created_from) != (by.person_id, new.digest()):
        raise SameIdOtherBody
    return hold_visit(session, visit_id, by)
