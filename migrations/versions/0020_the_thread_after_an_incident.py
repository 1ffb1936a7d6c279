"""The thread after an incident: every kind of task, what each holds, and who holds the functions that have them."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = (
    "report", "complete_form", "sign_form", "sign_letter", "deliver_letter", "copy_letter", "decide_measures",
    "order_talk", "measure_step", "first_care", "talk", "care_step", "team_talk", "evaluate_care", "official",
    "police_question", "police_record", "police_outcome", "damage", "name_holder", "route", "follow_up", "figures",
)  # fmt: skip
FUNCTIONS = (
    "employee", "witness", "colleague", "direct_manager", "deputy_manager", "head_of_department", "director",
    "management", "management_team", "board", "mayor", "registrar_of_the_council", "municipal_secretary", "officials",
    "hr", "registrar", "prevention", "trusted_person", "peer_supporter", "contact_person", "coordinator", "signatory",
    "safety_committee", "legal", "facility", "benefits", "reception", "security", "case_worker",
    "occupational_health", "social_worker", "trauma_agency", "care_provider", "victim_support", "help_agency",
    "social_organisations", "labour_inspectorate", "police", "community_officer", "court",
)  # fmt: skip
TEMPLATE = "party_told"
AUDITED = "functions_set"
NAMES_A_HOLDER = "kind = 'name_holder' AND state = 'open'"
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    _holders()
    with op.batch_alter_table("task") as batch_op:
        batch_op.add_column(sa.Column("incident_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("about_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("facts", JSON, nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("points", JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(length=32), nullable=True))
    with op.batch_alter_table("task") as batch_op:
        batch_op.alter_column("facts", server_default=None)
        batch_op.alter_column("points", server_default=None)
        batch_op.create_foreign_key(
            op.f("fk_task_incident_id_organisation_id"),
            "incident",
            ["incident_id", "organisation_id"],
            ["id", "organisation_id"],
        )
        batch_op.create_index("ix_task_incident", ["organisation_id", "incident_id"], unique=False)
        batch_op.create_index(
            "uq_task_name_holder",
            ["organisation_id", "because"],
            unique=True,
            sqlite_where=sa.text(NAMES_A_HOLDER),
            postgresql_where=sa.text(NAMES_A_HOLDER),
        )
    _words("task", lambda _: [*KINDS])
    _words("audit_event", lambda words: [*(one for one in words if one != AUDITED), AUDITED])


def downgrade() -> None:
    task = sa.table("task", sa.column("id"), sa.column("kind"))
    new = sa.select(task.c.id).where(task.c.kind != "report")
    message, attempt = (
        sa.table("message", sa.column("id"), sa.column("subject_id"), sa.column("template")),
        sa.table("attempt", sa.column("message_id")),
    )
    deadline = sa.table("deadline", sa.column("root_kind"), sa.column("root_id"))
    op.execute(deadline.delete().where(deadline.c.root_kind == "task", deadline.c.root_id.in_(new)))
    told = sa.select(message.c.id).where(message.c.template == TEMPLATE)
    op.execute(attempt.delete().where(attempt.c.message_id.in_(told)))
    op.execute(message.delete().where(message.c.template == TEMPLATE))
    op.execute(task.delete().where(task.c.kind != "report"))
    _words("task", lambda _: ["report"])
    audit = sa.table("audit_event", sa.column("kind"))
    op.execute(audit.delete().where(audit.c.kind == AUDITED))
    _words("audit_event", lambda words: [one for one in words if one != AUDITED])
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_index("uq_task_name_holder")
        batch_op.drop_index("ix_task_incident")
        batch_op.drop_constraint(op.f("fk_task_incident_id_organisation_id"), type_="foreignkey")
    with op.batch_alter_table("task") as batch_op:
        for name in ("incident_id", "about_id", "facts", "points", "not_before", "outcome"):
            batch_op.drop_column(name)
    op.drop_table("function_holder")
    op.drop_table("party")


def _holders() -> None:
    op.create_table(
        "party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_party_named")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_party_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    words = ", ".join(f"'{one}'" for one in FUNCTIONS)
    op.create_table(
        "function_holder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f"function IN ({words})", name=op.f("ck_function_holder_function_word")),
        sa.CheckConstraint("(person_id IS NULL) <> (party_id IS NULL)", name=op.f("ck_function_holder_one_of_both")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_function_holder_organisation_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_function_holder_team_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_function_holder_person_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_function_holder_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_function_holder")),
        sa.UniqueConstraint(
            "organisation_id",
            "function",
            "team_id",
            "person_id",
            "party_id",
            name=op.f("uq_function_holder_once"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    with op.batch_alter_table("function_holder") as batch_op:
        batch_op.create_index(batch_op.f("ix_function_holder_person_id"), ["person_id"], unique=False)


def _words(table: str, change: Callable[[list[str]], list[str]]) -> None:
    """Let the column hold other words than it does: whichever those are by now."""
    name = f"ck_{table}_kind_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({listed})")
