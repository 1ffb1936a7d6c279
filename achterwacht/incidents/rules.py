"""The rules of an incident report: who may change, see off, complete, sign and close it (docs/design/api.md).

Anybody who went through it or saw it files a report, and everything is registered, minor cases too (P3). The employee
and who filed it may change it until it is closed; a manager of the team may, once they have seen it. Nobody handles
what happened to themselves. Signatures hold for what was signed: each change lets them fall.

Pure: the moment comes in as a parameter.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from achterwacht.changes import changed
from achterwacht.incidents.facts import Form, IncidentState
from achterwacht.incidents.refusals import (
    ChangedSince,
    IncidentClosed,
    NoSignatureAsked,
    NotClosed,
    NotCompleted,
    NotYetSeen,
    OwnIncident,
    TasksOpen,
)
from achterwacht.incidents.report import IncidentChange, Reopening, Report, Signature, Standing
from achterwacht.protocols.functions import Function
from achterwacht.refused import NotAllowed


def see(report: Report, by: Standing, now: datetime) -> Report:
    """Record that a manager saw it. Seeing it twice changes nothing more.

    Raises:
        NotAllowed: by who doesn't manage the team.
        OwnIncident: by whom it happened to.
    """
    _handles(report, by)
    return report if report.seen_at is not None else replace(report, seen_by=by.actor.person_id, seen_at=now)


def change(report: Report, account: IncidentChange, form: Form, by: Standing, now: datetime) -> Report:
    """Change what was told: the employee and the reporter until it is closed, a manager once they have seen it.

    form: the complete form as it is from now on. A change lets the signatures fall.

    Raises:
        NotAllowed: by anybody else.
        NotYetSeen: by a manager, before one has seen it.
        IncidentClosed: it was closed.
    """
    theirs = report.is_theirs(by.actor.person_id)
    if not theirs and not by.manages:
        raise NotAllowed
    if report.state is IncidentState.CLOSED:
        raise IncidentClosed
    if not theirs and report.seen_at is None:
        raise NotYetSeen
    told = changed(report.account, account)
    if told == report.account and form == report.form:
        return report
    fallen = tuple(replace(one, fallen_at=one.fallen_at or now) for one in report.signatures)
    return replace(
        report,
        account=told,
        form=form,
        signatures=fallen,
        revision=report.revision + 1,
        changed_by=by.actor.person_id,
        changed_at=now,
    )


def require_read(report: Report, read: int | None, by: Standing) -> None:
    """Refuse a change by who read another revision: what was changed since would be undone without a word.

    read: the revision that was read; None where nobody says.

    Raises:
        NotAllowed: by who may not change it.
        ChangedSince: another revision was read.
    """
    if not report.is_theirs(by.actor.person_id) and not by.manages:
        raise NotAllowed
    if read is not None and read != report.revision:
        raise ChangedSince


def complete(report: Report, by: Standing, now: datetime) -> Report:
    """Record that the form is complete. A manager who completes it has seen it. Once more changes nothing.

    Raises:
        NotAllowed: by who may not change it.
        IncidentClosed: it was closed.
    """
    if not report.is_theirs(by.actor.person_id) and not by.manages:
        raise NotAllowed
    if report.state is IncidentState.CLOSED:
        raise IncidentClosed
    if report.state is IncidentState.COMPLETED:
        return report
    if by.manages and by.actor.person_id != report.employee_id:
        report = see(report, by, now)
    return replace(report, completed_by=by.actor.person_id, completed_at=now)


def sign(report: Report, asked: tuple[Function, ...], read: int, by: Standing, now: datetime) -> Report:
    """Sign a complete form, as the employee or as their manager. Signing twice changes nothing more.

    read: the revision that was read. asked: the functions whose signature the protocol asks for.

    Raises:
        NoSignatureAsked: the protocol asks for none.
        NotAllowed: the caller fills none of the functions.
        IncidentClosed, NotCompleted: it is not the time to sign.
        ChangedSince: another revision was read.
    """
    if not report.is_theirs(by.actor.person_id) and not by.manages:
        raise NotAllowed
    if not asked:
        raise NoSignatureAsked
    functions = _signs_as(report, asked, by)
    if not functions or by.actor.person_id is None:
        raise NotAllowed
    if report.state is IncidentState.CLOSED:
        raise IncidentClosed
    if report.state is IncidentState.REPORTED:
        raise NotCompleted
    if read != report.revision:
        raise ChangedSince
    signed = {one.function for one in report.standing_signatures}
    new = tuple(Signature(one, by.actor.person_id, now) for one in functions if one not in signed)
    return replace(report, signatures=(*report.signatures, *new))


def close(report: Report, open_tasks: int, reason: str | None, by: Standing, now: datetime) -> Report:
    """Close it: by who handles it, when nothing is left to do, or with the reason why that need not be done.

    Raises:
        NotAllowed, OwnIncident: as `see`.
        IncidentClosed: it was closed before.
        TasksOpen: something is left to do, and no reason was given.
    """
    _handles(report, by)
    if report.state is IncidentState.CLOSED:
        raise IncidentClosed
    if open_tasks and not reason:
        raise TasksOpen(count=open_tasks)
    return replace(see(report, by, now), closed_by=by.actor.person_id, closed_at=now, close_reason=reason)


def reopen(report: Report, reason: str, by: Standing, now: datetime) -> Report:
    """Open a closed report again, since something more must be decided: by who handles it. Who closed it stays known.

    reason: what must still be decided.

    Raises:
        NotAllowed, OwnIncident: as `see`.
        NotClosed: it is open.
    """
    handler = _handles(report, by)
    if report.closed_by is None or report.closed_at is None:
        raise NotClosed
    # The clock may have been set back since it was closed.
    at = max(now, report.closed_at)
    again = Reopening(report.closed_by, report.closed_at, report.close_reason, handler, at, reason)
    reopenings = (*report.reopenings, again)
    return replace(report, closed_by=None, closed_at=None, close_reason=None, reopenings=reopenings)


def may_reopen(report: Report, by: Standing) -> bool:
    """Whether this person may open it again now."""
    theirs = by.manages and by.actor.person_id != report.employee_id
    return theirs and report.state is IncidentState.CLOSED


def may_change(report: Report, by: Standing) -> bool:
    """Whether this person may change it now."""
    if report.state is IncidentState.CLOSED:
        return False
    return report.is_theirs(by.actor.person_id) or (by.manages and report.seen_at is not None)


def may_sign(report: Report, asked: tuple[Function, ...], by: Standing) -> bool:
    """Whether a signature of this person is still wanted now."""
    signed = {one.function for one in report.standing_signatures}
    wanted = set(_signs_as(report, asked, by)) - signed
    return report.state is IncidentState.COMPLETED and bool(wanted)


def may_handle(report: Report, by: Standing) -> bool:
    """Whether this person may see it off and close it now."""
    return by.manages and by.actor.person_id != report.employee_id and report.state is not IncidentState.CLOSED


def _handles(report: Report, by: Standing) -> UUID:
    """Returns who handles it.

    Raises:
        NotAllowed, OwnIncident: as `see`.
    """
    if not by.manages:
        raise NotAllowed
    if by.actor.person_id is None or by.actor.person_id == report.employee_id:
        raise OwnIncident
    return by.actor.person_id


def _signs_as(report: Report, asked: tuple[Function, ...], by: Standing) -> tuple[Function, ...]:
    """Returns in which of the functions that sign this person signs: the employee as such, a manager for the others."""
    if by.actor.person_id == report.employee_id:
        return tuple(one for one in asked if one is Function.EMPLOYEE)
    return tuple(one for one in asked if one is Function.DIRECT_MANAGER) if by.manages else ()
