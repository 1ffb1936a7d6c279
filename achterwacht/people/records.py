"""The tables of organisations, teams and people, what people may do, and how they sign in."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.people.roles import Role
from foundation.columns import Base, Id, Json, Retention, Word, primary_key, retention, word_check


class TokenKind(StrEnum):
    SESSION = "session"
    BEARER = "bearer"
    HALF = "half"  # the password was right, and the second step is still to come


class OrganisationRecord(Base):
    """A municipality or housing organisation. Two organisations never share anything."""

    __tablename__ = "organisation"
    __table_args__ = (retention(Retention.NONE),)

    id: Mapped[UUID] = primary_key()
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Amsterdam")
    language: Mapped[str] = mapped_column(String(8), default="nl")
    country: Mapped[str] = mapped_column(String(2), default="NL")
    protocol_id: Mapped[UUID | None] = mapped_column(
        Id(), ForeignKey("protocol_version.id", use_alter=True, name="fk_organisation_protocol_id")
    )
    """The profile version that new visits get."""
    demonstration: Mapped[bool] = mapped_column(default=False)


class TeamRecord(Base):
    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("organisation_id", "name"), retention(Retention.NONE))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    protocol_id: Mapped[UUID | None] = mapped_column(
        Id(), ForeignKey("protocol_version.id", use_alter=True, name="fk_team_protocol_id")
    )
    """The profile version that its new visits get. None: the organisation's."""


class PersonRecord(Base):
    """Somebody who works here. E-mail addresses and mobile numbers are unique in an installation."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("email"),
        UniqueConstraint("phone"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        retention(Retention.ACCOUNT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(16))
    """E.164, never an emergency number."""
    number_verified_at: Mapped[datetime | None]
    number_denied_at: Mapped[datetime | None]
    """When somebody with this number said it is not theirs; until it is tested, or replaced by another number."""
    language: Mapped[str] = mapped_column(String(8), default="nl")
    active: Mapped[bool] = mapped_column(default=True)
    absent_from: Mapped[datetime | None]
    absent_until: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(255))
    pin_hash: Mapped[str | None] = mapped_column(String(255))
    duress_pin_hash: Mapped[str | None] = mapped_column(String(255))
    sms_refused: Mapped[bool] = mapped_column(default=False)
    """They sent STOP, so the provider sends them no SMS any more. The administrator gets a red warning."""

    def absent_at(self, now: datetime) -> bool:
        """Whether they are away at this moment."""
        return is_absent(self.absent_from, self.absent_until, now)


def is_absent(since: datetime | None, until: datetime | None, now: datetime) -> bool:
    """Whether an absence runs at this moment. One without an end goes on."""
    return since is not None and since <= now and (until is None or now < until)


class FormerNumberRecord(Base):
    """A number that somebody had until just now, and whose telephone they may still hold: it is theirs as a sender."""

    __tablename__ = "former_number"
    __table_args__ = (retention(Retention.SHORT),)

    phone: Mapped[str] = mapped_column(String(16), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    given_up_at: Mapped[datetime]


NOT_OF_A_TEAM = "role <> 'privacy_officer' OR team_id IS NULL"
"""What `roles.ONLY_EVERYWHERE` says, for a row with a role and a team."""


class GrantRecord(Base):
    """A role of a person: in one team, or (without a team) in the whole organisation."""

    __tablename__ = "grant_"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "team_id", postgresql_nulls_not_distinct=True),
        Index("ix_grant_role", "organisation_id", "role"),
        word_check("role", Role),
        CheckConstraint(NOT_OF_A_TEAM, name="everywhere"),
        retention(Retention.ACCOUNT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)


class TokenRecord(Base):
    """A sign-in: the browser's cookie or a program's bearer token. Only a digest of it is stored.

    A sign-in that was ended stays for a while: somebody inside with it may still call for help (decision 0030).
    """

    __tablename__ = "token"
    __table_args__ = (word_check("kind", TokenKind), retention(Retention.SHORT))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[TokenKind] = mapped_column(Word(TokenKind))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    used_at: Mapped[datetime]
    """When it was last used, to the hour."""
    device: Mapped[str] = mapped_column(String(120), default="")
    """In which browser somebody signed in, as that browser says: `Firefox · Windows`."""
    network: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """From which network they signed in: `203.0.113.x`, never a whole address (decision 0117)."""
    name: Mapped[str] = mapped_column(String(80), default="")
    """What whoever made it for a program calls it."""
    read_only: Mapped[bool] = mapped_column(default=False)


class LinkReason(StrEnum):
    """Why somebody was sent a link to set their own password."""

    INVITED = "invited"
    FORGOTTEN = "forgotten"


class AccountLinkRecord(Base):
    """A link by which somebody sets their own password, once. Only a digest of its secret is stored."""

    __tablename__ = "account_link"
    __table_args__ = (word_check("reason", LinkReason), retention(Retention.SHORT))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[LinkReason] = mapped_column(Word(LinkReason))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInPolicyRecord(Base):
    """What an organisation chose to ask of who signs in. None: what the installation asks."""

    __tablename__ = "sign_in_policy"
    __table_args__ = (retention(Retention.NONE),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    second_step: Mapped[list[Any]] = mapped_column(Json)
    """The roles of which a second step is asked."""
    set_at: Mapped[datetime]


class AppCodeRecord(Base):
    """An app of somebody that makes codes by the time.

    Its keys are sealed, since they must be read again. pending: one that was shown, and not confirmed by a code yet.
    """

    __tablename__ = "app_code"
    __table_args__ = (retention(Retention.ACCOUNT),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    sealed: Mapped[str | None] = mapped_column(Text)
    pending: Mapped[str | None] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None]
    last_count: Mapped[int] = mapped_column(default=0)
    """Which half minute the last code was of: a code counts once."""


class RecoveryCodeRecord(Base):
    """A code for who lost that app. It counts once, and only a digest of it is stored."""

    __tablename__ = "recovery_code"
    __table_args__ = (retention(Retention.ACCOUNT),)

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class KnownDeviceRecord(Base):
    """A browser in which somebody signed in before. Tries from elsewhere don't make this browser wait."""

    __tablename__ = "known_device"
    __table_args__ = (Index("ix_known_device_seen_at", "seen_at"), retention(Retention.ACCOUNT))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    seen_at: Mapped[datetime]


class DiaryLinkRecord(Base):
    """A private link to the visits of one person, or (with a team) of a team. Only a digest of its secret is stored.

    It shows no more than its maker may see, and stops when they stop working here or lose that right.
    """

    __tablename__ = "diary_link"
    __table_args__ = (
        UniqueConstraint("person_id", "team_id", postgresql_nulls_not_distinct=True),
        retention(Retention.ACCOUNT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Who made the link. Without a team it shows their visits."""
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    with_address: Mapped[bool]
    with_details: Mapped[bool]
    """With what the protocol's diary holds about the resident, which then leaves the house in every copy."""
    made_at: Mapped[datetime]


class IdentityRecord(Base):
    """Who somebody is at the provider of their organisation: what its issuer calls them for good, never an address."""

    __tablename__ = "identity"
    __table_args__ = (
        UniqueConstraint("organisation_id", "issuer", "subject"),
        UniqueConstraint("person_id"),
        retention(Retention.ACCOUNT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime]
