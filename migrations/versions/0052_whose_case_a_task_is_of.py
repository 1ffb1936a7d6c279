"""Whose case a task is of: nobody has it in their own, also not what was laid before that was so."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0052"
down_revision: str | Sequence[str] | None = "0051"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CARE = ("first_care", "talk", "care_step", "team_talk", "evaluate_care")
"""They have rules of their own."""


def upgrade() -> None:
    with op.batch_alter_table("task") as batch_op:
        batch_op.add_column(sa.Column("happened_to", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_task_happened_to"), "person", ["happened_to"], ["id"])
    task = sa.table("task", *(sa.column(one) for one in ("organisation_id", "incident_id", "kind", "happened_to")))
    incident = sa.table("incident", *(sa.column(one) for one in ("organisation_id", "id", "employee_id")))
    whom = (
        sa.select(incident.c.employee_id)
        .where(incident.c.organisation_id == task.c.organisation_id, incident.c.id == task.c.incident_id)
        .scalar_subquery()
    )
    op.execute(task.update().where(task.c.incident_id.is_not(None), task.c.kind.not_in(CARE)).values(happened_to=whom))


def downgrade() -> None:
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_constraint(op.f("fk_task_happened_to"), type_="foreignkey")
        batch_op.drop_column("happened_to")
