"""The tables of who holds a function of the protocols: people, and parties outside the organisation."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.protocols.functions import Function
from foundation.columns import Base, Retention, Word, primary_key, retention, word_check


class PartyRecord(Base):
    """Somebody outside who holds a function: an agency, a service, a firm.

    It never signs in, and never gets content: a mail says that there is something, and whom to ask.
    """

    __tablename__ = "party"
    __table_args__ = (CheckConstraint("name <> ''", name="named"), retention(Retention.NONE))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(16))
    """E.164, never an emergency number. People phone it; the software never does."""
    address: Mapped[str] = mapped_column(String(500), default="")
    """Where letters go."""
    contact: Mapped[str] = mapped_column(String(200), default="")
    """Whom to ask for."""


class HolderRecord(Base):
    """Who holds a function: a person or a party, for one team or (without a team) for the whole organisation."""

    __tablename__ = "function_holder"
    __table_args__ = (
        word_check("function", Function),
        CheckConstraint("(person_id IS NULL) <> (party_id IS NULL)", name="one_of_both"),
        UniqueConstraint(
            "organisation_id",
            "function",
            "team_id",
            "person_id",
            "party_id",
            name="uq_function_holder_once",
            postgresql_nulls_not_distinct=True,
        ),
        retention(Retention.ACCOUNT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    function: Mapped[Function] = mapped_column(Word(Function))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
