"""The desk in an alarm writes notes, and takes the next step of the ladder before its time."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0040"
down_revision: str | Sequence[str] | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

EVENTS = ("alarm_noted", "escalated")
AFTER = "step_unticked"


def upgrade() -> None:
    _words(lambda words: _after([one for one in words if one not in EVENTS]))


def downgrade() -> None:
    event = sa.table("event", sa.column("kind"))
    op.execute(event.delete().where(event.c.kind.in_(EVENTS)))
    _words(lambda words: [one for one in words if one not in EVENTS])


def _after(words: list[str]) -> list[str]:
    at = words.index(AFTER) + 1
    return [*words[:at], *EVENTS, *words[at:]]


def _words(change: Callable[[list[str]], list[str]]) -> None:
    """Let the column hold other words than it does: whichever those are by now."""
    name = "ck_event_kind_word"
    checks = sa.inspect(op.get_bind()).get_check_constraints("event")
    (held,) = [one["sqltext"] for one in checks if one["name"] == name]
    words = [part for place, part in enumerate(held.split("'")) if place % 2]
    listed = ", ".join(f"'{word}'" for word in change(words))
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({listed})")
