"""A team with a profile of its own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = (
    "sign_in", "sign_in_refused", "sign_in_slowed", "sign_out", "sign_ins_ended", "token_made", "password_set",
    "password_refused", "pin_set", "pin_slowed", "person_added", "person_changed", "phone_changed", "roles_changed",
    "person_left", "person_back", "organisation_added", "profile_loaded",
)  # fmt: skip
NEW = "team_profile_set"
AFTER = ("team_added", "roster_set", "desk_mail_set", "canary_set", "diary_link_made", "diary_link_withdrawn")


def upgrade() -> None:
    with op.batch_alter_table("team") as batch_op:
        batch_op.add_column(sa.Column("protocol_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key("fk_team_protocol_id", "protocol_version", ["protocol_id"], ["id"])
    _audited((*BEFORE, NEW, *AFTER))


def downgrade() -> None:
    audit_event = sa.table("audit_event", sa.column("kind", sa.String()))
    op.execute(sa.delete(audit_event).where(audit_event.c.kind == NEW))
    _audited((*BEFORE, *AFTER))
    with op.batch_alter_table("team") as batch_op:
        batch_op.drop_constraint("fk_team_protocol_id", type_="foreignkey")
        batch_op.drop_column("protocol_id")


def _audited(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("audit_event") as batch_op:
        batch_op.drop_constraint(op.f("ck_audit_event_kind_word"), type_="check")
        batch_op.create_check_constraint(op.f("ck_audit_event_kind_word"), f"kind IN ({listed})")
