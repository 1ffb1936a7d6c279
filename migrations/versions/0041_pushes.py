"""Pushes beside messages, and the browsers that show them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0041"
down_revision: str | Sequence[str] | None = "0040"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "push_subscription"
CHANNELS, PROVIDERS = ("sms", "call", "mail"), ("simulator", "twilio", "cm", "smtp")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost_code", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{TABLE}_person_id")),
        sa.ForeignKeyConstraint(["token_id"], ["token.id"], name=op.f(f"fk_{TABLE}_token_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("digest", name=op.f(f"uq_{TABLE}_digest")),
        sa.UniqueConstraint("token_id", name=op.f(f"uq_{TABLE}_token_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_person_id"), TABLE, ["person_id"])
    _words((*CHANNELS, "push"), (*PROVIDERS, "web_push"))


def downgrade() -> None:
    message = sa.table("message", sa.column("id"), sa.column("channel"))
    attempt = sa.table("attempt", sa.column("message_id"))
    pushes = sa.select(message.c.id).where(message.c.channel == "push")
    op.execute(attempt.delete().where(attempt.c.message_id.in_(pushes)))
    op.execute(message.delete().where(message.c.channel == "push"))
    _words(CHANNELS, PROVIDERS)
    op.drop_index(op.f(f"ix_{TABLE}_person_id"), TABLE)
    op.drop_table(TABLE)


def _words(channels: Sequence[str], providers: Sequence[str]) -> None:
    """Let messages take these channels, and messages and attempts name these providers."""
    for table, column, words in (
        ("message", "channel", channels),
        ("message", "provider", providers),
        ("attempt", "provider", providers),
    ):
        name = op.f(f"ck_{table}_{column}_word")
        listed = ", ".join(f"'{word}'" for word in words)
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, f"{column} IN ({listed})")
