"""What a channel does: it hands one message to a provider, and can ask what became of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from foundation.away import is_away
from notifications.records import MessageState
from notifications.texts.letter import Letter
from notifications.texts.nudges import Nudged

log = structlog.get_logger()
NOT_BELIEVED = "CERTIFICATE_VERIFY_FAILED"
"""What OpenSSL says when nothing was sent: nobody believes who the other side is. Libraries pass it on in words."""


class TransportError(Exception):
    """The provider did not take the message.

    permanent: trying this provider again won't help (a landline, an opt-out). uncertain: it may have arrived after all.
    elsewhere: another provider may be tried; by default, when it is not permanent.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        permanent: bool = False,
        uncertain: bool = False,
        elsewhere: bool | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.permanent = permanent
        self.uncertain = uncertain
        self.elsewhere = not permanent if elsewhere is None else elsewhere


@dataclass(frozen=True)
class Envelope:
    """A message on its way out: the number, the text, and the id that the provider gives back in its callbacks."""

    id: UUID
    to: str
    text: str
    called_at: datetime
    letter: Letter | None = None
    nudged: Nudged | None = None


@contextmanager
def transport_errors_only() -> Iterator[None]:
    """Turn whatever goes wrong while a provider is asked into a `TransportError`, but for a database that is away.

    A page of a proxy with status 200, or JSON without what should be in it, makes any library fail in its own way. It
    is a failure of that provider all the same: the next one, or the other channel, must not wait for it.
    """
    try:
        yield
    except TransportError:
        raise
    except Exception as error:
        if is_away(error):
            raise
        log.exception("an answer of a provider could not be read")
        raise TransportError("unreadable", type(error).__name__, uncertain=True) from error


class ChannelPort(Protocol):
    def send(self, envelope: Envelope) -> str:
        """Hand the message to the provider. Returns the provider's id of it.

        Raises:
            TransportError: it was not taken, or we can't know whether it was.
        """

    def find(self, envelope: Envelope) -> Sequence[str]:
        """Returns the provider's ids of all messages that may be this one, since we first called for it, oldest first.

        A provider that doesn't return our id can't tell apart two messages with the same words to the same number.

        Raises:
            TransportError: it could not be asked.
        """

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        """Returns what became of the message, and the error code if it failed."""
