"""The tasks around measures: decide on them, hold the order talk, do what comes first, look at a breach."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_to_write import DECIDING, ask_to_write, talk_was
from achterwacht.afterwards.measure_advice import Advised, advised_on
from achterwacht.incidents.records import IncidentRecord
from achterwacht.measures.facts import MeasureState, Talk
from achterwacht.measures.records import MeasureRecord
from achterwacht.measures.rules.advice import OURS
from achterwacht.measures.rules.deciding import all_decided
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import MeasureKind, OrderTalk
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import manager_word
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import Due, TaskKind
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from notifications.texts.catalogue import FIRST_LANGUAGE, catalogue

ORDER_TALK = "order_talk"
"""The key of the profile that asks for the talk."""
INVITED_FOR = timedelta(days=14)
"""How long there is for an order talk to which a letter invites, where the protocol does not say. Ours."""


def lay_decision(
    session: Session, organisation: OrganisationRecord, profile: Profile, incident: IncidentRecord, now: datetime
) -> None:
    """With a report: somebody decides on measures, unless the protocol names none for what happened.

    As long as the report does not say which behaviour it was, somebody looks at it.
    """
    if not profile.measures:
        return
    known = advised_on(session, incident)
    if known.case.happened and not known.advice.measures:
        return
    chain = (profile.deciding.by if profile.deciding is not None else ()) or OURS
    task = Laid(TaskKind.DECIDE_MEASURES, incident.team_id, None, chain, DECIDING, incident_id=incident.id)
    lay(session, organisation, task, now)


def follow_taken(session: Session, known: Advised, record: MeasureRecord, by: Caller, now: datetime) -> None:
    """Lay what follows on a measure that was decided just now, or put to who decides."""
    if record.state is MeasureState.PUT:
        _lay(
            session,
            known,
            now,
            Laid(
                TaskKind.DECIDE_MEASURES,
                record.team_id,
                None,
                record.facts().deciders,
                record.rule or DECIDING,
                incident_id=record.incident_id,
                about=record.id,
                facts={"measure": name_of(session, record)},
            ),
        )
    else:
        _lay_steps(session, known, record, now)
    _settle_when_all_decided(session, known, by)


def follow_decision(session: Session, known: Advised, record: MeasureRecord, by: Caller, now: datetime) -> None:
    """End the task that asked for this decision, and lay what follows."""
    settle(
        session,
        record.organisation_id,
        record.incident_id,
        TaskKind.DECIDE_MEASURES,
        None,
        by.id,
        about=record.id,
    )
    _lay_steps(session, known, record, now)


def follow_breach(session: Session, known: Advised, record: MeasureRecord, now: datetime) -> None:
    """Whoever decided on it looks at what follows now that it was broken."""
    facts = {"what": _said("broken", {"measure": name_of(session, record)})}
    task = Laid(
        TaskKind.MEASURE_STEP,
        record.team_id,
        None,
        record.facts().deciders,
        record.rule or DECIDING,
        incident_id=record.incident_id,
        about=record.id,
        facts=facts,
    )
    _lay(session, known, now, task)


def talk_done(session: Session, task: TaskRecord, by: Caller, now: datetime) -> None:
    """The order talk was held, or nobody came: what waited for it need not wait, and what follows is laid."""
    record = None if task.about_id is None else _measure(session, task)
    if record is None:
        return
    record.outcome = task.outcome
    session.flush()
    incident = session.get(IncidentRecord, (record.incident_id, record.organisation_id))
    assert incident is not None
    known = advised_on(session, incident)
    if known.profile is not None:
        talk_was(session, known.profile, record, by.id)
    order = None if known.profile is None else known.profile.order_talk
    if order is None or record.outcome != Talk.HELD.value:
        return
    after = [one.text for one in order.afterwards]
    if order.confirmation is not None:
        after.insert(0, _said("confirm", {}))
    for text in after:
        step = Laid(
            TaskKind.MEASURE_STEP,
            record.team_id,
            None,
            held_by(order),
            ORDER_TALK,
            incident_id=record.incident_id,
            about=record.id,
            facts={"what": text},
        )
        _lay(session, known, now, step)


def held_by(order: OrderTalk | None) -> tuple[Function, ...]:
    """Returns who sees to the talk. The employee is there if they can, and sees to nothing."""
    holders = () if order is None else order.held_by
    return tuple(one for one in holders if one is not Function.EMPLOYEE) or OURS


def name_of(session: Session, record: MeasureRecord) -> str:
    """Returns what a measure is called."""
    return catalogue(FIRST_LANGUAGE, manager_word(session, record.organisation_id)).say("measures", record.kind.value)


def _lay_steps(session: Session, known: Advised, record: MeasureRecord, now: datetime) -> None:
    """Lay the order talk itself, what comes before a measure that was decided on, and the letter it goes with."""
    if record.state not in (MeasureState.TAKEN, MeasureState.IN_FORCE):
        return
    said = known.advice.terms_of(record.kind)
    if known.profile is not None and not (said is not None and said.measure.orally):
        ask_to_write(session, known.profile, known.incident, record, now)
    if record.kind is MeasureKind.ORDER_TALK:
        order = None if known.profile is None else known.profile.order_talk
        days = None if order is None else order.within_days
        within = INVITED_FOR if days is None else timedelta(days=days)
        task = Laid(
            TaskKind.ORDER_TALK,
            record.team_id,
            None,
            held_by(order),
            ORDER_TALK,
            incident_id=record.incident_id,
            about=record.id,
            points=() if order is None else order.points,
            due=None if days is None and record.letter_id is None else Due(now, now + within),
        )
        _lay(session, known, now, task)
        return
    advised = known.advice.terms_of(record.kind)
    first = None if advised is None else advised.measure.first
    if first is not None:
        task = Laid(
            TaskKind.MEASURE_STEP,
            record.team_id,
            None,
            (*advised.measure.ask_first, *OURS) if advised is not None else OURS,
            record.rule,
            incident_id=record.incident_id,
            about=record.id,
            facts={"what": first},
        )
        _lay(session, known, now, task)


def _settle_when_all_decided(session: Session, known: Advised, by: Caller) -> None:
    incident = known.incident
    kinds = session.scalars(
        select(MeasureRecord.kind).where(
            MeasureRecord.organisation_id == incident.organisation_id, MeasureRecord.incident_id == incident.id
        )
    ).all()
    if all_decided(known.advice, frozenset(kinds)):
        settle(session, incident.organisation_id, incident.id, TaskKind.DECIDE_MEASURES, DECIDING, by.id)


def _measure(session: Session, task: TaskRecord) -> MeasureRecord | None:
    return session.scalars(
        select(MeasureRecord)
        .where(MeasureRecord.organisation_id == task.organisation_id, MeasureRecord.id == task.about_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _lay(session: Session, known: Advised, now: datetime, task: Laid) -> None:
    organisation = session.get_one(OrganisationRecord, known.incident.organisation_id)
    lay(session, organisation, task, now)


def _said(key: str, facts: dict[str, str]) -> str:
    return catalogue(FIRST_LANGUAGE).say("measure_steps", key, facts)
