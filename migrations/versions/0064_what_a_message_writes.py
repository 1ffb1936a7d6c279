"""Fewer and smaller indexes on messages and timelines, and none that looks at the state of a message (0109).

On PostgreSQL the table of messages is written anew for the column, and nobody can read or write it meanwhile.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0064"
down_revision: str | Sequence[str] | None = "0063"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIVES_WITH_BEFORE = True
WAITING = "state IN ('pending', 'sending')"
SID, OLD_SID = "uq_message_sid", "uq_message_provider_sid"
OLD = {
    "ix_message_origin": ["origin"],
    "ix_message_past": ["organisation_id", "created_at", "id"],
}
NEW = {"ix_message_made": ["organisation_id", "created_at"]}
OF_EVENTS = {"visit": "visit_id", "alarm": "alarm_id"}


def upgrade() -> None:
    # Dropped first: else the table that is written anew gets them as well.
    op.drop_index("ix_message_waiting", "message")
    for name in OLD:
        op.drop_index(name, "message")
    with op.batch_alter_table("message") as batch_op:
        batch_op.drop_constraint(op.f(OLD_SID), type_="unique")
    stored = True if _on_postgresql() else None  # SQLite adds no stored one to a table, and PostgreSQL indexes no other
    op.add_column("message", sa.Column("waits", sa.Boolean(), sa.Computed(WAITING, persisted=stored), nullable=True))
    _room_to_change("SET (fillfactor = 70)")
    _index("ix_message_waits", "message", ["not_before"], "waits")
    _index(SID, "message", ["provider_sid"], "provider_sid IS NOT NULL", unique=True)
    for name, columns in NEW.items():
        op.create_index(name, "message", columns)
    for of, column in OF_EVENTS.items():
        op.drop_index(f"ix_event_{of}", "event")
        _index(f"ix_event_of_{of}", "event", [column, "at"], f"{column} IS NOT NULL")


def downgrade() -> None:
    for of, column in OF_EVENTS.items():
        op.drop_index(f"ix_event_of_{of}", "event")
        op.create_index(f"ix_event_{of}", "event", [column, "at"])
    for name in (*NEW, SID, "ix_message_waits"):
        op.drop_index(name, "message")
    _room_to_change("RESET (fillfactor)")
    op.drop_column("message", "waits")
    with op.batch_alter_table("message") as batch_op:
        batch_op.create_unique_constraint(op.f(OLD_SID), ["provider_sid"])
    for name, columns in OLD.items():
        op.create_index(name, "message", columns)
    _index("ix_message_waiting", "message", ["not_before"], WAITING)


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    told = sa.text(where)
    op.create_index(name, table, columns, unique=unique, postgresql_where=told, sqlite_where=told)


def _on_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _room_to_change(how: str) -> None:
    if _on_postgresql():
        op.execute(f"ALTER TABLE message {how}")
