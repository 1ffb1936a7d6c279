"""Who watches over a team is found by their roles, which are few, and not by reading everybody."""

from collections.abc import Sequence

from alembic import op

revision: str = "0077"
down_revision: str | Sequence[str] | None = "0076"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True


def upgrade() -> None:
    op.create_index("ix_grant_role", "grant_", ["organisation_id", "role"])


def downgrade() -> None:
    op.drop_index("ix_grant_role", "grant_")
