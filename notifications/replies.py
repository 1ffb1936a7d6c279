"""Reads what somebody means by an SMS: text in, intent out. Who they are, and what it does, is decided elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import replace

from foundation.visible import on_lines
from notifications.calls_for_help import asks_for_help
from notifications.check_ins import behind_the_word
from notifications.clock_times import clock_time
from notifications.dictated import written_out
from notifications.distress import tells_of_distress, tells_of_distress_beside
from notifications.doubts import is_doubted, takes_back
from notifications.folding import fold
from notifications.forms import FORMS, SPLIT, otherwise
from notifications.intents import ABOUT_THEMSELVES, CLOSES, Intent, Reply
from notifications.quoting import cut_out
from notifications.said_otherwise import ASKS_FOR_MORE, BEHIND_A_WORD, DIGITS_ALONE, length, only_digits, readings

OPT_OUTS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
OPT_INS = frozenset({"START", "UNSTOP", "YES"})
"""Matched as the provider does: the whole text, to the letter. It doesn't recognise `STOP.`, so neither do we."""
A_CODE = re.compile(r"(?:\D*[^\d+])?(?P<code>\d{4,6})(?:\D.*)?")
COMMANDS = frozenset(one for one, _ in FORMS) | ABOUT_THEMSELVES | CLOSES
LIKES = re.compile(r"\b(?:LIKED|LOVED|VOND(?=.*\b(?:LEUK|GEWELDIG|GOED)\b)|AIME|ADORE|GEFALLT)\b")
TAKES_BACK = re.compile(r"\b(?:REMOVED|DISLIKED|QUESTIONED|LAUGHED|VERWIJDERDE?|NIET|NOT|PAS|RETIRE|ENTFERNTE?)\b")
SIGNATURE = re.compile(
    r"(?:VERZONDEN|VERSTUURD|SENT|ENVOYE|GESENDET|OUTLOOK|GET OUTLOOK|DOWNLOAD|GR|GRT|GRTJS|GROET|GROETEN|GROETJES|MVG|"
    r"MET VRIENDELIJKE|VRIENDELIJKE|HARTELIJKE)\b"
)
APPROVES = frozenset("👍❤💖💕💗😍👌✅🙏💯😀🙂😊")
MAY_I = re.compile(r"(?:MAG|KAN|MOGEN|KUNNEN)\b")
"""Who asks whether they may stay longer says that they want to."""
THUMBS = frozenset("👍👌✅✔☑")
"""What stands alone for a yes: of the others nobody can tell. Their shades are signs of their own."""
SHORTEST_PIN, LONGEST_PIN = 4, 8
SHADES = frozenset("🏻🏼🏽🏾🏿\ufe0f\u200d ")


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
        return Reply(Intent.OPT_IN, liked=exactly == "YES")
    reply = _command(text)
    if reply.intent in {*ABOUT_THEMSELVES, Intent.FALSE_ALARM} and reply.code is None and tells_of_distress(body):
        return Reply(Intent.UNKNOWN, distress=True)  # a name behind a greeting is no name
    if reply.intent in COMMANDS:
        return _as_typed(reply, body)
    place = behind_the_word(body)
    if place is not None:
        return Reply(Intent.CHECK_IN, note=place, distress=tells_of_distress(body) or tells_of_distress_beside(place))
    said = _of_the_rest(body, sent) or _above_a_signature(body) or _thumb(body)
    return said or replace(reply, distress=tells_of_distress(body))


def _above_a_signature(body: str) -> Reply | None:
    """Read a command on the first line, when only a signature follows that a phone or a habit puts there."""
    first, *others = [line for line in body.splitlines() if line.strip()] or [""]
    below = "\n".join(others)
    if not others or not SIGNATURE.match(fold(below)) or tells_of_distress(below) or takes_back(fold(below)):
        return None
    reply = _command(fold(first))
    return _as_typed(reply, first) if reply.intent in COMMANDS else None


def _thumb(body: str) -> Reply | None:
    """A thumb and nothing else is a reaction: to what, only who knows what they were sent can tell."""
    signs = set(body) - SHADES - set(" \n\r\t")
    return Reply(Intent.REACTION, liked=True) if signs and signs <= THUMBS else None


