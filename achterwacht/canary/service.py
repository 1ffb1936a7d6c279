"""The canary: once a day a marked test message goes the real way, so that we find a silent failure before it matters.

Deadline row -> tick -> outbox -> the real channel -> the provider's report that it arrived; and by choice a call, and
an answer from outside. It is not a person's visit: nobody is in danger when it fails, but the administrators must know
before somebody is.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.canary.records import CanaryRecord
from achterwacht.canary.rules import ANSWERED_WITHIN, Fault, Result, Rung, Seen, fault, next_time, result
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
from notifications.ways import NOBODY_ANSWERED, Channel

FIRST_CODE, LAST_CODE = 100_000, 999_999
"""Longer than the code of an alarm, so that nobody takes the one for the other."""


@dataclass(frozen=True)
class CanaryView:
    """The setting, and what the last test showed. `seconds`: between the decision and the report of arrival.

    fault: what of it went wrong, if its result is that it failed.
    """

    organisation: OrganisationRecord
    phone: str
    daily_at: time
    rings: bool
    asks: bool
    next_at: datetime | None
    started_at: datetime | None
    seen: Seen
    result: Result
    fault: Fault | None
    seconds: float | None


def set_canary(
    session: Session,
    organisation_id: UUID,
    phone: str,
    daily_at: time,
    elsewhere: Elsewhere,
    by: Actor | None = None,
    *,
    rings: bool = False,
    asks: bool = False,
) -> None:
    """Send a test message to this number every day at this local time of the organisation.

    rings: ring it too. asks: ask somebody there for an answer.

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
    if canary.phone != number or not asks:
        canary.unanswered_since = None
    canary.phone, canary.daily_at, canary.rings, canary.asks = number, daily_at, rings, asks
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
    known = seen_of(session, canaries)
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
        seen = known[one.id]
        arrived = seen.arrived_at
        seconds = (arrived - one.started_at).total_seconds() if arrived and one.started_at else None
        views.append(
            CanaryView(
                organisations[one.organisation_id],
                one.phone,
                one.daily_at,
                one.rings,
                one.asks,
                next_at.get(one.id),
                one.started_at,
                seen,
                result(seen, now),
                fault(seen, now),
                seconds,
            )
        )
    return sorted(views, key=lambda view: view.organisation.slug)


def seen_of(session: Session, canaries: Sequence[CanaryRecord]) -> dict[UUID, Seen]:
    """Returns by canary what is known of its last test."""
    sent = select(MessageRecord).where(
        MessageRecord.organisation_id.in_([one.organisation_id for one in canaries]),
        MessageRecord.person.in_([one.id for one in canaries]),
        MessageRecord.origin.in_([one.run for one in canaries if one.run is not None]),
        MessageRecord.template == Template.CANARY,
    )
    messages: dict[tuple[UUID | None, Channel], MessageRecord] = {
        (one.origin, one.channel): one for one in session.scalars(sent)
    }
    return {
        one.id: _seen(one, *(messages.get((one.run, way)) for way in (Channel.SMS, Channel.CALL))) for one in canaries
    }


def _seen(canary: CanaryRecord, sms: MessageRecord | None, call: MessageRecord | None) -> Seen:
    return Seen(
        canary.started_at,
        sent_at=sms.called_at if sms else None,
        delivered_at=sms.state_at if sms and sms.state is MessageState.DELIVERED else None,
        asks=canary.code is not None,
        texted_at=canary.texted_at,
        call=None if call is None else _of_call(call),
        heard_at=canary.heard_at,
        pressed_at=canary.pressed_at,
    )


def _of_call(call: MessageRecord) -> Rung:
    rang_out = call.state is MessageState.FAILED and call.error_code in NOBODY_ANSWERED
    return Rung(call.called_at, call.picked_up_at, rang_out)


def unanswered(session: Session, now: datetime) -> int:
    """Returns how many organisations asked for an answer to their last test, and got none in time."""
    silent = select(func.count()).where(
        CanaryRecord.code.is_not(None),
        CanaryRecord.texted_at.is_(None),
        CanaryRecord.pressed_at.is_(None),
        CanaryRecord.started_at <= now - ANSWERED_WITHIN,
    )
    return session.scalar(silent, execution_options={"across_organisations": True}) or 0


def new_code() -> str:
    """Returns the code that an answer to a test message must carry."""
    return str(FIRST_CODE + secrets.randbelow(LAST_CODE - FIRST_CODE + 1))


def root_of(canary: CanaryRecord) -> Rooted:
    return Rooted(canary.organisation_id, RootKind.CANARY, canary.id)


def _of(organisation_id: UUID) -> Select[CanaryRecord]:
    return select(CanaryRecord).where(CanaryRecord.organisation_id == organisation_id).with_for_update()


def _locked(session: Session, organisation_id: UUID) -> OrganisationRecord:
    """Lock the organisation, so that two administrators who change its canary at once go one after the other."""
    return session.scalars(
        select(OrganisationRecord).where(OrganisationRecord.id == organisation_id).with_for_update(key_share=True)
    ).one()
