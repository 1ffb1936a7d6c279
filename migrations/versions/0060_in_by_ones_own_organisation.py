"""Single sign-on: the provider of an organisation, what its groups stand for, and whose account is whose."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

from foundation.columns import Id

revision: str = "0060"
down_revision: str | Sequence[str] | None = "0059"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AUDITED = ("sign_on_set", "sign_on_refused", "identity_linked", "identity_unlinked")
BEFORE = "pin_set"
ROLES = "'worker', 'colleague', 'manager', 'registrar', 'hr', 'reception', 'board', 'administrator'"


def upgrade() -> None:
    op.create_table(
        "sign_on",
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("client_id", sa.String(length=200), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=True),
        sa.Column("sealed_key", sa.Text(), nullable=True),
        sa.Column("groups_claim", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("only_way", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(sealed_secret IS NULL) <> (sealed_key IS NULL)", name=op.f("ck_sign_on_secret_or_key")),
        sa.CheckConstraint("active OR NOT only_way", name=op.f("ck_sign_on_only_way_while_active")),
        sa.CheckConstraint("level IN ('low', 'substantial', 'high')", name=op.f("ck_sign_on_level_word")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_sign_on_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_sign_on")),
    )
    op.create_table(
        "sign_on_group",
        sa.Column("id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("team_id", Id(), nullable=True),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_sign_on_group_role_word")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_sign_on_group_organisation_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_sign_on_group_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on_group")),
        sa.UniqueConstraint(
            "organisation_id",
            "name",
            "role",
            "team_id",
            name=op.f("uq_sign_on_group_organisation_id_name_role_team_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "sign_on_begun",
        sa.Column("id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("link", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_sign_on_begun_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_on_begun_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on_begun")),
        sa.UniqueConstraint("state", name=op.f("uq_sign_on_begun_state")),
    )
    op.create_index("ix_sign_on_begun_expires_at", "sign_on_begun", ["expires_at"])
    op.create_table(
        "identity",
        sa.Column("id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_identity_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint(
            "organisation_id", "issuer", "subject", name=op.f("uq_identity_organisation_id_issuer_subject")
        ),
        sa.UniqueConstraint("person_id", name=op.f("uq_identity_person_id")),
    )
    at = BEFORE
    _words(lambda words: [*words[: words.index(at)], *AUDITED, *words[words.index(at) :]])


def downgrade() -> None:
    audit = sa.table("audit_event", sa.column("kind"))
    op.execute(audit.delete().where(audit.c.kind.in_(AUDITED)))
    _words(lambda words: [one for one in words if one not in AUDITED])
    for table in ("identity", "sign_on_begun", "sign_on_group", "sign_on"):
        op.drop_table(table)


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
