"""How full the battery is of a phone on which the noodknop was pressed: how long it can still be called and found."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0080"
down_revision: str | Sequence[str] | None = "0079"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True


def upgrade() -> None:
    kind = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.add_column("alarm", sa.Column("battery", kind, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("alarm") as batch_op:
        batch_op.drop_column("battery")
