"""The canary: once a day a marked test message goes the real way, so that we find a silent failure before it matters.

Deadline row -> tick -> outbox -> the real channel -> the provider's report that it arrived. It is not a person's visit:
nobody is in danger when it fails, but the administrators must know before somebody is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.canary.records import CanaryRecord
from achterwacht.canary.rules import Result, next_time, result
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import Rooted, lift_deadlines, set_deadline
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.records import OrganisationRecord
from achterwacht.refused import Wrong, WrongInput
from foundation.clock import clock_of
from foundation.columns import new_id
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template


@dataclass(frozen=True)
class CanaryView:
    """The setting, and what the last test message showed. `seconds`: between the decision and the report of arrival."""

    organisation: OrganisationRecord
    phone: str
    daily_at: time
    next_at: datetime | None
    started_at: datetime | None
    result: Result
    seconds: float | None


def set_canary(
    session: Session,
    organisation_id: UUID,
    phone: str,
    daily_at: time,
    elsewhere: Elsewhere,
    by: Actor | None = None,
) -> None:
    """Send a test message to this number every day at this local time of the organisation.

    Raises:
        WrongInput: it is not a number, or one that software may not reach; or another party's, as `elsewhere` says.
    """
    organisation = _locked(session, organisation_id)
    try:
        number = read_number(phone, organisation.country)
    except RefusedNumber as error:
        raise WrongInput(Wrong("/phone", error.code, error.facts)) from error
    canary = session.scalars(_of(organisation_id)).one_or_none()
    if (canary is None or canary.phone != number) and (code := elsewhere(session, organisation, number, None)):
        raise WrongInput(Wrong("/phone", code))
    now = clock_of(session).now(session)
    if canary is None:
        canary = CanaryRecord(id=new_id(), organisation_id=organisation_id, phone=number, daily_at=daily_at)
        session.add(canary)
    canary.phone, canary.daily_at = number, daily_at
    session.flush()
    lift_deadlines(session, root_of(canary), [DeadlineKind.CANARY], now)
    set_deadline(
        session, root_of(canary), DeadlineKind.CANARY, next_time(now, daily_at, ZoneInfo(organisation.time_zone))
    )
    note(session, organisation_id, Audited.CANARY_SET, by, facts={"on": True})


def remove_canary(session: Session, organisation_id: UUID, by: Actor | None = None) -> None:
    """Stop the test messages."""
    _locked(session, organisation_id)
    canary = session.scalars(_of(organisation_id)).one_or_none()
    if canary is None:
        return
    kinds = [DeadlineKind.CANARY, DeadlineKind.CANARY_REPORT]
    lift_deadlines(session, root_of(canary), kinds, clock_of(session).now(session))
    session.execute(
        delete(CanaryRecord).where(CanaryRecord.organisation_id == organisation_id, CanaryRecord.id == canary.id)
    )
    note(session, organisation_id, Audited.CANARY_SET, by, facts={"on": False})


def view_canary(session: Session, organisation_id: UUID) -> CanaryView | None:
    """Returns the canary of this organisation; None when it has none."""
    return next(
        iter(_views(session, select(CanaryRecord).where(CanaryRecord.organisation_id == organisation_id))), None
    )


def view_all(session: Session) -> list[CanaryView]:
    """Returns the canaries of all organisations, for whoever runs the installation."""
    return _views(session, select(CanaryRecord).execution_options(across_organisations=True))


def _views(session: Session, wanted: Select[CanaryRecord]) -> list[CanaryView]:
    canaries = session.scalars(wanted).all()
    if not canaries:
        return []
    now = clock_of(session).now(session)
    arrivals = delivered(session, canaries)
    ids = [one.organisation_id for one in canaries]
    organisations = {
        one.id: one for one in session.scalars(select(OrganisationRecord).where(OrganisationRecord.id.in_(ids)))
    }
    following = select(DeadlineRecord.root_id, DeadlineRecord.due_at).where(
        DeadlineRecord.organisation_id.in_(ids),
        DeadlineRecord.root_kind == RootKind.CANARY,
        DeadlineRecord.root_id.in_([one.id for one in canaries]),
        DeadlineRecord.kind == DeadlineKind.CANARY,
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
    )
    next_at = {row.root_id: row.due_at for row in session.execute(following)}
    views = []
    for one in canaries:
        arrived = arrivals.get(one.run)
        seconds = (arrived - one.started_at).total_seconds() if arrived and one.started_at else None
        views.append(
            CanaryView(
                organisations[one.organisation_id],
                one.phone,
                one.daily_at,
                next_at.get(one.id),
                one.started_at,
                result(one.started_at, arrived, now),
                seconds,
            )
        )
    return sorted(views, key=lambda view: view.organisation.slug)


def delivered(session: Session, canaries: Sequence[CanaryRecord]) -> dict[UUID | None, datetime]:
    """Returns by run when its message arrived; runs whose message did not arrive are left out."""
    arrived = select(MessageRecord.origin, MessageRecord.state_at).where(
        MessageRecord.organisation_id.in_([one.organisation_id for one in canaries]),
        MessageRecord.person.in_([one.id for one in canaries]),
        MessageRecord.origin.in_([one.run for one in canaries if one.run is not None]),
        MessageRecord.template == Template.CANARY,
        MessageRecord.state == MessageState.DELIVERED,
    )
    return {row.origin: row.state_at for row in session.execute(arrived)}


def root_of(canary: CanaryRecord) -> Rooted:
    return Rooted(canary.organisation_id, RootKind.CANARY, canary.id)


def _of(organisation_id: UUID) -> Select[CanaryRecord]:
    return select(CanaryRecord).where(CanaryRecord.organisation_id == organisation_id).with_for_update()


def _locked(session: Session, organisation_id: UUID) -> OrganisationRecord:
    """Lock the organisation, so that two administrators who change its canary at once go one after the other."""
    return session.scalars(
        select(OrganisationRecord).where(OrganisationRecord.id == organisation_id).with_for_update()
    ).one()
