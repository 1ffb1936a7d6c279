"""When the last backup was made, for whoever looks how it stands."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from foundation.columns import Id

revision: str = "0065"
down_revision: str | Sequence[str] | None = "0064"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "backed_up",
        sa.Column("id", Id(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backed_up")),
    )


def downgrade() -> None:
    op.drop_table("backed_up")
