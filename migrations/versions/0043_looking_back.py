"""Looking back: who did, and the indexes by which a year is read a page at a time."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0043"
down_revision: str | Sequence[str] | None = "0047"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
INDEXES = {"visit": "planned_start", "alarm": "opened_at", "message": "created_at"}
WHAT = ("visits", "alarms", "drills", "messages", "never_checked_in")


def upgrade() -> None:
    listed = ", ".join(f"'{word}'" for word in WHAT)
    op.create_table(
        "past_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("about", JSON, nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.CheckConstraint(f"what IN ({listed})", name=op.f("ck_past_view_what_word")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_past_view_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_past_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_view")),
    )
    op.create_index("ix_past_view_at", "past_view", ["organisation_id", "at"])
    for table, moment in INDEXES.items():
        op.create_index(f"ix_{table}_past", table, ["organisation_id", moment, "id"])
    # A visit of the past is shown with its alarms, not only with one that is open.
    op.create_index("ix_alarm_visit", "alarm", ["visit_id"])


def downgrade() -> None:
    op.drop_index("ix_alarm_visit", "alarm")
    for table in INDEXES:
        op.drop_index(f"ix_{table}_past", table)
    op.drop_table("past_view")
