"""Accounts for when signing in by the organisation is broken: one or two administrators whose every sign-in is told.

They sign in by a password and a second step of ours, whatever the organisation lets others do. How they are used stands
here until another administrator says that they saw it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.records import PersonRecord
from achterwacht.refused import NotFound, RuleBroken
from foundation.clock import clock_of
from foundation.columns import Base, Retention, retention

MOST = 2
REVIEWED_EACH = timedelta(days=365)


class BreakGlassRecord(Base):
    """An account for when signing in by the organisation is broken. used_from: the browser, as it says itself."""

    __tablename__ = "break_glass"
    __table_args__ = (retention(Retention.ACCOUNT),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    marked_at: Mapped[datetime]
    reviewed_at: Mapped[datetime]
    """When somebody last looked whether it works and who holds it."""
    used_at: Mapped[datetime | None]
    used_from: Mapped[str] = mapped_column(String(120), default="")
    seen_at: Mapped[datetime | None]
    """When another administrator said that they know of its last use."""

    @property
    def is_open(self) -> bool:
        """Whether it was used and nobody said that they saw so."""
        return self.used_at is not None and (self.seen_at is None or self.seen_at < self.used_at)

    def is_due(self, now: datetime) -> bool:
        """Whether nobody looked at it for a year."""
        return now - self.reviewed_at >= REVIEWED_EACH


class SecurityContactRecord(Base):
    """Where an organisation wants to hear of what concerns its security: a mailbox, and mostly nobody's own."""

    __tablename__ = "security_contact"
    __table_args__ = (retention(Retention.NONE),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))


class BreakGlassKept(RuleBroken):
    """This account is set by hand: neither a provider nor its groups change it."""

    code = "break_glass_kept"


class OwnBreakGlass(RuleBroken):
    """Another administrator looks after an account like this, never whoever is signed in by it."""

    code = "own_break_glass"


def break_glass_of(session: Session, organisation_id: UUID) -> Sequence[BreakGlassRecord]:
    """Returns those accounts of the organisation, the oldest mark first."""
    found = select(BreakGlassRecord).where(BreakGlassRecord.organisation_id == organisation_id)
    return session.scalars(found.order_by(BreakGlassRecord.marked_at, BreakGlassRecord.person_id)).all()


def is_break_glass(session: Session, person: PersonRecord) -> bool:
    return _record(session, person.organisation_id, person.id) is not None


def contact_of(session: Session, organisation_id: UUID) -> str | None:
    found = select(SecurityContactRecord.email).where(SecurityContactRecord.organisation_id == organisation_id)
    return session.scalar(found)


def mark(
    session: Session, organisation_id: UUID, people: Collection[UUID], contact: str | None, by: Actor
) -> Collection[UUID]:
    """Let exactly these be such accounts. Returns who is one now and was none before.

    Raises:
        OwnBreakGlass: it is about whoever asks.
    """
    now = clock_of(session).now(session)
    before = {one.person_id for one in break_glass_of(session, organisation_id)}
    other_contact = contact != contact_of(session, organisation_id)
    if by.person_id in before ^ set(people) or (by.person_id in before and other_contact):
        raise OwnBreakGlass
    for gone in before - set(people):
        forget_break_glass(session, organisation_id, gone, by)
    new = sorted(set(people) - before)
    for one in new:
        session.add(BreakGlassRecord(person_id=one, organisation_id=organisation_id, marked_at=now, reviewed_at=now))
        note(session, organisation_id, Audited.BREAK_GLASS_SET, by, about=one, facts={"is": True})
    _set_contact(session, organisation_id, contact, by)
    session.flush()
    return new


def forget_break_glass(session: Session, organisation_id: UUID, person_id: UUID, by: Actor | None) -> None:
    """Let somebody's account be an account like any other."""
    gone = session.execute(
        delete(BreakGlassRecord)
        .where(BreakGlassRecord.organisation_id == organisation_id, BreakGlassRecord.person_id == person_id)
        .returning(BreakGlassRecord.person_id)
    ).all()
    if gone:
        note(session, organisation_id, Audited.BREAK_GLASS_SET, by, about=person_id, facts={"is": False})


def note_break_glass(session: Session, person: PersonRecord, device: str) -> bool:
    """Record that somebody signed in, if they did so by such an account. Returns whether they did."""
    record = _record(session, person.organisation_id, person.id)
    if record is None:
        return False
    record.used_at, record.used_from = clock_of(session).now(session), device[:120]
    by = Actor(person.organisation_id, person.id, person.name)
    note(session, person.organisation_id, Audited.BREAK_GLASS_USED, by, about=person.id, facts={"device": device})
    return True


def acknowledge(session: Session, organisation_id: UUID, person_id: UUID, by: Actor) -> BreakGlassRecord:
    """Say that one knows of the last use.

    Raises:
        NotFound: there is no such account here.
        OwnBreakGlass: it is one's own.
    """
    record = _of_another(session, organisation_id, person_id, by)
    if record.is_open:
        record.seen_at = clock_of(session).now(session)
        note(session, organisation_id, Audited.BREAK_GLASS_SEEN, by, about=person_id)
    return record


def review(session: Session, organisation_id: UUID, person_id: UUID, by: Actor) -> BreakGlassRecord:
    """Say that one looked whether it works and who holds it.

    Raises:
        NotFound: there is no such account here.
        OwnBreakGlass: it is one's own.
    """
    record = _of_another(session, organisation_id, person_id, by)
    record.reviewed_at = clock_of(session).now(session)
    note(session, organisation_id, Audited.BREAK_GLASS_REVIEWED, by, about=person_id)
    return record


def _of_another(session: Session, organisation_id: UUID, person_id: UUID, by: Actor) -> BreakGlassRecord:
    record = _record(session, organisation_id, person_id)
    if record is None:
        raise NotFound
    if by.person_id == person_id:
        raise OwnBreakGlass
    return record


def _record(session: Session, organisation_id: UUID, person_id: UUID) -> BreakGlassRecord | None:
    return session.scalars(
        select(BreakGlassRecord).where(
            BreakGlassRecord.organisation_id == organisation_id, BreakGlassRecord.person_id == person_id
        )
    ).one_or_none()


def _set_contact(session: Session, organisation_id: UUID, contact: str | None, by: Actor) -> None:
    if contact == contact_of(session, organisation_id):
        return
    session.execute(delete(SecurityContactRecord).where(SecurityContactRecord.organisation_id == organisation_id))
    if contact is not None:
        session.add(SecurityContactRecord(organisation_id=organisation_id, email=contact))
    note(session, organisation_id, Audited.BREAK_GLASS_SET, by, facts={"contact": contact is not None})
