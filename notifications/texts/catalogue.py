"""Everything the house says, from one catalogue a language.

The entries are Jinja sentences in `nl.toml`; another language is another file with the same keys. SMS are kept within
GSM-7, since one letter outside it halves the room of a text and doubles its price and delay.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "€": "EUR", "\u00a0": " "}
LETTERS = str.maketrans("ŁłĐđıĦħÐð", "LlDdiHhDd") | str.maketrans({"Œ": "OE", "œ": "oe", "Þ": "Th", "þ": "th"})
"""Letters of names that Unicode does not take apart: Łukasz and Yıldız must not be read as ?ukasz and Y?ld?z."""
FIRST_LANGUAGE = "nl"
"""What is kept as a sentence, and not as a fact, is kept in this one."""
LONGEST_SMS = 640
LONGEST_REPLY = 560
SHORTEST_CUT = 12
"""What is so short already is not cut any more."""
NEVER_CUT = frozenset(
    {"code", "alarm_code", "phone", "emergency", "in_earnest", "base", "link", "outcome", "heard", "rank"}
)
BEFORE_THERE_WERE: Mapping[str, Any] = {"taken_by": "", "unproven": False}
"""Facts that messages of an earlier version do not bring: they may still wait when a new one starts."""
TWO_ENDS = re.compile(r"(?<!\.)([.!?])\.(?!\.)")
"""Somebody ended their note with a full stop, and our sentence has one too. Three dots stay."""


def gsm7(text: str) -> str:
    """The same text in letters that fit a plain SMS: `ë` becomes `e`, and what has no likeness a question mark."""
    return "".join(letter if letter in GSM7 else _plain(letter) for letter in text)


def _plain(letter: str) -> str:
    if letter in PLAIN:
        return PLAIN[letter]
    bare = "".join(
        part for part in unicodedata.normalize("NFKD", letter.translate(LETTERS)) if not unicodedata.combining(part)
    )
    return "".join(part if part in GSM7 else "?" for part in bare) or "?"


def _cut(written: str, excess: int) -> str:
    """The same with at least so many letters less, or as short as it gets; three dots say so."""
    return gsm7(written)[: max(SHORTEST_CUT - 3, len(written) - excess - 3)].rstrip(" .,") + "..."


def spoken(number: object) -> str:
    """A number as it is said in a call: digit by digit, with pauses. Without its plus nobody could dial it."""
    return ", ".join("plus" if sign == "+" else sign for sign in str(number) if sign.isalnum() or sign == "+")


class Catalogue:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        content = tomllib.loads((files("notifications.texts") / f"{language}.toml").read_text("utf-8"))
        self.entries: Mapping[str, Mapping[str, str]] = content
        self._environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text, not HTML
        self._environment.filters["spoken"] = spoken
        self._compiled: dict[tuple[str, str], Template] = {}

    def has(self, section: str, key: str) -> bool:
        return key in self.entries.get(section, {})

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a list that are looked for in what people send."""
        return tuple(word.strip() for word in self.entries["words"][key].split(","))

    def say(self, section: str, key: str, facts: Mapping[str, Any] | None = None) -> str:
        """The sentence `key` of `section`, filled with facts. White space is folded, and so are two ends of a sentence.

        Raises:
            KeyError: the catalogue has no such sentence.
            jinja2.UndefinedError: a fact is missing.
        """
        compiled = self._compiled.get((section, key))
        if compiled is None:
            compiled = self._environment.from_string(self.entries[section][key])
            self._compiled[section, key] = compiled
        return TWO_ENDS.sub(r"\1", " ".join(compiled.render(facts or {}).split()))

    def sms(self, key: str, facts: Mapping[str, Any], answer_to: str = "") -> str:
        """An SMS, in GSM-7 and never longer than the provider takes. It says where answers go, when told so.

        In a drill it begins with the mark of a drill, whatever it says.
        """
        behind = f" {gsm7(self.say('behind', 'answer_to', {'number': answer_to}))}" if answer_to else ""
        mark = f"{self.say('drill', 'mark')} " if facts.get("drill") else ""
        room = LONGEST_SMS - len(behind)
        given = {**BEFORE_THERE_WERE, **facts}
        return self._fits(lambda said: gsm7(mark + self.say("sms", key, said)), given, room) + behind

    def reply(self, key: str, facts: Mapping[str, Any]) -> str:
        """The answer to an SMS: it has room for the mark of a drill and for where answers go."""
        return self._fits(lambda said: self.say("replies", key, said), facts, LONGEST_REPLY)

    @staticmethod
    def _fits(write: Callable[[Mapping[str, Any]], str], facts: Mapping[str, Any], room: int) -> str:
        """The text, no longer than that. What people wrote is cut, the longest first: never what to answer, which is
        what the text is for, and stands at its end."""
        said = dict(facts)
        text = write(said)
        while len(text) > room:
            long = [one for one, value in said.items() if isinstance(value, str) and len(value) > SHORTEST_CUT]
            by_length = sorted((one for one in long if one not in NEVER_CUT), key=lambda one: -len(said[one]))
            # Not every fact stands in every text: the longest one that does is cut.
            for one in by_length:
                shorter = {**said, one: _cut(said[one], len(text) - room)}
                if len(write(shorter)) < len(text):
                    said = shorter
                    break
            else:
                return text[:room]
            text = write(said)
        return text


@lru_cache
def catalogue(language: str) -> Catalogue:
    return Catalogue(language)


@lru_cache
def languages() -> tuple[str, ...]:
    """The languages that there is a catalogue of."""
    names = (path.name for path in files("notifications.texts").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))
