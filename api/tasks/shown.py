"""A task as it is shown: who has it, until when, and what may be done with it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.functions.holding import Held, who_holds
from achterwacht.incidents.facts import IncidentKind
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import teams_of
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import profile_if_any, running_if_any
from achterwacht.protocols.words import word_for
from achterwacht.tasks import service
from achterwacht.tasks.able import is_employees_alone
from achterwacht.tasks.facts import Task, TaskKind, TaskState
from achterwacht.tasks.holding import Asked, does_by, held_as, holds_by, parties_of
from achterwacht.tasks.needs import parts_for
from achterwacht.tasks.records import INSTEAD_OF, TaskRecord
from achterwacht.tasks.rules import is_late, may_drop
from achterwacht.visits.records import VisitRecord
from api.http.schemas import TEXT, Body, Named, Schema, Utc
from foundation.clock import clock_of
from notifications.texts.catalogue import catalogue


class TaskPoint(Body):
    """A part of it to tick."""

    text: Annotated[str, Field(max_length=1000), TEXT]
    done: bool


class PartyOut(Schema):
    """A party outside the organisation, for whoever is to reach it."""

    name: str
    email: str | None
    phone: str | None
    address: str
    contact: str


class InShort(Schema):
    """What whoever has a task needs to know of the report: whom it happened to, when, and what kind. Not the story."""

    employee: Named
    team: Named | None
    happened_at: Utc
    kind: IncidentKind


class TaskOut(Schema):
    """Something to be done.

    function: who it was meant for first, called `functionName` by the protocol; `person` has it by name. notBefore:
    when it can be done, if that is later. heldByNobody: nobody holds its function. parties: whom outside it is for.
    opens: whether it shows you more of its report (`GET /v1/tasks/{task_id}/report`) than you may read anyway.
    inShort: of the report, what whoever has it needs to know. question: only to be done if whoever has it finds so.
    passedOn: whether it went on because it lay. because: the key of the protocol's profile that asks for it. byHand:
    whether it is ended by saying so; otherwise its own thing ends it. outcomes: one of these is said then. noted:
    whether something may be written with it. noteNeeded: it says how it was done. mine: whether you have it.
    mayHandOver: whether somebody else could do it. mayDrop: whether you can say that it need not be done.
    """

    id: UUID
    kind: TaskKind
    title: str
    incident_id: UUID | None
    about_id: UUID | None
    function: Function | None
    function_name: str | None
    held_by_nobody: bool
    parties: list[PartyOut]
    in_short: InShort | None
    opens: bool
    question: bool
    person: Named | None
    alarm_id: UUID | None
    visit_id: UUID | None
    made_at: Utc
    not_before: Utc | None
    due_at: Utc
    late: bool
    passed_on: bool
    state: TaskState
    points: list[TaskPoint]
    because: str
    outcome: str | None
    note: str
    closed_by: Named | None
    closed_at: Utc | None
    by_hand: bool
    outcomes: list[str]
    noted: bool
    note_needed: bool
    mine: bool
    may_hand_over: bool
    may_drop: bool


def shown_tasks(session: Session, me: Caller, records: Sequence[TaskRecord]) -> list[TaskOut]:
    """Returns these tasks as the caller sees them."""
    people = [person for record in records for person in (record.person_id, record.closed_by)]
    names = names_of(session, me.organisation_id, people)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    now = clock_of(session).now(session)
    own = service.happened_to(session, me.organisation_id, records)
    held = who_holds(session, me.organisation_id)
    asked = Asked(session, held)
    places = _places(session, me, records)
    reports = in_short(session, me, [one.incident_id for one in records])

    @cache
    def profile(team_id: UUID | None) -> Profile | None:
        if team_id is None:
            return profile_if_any(session, organisation, None)
        return running_if_any(session, organisation, team_id)

    def word(function: Function, record: TaskRecord) -> str:
        return word_for(function, profile(record.team_id), me.language or organisation.language)

    def named(person: UUID | None) -> Named | None:
        return None if person is None else Named(id=person, name=names[person])

    def title(record: TaskRecord) -> str:
        facts = dict(record.words)
        if record.visit_id in places:
            facts["where"] = places[record.visit_id]
        if "function" in facts:
            facts["function"] = word(Function(facts["function"]), record)
        texts = catalogue(me.language or organisation.language)
        said = texts.say("tasks", record.kind.value, facts)
        if INSTEAD_OF not in facts:
            return said
        return f"{said} {texts.say('said', 'case_of_their_own', {'who': word(Function(facts[INSTEAD_OF]), record)})}"

    def knows_of(record: TaskRecord, *, mine: bool) -> bool:
        """Whose task needs it, who reads the report itself, and whom it is about: of several they must know which."""
        if mine and record.kind.spec.in_short:
            return True
        return own.get(record.id) == me.id or _reads_reports(me, record.team_id)

    def reads_it(record: TaskRecord) -> bool:
        """Whether what was ticked and said is theirs to read, who do not have it to do: by the report, or their own
        case. An administrator whom it reached because everybody let it lie only hands it on."""
        reads = own.get(record.id) == me.id or _reads_reports(me, record.team_id)
        return reads and not record.kind.spec.confidential

    def shown(record: TaskRecord) -> TaskOut:
        task = record.facts()
        first = task.chain[0] if task.chain else None
        mine = holds_by(held, me, task)
        hidden = not does_by(held, me, task) and not reads_it(record)
        parties = parties_of(held, task) if mine else ()
        return TaskOut(
            id=record.id,
            kind=record.kind,
            title=title(record),
            incident_id=record.incident_id,
            about_id=record.about_id,
            function=first,
            function_name=None if first is None else word(first, record),
            held_by_nobody=task.state is TaskState.OPEN and asked.is_unheld(task),
            parties=[PartyOut.model_validate(one) for one in parties],
            in_short=reports.get(record.incident_id) if knows_of(record, mine=mine) else None,
            opens=own.get(record.id) != me.id and _opens(held, me, record, task),
            question=task.question,
            person=named(record.person_id),
            alarm_id=record.alarm_id,
            visit_id=record.visit_id,
            made_at=record.made_at,
            not_before=record.not_before,
            due_at=record.due_at,
            late=is_late(task, now),
            passed_on=record.level > 0,
            state=record.state,
            points=[] if hidden else [TaskPoint(text=one.text, done=one.done) for one in task.points],
            because=record.because,
            outcome=None if hidden else record.outcome,
            note="" if hidden else record.note,
            closed_by=named(record.closed_by),
            closed_at=record.closed_at,
            by_hand=record.kind.spec.by_hand,
            outcomes=list(record.kind.spec.outcomes),
            noted=record.kind.spec.note,
            note_needed=record.kind.spec.note_needed,
            mine=mine,
            may_hand_over=mine and not is_employees_alone(task),
            may_drop=may_drop(
                task, me.id, own.get(record.id), manages=me.can(Action.DROP_TASK, record.team_id), holds=mine
            ),
        )

    return [shown(record) for record in records]


def _places(session: Session, me: Caller, records: Sequence[TaskRecord]) -> Mapping[UUID | None, str]:
    """The addresses to look at, by visit. A task does not hold one: it goes when its visit does."""
    visits = {one.visit_id for one in records if one.kind is TaskKind.LOOK_AT_ADDRESS}
    if not visits:
        return {}
    found = select(VisitRecord.id, VisitRecord.address_line).where(
        VisitRecord.organisation_id == me.organisation_id, VisitRecord.id.in_(visits)
    )
    return {row.id: row.address_line for row in session.execute(found)}


def _reads_reports(me: Caller, team_id: UUID | None) -> bool:
    """Whether the report itself is theirs to read by a role, with all that is in it."""
    return me.teams_for(Action.SEE_INCIDENTS) is None if team_id is None else me.can(Action.SEE_INCIDENTS, team_id)


def _opens(held: Held, me: Caller, record: TaskRecord, task: Task) -> bool:
    if record.incident_id is None or task.state is not TaskState.OPEN or _reads_reports(me, record.team_id):
        return False
    return bool(parts_for(record.kind, record.because, held_as(held, me, task)))


def in_short(session: Session, me: Caller, ids: Sequence[UUID | None]) -> Mapping[UUID | None, InShort]:
    """Returns of these reports what whoever has a task about one needs to know. Whether they do, the caller says."""
    if not any(ids):
        return {}
    found = session.scalars(
        select(IncidentRecord).where(IncidentRecord.organisation_id == me.organisation_id, IncidentRecord.id.in_(ids))
    ).all()
    names = names_of(session, me.organisation_id, [one.employee_id for one in found])
    teams = {one.id: one.name for one in teams_of(session, me.organisation_id)}
    return {
        one.id: InShort(
            employee=Named(id=one.employee_id, name=names[one.employee_id]),
            team=None if one.team_id is None else Named(id=one.team_id, name=teams[one.team_id]),
            happened_at=one.happened_at,
            kind=one.kind,
        )
        for one in found
    }
