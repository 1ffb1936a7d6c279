"""An external guard firm that the ladder phones, and what became of calling it."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AUDITED = ("guard_firm_set",)
EVENTS = ("guard_told", "guard_missing", "guard_spared", "guard_answered", "guard_not_reached", "guard_called")


def upgrade() -> None:
    op.create_table(
        "guard_firm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("number_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_guard_firm_organisation_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_guard_firm_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_firm")),
        sa.UniqueConstraint(
            "organisation_id",
            "team_id",
            name=op.f("uq_guard_firm_organisation_id_team_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "guard_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.CheckConstraint("outcome IN ('comes', 'cant', 'no_answer')", name=op.f("ck_guard_call_outcome_word")),
        sa.CheckConstraint("minutes IS NULL OR minutes BETWEEN 0 AND 240", name=op.f("ck_guard_call_minutes")),
        sa.ForeignKeyConstraint(
            ["alarm_id", "organisation_id"],
            ["alarm.id", "alarm.organisation_id"],
            name=op.f("fk_guard_call_alarm_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_guard_call_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_guard_call_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_call")),
    )
    with op.batch_alter_table("guard_call") as batch_op:
        batch_op.create_index(op.f("ix_guard_call_alarm_id"), ["alarm_id"], unique=False)
    _words("audit_event", lambda words: _behind(words, "roster_set", AUDITED))
    _words("event", lambda words: _behind(words, "police_called", EVENTS))


def downgrade() -> None:
    _without("event", EVENTS)
    _without("audit_event", AUDITED)
    op.drop_table("guard_call")
    op.drop_table("guard_firm")


def _without(table: str, gone: Sequence[str]) -> None:
    kept = sa.table(table, sa.column("kind", sa.String()))
    op.execute(sa.delete(kept).where(kept.c.kind.in_(gone)))
    _words(table, lambda words: [one for one in words if one not in gone])


def _behind(words: list[str], last: str, new: Sequence[str]) -> list[str]:
    place = words.index(last) + 1
    return [*words[:place], *new, *words[place:]]


def _words(table: str, change: Callable[[list[str]], list[str]]) -> None:
    """Let the kinds of a table be other words than they are: whichever those are by now."""
    name = f"ck_{table}_kind_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({listed})")
