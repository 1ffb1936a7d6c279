"""A team with a profile of its own."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NEW, BEHIND = "team_profile_set", "profile_loaded"


def upgrade() -> None:
    with op.batch_alter_table("team") as batch_op:
        batch_op.add_column(sa.Column("protocol_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key("fk_team_protocol_id", "protocol_version", ["protocol_id"], ["id"])
    _audited(lambda words: [*_until(words, BEHIND), NEW, *words[len(_until(words, BEHIND)) :]])


def downgrade() -> None:
    audit_event = sa.table("audit_event", sa.column("kind", sa.String()))
    op.execute(sa.delete(audit_event).where(audit_event.c.kind == NEW))
    _audited(lambda words: [one for one in words if one != NEW])
    with op.batch_alter_table("team") as batch_op:
        batch_op.drop_constraint("fk_team_protocol_id", type_="foreignkey")
        batch_op.drop_column("protocol_id")


def _until(words: list[str], last: str) -> list[str]:
    return words[: words.index(last) + 1]


def _audited(change: Callable[[list[str]], list[str]]) -> None:
    """Let the audit hold other words than it does: whichever those are by now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("audit_event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == "ck_audit_event_kind_word"]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("audit_event") as batch_op:
        batch_op.drop_constraint(op.f("ck_audit_event_kind_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_audit_event_kind_word"), f"kind IN ({listed})")
