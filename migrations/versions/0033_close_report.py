"""Somebody is asked to close a report of which nothing is left to do. The clock asks, also for those that lie open."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | Sequence[str] | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KIND = "close_report"


def upgrade() -> None:
    _kinds(lambda words: [*words, KIND])


def downgrade() -> None:
    task = sa.table("task", sa.column("id"), sa.column("kind"))
    deadline = sa.table("deadline", sa.column("root_kind"), sa.column("root_id"))
    asked = sa.select(task.c.id).where(task.c.kind == KIND)
    op.execute(deadline.delete().where(deadline.c.root_kind == "task", deadline.c.root_id.in_(asked)))
    op.execute(task.delete().where(task.c.kind == KIND))
    _kinds(lambda words: [one for one in words if one != KIND])


def _kinds(change: Callable[[list[str]], list[str]]) -> None:
    """Let a task be of other kinds than it may be: whichever those are by now."""
    name = "ck_task_kind_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints("task")
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({listed})")
