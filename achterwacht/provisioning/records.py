"""The tables of people and groups that an organisation's own identity provider keeps (SCIM 2.0, RFC 7643)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, primary_key, retention

NAME_LENGTH = 200
EXTERNAL_LENGTH = 255
USER_NAME_LENGTH = 254


class ScimTokenRecord(Base):
    """A token by which a provider keeps people and groups of one organisation, and does nothing else.

    It is the organisation's, and not of whoever made it: it stays when they leave. Only a digest of it is stored.
    """

    __tablename__ = "scim_token"
    __table_args__ = (retention(Retention.SHORT),)

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    """When it was last used, to the hour."""
    ended_at: Mapped[datetime | None]


class ScimPersonRecord(Base):
    """What the provider calls somebody. Their name, address, number and roles stand where those of everybody stand.

    deleted: it forgot them, and sees them no more; they left here.
    """

    __tablename__ = "scim_person"
    __table_args__ = (
        UniqueConstraint("organisation_id", "user_name"),
        UniqueConstraint("organisation_id", "external_id"),
        retention(Retention.ACCOUNT),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    user_name: Mapped[str] = mapped_column(String(USER_NAME_LENGTH))
    external_id: Mapped[str | None] = mapped_column(String(EXTERNAL_LENGTH))
    given_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    family_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    deleted: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ScimGroupRecord(Base):
    """A group of the provider. What it stands for here says the table of single sign-on, by its name or its number."""

    __tablename__ = "scim_group"
    __table_args__ = (UniqueConstraint("organisation_id", "external_id"), retention(Retention.NONE))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    external_id: Mapped[str | None] = mapped_column(String(EXTERNAL_LENGTH))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ScimMemberRecord(Base):
    """Somebody who is in a group of the provider."""

    __tablename__ = "scim_member"
    __table_args__ = (retention(Retention.ACCOUNT),)

    group_id: Mapped[UUID] = mapped_column(ForeignKey("scim_group.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
