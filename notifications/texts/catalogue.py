"""Everything that we say to people, from one catalogue per language.

The entries are Jinja sentences in `nl.toml`; another language is another file with the same keys, and a language beside
another (`nl-BE`) a file with what it says otherwise. SMS are kept within GSM-7, since one letter outside it halves the
room in a text and doubles its price and delay.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from notifications.texts import french
from notifications.texts.pictures import ANY, CALLED

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "€": "EUR", "\u00a0": " "}
LETTERS = str.maketrans("ŁłĐđıĦħÐð", "LlDdiHhDd") | str.maketrans({"Œ": "OE", "œ": "oe", "Þ": "Th", "þ": "th"})
"""Letters in names that Unicode can't decompose: Łukasz and Yıldız must not become ?ukasz and Y?ld?z."""
PICTURE = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
BESIDE_A_PICTURE = re.compile("[\ufe0e\ufe0f\u200d\u2640\u2642\U0001f3fb-\U0001f3ff]")
"""What gives a picture a colour or a gender."""
FIRST_LANGUAGE = "nl"
"""What we store as a sentence, instead of as facts, is stored in this language."""
BESIDE: Mapping[str, str] = {"nl-BE": "nl"}
"""Languages that say most as another does."""
MANAGER = "leidinggevende"
"""What the Dutch files call the manager of a team. A protocol profile may use another word for it."""
ALSO_MANAGER: Mapping[str, Mapping[str, str]] = {
    "teammanager": {"leidinggevenden": "teammanagers", "leidinggevende": "teammanager"},
}
"""By the word of a profile: what it puts in place of ours, the longest first. French and English know one word."""
OF_THE_ORGANISATION = frozenset(
    {
        "words", "profile", "whereabouts", "party_told", "damages", "files", "incident_form", "police_dossier",
        "third_party_acts", "letters", "letter_words", "letter_decided", "letter_undecided",
        "letter_police", "letter_conditions", "letter_example", "letter_files", "care", "care_steps",
        "police_beforehand", "diary", "spots", "hand_over", "measure_instructions", "measure_steps", "advice",
        "past", "past_ended", "past_states", "looks", "look_kinds", "audit", "audit_kinds", "audit_ways",
    }
)  # fmt: skip
"""Tables that no person is told in a language of their own, so that only the first language has them: what leaves as
paper or as a file, what is read out to the police, what is stored as a sentence, and the words that we look for in what
people send (docs/decisions/0101-each-in-their-own-language.md)."""
LONGEST_SMS = 640
LONGEST_REPLY = 560
SHORTEST_CUT = 12
"""Facts of this length or shorter are not cut."""
AT_AN_END = 4
"""As many letters at the end of a fact as may fall away where the text goes on."""
NEVER_CUT = frozenset(
    {"code", "alarm_code", "phone", "emergency", "in_earnest", "base", "link", "outcome", "heard", "rank"}
)
BEFORE_THERE_WERE: Mapping[str, Any] = {
    "taken_by": "",
    "unproven": False,
    "visit_kind": "",
    "along": "",
    "no_number": False,
    "quietly": False,
    "not_phoned": False,
    "companion": "",
    "others": "",
    "said_no": False,
    "inside_too": "",
}
"""Facts that messages of an earlier version lack: such messages may still wait when a new version starts."""
OF_THE_WATCH = "in_earnest"
"""A fact that each message about a visit or an alarm has, and no other message."""
LEFT_OUT: Mapping[str, Any] = {
    **BEFORE_THERE_WERE,
    "drill": False,
    "phone": "",
    "start": "",
    "opened": "",
    "visited": "",
    "ended": "",
    "awaited": "",
    "heading": "",
    "day": "",
    "outcome": "",
    "cause": "",
    "real_alarm": False,
    "silent_alarm": False,
    "team": "",
    "silent": "",
    "silent_many": False,
    "code": "",
    "alarm_code": "",
    "link": "",
}
"""What a message about a visit or an alarm says by leaving it out: half of what it would write otherwise (0109)."""
TWO_ENDS = re.compile(r"(?<!\.)([.!?])\.(?!\.)")
"""A note that ends with a full stop, before the full stop of our own sentence. Three dots stay."""


