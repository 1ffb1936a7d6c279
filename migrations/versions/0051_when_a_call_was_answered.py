"""When a call was answered, apart from that it rings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0051"
down_revision: str | Sequence[str] | None = "0050"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("message", sa.Column("picked_up_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("message", "picked_up_at")
