"""The number that somebody had until just now: whoever is inside when it changes still holds that telephone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from foundation.columns import Id

revision: str = "0081"
down_revision: str | Sequence[str] | None = "0080"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True


def upgrade() -> None:
    op.create_table(
        "former_number",
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_former_number_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_number_person_id")),
        sa.PrimaryKeyConstraint("phone", name=op.f("pk_former_number")),
    )
    op.create_index(op.f("ix_former_number_person_id"), "former_number", ["person_id"])


def downgrade() -> None:
    op.drop_table("former_number")
