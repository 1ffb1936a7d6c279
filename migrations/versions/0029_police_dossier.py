"""Who made the dossier for the police stands in the look-up log of a report."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | Sequence[str] | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WORDS = ("list", "report", "form", "attachment", "letter")
READ = "dossier"
NAME = "ck_incident_read_what_word"


def upgrade() -> None:
    _words(*WORDS, READ)


def downgrade() -> None:
    read = sa.table("incident_read", sa.column("what"))
    op.execute(read.delete().where(read.c.what == READ))
    _words(*WORDS)


def _words(*words: str) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("incident_read") as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), f"what IN ({listed})")
