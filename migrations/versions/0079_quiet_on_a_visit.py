"""Who asks on a visit not to be phoned is not, also before there is an alarm; until now only an open alarm kept it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0079"
down_revision: str | Sequence[str] | None = "0078"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True
QUIET = sa.text("quiet")


def upgrade() -> None:
    op.add_column("visit", sa.Column("quiet", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_visit_quiet", "visit", ["organisation_id"], postgresql_where=QUIET, sqlite_where=QUIET)


def downgrade() -> None:
    op.drop_index("ix_visit_quiet", "visit")
    with op.batch_alter_table("visit") as batch_op:
        batch_op.drop_column("quiet")
