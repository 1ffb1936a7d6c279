"""The report of an alarm is looked up by it."""

from collections.abc import Sequence

from alembic import op

revision: str = "0059"
down_revision: str | Sequence[str] | None = "0058"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_incident_alarm", "incident", ["organisation_id", "alarm_id"])


def downgrade() -> None:
    op.drop_index("ix_incident_alarm", "incident")
