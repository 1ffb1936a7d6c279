"""Who must know of a report, laid with it: told by their function, or noted in a file by whoever keeps it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.functions.holding import who_holds
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.service import profile_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.words import word_for
from achterwacht.tasks.facts import Due, TaskKind, TaskState
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TELLS, TaskRecord
from achterwacht.tasks.routing import DECIDED_BY, Wanted, after_yes, new_year, wanted
from notifications.texts.catalogue import catalogue

TO_MAKE_THEM = timedelta(days=60)
"""How long there is, after the year, for what is made over all its reports. Ours: no protocol says."""


def lay_routes(
    session: Session, organisation: OrganisationRecord, profile: Profile, incident: IncidentRecord, now: datetime
) -> None:
    """Lay what the registration of the profile asks for, for this report or with the first of a year."""
    registration = profile.registration
    if registration is None:
        return
    for one in wanted(registration, _outside(session, organisation, incident)):
        if one.together:
            _together(session, organisation, profile, one, now)
        elif _came_so(session, incident, one):
            lay(session, organisation, _of(organisation, profile, incident, one), now)


def lay_routes_by_channel(
    session: Session, organisation: OrganisationRecord, profile: Profile, incident: IncidentRecord, now: datetime
) -> None:
    """Lay what is only for some ways, now that the report says in which it came. Nothing is laid twice."""
    if profile.registration is None:
        return
    for one in wanted(profile.registration, _outside(session, organisation, incident)):
        if one.channels and _came_so(session, incident, one) and not _lies(session, incident, one):
            lay(session, organisation, _of(organisation, profile, incident, one), now)


def route_decided(session: Session, task: TaskRecord, by: Caller, now: datetime) -> None:
    """They said that the report goes where only some do: whoever is to note it there is asked to."""
    incident = None if task.incident_id is None else session.get(IncidentRecord, (task.incident_id, by.organisation_id))
    if task.because != DECIDED_BY or incident is None:
        return
    profile = profile_of(session, incident)
    if profile is None or profile.registration is None:
        return
    organisation = session.get_one(OrganisationRecord, incident.organisation_id)
    for one in after_yes(profile.registration, _outside(session, organisation, incident)):
        lay(session, organisation, _of(organisation, profile, incident, one), now)


def _outside(session: Session, organisation: OrganisationRecord, incident: IncidentRecord) -> list[Function]:
    """The functions that only a party outside holds."""
    held, team = who_holds(session, organisation.id), incident.team_id
    return [one for one in Function if held.party(one, team) is not None and not held.named(one, team)]


def _came_so(session: Session, incident: IncidentRecord, one: Wanted) -> bool:
    if not one.channels:
        return True
    report = report_of(session, incident)
    return not {report.account.channel, *(told.channel for told in report.form.behaviours)}.isdisjoint(one.channels)


def _lies(session: Session, incident: IncidentRecord, one: Wanted) -> bool:
    found = select(TaskRecord.id).where(
        TaskRecord.organisation_id == incident.organisation_id,
        TaskRecord.incident_id == incident.id,
        TaskRecord.kind == TaskKind.ROUTE,
        TaskRecord.because == one.because,
    )
    return session.scalar(found.limit(1)) is not None


def _of(organisation: OrganisationRecord, profile: Profile, incident: IncidentRecord, one: Wanted) -> Laid:
    return Laid(
        one.kind,
        incident.team_id,
        None,
        one.chain,
        one.because,
        alarm_id=incident.alarm_id,
        visit_id=incident.visit_id,
        incident_id=incident.id,
        facts=_words(organisation, profile, one),
    )


def _together(session: Session, organisation: OrganisationRecord, profile: Profile, one: Wanted, now: datetime) -> None:
    """With the first report since the last time, so that it is asked for once a year and never without reports."""
    # Of two first reports at the same time, the second one waits here and finds it.
    session.execute(
        select(OrganisationRecord.id).where(OrganisationRecord.id == organisation.id).with_for_update(key_share=True)
    )
    lies = select(TaskRecord.id).where(
        TaskRecord.organisation_id == organisation.id,
        TaskRecord.state == TaskState.OPEN,
        TaskRecord.kind == one.kind,
        TaskRecord.because == one.because,
        TaskRecord.not_before >= now,
    )
    if session.scalar(lies.limit(1)) is not None:
        return
    begins = new_year(now, ZoneInfo(organisation.time_zone)).astimezone(UTC)
    due = Due(begins, begins + TO_MAKE_THEM)
    lay(session, organisation, Laid(
        one.kind, None, None, one.chain, one.because, facts=_words(organisation, profile, one), due=due
    ), now)  # fmt: skip


def _words(organisation: OrganisationRecord, profile: Profile, one: Wanted) -> dict[str, str]:
    words = dict(one.words)
    if one.to:
        words[TELLS] = " ".join(one.to)
        words["to"] = ", ".join(word_for(whom, profile, organisation.language) for whom in one.to)
    if one.decides:
        words["beside"] = ", ".join(word_for(whom, profile, organisation.language) for whom in one.decides)
    if one.file is not None:
        words["file"] = catalogue(organisation.language).say("files", one.file.value)
    return words
