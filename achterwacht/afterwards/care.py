"""What people do with the care for somebody: another person, help that is offered, whether it was enough, who else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare import rules, service
from achterwacht.aftercare.carers import another_carer, carers
from achterwacht.aftercare.facts import Hit
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.aftercare.service import Seen
from achterwacht.aftercare.sight import TALKED, Sight
from achterwacht.afterwards.care_goes_on import STEPS_OF_CARE, end_if_done, enough_talks, open_tasks
from achterwacht.afterwards.care_plans import care_by, chain_of, days_of, lay_steps, new_plan, person_facts
from achterwacht.afterwards.first_care import tell_first_care
from achterwacht.functions.holding import who_holds
from achterwacht.incidents import service as incidents
from achterwacht.incidents.access import hold
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.protocols.aftercare import Offer
from achterwacht.protocols.functions import Function
from achterwacht.refused import NotAllowed, RuleBroken, Wrong, WrongInput
from achterwacht.tasks.clockwork import begin_anew
from achterwacht.tasks.ending import close
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.holding import holds_by
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import escalation, is_late, not_yet
from achterwacht.tasks.telling import tell_holders
from notifications.texts.catalogue import catalogue


class CareOver(RuleBroken):
    """The care for this person ended."""

    code = "care_over"


class NobodyElse(RuleBroken):
    """There is nobody to go to instead."""

    code = "care_nobody_else"


class CaredForAlready(RuleBroken):
    """There is a plan for this person: nobody gets two."""

    code = "care_there"


class NotEvaluated(RuleBroken):
    """This protocol does not ask whether the care was enough, or not of them."""

    code = "care_not_evaluated"


class EvaluatedLater(RuleBroken):
    """Whether the care was enough is asked when there was time for it (004 L358-359)."""

    code = "care_evaluated_later"


def another_person(session: Session, caller: Caller, plan_id: UUID, now: datetime) -> Seen:
    """Give the talks to somebody else: the employee would rather not talk with whoever has them now.

    Raises:
        NotFound, NotAllowed, CareOver: as `to_change`.
        NobodyElse: there is nobody else.
    """
    plan = to_change(session, caller, plan_id)
    care = care_by(session, plan)
    person, again = person_facts(session, plan, care), plan.another_at is not None
    moved = [one for one in open_tasks(session, plan) if one.kind in TALKED]
    has_it = {one for task in moved for one in task.facts().held_by}
    chain = another_carer(care, person, has_it, again=again)
    service.lock(session, plan.organisation_id, plan.id)
    if not chain or not moved:
        raise NobodyElse
    organisation = session.get_one(OrganisationRecord, plan.organisation_id)
    for task in moved:
        lay = task.level > 0 or is_late(task.facts(), now)
        _move(task, chain, plan)
        if lay:
            begin_anew(session, organisation, task, now)
    plan.another_at, plan.another_by = now, caller.id
    session.flush()
    for task in moved:
        if task.not_before is None or task.not_before <= now:
            tell_holders(session, organisation, task, now)
    return service.find(session, caller, plan_id)


def offer_help(
    session: Session, caller: Caller, plan_id: UUID, because: str, accepted: bool | None, now: datetime
) -> Seen:
    """Note that help was offered, and whether it was accepted; the employee answers for themselves.

    What they accept themselves becomes a step of whoever cares.

    Raises:
        NotFound, NotAllowed, CareOver: as `to_change`.
        WrongInput: no such offer.
    """
    plan = to_change(session, caller, plan_id)
    offers = offers_of(session, plan)
    if because not in offers:
        raise WrongInput(Wrong("/offer", "not_a_choice", {"choices": ", ".join(offers)}))
    tasks = open_tasks(session, plan)
    service.lock(session, plan.organisation_id, plan.id)
    organisation = session.get_one(OrganisationRecord, plan.organisation_id)
    days = days_of(session, organisation, plan, now)
    service.note_offer(session, plan, because, caller.id, now.astimezone(days.office.zone).date(), accepted=accepted)
    own = caller.id == plan.person_id
    if own and accepted and not any(one.because == because for one in tasks):
        care = care_by(session, plan)
        step = rules.arrange(offers[because].name, because, carers(care, person_facts(session, plan, care)), days)
        lay_steps(session, organisation, plan, [step], now)
    return service.find(session, caller, plan_id)


def evaluate(session: Session, caller: Caller, plan_id: UUID, sufficient: bool, now: datetime) -> Seen:
    """Say whether the care was enough. What was not is talked about.

    Raises:
        NotFound, NotAllowed, CareOver: as `to_change`.
        NotEvaluated: nobody asks them.
        EvaluatedLater: not yet.
    """
    plan = to_change(session, caller, plan_id)
    own = caller.id == plan.person_id
    tasks = open_tasks(session, plan)
    asked = [one for one in tasks if one.kind is TaskKind.EVALUATE_CARE and _of_employee(one) is own]
    service.lock(session, plan.organisation_id, plan.id)
    if not asked:
        raise NotEvaluated
    if all(not_yet(one.not_before, now) for one in asked):
        raise EvaluatedLater
    service.note_evaluation(session, plan, caller.id, now, by_employee=own, sufficient=sufficient)
    organisation = session.get_one(OrganisationRecord, plan.organisation_id)
    if not sufficient and not any(one.because == rules.NOT_ENOUGH and one.kind is TaskKind.TALK for one in tasks):
        days = days_of(session, organisation, plan, now)
        care = care_by(session, plan)
        step = rules.not_enough(carers(care, person_facts(session, plan, care)), days)
        lay_steps(session, organisation, plan, [step], now)
    for task in asked:
        close(session, task, TaskState.DONE, caller.id, "")
    end_if_done(session, plan, now)
    return service.find(session, caller, plan_id)


def say_enough(session: Session, caller: Caller, plan_id: UUID, now: datetime) -> Seen:
    """No more of the talks that are held regularly: the employee or who holds them says so.

    Raises:
        NotFound, NotAllowed, CareOver: as `to_change`.
    """
    plan = to_change(session, caller, plan_id)
    enough_talks(session, plan, caller.id, now)
    return service.find(session, caller, plan_id)


def add_person(
    session: Session, caller: Caller, incident_id: UUID, hit: Hit, person_id: UUID | None, whom: str, now: datetime
) -> Seen:
    """Somebody else needs care too: a colleague who was there or helped, or people from outside, without a name.

    Raises:
        NotFound: they don't see the report.
        NotAllowed: only a manager of the team and the registrar.
        WrongInput: nobody of that id works here; or outsiders in other words than the profile's.
        CaredForAlready: there is a plan for them.
    """
    incident = incidents.find(session, caller, incident_id, lock=True)
    if incident.team_id is None:
        if caller.teams_for(Action.ADD_TO_CARE) is not None:
            raise NotAllowed
    else:
        caller.require(Action.ADD_TO_CARE, incident.team_id)
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    person = None if person_id is None else _colleague(session, caller.organisation_id, person_id)
    same = CarePlanRecord.whom == whom if person is None else CarePlanRecord.person_id == person.id
    if session.scalar(select(CarePlanRecord.id).where(service.of_event(incident), same).limit(1)) is not None:
        raise CaredForAlready
    plan = new_plan(session, organisation, incident, person, hit, caller.id, now, whom=whom)
    if person is None and whom not in outsiders(session, organisation, plan):
        choices = ", ".join(outsiders(session, organisation, plan))
        raise WrongInput(Wrong("/whom", "not_a_choice", {"choices": choices}))
    tell_first_care(session, organisation, care_by(session, plan), plan, incident, now)
    (found,) = service.seen(session, caller, [plan])
    return found


def without_others_care(session: Session, caller: Caller, tasks: Sequence[TaskRecord]) -> list[TaskRecord]:
    """Returns these tasks without those of the care for somebody else, unless they have them: that is not theirs to
    see, also where it follows from their own report."""
    held = who_holds(session, caller.organisation_id)
    own = set(
        session.scalars(
            select(CarePlanRecord.id).where(
                CarePlanRecord.organisation_id == caller.organisation_id, CarePlanRecord.person_id == caller.id
            )
        )
    )
    return [
        one
        for one in tasks
        if one.kind not in STEPS_OF_CARE or one.about_id in (None, *own) or holds_by(held, caller, one.facts())
    ]


def outsiders(session: Session, organisation: OrganisationRecord, plan: CarePlanRecord) -> list[str]:
    """In which words somebody from outside is named: those of the profile, or ours."""
    return [*care_by(session, plan).also_for, catalogue(organisation.language).say("care", "outsider")]


def offers_of(session: Session, plan: CarePlanRecord) -> dict[str, Offer]:
    """Returns the help that the profile offers, by its key: officials have their own."""
    care = care_by(session, plan)
    if plan.official and care.officials is not None:
        return {f"aftercare.officials.offers[{place}]": one for place, one in enumerate(care.officials.offers)}
    return {f"aftercare.offers[{place}]": one for place, one in enumerate(care.offers)}


def to_change(session: Session, caller: Caller, plan_id: UUID) -> CarePlanRecord:
    """Returns a plan that goes on and that the caller may change: their own, or of whom they care for.

    Raises:
        NotFound: it is not theirs to see.
        NotAllowed: they only see that it goes on.
        CareOver: it ended.
    """
    plan = service.find(session, caller, plan_id).plan
    hold(session, caller.organisation_id, plan.incident_id)
    session.refresh(plan)  # it may have ended while we waited
    found = service.find(session, caller, plan_id)
    if found.sees < Sight.CARES:
        raise NotAllowed
    if found.plan.ended_at is not None:
        raise CareOver
    return found.plan


def _move(task: TaskRecord, chain: tuple[Function, ...], plan: CarePlanRecord) -> None:
    """Another chain has this task from now on. What the employee is asked themselves stays theirs."""
    if _of_employee(task):
        chain = (Function.EMPLOYEE, *chain)
    else:
        task.person_id = None
    task.chain = [one.value for one in escalation(task.kind, chain)]
    task.level = 0


def _of_employee(task: TaskRecord) -> bool:
    return chain_of(task)[:1] == (Function.EMPLOYEE,)


def _colleague(session: Session, organisation_id: UUID, person_id: UUID) -> PersonRecord:
    person = session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == organisation_id,
            PersonRecord.id == person_id,
            PersonRecord.active,
            select(GrantRecord.id).where(GrantRecord.person_id == person_id).exists(),
        )
    ).one_or_none()
    if person is None:
        raise WrongInput(Wrong("/personId", "person_unknown"))
    return person