def gsm7(text: str) -> str:
    """Returns the text in letters that fit a plain SMS: `ë` becomes `e`, and what has no equivalent becomes `?`.

    A picture becomes its word (`[mes]`), since it may be all that somebody could send.
    """
    return "".join(letter if letter in GSM7 else _plain(letter) for letter in text) or ("?" if text else "")


def _plain(letter: str) -> str:
    if letter in PLAIN:
        return PLAIN[letter]
    if BESIDE_A_PICTURE.match(letter):
        return ""
    if letter in CALLED or PICTURE.match(letter):
        word = CALLED.get(letter, ANY)
        return f"[{word}]" if word.isalpha() or " " in word else word
    bare = "".join(
        part for part in unicodedata.normalize("NFKD", letter.translate(LETTERS)) if not unicodedata.combining(part)
    )
    return "".join(part if part in GSM7 else "?" for part in bare) or "?"


def _cut(written: str, excess: int) -> str:
    """Returns the text shortened by at least `excess` letters if possible, with three dots at its end."""
    return gsm7(written)[: max(SHORTEST_CUT - 3, len(written) - excess - 3)].rstrip(" .,") + "..."


def _folded(sentence: str) -> str:
    return TWO_ENDS.sub(r"\1", " ".join(sentence.split()))


def lean(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the facts of a message about a visit or an alarm, without those that say nothing."""
    return {key: value for key, value in facts.items() if key not in LEFT_OUT or value != LEFT_OUT[key]}


def _whole(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the facts with those that say nothing. Of other messages a fact that is missing is a mistake."""
    # Before, whoever counted as inside was also said to go.
    facts = {"inside_too": facts.get("along", ""), **facts}
    return {**(LEFT_OUT if OF_THE_WATCH in facts else BEFORE_THERE_WERE), **facts}


def spoken(number: object) -> str:
    """Returns a number as a call says it: digit by digit, with pauses, and with its plus, since people dial it."""
    return ", ".join("plus" if sign == "+" else sign for sign in str(number) if sign.isalnum() or sign == "+")


class Catalogue:
    """The sentences of one language."""

    def __init__(self, language: str, manager: str = MANAGER) -> None:
        """manager: what the profile calls a manager, in Dutch."""
        self.language = language
        dutch = BESIDE.get(language, language) == FIRST_LANGUAGE
        self.entries = called(_entries(language), manager) if dutch else _entries(language)
        self._environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text, not HTML
        self._environment.filters["spoken"] = spoken
        self._environment.filters["outing"] = self._outing
        self._environment.filters["at"] = self._at
        self._environment.filters |= {"de": french.de, "que": french.que}
        self._compiled: dict[tuple[str, str], Template | str] = {}

    def has(self, section: str, key: str) -> bool:
        return key in self.entries.get(section, {})

    def _outing(self, kind: str, form: str) -> str:
        """Returns what somebody went out for, in the form that a sentence needs; without a visit, as of a visit."""
        return self.entries[f"outing_{form}"][kind or "home_visit"]

    def _at(self, where: str, no_number: bool) -> str:
        """Returns the sentence that says where it is: an address, or a place that has no house number."""
        return self.say("said", "at_place" if no_number else "at_address", {"where": where})

    def words(self, key: str) -> tuple[str, ...]:
        """Returns the words of a list that we look for in what people send."""
        return tuple(word.strip() for word in self.entries["words"][key].split(","))

    def say(self, section: str, key: str, facts: Mapping[str, Any] | None = None) -> str:
        """Returns the sentence `key` of `section`, filled with facts. White space and double full stops are folded.

        Raises:
            KeyError: the catalogue has no such sentence.
            jinja2.UndefinedError: a fact is missing.
        """
        compiled = self._compiled.get((section, key))
        if compiled is None:
            written = self.entries[section][key]
            # Most sentences have nothing to fill in, and are the same each time.
            compiled = self._environment.from_string(written) if "{" in written else _folded(written)
            self._compiled[section, key] = compiled
        return compiled if isinstance(compiled, str) else _folded(compiled.render(facts or {}))

    def sms(self, key: str, facts: Mapping[str, Any], answer_to: str = "") -> str:
        """Returns an SMS in GSM-7, never longer than the provider takes. In a drill it begins with the mark of a drill.

        answer_to: the number for answers, which the text names at its end; empty if it is the sender.
        """
        behind = f" {gsm7(self.say('behind', 'answer_to', {'number': answer_to}))}" if answer_to else ""
        mark = f"{self.say('drill', 'mark')} " if facts.get("drill") else ""
        room = LONGEST_SMS - len(behind)
        given = _whole(facts)
        return self._fits(lambda said: gsm7(mark + self.say("sms", key, said)), given, room) + behind

    def spoken(self, key: str, facts: Mapping[str, Any]) -> str:
        """Returns what a call says."""
        return self.say("voice", key, _whole(facts))

    def reply(self, key: str, facts: Mapping[str, Any]) -> str:
        """Returns the answer to an SMS, short enough to add the mark of a drill and the number for answers."""
        return self._fits(lambda said: self.say("replies", key, self._teaching(said)), facts, LONGEST_REPLY)

    def _teaching(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Returns the facts with what 1 and 2 say, where the answer is about a code: each purpose has its own words."""
        if "purpose" not in facts:
            return facts
        yes, no = (self.say(one, facts["purpose"], facts) for one in ("code_yes", "code_no"))
        return {**facts, "yes": yes, "no": no}

    @staticmethod
    def _fits(write: Callable[[Mapping[str, Any]], str], facts: Mapping[str, Any], room: int) -> str:
        """Returns the text in at most `room` letters. What people wrote is cut, the longest first, but never how to
        answer: that stands at the end, and is what the text is for."""
        said = dict(facts)
        text = write(said)
        while len(text) > room:
            long = [one for one, value in said.items() if isinstance(value, str) and len(value) > SHORTEST_CUT]
            by_length = sorted((one for one in long if one not in NEVER_CUT), key=lambda one: -len(said[one]))
            # Not every fact stands in every text: cut the longest one that does. Of a fact's end the text itself may
            # leave out a space or a full stop, so that a cut of one or two letters makes it no shorter.
            for one, more in product(by_length, (0, AT_AN_END)):
                shorter = {**said, one: _cut(said[one], len(text) - room + more)}
                if len(write(shorter)) < len(text):
                    said = shorter
                    break
            else:
                return text[:room]
            text = write(said)
        return text


def _entries(language: str) -> Mapping[str, Mapping[str, str]]:
    """Returns the tables of a language, with those that it has of another."""
    own: dict[str, dict[str, str]] = read(language)
    if language == FIRST_LANGUAGE:
        return own
    if language in BESIDE:
        return {table: said | own.get(table, {}) for table, said in read(BESIDE[language]).items()}
    return own | {table: said for table, said in read(FIRST_LANGUAGE).items() if table in OF_THE_ORGANISATION}


def called(entries: Mapping[str, Mapping[str, str]], manager: str) -> Mapping[str, Mapping[str, str]]:
    """Returns the tables with the profile's word for a manager: in our sentences, never in what people wrote."""
    swaps = ALSO_MANAGER.get(manager)
    if swaps is None:
        return entries
    ours = re.compile("|".join(swaps), re.IGNORECASE)

    def theirs(found: re.Match[str]) -> str:
        word = swaps[found[0].lower()]
        return word.capitalize() if found[0][0].isupper() else word

    return {table: {key: ours.sub(theirs, text) for key, text in said.items()} for table, said in entries.items()}


def read_texts() -> None:
    """Read the sentences of every language, before the first of them is needed: a file that can't be read, or that
    another version put there meanwhile, must not be found out by somebody's NOOD."""
    for language in languages():
        catalogue(language)


@cache
def read(language: str) -> dict[str, dict[str, str]]:
    """Returns what stands in the file of a language."""
    return tomllib.loads((files("notifications.texts") / f"{language}.toml").read_text("utf-8"))


def catalogue(language: str, manager: str = MANAGER) -> Catalogue:
    """Returns the sentences of a language. manager: what the profile calls a manager (`words.manager`)."""
    return _catalogue(language, manager or MANAGER)


@lru_cache
def _catalogue(language: str, manager: str) -> Catalogue:
    return Catalogue(language, manager)


@lru_cache
def languages() -> tuple[str, ...]:
    """Returns the languages that have a catalogue, by which a person may be told."""
    names = (path.name for path in files("notifications.texts").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))
