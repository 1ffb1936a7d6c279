"""Whoever keeps the register is asked to look at an address where visits did not feel well."""

from collections.abc import Sequence

from migrations.task_kinds import change_task_kinds, remove_task_kind

revision: str = "0053"
down_revision: str | Sequence[str] | None = "0052"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KIND = "look_at_address"


def upgrade() -> None:
    change_task_kinds(lambda words: [*words, KIND])


def downgrade() -> None:
    remove_task_kind(KIND)
