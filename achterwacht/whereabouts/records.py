"""Which desks get a team's list by mail, and when."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, retention


class DeskMailRecord(Base):
    """What a team chose. Without a row its list is not mailed, which is so until an administrator turns it on."""

    __tablename__ = "desk_mail"
    __table_args__ = (retention(Retention.ACCOUNT),)

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    addresses: Mapped[list[Any]]
    days: Mapped[list[Any]]
    """ISO weekdays, Monday is 1."""
    times: Mapped[list[Any]]
    """Local times of the organisation, such as `08:30`."""
