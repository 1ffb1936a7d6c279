"""Reads what somebody means by an SMS: text in, intent out. Who they are, and what it does, is decided elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from notifications.calls_for_help import asks_for_help, may_ask_for_help
from notifications.distress import tells_of_distress
from notifications.folding import fold, storable
from notifications.quoting import cut_out
from notifications.said_otherwise import (
    ASKS_FOR_MORE,
    BEHIND_A_WORD,
    DIGITS_ALONE,
    PIN_APART,
    length,
    lengths,
    only_digits,
    phrases,
    readings,
)


class Intent(StrEnum):
    OK = "ok"
    EXTEND = "extend"
    CHECK_OUT = "check_out"
    BACK = "back"  # at the office again
    GOING_HOME = "going_home"  # straight home; with `UIT` before it, a check-out that says so
    AT_HOME = "at_home"
    PANIC = "panic"
    STATUS = "status"
    FIRST = "first"  # "1 CODE": all is well, I take it, I have called: the code's purpose says which
    SECOND = "second"  # "2 CODE": not well, I can't
    SAFE = "safe"
    CODE = "code"  # a code, and nothing that says what to do with it
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    REACTION = "reaction"  # our own words came back, and nothing that asks for anything
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reply:
    """What an SMS means.

    choice: the number of a visit in the list that we sent, where there were several.
    note: what follows a complete code.
    doubted: the note takes back what stands before the code, or seems to; or the minutes have a space in them.
    glued: the leading digits in full, where there may be no space between 1 and the code.
    readings: what digits with signs between them may be, each as an intent and a code; `code` is the likeliest.
    quoted: the places in `sent` of our texts that it quotes. liked: they reacted with approval.
    distress: nothing in it can be carried out, and what they typed themselves tells of distress.
    """

    intent: Intent
    minutes: int | None = None
    code: str | None = None
    pin: str | None = None
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
OPT_OUTS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
OPT_INS = frozenset({"START", "UNSTOP", "YES"})
"""Matched as the provider does: the whole text, to the letter. It doesn't recognise `STOP.`, so neither do we."""
PART = r"[\s.,:;)/#=_-]*"
CODE = rf"{PART}(?:(?:CODE|ALARM|NR)\b{PART})?(?P<code>\d{{4,6}})(?!\d)"
NOTE = r"(?P<note>.*)"
BEFORE_A_PIN = r"[\s.,:;/#=*_()\"'-]"
CALLED = rf"(?:(?:MET |MIJN )*(?:PIN ?CODE|PIN|CODE)(?: IS)?{BEFORE_A_PIN}*)?"
BEHIND = rf"(?:\s*(?P<choice>[1-9])(?!\d))?(?:{BEFORE_A_PIN}*{CALLED}(?P<pin>\d{{4,8}})(?!\d))?"
APART = rf"(?:\s+(?P<choice>[1-9])(?!\d))?(?:{BEFORE_A_PIN}+{CALLED}(?P<pin>\d{{4,8}})(?!\d))?"
MINUTES = r"(?:'|MIN|MINS|MINU?U?T|MINUTEN|MINUTES|M)"
MORE = r"(?:ERBIJ|EXTRA|LANGER|MEER)"
KIND = (
    r"(?:[\s.,;:!-]+(?:(?:IS |GAAT )?(?:ALLES |ALL )?(?:IS |GAAT )?(?:GOED|WELL|OKE?)|"
    r"(?:HARTELIJK )?(?:BEDANKT|DAN|DANK(?: ?(?:JE|U))?(?: ?WEL)?|THANKS|THX|MERCI)|HOOR|GR(?:OETEN|OETJES)?|DOEI))*"
)
"""What people add after a word out of friendliness, without taking anything back."""
WELL = r"(?:OKE*|OKAY|GOED|ALLES (?:IS )?(?:GOED|OKE?))"
TOO_MANY = r"\d{4,6}(?=(?:\D*\s[1-9])?\D*\s\d{4,8}(?!\d))"
"""Impossible minutes followed by a PIN: both kinds of PIN get the same answer, and a duress PIN is still noticed."""
FORMS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.OK, re.compile(rf"{WELL}{BEHIND}{KIND}")),
    (Intent.EXTEND, re.compile(
        rf"(?:\++|PLUS|VERLENG(?: MET)?|EXTEND)\s*(?P<minutes>\d{{1,3}}|{TOO_MANY})(?:\s*{MINUTES})?(?:\s*{MORE})?"
        rf"{APART}{KIND}")),
    (Intent.EXTEND, re.compile(rf"(?P<minutes>\d{{1,3}})\s*{MINUTES}\s*{MORE}{APART}{KIND}")),
    (Intent.CHECK_OUT, re.compile(rf"(?:UIT|OUT){BEHIND}{KIND}")),
    (Intent.STATUS, re.compile(r"STATUS")),
    (Intent.FIRST, re.compile(rf"1{CODE}{NOTE}")),
    (Intent.SECOND, re.compile(rf"2{CODE}{NOTE}")),
    (Intent.SAFE, re.compile(rf"(?:VEILIG|SAFE){CODE}{NOTE}")),
    (Intent.FIRST, re.compile(rf"(?P<code>\d{{4,6}}){PART}\b1")),
    (Intent.SECOND, re.compile(rf"(?P<code>\d{{4,6}}){PART}\b2")),
    (Intent.SAFE, re.compile(rf"(?P<code>\d{{4,6}}){PART}(?:VEILIG|SAFE)")),
    (Intent.FIRST, re.compile(r"1")),
    (Intent.SECOND, re.compile(r"2")),
    (Intent.SAFE, re.compile(r"VEILIG|SAFE")),
)  # fmt: skip
A_CODE = re.compile(r"(?:\D*[^\d+])?(?P<code>\d{4,6})(?:\D.*)?")
SPREAD = rf"{BEFORE_A_PIN}+{CALLED}{PIN_APART}"
SPLIT = re.compile(r"\D*\d\s+\d(?!\d).*")
"""`+ 1 5` may be fifteen minutes, or one on the fifth visit."""
SAYS_NO = re.compile(
    r"\b(?:N+I+E+T+S?|NIT|NITE|NEIT|NIWT|NIEY|NIEG|NIKS|NEE+N?|NEIN|NOPE|NO|NON|NOT|DON'?T|CAN'?T|NEVER|NOOIT|GE+N|KEIN|"
    r"PAS (?:BIEN|OKE?|SUR|DU TOUT|ENCORE)|ONVEILIG|UNSAFE|GEVAAR\w*|DANGER|BANG|FOUT|WRONG)\b"
)
NO_HARM = re.compile(
    r"\b(?:GEEN (?:PROBLEEM|ZORGEN|NOOD|GEVAAR)|(?:NIETS|NIKS) (?:AAN DE HAND|ERGS)|NO (?:PROBLEM|WORRIES)|"
    r"PAS DE (?:PROBLEME|SOUCI))\b"
)
"""Phrases with a "no" in them that mean that all is well."""
COMMANDS = frozenset(one for one, _ in FORMS) | ABOUT_THEMSELVES
LIKES = re.compile(r"\b(?:LIKED|LOVED|VOND(?=.*\b(?:LEUK|GEWELDIG|GOED)\b)|AIME|ADORE|GEFALLT)\b")
TAKES_BACK = re.compile(r"\b(?:REMOVED|DISLIKED|QUESTIONED|LAUGHED|VERWIJDERDE?|NIET|NOT|PAS|RETIRE|ENTFERNTE?)\b")
SIGNATURE = re.compile(
    r"(?:VERZONDEN|VERSTUURD|SENT|ENVOYE|GESENDET|OUTLOOK|GET OUTLOOK|DOWNLOAD|GR|GRT|GRTJS|GROET|GROETEN|GROETJES|MVG|"
    r"MET VRIENDELIJKE|VRIENDELIJKE|HARTELIJKE)\b"
)
APPROVES = frozenset("👍❤💖💕💗😍👌✅🙏💯😀🙂😊")


