"""A visit holds that a manager is asked who goes after a fraud investigation of the client, and what they decided."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | Sequence[str] | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEW_EVENTS = ("fraud_asked", "same_employee", "handed_to_colleague")


def upgrade() -> None:
    with op.batch_alter_table("visit") as batch_op:
        batch_op.add_column(sa.Column("fraud", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("fraud_decided_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_visit_fraud_decided_by"), "person", ["fraud_decided_by"], ["id"])
        batch_op.create_check_constraint(op.f("ck_visit_fraud_word"), "fraud IN ('asked', 'same', 'colleague')")
        batch_op.create_check_constraint(
            op.f("ck_visit_fraud_decided"), "(fraud IS NOT NULL AND fraud <> 'asked') = (fraud_decided_by IS NOT NULL)"
        )
    _event_kinds(lambda words: [*words, *(one for one in NEW_EVENTS if one not in words)])


def downgrade() -> None:
    event = sa.table("event", sa.column("kind", sa.String()))
    op.execute(event.delete().where(event.c.kind.in_(NEW_EVENTS)))
    _event_kinds(lambda words: [one for one in words if one not in NEW_EVENTS])
    with op.batch_alter_table("visit") as batch_op:
        batch_op.drop_constraint(op.f("ck_visit_fraud_decided"), type_="check")
        batch_op.drop_constraint(op.f("ck_visit_fraud_word"), type_="check")
        batch_op.drop_constraint(op.f("fk_visit_fraud_decided_by"), type_="foreignkey")
        batch_op.drop_column("fraud_decided_by")
        batch_op.drop_column("fraud")


def _event_kinds(change: Callable[[list[str]], list[str]]) -> None:
    """Let the table of events hold other words than it does: whichever those are by now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == "ck_event_kind_word"]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_constraint(op.f("ck_event_kind_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_event_kind_word"), f"kind IN ({listed})")
