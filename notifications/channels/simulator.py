"""The simulator: nothing leaves this machine. A message counts as sent; each phone is a column at `/simulator`."""

from collections.abc import Sequence
from dataclasses import dataclass

from notifications.channels.port import Envelope
from notifications.records import MessageState


@dataclass(frozen=True)
class Simulator:
    """Accepts everything. A message that nobody reacts to ends as `unanswered`: a text was read, a call was missed."""

    unanswered: MessageState

    def send(self, envelope: Envelope) -> str:
        return f"SIM{envelope.id.hex}"

    def find(self, envelope: Envelope) -> Sequence[str]:
        return [f"SIM{envelope.id.hex}"]

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return self.unanswered, "no-answer" if self.unanswered is MessageState.FAILED else None
