"""Attachments of a report."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | Sequence[str] | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = "'jpeg', 'png', 'webp', 'gif', 'pdf', 'mp3', 'm4a', 'ogg', 'wav', 'amr', 'webm', 'mp4', 'docx'"
TABLE = "incident_attachment"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("created_from", sa.String(length=64), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f(f"ck_{TABLE}_kind_word")),
        sa.CheckConstraint("size > 0", name=op.f(f"ck_{TABLE}_size")),
        sa.CheckConstraint("(removed_by IS NULL) = (removed_at IS NULL)", name=op.f(f"ck_{TABLE}_removed")),
        sa.CheckConstraint("removed_at IS NULL OR caption = ''", name=op.f(f"ck_{TABLE}_removed_with_its_caption")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f(f"fk_{TABLE}_incident_id_organisation_id"),
        ),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column in ("added_by", "removed_by")
        ),
        sa.PrimaryKeyConstraint("id", "organisation_id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("organisation_id", "file_id", name=f"uq_{TABLE}_file"),
    )
    op.create_index(f"ix_{TABLE}_incident", TABLE, ["organisation_id", "incident_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
