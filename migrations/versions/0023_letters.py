"""Letters to an aggressor: what they say, who signed them, their numbers, and the paper of an organisation."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0023"
down_revision: str | Sequence[str] | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
FUNCTIONS = (
    "employee", "witness", "colleague", "direct_manager", "deputy_manager", "head_of_department", "director",
    "management", "management_team", "board", "mayor", "registrar_of_the_council", "municipal_secretary", "officials",
    "hr", "registrar", "prevention", "trusted_person", "peer_supporter", "contact_person", "coordinator", "signatory",
    "safety_committee", "legal", "facility", "benefits", "reception", "security", "case_worker",
    "occupational_health", "social_worker", "trauma_agency", "care_provider", "victim_support", "help_agency",
    "social_organisations", "labour_inspectorate", "police", "community_officer", "court",
)  # fmt: skip
READ, AUDITED = "letter", "letters_set"


def _listed(*words: str) -> str:
    return ", ".join(f"'{one}'" for one in words)


def upgrade() -> None:
    _paper()
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=True),
        sa.Column("spec", JSON, nullable=False),
        sa.Column("because", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("addressee", JSON, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("attachments", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=True),
        sa.Column("letterhead_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(length=32), nullable=True),
        sa.Column("receipt", sa.String(length=32), nullable=True),
        sa.Column("delivery_note", sa.String(length=2000), nullable=False),
        sa.Column("delivered_by", sa.Uuid(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=2000), nullable=False),
        sa.Column("refused_by", sa.Uuid(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            f"state IN ({_listed('draft', 'signed', 'delivered', 'withdrawn')})", name=op.f("ck_letter_state_word")
        ),
        sa.CheckConstraint(
            f"how IN ({_listed('in_person', 'by_police', 'registered', 'by_post')})", name=op.f("ck_letter_how_word")
        ),
        sa.CheckConstraint(f"receipt IN ({_listed('signed', 'refused', 'none')})", name=op.f("ck_letter_receipt_word")),
        sa.CheckConstraint("(number IS NULL) = (year IS NULL)", name=op.f("ck_letter_numbered_in_a_year")),
        sa.CheckConstraint(
            "(state IN ('signed', 'delivered')) = (number IS NOT NULL)", name=op.f("ck_letter_numbered_when_signed")
        ),
        sa.CheckConstraint("(number IS NULL) = (signed_at IS NULL)", name=op.f("ck_letter_signed_at")),
        sa.CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", name=op.f("ck_letter_delivered_at")),
        sa.CheckConstraint(
            "(delivered_at IS NULL) = (how IS NULL) AND (how IS NULL) = (receipt IS NULL)"
            " AND (how IS NULL) = (delivered_by IS NULL)",
            name=op.f("ck_letter_delivered_how"),
        ),
        sa.CheckConstraint("refused_at IS NULL OR receipt = 'refused'", name=op.f("ck_letter_refused")),
        sa.CheckConstraint("(refused_at IS NULL) = (refused_by IS NULL)", name=op.f("ck_letter_refused_by")),
        sa.CheckConstraint("kept_at IS NULL OR number IS NOT NULL", name=op.f("ck_letter_kept_when_signed")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_letter_created_by")),
        sa.ForeignKeyConstraint(["delivered_by"], ["person.id"], name=op.f("fk_letter_delivered_by")),
        sa.ForeignKeyConstraint(["employee_id"], ["person.id"], name=op.f("fk_letter_employee_id")),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f("fk_letter_incident_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["letterhead_id"], ["letterhead.id"], name=op.f("fk_letter_letterhead_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_letter_organisation_id")),
        sa.ForeignKeyConstraint(["refused_by"], ["person.id"], name=op.f("fk_letter_refused_by")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_letter_team_id")),
        sa.ForeignKeyConstraint(["template_id"], ["letter_template.id"], name=op.f("fk_letter_template_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("organisation_id", "year", "number", name="uq_letter_number"),
    )
    with op.batch_alter_table("letter") as batch_op:
        batch_op.create_index("ix_letter_incident", ["organisation_id", "incident_id"], unique=False)
        batch_op.create_index("ix_letter_unkept", ["kept_at", "signed_at"], unique=False)
    op.create_table(
        "letter_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"function IN ({_listed(*FUNCTIONS)})", name=op.f("ck_letter_signature_function_word")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_signature_letter_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_letter_signature_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_signature_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_signature")),
        sa.UniqueConstraint("organisation_id", "letter_id", "function", name="uq_letter_signature_once"),
    )
    with op.batch_alter_table("letter_signature") as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_signature_letter_id"), ["letter_id"], unique=False)
    _words("incident_read", "what", lambda words: [*(one for one in words if one != READ), READ])
    _words("audit_event", "kind", lambda words: [*(one for one in words if one != AUDITED), AUDITED])


def downgrade() -> None:
    read, audit = sa.table("incident_read", sa.column("what")), sa.table("audit_event", sa.column("kind"))
    op.execute(read.delete().where(read.c.what == READ))
    op.execute(audit.delete().where(audit.c.kind == AUDITED))
    _words("audit_event", "kind", lambda words: [one for one in words if one != AUDITED])
    _words("incident_read", "what", lambda words: [one for one in words if one != READ])
    for table in ("letter_signature", "letter", "letter_template", "letterhead", "letter_year"):
        op.drop_table(table)


def _paper() -> None:
    op.create_table(
        "letter_year",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_letter_year_last")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_letter_year_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "year", name=op.f("pk_letter_year")),
    )
    op.create_table(
        "letterhead",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_letterhead_organisation_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_letterhead_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterhead")),
    )
    with op.batch_alter_table("letterhead") as batch_op:
        batch_op.create_index("ix_letterhead_set", ["organisation_id", "set_at"], unique=False)
    op.create_table(
        "letter_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(length=40), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("layout", sa.LargeBinary(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_letter_template_organisation_id")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_letter_template_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
    )
    with op.batch_alter_table("letter_template") as batch_op:
        batch_op.create_index("ix_letter_template_letter", ["organisation_id", "letter", "set_at"], unique=False)


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
