"""Room on a page of messages and of deadlines for what becomes of its rows (0109).

Only what is written from now on has it: no page is written anew, and nobody waits. SQLite has no such thing.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0076"
down_revision: str | Sequence[str] | None = "0075"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True


def upgrade() -> None:
    _set("message SET (fillfactor = 60)")
    _set("deadline SET (fillfactor = 70)")


def downgrade() -> None:
    _set("deadline RESET (fillfactor)")
    _set("message SET (fillfactor = 70)")


def _set(what: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {what}")
