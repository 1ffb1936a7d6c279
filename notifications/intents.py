"""What somebody may mean by an SMS, and all that their text says of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from notifications.clock_times import ClockTime


class Intent(StrEnum):
    OK = "ok"
    EXTEND = "extend"
    CHECK_OUT = "check_out"
    BACK = "back"  # at the office again
    GOING_HOME = "going_home"  # straight home; with `UIT` before it, a check-out that says so
    AT_HOME = "at_home"
    CHECK_IN = "check_in"  # "IN 5211AA 12 30"; `note` is what stands behind the word
    PANIC = "panic"
    STATUS = "status"
    FIRST = "first"  # "1 CODE": all is well, I take it, I have called: the code's purpose says which
    SECOND = "second"  # "2 CODE": not well, I can't
    SAFE = "safe"
    FALSE_ALARM = "false_alarm"  # of the worker a note that asks for a call back; with a code it closes, as SAFE does
    CODE = "code"  # a code, and nothing that says what to do with it
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    REACTION = "reaction"  # our own words came back, or a thumb alone, and nothing that asks for anything
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reply:
    """What an SMS means.

    minutes, until: how much longer, or until when. Both are None where they say longer, and not how long.
    choice: the number of a visit in the list that we sent, where there were several.
    pin_or: the other PIN that the digits may be, where the first of them may be the number of a visit.
    note: what follows a complete code, or the word for a check-in.
    doubted: the note takes back what stands before the code, or seems to; or it is not clear how long, or whether it is
    over.
    glued: the leading digits in full, where there may be no space between 1 and the code.
    readings: what digits with signs between them may be, each as an intent and a code; `code` is the likeliest.
    quoted: the places in `sent` of our texts that it quotes. liked: they reacted with approval, or
    said yes.
    distress: nothing in it can be carried out, and what they typed themselves tells of distress.
    """

    intent: Intent
    minutes: int | None = None
    until: ClockTime | None = None
    code: str | None = None
    pin: str | None = None
    pin_or: str = ""
    choice: int | None = None
    note: str = ""
    doubted: bool = False
    glued: str = field(default="", compare=False)
    readings: tuple[tuple[Intent, str], ...] = field(default=(), compare=False)
    quoted: tuple[int, ...] = ()
    liked: bool = False
    distress: bool = False


ABOUT_THEMSELVES = frozenset(
    {Intent.OK, Intent.EXTEND, Intent.CHECK_OUT, Intent.BACK, Intent.GOING_HOME, Intent.AT_HOME}
)
"""What workers say of themselves. A PIN may follow these."""
CLOSES = frozenset({Intent.SAFE, Intent.FALSE_ALARM})
"""What ends an alarm, with its code."""
