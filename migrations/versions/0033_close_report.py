"""Somebody is asked to close a report of which nothing is left to do. The clock asks, also for those that lie open."""

from collections.abc import Sequence

from migrations.task_kinds import change_task_kinds, remove_task_kind

revision: str = "0033"
down_revision: str | Sequence[str] | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KIND = "close_report"


def upgrade() -> None:
    change_task_kinds(lambda words: [*words, KIND])


def downgrade() -> None:
    remove_task_kind(KIND)
