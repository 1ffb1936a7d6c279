"""The guard firm of a team or organisation, as an administrator set it, and the results of phoning it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.guard_facts import GuardOutcome
from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.guards.records import GuardCallRecord, GuardFirmRecord
from achterwacht.kinds import Actor
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.records import OrganisationRecord
from achterwacht.refused import Wrong, WrongInput
from foundation.columns import new_id


def firm_of(session: Session, organisation_id: UUID, team_id: UUID | None) -> GuardFirmRecord | None:
    """Returns the firm that is phoned for this team: its own, or else the organisation's."""
    found = session.scalars(
        select(GuardFirmRecord).where(
            GuardFirmRecord.organisation_id == organisation_id,
            or_(GuardFirmRecord.team_id == team_id, GuardFirmRecord.team_id.is_(None)),
        )
    ).all()
    return next((one for one in found if one.team_id is not None), found[0] if found else None)


def own_firm(session: Session, organisation_id: UUID, team_id: UUID | None) -> GuardFirmRecord | None:
    """Returns the firm of this team only; without a team, that of the organisation."""
    return session.scalars(
        select(GuardFirmRecord).where(
            GuardFirmRecord.organisation_id == organisation_id, GuardFirmRecord.team_id.is_not_distinct_from(team_id)
        )
    ).one_or_none()


def set_firm(
    session: Session,
    organisation: OrganisationRecord,
    team_id: UUID | None,
    name: str,
    phone: str,
    elsewhere: Elsewhere,
    by: Actor,
) -> GuardFirmRecord:
    """Set the firm to phone. A new number is not verified until a digit was pressed in a call to it.

    Raises:
        WrongInput: it is no number, or one that software may not reach: an emergency, short or service number. Or it is
            another party's (`elsewhere` says whose): whoever is inside would be phoned as the firm.
    """
    try:
        number = read_number(phone, organisation.country)
    except RefusedNumber as error:
        raise WrongInput(Wrong("/phone", error.code, error.facts)) from error
    firm = own_firm(session, organisation.id, team_id)
    if (firm is None or firm.phone != number) and (code := elsewhere(session, organisation, number, None)):
        raise WrongInput(Wrong("/phone", code))
    if firm is None:
        firm = GuardFirmRecord(id=new_id(), organisation_id=organisation.id, team_id=team_id, name=name, phone=number)
        session.add(firm)
    if firm.phone != number:
        firm.number_verified_at = None
    firm.name, firm.phone = name, number
    session.flush()
    note(session, organisation.id, Audited.GUARD_FIRM_SET, by, about=team_id, facts={"name": name})
    return firm


def remove_firm(session: Session, organisation_id: UUID, team_id: UUID | None, by: Actor) -> None:
    """Remove a firm. A team without a firm of its own uses that of the organisation again."""
    firm = own_firm(session, organisation_id, team_id)
    if firm is not None:
        session.delete(firm)
        note(session, organisation_id, Audited.GUARD_FIRM_SET, by, about=team_id)


def has_answered(session: Session, organisation_id: UUID, alarm_id: UUID) -> bool:
    """Whether the firm said, itself or to a human, if it comes to this alarm. Not being reached is no answer."""
    found = select(GuardCallRecord.id).where(
        GuardCallRecord.organisation_id == organisation_id,
        GuardCallRecord.alarm_id == alarm_id,
        GuardCallRecord.outcome != GuardOutcome.NO_ANSWER,
    )
    return session.scalar(found.limit(1)) is not None


def note_call(
    session: Session,
    organisation_id: UUID,
    alarm_id: UUID,
    firm: str,
    outcome: GuardOutcome,
    now: datetime,
    *,
    minutes: int | None = None,
    by: UUID | None = None,
    text: str = "",
) -> None:
    """Record the result of phoning the firm."""
    session.add(
        GuardCallRecord(
            organisation_id=organisation_id,
            alarm_id=alarm_id,
            at=now,
            name=firm,
            outcome=outcome,
            minutes=minutes,
            by_id=by,
            note=text,
        )
    )
