"""Aftercare: a plan for each person who was hit, what they were offered, and whether it was enough."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | Sequence[str] | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEMPLATE = "first_care"
OF_CARE = ("first_care", "talk", "care_step", "team_talk", "evaluate_care", "official")
HIT = "hit IN ('victim', 'bystander', 'helped')"


def upgrade() -> None:
    op.create_table(
        "care_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("whom", sa.String(length=300), nullable=False),
        sa.Column("hit", sa.String(length=32), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("protocol_id", sa.Uuid(), nullable=True),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("another_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("another_by", sa.Uuid(), nullable=True),
        sa.Column("enough_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enough_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(HIT, name=op.f("ck_care_plan_hit_word")),
        sa.CheckConstraint("(person_id IS NULL) = (whom <> '')", name=op.f("ck_care_plan_somebody")),
        sa.CheckConstraint("(another_at IS NULL) = (another_by IS NULL)", name=op.f("ck_care_plan_another")),
        sa.CheckConstraint("(enough_at IS NULL) = (enough_by IS NULL)", name=op.f("ck_care_plan_enough")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_care_plan_organisation_id")),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f("fk_care_plan_incident_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_care_plan_team_id")),
        sa.ForeignKeyConstraint(["protocol_id"], ["protocol_version.id"], name=op.f("fk_care_plan_protocol_id")),
        *(
            sa.ForeignKeyConstraint([one], ["person.id"], name=op.f(f"fk_care_plan_{one}"))
            for one in ("person_id", "made_by", "another_by", "enough_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plan")),
        sa.UniqueConstraint(
            "organisation_id",
            "incident_id",
            "person_id",
            name=op.f("uq_care_plan_organisation_id_incident_id_person_id"),
        ),
    )
    with op.batch_alter_table("care_plan") as batch_op:
        batch_op.create_index(batch_op.f("ix_care_plan_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_care_plan_alarm", ["organisation_id", "alarm_id"], unique=False)
        batch_op.create_index("ix_care_plan_visit", ["organisation_id", "visit_id"], unique=False)
    op.create_table(
        "care_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.String(length=100), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(accepted IS NULL) = (answered_on IS NULL)", name=op.f("ck_care_offer_answered")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_care_offer_organisation_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plan.id"], name=op.f("fk_care_offer_plan_id")),
        sa.ForeignKeyConstraint(["offered_by"], ["person.id"], name=op.f("fk_care_offer_offered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_offer")),
        sa.UniqueConstraint("plan_id", "because", name=op.f("uq_care_offer_plan_id_because")),
    )
    op.create_table(
        "care_evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("by_employee", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sufficient", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_care_evaluation_organisation_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plan.id"], name=op.f("fk_care_evaluation_plan_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_care_evaluation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_evaluation")),
        sa.UniqueConstraint("plan_id", "by_employee", name=op.f("uq_care_evaluation_plan_id_by_employee")),
    )
    for table in ("care_offer", "care_evaluation"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_plan_id"), ["plan_id"], unique=False)
    with op.batch_alter_table("task") as batch_op:
        batch_op.create_index("ix_task_about", ["organisation_id", "about_id"], unique=False)


def downgrade() -> None:
    message = sa.table("message", sa.column("id"), sa.column("template"))
    attempt = sa.table("attempt", sa.column("message_id"))
    gone = sa.select(message.c.id).where(message.c.template == TEMPLATE)
    op.execute(attempt.delete().where(attempt.c.message_id.in_(gone)))
    op.execute(message.delete().where(message.c.template == TEMPLATE))
    # A step of a plan that is gone could only be done, and nothing would follow.
    task = sa.table("task", sa.column("id"), sa.column("kind"), sa.column("about_id"))
    deadline = sa.table("deadline", sa.column("root_kind"), sa.column("root_id"))
    steps = sa.select(task.c.id).where(task.c.kind.in_(OF_CARE), task.c.about_id.is_not(None))
    op.execute(deadline.delete().where(deadline.c.root_kind == "task", deadline.c.root_id.in_(steps)))
    op.execute(task.delete().where(task.c.kind.in_(OF_CARE), task.c.about_id.is_not(None)))
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_index("ix_task_about")
    op.drop_table("care_evaluation")
    op.drop_table("care_offer")
    op.drop_table("care_plan")
