"""Names that say what they hold: counts are called counts, and the end that those inside see is the one shown."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

VISIT = {"asked": "asked_count", "chased": "chased_count", "covered_at": "shown_ended_at"}
DEADLINE = {"found": "reached_count"}
OTHERS = (
    "planned_start", "check_call", "check_call_unanswered", "end_approaching", "overdue", "home_safe",
    "companion_reminder", "companion_silent", "ladder_step", "unresolved", "drill_end", "canary", "canary_report",
    "whereabouts", "roster_gaps", "shift_change", "relief", "mark_review",
)  # fmt: skip


def upgrade() -> None:
    _rename("visit", VISIT)
    _rename("deadline", DEADLINE)
    _call("mark_turn", "mark_transition")


def downgrade() -> None:
    _call("mark_transition", "mark_turn")
    _rename("deadline", {new: old for old, new in DEADLINE.items()})
    _rename("visit", {new: old for old, new in VISIT.items()})


def _rename(table: str, columns: dict[str, str]) -> None:
    """By itself and not in a batch: SQLite knows it since 3.25, and a batch copies the whole table."""
    for old, new in columns.items():
        op.alter_column(table, old, new_column_name=new)


def _call(old: str, new: str) -> None:
    deadline = sa.table("deadline", sa.column("kind", sa.String()))
    with op.batch_alter_table("deadline") as batch_op:
        batch_op.drop_constraint(op.f("ck_deadline_kind_word"), type_="check")
    op.execute(sa.update(deadline).where(deadline.c.kind == old).values(kind=new))
    listed = ", ".join(f"'{word}'" for word in (*OTHERS, new))
    with op.batch_alter_table("deadline") as batch_op:
        batch_op.create_check_constraint(op.f("ck_deadline_kind_word"), f"kind IN ({listed})")
