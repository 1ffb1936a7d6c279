"""A code may test a telephone number."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PURPOSES = (
    "check_call", "ladder", "police", "companion", "back_up", "swap", "relief", "alone", "companion_well",
)  # fmt: skip
KINDS = ("visit", "alarm", "canary", "team", "roster", "risk_mark", "swap", "relief")


def upgrade() -> None:
    _words("code", "purpose", *PURPOSES, "number_check")
    _words("code", "subject_kind", *KINDS, "number")
    _words("deadline", "root_kind", *KINDS, "number")


def downgrade() -> None:
    code = sa.table("code", sa.column("purpose", sa.String()))
    op.execute(sa.delete(code).where(code.c.purpose == "number_check"))
    _words("code", "purpose", *PURPOSES)
    _words("code", "subject_kind", *KINDS)
    _words("deadline", "root_kind", *KINDS)


def _words(table: str, column: str, *words: str) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{column}_word"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{column}_word"), f"{column} IN ({listed})")
