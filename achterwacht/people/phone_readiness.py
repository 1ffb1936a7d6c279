"""What somebody's phone said, at its last start, that would fail on a visit. Never where it is, or which phone."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, cast, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from achterwacht.people.records import PersonRecord
from foundation.bulk import insert_new
from foundation.columns import Base, Json, Retention, retention

MOST = 500
LONGEST_VERSION = 32


class Failing(StrEnum):
    """What of a phone would fail."""

    NOTIFICATIONS = "notifications"
    LOCATION = "location"
    NETWORK = "network"
    BATTERY = "battery"
    NUMBER = "number"
    PIN = "pin"
    SMS = "sms"
    CLOCK = "clock"
    OFFLINE = "offline"
    STORAGE = "storage"
    VERSION = "version"


class PhoneReadinessRecord(Base):
    """The last report of a person's phone. The next one takes its place."""

    __tablename__ = "phone_readiness"
    __table_args__ = (retention(Retention.ACCOUNT),)

    id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    """Of the person."""
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    reported_at: Mapped[datetime]
    app_version: Mapped[str] = mapped_column(String(LONGEST_VERSION))
    failing: Mapped[list[str]] = mapped_column(Json)


def report(
    session: Session, organisation_id: UUID, person_id: UUID, version: str, failing: Sequence[Failing], now: datetime
) -> None:
    """Keep what a phone says of itself instead of what it said before."""
    said = {"reported_at": now, "app_version": version, "failing": sorted({one.value for one in failing})}
    row = {"id": person_id, "organisation_id": organisation_id, **said}
    if insert_new(session, PhoneReadinessRecord, [row], once=("id",)):
        return
    theirs = (PhoneReadinessRecord.organisation_id == organisation_id) & (PhoneReadinessRecord.id == person_id)
    session.execute(update(PhoneReadinessRecord).where(theirs).values(**said))


def not_ready(session: Session, organisation_id: UUID) -> Sequence[tuple[PersonRecord, PhoneReadinessRecord]]:
    """Returns who works here and whose phone said that something would fail, by name; at most 500."""
    found = session.execute(
        select(PersonRecord, PhoneReadinessRecord)
        .join(PhoneReadinessRecord, PhoneReadinessRecord.id == PersonRecord.id)
        .where(
            PersonRecord.organisation_id == organisation_id,
            PersonRecord.active,
            PhoneReadinessRecord.organisation_id == organisation_id,
            cast(PhoneReadinessRecord.failing, String) != "[]",
        )
        .order_by(PersonRecord.name, PersonRecord.id)
        .limit(MOST)
    )
    return [(person, said) for person, said in found]
