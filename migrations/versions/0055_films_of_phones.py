"""Films as an iPhone and older phones make them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0055"
down_revision: str | Sequence[str] | None = "0054"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("incident_attachment", "measure_photo")
BEFORE = ("jpeg", "png", "webp", "gif", "pdf", "mp3", "m4a", "ogg", "wav", "amr", "webm", "mp4")
DOCX = "docx"
FILMS = ("mov", "3gp")


def upgrade() -> None:
    _may_be((*BEFORE, *FILMS, DOCX))


def downgrade() -> None:
    # What is MP4 by another name plays as one.
    for table in TABLES:
        rows = sa.table(table, sa.column("kind"))
        op.execute(rows.update().where(rows.c.kind.in_(FILMS)).values(kind="mp4"))
    _may_be((*BEFORE, DOCX))


def _may_be(kinds: Sequence[str]) -> None:
    listed = ", ".join(f"'{one}'" for one in kinds)
    for table in TABLES:
        name = op.f(f"ck_{table}_kind_word")
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, f"kind IN ({listed})")
