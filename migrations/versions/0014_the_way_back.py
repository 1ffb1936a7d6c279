"""The way back from a visit: until when the worker is waited for, and where."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0014"
down_revision: str | Sequence[str] | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEW_EVENTS = ("returned", "went_on", "awaited", "not_back")
CAUSE, DEADLINE = "not_back", "back"
AWAITED = sa.text("awaited_by IS NOT NULL AND returned_at IS NULL")
PROTOCOL = sa.table(
    "protocol_version",
    sa.column("id", sa.Uuid()),
    sa.column("content", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")),
)


def upgrade() -> None:
    with op.batch_alter_table("visit") as batch_op:
        batch_op.add_column(sa.Column("back_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("awaited_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("heading_to", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(op.f("ck_visit_returned"), "returned_at IS NULL OR awaited_by IS NOT NULL")
        batch_op.create_index(
            "ix_visit_awaited", ["organisation_id", "worker_id"], postgresql_where=AWAITED, sqlite_where=AWAITED
        )
    _words("event", "kind", lambda words: _before(words, "home_safe_chased", NEW_EVENTS))
    _words("deadline", "kind", lambda words: _before(words, "home_safe", (DEADLINE,)))
    for table in ("alarm", "alarm_tick"):
        _words(table, "cause", lambda words: _before(words, "overdue", (CAUSE,)))


def downgrade() -> None:
    event, deadline = sa.table("event", sa.column("kind")), sa.table("deadline", sa.column("kind"))
    op.execute(event.delete().where(event.c.kind.in_(NEW_EVENTS)))
    op.execute(deadline.delete().where(deadline.c.kind == DEADLINE))
    for name in ("alarm", "alarm_tick"):
        table = sa.table(name, sa.column("cause"))
        op.execute(sa.update(table).where(table.c.cause == CAUSE).values(cause="overdue"))
        _words(name, "cause", lambda words: [one for one in words if one != CAUSE])
    _words("deadline", "kind", lambda words: [one for one in words if one != DEADLINE])
    _words("event", "kind", lambda words: [one for one in words if one not in NEW_EVENTS])
    with op.batch_alter_table("visit") as batch_op:
        batch_op.drop_index("ix_visit_awaited")
        batch_op.drop_constraint(op.f("ck_visit_returned"), type_="check")
        for column in ("returned_at", "heading_to", "awaited_by", "back_by"):
            batch_op.drop_column(column)
    _forget_in_profiles()


def _before(words: list[str], place: str, new: Sequence[str]) -> list[str]:
    """The words with the new ones among them, once, where the product has them."""
    known = [one for one in words if one not in new]
    at = known.index(place)
    return [*known[:at], *new, *known[at:]]


def _words(table: str, column: str, change: Callable[[list[str]], list[str]]) -> None:
    """Let a column hold other words than it does: whichever those are by now."""
    name = f"ck_{table}_{column}_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"{column} IN ({listed})")


def _forget_in_profiles() -> None:
    connection = op.get_bind()
    for one in connection.execute(sa.select(PROTOCOL.c.id, PROTOCOL.c.content)).all():
        content: dict[str, Any] = dict(one.content)
        content.pop("signing_off", None)
        content["desk"] = {key: value for key, value in content.get("desk", {}).items() if key != CAUSE}
        connection.execute(sa.update(PROTOCOL).where(PROTOCOL.c.id == one.id).values(content=content))
