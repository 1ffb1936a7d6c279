"""Nothing of a person gets into a log, whoever writes it."""

import io
import json
import logging
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import structlog
from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from apscheduler.schedulers.background import BackgroundScheduler
from hypothesis import given
from hypothesis import strategies as st

from foundation.log import formatter, log_what_goes_around, redacting, set_up_logging
from foundation.redaction import REMOVED, redact_text


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


NUMBERS = """
    +31612345678 | +31 6 1234 5678 | +31-6-12345678 | +31 (0)6 12345678 | +31(0)612345678 | 0031612345678
    0031 6 12345678 | 0612345678 | 06-12345671 | 06 12 34 56 71 | 06.12.34.56.71 | (06) 12345671 | 073-6155155
    (073) 615 51 55 | 0470/12.34.56 | 0470 12 34 56 | 0470/123456 | +32 470 12 34 56 | +32 (0)470/12.34.56
    +32(0)4 70 12 34 56 | 0032 470 12 34 56 | 03/123.45.67 | 02 123 45 67 | 31612345678 | 32470123456 | %2B31612345678
    tel:0612345671 | 85.07.30-033.61 | 06 - 1234 5678 | 06–12345678 | 0 6 1 2 3 4 5 6 7 8 | 31 6 12345678
    32 470 12 34 56 | 316-12345678 | 0470_123456 | +31_6_12345678 | 06+12345678 | +31%20612345678
    %2B31%206%2012345678 | 06%2012345678 | 06%2D12345678 | 0475%2F123456 | 06%252012345678 | 85.07.30 033 61
    NL91ABNA0417164300 | BE68539007547034
"""
PLACES = """
    5211 AA 12 | 5211AA | 5211aa | 5211 aa | 5211 ab 12a | 5211-AA | 3500 Hasselt | Kerkstraat 12 | dorpsstraat 1 bus 3
    Jan van Eyckplein 4 | Grote Steenweg 110 bus 4 | 51.697816, 5.303675 | 51.6978,5.3037 | 5.303675 51.697816
    51°41'52.1"N 5°18'13.2"E | 5211+AA | 5211_AA | 5211.AA | 5211%20AA | NL5211AA | 5211AA12 | 3500+Hasselt
    3500%20Hasselt | Kerkstraat%2012 | Kerkstraat+12 | Kerkstraat, 12 | Kerkstraat nr. 12 | Nieuwstr. 5 | Markt 12
    Rue de la Loi 16 | De Hoef 12 | Lange Elzen 4 | 51.697816%2C5.303675 | N51.697816 E5.303675 | POINT(5.3 51.69)
    51.697816 N, 5.303675 E | 51 41 52 N 5 18 13 E | 149000 411000
"""
KEYS = """
    Bearer abcdefghijklmnop0123 | bearer abcdefghijkl | Basic QUM6c2VjcmV0LXRva2Vu | eyJhbGciOi.eyJzdWIi.c2lnbmF0
    X1abcdefghijklmnopqrstuvwxyzABCDEFGHIJK-_12
"""
MAIL = "jan.de.wit@gemeente.nl | JAN@X.EXAMPLE | o'brien@x.nl | jan%40x.nl | jan%2540x.nl | jan@intranet"
LEFT = re.escape(REMOVED)
SECRETS = [one.strip() for one in f"{NUMBERS}|{PLACES}|{KEYS}|{MAIL}".replace("\n", "|").split("|") if one.strip()]


@pytest.mark.parametrize("secret", SECRETS)
def test_what_looks_like_a_person_or_a_secret_is_taken_out(secret: str) -> None:
    said = redact_text(f"sent to {secret}, state delivered")
    assert re.fullmatch(rf"sent to (tel:|[Bb]earer |Basic )?{LEFT}( {LEFT})?, state delivered", said)


@pytest.mark.parametrize(
    ("before", "secret", "behind"),
    [
        ("Cookie: ", "session=abc123; other=def", ""),
        ("cookie=", "abcdef123", ""),
        ("Set-Cookie: ", "__Host-s=Zm9v; Path=/", ""),
        ("session=", "abcdef", ", ended"),
        ("auth_token=", "abc", ", ended"),
        ("AuthToken=", "abc", ", ended"),
        ("wachtwoord: ", "geheim", ", ended"),
        ("x-my_session-token=", "abc", ", ended"),
        ("api key: ", "abc", ", ended"),
        ("pincode ", "4821", ", ended"),
        ("bsn ", "123456782", ", ended"),
        ("(b'cookie', b'", "__Host-achterwacht_session=Zm9v", "')"),
        ("('authorization', '", "Bearer abcdefghijkl", "')"),
        ("?mlat=", "51.697816", "&zoom"),
        ('{"x":', "5.303675", "}"),
        ('{"password": "', "hunter22", '"}'),
        ("pin=", "1234", ", ended"),
        ("lat=", "51.69", ", ended"),
        ('"longitude": ', "5.3037", "}"),
        ("for url 'https://hc.example/", "ping/0b1c/fail", "'"),
        ("https://kuma.example/", "api/push/abc?status=up", " said no"),
    ],
)
def test_what_has_a_name_in_a_text_is_taken_out_behind_it(before: str, secret: str, behind: str) -> None:
    assert redact_text(f"{before}{secret}{behind}") == f"{before}{REMOVED}{behind}"


