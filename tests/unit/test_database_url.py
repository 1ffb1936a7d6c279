"""The address of the database: read as libpq reads it, and refused in words when it can mean nothing."""

import pytest

from foundation.engine import make_engine
from foundation.setting_groups.group import RefusedSettings
from foundation.settings import load_settings


def libpq(text: str) -> dict[str, object]:
    """What reaches libpq."""
    engine = make_engine(text)
    _, given = engine.dialect.create_connect_args(engine.url)
    return {name: value for name, value in given.items() if name != "context"}


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        (
            "postgresql://u:p@h1:5432,h2:5433/db?target_session_attrs=read-write",
            {"user": "u", "password": "p", "host": "h1,h2", "port": "5432,5433", "dbname": "db"},
        ),
        ("postgresql://u:p@h1,h2/db", {"user": "u", "password": "p", "host": "h1,h2", "port": ",", "dbname": "db"}),
        ("postgresql://h1,h2:5433/db", {"host": "h1,h2", "port": ",5433", "dbname": "db"}),
        ("postgresql://[::1]:5432,[fe80::2]/db", {"host": "::1,fe80::2", "port": "5432,", "dbname": "db"}),
        ("postgresql+psycopg://u@h/db", {"user": "u", "host": "h", "dbname": "db"}),
        ("postgres://h:5432/db", {"host": "h", "port": "5432", "dbname": "db"}),
        ("postgresql://u:a%40b%2F%23@h/db", {"user": "u", "password": "a@b/#", "host": "h", "dbname": "db"}),
        ("postgresql://u:a/b?c@h/db", {"user": "u", "password": "a/b?c", "host": "h", "dbname": "db"}),
        ("postgresql://u@/db?host=/tmp/here", {"user": "u", "host": "/tmp/here", "dbname": "db"}),
        ("postgresql://u@%2Ftmp%2Fhere/db", {"user": "u", "host": "/tmp/here", "dbname": "db"}),
        ("postgresql:///db?host=h1:1&host=h2:2", {"host": "h1,h2", "port": "1,2", "dbname": "db"}),
        (
            "postgresql://h/db?sslmode=verify-full&application_name=a@b",
            {"host": "h", "dbname": "db", "sslmode": "verify-full", "application_name": "a@b"},
        ),
    ],
)
def test_it_reaches_libpq_as_it_was_meant(text: str, reaches: dict[str, str]) -> None:
    assert libpq(text) == reaches | {"target_session_attrs": "read-write"}


def test_a_primary_is_writable_too() -> None:
    assert libpq("postgresql://h/db?target_session_attrs=primary")["target_session_attrs"] == "primary"


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("postgresql://u:hidden@h1,h2/db?target_session_attrs=any", "read-write or primary"),
        ("postgresql://u:hidden@h/db?target_session_attrs=standby", "read-write or primary"),
        ("postgresql://u:hidden@h/db?target_session_attrs=", "read-write or primary"),
        ("postgresql://u:hidden@h:54x2/db", "a port is a number"),
        ("postgresql://u:hidden@h:99999/db", "a port is a number"),
        ("postgresql://u:hidden@h1:5432,:5433/db", "a host without a name"),
        ("postgresql://u:hidden@h1,,h2/db", "a host without a name"),
        ("postgresql://u:hidden@[::1/db", "not closed"),
        ("postgresql://u:hid@den@h/db", "%40"),
        ("postgresql://u:hidden@h/db#x", "%23"),
        ("postgresql://u:hidden@h/db?no_such_thing=1", "no_such_thing"),
        ("postgresql://u:hidden@h1/db?host=h2", "in one place"),
        ("postgresql://h/db?sslmode=require&sslmode=disable", "twice"),
        ("mysql://u:hidden@h/db", "not supported"),
        ("achterwacht.db", "not an address"),
        ("", "not an address"),
        ("sqlite://achterwacht.db", "three slashes"),
        ("sqlite:///a.db?mode=ro", "SQLite"),
    ],
)
def test_nonsense_stops_the_start_and_says_why(text: str, because: str) -> None:
    with pytest.raises(RefusedSettings) as refused:
        load_settings(_env_file=None, database_url=text, tick_seconds=0.5, smtp_host="x")
    said = "\n".join(refused.value.problems)
    (about_it,) = [one for one in refused.value.problems if one.startswith("ACHTERWACHT_DATABASE_URL: ")]
    assert because in about_it
    assert "MAIL_FROM" in said, "all at once"
    assert "hidden" not in said, "there is a password in it"
