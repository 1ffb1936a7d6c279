"""The simulator: nothing goes out. A message counts as sent; its phone is a column at `/simulator`."""

from notifications.channels.port import Envelope
from notifications.records import MessageState


class Simulator:
    """Takes everything. The phones at `/simulator` show it, and say when a call was missed."""

    def send(self, envelope: Envelope) -> str:
        return f"SIM{envelope.id.hex}"

    def find(self, envelope: Envelope) -> str | None:
        return f"SIM{envelope.id.hex}"

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return MessageState.SENT, None
