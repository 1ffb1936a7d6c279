"""The Belgian register of acts by third parties."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.task_kinds import change_task_kinds, remove_task_kind

revision: str = "0032"
down_revision: str | Sequence[str] | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "third_party_act"
KIND = "name_in_register"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(named IS NULL) = (named_at IS NULL)", name=op.f(f"ck_{TABLE}_said_at")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f(f"fk_{TABLE}_entered_by")),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f(f"fk_{TABLE}_incident_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("incident_id", "organisation_id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_kept", TABLE, ["organisation_id", "kept_until"])
    change_task_kinds(lambda words: [said for one in words for said in ((one, KIND) if one == "damage" else (one,))])


def downgrade() -> None:
    remove_task_kind(KIND)
    op.drop_table(TABLE)
