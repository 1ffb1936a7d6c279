"""What a registrar advises with the figures of a year."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | Sequence[str] | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "report_advice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("advice", sa.String(length=5000), nullable=False),
        sa.Column("became_of_it", sa.String(length=5000), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2099", name=op.f("ck_report_advice_year")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_report_advice_organisation_id")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_report_advice_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_advice")),
        sa.UniqueConstraint("organisation_id", "year", name=op.f("uq_report_advice_organisation_id_year")),
    )


def downgrade() -> None:
    op.drop_table("report_advice")
