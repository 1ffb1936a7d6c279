"""A message is known by what it is: its id follows from what caused it, and no key stands beside it (0109).

Messages that stand there keep their ids. What caused one of them and is done again after this, which a step of the
watch never is, tells it once more.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0074"
down_revision: str | Sequence[str] | None = "0073"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEY = "uq_message_dedupe_key"
WAITING = "state IN ('pending', 'sending')"
AT_ONCE = 1_000
MESSAGE = sa.table(
    "message", sa.column("id", sa.Uuid()), sa.column("origin", sa.Uuid()), sa.column("person", sa.Uuid()),
    sa.column("to", sa.String()), sa.column("channel", sa.String()), sa.column("template", sa.String()),
    sa.column("dedupe_key", sa.String()),
)  # fmt: skip


def upgrade() -> None:
    _without_what_is_computed()
    with op.batch_alter_table("message") as batch_op:
        batch_op.drop_constraint(op.f(KEY), type_="unique")
        batch_op.drop_column("dedupe_key")
    _with_what_is_computed()


def downgrade() -> None:
    op.add_column("message", sa.Column("dedupe_key", sa.String(length=200), nullable=True))
    _write_keys()
    _without_what_is_computed()
    with op.batch_alter_table("message") as batch_op:
        batch_op.alter_column("dedupe_key", existing_type=sa.String(length=200), nullable=False)
        batch_op.create_unique_constraint(op.f(KEY), ["dedupe_key"])
    _with_what_is_computed()


def _write_keys() -> None:
    """Write the keys as the version before made them. Two of one key, of before and after the upgrade: the second gets
    its id behind it, so that both stay."""
    connection = op.get_bind()
    seen: set[str] = set()
    found = connection.execute(sa.select(MESSAGE).order_by(MESSAGE.c.id)).all()
    for begin in range(0, len(found), AT_ONCE):
        written = []
        for row in found[begin : begin + AT_ONCE]:
            key = f"{row.origin}:{row.person}:{row.channel}:{row.template}"
            key += f":{row.to}" if row.channel == "push" else ""
            written.append({"message": row.id, "key": f"{key}:{row.id}" if key in seen else key})
            seen.add(key)
        its = MESSAGE.c.id == sa.bindparam("message")
        connection.execute(sa.update(MESSAGE).where(its).values(dedupe_key=sa.bindparam("key")), written)


def _without_what_is_computed() -> None:
    """SQLite writes the table anew, and a computed column can't be copied."""
    if not _on_postgresql():
        op.drop_index("ix_message_waits", "message")
        op.drop_column("message", "waits")


def _with_what_is_computed() -> None:
    if not _on_postgresql():
        op.add_column("message", sa.Column("waits", sa.Boolean(), sa.Computed(WAITING), nullable=True))
        op.create_index("ix_message_waits", "message", ["not_before"], sqlite_where=sa.text("waits"))


def _on_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")
