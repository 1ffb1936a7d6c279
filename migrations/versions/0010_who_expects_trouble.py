"""A visit holds that somebody who goes, or planned it, expects trouble there: why, who said so, and about the police."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEW_EVENTS = ("trouble_expected", "trouble_also_expected", "trouble_taken_back")


def upgrade() -> None:
    with op.batch_alter_table("visit") as batch_op:
        batch_op.add_column(sa.Column("expects_trouble", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("trouble_said_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("police_wanted", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(op.f("fk_visit_trouble_said_by"), "person", ["trouble_said_by"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_visit_trouble_said"), "(expects_trouble IS NULL) = (trouble_said_by IS NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_visit_police_wanted"), "expects_trouble IS NOT NULL OR NOT police_wanted"
        )
    with op.batch_alter_table("visit") as batch_op:
        batch_op.alter_column("police_wanted", server_default=None)
    _event_kinds(lambda words: [*words, *(one for one in NEW_EVENTS if one not in words)])


def downgrade() -> None:
    event = sa.table("event", sa.column("kind", sa.String()))
    op.execute(event.delete().where(event.c.kind.in_(NEW_EVENTS)))
    _event_kinds(lambda words: [one for one in words if one not in NEW_EVENTS])
    with op.batch_alter_table("visit") as batch_op:
        batch_op.drop_constraint(op.f("ck_visit_police_wanted"), type_="check")
        batch_op.drop_constraint(op.f("ck_visit_trouble_said"), type_="check")
        batch_op.drop_constraint(op.f("fk_visit_trouble_said_by"), type_="foreignkey")
        batch_op.drop_column("police_wanted")
        batch_op.drop_column("trouble_said_by")
        batch_op.drop_column("expects_trouble")


def _event_kinds(change: Callable[[list[str]], list[str]]) -> None:
    """Let the table of events hold other words than it does: whichever those are by now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == "ck_event_kind_word"]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_constraint(op.f("ck_event_kind_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_event_kind_word"), f"kind IN ({listed})")
