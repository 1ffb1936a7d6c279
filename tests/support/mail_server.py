"""A real mail server on this machine: it keeps the mail it accepts, and does with the rest what the test says."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from foundation.setting_groups.mail import SmtpSecurity
from foundation.settings import Settings
from tests.support.ports import a_port_of_our_own

HOST = "localhost"
TAKEN = "250 OK"
SENDER = "achterwacht@voorbeeld.test"
USER, PASSWORD = "achterwacht", "geheim"


@dataclass
class Taken:
    """A mail that was accepted, and for whom."""

    to: str
    mail: EmailMessage
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def page(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        assert part is not None, f"no {kind} in it"
        content: str = part.get_content()
        return content.replace("\r\n", "\n")


@dataclass
class MailServer:
    """A mail server.

    answers: what it says to the next recipients; after that all is well.
    """

    certificate: ssl.SSLContext | None = None
    asks_who: bool = False
    answers: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    holds: Callable[[], None] | None = None
    """Done before it says that it has a mail: for a server that hangs."""
    goodbye: str | None = None
    port: int = 0

    def __enter__(self) -> Self:
        # The port of the first time, so that a server can come back where it was.
        with a_port_of_our_own() as free:
            self.port = self.port or free
            self._controller = Controller(self, hostname=HOST, port=self.port, **self._ways())
            self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def settings(self, of: Settings, security: SmtpSecurity = SmtpSecurity.NONE) -> Settings:
        """Returns the same settings, with this server in them."""
        more: dict[str, Any] = {
            "smtp_host": HOST, "smtp_port": self.port, "smtp_security": security, "mail_from": SENDER,
        }  # fmt: skip
        if self.asks_who:
            more |= {"smtp_username": USER, "smtp_password": PASSWORD}
        return Settings(_env_file=None, **{**of.model_dump(), **more})

    @property
    def environment(self) -> dict[str, str]:
        """Returns the settings with which a process of its own mails through this server."""
        return {
            "ACHTERWACHT_SMTP_HOST": HOST,
            "ACHTERWACHT_SMTP_PORT": str(self.port),
            "ACHTERWACHT_SMTP_SECURITY": SmtpSecurity.NONE.value,
            "ACHTERWACHT_MAIL_FROM": SENDER,
        }

    def to(self, address: str) -> list[Taken]:
        return [one for one in self.taken if one.to == address]

    # What the server asks of its handler.

    async def handle_RCPT(self, _s: Server, _i: Session, envelope: Envelope, address: str, _o: list[str]) -> str:
        if self.answers:
            answer = self.answers.pop(0)
            if answer != TAKEN:
                return answer
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: Server, _session: Session, envelope: Envelope) -> str:
        if self.holds is not None:
            await server.loop.run_in_executor(None, self.holds)
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.taken += [Taken(to, mail) for to in envelope.rcpt_tos]
        return TAKEN

    async def handle_QUIT(self, _server: Server, _session: Session, _envelope: Envelope) -> str:
        return self.goodbye or "221 Bye"

    def _ways(self) -> dict[str, Any]:
        ways: dict[str, Any] = {}
        if self.certificate is not None:
            ways |= {"tls_context": self.certificate, "require_starttls": True}
        if self.asks_who:
            ways |= {"authenticator": _knows, "auth_required": True, "auth_require_tls": self.certificate is not None}
        return ways


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, who: Any) -> AuthResult:
    right = isinstance(who, LoginPassword) and (who.login, who.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


class Gate:
    """Holds anybody who passes until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()

    def __call__(self) -> None:
        self.reached.set()
        self._open.wait(60)

    def opens(self) -> None:
        self._open.set()
