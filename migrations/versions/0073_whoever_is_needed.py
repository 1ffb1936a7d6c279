"""A message that somebody is needed is called so: it is about first care, or about a threat to come."""

from collections.abc import Sequence

from alembic import op

revision: str = "0073"
down_revision: str | Sequence[str] | None = "0072"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("UPDATE message SET template = 'needed' WHERE template = 'first_care'")


def downgrade() -> None:
    op.execute("UPDATE message SET template = 'first_care' WHERE template = 'needed'")
