"""Who is asked over HTTP answers byte by byte and never comes to an end, or with something that nobody understands.

A time-out is for each read, and a byte each tenth of a second is never late. Proxies that look for viruses do that.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

import notifications.channels.cm
import notifications.channels.in_time
import notifications.channels.mail
import scheduler.heartbeat
from foundation.session import Database
from foundation.settings import Settings
from notifications.channels.cm import Cm
from notifications.channels.mail import Mail
from notifications.channels.port import Envelope, TransportError
from notifications.channels.push import _one_session
from notifications.channels.sms import Sms
from notifications.channels.twilio import make_client, provider_errors
from notifications.channels.voice import Voice
from notifications.reconciling import reconcile
from notifications.records import MessageState
from notifications.ways import Provider
from scheduler.heartbeat import Heartbeat
from tests.support.cm import BESIDE_TWILIO, fallback_settings
from tests.support.post import Post
from tests.support.processes import SOON

HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
FOREVER = {"within its headers": b"HTTP/1.1 200 OK\r\nX-Seen-By: ", "within its words": HEADERS}
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
NO_ID = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


class Answers:
    """A server on loopback that answers everybody with these bytes, and then goes on with a point now and then.

    ends: it does not go on. first: it speaks first. asked: how often somebody said something.
    """

    def __init__(self) -> None:
        self.begins, self.ends, self.first, self.asked = b"", False, False, 0
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listens, daemon=True).start()

    def close(self) -> None:
        self._over.set()
        self._listening.close()

    def _listens(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._answers, args=self._listening.accept()[:1], daemon=True).start()

    def _answers(self, line: socket.socket) -> None:
        with suppress(OSError), line:
            while not self._over.is_set() and (self.first or line.recv(65536)):
                self.asked += 1
                line.sendall(self.begins)
                while not self.ends and not self._over.wait(0.1):
                    line.sendall(b".")


@pytest.fixture
def there() -> Iterator[Answers]:
    answers = Answers()
    yield answers
    answers.close()


@pytest.fixture
def reached(there: Answers, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for module in (
        notifications.channels.in_time,
        notifications.channels.cm,
        notifications.channels.mail,
        scheduler.heartbeat,
    ):
        monkeypatch.setattr(module, "LONGEST_SECONDS", 0.5)
    both = BESIDE_TWILIO | fallback_settings(there.url) | {"twilio_api_base": there.url}
    return Settings(_env_file=None, **both)


def envelope() -> Envelope:
    return Envelope(uuid4(), "+31611111113", "Het is tijd.", datetime.now(UTC))


ASKED: dict[str, Callable[[Settings], object]] = {
    "a text": lambda settings: Sms(make_client(settings), settings).send(envelope()),
    "a call": lambda settings: Voice(make_client(settings), settings).send(envelope()),
    "whether it has one": lambda settings: Sms(make_client(settings), settings).find(envelope()),
    "what became of one": lambda settings: Sms(make_client(settings), settings).status("SM1"),
    "a text by the second": lambda settings: Cm(settings).send(envelope()),
    "whether the second has one": lambda settings: Cm(settings).find(envelope()),
}


def asks(ask: Callable[[], object]) -> BaseException | None:
    """Returns what it ended with."""
    ended: list[BaseException | None] = []

    def run() -> None:
        try:
            ask()
        except Exception as error:
            ended.append(error)
        else:
            ended.append(None)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(SOON / 4)
    assert ended, "it waits for ever"
    return ended[0]


@pytest.mark.parametrize("begins", FOREVER)
@pytest.mark.parametrize("what", ASKED)
def test_a_provider_without_end_is_left_in_time(what: str, begins: str, there: Answers, reached: Settings) -> None:
    there.begins = FOREVER[begins]
    error = asks(lambda: ASKED[what](reached))
    assert isinstance(error, TransportError)
    assert error.uncertain, "it may have it"


@pytest.mark.parametrize("what", ["a text", "a call", "a text by the second"])
def test_what_took_too_long_to_reach_is_asked_nothing_any_more(
    what: str, there: Answers, reached: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is looked up for long: no time-out is about that. What was not asked is not sent twice either."""
    looks_up = socket.getaddrinfo

    def slowly(*about: Any, **more: Any) -> Any:
        time.sleep(0.4)
        return looks_up(*about, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    error = asks(lambda: ASKED[what](reached))
    assert isinstance(error, TransportError)
    assert (error.code, error.uncertain) == ("connect", False)
    assert there.asked == 0


def test_a_proxy_that_never_says_whether_it_lets_us_through_is_left_in_time(
    there: Answers, reached: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.begins = b"HTTP/1.1 200 Connection established\r\nX-Looked-At: "
    monkeypatch.setenv("HTTPS_PROXY", there.url)
    monkeypatch.setenv("https_proxy", there.url)
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    behind = reached.model_copy(update={"twilio_api_base": "https://api.voorbeeld.test"})
    error = asks(lambda: ASKED["a text"](behind))
    assert isinstance(error, TransportError)
    assert (error.code, error.uncertain) == ("connect", False), "nothing was asked behind it"


@pytest.mark.parametrize("begins", FOREVER)
def test_so_is_a_push_service(begins: str, there: Answers, reached: Settings) -> None:
    there.begins = FOREVER[begins]

    def push() -> None:
        with provider_errors(), _one_session() as session:
            session.post(there.url, b"sealed", timeout=10)

    error = asks(push)
    assert isinstance(error, TransportError)
    assert error.code == "timeout"


@pytest.mark.parametrize("begins", FOREVER)
def test_and_who_hears_the_heartbeat(begins: str, there: Answers, reached: Settings) -> None:
    there.begins, began = FOREVER[begins], time.monotonic()
    taken: list[bool] = []
    assert asks(lambda: taken.append(Heartbeat(there.url).beat(""))) is None
    assert taken == [False]
    assert time.monotonic() - began < SOON / 4


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_and_a_mail_server_that_does_not_end_its_greeting(security: str, there: Answers, reached: Settings) -> None:
    there.begins, there.first = b"220 welcome to ", True
    by_mail = {
        "smtp_host": "127.0.0.1", "smtp_port": there.port, "smtp_security": security, "mail_from": "a@voorbeeld.test"
    }  # fmt: skip
    mail = Mail(Settings(_env_file=None, **by_mail))
    error = asks(lambda: mail.send(envelope()))
    assert isinstance(error, TransportError)
    assert not error.uncertain, "it has nothing yet"
    assert asks(mail.knock) is not None


@pytest.mark.parametrize("answer", [PAGE, NO_ID], ids=["a page", "no id"])
@pytest.mark.parametrize("what", ["a text", "a call"])
def test_what_is_no_answer_of_twilio_is_no_success(what: str, answer: bytes, there: Answers, reached: Settings) -> None:
    there.begins, there.ends = answer, True
    assert asks(lambda: ASKED[what](reached)) is not None


@pytest.mark.parametrize("second", [True, False], ids=["two providers", "one provider"])
def test_an_answer_that_nobody_understands_is_a_failure_of_that_provider(second: bool, database: Database) -> None:
    """The library that reads it fails in its own way; the next provider, or the watch, hears of it at once."""
    post = Post(database, second=second)
    post.first.sends, post.first.finds = [ValueError("no JSON")], [KeyError("sid"), KeyError("sid")]
    message = post.puts()
    post.dispatches()
    if second:
        assert post.is_with(message, Provider.CM, "cm-1")
    else:
        kept = post.message(message)
        assert (kept.state, kept.error_code, kept.news) == (MessageState.SENDING, "unreadable", True)


def test_one_status_that_nobody_understands_keeps_back_no_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post(database, second=False)
    messages = [post.puts() for _ in range(3)]
    post.dispatches()
    told: Iterator[Exception | MessageState] = iter(
        [KeyError("status"), MessageState.DELIVERED, MessageState.DELIVERED]
    )

    def status(_sid: str) -> tuple[MessageState, str | None]:
        said = next(told)
        if isinstance(said, Exception):
            raise said
        return said, None

    monkeypatch.setattr(post.first, "status", status)
    post.clock.at += timedelta(minutes=2)
    organisations = [post.message(one).organisation_id for one in messages]
    assert reconcile(post.database, post.routes, organisations) == 2
