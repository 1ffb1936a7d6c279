"""People and groups that the identity provider of an organisation keeps, and its tokens (SCIM 2.0)."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

from foundation.columns import Id

revision: str = "0062"
down_revision: str | Sequence[str] | None = "0061"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AUDITED = ("scim_refused", "scim_group_set")
BEFORE = "pin_set"


def upgrade() -> None:
    op.create_table(
        "scim_token",
        sa.Column("id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("made_by", Id(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_scim_token_organisation_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_scim_token_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scim_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_scim_token_digest")),
    )
    op.create_index(op.f("ix_scim_token_organisation_id"), "scim_token", ["organisation_id"])
    op.create_table(
        "scim_person",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("user_name", sa.String(length=254), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=True),
        sa.Column("given_name", sa.String(length=200), nullable=True),
        sa.Column("family_name", sa.String(length=200), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_scim_person_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scim_person_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_scim_person")),
        sa.UniqueConstraint("organisation_id", "user_name", name=op.f("uq_scim_person_organisation_id_user_name")),
        sa.UniqueConstraint("organisation_id", "external_id", name=op.f("uq_scim_person_organisation_id_external_id")),
    )
    op.create_table(
        "scim_group",
        sa.Column("id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_scim_group_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scim_group")),
        sa.UniqueConstraint("organisation_id", "external_id", name=op.f("uq_scim_group_organisation_id_external_id")),
    )
    op.create_index(op.f("ix_scim_group_organisation_id"), "scim_group", ["organisation_id"])
    op.create_table(
        "scim_member",
        sa.Column("group_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["scim_group.id"], name=op.f("fk_scim_member_group_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_scim_member_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scim_member_person_id")),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_scim_member")),
    )
    op.create_index(op.f("ix_scim_member_person_id"), "scim_member", ["person_id"])
    _words(lambda words: [*words[: words.index(BEFORE)], *AUDITED, *words[words.index(BEFORE) :]])


def downgrade() -> None:
    audit = sa.table("audit_event", sa.column("kind"))
    op.execute(audit.delete().where(audit.c.kind.in_(AUDITED)))
    _words(lambda words: [one for one in words if one not in AUDITED])
    for table, column in (("scim_member", "person_id"), ("scim_group", "organisation_id")):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
        op.drop_table(table)
    op.drop_table("scim_person")
    op.drop_index(op.f("ix_scim_token_organisation_id"), table_name="scim_token")
    op.drop_table("scim_token")


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
