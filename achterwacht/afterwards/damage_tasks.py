"""Asking about damage: what the protocol has somebody do, and how each line ends, as tasks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.damages import rules
from achterwacht.damages.facts import Settlement
from achterwacht.damages.rules import Step
from achterwacht.incidents import form as forms
from achterwacht.incidents.facts import DamageLine, Whose
from achterwacht.incidents.reading import incident_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import Damage
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.registration import FormField
from achterwacht.protocols.words import word_for
from achterwacht.tasks.ending import close
from achterwacht.tasks.facts import Due, TaskKind, TaskState
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TELLS, TaskRecord
from achterwacht.tasks.rules import not_yet
from notifications.texts.catalogue import catalogue

TO_SETTLE = (timedelta(days=7), timedelta(days=30))
"""When somebody is reminded of a line without an end, and until when it may take. Ours: no text says."""
TO_HEAR = (timedelta(days=90), timedelta(days=120))
"""The same for what comes of a claim, from the day it is noted. Ours."""
MOST_NAMED = 3
"""How many lines a title names."""
CLAIMED, WHICH = "claimed", "which"
"""Words of a title: what came of the claim, and which damage there is."""


def ask_damage(
    session: Session,
    organisation: OrganisationRecord,
    profile: Profile,
    incident: IncidentRecord,
    now: datetime,
    by: UUID | None = None,
) -> None:
    """Lay what is to be done about the lines of damage that nobody was asked about yet.

    What was asked about a line that is gone need not be done. by: who changed the report.
    """
    damage = profile.damage
    if damage is None:
        return
    lines = incident_of(session, incident).damages
    known = _tasks(session, incident)
    ids = {one.id for one in lines}
    for task in known:
        if task.about_id is not None and task.state is TaskState.OPEN:
            if task.about_id not in ids:
                close(session, task, TaskState.DROPPED, by, _say(organisation, "line_gone"))
            else:
                _names(organisation, task, next(one for one in lines if one.id == task.about_id))
    asked = {one.about_id for one in known if one.kind is TaskKind.DAMAGE}
    new = [one for one in lines if one.id not in asked]
    if new:
        _lay_steps(session, organisation, profile, incident, new, known, now)
    for line in new:
        _lay_line(session, organisation, incident, line, rules.because(damage, line.whose), now)
    _ask_which(session, organisation, profile, incident, lines, known, now, by)


def go_on_with(
    session: Session,
    organisation: OrganisationRecord,
    damage: Damage,
    incident: IncidentRecord,
    line: DamageLine,
    settled: Settlement,
    by: UUID,
    now: datetime,
) -> None:
    """End what asked for this, and lay what is still to come: somebody is asked about a line until it has its end. Who
    was asked what came of a claim, and says that there is nothing yet, answered: they are asked again later."""
    left = rules.missing(damage, line, settled)
    waits = left == ("recoveredOn",)
    open_ones = [one for one in _tasks(session, incident) if one.about_id == line.id and one.state is TaskState.OPEN]
    fitting = [
        one
        for one in open_ones
        if left and (CLAIMED in one.words) == waits and (not waits or not_yet(one.not_before, now))
    ]
    for one in open_ones:
        if one not in fitting:
            close(session, one, TaskState.DONE, by, "")
    if left and not fitting:
        _lay_line(session, organisation, incident, line, rules.because(damage, line.whose), now, claimed=waits)


def _lay_line(
    session: Session,
    organisation: OrganisationRecord,
    incident: IncidentRecord,
    line: DamageLine,
    because: str,
    now: datetime,
    *,
    claimed: bool = False,
) -> None:
    begins, ends = TO_HEAR if claimed else TO_SETTLE
    words = {"what": _name(organisation, line), **({CLAIMED: "1"} if claimed else {})}
    task = Laid(
        TaskKind.DAMAGE, incident.team_id, None, rules.SETTLED_BY, because, incident_id=incident.id, about=line.id,
        facts=words, due=Due(now + begins, now + ends),
    )  # fmt: skip
    lay(session, organisation, task, now)


def _lay_steps(
    session: Session,
    organisation: OrganisationRecord,
    profile: Profile,
    incident: IncidentRecord,
    lines: Sequence[DamageLine],
    known: Sequence[TaskRecord],
    now: datetime,
) -> None:
    """Lay what the protocol has somebody do, once for what is open: it then names the new lines too."""
    assert profile.damage is not None
    for step in rules.steps(profile.damage, {one.whose for one in lines}):
        own = step.because.startswith("damage.own_steps")
        named = [_name(organisation, one) for one in lines if not own or one.whose is Whose.EMPLOYEE]
        lies = [one for one in known if one.because == step.because and one.state is TaskState.OPEN]
        if lies:
            before = lies[0].words.get("damage", "").split("; ")
            lies[0].words = {**lies[0].words, "damage": _together(organisation, [*before, *named])}
            continue
        words = {**_words(organisation, profile, step), "damage": _together(organisation, named)}
        person = incident.employee_id if Function.EMPLOYEE in step.assignment.by else None
        task = Laid(
            TaskKind.DAMAGE_STEP, incident.team_id, person, step.assignment.by, step.because, incident_id=incident.id,
            facts=words,
        )  # fmt: skip
        lay(session, organisation, task, now)
    session.flush()


def _ask_which(
    session: Session,
    organisation: OrganisationRecord,
    profile: Profile,
    incident: IncidentRecord,
    lines: Sequence[DamageLine],
    known: Sequence[TaskRecord],
    now: datetime,
    by: UUID | None,
) -> None:
    """Somebody said that there is damage, and nobody which: ask, unless the form still does."""
    wanted = bool(incident.damage) and not lines
    lies = [one for one in known if WHICH in one.words and one.state is TaskState.OPEN]
    if not wanted:
        for one in lies:
            close(session, one, TaskState.DONE, by, "")
        return
    on_form = {FormField.DAMAGE_PERSONAL, FormField.DAMAGE_ORGANISATION} & set(forms.fields_of(profile))
    if lies or (on_form and incident.completed_at is None):
        return
    chain = (Function.EMPLOYEE, *rules.SETTLED_BY)
    task = Laid(
        TaskKind.DAMAGE, incident.team_id, incident.employee_id, chain, "damage", incident_id=incident.id,
        facts={WHICH: "1"},
    )  # fmt: skip
    lay(session, organisation, task, now)


def _words(organisation: OrganisationRecord, profile: Profile, step: Step) -> dict[str, str]:
    words = {"what": step.assignment.text}
    if step.assignment.possibly:
        words["possibly"] = "1"
    if step.assignment.to:
        words[TELLS] = " ".join(step.assignment.to)
        words["to"] = ", ".join(word_for(one, profile, organisation.language) for one in step.assignment.to)
    return words


def _names(organisation: OrganisationRecord, task: TaskRecord, line: DamageLine) -> None:
    """Let the title of a task say what its line says by now."""
    name = _name(organisation, line)
    if task.words.get("what") != name:
        task.words = {**task.words, "what": name}


def _name(organisation: OrganisationRecord, line: DamageLine) -> str:
    """What a title calls it. What an injury cost is not named: who has the task may not read the report."""
    return _say(organisation, "injury") if line.whose is Whose.EMPLOYEE_INJURY else line.what


def _together(organisation: OrganisationRecord, names: Sequence[str]) -> str:
    apart = list(dict.fromkeys(one for one in names if one))
    more = _say(organisation, "more")
    if len(apart) > MOST_NAMED or more in apart:
        apart = [*[one for one in apart if one != more][:MOST_NAMED], more]
    return "; ".join(apart)


def _say(organisation: OrganisationRecord, key: str) -> str:
    return catalogue(organisation.language).say("damages", key)


def _tasks(session: Session, incident: IncidentRecord) -> Sequence[TaskRecord]:
    """The tasks about the damage of a report, locked."""
    of_it = (TaskRecord.organisation_id == incident.organisation_id) & (TaskRecord.incident_id == incident.id)
    return session.scalars(
        select(TaskRecord)
        .where(of_it, TaskRecord.kind.in_((TaskKind.DAMAGE, TaskKind.DAMAGE_STEP)))
        .order_by(TaskRecord.id)
        .with_for_update()
    ).all()
