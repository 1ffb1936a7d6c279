"""Accounts for when signing in by the organisation is broken, and where it wants to hear of its security."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

from foundation.columns import Id

revision: str = "0063"
down_revision: str | Sequence[str] | None = "0062"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AUDITED = ("break_glass_set", "break_glass_used", "break_glass_seen", "break_glass_reviewed")
BEFORE = "pin_set"


def upgrade() -> None:
    op.create_table(
        "break_glass",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_from", sa.String(length=120), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_break_glass_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_break_glass_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_break_glass")),
    )
    op.create_index(op.f("ix_break_glass_organisation_id"), "break_glass", ["organisation_id"])
    op.create_table(
        "security_contact",
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_security_contact_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_security_contact")),
    )
    _words(lambda words: [*words[: words.index(BEFORE)], *AUDITED, *words[words.index(BEFORE) :]])


def downgrade() -> None:
    audit = sa.table("audit_event", sa.column("kind"))
    op.execute(audit.delete().where(audit.c.kind.in_(AUDITED)))
    _words(lambda words: [one for one in words if one not in AUDITED])
    op.drop_table("security_contact")
    op.drop_index(op.f("ix_break_glass_organisation_id"), table_name="break_glass")
    op.drop_table("break_glass")


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
