"""Whether somebody inside of an alarm asked that nobody phones: it was looked for in the events of each alarm."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | Sequence[str] | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

EVENT = sa.table(
    "event",
    sa.column("organisation_id", sa.Uuid()),
    sa.column("alarm_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("facts", sa.JSON()),
)
ALARM = sa.table(
    "alarm", sa.column("organisation_id", sa.Uuid()), sa.column("id", sa.Uuid()), sa.column("quiet", sa.Boolean())
)


def upgrade() -> None:
    with op.batch_alter_table("alarm") as batch:
        batch.add_column(sa.Column("quiet", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("alarm") as batch:
        batch.alter_column("quiet", server_default=None)
    connection = op.get_bind()
    texted = connection.execute(
        sa.select(EVENT.c.organisation_id, EVENT.c.alarm_id, EVENT.c.facts).where(
            EVENT.c.kind == "texted", EVENT.c.alarm_id.is_not(None)
        )
    )
    for organisation_id, alarm_id in {(one[0], one[1]) for one in texted if one[2].get("quietly")}:
        connection.execute(
            ALARM.update().where(ALARM.c.organisation_id == organisation_id, ALARM.c.id == alarm_id).values(quiet=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("alarm") as batch:
        batch.drop_column("quiet")