def read_sms(body: str, sent: Sequence[str] = ()) -> Reply:
    """Read an SMS. A word for help anywhere in it wins, unless it only stands in words of ours that they quote.

    sent: the texts that were really sent to that number lately.
    """
    text = fold(body)
    exactly = " ".join(body.split()).upper()
    if asks_for_help(body):
        return _of_the_rest(body, sent) or Reply(Intent.PANIC)
    if exactly in OPT_OUTS:
        return Reply(Intent.OPT_OUT)
    if exactly in OPT_INS:
        return Reply(Intent.OPT_IN)
    reply = _command(text)
    if reply.intent in COMMANDS:
        return _as_typed(reply, body)
    return _of_the_rest(body, sent) or _above_a_signature(body) or replace(reply, distress=tells_of_distress(body))


def _above_a_signature(body: str) -> Reply | None:
    """Read a command on the first line, when only a signature follows that a phone or a habit puts there."""
    first, *others = [line for line in body.splitlines() if line.strip()] or [""]
    if not others or not SIGNATURE.match(fold(others[0])):
        return None
    reply = _command(fold(first))
    return _as_typed(reply, first) if reply.intent in COMMANDS else None


def _as_typed(reply: Reply, body: str) -> Reply:
    """Give the note back as they typed it instead of folded."""
    if not reply.note or reply.code is None:
        return reply
    last = r"\W*".join(reply.code)
    typed = " ".join(re.split(last, storable(body))[-1].split()).strip(" .,:;-")
    return replace(reply, note=typed) if fold(typed) == fold(reply.note) else reply


def _of_the_rest(body: str, sent: Sequence[str]) -> Reply | None:
    """Read what they say besides our own words. None: the text holds none of our words."""
    if not sent:
        return None
    cut = cut_out(body, sent)
    if not cut.quoted:
        return None
    if asks_for_help(cut.rest):
        return Reply(Intent.PANIC)
    reply = _command(fold(cut.rest))
    if reply.intent in COMMANDS:
        return replace(_as_typed(reply, body), quoted=cut.quoted)
    distress = reply.intent is Intent.UNKNOWN and tells_of_distress(cut.rest)
    return Reply(Intent.REACTION, quoted=cut.quoted, liked=_approves(body, cut.rest), distress=distress)


