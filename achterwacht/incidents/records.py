"""The table of incident reports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.addresses.address import address_of
from achterwacht.incidents.rules import Account, Incident, IncidentChannel, IncidentKind
from foundation.columns import Base, Json, Retention, Word, of_organisation, primary_key, retention, word_check


class IncidentRecord(Base):
    """What happened, in its first form.

    The complete form of a profile (`registration`) grows around this row. The employee's data, injury, damage, police
    report, aftercare and signatures become columns or tables of their own that point here, since fewer people read them
    and some are kept for another time. The yes or no of `injured` and `damage` stays what was said at once.

    A report outlives its visit (weeks) and its alarm (a year), hence ids without a foreign key.
    """

    __tablename__ = "incident"
    __table_args__ = (
        word_check("kind", IncidentKind),
        word_check("channel", IncidentChannel),
        CheckConstraint("(seen_by IS NULL) = (seen_at IS NULL)", name="seen"),
        CheckConstraint("seen_by <> reported_by", name="seen_by_another"),
        CheckConstraint("seen_at >= created_at", name="seen_after"),
        CheckConstraint("description <> ''", name="described"),
        Index("ix_incident_team", "organisation_id", "team_id", "happened_at"),
        Index("ix_incident_reporter", "organisation_id", "reported_by"),
        Index("ix_incident_visit", "visit_id"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = of_organisation()
    created_from: Mapped[str] = mapped_column(String(64))
    """Digest of the request that made the report: the same id with another body is a conflict."""
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    """The team whose managers handle it: the visit's, else the reporter's. None if the reporter has no team."""
    visit_id: Mapped[UUID | None]
    alarm_id: Mapped[UUID | None]
    kind: Mapped[IncidentKind] = mapped_column(Word(IncidentKind))
    channel: Mapped[IncidentChannel | None] = mapped_column(Word(IncidentChannel))
    happened_at: Mapped[datetime]
    place: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[dict[str, Any] | None] = mapped_column(Json)
    description: Mapped[str] = mapped_column(String(5000))
    caused_by: Mapped[str | None] = mapped_column(String(500))
    injured: Mapped[bool | None]
    damage: Mapped[bool | None]
    reported_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    seen_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None]

    def facts(self) -> Incident:
        """Returns the report as the rules see it."""
        account = Account(
            kind=self.kind,
            channel=self.channel,
            happened_at=self.happened_at,
            place=self.place,
            address=None if self.address is None else address_of(self.address),
            description=self.description,
            caused_by=self.caused_by,
            injured=self.injured,
            damage=self.damage,
        )
        return Incident(self.id, self.reported_by, account, self.seen_by, self.seen_at)

    def tell(self, account: Account) -> None:
        """Copy what the account says into the row."""
        for name in ("kind", "channel", "happened_at", "place", "description", "caused_by", "injured", "damage"):
            setattr(self, name, getattr(account, name))
        self.address = None if account.address is None else account.address.to_dict()
