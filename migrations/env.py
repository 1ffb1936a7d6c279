"""Alembic's entrance. `migrations/schema.py` brings the connection; a developer's `alembic revision` makes its own."""

from alembic import context
from sqlalchemy.engine import Connection

from foundation.engine import make_engine
from foundation.settings import load_settings
from migrations.metadata import all_tables


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=all_tables(),
        render_as_batch=True,  # SQLite can't alter a column: the table is copied
        transactional_ddl=True,  # both databases can, as long as we emit the BEGIN ourselves (foundation/engine.py)
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = make_engine(load_settings().database_url)
    with engine.execution_options(writes=True).connect() as own, own.begin():
        run(own)
