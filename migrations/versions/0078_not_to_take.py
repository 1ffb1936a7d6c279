"""A measure that is put to who decides as one not to take says so itself; until now only its reason did."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0078"
down_revision: str | Sequence[str] | None = "0077"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True
SAID = "Voorstel: deze maatregel niet nemen. %"
"""How a reason began. It stays as it is: the version before reads it there."""


def upgrade() -> None:
    op.add_column("measure", sa.Column("not_to_take", sa.Boolean(), nullable=False, server_default=sa.false()))
    said = sa.text("UPDATE measure SET not_to_take = :yes WHERE reason LIKE :said")
    op.execute(said.bindparams(sa.bindparam("yes", True, type_=sa.Boolean()), sa.bindparam("said", SAID)))


def downgrade() -> None:
    with op.batch_alter_table("measure") as batch_op:
        batch_op.drop_column("not_to_take")
