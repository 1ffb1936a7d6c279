"""Who noted whether help that was offered was accepted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from foundation.columns import Id

revision: str = "0070"
down_revision: str | Sequence[str] | None = "0069"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("care_offer") as batch_op:
        batch_op.add_column(sa.Column("answered_by", Id(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_care_offer_answered_by"), "person", ["answered_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("care_offer") as batch_op:
        batch_op.drop_constraint(op.f("fk_care_offer_answered_by"), type_="foreignkey")
        batch_op.drop_column("answered_by")
