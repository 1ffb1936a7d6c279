"""The parts of a profile about measures against an aggressor (protocols.md section 6)."""

from enum import StrEnum

from pydantic import Field, model_validator

from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.part import Identity, Part, Text, wrong


class Letter(Part):
    """A letter the organisation can send. Signed by somebody who is entitled to sign (P4 P5)."""

    id: Identity
    name: Text
    signed_by: list[Text] = Field(min_length=1)
    copies_to: tuple[Text, ...] = ()
    handed_over: Text | None = None
    """How it reaches the aggressor (P5: in person or by registered letter, signed for)."""


class MeasureKind(StrEnum):
    WARNING = "warning"
    ORDER_TALK = "order_talk"
    ACCESS_BAN = "access_ban"
    CALL_RESTRICTION = "call_restriction"
    THREAT_LETTER = "threat_letter"
    POLICE_REPORT = "police_report"
    POLICE_NOTIFICATION = "police_notification"
    TELL_MANAGER = "tell_manager"
    STOP_SERVICE = "stop_service"
    PETITION = "petition"
    END_LEASE = "end_lease"
    ALLOCATION = "allocation"
    DAMAGE_CLAIM = "damage_claim"
    BENEFIT_CUT = "benefit_cut"
    SECURED_ENVIRONMENT = "secured_environment"
    RECEIVED_AT_POLICE = "received_at_police"
    STREET_BAN = "street_ban"
    BRING_IN_HELP = "bring_in_help"


class Measure(Part):
    """One measure of a row.

    months, weeks: how long it lasts, about. within_days: to be done by then. percent: from and to, of a benefit.
    possibly: decided case by case. decided_by: who decides, where it is not the manager. first: what comes before it.
    """

    kind: MeasureKind
    letter: Identity | None = None
    months: int | None = Field(default=None, ge=1, le=120)
    weeks: int | None = Field(default=None, ge=1, le=52)
    within_days: int | None = Field(default=None, ge=1, le=365)
    percent: list[int] | None = Field(default=None, min_length=2, max_length=2)
    possibly: bool = False
    decided_by: Text | None = None
    first: Text | None = None

    @model_validator(mode="after")
    def _lasts_once(self) -> "Measure":
        if self.months is not None and self.weeks is not None:
            raise ValueError(wrong("months_or_weeks"))
        if self.percent is not None and not 0 <= self.percent[0] <= self.percent[1] <= 100:
            raise ValueError(wrong("percent"))
        return self


class Occurrence(StrEnum):
    """Which time it is. persistent: it goes on after the limit was set (P4)."""

    ANY = "any"
    FIRST = "first"
    REPEATED = "repeated"


class Row(Part):
    """What follows on behaviour: a row of the matrix.

    within_months: how soon the repetition must come to count (P4: 6). channels: only when it came this way.
    """

    behaviour: list[Identity] = Field(min_length=1)
    occurrence: Occurrence = Occurrence.ANY
    within_months: int | None = Field(default=None, ge=1, le=60)
    channels: tuple[ConductChannel, ...] = ()
    take: list[Measure] = Field(min_length=1)

    @model_validator(mode="after")
    def _only_a_repetition_comes_soon(self) -> "Row":
        if self.within_months is not None and self.occurrence is not Occurrence.REPEATED:
            raise ValueError(wrong("within_months"))
        return self


class BanList(Part):
    """Who reads the list of banned persons; with a photo if possible (P5)."""

    readers: list[Text] = Field(min_length=1)
    photo: bool = False
