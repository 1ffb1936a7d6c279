"""What the codes in our texts are for, and what must be known of each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True)
class CodeSpec:
    """What must be known of a purpose of codes.

    planning: it is about something still to come. A bare digit never means it while something that goes on asks for
    one. by_itself: the code is the only proof. So it is longer, since somebody who can forge a sender must not find it
    by trying, and a bare digit never means it.
    """

    planning: bool = False
    by_itself: bool = False


class CodePurpose(StrEnum):
    """What 1 and 2 mean before a code. A code belongs to one purpose and one recipient.

    What each digit does, and when the purpose is over, stands in `inbound/codes.py`.
    """

    spec: CodeSpec

    CHECK_CALL = "check_call", CodeSpec()
    LADDER = "ladder", CodeSpec()
    POLICE = "police", CodeSpec()
    COMPANION = "companion", CodeSpec(planning=True)
    BACK_UP = "back_up", CodeSpec(planning=True)
    SWAP = "swap", CodeSpec(planning=True)
    RELIEF = "relief", CodeSpec()
    ALONE = "alone", CodeSpec(planning=True)
    COMPANION_WELL = "companion_well", CodeSpec()
    NUMBER_CHECK = "number_check", CodeSpec(by_itself=True)

    def __new__(cls, word: str, spec: CodeSpec) -> Self:
        purpose = str.__new__(cls, word)
        purpose._value_ = word
        purpose.spec = spec
        return purpose
