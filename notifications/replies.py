"""What somebody means with an SMS or a digit. Text in, intent out; who they are and what it does is not known here."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    OK = "ok"
    EXTEND = "extend"
    CHECK_OUT = "check_out"
    PANIC = "panic"
    STATUS = "status"
    FIRST = "first"  # "1 CODE": all is well, I take it, I have called: the code's purpose says which
    SECOND = "second"  # "2 CODE": not well, I can't
    SAFE = "safe"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reply:
    """choice: the number of a visit in the list that was sent back, where there were several."""

    intent: Intent
    minutes: int | None = None
    code: str | None = None
    pin: str | None = None
    choice: int | None = None


PANIC_WORD = re.compile(r"(?<![^\W\d_])(NOOD|HELP|SOS|HULP)(?![^\W\d_])")
"""A word by itself; what is no letter may stand against it, as in `NOOD112`."""
OPT_OUTS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
OPT_INS = frozenset({"START", "UNSTOP"})
BEHIND = r"(?:\s*(?P<choice>[1-9])(?!\d))?(?:\s*(?P<pin>\d{4,8}))?"
APART = r"(?:\s+(?P<choice>[1-9])(?!\d))?(?:\s+(?P<pin>\d{4,8}))?"
FORMS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.OK, re.compile(rf"(?:OK|OKE|OKAY|GOED){BEHIND}")),
    (Intent.EXTEND, re.compile(rf"(?:\+|VERLENG|EXTEND)\s*(?P<minutes>\d{{1,3}}){APART}")),
    (Intent.CHECK_OUT, re.compile(rf"(?:UIT|OUT){BEHIND}")),
    (Intent.STATUS, re.compile(r"STATUS")),
    (Intent.FIRST, re.compile(r"1(?:\s*(?P<code>\d{4,6}))?")),
    (Intent.SECOND, re.compile(r"2(?:\s*(?P<code>\d{4,6}))?")),
    (Intent.SAFE, re.compile(r"(?:VEILIG|SAFE)(?:\s*(?P<code>\d{4,6}))?")),
)  # fmt: skip


def read_sms(body: str) -> Reply:
    """Read an SMS. Capitals, spaces and a full stop don't matter; a word for help anywhere in the text wins."""
    text = " ".join(body.upper().replace("\u00a0", " ").split()).strip(" .!\"'")
    if PANIC_WORD.search(text):
        return Reply(Intent.PANIC)
    if text in OPT_OUTS:
        return Reply(Intent.OPT_OUT)
    if text in OPT_INS:
        return Reply(Intent.OPT_IN)
    for intent, form in FORMS:
        match = form.fullmatch(text)
        if match:
            said = match.groupdict()
            return Reply(
                intent,
                minutes=_number(said.get("minutes")),
                code=said.get("code"),
                pin=said.get("pin"),
                choice=_number(said.get("choice")),
            )
    return Reply(Intent.UNKNOWN)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
