"""Measures against who did it, the ban list, and which reports are about the same person."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0024"
down_revision: str | Sequence[str] | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROOT, DEADLINE = "measure", "measure_ends"
KINDS = (
    "warning", "order_talk", "expected_behaviour", "no_more_answers", "reprimand", "eviction", "ban_notice",
    "access_ban", "call_restriction", "threat_letter", "police_report", "police_notification", "tell_manager",
    "stop_service", "petition", "end_lease", "allocation", "damage_claim", "benefit_cut", "secured_environment",
    "received_at_police", "street_ban", "bring_in_help",
)  # fmt: skip
STATES = ("put", "in_force", "taken", "declined", "ended")
READS = ("proposals", "person", "history")
STANDS = "state IN ('put', 'in_force')"
STILL_SAID = "taken_back_at IS NULL"
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    _aggressors()
    _measures()
    # The keys by which a person is proposed. The table is as new as this: no rows to fill.
    with op.batch_alter_table("incident_aggressor") as batch_op:
        batch_op.add_column(sa.Column("reference_key", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("near_key", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("register_key", sa.String(length=32), nullable=True))
        batch_op.drop_index("ix_incident_aggressor_reference")
        batch_op.create_index("ix_incident_aggressor_reference", ["organisation_id", "reference_key"])
        batch_op.create_index("ix_incident_aggressor_born", ["organisation_id", "date_of_birth"])
        batch_op.create_index("ix_incident_aggressor_near", ["organisation_id", "near_key"])
        batch_op.create_index("ix_incident_aggressor_register", ["organisation_id", "register_key"])
    with op.batch_alter_table("incident") as batch_op:
        batch_op.create_index("ix_incident_aggressor_id", ["organisation_id", "aggressor_id"])
    _words("deadline", "kind", lambda words: [*(one for one in words if one != DEADLINE), DEADLINE])
    for table, column in (("deadline", "root_kind"), ("code", "subject_kind")):
        _words(table, column, lambda words: [*(one for one in words if one != ROOT), ROOT])


def downgrade() -> None:
    deadline = sa.table("deadline", sa.column("root_kind"))
    op.execute(deadline.delete().where(deadline.c.root_kind == ROOT))
    for table, column in (("deadline", "root_kind"), ("code", "subject_kind")):
        _words(table, column, lambda words: [one for one in words if one != ROOT])
    _words("deadline", "kind", lambda words: [one for one in words if one != DEADLINE])
    with op.batch_alter_table("incident") as batch_op:
        batch_op.drop_index("ix_incident_aggressor_id")
    with op.batch_alter_table("incident_aggressor") as batch_op:
        for name in ("register", "near", "born", "reference"):
            batch_op.drop_index(f"ix_incident_aggressor_{name}")
        batch_op.create_index("ix_incident_aggressor_reference", ["organisation_id", "client_reference"])
        for column in ("register_key", "near_key", "reference_key"):
            batch_op.drop_column(column)
    for table in ("measure_breach", "measure", "aggressor_read", "same_person", "aggressor"):
        op.drop_table(table)


def _aggressors() -> None:
    op.create_table(
        "aggressor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_aggressor_made_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_aggressor_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aggressor")),
    )
    op.create_index("ix_aggressor_organisation_id", "aggressor", ["organisation_id"])
    op.create_table(
        "same_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("aggressor_id", sa.Uuid(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(taken_back_by IS NULL) = (taken_back_at IS NULL)", name=op.f("ck_same_person_taken_back")),
        sa.CheckConstraint("taken_back_at >= said_at", name=op.f("ck_same_person_taken_back_after")),
        sa.ForeignKeyConstraint(["aggressor_id"], ["aggressor.id"], name=op.f("fk_same_person_aggressor_id")),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f("fk_same_person_incident_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_same_person_organisation_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_same_person_said_by")),
        sa.ForeignKeyConstraint(["taken_back_by"], ["person.id"], name=op.f("fk_same_person_taken_back_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_person")),
    )
    op.create_index("ix_same_person_aggressor", "same_person", ["organisation_id", "aggressor_id"])
    op.create_index(
        "uq_same_person_said",
        "same_person",
        ["organisation_id", "incident_id"],
        unique=True,
        postgresql_where=sa.text(STILL_SAID),
        sqlite_where=sa.text(STILL_SAID),
    )
    op.create_table(
        "aggressor_read",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("aggressor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(_in("what", READS), name=op.f("ck_aggressor_read_what_word")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_aggressor_read_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_aggressor_read_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aggressor_read")),
    )
    op.create_index("ix_aggressor_read_at", "aggressor_read", ["organisation_id", "at"])


def _measures() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=100), nullable=False),
        sa.Column("as_advised", sa.Boolean(), nullable=False),
        sa.Column("letter_id", sa.String(length=40), nullable=True),
        sa.Column("broken_letter_id", sa.String(length=40), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("conditions", JSON, nullable=False),
        sa.Column("checklist", JSON, nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("deciders", JSON, nullable=False),
        sa.Column("put_by", sa.Uuid(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=2000), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=2000), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("near_key", sa.String(length=200), nullable=True),
        sa.Column("register_key", sa.String(length=32), nullable=True),
        sa.Column("address", JSON, nullable=True),
        sa.CheckConstraint(_in("kind", KINDS), name=op.f("ck_measure_kind_word")),
        sa.CheckConstraint(_in("state", STATES), name=op.f("ck_measure_state_word")),
        sa.CheckConstraint("until >= starts_on", name=op.f("ck_measure_ends_after")),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_measure_decided")),
        sa.CheckConstraint("(state = 'put') = (decided_at IS NULL)", name=op.f("ck_measure_put_or_decided")),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_measure_ended")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_measure_decided_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_measure_ended_by")),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f("fk_measure_incident_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_measure_organisation_id")),
        sa.ForeignKeyConstraint(["put_by"], ["person.id"], name=op.f("fk_measure_put_by")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_measure_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_incident", "measure", ["organisation_id", "incident_id"])
    op.create_index("ix_measure_state", "measure", ["organisation_id", "state"])
    op.create_index("ix_measure_near", "measure", ["organisation_id", "near_key"])
    op.create_index("ix_measure_register", "measure", ["organisation_id", "register_key"])
    op.create_index(
        "uq_measure_stands",
        "measure",
        ["organisation_id", "incident_id", "kind"],
        unique=True,
        postgresql_where=sa.text(STANDS),
        sqlite_where=sa.text(STANDS),
    )
    op.create_table(
        "measure_breach",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_breach_measure_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_measure_breach_organisation_id")
        ),
        sa.ForeignKeyConstraint(["reported_by"], ["person.id"], name=op.f("fk_measure_breach_reported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_breach")),
    )
    op.create_index("ix_measure_breach_measure", "measure_breach", ["organisation_id", "measure_id", "happened_at"])


def _in(column: str, words: Sequence[str]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


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
