"""What a channel is: it hands one message to a provider, and can be asked what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from notifications.records import MessageState
from notifications.texts.letter import Letter


class TransportError(Exception):
    """The provider did not take the message.

    permanent: no further try with this provider helps (a landline, an opt-out). uncertain: it may have arrived all the
    same. elsewhere: another provider may be tried; if nothing is said, when it is not permanent.
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


class ChannelPort(Protocol):
    def send(self, envelope: Envelope) -> str:
        """Hand it over. Answers the provider's id of it.

        Raises:
            TransportError: it was not taken, or nobody knows.
        """

    def find(self, envelope: Envelope) -> Sequence[str]:
        """The provider's ids of all that may be this envelope, since it was first called for; the oldest first.

        A provider that gives back no id of ours can't tell one from another with the same words to the same number.

        Raises:
            TransportError: it could not be asked.
        """

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        """What became of it, and the error code if it failed."""
