"""The table of loaded profiles: versions that never change. A visit keeps the one it was checked in with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Json, Retention, primary_key, retention


class ProtocolVersionRecord(Base):
    __tablename__ = "protocol_version"
    __table_args__ = (UniqueConstraint("organisation_id", "version"), retention(Retention.NONE))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    version: Mapped[int]
    profile_id: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    loaded_at: Mapped[datetime]
