"""Nothing of a person gets into a log, whoever writes it."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from foundation.log import REMOVED, formatter, redact_text, set_up_logging


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What production would write, from structlog and the standard library alike."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(formatter(production=True))
    logger = logging.getLogger("of.a.test")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield text
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "secret",
    [
        "+31612345678",
        "+31 6 1234 5678",
        "0031612345678",
        "0612345678",
        "jan.de.wit@gemeente.nl",
        "5211 AA 12",
        "5211AA",
        "Bearer abcdefghijklmnop0123",
        "Basic QUM6c2VjcmV0LXRva2Vu",
    ],
)
def test_what_looks_like_a_person_or_a_secret_is_taken_out(secret: str) -> None:
    said = redact_text(f"sent to {secret}, state delivered")
    assert secret not in said
    assert said.startswith("sent to ")
    assert said.endswith(", state delivered")


@pytest.mark.parametrize(
    "harmless",
    [
        "tick took 0.0312 s, 12 deadlines",
        "visit 3b241101-e2bb-4255-8caf-4136c566a962 ended",
        "2026-11-21T21:12:00.123456Z",
        "GET /v1/visits 200",
        "listening on 127.0.0.1:8000",
    ],
)
def test_what_is_harmless_stays(harmless: str) -> None:
    assert redact_text(harmless) == harmless


def test_links_passwords_of_databases_and_rows_are_taken_out() -> None:
    assert "s3cret" not in redact_text("postgresql://house:s3cret@db/achterwacht")
    assert "dGhlLXRva2Vu" not in redact_text("GET /o/dGhlLXRva2Vu 200")
    sql = "(psycopg.Error) [SQL: INSERT INTO visit VALUES (%s)] [parameters: {'client_name': 'Mevrouw De Vries'}]"
    assert "Vries" not in redact_text(sql)
    assert "Vries" not in redact_text("duplicate key\nDETAIL:  Key (name)=(Mevrouw De Vries) already exists.")


def test_names_say_what_must_not_be_there(written: io.StringIO) -> None:
    structlog.get_logger("of.a.test").info(
        "message sent", phone="06 in words", client_name="De Vries", channel="sms", visit={"address": "Dorpsstraat 1"}
    )
    line = json.loads(written.getvalue())
    assert line["event"] == "message sent"
    assert line["channel"] == "sms"
    assert line["level"] == "info"
    assert line["phone"] == line["client_name"] == line["visit"]["address"] == REMOVED


def test_a_traceback_shows_no_variables(written: io.StringIO) -> None:
    number = "+31612345678"
    try:
        raise ValueError(f"can't reach {number}")
    except ValueError as error:
        structlog.get_logger("of.a.test").error("failed", exc_info=error)
    line = json.loads(written.getvalue())
    assert "ValueError" in line["exception"]
    assert number not in written.getvalue()


def test_the_standard_library_writes_the_same_way(written: io.StringIO) -> None:
    logging.getLogger("of.a.test").warning("number %s refused", "+31612345678")
    line = json.loads(written.getvalue())
    assert line["event"] == f"number {REMOVED} refused"
    assert line["logger"] == "of.a.test"


def test_httpx_does_not_tell_its_urls() -> None:
    """They hold addresses, and the secret of a worker's own calendar."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        set_up_logging(production=True)
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert not logging.getLogger("httpcore").isEnabledFor(logging.INFO)
    finally:
        root.handlers[:], root.level = before, level
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.NOTSET)
