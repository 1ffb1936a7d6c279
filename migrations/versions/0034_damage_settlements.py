"""How damage ends."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

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
    _kinds(lambda words: [said for one in words for said in ((one, KIND) if one == "damage" else (one,))])


def downgrade() -> None:
    task = sa.table("task", sa.column("id"), sa.column("kind"))
    deadline = sa.table("deadline", sa.column("root_kind"), sa.column("root_id"))
    asked = sa.select(task.c.id).where(task.c.kind == KIND)
    op.execute(deadline.delete().where(deadline.c.root_kind == "task", deadline.c.root_id.in_(asked)))
    op.execute(task.delete().where(task.c.kind == KIND))
    _kinds(lambda words: [one for one in words if one != KIND])
    op.drop_table(TABLE)


def _kinds(change: Callable[[list[str]], list[str]]) -> None:
    """Let a task be of other kinds than it may be: whichever those are by now."""
    name = "ck_task_kind_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints("task")
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({listed})")
