"""A second step of signing in: who must, codes of an app, recovery codes, and a sign-in that waits for one."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from foundation.columns import Id

revision: str = "0054"
down_revision: str | Sequence[str] | None = "0053"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AUDITED = (
    "second_step_set", "second_step_removed", "second_step_refused", "second_step_slowed", "recovery_code_used",
    "sign_in_policy_set",
)  # fmt: skip
BEFORE = "pin_set"
HALF = "half"


def upgrade() -> None:
    op.create_table(
        "sign_in_policy",
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("second_step", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_sign_in_policy_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_sign_in_policy")),
    )
    op.create_table(
        "app_code",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("pending", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_app_code_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_app_code_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_app_code")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_recovery_code_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_code_digest")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])
    at = BEFORE
    _words("audit_event", lambda words: [*words[: words.index(at)], *AUDITED, *words[words.index(at) :]])
    _words("token", lambda words: [*words, HALF])


def downgrade() -> None:
    audit, token = sa.table("audit_event", sa.column("kind")), sa.table("token", sa.column("kind"))
    op.execute(audit.delete().where(audit.c.kind.in_(AUDITED)))
    op.execute(token.delete().where(token.c.kind == HALF))
    _words("audit_event", lambda words: [one for one in words if one not in AUDITED])
    _words("token", lambda words: [one for one in words if one != HALF])
    op.drop_index(op.f("ix_recovery_code_person_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_table("app_code")
    op.drop_table("sign_in_policy")


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
