"""The parts of a profile about what comes before a visit."""

from enum import StrEnum

from pydantic import model_validator

from achterwacht.protocols.functions import Function
from achterwacht.protocols.part import Duration, Part, Text, Texts, wrong
from achterwacht.visits.facts import VisitKind


class HandedOver(StrEnum):
    """What a colleague or manager must know before somebody goes."""

    PLACE = "place"
    START = "start"
    DURATION = "duration"
    BACK_AT = "back_at"
    COMPANIONS = "companions"
    MOBILE_NUMBER = "mobile_number"
    CLIENTS = "clients"
    BACKGROUND = "background"


class DiaryField(StrEnum):
    """What stands in the digital diary about the resident."""

    CLIENT_NAME = "client_name"
    CLIENT_REFERENCE = "client_reference"
    CLIENT_PHONE = "client_phone"
    ADDRESS = "address"


class Diary(Part):
    """Where a visit stands, and with what."""

    name: Text
    fields: tuple[DiaryField, ...] = ()


class Preparation(Part):
    """What a worker knows and does before they go.

    earlier_letter: where one looks whether the client got a letter by the protocol before.
    told: who hears where they go, one of them being enough. questions: to answer beforehand. risk_signs: when it is a
    risk situation. reminders: about the phone, the car and the way out. manager_decides_after_fraud: after a fraud
    investigation of this client the team manager decides whether the same employee may go again.
    """

    told: tuple[Function, ...] = ()
    hand_over: tuple[HandedOver, ...] = ()
    diary: Diary | None = None
    questions: tuple[Text, ...] = ()
    file_search: bool = False
    earlier_letter: Text | None = None
    manager_decides_after_fraud: bool = False
    risk_signs: tuple[Text, ...] = ()
    reminders: Texts


class PairRule(StrEnum):
    """When somebody may not go alone. Where the register says "met z'n tweeën" it holds under every rule but `named`.

    named: there, who was named is waited for; who named nobody goes, watched. marked: only there. risky: at every
    address with a mark, and where who goes expects trouble. always: on every visit; who checks in at once goes, and the
    manager hears so.
    """

    NAMED = "named"
    MARKED = "marked"
    RISKY = "risky"
    ALWAYS = "always"


class Pairs(Part):
    """Going in pairs. prefers: who go best together. observing: watching a neighbourhood with two.

    remind_before, tell_before: how long before the start who comes along and says nothing is asked once more; and is
    told of to the worker and the colleague on duty.
    """

    rule: PairRule
    remind_before: Duration
    tell_before: Duration
    prefers: Text | None = None
    observing: Text | None = None

    @model_validator(mode="after")
    def _reminds_first(self) -> "Pairs":
        if self.remind_before <= self.tell_before:
            raise ValueError(wrong("reminds_first"))
        return self


class Outings(Part):
    """What people go out for, when that is not only a home visit. observing: how one observes or follows."""

    kinds: tuple[VisitKind, ...] = (VisitKind.HOME_VISIT,)
    observing: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _says_how(self) -> "Outings":
        if VisitKind.HOME_VISIT not in self.kinds or len(set(self.kinds)) < len(self.kinds):
            raise ValueError(wrong("kinds_once"))
        if (VisitKind.OBSERVATION in self.kinds) is not bool(self.observing):
            raise ValueError(wrong("observing_how"))
        return self


class OutOfHours(Part):
    """A visit that begins or ends outside office hours.

    avoid: say at planning that it is better not. back_up: a named colleague accepts before
    it can start, and gets the sign-off by SMS. reachable: who can be reached then.
    """

    avoid: bool = False
    back_up: bool = False
    reachable: Text | None = None


class Meetings(Part):
    """What is better done at the office: a first meeting; bad news, except one thing."""

    first_at_office: bool = False
    bad_news_at_office: bool = False
    bad_news_exception: Text | None = None


class PoliceWhen(StrEnum):
    """When the police is told beforehand. Where the register says so it is asked under every rule.

    marked: only there, and where who expects trouble wants it. risk_address: at every address
    with a mark, and wherever trouble is expected.
    """

    MARKED = "marked"
    RISK_ADDRESS = "risk_address"


class PoliceBeforehand(Part):
    """A human tells the police where and when somebody goes. whom: who is called, in words."""

    when: PoliceWhen
    whom: Text
