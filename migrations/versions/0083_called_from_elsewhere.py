"""Who said that they do not come along and called for help after that counts as inside, and is not said to be there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0083"
down_revision: str | Sequence[str] | None = "0082"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True


def upgrade() -> None:
    op.add_column("companion", sa.Column("said_no_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("companion") as batch_op:
        batch_op.drop_column("said_no_at")
