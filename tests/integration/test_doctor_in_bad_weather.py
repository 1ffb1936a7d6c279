"""`achterwacht doctor` where something is broken: it says what, and what to do, against real servers."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
import trustme
from pydantic import SecretStr

from achterwacht.people import app_codes
from achterwacht.people.policy import Caller
from achterwacht.people.records import AppCodeRecord
from achterwacht.pushes import subscriptions
from cli.doctor import database as here
from cli.doctor import keys, named, outside
from cli.doctor.finding import Finding, Level
from foundation.seal import Seal
from foundation.session import Database
from foundation.setting_groups.mail import SmtpSecurity
from foundation.setting_groups.providers import Delivery, SmsFallback
from foundation.settings import Settings
from notifications.channels.push import PushAddress
from tests.support.cm import FakeCm
from tests.support.mail_server import HOST, MailServer
from tests.support.organisations import Organisation
from tests.support.shell import Shell

NO_SETTINGS = Settings(_env_file=None)


def words(found: list[Finding], about: str, level: Level = Level.WRONG) -> str:
    return " ".join(one.said for one in found if one.level is level and one.said.startswith(f"{about}:"))


class Proxy(HTTPServer):
    """says: the time of its own clock, as in its answers."""

    says = ""
    answers = 403


@contextmanager
def a_proxy(authority: trustme.CA | None, name: str = HOST, **until: Any) -> Iterator[tuple[str, Proxy]]:
    """A reverse proxy that answers as ours does, over https. Gives its address, and itself."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            proxy = cast(Proxy, self.server)
            self.send_response_only(proxy.answers)
            if proxy.answers == Proxy.answers:
                self.send_header("API-Version", "1")
            self.send_header("Date", proxy.says)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = Proxy((HOST, 0), Answers)
    server.says = format_datetime(datetime.now(UTC), usegmt=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    (authority or trustme.CA()).issue_cert(name, **until).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://{HOST}:{server.server_port}", server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this machine trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


def asked_at(base: str) -> list[Finding]:
    return list(outside.looks(NO_SETTINGS.model_copy(update={"public_base_url": base})))


def test_a_certificate_that_ends_soon_or_has_ended(authority: trustme.CA) -> None:
    now = datetime.now(UTC)
    with a_proxy(authority, not_after=now + timedelta(days=60)) as (base, _):
        found = asked_at(base)
        assert "59 more days" in words(found, "certificate", Level.WELL)
        assert words(found, "outside", Level.WELL)
    with a_proxy(authority, not_after=now + timedelta(days=5)) as (base, _):
        assert "4 more days. Renew it now" in words(asked_at(base), "certificate")
    with a_proxy(authority, not_before=now - timedelta(days=9), not_after=now - timedelta(days=1)) as (base, _):
        found = asked_at(base)
        assert "expired" in words(found, "certificate")
        assert "no SMS comes in" in words(found, "certificate")
        assert not words(found, "outside"), "one cause is said once"


def test_a_certificate_for_hours(authority: trustme.CA) -> None:
    """Caddy's own hold for twelve hours, and some authorities' for six days: they are renewed in time by themselves."""
    now, hour = datetime.now(UTC), timedelta(hours=1)
    with a_proxy(authority, not_before=now - 7 * hour, not_after=now + 5 * hour) as (base, _):
        assert "5 more hours" in words(asked_at(base), "certificate", Level.WELL)
    with a_proxy(authority, not_before=now - 10 * hour, not_after=now + 2 * hour) as (base, _):
        assert "2 more hours. Renew it now" in words(asked_at(base), "certificate")


def test_a_certificate_that_a_new_one_does_not_help(authority: trustme.CA) -> None:
    now = datetime.now(UTC)
    with a_proxy(authority, "elders.voorbeeld.test") as (base, _):
        assert "for another name" in (said := words(asked_at(base), "certificate"))
        assert "Renew" not in said
    with a_proxy(None) as (base, _):
        assert "not believed" in (said := words(asked_at(base), "certificate"))
        assert "SSL_CERT_FILE" in said
        assert "Renew" not in said
    with a_proxy(authority, not_before=now + timedelta(days=2), not_after=now + timedelta(days=90)) as (base, _):
        assert "clock of this machine" in words(asked_at(base), "certificate")


@pytest.mark.parametrize("whose", ["Twilio", "CM.com"])
def test_a_provider_behind_a_proxy_that_opens_https(authority: trustme.CA, whose: str) -> None:
    """As in many a municipality: what it shows is of an authority of its own, which SSL_CERT_FILE names for all."""

    def said(base: str) -> str:
        settings = NO_SETTINGS.model_copy(
            update={
                "delivery": Delivery.TWILIO, "twilio_account_sid": "AC" + "0" * 32, "sms_fallback": SmsFallback.CM,
                "twilio_auth_token": SecretStr("x"), "twilio_api_base": base, "cm_transactions_base": base,
                "cm_product_token": SecretStr("x"),
            }
        )  # fmt: skip
        found = list(outside.looks(settings))
        return next(one.said for one in found if "provider:" in one.said and whose in one.said)

    with a_proxy(None) as (base, _):
        assert "not believed" in said(base)
        assert "SSL_CERT_FILE" in said(base)
    with a_proxy(authority) as (base, _):
        assert "not believed" not in said(base)
        assert "can't be reached" not in said(base)


def test_a_proxy_with_nobody_behind_it(authority: trustme.CA) -> None:
    with a_proxy(authority) as (base, server):
        server.answers = 502
        said = words(asked_at(base), "outside")
    assert "502" in said
    assert "Does the API run" in said


def test_no_heartbeat_for_a_reason() -> None:
    assert "HEARTBEAT_URL" in words(list(outside.looks(NO_SETTINGS)), "heartbeat", Level.DOUBT)
    reason = NO_SETTINGS.model_copy(update={"no_heartbeat_because": "Uptime Kuma"})
    said = words(list(outside.looks(reason)), "heartbeat", Level.DOUBT)
    assert "NO_HEARTBEAT_BECAUSE" in said
    assert "nobody outside hears" not in said


def test_a_setting_that_was_mistyped() -> None:
    typed = ["ACHTERWACHT_SMS_FALBACK", "ACHTERWACHT_TWILIO_AUTH_TOKEN_FILE", "achterwacht_delivery", "PATH"]
    found = list(named.looks(typed))
    assert words(found, "settings", Level.DOUBT) == (
        "settings: nobody reads ACHTERWACHT_SMS_FALBACK. Is it ACHTERWACHT_SMS_FALLBACK?"
    )


def test_a_setting_that_was_mistyped_in_the_file() -> None:
    in_file = ["achterwacht_files_", "ACHTERWACHT_DELIVERY", "HOST", "ACHTERWACHT_SECRET_KEY_FILE"]
    assert [one.said for one in named.looks([], in_file)] == [
        "settings: nobody reads ACHTERWACHT_FILES_. Is it ACHTERWACHT_FILES?",
        "settings: nobody reads ACHTERWACHT_SECRET_KEY_FILE in .env. It must stand in the environment.",
    ]
    assert not list(named.looks(in_file[3:], in_file[3:]))


def test_doctor_reads_the_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("ACHTERWACHT_SMS_FALBACK=cm\n", encoding="utf-8")
    assert "nobody reads ACHTERWACHT_SMS_FALBACK" in Shell().types("doctor").output


@pytest.mark.parametrize("says", ["yesterday", ""])
def test_a_clock_that_is_wrong_and_one_that_nobody_can_read(authority: trustme.CA, says: str) -> None:
    with a_proxy(authority) as (base, server):
        server.says = format_datetime(datetime.now(UTC) - timedelta(minutes=3), usegmt=True)
        assert re.search(r"differ by 1(79|80|81) s", words(asked_at(base), "time"))
        server.says = says
        assert not words(asked_at(base), "time")


def test_mail_that_is_refused(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(context)
    with MailServer(certificate=context, asks_who=True) as server:
        settings = server.settings(NO_SETTINGS, SmtpSecurity.STARTTLS)
        assert words(list(outside.looks(settings)), "mail", Level.WELL)
        wrong = settings.model_copy(update={"smtp_password": SecretStr("mis")})
        assert "SMTP_PASSWORD" in words(list(outside.looks(wrong)), "mail")
        nobody = settings.model_copy(update={"smtp_username": ""})
        assert words(list(outside.looks(nobody)), "mail")
        plain = settings.model_copy(update={"smtp_security": SmtpSecurity.TLS})
        assert "SMTP_SECURITY" in words(list(outside.looks(plain)), "mail")
        monkeypatch.delenv("SSL_CERT_FILE")
        assert "SSL_CERT_FILE" in words(list(outside.looks(settings)), "mail")
    assert "SMTP_HOST" in words(list(outside.looks(settings)), "mail"), "nobody is there any more"


def test_a_server_that_takes_no_mail_from_us(monkeypatch: pytest.MonkeyPatch) -> None:
    async def no(*_: object) -> str:
        return "550 not yours"

    with MailServer() as server:
        monkeypatch.setattr(MailServer, "handle_MAIL", no, raising=False)
        assert "MAIL_FROM" in words(list(outside.looks(server.settings(NO_SETTINGS))), "mail")


def test_a_provider_that_is_down_or_does_not_know_us() -> None:
    with FakeCm() as second:
        settings = NO_SETTINGS.model_copy(
            update={
                "delivery": Delivery.TWILIO, "twilio_account_sid": "AC" + "1" * 32, "sms_fallback": SmsFallback.CM,
                "cm_product_token": SecretStr("mis"), "twilio_api_base": second.url,
                "cm_api_base": second.url, "cm_transactions_base": second.url,
            }
        )  # fmt: skip
        found = list(outside.looks(settings))
        assert "the token in the settings" in words(found, "second provider")
        assert "the token in the settings" in words(found, "provider")
    found = list(outside.looks(settings))
    assert "can't be reached" in words(found, "provider")
    assert "can't be reached" in words(found, "second provider")


def test_a_heartbeat_that_nobody_hears() -> None:
    with FakeCm() as there:
        settings = NO_SETTINGS.model_copy(update={"heartbeat_url": f"{there.url}/ping"})
        assert not words(list(outside.looks(settings)), "heartbeat")
    assert "can't be reached" in words(list(outside.looks(settings)), "heartbeat")


@pytest.mark.by_turns
def test_another_secret_key(database: Database, ours: Organisation, settings: Settings, tmp_path: Path) -> None:
    mine = settings.model_copy(update={"files": str(tmp_path / "files")})
    sealed = Seal(mine.secret_key.get_secret_value(), app_codes.PURPOSE).close("A")
    with database.write() as session:
        session.add(AppCodeRecord(organisation_id=ours.id, person_id=ours.manager.id, sealed=sealed))
    assert not words(list(here.looks(mine, None)), "key")
    other = mine.model_copy(update={"secret_key": SecretStr("another key, of which nobody knows where it came from")})
    assert "opens 0 of 1" in words(list(here.looks(other, None)), "key")


@pytest.mark.by_turns
def test_another_secret_key_for_pushes(database: Database, ours: Organisation, settings: Settings) -> None:
    seal = Seal(settings.secret_key.get_secret_value(), subscriptions.PURPOSE)
    me = Caller(ours.manager.id, ours.id, ours.manager.name, frozenset())
    with database.write() as session:
        subscriptions.subscribe(session, me, ours.manager.token, PushAddress("https://push.test/1", "k", "a"), seal)
    assert not words(list(keys.looks(database, settings)), "key")
    other = settings.model_copy(update={"secret_key": SecretStr("another key, of which nobody knows where it is from")})
    assert "opens 0 of 1 subscriptions" in words(list(keys.looks(database, other)), "key")


def test_a_disk_without_room_and_a_folder_nobody_may_read(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = settings.model_copy(update={"files": str(tmp_path / "files")})
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 0})())
    found = list(here.looks(full, tmp_path / "nowhere"))
    assert "0.0 GB free: make room" in words(found, "disk of the files")
    assert "there is no folder" in words(found, "backup")
    (tmp_path / "a-file").write_text("x")
    assert "can't be read" in words(list(here.looks(full, tmp_path / "a-file")), "backup")


def test_a_file_that_is_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "none.db").write_bytes(b"no database at all" * 100)
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    result = Shell().types("doctor")
    assert result.exit_code == 1
    assert "can't be read or written" in result.output
    assert "Traceback" not in result.output


def test_a_missing_key_is_named_before_anything_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHTERWACHT_ENVIRONMENT", "production")
    monkeypatch.delenv("ACHTERWACHT_SECRET_KEY", raising=False)
    result = Shell().types("doctor")
    assert result.exit_code == 2
    assert "ACHTERWACHT_SECRET_KEY" in result.output
