"""What the dead-man's switch outside answered last, for whoever looks how it stands."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0086"
down_revision: str | Sequence[str] | None = "0085"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("one = 1", name=op.f("ck_heartbeat_one")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_heartbeat")),
    )


def downgrade() -> None:
    op.drop_table("heartbeat")
