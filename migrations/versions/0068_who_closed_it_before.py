"""Who closed a report that was opened again, and what it was opened for."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

from foundation.columns import Id

revision: str = "0068"
down_revision: str | Sequence[str] | None = "0067"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AUDITED = "incident_reopened"
BEFORE = "retention_set"


def upgrade() -> None:
    op.create_table(
        "incident_reopening",
        sa.Column("id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("incident_id", Id(), nullable=False),
        sa.Column("closed_by", Id(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("close_reason", sa.String(length=2000), nullable=True),
        sa.Column("reopened_by", Id(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("reopened_at >= closed_at", name=op.f("ck_incident_reopening_after")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_incident_reopening_reason")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_incident_reopening_closed_by")),
        sa.ForeignKeyConstraint(["reopened_by"], ["person.id"], name=op.f("fk_incident_reopening_reopened_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_incident_reopening_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f("fk_incident_reopening_incident_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_reopening")),
    )
    op.create_index("ix_incident_reopening_incident", "incident_reopening", ["organisation_id", "incident_id"])
    _words(lambda words: [*words[: words.index(BEFORE)], AUDITED, *words[words.index(BEFORE) :]])


def downgrade() -> None:
    audit = sa.table("audit_event", sa.column("kind"))
    op.execute(audit.delete().where(audit.c.kind == AUDITED))
    _words(lambda words: [one for one in words if one != AUDITED])
    op.drop_index("ix_incident_reopening_incident", table_name="incident_reopening")
    op.drop_table("incident_reopening")


def _words(change: Callable[[list[str]], list[str]]) -> None:
    """Let the column hold other words than it does: whichever those are by now."""
    name = "ck_audit_event_kind_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints("audit_event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("audit_event") as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({listed})")
