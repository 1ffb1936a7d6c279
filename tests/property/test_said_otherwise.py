"""What people write instead of OK, UIT, +15 and `1 4821`. What makes things quieter is never guessed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.replies import Intent, Reply, read_sms
from notifications.said_otherwise import readings
from notifications.texts.catalogue import catalogue

TEXTS = catalogue("nl")
MEANS = {
    "well": (Intent.OK, False), "home": (Intent.AT_HOME, True), "over": (Intent.CHECK_OUT, False),
    "perhaps_over": (Intent.CHECK_OUT, True),
}  # fmt: skip
PHRASES = [(phrase, *meant) for key, meant in MEANS.items() for phrase in TEXTS.words(key)]
QUIETER = [phrase for phrase, intent, doubted in PHRASES if intent is Intent.CHECK_OUT and not doubted]
KINDLY = st.sampled_from(["", "!", " 👍", ", bedankt", " hoor", ". Groetjes", " 🙂🙂", "…"])
PINS = st.text(alphabet="0123456789", min_size=4, max_size=8)
CODES = st.integers(1000, 999_999).map(str)
APART = st.sampled_from([" ", "-", ".", ", ", " - ", "/"])
ANSWERS = {"1": Intent.FIRST, "2": Intent.SECOND}

WRITTEN = {
    "jep": Reply(Intent.OK), "Jup!": Reply(Intent.OK), "ja hoor": Reply(Intent.OK), "'t is goed": Reply(Intent.OK),
    "tis ok": Reply(Intent.OK), "Alles in orde 👍": Reply(Intent.OK), "ja, alles goed": Reply(Intent.OK),
    "prima": Reply(Intent.OK), "ça va": Reply(Intent.OK), "ja komt uit": Reply(Intent.OK),
    "klaar": Reply(Intent.CHECK_OUT), "Ben klaar.": Reply(Intent.CHECK_OUT),
    "ik ben klaar hoor": Reply(Intent.CHECK_OUT),
    "bezoek is gedaan": Reply(Intent.CHECK_OUT), "meld me af": Reply(Intent.CHECK_OUT),
    "uitgecheckt": Reply(Intent.CHECK_OUT), "klaar 1234": Reply(Intent.CHECK_OUT, pin="1234"),
    "ik ben weg": Reply(Intent.CHECK_OUT, doubted=True), "'t is gedaan": Reply(Intent.CHECK_OUT, doubted=True),
    "bijna klaar": Reply(Intent.CHECK_OUT, doubted=True), "ben thuis": Reply(Intent.AT_HOME, doubted=True),
    "+1 uur": Reply(Intent.EXTEND, minutes=60), "+1u": Reply(Intent.EXTEND, minutes=60),
    "half uur erbij": Reply(Intent.EXTEND, minutes=30), "uurtje langer": Reply(Intent.EXTEND, minutes=60),
    "nog een half uurke": Reply(Intent.EXTEND, minutes=30), "nog nen kwartier": Reply(Intent.EXTEND, minutes=15),
    "kwartiertje extra": Reply(Intent.EXTEND, minutes=15), "anderhalf uur erbij": Reply(Intent.EXTEND, minutes=90),
    "2 uurtjes langer": Reply(Intent.EXTEND, minutes=120), "nog 20 min": Reply(Intent.EXTEND, minutes=20),
    "verleng met een uur": Reply(Intent.EXTEND, minutes=60),
    "het duurt nog een half uur": Reply(Intent.EXTEND, minutes=30),
    "nog een uur 1234": Reply(Intent.EXTEND, minutes=60, pin="1234"),
    "uit 48 21": Reply(Intent.CHECK_OUT, pin="4821"), "+15 4 8 2 1": Reply(Intent.EXTEND, minutes=15, pin="4821"),
    "1 48 21": Reply(Intent.FIRST, code="4821"), "1 4 8 2 1": Reply(Intent.FIRST, code="4821"),
    "1: 48 21": Reply(Intent.FIRST, code="4821"), "1) 4 8 2 1": Reply(Intent.FIRST, code="4821"),
    "2 48-21 sta in de file": Reply(Intent.SECOND, code="4821", note="sta in de file"),
    "VEILIG 48 21": Reply(Intent.SAFE, code="4821"), "482 195": Reply(Intent.CODE, code="482195"),
    "een 4821": Reply(Intent.FIRST, code="4821"),
}  # fmt: skip
NOT_SAID = [
    "klaar?", "klaar of niet", "ben er klaar mee", "ik ben er klaar mee!", "klaar om te beginnen", "niet klaar",
    "ik wil hier weg", "weg hier", "moet weg", "half uur", "15 min", "uur", "1 uur", "half uur te laat",
    "nog een uur te gaan", "ja ik ga", "ja maar", "nee", "ok dan niet", "1 uur 1234",
    "12-12-2026", "06 12 34 56 78", "UIT 1 48 21", "UIT 1 4 8 2 1", "+15 1 48 21", "klaar maar hij is boos",
    "is hij klaar",
    "wanneer klaar", "afgerond?", "top of niet",
]  # fmt: skip


@pytest.mark.parametrize(("text", "reply"), WRITTEN.items(), ids=list(WRITTEN))
def test_what_people_write_is_read(text: str, reply: Reply) -> None:
    assert read_sms(text) == reply


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_may_mean_something_else_is_asked_about(text: str) -> None:
    assert read_sms(text).intent is Intent.UNKNOWN


@given(st.sampled_from(PHRASES), KINDLY, st.booleans())
def test_a_word_of_the_list_is_meant_whatever_is_put_behind_it(
    listed: tuple[str, Intent, bool], kindly: str, small: bool
) -> None:
    phrase, intent, doubted = listed
    reply = read_sms((phrase.lower() if small else phrase) + kindly)
    assert (reply.intent, reply.doubted) == (intent, doubted)


@given(st.sampled_from(PHRASES), PINS)
def test_the_pin_behind_it_is_a_pin(listed: tuple[str, Intent, bool], pin: str) -> None:
    phrase, intent, doubted = listed
    assert read_sms(f"{phrase} {pin}") == Reply(intent, pin=pin, doubted=doubted)


@given(
    st.sampled_from(QUIETER), st.sampled_from(["niet", "nog niet", "bijna", "nooit", "is hij", "als ik", "hij is niet"])
)
def test_what_is_denied_or_put_off_ends_no_visit(phrase: str, before: str) -> None:
    for text in (f"{before} {phrase}", f"{phrase} {before}", f"{phrase}?", f"{phrase}, of niet"):
        reply = read_sms(text)
        assert reply.intent is not Intent.CHECK_OUT or reply.doubted, text


@given(st.text(alphabet="abcdefgh ijklmnoprstuvwz.,!?", max_size=25), st.sampled_from(QUIETER))
def test_a_word_in_a_sentence_ends_no_visit(beside: str, phrase: str) -> None:
    listed = {one for one, intent, _ in PHRASES if intent is Intent.CHECK_OUT}
    for text in (f"{beside} {phrase}", f"{phrase} {beside}"):
        reply = read_sms(text)
        words = " ".join(re.findall(r"[A-Z']+", text.upper()))
        kind = re.fullmatch(rf"(?:{'|'.join(listed)})(?: (?:HOOR|DOEI|DAN|GR|THX|MERCI|BEDANKT|GOED|OK|OKE))*", words)
        assert reply.intent is not Intent.CHECK_OUT or kind, text


@pytest.mark.parametrize("key", MEANS)
def test_no_word_stands_in_two_lists(key: str) -> None:
    mine = TEXTS.words(key)
    others = [one for other in MEANS if other != key for one in TEXTS.words(other)]
    assert not set(mine) & set(others)
    assert len(mine) == len(set(mine))


@given(st.sampled_from("12"), CODES, APART, st.data())
def test_a_code_spread_in_any_way_is_among_its_readings(answer: str, code: str, sign: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.sampled_from(range(1, len(code))), min_size=1, unique=True).map(sorted))
    parts = [code[a:b] for a, b in zip([0, *cuts], [*cuts, len(code)], strict=True)]
    reply = read_sms(sign.join([answer, *parts]))
    whole = answer + code
    if reply.readings:
        assert (ANSWERS[answer], code) in reply.readings
        assert {said + one for said, one in ((_digit(intent), one) for intent, one in reply.readings)} <= {
            whole, whole[-1] + whole[:-1]
        }, "nothing but the digits that were typed, in their order"  # fmt: skip
    else:
        # `1 4821-95`: the digits before the sign are a code already, and what follows is a note.
        assert reply.code not in (None, whole)


def _digit(intent: Intent) -> str:
    return {Intent.FIRST: "1", Intent.SECOND: "2"}.get(intent, "")


@given(
    st.text(alphabet="0123456789 .-", min_size=4, max_size=20).filter(lambda one: any(sign.isdigit() for sign in one))
)
def test_no_two_readings_are_the_same(spread: str) -> None:
    found = readings(spread)
    assert len(found) == len(set(found))
    assert all(4 <= len(code) <= 6 for _, code in found)
