"""The desk in an alarm: steps by cause in each profile, ticks that everybody sees, and who took an alarm over.

A profile that was loaded had one list for every cause. It is kept for the causes it was written for; the noodknop begins
with the emergency number, and in a silent alarm nobody is told to phone who is inside.
"""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CAUSES = ("overdue", "check_call", "not_ok", "panic", "duress")
NEW_EVENTS = ("taken_over", "step_ticked", "step_unticked")
PROTOCOL = sa.table(
    "protocol_version",
    sa.column("id", sa.Uuid()),
    sa.column("content", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")),
)


def upgrade() -> None:
    op.create_table(
        "alarm_tick",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_words("cause", CAUSES), name=op.f("ck_alarm_tick_cause_word")),
        sa.ForeignKeyConstraint(
            ["alarm_id", "organisation_id"],
            ["alarm.id", "alarm.organisation_id"],
            name=op.f("fk_alarm_tick_alarm_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_alarm_tick_done_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_alarm_tick_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_tick")),
        sa.UniqueConstraint(
            "alarm_id",
            "cause",
            "step",
            "organisation_id",
            name=op.f("uq_alarm_tick_alarm_id_cause_step_organisation_id"),
        ),
    )
    _event_kinds(lambda words: [*words, *(one for one in NEW_EVENTS if one not in words)])
    _desks(_by_cause)


def downgrade() -> None:
    _desks(_for_every_cause)
    event = sa.table("event", sa.column("kind", sa.String()))
    op.execute(event.delete().where(event.c.kind.in_(NEW_EVENTS)))
    _event_kinds(lambda words: [one for one in words if one not in NEW_EVENTS])
    op.drop_table("alarm_tick")


def _event_kinds(change: Callable[[list[str]], list[str]]) -> None:
    """Let the table of events hold other words than it does: whichever those are by now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == "ck_event_kind_word"]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_constraint(op.f("ck_event_kind_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_event_kind_word"), _words("kind", change(words)))


def _words(column: str, words: Sequence[str]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def _desks(change: Callable[[dict[str, Any]], dict[str, list[str]]]) -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(PROTOCOL.c.id, PROTOCOL.c.content)).all():
        content = {**row.content, "desk": change(row.content)}
        bind.execute(PROTOCOL.update().where(PROTOCOL.c.id == row.id).values(content=content))


def _by_cause(content: dict[str, Any]) -> dict[str, list[str]]:
    steps, number = content["desk"]["steps"], content["emergency"]["number"]
    return {
        "overdue": steps,
        "check_call": steps,
        "not_ok": steps,
        "panic": [f"Bel eerst {number}. Lees het overdrachtsblad voor.", *steps],
        "duress": [
            f"Bel {number}. Zeg dat het een stil alarm is en lees het overdrachtsblad voor.",
            "Bel de medewerker en wie mee is NIET. Stuur ook geen bericht: iemand kan meekijken.",
            "Schakel de leidinggevende in. Die belt de medewerker ook niet.",
            "Noteer wie je sprak en hoe laat. Sluit het alarm pas af als de politie zegt dat de medewerker veilig is.",
        ],
    }


def _for_every_cause(content: dict[str, Any]) -> dict[str, list[str]]:
    return {"steps": content["desk"]["overdue"]}
