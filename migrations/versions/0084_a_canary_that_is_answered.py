"""The daily test can ring, and ask for an answer: what is chosen, and what came in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0084"
down_revision: str | Sequence[str] | None = "0083"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True
CHOSEN = ("rings", "asks")
CAME_IN = ("texted_at", "heard_at", "pressed_at", "unanswered_since")


def upgrade() -> None:
    for name in CHOSEN:
        op.add_column("canary", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("canary", sa.Column("code", sa.String(8), nullable=True))
    for name in CAME_IN:
        op.add_column("canary", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("canary") as batch_op:
        for name in (*CAME_IN, "code", *CHOSEN):
            batch_op.drop_column(name)
