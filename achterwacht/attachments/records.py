"""The table of attachments. The files lie in the store."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.attachments.rules import Added
from documents.kinds import FileKind
from foundation.columns import Base, Retention, Word, of_organisation, primary_key, refers, retention, word_check

FILES = "attachments"
"""Under which name they lie in the store."""


def file_key(organisation_id: UUID, file_id: UUID) -> str:
    """Returns the name of a file in the store."""
    return f"{FILES}/{organisation_id.hex}/{file_id.hex}"


class AttachmentRecord(Base):
    """A file that belongs to a report. Its row is made when the file is in the store, and says so by being there.

    file_id: what the file is called in the store. Each time something is stored it gets another, so that a file without
    a row never becomes one with a row. The name that it had on somebody's phone is not kept. When it is taken away, the
    file goes and the row stays: with the same id it does not come back.
    """

    __tablename__ = "incident_attachment"
    __table_args__ = (
        word_check("kind", FileKind),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("(removed_by IS NULL) = (removed_at IS NULL)", name="removed"),
        CheckConstraint("removed_at IS NULL OR caption = ''", name="removed_with_its_caption"),
        refers("incident_id", "incident"),
        UniqueConstraint("organisation_id", "file_id", name="uq_incident_attachment_file"),
        Index("ix_incident_attachment_incident", "organisation_id", "incident_id"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = of_organisation()
    created_from: Mapped[str] = mapped_column(String(64))
    """Digest of the request, with that of the file as it was sent."""
    incident_id: Mapped[UUID]
    file_id: Mapped[UUID]
    kind: Mapped[FileKind] = mapped_column(Word(FileKind))
    size: Mapped[int]
    caption: Mapped[str] = mapped_column(String(200))
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]

    @property
    def file_key(self) -> str:
        """The name of its file in the store."""
        return file_key(self.organisation_id, self.file_id)

    def facts(self) -> Added:
        """Returns what the rules need."""
        return Added(self.size, self.added_by)
