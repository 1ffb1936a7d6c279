"""The mail server."""

import re
from enum import StrEnum

from pydantic import Field, SecretStr

from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.providers import Delivery, Providers
from foundation.web_address import is_loopback

ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+")


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is encrypted: from the first byte, from STARTTLS on, or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Mail(Providers):
    """How mail leaves this installation."""

    smtp_host: str = ""
    """The mail server, for [lists of who is where](decisions/0019-the-list-by-mail-and-on-the-board.md) by mail; empty:
    nothing is mailed."""
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    """`tls` from the first byte; `none` only to this machine."""
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    """Not said: 587, 465 or 25, by the line above."""
    smtp_username: str = ""
    """With `SMTP_PASSWORD`, or neither."""
    smtp_password: SecretStr = SecretStr("")
    """With `SMTP_USERNAME`, or neither."""
    mail_from: str = ""
    """The sender's bare address; needed with `SMTP_HOST`."""

    @property
    def mails(self) -> bool:
        """Whether mail can leave, or would in the simulator."""
        return self.delivery is Delivery.SIMULATOR or bool(self.smtp_host)

    def _mail_problems(self) -> list[str]:
        if not self.smtp_host:
            return []
        problems = []
        if not ADDRESS.fullmatch(self.mail_from):
            problems.append(f"{PREFIX}MAIL_FROM: missing or wrong; SMTP_HOST needs the address that mail comes from")
        if bool(self.smtp_username) != bool(self.smtp_password.get_secret_value()):
            problems.append(f"{PREFIX}SMTP_USERNAME, {PREFIX}SMTP_PASSWORD: one without the other")
        if self.smtp_security is SmtpSecurity.NONE and not is_loopback(self.smtp_host):
            problems.append(f"{PREFIX}SMTP_SECURITY: none only to this machine; others would read the mail on its way")
        return problems
