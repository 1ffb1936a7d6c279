"""What people do before a visit starts, and whether it may start. The rules stand in `beforehand`.

They say that they are there, accept to be back-up, or tell the police.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Candidate, People
from achterwacht.beforehand import alone, back_up, fraud, preparing, rules, trouble
from achterwacht.beforehand.rules import Beforehand
from achterwacht.beforehand.who_said_so import Expectation
from achterwacht.context import Context
from achterwacht.kinds import Actor
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import running_version
from achterwacht.protocols.service import profile_version
from achterwacht.refused import Wrong, WrongInput
from achterwacht.visiting.asked import beforehand_of
from achterwacht.visiting.companions import ask_companions
from achterwacht.visiting.returns import plan_changed
from achterwacht.visiting.trouble_said import watcher
from achterwacht.visiting.who_goes import takes_over, who_goes_instead
from achterwacht.visits.facts import PreparationStep, VisitState
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.held import Held, Made
from achterwacht.watch.ledger import Ledger


def may_start(
    root: Aggregate, now: datetime, end: datetime, *, at_once: bool = False, promised: Profile | None = None
) -> Beforehand:
    """Returns the state of a visit whose watch may begin now.

    Raises:
        CompanionNeeded, BackUpNeeded: something must be done first.
    """
    assert root.visit is not None
    beforehand = beforehand_of(root.visit, root.companions, now, end, at_once=at_once, promised=promised)
    rules.may_start(beforehand, root.protocol, ZoneInfo(root.organisation.time_zone))
    return beforehand


def began(
    root: Aggregate, ledger: Ledger, standing: Beforehand, said: Expectation | None, by: Actor, context: Context
) -> None:
    """Decide what follows from how somebody went in: alone where the protocol asks for two, or expecting trouble.

    standing: the state of the visit when its watch began, without what was only said at the door, since that stops
    nobody.
    """
    if said is None:
        ledger.record(root, alone.goes_alone(standing, context))
        return
    went = alone.goes_alone(replace(standing, trouble=True), context)
    expected = trouble.expect(root.visit_facts(), by, said, context.people, context, alone=bool(went.events))
    heard = {one.person for one in expected.notices}
    ledger.record(root, expected)
    # People who are told that trouble is expected read there that the worker is alone.
    ledger.record(root, replace(went, notices=tuple(one for one in went.notices if one.person not in heard)))


def ask_alone(held: Held, reason: str) -> Made:
    """Ask the team's managers whether the worker may go alone."""
    return held.write(alone.ask_alone(held.root.visit_facts(), held.by, reason, held.context()))


def answer_alone(held: Held, allows: bool) -> Made:
    """Record the yes or no of a manager who was asked whether the worker may go alone."""
    return held.write(alone.answer_alone(held.root.visit_facts(), held.by, allows))


def allow_alone(held: Held, reason: str) -> Made:
    """Record that a manager lets the worker go alone, by name and with a reason."""
    return held.write(alone.allow_alone(held.root.visit_facts(), held.by, reason))


def ask_back_up(held: Held, person_id: UUID) -> Made:
    """Ask a colleague to be back-up for this visit.

    Raises:
        WrongInput: they can't act on an alarm of this team, or come along.
        NotPlanned: it has started, or is over.
    """
    ledger = held.ledger()
    decide_back_up(held.session, held.root, person_id, held.by, ledger)
    ledger.flush()
    return held.made()


def decide_back_up(session: Session, root: Aggregate, person_id: UUID, by: Actor, ledger: Ledger) -> None:
    """Decide `ask_back_up` on a visit that is held already."""
    facts = root.visit_facts()
    person = watcher(session, root.organisation.id, root.team_id, person_id)
    if person is None or facts.of_the_visit(person_id):
        raise WrongInput(Wrong("/backUpId", "may_not_watch"))
    ledger.record(root, back_up.ask_back_up(facts, by, Candidate(person_id, person.name)))


def answer_back_up(held: Held, accepts: bool) -> Made:
    """Record the yes or no of the colleague who was asked."""
    return held.write(back_up.answer_back_up(held.root.visit_facts(), held.by, accepts, held.context()))


def tick(held: Held, step: PreparationStep) -> Made:
    """Record that somebody looked up what the protocol asks to look up before a visit."""
    return held.write(preparing.tick(held.root.visit_facts(), held.by, step, _as_it_runs(held)))


def ask_fraud(held: Held) -> Made:
    """Ask the team's managers who goes, since there was a fraud investigation of this client."""
    return held.write(fraud.ask(held.root.visit_facts(), held.by, _as_it_runs(held)))


def same_employee(held: Held) -> Made:
    """Record that a manager decides the same employee goes."""
    return held.write(fraud.same_employee(held.root.visit_facts(), held.by))


def colleague_instead(held: Held, colleague_id: UUID) -> Made:
    """Record that a manager decides a colleague goes instead. From now on it is their visit.

    Companions are asked anew, and so is the register, since it may say something about this colleague.

    Raises:
        WrongInput: they do not visit for this team, or are who was to go.
    """
    first, person = held.root.worker_id, who_goes_instead(held, colleague_id, "/colleagueId")
    ledger = held.ledger()
    decision = fraud.colleague_instead(held.root.visit_facts(), held.by, Candidate(person.id, person.name))
    held = takes_over(held, person, decision, ledger)
    ask_companions(held.root, ledger)
    ledger.flush()
    for worker in sorted((first, person.id)):
        # Who is on the way from another visit is waited for at this stop, or no longer.
        plan_changed(held.session, held.by, worker)
    return held.made()


def at_the_visit(held: Held) -> People:
    """Returns who watches at the time of the visit: by the roster if it is still to come, and now if it goes on."""
    visit = held.root.visit_facts()
    later = visit.state is VisitState.PLANNED and visit.planned_start > held.now
    return held.people(visit.planned_start if later else None)


def police_told(held: Held, reference: str) -> Made:
    """Record that a human told the police where and when somebody goes."""
    return held.write(rules.police_told(held.root.visit_facts(), held.by, reference, held.context()))


def _as_it_runs(held: Held) -> Context:
    """Returns the context of a planned visit with the profile that runs now, since screens ask by that one."""
    root = held.root
    if root.visit_facts().state is not VisitState.PLANNED:
        return held.context()
    running = running_version(held.session, root.organisation, root.team_id)
    return replace(held.context(), protocol=profile_version(held.session, root.organisation.id, running))
