"""The tables of single sign-on: the provider of an organisation, what its groups stand for, and tries under way.

Whom a sign-in of the provider belongs to stands with the people (`IdentityRecord`).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.people.records import NOT_OF_A_TEAM
from achterwacht.people.roles import Role
from achterwacht.single_sign_on.facts import Assurance
from foundation.columns import Base, Retention, Word, primary_key, retention, word_check

GROUP_LENGTH = 200


class SignOnRecord(Base):
    """The OpenID provider of one organisation. One of a secret and a key of our own, both sealed, says who we are."""

    __tablename__ = "sign_on"
    __table_args__ = (
        CheckConstraint("(sealed_secret IS NULL) <> (sealed_key IS NULL)", name="secret_or_key"),
        CheckConstraint("active OR NOT only_way", name="only_way_while_active"),
        word_check("level", Assurance),
        retention(Retention.NONE),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(500))
    client_id: Mapped[str] = mapped_column(String(200))
    sealed_secret: Mapped[str | None] = mapped_column(Text)
    sealed_key: Mapped[str | None] = mapped_column(Text)
    groups_claim: Mapped[str] = mapped_column(String(100))
    level: Mapped[Assurance | None] = mapped_column(Word(Assurance))
    """The level of assurance that is asked for, and below which nobody comes in. None: the provider decides."""
    active: Mapped[bool]
    only_way: Mapped[bool]
    """Nobody signs in with a password of ours, until an administrator or the console says otherwise."""


class SignOnGroupRecord(Base):
    """What a group of the provider stands for here: a role, in one team or (without) in the whole organisation."""

    __tablename__ = "sign_on_group"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name", "role", "team_id", postgresql_nulls_not_distinct=True),
        word_check("role", Role),
        CheckConstraint(NOT_OF_A_TEAM, name="everywhere"),
        retention(Retention.NONE),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(GROUP_LENGTH))
    role: Mapped[Role] = mapped_column(Word(Role))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))


class SignOnBegunRecord(Base):
    """Somebody was sent to their provider, and may come back once. Only digests are stored.

    browser: of the secret in the cookie of the browser that left. person_id: who links the account that they come back
    with to themselves; link: of the secret of their invitation, which that uses up.
    """

    __tablename__ = "sign_on_begun"
    __table_args__ = (Index("ix_sign_on_begun_expires_at", "expires_at"), retention(Retention.SHORT))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    link: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[datetime]
