"""An incident and the police."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | Sequence[str] | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WORDS = {
    "against": ("person", "things", "belongings"),
    "kind": ("none", "notification", "report"),
    "copy": ("not_asked", "asked", "there"),
    "outcome": ("nothing", "under_way", "talked_to", "prosecuted", "convicted", "acquitted"),
}


def upgrade() -> None:
    op.create_table(
        "police_matter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("against", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=2000), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("accompanied_by_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("station", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("copy", sa.String(length=32), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("outcome_note", sa.String(length=2000), nullable=False),
        sa.Column("literally", sa.String(length=5000), nullable=False),
        sa.Column("means", sa.String(length=500), nullable=False),
        sa.Column("motive", sa.String(length=2000), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        *(_word(column, words) for column, words in WORDS.items()),
        sa.CheckConstraint(
            "kind <> 'none' OR (done_on IS NULL AND number = '' AND outcome IS NULL)",
            name=op.f("ck_police_matter_none_has"),
        ),
        sa.CheckConstraint("outcome IS NULL OR done_on IS NOT NULL", name=op.f("ck_police_matter_outcome_of_done")),
        sa.CheckConstraint("address <> ''", name=op.f("ck_police_matter_address")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_police_matter_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f("fk_police_matter_incident_id_organisation_id"),
        ),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_police_matter_{column}"))
            for column in ("by_id", "accompanied_by_id", "noted_by", "changed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_police_matter")),
    )
    op.create_index("uq_police_matter_one", "police_matter", ["organisation_id", "incident_id", "against"], unique=True)


def downgrade() -> None:
    op.drop_table("police_matter")


def _word(column: str, words: Sequence[str]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{one}'" for one in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_police_matter_{column}_word"))
