"""The tables of passkeys, and of the challenges that were answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, primary_key, retention


class PasskeyRecord(Base):
    """A passkey of somebody. What is kept of it is public: only their device can answer a challenge with it."""

    __tablename__ = "passkey"
    __table_args__ = (retention(Retention.ACCOUNT),)

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    """As its device calls it: at most 1023 bytes (WebAuthn, 4), in base64url."""
    public_key: Mapped[str] = mapped_column(Text)
    """COSE, in base64url."""
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    """How often it answered, as it says itself; many always say nought."""
    name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class UsedChallengeRecord(Base):
    """A challenge that was answered, until its time is over: it counts once. Only its digest is stored."""

    __tablename__ = "used_challenge"
    __table_args__ = (retention(Retention.SHORT),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
