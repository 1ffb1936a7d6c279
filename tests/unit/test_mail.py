"""The mail channel against a real mail server: what it sends, over which kind of line, and what a refusal means."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, default
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
import trustme
from pydantic import SecretStr

from foundation.setting_groups.group import RefusedSettings
from foundation.setting_groups.mail import SmtpSecurity
from foundation.settings import Settings, load_settings
from notifications.channels import mail
from notifications.channels.mail import Mail
from notifications.channels.port import Envelope, TransportError
from notifications.texts.letter import Letter
from tests.support.mail_server import HOST, Gate, MailServer

DESK = "balie@voorbeeld.test"
NO_SETTINGS = Settings(_env_file=None)


def an_envelope(to: str = DESK) -> Envelope:
    at = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    return Envelope(uuid4(), to, "Łukasz, 06 12345678\n", at, Letter("Wie is waar: Übach", "<p>Łukasz</p>"))


def send(server: MailServer, security: SmtpSecurity = SmtpSecurity.NONE, **more: object) -> str:
    settings = server.settings(NO_SETTINGS, security).model_copy(update=more)
    return Mail(settings).send(an_envelope())


def refused(server: MailServer, security: SmtpSecurity = SmtpSecurity.NONE, **more: object) -> TransportError:
    with pytest.raises(TransportError) as caught:
        send(server, security, **more)
    assert DESK not in str(caught.value)
    return caught.value


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate that this machine trusts."""
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return context


def test_a_letter_is_text_and_page_under_one_id() -> None:
    with MailServer() as server:
        envelope = an_envelope()
        settings = server.settings(NO_SETTINGS)
        first, second = Mail(settings).send(envelope), Mail(settings).send(envelope)
        assert first == second
        taken = server.taken[0]
        assert (taken.to, taken.subject) == (DESK, "Wie is waar: Übach")
        assert (taken.text, taken.page) == ("Łukasz, 06 12345678\n", "<p>Łukasz</p>\n")
        assert taken.mail["Auto-Submitted"] == "auto-generated"
        assert taken.mail["X-Auto-Response-Suppress"] == "OOF, AutoReply"
        assert str(taken.mail["Message-ID"]) == first
        assert server.taken[1].mail["Message-ID"] == first


def test_a_long_letter_is_as_mail_programs_want_it() -> None:
    """RFC 5322 and 5321: lines of at most 998 octets, in ASCII; and nothing that a parser finds a defect in."""
    with MailServer() as server:
        odd = Letter("Übach-over-Worms " * 12, "<p>" + "ł" * 3_000 + "</p>")
        envelope = replace(an_envelope(), text="Łukasz " * 400 + "\n.\n" + "x" * 3_000 + "\n", letter=odd)
        Mail(server.settings(NO_SETTINGS)).send(envelope)
        taken = server.taken[0]
    assert (taken.subject.strip(), taken.text) == (odd.subject.strip(), envelope.text)
    raw = taken.mail.as_bytes(policy=SMTP)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert raw.isascii()
    parsed = message_from_bytes(raw, policy=default)
    assert not parsed.defects
    assert not [name for name, value in parsed.items() if value.defects]


def test_the_line_is_closed_to_others(trusted: ssl.SSLContext) -> None:
    with MailServer(certificate=trusted, asks_who=True) as server:
        send(server, SmtpSecurity.STARTTLS)
        assert len(server.taken) == 1
        wrong = refused(server, SmtpSecurity.STARTTLS, smtp_username="")
        assert wrong.code == "smtp_530"


def test_a_line_that_can_not_be_closed_is_not_used() -> None:
    with MailServer() as server:
        assert refused(server, SmtpSecurity.STARTTLS).code == "smtp_not_offered"
        assert server.taken == []


def test_a_stranger_with_a_certificate_of_their_own_gets_nothing(
    trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with MailServer(certificate=trusted, asks_who=True) as server:
        assert refused(server, SmtpSecurity.STARTTLS).code == "smtp_certificate"
        assert server.taken == []


def test_a_wrong_password_may_be_mended(trusted: ssl.SSLContext) -> None:
    with MailServer(certificate=trusted, asks_who=True) as server:
        settings = server.settings(NO_SETTINGS, SmtpSecurity.STARTTLS)
        other = Settings(_env_file=None, **{**settings.model_dump(), "smtp_password": SecretStr("mis")})
        with pytest.raises(TransportError) as caught:
            Mail(other).send(an_envelope())
        assert (caught.value.code, caught.value.permanent) == ("smtp_sign_in", False)


@pytest.mark.parametrize(("answer", "permanent"), [("550 nobody", True), ("451 later", False), ("452 full", False)])
def test_what_a_refusal_means(answer: str, permanent: bool) -> None:
    with MailServer() as server:
        server.answers = [answer]
        error = refused(server)
        assert (error.code, error.permanent, error.uncertain) == (f"smtp_{answer[:3]}", permanent, False)


def test_nobody_there_is_certain_and_silence_after_the_letter_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with MailServer() as server:
        pass
    assert (refused(server).code, refused(server).uncertain) == ("connection", False)
    monkeypatch.setattr(mail, "LONGEST_SECONDS", 0.3)
    gate = Gate()
    with MailServer(holds=gate) as hanging:
        errors: list[TransportError] = []
        sender = Thread(target=lambda: errors.append(refused(hanging)))
        sender.start()
        sender.join(mail.TIMEOUT_SECONDS / 2)
        assert not sender.is_alive(), "the whole of it has a limit, whatever the server says meanwhile"
        gate.opens()
    assert [error.uncertain for error in errors] == [True]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"smtp_host": "mail.voorbeeld.nl"}, ["MAIL_FROM"]),
        ({"smtp_host": "mail.voorbeeld.nl", "mail_from": "Achterwacht <a@b.nl>"}, ["MAIL_FROM"]),
        ({"smtp_host": "mail.voorbeeld.nl", "mail_from": "a@b.nl", "smtp_username": "x"}, ["SMTP_PASSWORD"]),
        ({"smtp_host": "mail.voorbeeld.nl", "mail_from": "a@b.nl", "smtp_security": "none"}, ["SMTP_SECURITY"]),
        ({"smtp_host": "127.0.0.1", "mail_from": "a@b.nl", "smtp_security": "none"}, []),
        ({"smtp_host": "mail.voorbeeld.nl", "mail_from": "a@b.nl"}, []),
    ],
)
def test_settings_that_can_not_be_used(given: dict[str, str], names: list[str]) -> None:
    if not names:
        assert load_settings(_env_file=None, **given).mails
        return
    with pytest.raises(RefusedSettings) as caught:
        load_settings(_env_file=None, **given)
    assert all(any(name in problem for problem in caught.value.problems) for name in names)
