"""What somebody said about a code: a digit, or VEILIG."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.records import CodeRecord
from achterwacht.kinds import Actor
from achterwacht.use_cases import drills as drill_cases
from notifications.intents import Intent

YES, NO = Intent.FIRST, Intent.SECOND
OF_AN_ALARM = frozenset({CodePurpose.LADDER, CodePurpose.POLICE})


def facts_of(session: Session, record: CodeRecord) -> dict[str, Any]:
    """Returns what an answer about this code may name. Its purpose says what 1 and 2 mean in it: a 1 that was taught
    with the words of another question says what nobody meant (that the police were called)."""
    drill = bool(drill_cases.drills_among(session, record.organisation_id, [record.subject]))
    purpose = record.purpose
    return {"code": record.code, "drill": drill, "purpose": purpose.value, "closes": purpose in OF_AN_ALARM}


def digit_of(intent: Intent) -> int:
    return 2 if intent is NO else 1


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