def _approves(body: str, rest: str) -> bool:
    said = fold(rest)
    if TAKES_BACK.search(said):
        return False
    return any(sign in APPROVES for sign in body) or LIKES.search(said) is not None


def _command(text: str) -> Reply:
    for intent, form in FORMS:
        if match := form.fullmatch(text):
            return _read(intent, match, text)
    for intent, doubted, form in _otherwise():
        match = form.fullmatch(text)
        if match and (intent is not Intent.EXTEND or ASKS_FOR_MORE.fullmatch(text)):
            said = _read(intent, match, text)
            return replace(said, doubted=True) if doubted else said
    if apart := _apart(text):
        return apart
    match = A_CODE.fullmatch(text)
    return _read(Intent.CODE, match, text) if match else Reply(Intent.UNKNOWN)


def _read(intent: Intent, match: re.Match[str], text: str) -> Reply:
    said = match.groupdict()
    digits = re.match(r"\d+", text)
    note = (said.get("note") or "").strip(" .,:;-")
    return Reply(
        intent,
        minutes=length(said) if intent is Intent.EXTEND else None,
        code=said.get("code"),
        pin=said.get("pin") or only_digits(said.get("spread") or "") or None,
        choice=_number(said.get("choice")),
        note=note,
        doubted=_is_doubted(intent, text, note),
        glued=digits.group() if digits and said.get("code") else "",
    )


@lru_cache
def _otherwise() -> Sequence[tuple[Intent, bool, re.Pattern[str]]]:
    """Returns other words for what a worker says about a visit. True: it may be meant, so we ask back."""
    behind, longer = rf"(?:{BEHIND}|{SPREAD}){KIND}", rf"(?:{APART}|{SPREAD}){KIND}"
    return (
        (Intent.OK, False, re.compile(rf"(?:{WELL}|{phrases('well')}){behind}")),
        (Intent.AT_HOME, True, re.compile(phrases("home") + behind)),
        (Intent.GOING_HOME, False, re.compile(rf"(?:(?:UIT|OUT)[\s,.:;+-]+)?{phrases('going_home')}{behind}")),
        (Intent.GOING_HOME, False, re.compile(rf"(?:UIT|OUT)[\s,.:;+-]+THUIS{behind}")),
        (Intent.BACK, False, re.compile(phrases("back") + behind)),
        (Intent.CHECK_OUT, False, re.compile(rf"(?:UIT|OUT|{phrases('over')}){behind}")),
        (Intent.CHECK_OUT, True, re.compile(phrases("perhaps_over") + behind)),
        (Intent.EXTEND, False, re.compile(rf"\++\s*(?P<minutes>\d{{1,3}})(?:\s*{MINUTES})?(?:\s*{MORE})?{longer}")),
        (Intent.EXTEND, False, re.compile(lengths(longer))),
    )


SAYS = {"1": Intent.FIRST, "2": Intent.SECOND, "": Intent.CODE}


def _apart(text: str) -> Reply | None:
    """Read a code with signs between its digits, as dictation writes it: `1 48 21`. None: it is not that."""
    if match := BEHIND_A_WORD.fullmatch(text):
        intent = Intent.SAFE if match["safe"] else Intent.SECOND if match["second"] else Intent.FIRST
        note = (match["note"] or "").strip(" .,:;-")
        digits = "digits" if match["digits"] else "first"
        # `Veilig? 4821` asks whether they are: a question mark between a word and its code is no slip.
        asks = intent is not Intent.SECOND and any(mark in text[: match.end(digits)] for mark in "?¿")
        doubted = asks or _is_doubted(intent, text, note)
        return Reply(intent, code=only_digits(match[digits]), note=note, doubted=doubted)
    match = DIGITS_ALONE.fullmatch(text)
    if match is None:
        return None
    found = tuple((SAYS[said], code) for said, code in readings(match["digits"]))
    note = match["note"].strip(" .,:;-")
    doubted = _is_doubted(Intent.FIRST, text, note)
    return Reply(found[0][0], code=found[0][1], note=note, doubted=doubted, readings=found) if found else None


def _is_doubted(intent: Intent, text: str, note: str) -> bool:
    """Whether the note after a code denies or questions the word before it, or the minutes have a space in them.

    Only an answer that makes things quieter is doubted: `VEILIG 4821 nee niet veilig` closes nothing, but `2 4821 nee`
    declines, and brings others.
    """
    if intent is Intent.EXTEND:
        return SPLIT.fullmatch(text) is not None
    if intent is Intent.SECOND or not note:
        return False
    asks = "?" in note if intent is Intent.SAFE else note.startswith("?")
    return asks or SAYS_NO.search(NO_HARM.sub(" ", note)) is not None or may_ask_for_help(note)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
