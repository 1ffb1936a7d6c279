"""What waits in the outbox is cancelled, held back or reworded: nothing of it is with a provider yet."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from foundation.among import among
from foundation.subject import Subject
from notifications.records import WAITS, MessageRecord, MessageState
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel


def cancel_unsent(
    session: Session,
    organisation_id: UUID,
    subjects: Collection[Subject],
    templates: Collection[Template] | None,
    now: datetime,
) -> None:
    """Cancel messages about these subjects that are not with a provider yet; the others can't be called back.

    templates: only these; None for all. A message that is being handed over right now is not tried again if the
    provider does not take it.
    """
    if subjects:
        _cancel(session, _about(organisation_id, subjects), templates, now)


def cancel_unsent_to(
    session: Session, organisation_id: UUID, people: Collection[UUID], unless: Collection[Template], now: datetime
) -> None:
    """Cancel what waits for these people, whatever it is about.

    unless: an SMS with one of these templates still goes; a call or a push never does. Mail makes no sound, and goes as
    well; so does the end of a drill that they heard of.
    """
    to_them = (MessageRecord.organisation_id == organisation_id) & MessageRecord.person.in_(people)
    end_of_a_drill = MessageRecord.drill & (MessageRecord.template == Template.ALL_CLEAR)
    text = (MessageRecord.channel == Channel.SMS) & (MessageRecord.template.in_(unless) | end_of_a_drill)
    _cancel(session, to_them & ~text & (MessageRecord.channel != Channel.MAIL), None, now)


def cancel_unsent_calls_to(session: Session, organisation_id: UUID, people: Collection[UUID], now: datetime) -> None:
    """Cancel the calls that wait for these people, whatever they are about."""
    to_them = (MessageRecord.organisation_id == organisation_id) & MessageRecord.person.in_(people)
    _cancel(session, to_them & (MessageRecord.channel == Channel.CALL), None, now)


def cancel_all_unsent_to(session: Session, organisation_id: UUID, person: UUID, now: datetime) -> None:
    """Cancel whatever waits for somebody who is no longer written to, mail included."""
    _cancel(session, (MessageRecord.organisation_id == organisation_id) & (MessageRecord.person == person), None, now)


def cancel_these(session: Session, organisation_id: UUID, ids: Collection[UUID], now: datetime) -> None:
    """Cancel these messages of the organisation, as far as no provider has them yet."""
    _cancel(session, (MessageRecord.organisation_id == organisation_id) & among(MessageRecord.id, ids), None, now)


def follow_number(
    session: Session, organisation_id: UUID, person: UUID, was: str, to: str | None, now: datetime
) -> None:
    """Send what waits for somebody at the number they had until now to the one that they have; without one, cancel it.

    An answer goes to the telephone that asked. What a provider is being called for goes to the new number if it is
    tried again.
    """
    waits_there = (
        (MessageRecord.organisation_id == organisation_id)
        & (MessageRecord.person == person)
        & (MessageRecord.to == was)
        & MessageRecord.channel.in_(TELEPHONE)
        & (MessageRecord.template != Template.REPLY)
    )
    if to is None:
        _cancel(session, waits_there, None, now)
        return
    session.execute(
        update(MessageRecord)
        .where(waits_there, MessageRecord.state.in_((MessageState.PENDING, MessageState.SENDING)))
        .values(to=to),
        execution_options={"synchronize_session": False},
    )


def unsent(session: Session, organisation_id: UUID, templates: Collection[Template]) -> Sequence[MessageRecord]:
    """Returns the messages with these templates that no provider has yet."""
    return session.scalars(
        select(MessageRecord).where(
            MessageRecord.organisation_id == organisation_id, WAITS, MessageRecord.template.in_(templates)
        )
    ).all()


def reword(session: Session, organisation_id: UUID, ids: Collection[UUID], facts: Mapping[str, Any]) -> None:
    """Change facts of these messages. What is being handed over right now says so only if it is tried again."""
    for one in session.scalars(
        select(MessageRecord)
        .where(MessageRecord.organisation_id == organisation_id, MessageRecord.id.in_(ids))
        .order_by(MessageRecord.id)
        .with_for_update()
    ):
        one.payload = {**one.payload, **facts}
    session.flush()


def _cancel(
    session: Session, which: ColumnElement[bool], templates: Collection[Template] | None, now: datetime
) -> None:
    about = update(MessageRecord).where(which)
    if templates is not None:
        about = about.where(MessageRecord.template.in_(templates))
    calling = (MessageRecord.state == MessageState.SENDING) & MessageRecord.called_at.is_not(None)

    def unless_calling(column: InstrumentedAttribute[Any], value: Any) -> Any:
        return case((calling, column), else_=literal(value, column.type))

    session.execute(
        about.where(MessageRecord.state.in_((MessageState.PENDING, MessageState.SENDING))).values(
            state=unless_calling(MessageRecord.state, MessageState.CANCELLED),
            state_at=unless_calling(MessageRecord.state_at, now),
            lease_until=unless_calling(MessageRecord.lease_until, None),
            claim_token=unless_calling(MessageRecord.claim_token, None),
            silenced=or_(MessageRecord.silenced, calling),
            # That it did not leave yet moves nobody to say it by telephone instead: it is not to be said.
            news=unless_calling(MessageRecord.news, False),
        ),
        execution_options={"synchronize_session": False},
    )


def hold(session: Session, organisation_id: UUID, subjects: Collection[Subject], until: datetime) -> None:
    """Hold messages about these subjects back until then, if no sender has them yet; they can still be cancelled."""
    waiting_ones = update(MessageRecord).where(
        _about(organisation_id, subjects), MessageRecord.state == MessageState.PENDING
    )
    session.execute(waiting_ones.values(not_before=until), execution_options={"synchronize_session": False})


def _about(organisation_id: UUID, subjects: Collection[Subject]) -> ColumnElement[bool]:
    """Whether a message is about one of these: by kind and id, since something else may have the same id."""
    ids: dict[str, list[UUID]] = {}
    for kind, subject_id in subjects:
        ids.setdefault(kind, []).append(subject_id)
    return (MessageRecord.organisation_id == organisation_id) & or_(
        *(
            (MessageRecord.subject_kind == kind) & among(MessageRecord.subject, of_kind)
            for kind, of_kind in sorted(ids.items())
        )
    )
