"""Terms of retention, the chain of the audit, and backups that were put back."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0047"
down_revision: str | Sequence[str] | None = "0044"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AUDITED = ("retention_set", "forgotten", "watch_let_go", "access_given", "corrected", "erased")
KEEPING = (
    "keeping IN ('visit', 'alarm', 'figures', 'report', 'mark', 'text', 'message', 'log', 'audit', 'roster', 'person')"
)


def upgrade() -> None:
    op.create_table(
        "retention_term",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("keeping", sa.String(32), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(KEEPING, name=op.f("ck_retention_term_keeping_word")),
        sa.CheckConstraint("days > 0", name=op.f("ck_retention_term_days")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_retention_term_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "keeping", name=op.f("pk_retention_term")),
    )
    op.create_table(
        "restored",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("let_go_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("let_go_by", sa.String(200), nullable=True),
        sa.CheckConstraint("(let_go_at IS NULL) = (let_go_by IS NULL)", name=op.f("ck_restored_let_go")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restored")),
    )
    op.create_table(
        "audit_link",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("source IN ('audit_event', 'event')", name=op.f("ck_audit_link_source_word")),
        sa.CheckConstraint("(salt IS NULL) = (forgotten_at IS NOT NULL)", name=op.f("ck_audit_link_forgotten")),
        sa.PrimaryKeyConstraint("organisation_id", "place", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("row_id", "source", name="uq_audit_link_row"),
    )
    op.create_table(
        "audit_chain",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_audit_chain")),
    )
    with op.batch_alter_table("letter_year") as batch_op:
        batch_op.add_column(sa.Column("forgotten", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("letter_year") as batch_op:
        batch_op.alter_column("forgotten", server_default=None)
    _words(lambda words: [*words, *AUDITED])


def downgrade() -> None:
    event = sa.table("audit_event", sa.column("kind"))
    op.execute(event.delete().where(event.c.kind.in_(AUDITED)))
    _words(lambda words: [one for one in words if one not in AUDITED])
    with op.batch_alter_table("letter_year") as batch_op:
        batch_op.drop_column("forgotten")
    for table in ("audit_chain", "audit_link", "restored", "retention_term"):
        op.drop_table(table)


def _words(change: Callable[[list[str]], list[str]]) -> None:
    """Let a line of the audit be of other kinds than it may be: whichever those are by now."""
    name = "ck_audit_event_kind_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints("audit_event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("audit_event") as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({listed})")
