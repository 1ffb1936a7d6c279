"""The timeline holds what somebody under way texted, where no rule reads it."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | Sequence[str] | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEW = "texted"


def upgrade() -> None:
    _event_kinds(lambda words: [*(one for one in words if one != NEW), NEW])


def downgrade() -> None:
    event = sa.table("event", sa.column("kind", sa.String()))
    op.execute(event.delete().where(event.c.kind == NEW))
    _event_kinds(lambda words: [one for one in words if one != NEW])


def _event_kinds(change: Callable[[list[str]], list[str]]) -> None:
    """Let the table of events hold other words than it does: whichever those are by now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == "ck_event_kind_word"]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_constraint(op.f("ck_event_kind_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_event_kind_word"), f"kind IN ({listed})")
