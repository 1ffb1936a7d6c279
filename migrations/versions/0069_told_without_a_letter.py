"""Somebody is asked to tell whom a measure is about, where the protocol has no letter for it."""

from collections.abc import Sequence

from migrations.task_kinds import change_task_kinds, remove_task_kind

revision: str = "0069"
down_revision: str | Sequence[str] | None = "0068"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KIND = "tell_measure"


def upgrade() -> None:
    change_task_kinds(
        lambda words: [said for one in words for said in ((one, KIND) if one == "measure_step" else (one,))]
    )


def downgrade() -> None:
    remove_task_kind(KIND)
