"""Who reads the logs of looking, or the audit, stands in the log of looking back too."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0057"
down_revision: str | Sequence[str] | None = "0056"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "ck_past_view_what_word"
WORDS = ("visits", "alarms", "drills", "messages", "never_checked_in")
NEW = ("looks", "audit")


def upgrade() -> None:
    _may_be((*WORDS, *NEW))


def downgrade() -> None:
    view = sa.table("past_view", sa.column("what"))
    op.execute(view.delete().where(view.c.what.in_(NEW)))
    _may_be(WORDS)


def _may_be(words: Sequence[str]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("past_view") as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), f"what IN ({listed})")
