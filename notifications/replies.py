"""What somebody means with an SMS or a digit. Text in, intent out; who they are and what it does is not known here.

The words for help stand in the catalogues (`[words]`); how they are looked for is written down in
docs/decisions/0027-what-a-word-by-sms-may-do.md.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from notifications.folding import fold, plain, storable
from notifications.quoting import cut_out
from notifications.texts.catalogue import catalogue, languages


class Intent(StrEnum):
    OK = "ok"
    EXTEND = "extend"
    CHECK_OUT = "check_out"
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
    """choice: the number of a visit in the list that was sent back, where there were several.

    note: what stands behind a complete code. glued: all digits, where nobody put a space between 1 and the code.
    quoted: which of the texts that were sent to them stand in it; liked: they reacted to it with approval.
    """

    intent: Intent
    minutes: int | None = None
    code: str | None = None
    pin: str | None = None
    choice: int | None = None
    note: str = ""
    glued: str = field(default="", compare=False)
    quoted: tuple[int, ...] = ()
    liked: bool = False


OPT_OUTS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
OPT_INS = frozenset({"START", "UNSTOP", "YES"})
"""As the provider reads them: the whole text, to the letter. It takes no `STOP.` for one, so neither do we."""
PART = r"[\s.,:;)/#=_-]*"
CODE = rf"{PART}(?:(?:CODE|ALARM|NR)\b{PART})?(?P<code>\d{{4,6}})(?!\d)"
NOTE = r"(?P<note>.*)"
BEHIND = r"(?:\s*(?P<choice>[1-9])(?!\d))?(?:\s*(?P<pin>\d{4,8}))?"
APART = r"(?:\s+(?P<choice>[1-9])(?!\d))?(?:\s+(?P<pin>\d{4,8}))?"
KIND = (
    r"(?:[\s.,;:!-]+(?:(?:IS |GAAT )?(?:ALLES |ALL )?(?:IS |GAAT )?(?:GOED|WELL|OKE?)|"
    r"(?:HARTELIJK )?(?:BEDANKT|DANK(?: ?(?:JE|U))?(?: ?WEL)?|THANKS|THX|MERCI)|HOOR|GR(?:OETEN|OETJES)?|DOEI))*"
)
"""What people put behind a word out of friendliness, and that takes nothing of it back."""
TOO_MANY = r"\d{4,6}(?=(?:\D*\s[1-9])?\D*\s\d{4,8}(?!\d))"
"""Minutes that can't be, with a PIN behind them: both PINs are told so, and the duress PIN among them is heard."""
FORMS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.OK, re.compile(rf"(?:OKE*|OKAY|GOED|ALLES (?:IS )?(?:GOED|OKE?)){BEHIND}{KIND}")),
    (Intent.EXTEND, re.compile(
        rf"(?:\+|VERLENG(?: MET)?|EXTEND)\s*(?P<minutes>\d{{1,3}}|{TOO_MANY})"
        rf"\s*(?:'|M|MIN|MINS|MINU?U?T|MINUTEN|MINUTES)?{APART}{KIND}")),
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
    (Intent.CODE, re.compile(r"(?:\D*[^\d+])?(?P<code>\d{4,6})(?:\D.*)?")),
)  # fmt: skip
COMMANDS = frozenset(one for one, _ in FORMS if one is not Intent.CODE)
LIKES = re.compile(r"\b(?:LIKED|LOVED|VOND(?=.*\b(?:LEUK|GEWELDIG|GOED)\b)|AIME|ADORE|GEFALLT)\b")
TAKES_BACK = re.compile(r"\b(?:REMOVED|DISLIKED|QUESTIONED|LAUGHED|VERWIJDERDE?|NIET|NOT|PAS|RETIRE|ENTFERNTE?)\b")
SIGNATURE = re.compile(
    r"(?:VERZONDEN|VERSTUURD|SENT|ENVOYE|GESENDET|OUTLOOK|GET OUTLOOK|DOWNLOAD|GR|GRT|GRTJS|GROET|GROETEN|GROETJES|MVG|"
    r"MET VRIENDELIJKE|VRIENDELIJKE|HARTELIJKE)\b"
)
APPROVES = frozenset("👍❤💖💕💗😍👌✅🙏💯😀🙂😊")


