"""What is looked for each minute and each hour is found by an index, however many years are kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0071"
down_revision: str | Sequence[str] | None = "0070"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True
NOWHERE = "'PLACE|verwijderd|verwijderd'"
COUNTED = sa.text(f"address_key = {NOWHERE}")
KEPT = sa.text(f"address_key <> {NOWHERE} AND state IN ('ended', 'cancelled')")


def upgrade() -> None:
    op.add_column("audit_chain", sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_event_at", "event", ["organisation_id", "at"])
    op.create_index(
        "ix_visit_kept", "visit", ["organisation_id", "created_at"], postgresql_where=KEPT, sqlite_where=KEPT
    )
    op.create_index(
        "ix_visit_counted", "visit", ["organisation_id", "created_at"], postgresql_where=COUNTED, sqlite_where=COUNTED
    )


def downgrade() -> None:
    op.drop_index("ix_visit_counted", "visit")
    op.drop_index("ix_visit_kept", "visit")
    op.drop_index("ix_event_at", "event")
    op.drop_column("audit_chain", "closed_until")
