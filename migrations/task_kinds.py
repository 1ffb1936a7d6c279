"""The kinds that a task may be of, which more than one migration changes."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

NAME = "ck_task_kind_word"


def change_task_kinds(change: Callable[[list[str]], list[str]]) -> None:
    """Let a task be of other kinds than it may be: whichever those are by now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("task")
    (held,) = [one["sqltext"] for one in checks if one["name"] == NAME]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), f"kind IN ({listed})")


def remove_task_kind(kind: str) -> None:
    """Let no task be of this kind any more. Those that are go, with their deadlines."""
    task = sa.table("task", sa.column("id"), sa.column("kind"))
    deadline = sa.table("deadline", sa.column("root_kind"), sa.column("root_id"))
    asked = sa.select(task.c.id).where(task.c.kind == kind)
    op.execute(deadline.delete().where(deadline.c.root_kind == "task", deadline.c.root_id.in_(asked)))
    op.execute(task.delete().where(task.c.kind == kind))
    change_task_kinds(lambda words: [one for one in words if one != kind])
