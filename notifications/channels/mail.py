"""Mail through a mail server, by the standard library (docs/decisions/0019).

Each mail has its own connection, with a time limit over the whole of it. Otherwise a server that answers each command
just in time could keep a sender busy beyond its lease.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime

from foundation.overdue import Exchange
from foundation.setting_groups.mail import SmtpSecurity
from foundation.settings import Settings
from notifications.channels.port import Envelope, TransportError
from notifications.records import MessageState
from notifications.texts.letter import Letter

TIMEOUT_SECONDS = 10
"""For connecting, and for each part of an answer."""
LONGEST_SECONDS = 20.0
"""From the first packet to the last byte. Shorter than a lease."""
READY = 220
PORTS = {SmtpSecurity.TLS: 465, SmtpSecurity.STARTTLS: 587, SmtpSecurity.NONE: 25}
REFUSED, PERMANENT = 400, 500


class Mail:
    def __init__(self, settings: Settings) -> None:
        self._host = settings.smtp_host
        self._security = settings.smtp_security
        self._port = settings.smtp_port or PORTS[settings.smtp_security]
        self._username = settings.smtp_username
        self._password = settings.smtp_password.get_secret_value()
        self._from = settings.mail_from
        # Made once, since it reads every certificate authority that the machine trusts.
        self._trusted = ssl.create_default_context()

    def send(self, envelope: Envelope) -> str:
        mail = self._mail(envelope, envelope.letter or Letter("", ""))
        handing_over = False
        with smtp_errors(lambda: handing_over), self._let_in() as server:
            handing_over = True
            server.send_message(mail, from_addr=self._from, to_addrs=[envelope.to])
            with suppress(smtplib.SMTPException, OSError):
                server.quit()  # it has the mail, however it says goodbye
        return str(mail["Message-ID"])

    def knock(self) -> None:
        """Connect, sign in and say who it is from, as for a mail, and send none.

        Raises:
            SMTPException, OSError: the server does not let us in, or takes no mail from this address.
        """
        with self._let_in() as server:
            server.ehlo_or_helo_if_needed()
            code, said = server.mail(self._from)
            if code >= REFUSED:
                raise smtplib.SMTPSenderRefused(code, said, self._from)
            server.rset()

    @contextmanager
    def _let_in(self) -> Iterator[smtplib.SMTP]:
        """Gives a server that let us in. It is cut off if all of it, its greeting too, takes longer than it may."""
        if self._security is SmtpSecurity.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(timeout=TIMEOUT_SECONDS, context=self._trusted)
        else:
            server = smtplib.SMTP(timeout=TIMEOUT_SECONDS)
        vars(server)["_host"] = self._host  # for its certificate; `connect` alone does not keep it
        with closing(server), _Talk(server) as talk:
            code, said = server.connect(self._host, self._port)
            if talk.overdue:
                raise TimeoutError  # what was cut in the middle looks like a whole greeting
            if code != READY:
                raise smtplib.SMTPConnectError(code, said)
            if self._security is SmtpSecurity.STARTTLS:
                server.starttls(context=self._trusted)
            if self._username:
                server.login(self._username, self._password)
            yield server

    def find(self, envelope: Envelope) -> Sequence[str]:
        return []  # a mail server can't be asked; most mail programs show two mails with the same id as one

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return MessageState.SENT, None

    def _mail(self, envelope: Envelope, letter: Letter) -> EmailMessage:
        mail = EmailMessage()
        mail["Subject"] = letter.subject
        mail["From"] = self._from
        mail["To"] = envelope.to
        mail["Date"] = format_datetime(envelope.called_at)
        mail["Message-ID"] = f"<{envelope.id.hex}@{self._from.rpartition('@')[2]}>"
        # No out-of-office reply: by RFC 3834, and as Exchange wants it said.
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
        mail.set_content(envelope.text)
        mail.add_alternative(letter.page, subtype="html")
        return mail


class NoMail:
    """Used when the settings name no mail server any more, while somebody asked for mail when they did."""

    def send(self, envelope: Envelope) -> str:
        raise TransportError("no_mail_server", "ACHTERWACHT_SMTP_HOST is empty", permanent=True)

    def find(self, envelope: Envelope) -> Sequence[str]:
        return []

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return MessageState.SENT, None


class _Talk(Exchange):
    """All that is said to a mail server and by it, by whichever socket: STARTTLS makes another."""

    def __init__(self, server: smtplib.SMTP) -> None:
        super().__init__(LONGEST_SECONDS)
        self._server = server

    def descriptor(self) -> int:
        return -1 if self._server.sock is None else self._server.sock.fileno()


@contextmanager
def smtp_errors(handing_over: Callable[[], bool]) -> Iterator[None]:
    """Turn errors of the mail server and the network into a `TransportError`, which the outbox understands.

    Never with the server's own words: they may hold an address.
    """
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = max((answer[0] for answer in error.recipients.values()), default=0)
        raise _refused(code) from error
    except smtplib.SMTPAuthenticationError as error:
        # Not permanent, like a wrong Twilio token: somebody may mend it within the hour.
        raise TransportError("smtp_sign_in", "sign-in refused") from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code) from error
    except smtplib.SMTPNotSupportedError as error:
        raise TransportError("smtp_not_offered", "no STARTTLS, or no sign-in, at this server") from error
    except ssl.SSLError as error:
        raise TransportError("smtp_certificate", "no trusted connection") from error
    except TimeoutError as error:
        raise TransportError("timeout", "no answer in time", uncertain=handing_over()) from error
    except (smtplib.SMTPException, OSError) as error:
        raise TransportError("connection", "connection failed", uncertain=handing_over()) from error


def _refused(code: int) -> TransportError:
    return TransportError(f"smtp_{code}", "refused by the mail server", permanent=code >= PERMANENT)
