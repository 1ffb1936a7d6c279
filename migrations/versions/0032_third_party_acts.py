"""The Belgian register of acts by third parties."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

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
