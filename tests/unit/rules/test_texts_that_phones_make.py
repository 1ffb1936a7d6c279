"""What a telephone writes for its owner: a call refused with a text, who drives, a reaction, a picture without words.

The texts are those of tests/inputs/phones.jsonl, each with where it comes from. None is an OK, a sign-off or an alarm.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from notifications.asks_for_quiet import asks_for_quiet, may_be_rung
from notifications.intents import Intent
from notifications.machines import says_it_is_a_machine
from notifications.replies import read_sms

INPUTS = Path(__file__).parents[2] / "inputs" / "phones.jsonl"
ROWS = [json.loads(line) for line in INPUTS.read_text("utf-8").splitlines()]
OURS = "Komt het uit? Antwoord OK. Hulp nodig: NOOD"


@pytest.mark.parametrize("row", ROWS, ids=[row["body"] for row in ROWS])
def test_none_is_read_as_more_than_it_says(row: dict[str, Any]) -> None:
    text = row["body"].replace("{ours}", OURS)
    reply = read_sms(text, [OURS])
    assert (reply.intent, reply.distress) == (Intent(row["intent"]), False)
    assert reply.liked is row.get("liked", False)
    if "quiet" in row:
        assert (asks_for_quiet(text), may_be_rung(text)) == (row["quiet"], False)
    if "machine" in row:
        assert says_it_is_a_machine(text) is row["machine"]


@pytest.mark.parametrize(
    "text",
    [
        "don't call me, he can hear me", "do not call", "can’t talk", "cannot speak now", "she's listening",
        "they hear me", "Ne m’appelle pas", "n'appelez pas", "ne me rappelez pas", "il m’entend",
        "elle nous écoute", "je ne peux pas parler", "peux pas répondre",
    ],
)  # fmt: skip
def test_who_asks_in_another_language_not_to_be_phoned_is_understood(text: str) -> None:
    assert asks_for_quiet(text)
    assert not may_be_rung(text)


@pytest.mark.parametrize("text", ["you can call me now", "I can talk again", "rappelez-moi", "tu peux m'appeler"])
def test_and_so_is_who_may_be_phoned_again(text: str) -> None:
    assert may_be_rung(text)
    assert not asks_for_quiet(text)


@pytest.mark.parametrize(
    "text", ["he is hearing impaired", "I can hear you", "can I call you later?", "don't ring the doorbell"]
)
def test_an_ordinary_sentence_asks_for_neither(text: str) -> None:
    assert (asks_for_quiet(text), may_be_rung(text)) == (False, False)
