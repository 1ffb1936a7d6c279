"""The care for those who were hit, as tables. What is to be done stands in tasks, which name their plan (`about_id`).

No column holds how somebody is: who, what was offered, whether it was accepted, and when.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.aftercare.facts import Hit
from foundation.columns import Base, Retention, Word, primary_key, refers, retention, word_check


class CarePlanRecord(Base):
    """The care for one person after one incident. Its id is made here, never by a client."""

    __tablename__ = "care_plan"
    __table_args__ = (
        word_check("hit", Hit),
        refers("incident_id", "incident"),
        UniqueConstraint("organisation_id", "incident_id", "person_id"),
        CheckConstraint("(person_id IS NULL) = (whom <> '')", name="somebody"),
        CheckConstraint("(another_at IS NULL) = (another_by IS NULL)", name="another"),
        CheckConstraint("(enough_at IS NULL) = (enough_by IS NULL)", name="enough"),
        Index("ix_care_plan_alarm", "organisation_id", "alarm_id"),
        Index("ix_care_plan_visit", "organisation_id", "visit_id"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    """The team of this person, whose managers care for them."""
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    whom: Mapped[str] = mapped_column(String(300), default="")
    """Somebody who does not work here, in the words of the profile: never a name."""
    hit: Mapped[Hit] = mapped_column(Word(Hit))
    official: Mapped[bool] = mapped_column(default=False)
    leads: Mapped[bool] = mapped_column(default=True)
    """The first plan of its incident: what is done once for the incident was laid with it."""
    protocol_id: Mapped[UUID | None] = mapped_column(ForeignKey("protocol_version.id"))
    """The version of the profile that it follows to the end."""
    alarm_id: Mapped[UUID | None]
    visit_id: Mapped[UUID | None]
    happened_at: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    another_at: Mapped[datetime | None]
    """Since when the employee has another person to talk with than their manager."""
    another_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    enough_at: Mapped[datetime | None]
    """Since when no more regular talks are wanted."""
    enough_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    """Everything that was planned was done, or dropped with a reason."""


class CareOfferRecord(Base):
    """Help that was offered to somebody, and whether they accepted it."""

    __tablename__ = "care_offer"
    __table_args__ = (
        UniqueConstraint("plan_id", "because"),
        CheckConstraint("(accepted IS NULL) = (answered_on IS NULL)", name="answered"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("care_plan.id"), index=True)
    because: Mapped[str] = mapped_column(String(100))
    """The key of the offer in the profile that the plan follows."""
    offered_on: Mapped[date]
    offered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    accepted: Mapped[bool | None]
    answered_on: Mapped[date | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Who said so: the employee, or whoever cares for them and asked. None: answered before this was kept."""


class CareEvaluationRecord(Base):
    """Whether the care was enough: what the employee says, and what whoever cared for them says."""

    __tablename__ = "care_evaluation"
    __table_args__ = (UniqueConstraint("plan_id", "by_employee"), retention(Retention.REGISTER))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("care_plan.id"), index=True)
    by_employee: Mapped[bool]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    sufficient: Mapped[bool]
    said_at: Mapped[datetime]
