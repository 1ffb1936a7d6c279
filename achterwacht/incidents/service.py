"""The use cases of incident reports: list, read, change, complete, sign and close. Filing is in `filing.py`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from achterwacht.changes import changed
from achterwacht.incidents import form as forms
from achterwacht.incidents import rules
from achterwacht.incidents.access import find, standing_of, visible_to
from achterwacht.incidents.facts import DamageLine, Form, Sighting
from achterwacht.incidents.filing import Draft, file, unknown_people
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentReadRecord, IncidentRecord
from achterwacht.incidents.report import IncidentChange, Report, Standing
from achterwacht.incidents.writing import settle
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import profile_if_any
from achterwacht.refused import NotFound, Wrong, refuse
from foundation.clock import clock_of

__all__ = [
    "Draft", "change", "close", "file", "find", "list_incidents", "profile_of", "readers",
    "sign", "signatures_asked",
]  # fmt: skip

MOST_READERS = 200
NO_CHANGE = IncidentChange()


def list_incidents(session: Session, caller: Caller, after: UUID | None, most: int) -> Sequence[IncidentRecord]:
    """Returns the caller's own reports and those they may see by a role, latest first: at most so many after `after`.

    Raises:
        NotFound: there is no report `after` that they may see.
    """
    visible = select(IncidentRecord).where(visible_to(caller))
    if after is not None:
        last = session.scalars(visible.where(IncidentRecord.id == after)).one_or_none()
        if last is None:
            raise NotFound("incident")
        same_moment = and_(IncidentRecord.happened_at == last.happened_at, IncidentRecord.id > last.id)
        visible = visible.where(or_(IncidentRecord.happened_at < last.happened_at, same_moment))
    in_order = visible.order_by(IncidentRecord.happened_at.desc(), IncidentRecord.id)
    return session.scalars(in_order.limit(most)).all()


def change(
    session: Session,
    caller: Caller,
    incident_id: UUID,
    given: IncidentChange,
    answers: Mapping[str, Any] | None = None,
    *,
    read: int | None = None,
    seen: bool = False,
    complete: bool = False,
    settled: Collection[DamageLine] = (),
) -> IncidentRecord:
    """Change what was told, record that a manager saw it, complete the form: any of these, in this order.

    answers: the fields of the form that are named, with their new values. read: the revision that was read; None where
    nobody says. settled: lines of damage of which the end was noted.

    Raises:
        NotFound: as `find`.
        NotAllowed, OwnIncident, NotYetSeen, IncidentClosed, ChangedSince: the rules refuse it.
        WrongInput: with every wrong field, and with every question that is not answered in a complete form.
    """
    record = find(session, caller, incident_id, lock=True)
    now = clock_of(session).now(session)
    before, by, profile = report_of(session, record), standing_of(caller, record), profile_of(session, record)
    rules.require_read(before, read, by)
    report = rules.see(before, by, now) if seen else before
    if answers or given != NO_CHANGE:
        account, form = _told(report, given, answers or {}, profile)
        report = rules.change(report, account, form, by, now)
        wrong = [*report.account.wrong(now), *forms.wrong(report.account, report.form, profile, now)]
        refuse([*wrong, *forms.lost(settled, report.form), *unknown_people(session, caller, report.form)])
    if complete:
        report = rules.complete(report, by, now)
    if report.completed_at is not None and report != before:
        refuse(forms.missing(report.account, report.form, profile))
    settle(session, record, report, before)
    return record


def sign(session: Session, caller: Caller, incident_id: UUID, read: int | None) -> IncidentRecord:
    """Sign the complete form, as whom the profile asks. read: the revision that was read.

    Raises:
        NotFound: as `find`.
        NotAllowed, NoSignatureAsked, IncidentClosed, NotCompleted, ChangedSince: the rules refuse it.
    """
    record = find(session, caller, incident_id, lock=True)
    before, by = report_of(session, record), standing_of(caller, record)
    asked = signatures_asked(profile_of(session, record))
    now = clock_of(session).now(session)
    report = rules.sign(before, asked, before.revision if read is None else read, by, now)
    settle(session, record, report, before)
    return record


def close(session: Session, record: IncidentRecord, open_tasks: int, reason: str | None, by: Standing) -> None:
    """Close a report that is locked. open_tasks: how much is still to be done.

    Raises:
        NotAllowed, OwnIncident, IncidentClosed, TasksOpen: the rules refuse it.
    """
    before, now = report_of(session, record), clock_of(session).now(session)
    settle(session, record, rules.close(before, open_tasks, reason, by, now), before)


def reopen(session: Session, caller: Caller, incident_id: UUID, reason: str) -> IncidentRecord:
    """Open a closed report again. reason: what must still be decided.

    Raises:
        NotFound: as `find`.
        NotAllowed, OwnIncident, NotClosed: the rules refuse it.
    """
    record = find(session, caller, incident_id, lock=True)
    before, now = report_of(session, record), clock_of(session).now(session)
    settle(session, record, rules.reopen(before, reason, standing_of(caller, record), now), before)
    return record


def readers(session: Session, caller: Caller, incident_id: UUID) -> Sequence[IncidentReadRecord]:
    """Returns who read a report that is not theirs, last first; one more than `MOST_READERS` where there are more.

    Raises:
        NotFound: as `find`.
    """
    record = find(session, caller, incident_id)
    table = IncidentReadRecord
    read = select(table).where(table.organisation_id == record.organisation_id, table.incident_id == record.id)
    return session.scalars(read.order_by(table.at.desc(), table.id).limit(MOST_READERS + 1)).all()


def profile_of(session: Session, record: IncidentRecord) -> Profile | None:
    """Returns the profile by which the report was filed; None for one that was filed without."""
    organisation = session.get_one(OrganisationRecord, record.organisation_id)
    return profile_if_any(session, organisation, record.protocol_id)


def signatures_asked(profile: Profile | None) -> tuple[Function, ...]:
    """Returns the functions that sign the form of this profile."""
    return () if profile is None or profile.registration is None else profile.registration.signed_by


def _told(
    report: Report, given: IncidentChange, answers: Mapping[str, Any], profile: Profile | None
) -> tuple[IncidentChange, Form]:
    """Returns the change of the account and the form after it, with what follows from them."""
    named = dict(answers)
    if given.injured is False:
        named.setdefault("injury", None)
    if "damages" in named:
        named["damages"] = _same_lines("/damages", named["damages"], report.form.damages)
    if "sightings" in named:
        named["sightings"] = _same_lines("/stalkingLog", named["sightings"], report.form.sightings)
    account, form = forms.settled(changed(report.account, given), replace(report.form, **named), profile)
    return replace(given, injured=account.injured, damage=account.damage), form


Line = TypeVar("Line", DamageLine, Sighting)


def _same_lines(pointer: str, said: Sequence[Line], stored: Sequence[Line]) -> tuple[Line, ...]:
    """Returns the lines with the ids of those that are stored: a line that says the same is the same line.

    Raises:
        WrongInput: a line names an id that this report has not.
    """
    free = {one.id: one for one in stored}
    refuse(
        [
            Wrong(f"{pointer}/{place}/id", "unknown")
            for place, one in enumerate(said)
            if one.id is not None and one.id not in free
        ]
    )
    for one in said:
        free.pop(one.id, None)
    lines = []
    for one in said:
        same = next((old for old in free.values() if replace(old, id=None) == one), None) if one.id is None else None
        lines.append(one if same is None else free.pop(same.id))
    return tuple(lines)
