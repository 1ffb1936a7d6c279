"""Deadlines that passed are found by their root, to let go of them with it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0067"
down_revision: str | Sequence[str] | None = "0066"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True
PASSED = sa.text("fired_at IS NOT NULL OR cancelled_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_deadline_passed",
        "deadline",
        ["organisation_id", "root_id"],
        postgresql_where=PASSED,
        sqlite_where=PASSED,
    )


def downgrade() -> None:
    op.drop_index("ix_deadline_passed", "deadline")
