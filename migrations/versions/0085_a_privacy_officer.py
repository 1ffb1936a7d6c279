"""Somebody may be privacy officer, of a whole organisation. Where a second step is asked at a desk, it is of them."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0085"
down_revision: str | Sequence[str] | None = "0084"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROLE, BEFORE, ALSO_AT_A_DESK = "privacy_officer", "administrator", "registrar"
OF_A_ROLE = ("grant_", "sign_on_group")
policy = sa.table(
    "sign_in_policy",
    sa.column("organisation_id"),
    sa.column("second_step", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
)


def upgrade() -> None:
    for table in OF_A_ROLE:
        _words(table, lambda words: [*words[: words.index(BEFORE)], ROLE, *words[words.index(BEFORE) :]])
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_check_constraint(op.f(f"ck_{table}_everywhere"), f"role <> '{ROLE}' OR team_id IS NULL")
    _asked(lambda roles: sorted({*roles, ROLE}) if ALSO_AT_A_DESK in roles else roles)


def downgrade() -> None:
    _asked(lambda roles: [one for one in roles if one != ROLE])
    for table in OF_A_ROLE:
        rows = sa.table(table, sa.column("role"))
        op.execute(rows.delete().where(rows.c.role == ROLE))
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_everywhere"), type_="check")
        _words(table, lambda words: [one for one in words if one != ROLE])


def _asked(change: Callable[[list[str]], list[str]]) -> None:
    """Ask the second step of other roles than an organisation chose before there was this one."""
    connection = op.get_bind()
    for organisation, roles in connection.execute(sa.select(policy.c.organisation_id, policy.c.second_step)).all():
        chosen = policy.c.organisation_id == organisation
        connection.execute(policy.update().where(chosen).values(second_step=change(list(roles))))


def _words(table: str, change: Callable[[list[str]], list[str]]) -> None:
    """Let the column hold other words than it does: whichever those are by now."""
    name = f"ck_{table}_role_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"role IN ({listed})")
