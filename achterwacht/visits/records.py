"""The tables of visits and of the people who come along."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.addresses.described import NOWHERE, has_no_number
from achterwacht.visits.facts import MOST_OF_WHY, CheckCall, Feeling, Fraud, Occasion, ReturnTo, VisitKind, VisitState
from foundation.columns import Base, Json, Retention, Word, of_organisation, primary_key, refers, retention, word_check

COUNTED = f"address_key = '{NOWHERE.key}'"
"""Of which only the figures are left."""
OPEN = "state IN ('planned', 'under_way')"
IS_OPEN = text(f"visit.{OPEN}")
"""Word for word the condition of the indexes on open visits: without it SQLite looks through every visit ever, also
where the state is asked for."""
KEPT = f"address_key <> '{NOWHERE.key}' AND state IN ('ended', 'cancelled')"


class VisitRecord(Base):
    """One appointment at an address.

    address_line: the address as an SMS shows it. risk: the answer of the risk register.
    """

    __tablename__ = "visit"
    __table_args__ = (
        word_check("state", VisitState),
        word_check("check_call", CheckCall),
        word_check("return_to", ReturnTo),
        word_check("feeling", Feeling),
        word_check("occasion", Occasion),
        word_check("fraud", Fraud),
        CheckConstraint(
            "(fraud IS NOT NULL AND fraud <> 'asked') = (fraud_decided_by IS NOT NULL)", name="fraud_decided"
        ),
        word_check("kind", VisitKind),
        CheckConstraint("back_up_accepted_at IS NULL OR back_up IS NOT NULL", name="back_up_accepted"),
        CheckConstraint("call_after_minutes > 0", name="call_after"),
        CheckConstraint("(expects_trouble IS NULL) = (trouble_said_by IS NULL)", name="trouble_said"),
        CheckConstraint("expects_trouble IS NOT NULL OR NOT police_wanted", name="police_wanted"),
        CheckConstraint("(file_searched_by IS NULL) = (file_searched_at IS NULL)", name="file_searched"),
        CheckConstraint("(letter_looked_up_by IS NULL) = (letter_looked_up_at IS NULL)", name="letter_looked_up"),
        CheckConstraint("(state = 'planned') = (started_at IS NULL) OR state = 'cancelled'", name="started"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("returned_at IS NULL OR awaited_by IS NOT NULL", name="returned"),
        CheckConstraint("expected_end > planned_start OR started_at IS NOT NULL", name="end_after_start"),
        Index("ix_visit_open", "organisation_id", "team_id", postgresql_where=text(OPEN), sqlite_where=text(OPEN)),
        Index("ix_visit_worker_open", "worker_id", postgresql_where=text(OPEN), sqlite_where=text(OPEN)),
        Index("ix_visit_awaited", "organisation_id", "worker_id",
              postgresql_where=text("awaited_by IS NOT NULL AND returned_at IS NULL"),
              sqlite_where=text("awaited_by IS NOT NULL AND returned_at IS NULL")),
        Index("ix_visit_worker_start", "worker_id", "planned_start"),
        Index("ix_visit_team_start", "team_id", "planned_start"),
        Index("ix_visit_past", "organisation_id", "planned_start", "id"),
        Index("ix_visit_kept", "organisation_id", "created_at", postgresql_where=text(KEPT), sqlite_where=text(KEPT)),
        Index("ix_visit_counted", "organisation_id", "created_at",
              postgresql_where=text(COUNTED), sqlite_where=text(COUNTED)),
        Index("ix_visit_quiet", "organisation_id", postgresql_where=text("quiet"), sqlite_where=text("quiet")),
        retention(Retention.VISIT),
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = of_organisation()
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    protocol_id: Mapped[UUID] = mapped_column(ForeignKey("protocol_version.id"))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    created_from: Mapped[str] = mapped_column(String(64))
    """Digest of the request that made the visit: the same id with another body is a conflict."""
    state: Mapped[VisitState] = mapped_column(Word(VisitState))
    drill: Mapped[bool] = mapped_column(default=False)

    address: Mapped[dict[str, Any]] = mapped_column(Json)
    address_key: Mapped[str] = mapped_column(String(200))
    address_line: Mapped[str] = mapped_column(String(200))
    client_name: Mapped[str | None] = mapped_column(String(200))
    client_reference: Mapped[str | None] = mapped_column(String(100))
    client_phone: Mapped[str | None] = mapped_column(String(32))
    purpose: Mapped[str | None] = mapped_column(String(500))
    background: Mapped[str | None] = mapped_column(String(2000))
    risk: Mapped[dict[str, Any]] = mapped_column(Json)
    location: Mapped[dict[str, Any] | None] = mapped_column(Json)

    planned_start: Mapped[datetime]
    started_at: Mapped[datetime | None]
    expected_end: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    check_call: Mapped[CheckCall] = mapped_column(Word(CheckCall), default=CheckCall.NONE)
    asked_count: Mapped[int] = mapped_column(default=0)
    chased_count: Mapped[int] = mapped_column(default=0)
    last_heard_at: Mapped[datetime | None]
    signed_off_at: Mapped[datetime | None]
    shown_ended_at: Mapped[datetime | None]
    return_to: Mapped[ReturnTo | None] = mapped_column(Word(ReturnTo))
    back_by: Mapped[datetime | None]
    """When the worker will be back at the office, as they said before or during the visit."""
    awaited_by: Mapped[datetime | None]
    """The visit is over and the worker is expected by then, at the office or at the day's next stop (`heading_to`)."""
    heading_to: Mapped[str | None] = mapped_column(String(200))
    returned_at: Mapped[datetime | None]
    feeling: Mapped[Feeling | None] = mapped_column(Word(Feeling))
    quiet: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Somebody inside asked by SMS that nobody phones."""

    kind: Mapped[VisitKind] = mapped_column(Word(VisitKind), default=VisitKind.HOME_VISIT)
    occasion: Mapped[Occasion | None] = mapped_column(Word(Occasion))
    call_after_minutes: Mapped[int | None]
    alone_asked: Mapped[str | None] = mapped_column(String(500))
    """Why the worker asks to go alone, until a manager has answered."""
    alone_allowed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    back_up: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    back_up_accepted_at: Mapped[datetime | None]
    police_told_at: Mapped[datetime | None]
    expects_trouble: Mapped[str | None] = mapped_column(String(MOST_OF_WHY))
    """Why somebody who goes, or who planned it, expects trouble there: a judgement of their own, not a risk mark."""
    trouble_said_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    police_wanted: Mapped[bool] = mapped_column(default=False)
    fraud: Mapped[Fraud | None] = mapped_column(Word(Fraud))
    """Whether a manager was asked who goes after a fraud investigation of this client, and what they decided."""
    fraud_decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    file_searched_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    file_searched_at: Mapped[datetime | None]
    letter_looked_up_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    letter_looked_up_at: Mapped[datetime | None]

    @property
    def no_number(self) -> bool:
        """Whether it is at a place without a house number.

        What somebody texted at a door, and we could not read as an address, may hold one.
        """
        texted = self.kind.at_a_door and any(one.isdigit() for one in self.address_line)
        return has_no_number(self.address_key) and not texted


class CompanionRecord(Base):
    """Somebody who comes along: a colleague (`person_id`), or somebody else with a name and perhaps a phone number."""

    __tablename__ = "companion"
    __table_args__ = (
        CheckConstraint("there_at IS NULL OR declined_at IS NULL", name="there_or_not"),
        CheckConstraint("coming_at IS NULL OR declined_at IS NULL", name="coming_or_not"),
        refers("visit_id", "visit"),
        Index("ix_companion_person", "person_id"),
        retention(Retention.VISIT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    visit_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(32))
    coming_at: Mapped[datetime | None]
    """When they said beforehand that they come along."""
    there_at: Mapped[datetime | None]
    """When they said that they are at the door."""
    declined_at: Mapped[datetime | None]
    said_no_at: Mapped[datetime | None]
    """When they had said that they can't come, before they called for help on this visit. Whether they are there is not
    known: they count as inside, so that nobody rings them, and nothing says that they go."""

    @property
    def goes(self) -> bool:
        """Whether they go, as far as they said."""
        return self.declined_at is None and self.said_no_at is None
