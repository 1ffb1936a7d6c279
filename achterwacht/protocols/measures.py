"""The parts of a profile about measures against an aggressor: the matrix, the order talk, bans, damage."""

from enum import StrEnum

from pydantic import Field, model_validator

from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Assignment, Function
from achterwacht.protocols.part import Identity, Part, Text, wrong


class MeasureKind(StrEnum):
    WARNING = "warning"
    ORDER_TALK = "order_talk"
    EXPECTED_BEHAVIOUR = "expected_behaviour"
    NO_MORE_ANSWERS = "no_more_answers"
    REPRIMAND = "reprimand"
    EVICTION = "eviction"
    BAN_NOTICE = "ban_notice"
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


class Condition(StrEnum):
    """The terms on which somebody with a ban or restriction can still talk to the organisation."""

    ON_INVITATION = "on_invitation"
    ON_WRITTEN_REQUEST = "on_written_request"
    ONLY_BY_PHONE = "only_by_phone"
    ONE_FIXED_PERSON = "one_fixed_person"
    WITH_CONTACT_PERSON = "with_contact_person"
    CALLS_CONTACT_PERSON = "calls_contact_person"


class Measure(Part):
    """One measure of a row.

    months, weeks: how long it lasts; about: only roughly. duration_by: who agree on how long. within_days: to be done
    within this time. percent: from and to, of a benefit. possibly: decided case by case. orally: it need not be a
    letter. decided_by: who decides, if not the person who decides on every measure. in_consultation: with whom. first:
    what comes before it. ask_first: who is asked beforehand; withheld: they may find that it is better not done.
    conditions: the terms of further contact; if there are several, one is chosen. where: what a ban is for. because:
    the reason for it, or what is weighed. for_good: it can be without an end. if_broken: the letter that follows when
    it is broken. checklist: for whoever receives the aggressor meanwhile.
    """

    kind: MeasureKind
    letter: Identity | None = None
    months: int | None = Field(default=None, ge=1, le=120)
    weeks: int | None = Field(default=None, ge=1, le=52)
    about: bool = False
    duration_by: tuple[Function, ...] = ()
    within_days: int | None = Field(default=None, ge=1, le=365)
    percent: list[int] | None = Field(default=None, min_length=2, max_length=2)
    possibly: bool = False
    orally: bool = False
    decided_by: tuple[Function, ...] = ()
    in_consultation: tuple[Function, ...] = ()
    first: Text | None = None
    ask_first: tuple[Function, ...] = ()
    withheld: bool = False
    conditions: tuple[Condition, ...] = ()
    where: Text | None = None
    because: Text | None = None
    for_good: bool = False
    if_broken: Identity | None = None
    checklist: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _lasts_once(self) -> "Measure":
        if self.months is not None and self.weeks is not None:
            raise ValueError(wrong("months_or_weeks"))
        if self.about and self.months is None and self.weeks is None:
            raise ValueError(wrong("about_what"))
        if self.percent is not None and not 0 <= self.percent[0] <= self.percent[1] <= 100:
            raise ValueError(wrong("percent"))
        return self


class Occurrence(StrEnum):
    """How many times it has happened."""

    ANY = "any"
    FIRST = "first"
    REPEATED = "repeated"


class Row(Part):
    """What follows on behaviour: a row of the matrix.

    persistent: only if it goes on after the limit was set. within_months: how soon it must be repeated to count.
    after_letter: only if this letter was sent the time before. channels: only if it came in these ways.
    """

    behaviour: list[Identity] = Field(min_length=1)
    occurrence: Occurrence = Occurrence.ANY
    persistent: bool = False
    within_months: int | None = Field(default=None, ge=1, le=60)
    after_letter: Identity | None = None
    channels: tuple[ConductChannel, ...] = ()
    take: list[Measure] = Field(min_length=1)

    @model_validator(mode="after")
    def _only_a_repetition_comes_soon(self) -> "Row":
        of_before = self.within_months is not None or self.after_letter is not None
        if of_before and self.occurrence is not Occurrence.REPEATED:
            raise ValueError(wrong("within_months"))
        return self


class Deciding(Part):
    """Who decides on measures, and with whom."""

    by: tuple[Function, ...] = ()
    in_consultation: tuple[Function, ...] = ()


class OrderTalk(Part):
    """The talk with the aggressor about what they did.

    before_any_sanction: what else follows depends on it. at_once: if it came in these ways, the invitation goes at
    once. held_by: by all of them; if_possible: and by them, if they can face it. points: what is said. invitation,
    confirmation: the letters. registered: the register says that it was held.
    """

    before_any_sanction: bool = False
    at_once: tuple[ConductChannel, ...] = ()
    within_days: int | None = Field(default=None, ge=1, le=365)
    held_by: tuple[Function, ...] = ()
    if_possible: tuple[Function, ...] = ()
    points: tuple[Text, ...] = ()
    invitation: Identity | None = None
    confirmation: Identity | None = None
    registered: bool = False
    afterwards: tuple[Assignment, ...] = ()


class BanList(Part):
    """Who reads the list of banned persons, with a photo if possible."""

    readers: list[Function] = Field(min_length=1)
    photo: bool = False


class DamageKind(StrEnum):
    MATERIAL = "material"
    IMMATERIAL = "immaterial"


class StaffPaid(StrEnum):
    """Whether the organisation pays an employee's damage."""

    ALWAYS = "always"
    POSSIBLY = "possibly"


class Damage(Part):
    """What the aggressor has to pay, who settles it, and whether the organisation pays the employee.

    own_steps: what comes first when an employee's own belongings are damaged; what the employee takes to the police is
    asked with the police report. steps: for any damage; one that names nobody is read by whoever settles it.
    """

    recovers: tuple[DamageKind, ...] = ()
    own_steps: tuple[Assignment, ...] = ()
    steps: tuple[Assignment, ...] = ()
    staff_paid: StaffPaid | None = None