@pytest.mark.parametrize(
    "harmless",
    [
        "tick took 0.0312 s, 12 deadlines",
        "visit 3b241101-e2bb-4255-8caf-4136c566a962 ended",
        "2026-11-21T21:12:00.123456Z",
        "2026-11-21T21:12:00+00:00",
        "GET /v1/visits 200",
        "listening on 127.0.0.1:8000",
        "took 1234 ms of 5000 ms",
        "3 messages, 8000 in all",
        "0.031250, 0.120000 s",
        "line 1234 in foundation/session.py",
        "SM0123456789abcdef0123456789abcdef",
        "no open deadline is late: 1",
        "0.123456789 s, 0.5 % of 40%",
        "GET /v1/visits?state=planned%2Cunder_way 200",
        "51.2 ms, 3.4 ms, 12 34 56",
        "achterwacht.clockwork.visits_and_alarms:60",
        "process 123456 ended with 130",
    ],
)
def test_what_is_harmless_stays(harmless: str) -> None:
    assert redact_text(harmless) == harmless


WORDS = st.sampled_from(["sent to", "deadline", "took 12 ms", "visit", "by", "(", ")", '"', "=", ":", ", "])


@given(st.sampled_from(SECRETS), st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4), st.integers(0, 3))
def test_wherever_it_stands(secret: str, before: list[str], behind: list[str], depth: int) -> None:
    """In a text, in an exception, and deep in what is logged beside it."""
    line = " ".join([*before, secret, *behind])
    nested: object = {"said": [line, (line,), {line}], "raised": ValueError(line), line: "as a name"}
    for _ in range(depth):
        nested = {"inside": [nested]}
    written = str(redacting(None, "info", {"event": line, "beside": nested, "exception": f"ValueError: {line}"}))
    assert secret not in written


@pytest.mark.parametrize(
    "bit",
    [
        "a.",
        "a-",
        "a",
        "0a",
        "eyJ",
        "eyJ.",
        "token",
        "%41",
        "%2541",
        "51.",
        "+1 ",
        "straat",
        "Aa ",
        "'a'",
        "point(",
        "a@",
    ],
)
def test_a_long_text_takes_no_longer_than_in_proportion(bit: str) -> None:
    """From each letter a pattern may look on only so far: these took minutes, in which a server answered nobody."""
    assert len(redact_text((bit * 40_000)[:40_000])) > 0


def test_what_is_escaped_over_and_over_is_taken_out_at_once() -> None:
    """Looking for its meaning once more for each time would never end."""
    for times in range(200):
        said = redact_text(f"GET /v1/06%{'25' * times}2012345678 200")
        assert "12345678" not in said
        assert said.endswith(" 200")


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


@pytest.fixture
def set_up(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """The log as a process of ours sets it up, written where `capsys` reads."""
    loggers = [logging.getLogger(name) for name in (None, *logging.root.manager.loggerDict)]
    before = [(one, one.level, one.propagate, one.handlers[:]) for one in loggers]
    set_up_logging(production=True)
    yield
    for one, level, propagate, handlers in before:
        one.setLevel(level)
        one.propagate, one.handlers[:] = propagate, handlers


@pytest.mark.usefixtures("set_up")
def test_httpx_does_not_tell_its_urls() -> None:
    """They hold addresses, and the secret of a worker's own calendar."""
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("httpcore").isEnabledFor(logging.INFO)


@pytest.mark.usefixtures("set_up")
def test_a_dispatch_that_takes_longer_than_its_pause_is_no_news(capsys: pytest.CaptureFixture[str]) -> None:
    scheduler, done = BackgroundScheduler(timezone=UTC), threading.Event()
    scheduler.add_job(done.wait, "interval", seconds=0.01, max_instances=1, next_run_time=datetime.now(UTC))
    skipped = threading.Event()
    scheduler.add_listener(lambda _: skipped.set(), EVENT_JOB_MAX_INSTANCES)
    scheduler.start()
    try:
        assert skipped.wait(10)
    finally:
        done.set()
        scheduler.shutdown()
    assert capsys.readouterr().err == ""


def test_what_ends_a_thread_goes_through_the_log_too(written: io.StringIO) -> None:
    handler, hook = logging.getLogger("of.a.test").handlers[0], threading.excepthook
    logging.getLogger("thread").addHandler(handler)
    try:
        log_what_goes_around()
        thread = threading.Thread(target=lambda: int("+31612345678 is no number"))
        thread.start()
        thread.join()
    finally:
        logging.captureWarnings(False)
        threading.excepthook = hook
        logging.getLogger("thread").removeHandler(handler)
    assert "a thread ended by an error" in written.getvalue()
    assert "612345678" not in written.getvalue()
