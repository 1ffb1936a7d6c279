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
    """A field of the digital diary about the resident."""

    CLIENT_NAME = "client_name"
    CLIENT_REFERENCE = "client_reference"
    CLIENT_PHONE = "client_phone"
    ADDRESS = "address"


class Diary(Part):
    """Where a visit is recorded, and with what."""

    name: Text
    fields: tuple[DiaryField, ...] = ()


class Preparation(Part):
    """What a worker knows and does before they go.

    earlier_letter: where to look whether the client got a letter by the protocol before. told: who is told where they
    go; one of them is enough. questions: to answer beforehand. risk_signs: when it is a risk situation. reminders:
    about the phone, the car and the way out. manager_decides_after_fraud: after a fraud investigation of this client
    the team manager decides whether the same employee may go again.
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

    named: a named companion is waited for; somebody who named none goes, watched. marked: only at addresses where the
    register says so. risky: at every address with a mark, and wherever somebody who goes expects trouble. always: on
    every visit; somebody who checks in at once goes, and the manager is told.
    """

    NAMED = "named"
    MARKED = "marked"
    RISKY = "risky"
    ALWAYS = "always"


class Pairs(Part):
    """Going in pairs.

    prefers: who go best together. observing: watching a neighbourhood takes two. remind_before: how long before the
    start a silent companion is asked once more. tell_before: how long before the start the worker and the colleague on
    duty are told of it.
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
    """The purposes of a visit, if there are others than a home visit.

    observing: how to observe or follow somebody.
    """

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

    avoid: say at planning that it is better not done. back_up: a named colleague accepts before it can start, and is
    told of the sign-off by SMS. reachable: who can be reached then.
    """

    avoid: bool = False
    back_up: bool = False
    reachable: Text | None = None


class Meetings(Part):
    """What is better done at the office: a first meeting; bad news, with one exception."""

    first_at_office: bool = False
    bad_news_at_office: bool = False
    bad_news_exception: Text | None = None


class PoliceWhen(StrEnum):
    """When the police is told beforehand. Where the register says so it is asked under every rule.

    marked: only there, and where somebody who expects trouble wants it. risk_address: at every address with a mark, and
    wherever trouble is expected.
    """

    MARKED = "marked"
    RISK_ADDRESS = "risk_address"


class PoliceBeforehand(Part):
    """A human tells the police where and when somebody goes.

    whom: who is called, in words.
    """

    when: PoliceWhen
    whom: Text
