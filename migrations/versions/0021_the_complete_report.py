"""The complete report of an incident: its form, its states, its signatures, and who read it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0021"
down_revision: str | Sequence[str] | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
FIRST_CHANNELS = ("phone", "office", "home_visit", "outside")
CHANNELS = ("phone", "office", "home_visit", "inspection", "repair", "meeting", "outside", "in_writing", "private")
WHOSE = ("employee", "employee_injury", "organisation", "third_party")
READ_OF = ("list", "report", "form", "attachment")
OF_ONE = (
    ("employee_id", sa.Uuid()),
    ("protocol_id", sa.Uuid()),
    ("aggressor_id", sa.Uuid()),
    ("conduct_class", sa.String(length=40)),
    ("attempts", sa.Integer()),
    ("level", sa.String(length=40)),
    ("motive", sa.String(length=40)),
    ("injury", sa.String(length=500)),
    ("police_yes", sa.Boolean()),
    ("police_namely", sa.String(length=1000)),
    ("police_on", sa.Date()),
    ("aftercare_yes", sa.Boolean()),
    ("aftercare_namely", sa.String(length=1000)),
    ("further_yes", sa.Boolean()),
    ("further_namely", sa.String(length=1000)),
    ("changed_by", sa.Uuid()),
    ("changed_at", sa.DateTime(timezone=True)),
    ("completed_by", sa.Uuid()),
    ("completed_at", sa.DateTime(timezone=True)),
    ("closed_by", sa.Uuid()),
    ("closed_at", sa.DateTime(timezone=True)),
    ("close_reason", sa.String(length=2000)),
)
"""The new columns that may be empty."""
FLAGS = ("persistent", "extreme", "threat_to_come")
PEOPLE = ("employee_id", "changed_by", "completed_by", "closed_by")
CHECKS = {
    "changed": "(changed_by IS NULL) = (changed_at IS NULL)",
    "completed": "(completed_by IS NULL) = (completed_at IS NULL)",
    "closed": "(closed_by IS NULL) = (closed_at IS NULL)",
    "closed_by_another": "closed_by <> employee_id",
    "injury": "injury IS NULL OR injured",
}


def upgrade() -> None:
    with op.batch_alter_table("incident") as batch_op:
        for name, kind in OF_ONE:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        for name in FLAGS:
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("expressions", JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        batch_op.drop_constraint(op.f("ck_incident_seen_by_another"), type_="check")
        batch_op.drop_constraint(op.f("ck_incident_channel_word"), type_="check")
    incident = sa.table("incident", sa.column("employee_id"), sa.column("reported_by"))
    op.execute(incident.update().values(employee_id=incident.c.reported_by))
    with op.batch_alter_table("incident") as batch_op:
        batch_op.alter_column("employee_id", existing_type=sa.Uuid(), nullable=False)
        for name in (*FLAGS, "expressions", "revision"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_check_constraint(op.f("ck_incident_channel_word"), _among("channel", CHANNELS))
        batch_op.create_check_constraint(op.f("ck_incident_seen_by_another"), "seen_by <> employee_id")
        for name, check in CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_incident_{name}"), check)
        for name in PEOPLE:
            batch_op.create_foreign_key(op.f(f"fk_incident_{name}"), "person", [name], ["id"])
        batch_op.create_foreign_key(op.f("fk_incident_protocol_id"), "protocol_version", ["protocol_id"], ["id"])
        batch_op.create_index("ix_incident_employee", ["organisation_id", "employee_id"], unique=False)
    _lines()
    _of_one()
    _signatures()
    _reads()


def downgrade() -> None:
    for name in ("read", "signature", "employee", "aggressor", "sighting", "witness", "damage", "behaviour"):
        op.drop_table(f"incident_{name}")
    words = ("channel", "seen_by", "seen_at", "reported_by")
    incident = sa.table("incident", *(sa.column(one) for one in words))
    op.execute(incident.update().where(incident.c.channel.not_in(FIRST_CHANNELS)).values(channel=None))
    own = incident.c.seen_by == incident.c.reported_by
    op.execute(incident.update().where(own).values(seen_by=None, seen_at=None))
    with op.batch_alter_table("incident") as batch_op:
        batch_op.drop_index("ix_incident_employee")
        for name in (*PEOPLE, "protocol_id"):
            batch_op.drop_constraint(op.f(f"fk_incident_{name}"), type_="foreignkey")
        for name in (*CHECKS, "seen_by_another", "channel_word"):
            batch_op.drop_constraint(op.f(f"ck_incident_{name}"), type_="check")
    with op.batch_alter_table("incident") as batch_op:
        for name, _ in OF_ONE:
            batch_op.drop_column(name)
        for name in (*FLAGS, "expressions", "revision"):
            batch_op.drop_column(name)
        batch_op.create_check_constraint(op.f("ck_incident_channel_word"), _among("channel", FIRST_CHANNELS))
        batch_op.create_check_constraint(op.f("ck_incident_seen_by_another"), "seen_by <> reported_by")


def _lines() -> None:
    """What there may be more of."""
    _table(
        "behaviour",
        sa.Column("behaviour", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.CheckConstraint(_among("channel", CHANNELS), name=op.f("ck_incident_behaviour_channel_word")),
        sa.UniqueConstraint(
            "organisation_id", "incident_id", "behaviour", "channel", name="uq_incident_behaviour_cross"
        ),
    )
    _table(
        "damage",
        sa.Column("whose", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.CheckConstraint(_among("whose", WHOSE), name=op.f("ck_incident_damage_whose_word")),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_incident_damage_amount")),
    )
    _table(
        "witness",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_incident_witness_person_id")),
    )
    _table(
        "sighting",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("circumstances", sa.String(length=2000), nullable=False),
        sa.Column("witnesses", sa.String(length=500), nullable=True),
        sa.Column("hit", JSON, nullable=False),
        sa.Column("evidence", sa.String(length=1000), nullable=True),
    )
    for name in ("damage", "witness", "sighting"):
        _index(name, "incident", "incident_id")


def _of_one() -> None:
    """What there is one of, and few read."""
    _one(
        "aggressor",
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("initials", sa.String(length=40), nullable=True),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("address", JSON, nullable=True),
        sa.Column("client_reference", sa.String(length=100), nullable=True),
    )
    _index("aggressor", "reference", "client_reference")
    _one(
        "employee",
        sa.Column("gender", sa.String(length=20), nullable=True),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("address", JSON, nullable=True),
        sa.Column("employment", sa.String(length=100), nullable=True),
        sa.Column("position", sa.String(length=100), nullable=True),
        sa.Column("department", sa.String(length=100), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
    )


def _signatures() -> None:
    _table(
        "signature",
        sa.Column("function", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fallen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("fallen_at >= signed_at", name=op.f("ck_incident_signature_fallen_after")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_incident_signature_person_id")),
        ordered=False,
    )
    _index("signature", "incident", "incident_id")


def _reads() -> None:
    op.create_table(
        "incident_read",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.CheckConstraint(_among("what", READ_OF), name=op.f("ck_incident_read_what_word")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_incident_read_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_incident_read_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_read")),
    )
    _index("read", "incident", "incident_id", "at")


def _table(name: str, *columns: sa.schema.SchemaItem, ordered: bool = True) -> None:
    line = [sa.Column("line", sa.Integer(), nullable=False)] if ordered else []
    op.create_table(
        f"incident_{name}",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        *line,
        *columns,
        *_of_incident(name),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_incident_{name}")),
    )


def _one(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        f"incident_{name}",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        *columns,
        *_of_incident(name),
        sa.PrimaryKeyConstraint("incident_id", "organisation_id", name=op.f(f"pk_incident_{name}")),
    )


def _of_incident(name: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_incident_{name}_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id", "organisation_id"],
            ["incident.id", "incident.organisation_id"],
            name=op.f(f"fk_incident_{name}_incident_id_organisation_id"),
        ),
    ]


def _index(table: str, name: str, *columns: str) -> None:
    op.create_index(f"ix_incident_{table}_{name}", f"incident_{table}", ["organisation_id", *columns], unique=False)


def _among(column: str, words: Sequence[str]) -> str:
    listed = ", ".join(f"'{one}'" for one in words)
    return f"{column} IN ({listed})"