def read_sms(body: str, sent: Sequence[str] = ()) -> Reply:
    """Read an SMS. A word for help anywhere in the text wins, but not where they only send back what we sent them.

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
    return _of_the_rest(body, sent) or _above_a_signature(body) or reply


def _above_a_signature(body: str) -> Reply | None:
    """A word by itself on the first line, and below it only what a phone or a habit puts there."""
    first, *others = [line for line in body.splitlines() if line.strip()] or [""]
    if not others or not SIGNATURE.match(fold(others[0])):
        return None
    reply = _command(fold(first))
    return _as_typed(reply, first) if reply.intent in COMMANDS else None


def _as_typed(reply: Reply, body: str) -> Reply:
    """The note as they typed it, and not as it was folded."""
    if not reply.note or reply.code is None:
        return reply
    typed = " ".join(storable(body).rpartition(reply.code)[2].split()).strip(" .,:;-")
    return replace(reply, note=typed) if fold(typed) == fold(reply.note) else reply


def asks_for_help(text: str) -> bool:
    """Whether a word for help stands in it, by itself, or is all there is in it, whatever is put between its letters.

    A sign that nobody sees may stand within the word or beside it: both count.
    """
    lines = {" ".join(plain(text, unseen).split()) for unseen in ("", " ")}
    if any(help_words().search(line) for line in lines):
        return True
    return whole_help_words().fullmatch(re.sub(r"[\W_]+", "", plain(text))) is not None


def _of_the_rest(body: str, sent: Sequence[str]) -> Reply | None:
    """What they say beside our own words. None: it holds none of those."""
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
    return Reply(Intent.REACTION, quoted=cut.quoted, liked=_approves(body, cut.rest))


def _approves(body: str, rest: str) -> bool:
    said = fold(rest)
    if TAKES_BACK.search(said):
        return False
    return any(sign in APPROVES for sign in body) or LIKES.search(said) is not None


def _command(text: str) -> Reply:
    for intent, form in FORMS:
        match = form.fullmatch(text)
        if match:
            said = match.groupdict()
            digits = re.match(r"\d+", text)
            return Reply(
                intent,
                minutes=_number(said.get("minutes")),
                code=said.get("code"),
                pin=said.get("pin"),
                choice=_number(said.get("choice")),
                note=(said.get("note") or "").strip(" .,:;-"),
                glued=digits.group() if digits and said.get("code") else "",
            )
    return Reply(Intent.UNKNOWN)


def _listed() -> list[str]:
    return list(dict.fromkeys(one for language in languages() for one in catalogue(language).words("help")))


@lru_cache
def help_words() -> re.Pattern[str]:
    """The words for help of every language: each by itself, also with letters that are held too long."""
    listed = _listed()
    spelled = [spaced for one in listed if (spaced := _spelled(one))]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join([*map(_held, listed), *spelled])})(?![^\W\d_])")


@lru_cache
def whole_help_words() -> re.Pattern[str]:
    """The same words, where a text holds nothing else: `NO OD`."""
    return re.compile("|".join(_held(one.replace(" ", "")) for one in _listed()))


def _held(word: str) -> str:
    """`NOOD`, `NOOOOD`, `N00D`, and the same twice in a row; any break between the parts of a word that has some."""
    return "(?:" + r"[\W_]+".join("".join(_letters(part)) for part in word.split()) + ")+"


def _letters(word: str) -> Iterable[str]:
    return (f"{'[O0]' if letter == 'O' else re.escape(letter)}+" for letter in word)


def _spelled(word: str) -> str:
    """`S.O.S.`, `h e l p`: short words, letter by letter, with the same sign between all of them."""
    if len(word) > 4 or " " in word:
        return ""
    first, *others = list(word)
    name = f"between_{word.lower()}"
    return f"{first}(?P<{name}>[ .,_*-])" + f"(?P={name})".join(others)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
