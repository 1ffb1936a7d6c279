"""A visit holds who looked up the file and an earlier letter before it, and when."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEW_EVENTS = ("file_searched", "letter_looked_up")
STEPS = ("file_searched", "letter_looked_up")


def upgrade() -> None:
    with op.batch_alter_table("visit") as batch_op:
        for step in STEPS:
            batch_op.add_column(sa.Column(f"{step}_by", sa.Uuid(), nullable=True))
            batch_op.add_column(sa.Column(f"{step}_at", sa.DateTime(timezone=True), nullable=True))
            batch_op.create_foreign_key(op.f(f"fk_visit_{step}_by"), "person", [f"{step}_by"], ["id"])
            batch_op.create_check_constraint(op.f(f"ck_visit_{step}"), f"({step}_by IS NULL) = ({step}_at IS NULL)")
    _event_kinds(lambda words: [*words, *(one for one in NEW_EVENTS if one not in words)])


def downgrade() -> None:
    event = sa.table("event", sa.column("kind", sa.String()))
    op.execute(event.delete().where(event.c.kind.in_(NEW_EVENTS)))
    _event_kinds(lambda words: [one for one in words if one not in NEW_EVENTS])
    with op.batch_alter_table("visit") as batch_op:
        for step in STEPS:
            batch_op.drop_constraint(op.f(f"ck_visit_{step}"), type_="check")
            batch_op.drop_constraint(op.f(f"fk_visit_{step}_by"), type_="foreignkey")
            batch_op.drop_column(f"{step}_at")
            batch_op.drop_column(f"{step}_by")


def _event_kinds(change: Callable[[list[str]], list[str]]) -> None:
    """Let the table of events hold other words than it does: whichever those are by now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == "ck_event_kind_word"]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_constraint(op.f("ck_event_kind_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_event_kind_word"), f"kind IN ({listed})")
