"""What somebody said about a code: a digit, or VEILIG."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from achterwacht.codes.records import CodeRecord
from achterwacht.kinds import Actor
from notifications.intents import Intent

YES, NO = Intent.FIRST, Intent.SECOND


@dataclass(frozen=True)
class Said:
    """A digit or VEILIG that came with this code, or that was found to mean it.

    facts: what every answer may name.
    """

    session: Session
    by: Actor
    record: CodeRecord
    intent: Intent
    note: str
    facts: dict[str, Any]

    @property
    def yes(self) -> bool:
        return self.intent in (Intent.FIRST, Intent.SAFE)
