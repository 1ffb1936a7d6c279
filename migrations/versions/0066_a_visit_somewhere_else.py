"""A planned visit may be somewhere else than it was: a line of the timeline says so."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0066"
down_revision: str | Sequence[str] | None = "0065"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

EVENT = "readdressed"


def upgrade() -> None:
    _words(lambda words: _before([one for one in words if one != EVENT], "kind_changed"))


def downgrade() -> None:
    event = sa.table("event", sa.column("kind"))
    op.execute(event.delete().where(event.c.kind == EVENT))
    _words(lambda words: [one for one in words if one != EVENT])


def _before(words: list[str], place: str) -> list[str]:
    at = words.index(place)
    return [*words[:at], EVENT, *words[at:]]


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
