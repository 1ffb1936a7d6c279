"""What SQLite knows of how much lies where: without it, it takes an index of all visits ever for the few that are open.

A year of visits then made each press a second slower. PostgreSQL keeps such statistics by itself.
"""

from foundation.session import Database

ROWS_LOOKED_AT = 400
"""Of each index. It holds the only writer for some milliseconds, however much there is."""


def refresh_statistics(database: Database) -> None:
    """Let SQLite look anew. A connection knows what was found before it was made: `engine.py` replaces each in time."""
    if database.engine.dialect.name != "sqlite":
        return
    with database.write() as session:
        connection = session.connection()
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")
