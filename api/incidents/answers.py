"""What is answered of an incident report."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.incidents import form as forms
from achterwacht.incidents.access import is_own, standing_of
from achterwacht.incidents.facts import (
    IncidentKind,
    IncidentState,
)
from achterwacht.incidents.reading import reports_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.report import Report
from achterwacht.incidents.rules import may_change, may_handle, may_reopen, may_sign
from achterwacht.incidents.service import profile_of, signatures_asked
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.registration import FormField
from api.addresses.schemas import AddressOut, address_out
from api.http.schemas import Named, Schema, Utc
from api.incidents.form_shown import (
    AggressorOut,
    BehaviourOut,
    DamageOut,
    EmployeeOut,
    PoliceReportOut,
    SightingOut,
    WitnessOut,
    YesNoOut,
    form_out,
)


class SignatureOut(Schema):
    """fallenAt: a change made it void."""

    function: Function
    person: Named
    signed_at: Utc
    fallen_at: Utc | None


class ReopeningOut(Schema):
    """A closing that was taken back. closeReason: why what was left need not be done; reason: what the report was
    opened again for."""

    closed_by: Named
    closed_at: Utc
    close_reason: str | None
    reopened_by: Named
    reopened_at: Utc
    reason: str


class IncidentOut(Schema):
    """A report. `place` is what the reporter wrote, or else the line of the address.

    state: `seen` is a report that a manager saw and that is not complete yet. asks: the blocks of the protocol's form;
    missing: the questions that are not answered yet, as pointers. mayChange and the like: what you may do with it now.
    """

    id: UUID
    visit_id: UUID | None
    alarm_id: UUID | None
    team_id: UUID | None
    kind: IncidentKind
    channel: ConductChannel | None
    happened_at: Utc
    place: str | None
    address: AddressOut | None
    description: str
    caused_by: str | None
    injured: bool | None
    damage: bool | None
    reported_by: Named
    employee: Named
    state: Literal["reported", "seen", "completed", "closed"]
    seen_by: Named | None
    seen_at: Utc | None
    created_at: Utc
    changed_by: Named | None
    changed_at: Utc | None
    completed_by: Named | None
    completed_at: Utc | None
    closed_by: Named | None
    closed_at: Utc | None
    close_reason: str | None
    reopenings: list[ReopeningOut]
    revision: int
    behaviours: list[BehaviourOut]
    conduct_class: str | None
    attempts: int | None
    level: str | None
    motive: str | None
    expressions: list[str]
    persistent: bool
    extreme: bool
    threat_to_come: bool
    injury: YesNoOut | None
    police_report: PoliceReportOut | None
    aftercare: YesNoOut | None
    further_action: YesNoOut | None
    damages: list[DamageOut]
    witnesses: list[WitnessOut]
    stalking_log: list[SightingOut]
    aggressor: AggressorOut | None
    employee_details: EmployeeOut | None
    signatures: list[SignatureOut]
    signatures_asked: list[Function]
    asks: list[FormField]
    missing: list[str]
    mine: bool
    may_change: bool
    may_sign: bool
    may_handle: bool
    may_reopen: bool


class Incidents(Schema):
    """Latest first. next: what to ask for as `after` to read on; null at the end."""

    incidents: list[IncidentOut]
    next: UUID | None


class ReaderOut(Schema):
    """what: the report, its form, an attachment, or the list it stood in."""

    person: Named
    at: Utc
    what: str


class Readers(Schema):
    """Who read a report that is not their own, last first. more: whether there is more than these 200."""

    readers: list[ReaderOut]
    more: bool


def shown(session: Session, me: Caller, records: Sequence[IncidentRecord]) -> list[IncidentOut]:
    """Returns these reports as they are answered to this caller."""
    reports = reports_of(session, records)
    people = {
        person
        for report in reports.values()
        for person in (
            report.reported_by, report.employee_id, report.seen_by, report.changed_by, report.completed_by,
            report.closed_by, *(one.person_id for one in report.signatures),
            *(one.closed_by for one in report.reopenings), *(one.reopened_by for one in report.reopenings),
        )
    }  # fmt: skip
    names = names_of(session, me.organisation_id, people)
    return [_shown(one, reports[one.id], profile_of(session, one), names, me) for one in records]


def _shown(
    record: IncidentRecord, report: Report, profile: Profile | None, names: dict[UUID, str], me: Caller
) -> IncidentOut:
    account, form, by = report.account, report.form, standing_of(me, record)
    address = None if account.address is None else address_out(account.address)
    asked = signatures_asked(profile)

    def named(person: UUID | None) -> Named | None:
        return None if person is None else Named(id=person, name=names[person])

    def certainly(person: UUID) -> Named:
        return Named(id=person, name=names[person])

    return IncidentOut(
        id=report.id,
        visit_id=record.visit_id,
        alarm_id=record.alarm_id,
        team_id=record.team_id,
        kind=account.kind,
        channel=account.channel,
        happened_at=account.happened_at,
        place=account.place or (address.line if address else None),
        address=address,
        description=account.description,
        caused_by=account.caused_by,
        injured=account.injured,
        damage=account.damage,
        reported_by=certainly(report.reported_by),
        employee=certainly(report.employee_id),
        state=_state(report),
        seen_by=named(report.seen_by),
        seen_at=report.seen_at,
        created_at=record.created_at,
        changed_by=named(report.changed_by),
        changed_at=report.changed_at,
        completed_by=named(report.completed_by),
        completed_at=report.completed_at,
        closed_by=named(report.closed_by),
        closed_at=report.closed_at,
        close_reason=report.close_reason,
        reopenings=[
            ReopeningOut(
                closed_by=certainly(one.closed_by),
                closed_at=one.closed_at,
                close_reason=one.close_reason,
                reopened_by=certainly(one.reopened_by),
                reopened_at=one.reopened_at,
                reason=one.reason,
            )
            for one in report.reopenings
        ],
        revision=report.revision,
        **form_out(form, account.injured, profile),
        signatures=[
            SignatureOut(
                function=one.function,
                person=certainly(one.person_id),
                signed_at=one.signed_at,
                fallen_at=one.fallen_at,
            )
            for one in report.signatures
        ],
        signatures_asked=list(asked),
        asks=list(forms.fields_of(profile)),
        missing=[one.pointer for one in forms.missing(account, form, profile)],
        mine=is_own(me, record),
        may_change=may_change(report, by),
        may_sign=may_sign(report, asked, by),
        may_handle=may_handle(report, by),
        may_reopen=may_reopen(report, by),
    )


def _state(report: Report) -> Literal["reported", "seen", "completed", "closed"]:
    if report.state is IncidentState.REPORTED:
        return "reported" if report.seen_at is None else "seen"
    return "closed" if report.state is IncidentState.CLOSED else "completed"
