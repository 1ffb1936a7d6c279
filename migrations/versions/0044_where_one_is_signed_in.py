"""A sign-in says in which browser it is or for which program, what it may do, and when it was last used."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0044"
down_revision: str | Sequence[str] | None = "0041"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ENDED = "sign_in_ended"
BEFORE = "token_made"


def upgrade() -> None:
    with op.batch_alter_table("token") as batch_op:
        batch_op.add_column(sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("device", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("name", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("read_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    token = sa.table("token", sa.column("used_at"), sa.column("created_at"))
    op.execute(token.update().values(used_at=token.c.created_at))
    with op.batch_alter_table("token") as batch_op:
        batch_op.alter_column("used_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for name in ("device", "name", "read_only"):
            batch_op.alter_column(name, server_default=None)
    _words(lambda words: [*words[: words.index(BEFORE)], ENDED, *words[words.index(BEFORE) :]])


def downgrade() -> None:
    audit = sa.table("audit_event", sa.column("kind"))
    op.execute(audit.delete().where(audit.c.kind == ENDED))
    _words(lambda words: [one for one in words if one != ENDED])
    with op.batch_alter_table("token") as batch_op:
        for name in ("read_only", "name", "device", "used_at"):
            batch_op.drop_column(name)


def _words(change: Callable[[list[str]], list[str]]) -> None:
    """Let the column hold other words than it does: whichever those are by now."""
    name = "ck_audit_event_kind_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints("audit_event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("audit_event") as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({listed})")
