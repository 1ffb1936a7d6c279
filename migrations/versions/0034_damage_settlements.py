"""How damage ends."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.task_kinds import change_task_kinds, remove_task_kind

revision: str = "0034"
down_revision: str | Sequence[str] | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "damage_settlement"
KIND = "damage_step"
CHECKS = {
    "how_word": "how IN ('settlement', 'court', 'civil_party', 'nothing')",
    "paid_on": "(paid IS NOT NULL AND paid) = (paid_on IS NOT NULL)",
    "paid_cents": "(paid_on IS NULL) = (paid_cents IS NULL)",
    "recovered_cents": "(recovered_on IS NULL) = (recovered_cents IS NULL)",
    "recovered": "recovered_on IS NULL OR (how IS NOT NULL AND how <> 'nothing')",
    "nothing_why": "how IS NULL OR how <> 'nothing' OR why <> ''",
    "unpaid_why": "paid IS NULL OR paid OR paid_why <> ''",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("damage_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=True),
        sa.Column("paid_cents", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_why", sa.String(2000), nullable=False),
        sa.Column("how", sa.String(32), nullable=True),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("recovered_cents", sa.Integer(), nullable=True),
        sa.Column("recovered_on", sa.Date(), nullable=True),
        sa.Column("why", sa.String(2000), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(said, name=op.f(f"ck_{TABLE}_{name}")) for name, said in CHECKS.items()),
        sa.ForeignKeyConstraint(["damage_id"], ["incident_damage.id"], name=op.f(f"fk_{TABLE}_damage_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f(f"fk_{TABLE}_noted_by")),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f(f"fk_{TABLE}_incident_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("damage_id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_incident", TABLE, ["organisation_id", "incident_id"])
    change_task_kinds(lambda words: [said for one in words for said in ((one, KIND) if one == "damage" else (one,))])


def downgrade() -> None:
    remove_task_kind(KIND)
    op.drop_table(TABLE)
