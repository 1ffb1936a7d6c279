"""A photo beside a line of the ban list."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | Sequence[str] | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = "'jpeg', 'png', 'webp', 'gif', 'pdf', 'mp3', 'm4a', 'ogg', 'wav', 'amr', 'webm', 'mp4', 'docx'"
TABLE = "measure_photo"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f(f"ck_{TABLE}_kind_word")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f(f"fk_{TABLE}_measure_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f(f"fk_{TABLE}_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("measure_id", name=op.f(f"uq_{TABLE}_measure_id")),
        sa.UniqueConstraint("file_id", name=op.f(f"uq_{TABLE}_file_id")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
