"""Tasks after an incident: who has something to do, and until when."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0019"
down_revision: str | Sequence[str] | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROOT = "task"
DEADLINES = ("task_remind", "task_overdue", "task_escalate")
TEMPLATE = "task"


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "chain", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f("ck_task_closed")),
        sa.CheckConstraint("kind IN ('report')", name=op.f("ck_task_kind_word")),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_task_state_word")),
        sa.CheckConstraint("state <> 'dropped' OR note <> ''", name=op.f("ck_task_dropped_with_a_reason")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_task_closed_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_task_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_task_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task") as batch_op:
        batch_op.create_index("ix_task_open", ["organisation_id", "state", "due_at"], unique=False)
        batch_op.create_index("ix_task_alarm", ["organisation_id", "alarm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_person_id"), ["person_id"], unique=False)
    _words("deadline", "kind", lambda words: [*(one for one in words if one not in DEADLINES), *DEADLINES])
    for table, column in (("deadline", "root_kind"), ("code", "subject_kind")):
        _words(table, column, lambda words: [*(one for one in words if one != ROOT), ROOT])


def downgrade() -> None:
    deadline, message = sa.table("deadline", sa.column("root_kind")), sa.table("message", sa.column("template"))
    op.execute(deadline.delete().where(deadline.c.root_kind == ROOT))
    told = sa.table("message", sa.column("id"), sa.column("template"))
    attempt = sa.table("attempt", sa.column("message_id"))
    gone = sa.select(told.c.id).where(told.c.template == TEMPLATE)
    op.execute(attempt.delete().where(attempt.c.message_id.in_(gone)))
    op.execute(message.delete().where(message.c.template == TEMPLATE))
    for table, column in (("deadline", "root_kind"), ("code", "subject_kind")):
        _words(table, column, lambda words: [one for one in words if one != ROOT])
    _words("deadline", "kind", lambda words: [one for one in words if one not in DEADLINES])
    op.drop_table("task")


def _words(table: str, column: str, change: Callable[[list[str]], list[str]]) -> None:
    """Let a column hold other words than it does: whichever those are by now."""
    name = f"ck_{table}_{column}_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"{column} IN ({listed})")
