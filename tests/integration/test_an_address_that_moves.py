"""The address of the database comes to lead to a pooler, while a process runs that had connections of its own."""

import tempfile
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from foundation.away import is_away
from foundation.engine import make_engine
from tests.support.pooler import NAME, a_pooler
from tests.support.postgres import PostgresServer


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("refuses", [True, False])
def test_to_a_process_that_runs_the_database_is_away(
    kind: str, postgres: PostgresServer, database_url: str, *, refuses: bool
) -> None:
    """Else a tick would count it as a fault of what is due, and a press would get 500."""
    with tempfile.TemporaryDirectory(prefix="aw-moved-") as folder, a_pooler(postgres, refuses=refuses) as pooled:
        here = Path(folder) / NAME
        here.symlink_to(postgres.socket / NAME)
        engine = make_engine(database_url.replace(str(postgres.socket), folder))
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
        engine.dispose()
        here.unlink()
        here.symlink_to(Path(pooled) / NAME)
        with pytest.raises(OperationalError, match="A pooler before the database") as away:
            engine.connect()
        assert is_away(away.value)
        here.unlink()
        here.symlink_to(postgres.socket / NAME)
        engine.connect().close()
        engine.dispose()
