"""The Belgian register of acts by third parties: entering a report, the employee's name, and reading it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.functions.holding import Held, who_holds
from achterwacht.incidents.access import find, is_own, log_reads
from achterwacht.incidents.reading import reports_of
from achterwacht.incidents.records import IncidentRecord, ReadOf
from achterwacht.incidents.report import Report
from achterwacht.incidents.service import profile_of
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.running import profile_if_any, profile_over
from achterwacht.refused import NotFound
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from achterwacht.third_party_acts import rules
from achterwacht.third_party_acts.records import ThirdPartyActRecord
from foundation.clock import clock_of


@dataclass(frozen=True)
class Act:
    """A line of the register. kinds: in the words of the protocol. employee: only with their consent."""

    id: UUID
    happened_at: datetime
    kinds: tuple[str, ...]
    facts: str
    place: str
    entered_on: date
    kept_until: date
    employee: str | None


def enter_when_routed(session: Session, task: TaskRecord, by: Caller, now: datetime) -> None:
    """Enter a report, when whoever was asked whether it belongs in the register said that it does.

    The employee is asked whether their name may stand there.
    """
    if task.incident_id is None:
        return
    incident = session.get(IncidentRecord, (task.incident_id, task.organisation_id))
    if incident is None or not rules.enters(profile_of(session, incident), task.because):
        return
    if session.get(ThirdPartyActRecord, (incident.id, incident.organisation_id)) is not None:
        return
    organisation = session.get_one(OrganisationRecord, incident.organisation_id)
    session.add(
        ThirdPartyActRecord(
            incident_id=incident.id,
            organisation_id=incident.organisation_id,
            entered_by=by.id,
            entered_at=now,
            kept_until=rules.kept_until(now.astimezone(ZoneInfo(organisation.time_zone)).date()),
        )
    )
    session.flush()
    asks = Laid(
        TaskKind.NAME_IN_REGISTER, incident.team_id, incident.employee_id, (Function.EMPLOYEE,), task.because,
        incident_id=incident.id,
    )  # fmt: skip
    lay(session, organisation, asks, now)


def entry_of(session: Session, caller: Caller, incident_id: UUID) -> tuple[ThirdPartyActRecord | None, bool]:
    """Returns the entry of a report, if it has one, and whether the caller says whether their name stands in it.

    Raises:
        NotFound: there is no such report, or it is not theirs to see.
    """
    incident = find(session, caller, incident_id)
    record = session.get(ThirdPartyActRecord, (incident.id, incident.organisation_id))
    return record, record is not None and is_own(caller, incident)


def say_name(session: Session, caller: Caller, incident_id: UUID, named: bool) -> ThirdPartyActRecord:
    """Say whether your name may stand in the register, or take it back; also when the report was closed.

    Raises:
        NotFound: as `entry_of`, or it does not stand in the register.
        NotTheirName: it happened to somebody else.
    """
    incident = find(session, caller, incident_id, lock=True)
    record = _entry(session, incident)
    if not is_own(caller, incident):
        raise rules.NotTheirName
    record.named, record.named_at = named, clock_of(session).now(session)
    session.flush()
    settle(session, caller.organisation_id, incident.id, TaskKind.NAME_IN_REGISTER, None, caller.id)
    return record


def reads_register(session: Session, caller: Caller) -> bool:
    """Whether there is a register for them to read."""
    if not caller.grants or who_holds(session, caller.organisation_id).any_held_by(caller).isdisjoint(rules.READERS):
        return False
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    return _keeps(session, organisation) or bool(_rows(session, organisation.id, _today(session, organisation)))


def read_register(session: Session, caller: Caller, after: UUID | None, most: int | None) -> list[Act]:
    """Returns what stands in the register, last entered first, `most` at a time. Reading it is logged.

    Raises:
        NotFound: this organisation keeps none.
        NotAllowed: they don't read it.
    """
    held = who_holds(session, caller.organisation_id)
    if not caller.grants or held.any_held_by(caller).isdisjoint(rules.READERS):
        raise rules.NotTheirRegister
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    rows = _rows(session, caller.organisation_id, _today(session, organisation))
    if not rows and not _keeps(session, organisation):
        raise NotFound("third_party_acts")
    theirs = [one for one in rows if _reads(held, caller, one[1])]
    page = _page(theirs, after, most)
    log_reads(session, caller, [incident for _, incident in page], ReadOf.LIST, clock_of(session).now(session))
    return _acts(session, caller.organisation_id, page)


def _today(session: Session, organisation: OrganisationRecord) -> date:
    return clock_of(session).now(session).astimezone(ZoneInfo(organisation.time_zone)).date()


def _rows(session: Session, organisation_id: UUID, today: date) -> Sequence[tuple[ThirdPartyActRecord, IncidentRecord]]:
    found = session.execute(
        select(ThirdPartyActRecord, IncidentRecord)
        .join(
            IncidentRecord,
            (IncidentRecord.id == ThirdPartyActRecord.incident_id)
            & (IncidentRecord.organisation_id == ThirdPartyActRecord.organisation_id),
        )
        .where(ThirdPartyActRecord.organisation_id == organisation_id, ThirdPartyActRecord.kept_until >= today)
        .order_by(ThirdPartyActRecord.entered_at.desc(), ThirdPartyActRecord.incident_id)
    )
    return [(row[0], row[1]) for row in found]


def _page(
    rows: Sequence[tuple[ThirdPartyActRecord, IncidentRecord]], after: UUID | None, most: int | None
) -> list[tuple[ThirdPartyActRecord, IncidentRecord]]:
    begin = 0
    if after is not None:
        places = [place for place, (one, _) in enumerate(rows) if one.incident_id == after]
        if not places:
            raise NotFound("third_party_act")
        begin = places[0] + 1
    return list(rows[begin:] if most is None else rows[begin : begin + most])


def _reads(held: Held, caller: Caller, incident: IncidentRecord) -> bool:
    return any(held.holds(caller, one, incident.team_id) for one in rules.READERS)


def _acts(
    session: Session, organisation_id: UUID, rows: Sequence[tuple[ThirdPartyActRecord, IncidentRecord]]
) -> list[Act]:
    reports = reports_of(session, [incident for _, incident in rows])
    names = names_of(session, organisation_id, [incident.employee_id for one, incident in rows if one.named])
    zone = ZoneInfo(session.get_one(OrganisationRecord, organisation_id).time_zone)
    return [
        Act(
            id=incident.id,
            happened_at=incident.happened_at,
            kinds=_kinds(session, incident, reports[incident.id]),
            facts=reports[incident.id].account.description,
            place=_place(reports[incident.id]),
            entered_on=one.entered_at.astimezone(zone).date(),
            kept_until=one.kept_until,
            employee=names.get(incident.employee_id) if one.named else None,
        )
        for one, incident in rows
    ]


def _kinds(session: Session, incident: IncidentRecord, report: Report) -> tuple[str, ...]:
    profile = profile_of(session, incident)
    names = {} if profile is None else {one.id: one.name for one in profile.behaviour}
    return tuple(dict.fromkeys(names.get(one.id, one.id) for one in report.form.behaviours))


def _place(report: Report) -> str:
    account = report.account
    return account.place or ("" if account.address is None else account.address.line)


def _entry(session: Session, incident: IncidentRecord) -> ThirdPartyActRecord:
    record = session.get(ThirdPartyActRecord, (incident.id, incident.organisation_id))
    if record is None:
        raise NotFound("third_party_act")
    return record


def _keeps(session: Session, organisation: OrganisationRecord) -> bool:
    """Whether the protocol of the organisation, or of one of its teams, has the register."""
    own = session.scalars(
        select(TeamRecord.protocol_id).where(
            TeamRecord.organisation_id == organisation.id, TeamRecord.protocol_id.is_not(None)
        )
    ).all()
    profiles = [profile_if_any(session, organisation, None), *(profile_over(session, organisation, one) for one in own)]
    return any(rules.keeps_register(one) for one in profiles)
