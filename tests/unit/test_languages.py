"""Each language says the same things: no sentence is missing or left over, and each is filled with the same facts."""

import re
import string
from pathlib import Path

import pytest
from jinja2 import Environment, meta

import api.wording as problems
from notifications.channels.voice import LANGUAGES as SPOKEN_BY_TWILIO
from notifications.texts.catalogue import (
    BESIDE,
    FIRST_LANGUAGE,
    GSM7,
    OF_THE_ORGANISATION,
    PLAIN,
    catalogue,
    gsm7,
    languages,
    read,
)

APP = Path(__file__).parents[2] / "pwa" / "src" / "texts" / "languages.ts"
OTHERS = [one for one in languages() if one != FIRST_LANGUAGE]
WHOLE = [one for one in OTHERS if one not in BESIDE]
DUTCH = read(FIRST_LANGUAGE)
PERSONAL = {table: said for table, said in DUTCH.items() if table not in OF_THE_ORGANISATION}
OF_GRAMMAR = {"silent_many"}
"""Facts that only make a verb agree, and that a language may not need."""
ENVIRONMENT = Environment()
ENVIRONMENT.filters |= dict.fromkeys(("outing", "at", "spoken", "de", "que"), str)


def facts_of(text: str) -> set[str]:
    return meta.find_undeclared_variables(ENVIRONMENT.parse(text))


def test_the_app_offers_the_languages_that_we_speak() -> None:
    offered = re.findall(r'^  "?([\w-]+)"?: "', APP.read_text("utf-8"), re.MULTILINE)
    assert sorted(offered) == sorted(languages()) == sorted(SPOKEN_BY_TWILIO.keys() & set(languages()))


def test_what_stays_in_the_language_of_the_organisation_is_there() -> None:
    assert DUTCH.keys() >= OF_THE_ORGANISATION


@pytest.mark.parametrize("language", WHOLE)
def test_a_language_has_every_sentence_and_no_other(language: str) -> None:
    said = read(language)
    assert {table: set(keys) for table, keys in said.items()} == {table: set(keys) for table, keys in PERSONAL.items()}


@pytest.mark.parametrize("language", [one for one in OTHERS if one in BESIDE])
def test_a_language_beside_another_says_only_what_differs(language: str) -> None:
    other = read(BESIDE[language])
    for table, said in read(language).items():
        assert said.keys() <= other[table].keys(), table
        assert not [key for key, text in said.items() if text == other[table][key]], table


BUILT = re.compile(
    r"^(?:cell|template|mark|attachment|all|ask|note|share|phone)_|_(?:is|\d+|person|things|belongings)$"
)
"""What the code puts before or behind a word to make a key of it."""


def test_no_sentence_is_left_that_nothing_says() -> None:
    rooms = ("achterwacht", "api", "notifications", "cli", "documents", "scheduler")
    files = [one for room in rooms for one in (APP.parents[3] / room).rglob("*")]
    kinds = {".py", ".txt", ".html", ".typ"}
    words = set(re.findall(r"\w+", "\n".join(one.read_text("utf-8") for one in files if one.suffix in kinds)))
    keys = {f"{table}.{key}": key for table, said in DUTCH.items() for key in said}
    keys |= {f"codes.{key}": key for key in problems.read(FIRST_LANGUAGE)["codes"]}
    unsaid = [name for name, key in keys.items() if key not in words and BUILT.sub("", key) not in words]
    assert unsaid == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_filled_with_the_same_facts(language: str) -> None:
    for table, said in read(language).items():
        for key, text in said.items():
            assert facts_of(text) ^ facts_of(DUTCH[table][key]) <= OF_GRAMMAR, f"{table}.{key}"


@pytest.mark.parametrize("language", OTHERS)
def test_what_one_is_to_send_is_what_we_understand(language: str) -> None:
    """The words between the capitals are commands, and there is one grammar for all languages."""
    ours = {"OK", "UIT", "TERUG", "THUIS", "NAAR", "HUIS", "VEILIG", "STATUS", "IN", "SOS", "NOOD", "START", "STOP"}
    shouted = re.compile(r"(?<![\w{])[A-ZÀ-Ü]{2,}(?![\w}])")
    texts = read(language)
    for table in ("sms", "replies", "wallet_card"):
        for key, text in texts.get(table, {}).items():
            dutch = set(shouted.findall(re.sub(r"{.*?}+", " ", DUTCH[table][key])))
            commands = dutch & ours
            said = set(shouted.findall(re.sub(r"{.*?}+", " ", text)))
            expected = {"SOS"} if "NOOD" in commands and language in WHOLE and key != "alarm_panic" else set()
            kept = commands - {"NOOD"} if language in WHOLE else commands
            assert kept | expected <= said, f"{table}.{key}"


@pytest.mark.parametrize("language", OTHERS)
def test_texts_lose_no_more_than_an_accent_in_an_sms(language: str) -> None:
    for table in ("sms", "replies", "behind", "drill"):
        for key, text in read(language).get(table, {}).items():
            plain = re.sub(r"{[{%].*?[%}]}", "", text)
            assert "?" not in gsm7(plain.replace("?", "")), f"{table}.{key}"
            assert set(gsm7(plain)) <= GSM7 | set(PLAIN.values())


@pytest.mark.parametrize("language", OTHERS)
def test_every_refusal_is_said(language: str) -> None:
    dutch, said = problems.read(FIRST_LANGUAGE), problems.read(language)
    for table in said.keys() | (dutch.keys() if language in WHOLE else set()):
        if language in WHOLE:
            assert said[table].keys() == dutch[table].keys()
        assert said[table].keys() <= dutch[table].keys()
        for key, text in said[table].items():
            pairs = (
                zip(text.values(), dutch[table][key].values(), strict=True)
                if table == "statuses"
                else [(text, dutch[table][key])]
            )
            for ours, theirs in pairs:
                assert named(ours) == named(theirs), f"{table}.{key}"


def named(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)}


def test_who_is_not_signed_in_is_answered_in_what_their_browser_asks_for() -> None:
    assert problems.wished("") == problems.wished("pl-PL, xx;q=0.3") == "nl"
    assert problems.wished("en-GB,en;q=0.9") == "en"
    assert problems.wished("pl, nl;q=0.4, en;q=0.8") == "en"
    assert problems.wished("en;q=0, nl") == "nl"
    assert problems.wished("en;q=zz, *") == "nl"


def test_a_word_inside_a_sentence_is_of_the_same_language() -> None:
    for language in languages():
        texts = catalogue(language)
        for form in ("the", "a", "on", "name"):
            assert texts.entries[f"outing_{form}"].keys() == DUTCH[f"outing_{form}"].keys()


@pytest.mark.parametrize(
    ("name", "of"), [("Ali", "d'Ali"), ("Élodie", "d'Élodie"), ("Karin", "de Karin"), ("Hanna", "de Hanna")]
)
def test_french_leaves_a_letter_out_before_a_vowel(name: str, of: str) -> None:
    facts = {"taker": "Karin", "worker": name, "alarm_code": "K 473", "address": "Kerkstraat 1"}
    assert catalogue("fr").say("events", "went_on", facts) == f"{name} a commencé la visite suivante."
    assert catalogue("fr").say("voice", "still_open", {**facts, "no_number": False}).startswith(f"L'alarme {of} est")