def _as_typed(reply: Reply, body: str) -> Reply:
    """Give the note back as they typed it instead of folded."""
    if not reply.note or reply.code is None:
        return reply
    last = r"\W*".join(reply.code)
    typed = " ".join(re.split(last, on_lines(body))[-1].split()).strip(" .,:;-")
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
    """Read a folded text; where it says nothing as it was typed, as it was dictated."""
    text = text.replace("'T ", "T ")
    reply = _typed(text)
    spoken = written_out(text)
    if reply.intent in COMMANDS or spoken == text:
        return reply
    again = _typed(spoken)
    return again if again.intent in COMMANDS or (again.readings and reply.intent is Intent.UNKNOWN) else reply


def _typed(text: str) -> Reply:
    for intent, form in FORMS:
        if match := form.fullmatch(text):
            return _read(intent, match, text)
    for intent, doubted, form in otherwise():
        if match := form.fullmatch(text):
            said = _read(intent, match, text)
            if intent is Intent.EXTEND and said.minutes is None and said.until is None and not doubted:
                continue
            only_a_length = not ASKS_FOR_MORE.search(text) or (text.endswith("?") and not MAY_I.match(text))
            return replace(said, doubted=True) if doubted or (intent is Intent.EXTEND and only_a_length) else said
    if apart := _apart(text):
        return apart
    match = A_CODE.fullmatch(text)
    return _read(Intent.CODE, match, text) if match else Reply(Intent.UNKNOWN)


def _read(intent: Intent, match: re.Match[str], text: str) -> Reply:
    said = match.groupdict()
    digits = re.match(r"\d+", text)
    note = (said.get("note") or "").strip(" .,:;-")
    longer = intent is Intent.EXTEND
    asks = intent is not Intent.SECOND and said.get("code") is not None and _asks(text[: match.end("code")])
    reply = Reply(
        intent,
        minutes=length(said) if longer else None,
        until=clock_time(said) if longer else None,
        code=said.get("code"),
        pin=said.get("pin") or only_digits(said.get("spread") or "") or None,
        choice=_number(said.get("choice")),
        note=note,
        doubted=asks or (SPLIT.fullmatch(text) is not None if longer else is_doubted(intent, note)),
        glued=digits.group() if digits and said.get("code") else "",
    )
    return _either(reply, said["either"]) if said.get("either") else reply


def _either(reply: Reply, digits: str) -> Reply:
    """`UIT 1 48 21`: the first digit is the number of a visit, or the first one of the PIN. Whoever tries it knows."""
    joined = only_digits(digits)
    first, rest = joined[0], joined[1:]
    if len(rest) < SHORTEST_PIN:
        return replace(reply, pin=joined)
    whole = joined if len(joined) <= LONGEST_PIN else ""
    return replace(reply, choice=int(first), pin=rest, pin_or=whole)


def _asks(before: str) -> bool:
    """`Veilig? 4821` asks whether they are: a question mark between a word and its code is no slip."""
    return "?" in before or "¿" in before


SAYS = {"1": Intent.FIRST, "2": Intent.SECOND, "": Intent.CODE}


def _apart(text: str) -> Reply | None:
    """Read a code with signs between its digits, as dictation writes it: `1 48 21`. None: it is not that."""
    if match := BEHIND_A_WORD.fullmatch(text):
        intent = Intent.SAFE if match["safe"] else Intent.SECOND if match["second"] else Intent.FIRST
        note = (match["note"] or "").strip(" .,:;-")
        digits = "digits" if match["digits"] else "first"
        doubted = is_doubted(intent, note) or (intent is not Intent.SECOND and _asks(text[: match.end(digits)]))
        return Reply(intent, code=only_digits(match[digits]), note=note, doubted=doubted)
    match = DIGITS_ALONE.fullmatch(text)
    if match is None:
        return None
    found = tuple((SAYS[said], code) for said, code in readings(match["digits"]))
    note = match["note"].strip(" .,:;-")
    doubted = is_doubted(Intent.FIRST, note)
    return Reply(found[0][0], code=found[0][1], note=note, doubted=doubted, readings=found) if found else None


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
