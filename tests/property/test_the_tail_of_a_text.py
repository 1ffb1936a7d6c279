"""A long text is cut in what people wrote, and never in what to answer (the end of it)."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notifications.texts.catalogue import LONGEST_REPLY, LONGEST_SMS, catalogue

TEXTS = catalogue("nl")
FACT = re.compile(r"{[{%][^}%]*?\b([a-z_]+)\b")
NUMBERS = {"due", "count", "visits", "watchers", "most", "more", "seconds", "extension"}
FIXED = {
    "code": "482195", "alarm_code": "482195", "phone": "+32 470 12 34 56", "emergency": "112", "in_earnest": "112",
    "base": "https://achterwacht.example", "link": "/o/" + "x" * 22, "outcome": "safe", "heard": "ok", "rank": "police",
    "drill": False, "silent_alarm": False, "early": True, "gone": False, "provisional": False, "under_way": True,
    "silent_many": False, "real_alarm": False, "unproven": False, "taken_by": "",
    "visit_kind": "home_visit",
}  # fmt: skip
WORDS = re.compile(r"[a-z_]+")
TAIL = re.compile(r"[^{}%]*(?:{{ (?:code|phone|alarm_code|emergency) }}[^{}%]*)*$")
long_words = st.integers(0, 700).map(lambda length: ("Hij dreigde eerder. " * 40)[:length])


def _facts(entry: str, written: str) -> dict[str, object]:
    inside = " ".join(re.findall(r"{[{%](.*?)[}%]}", entry))
    named = set(WORDS.findall(re.sub(r"'[^']*'", "", inside)))
    return {one: FIXED.get(one, 3 if one in NUMBERS else written) for one in sorted(named)}


def _entries(section: str) -> list[str]:
    return [key for key in TEXTS.entries[section] if key != "reply"]


@pytest.mark.parametrize("key", _entries("sms"))
@given(written=long_words)
@example(written=("Hij dreigde eerder. " * 40)[:500])
def test_the_end_of_every_text_stays(key: str, written: str) -> None:
    entry = TEXTS.entries["sms"][key]
    facts = _facts(entry, written)
    text = TEXTS.sms(key, facts, "+31612345678")
    assert len(text) <= LONGEST_SMS
    tail = TAIL.search(entry)
    assert tail is not None
    said = re.sub(r"{{ (\w+) }}", lambda one: str(facts[one.group(1)]), tail.group())
    end = " ".join(said.split())[-60:]
    assert end in text


@pytest.mark.parametrize("key", _entries("replies"))
@given(written=long_words)
def test_every_answer_fits(key: str, written: str) -> None:
    entry = TEXTS.entries["replies"][key]
    facts = _facts(entry, written)
    text = TEXTS.reply(key, facts)
    assert len(text) <= LONGEST_REPLY
    for fixed in ("code", "phone"):
        if f"{{{{ {fixed} }}}}" in entry.rpartition("}}")[0] + "}}" and "{%" not in entry:
            assert str(facts[fixed]) in text


def test_a_reason_of_500_letters_leaves_both_answers() -> None:
    facts = {
        "worker": "Jan de Wit",
        "day": "",
        "start": "14:00",
        "address": "Dorpsstraat 12, Den Bosch",
        "code": "4820",
    }
    text = TEXTS.sms("alone_asked", {**facts, "reason": "x" * 500})
    assert text.endswith("Toestaan: antwoord 1 4820. Niet: 2 4820")
    assert text.startswith("Jan de Wit vraagt of alleen gaan mag: 14:00, Dorpsstraat 12, Den Bosch. xxx")
