"""What people write instead of OK, UIT, +15 and `1 4821`. What makes things quieter is never guessed."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.clock_times import ClockTime
from notifications.dictated import NUMBERS, without_dictated
from notifications.intents import ABOUT_THEMSELVES, CLOSES, Intent, Reply
from notifications.replies import read_sms
from notifications.said_otherwise import readings
from notifications.texts.catalogue import catalogue

TEXTS = catalogue("nl")
MEANS = {
    "well": (Intent.OK, False), "home": (Intent.AT_HOME, True), "over": (Intent.CHECK_OUT, False),
    "perhaps_over": (Intent.CHECK_OUT, True),
}  # fmt: skip
PHRASES = [(phrase, *meant) for key, meant in MEANS.items() for phrase in TEXTS.words(key)]
QUIETER = [phrase for phrase, intent, doubted in PHRASES if intent is Intent.CHECK_OUT and not doubted]
BESIDE = "HOOR|DOEI|DAN|GR|THX|MERCI|BEDANKT|GOED|OK|OKE"
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
WRITTEN |= {
    "ok +15": Reply(Intent.EXTEND, minutes=15), "ok, +15 min": Reply(Intent.EXTEND, minutes=15),
    "ja graag +30": Reply(Intent.EXTEND, minutes=30), "alles goed, nog 10 min": Reply(Intent.EXTEND, minutes=10),
    "ok maar nog een half uur": Reply(Intent.EXTEND, minutes=30), "plus 15": Reply(Intent.EXTEND, minutes=15),
    "plus vijftien": Reply(Intent.EXTEND, minutes=15), "plus vijftien minuten": Reply(Intent.EXTEND, minutes=15),
    "nog vijfentwintig minuten": Reply(Intent.EXTEND, minutes=25), "15 erbij": Reply(Intent.EXTEND, minutes=15),
    "kwartiertje langer": Reply(Intent.EXTEND, minutes=15), "15 minuutjes langer": Reply(Intent.EXTEND, minutes=15),
    "half uur": Reply(Intent.EXTEND, minutes=30, doubted=True),
    "15 min": Reply(Intent.EXTEND, minutes=15, doubted=True),
    "duurt langer": Reply(Intent.EXTEND, doubted=True), "loopt wat uit": Reply(Intent.EXTEND, doubted=True),
    "tot 5 uur": Reply(Intent.EXTEND, until=ClockTime(5, 0, twelve=True)),
    "tot 17:00": Reply(Intent.EXTEND, until=ClockTime(17, 0)),
    "tot 17u30": Reply(Intent.EXTEND, until=ClockTime(17, 30)),
    "tot 17.30 uur": Reply(Intent.EXTEND, until=ClockTime(17, 30)),
    "tot 1730": Reply(Intent.EXTEND, until=ClockTime(17, 30)),
    "tot half zes": Reply(Intent.EXTEND, until=ClockTime(5, 30, twelve=True)),
    "tot kwart voor zes": Reply(Intent.EXTEND, until=ClockTime(5, 45, twelve=True)),
    "tot kwart na 5": Reply(Intent.EXTEND, until=ClockTime(5, 15, twelve=True)),
    "tot tien over half zes": Reply(Intent.EXTEND, until=ClockTime(5, 40, twelve=True)),
    "tot 5 uur 's middags": Reply(Intent.EXTEND, until=ClockTime(17, 0)),
    "ok, duurt tot 16:15": Reply(Intent.EXTEND, until=ClockTime(16, 15)),
    "ik blijf tot vijf uur 2468": Reply(Intent.EXTEND, until=ClockTime(5, 0, twelve=True), pin="2468"),
    "loos alarm": Reply(Intent.FALSE_ALARM), "Vals alarm!": Reply(Intent.FALSE_ALARM),
    "per ongeluk": Reply(Intent.FALSE_ALARM), "oeps, per ongeluk": Reply(Intent.FALSE_ALARM),
    "sorry, het was een foutje": Reply(Intent.FALSE_ALARM), "per ongeluk gedrukt sorry": Reply(Intent.FALSE_ALARM),
    "loos alarm 4821": Reply(Intent.FALSE_ALARM, code="4821"),
    "4821 loos alarm": Reply(Intent.FALSE_ALARM, code="4821"),
    "loos alarm? 4821": Reply(Intent.CODE, code="4821", doubted=True),
    "foutje 4821": Reply(Intent.FALSE_ALARM, code="4821", doubted=True),
    "UIT 1 48 21": Reply(Intent.CHECK_OUT, choice=1, pin="4821", pin_or="14821"),
    "UIT 1 4 8 2 1": Reply(Intent.CHECK_OUT, choice=1, pin="4821", pin_or="14821"),
    "+15 1 48 21": Reply(Intent.EXTEND, minutes=15, choice=1, pin="4821", pin_or="14821"),
    "uit, 48 21": Reply(Intent.CHECK_OUT, pin="4821"), "uit 4 8 2 1": Reply(Intent.CHECK_OUT, pin="4821"),
    "UIt1 4821": Reply(Intent.CHECK_OUT, choice=1, pin="4821"), "uti": Reply(Intent.CHECK_OUT),
    "uit vier acht twee een": Reply(Intent.CHECK_OUT, pin="4821"), "uir": Reply(Intent.CHECK_OUT, doubted=True),
    "Oke": Reply(Intent.OK), "okee": Reply(Intent.OK), "okeej": Reply(Intent.OK), "okey": Reply(Intent.OK),
    "okidoki": Reply(Intent.OK), "oké punt": Reply(Intent.OK), "ok prima": Reply(Intent.OK),
    "alles ok hier, top": Reply(Intent.OK), "'t is in orde": Reply(Intent.OK), "'t gaat": Reply(Intent.OK),
    "in orde": Reply(Intent.OK), "ja 't gaat goed": Reply(Intent.OK), "alles onder controle": Reply(Intent.OK),
    "ok groet Jan": Reply(Intent.OK), "Uit. Groet, Jan van den Berg": Reply(Intent.CHECK_OUT),
    "ok, klaar": Reply(Intent.CHECK_OUT), "alles goed, ben klaar": Reply(Intent.CHECK_OUT),
    "uit, tot straks!": Reply(Intent.CHECK_OUT),
    "ik ben weer buiten": Reply(Intent.CHECK_OUT, doubted=True), "ben weg daar": Reply(Intent.CHECK_OUT, doubted=True),
    "één vier acht twee één": Reply(Intent.FIRST, code="4821"),
    "veilig vier acht twee een": Reply(Intent.SAFE, code="4821"),
    "👍": Reply(Intent.REACTION, liked=True), "👍🏽👍🏽": Reply(Intent.REACTION, liked=True),
    "status?": Reply(Intent.STATUS), "klaar en naar huis": Reply(Intent.GOING_HOME),
    "ik ben klaar en op weg naar huis": Reply(Intent.GOING_HOME),
    "bezoek klaar ga nu naar kantoor": Reply(Intent.CHECK_OUT),
    "ben klaar, tot straks op kantoor": Reply(Intent.CHECK_OUT), "uit, ga naar kantoor": Reply(Intent.CHECK_OUT),
    "mag ik 15 min langer?": Reply(Intent.EXTEND, minutes=15), "15min langer graag": Reply(Intent.EXTEND, minutes=15),
    "kan het een kwartier langer": Reply(Intent.EXTEND, minutes=15),
    "+10 minuten aub": Reply(Intent.EXTEND, minutes=10),
    "nog een uur?": Reply(Intent.EXTEND, minutes=60, doubted=True),
    "veilig 4821 politie onderweg": Reply(Intent.SAFE, code="4821", note="politie onderweg", doubted=True),
    "1 4821 voicemail": Reply(Intent.FIRST, code="4821", note="voicemail", doubted=True),
    "1 4821 ben onderweg": Reply(Intent.FIRST, code="4821", note="ben onderweg"),
}  # fmt: skip
NOT_SAID = [
    "niet ok", "ok?", "oké vraagteken", "oké maar kom", "alles goed? nee", "klaar om te vechten", "ok als hij weg is",
    "uit als het kan", "alles ok behalve hij", "ook", "tot zo", "tot 25:00", "tot straks", "tot 5 man",
    "geen loos alarm",
    "niet per ongeluk", "was het loos alarm", "loos alarm?", "ok gr hij is boos", "uit groet hij slaat me", "k", "👎",
    "😀",
    "ok 👎 nee", "vijftien", "plus", "twee mannen hier", "een vier",

    "klaar?", "klaar of niet", "ben er klaar mee", "ik ben er klaar mee!", "klaar om te beginnen", "niet klaar",
    "ik wil hier weg", "weg hier", "moet weg", "half uur te laat",
    "nog een uur te gaan", "ja ik ga", "ja maar", "nee", "ok dan niet",
    "12-12-2026", "06 12 34 56 78", "klaar maar hij is boos",
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
        well = "|".join((*TEXTS.words("well"), "GOED", "OK+E*[IJY]*", "ALLES GOED"))
        kind = re.fullmatch(
            rf"(?:(?:{well}) (?:EN )?)?(?:{'|'.join(listed)})(?: (?:HOOR|DOEI|DAN|GR|THX|MERCI|BEDANKT|GOED|OK|OKE))*",
            words,
        )
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


SAFE_WORDS = (
    *(phrase for key in ("well", "over", "back", "going_home", "home", "false_alarm") for phrase in TEXTS.words(key)),
    "OK", "UIT", "GOED", "VEILIG", "VEILIG 4821", "4821 VEILIG", "LOOS ALARM 4821", "1 4821", "UIT EN NAAR HUIS",
)  # fmt: skip
QUIET = {*ABOUT_THEMSELVES, *CLOSES, Intent.FIRST} - {Intent.EXTEND}
TURNS = (
    "niet",
    "nooit",
    "geen",
    "niet echt",
    "nog niet",
    "helemaal niet",
    "nee",
    "nie",
    "nog ni",
    "kannie",
    "gaatniet",
)
PICTURES = "👎❌🚫⛔🙅❓❔🤷😢😭😱😨😰😖🚨🔪🗡🔫🩸🤕⚠"
CONDITIONS = (
    "maar kom", "maar hij is boos", "als hij weg is", "als ik kan", "tenzij hij komt", "zodra hij slaapt", "mits",
    "behalve de hond", "indien mogelijk", "misschien", "but come", "if he lets me", "mais venez",
)  # fmt: skip
OUTSIDE = "👍🙂 \u200b"


def _quietens(text: str) -> bool:
    reply = read_sms(text)
    return reply.intent in QUIET and not reply.doubted


@given(st.sampled_from(SAFE_WORDS), st.sampled_from(TURNS), st.text(alphabet=OUTSIDE, max_size=3))
def test_no_word_that_quietens_survives_a_no(word: str, turn: str, signs: str) -> None:
    for text in (f"{turn} {word}", f"{word} {turn}", f"{word}, {turn}", f"{word}{signs}\n{turn}"):
        assert not _quietens(text), text


@given(st.sampled_from(SAFE_WORDS), st.sampled_from(PICTURES), st.sampled_from(("", " ", "\n", "🏽 ", "\ufe0f ")))
def test_no_word_that_quietens_survives_a_picture_that_says_no(word: str, picture: str, between: str) -> None:
    for text in (f"{word}{between}{picture}", f"{picture}{between}{word}"):
        assert not _quietens(text), text


@given(
    st.sampled_from(SAFE_WORDS), st.sampled_from(TURNS), st.sampled_from((" mvg ", ". Gr ", ". Groet, ", "\nGroetjes "))
)
def test_no_greeting_hides_a_no(word: str, turn: str, greeting: str) -> None:
    assert not _quietens(f"{word}{greeting}{turn}"), word
    assert not _quietens(f"{word}{greeting}Jan {turn}"), word


@given(
    st.sampled_from(SAFE_WORDS), st.sampled_from(("moest ik sturen", "moet ik zeggen", "onder dwang", "hij dwingt me"))
)
def test_nobody_closes_an_alarm_because_they_must(word: str, forced: str) -> None:
    reply = read_sms(f"{word}, {forced}")
    assert reply.intent not in {*ABOUT_THEMSELVES, *CLOSES} or reply.doubted


@given(st.sampled_from(SAFE_WORDS), st.sampled_from(("?", " ?", "??", "?!", "？", " vraagteken")), st.booleans())
def test_no_word_that_quietens_survives_a_question(word: str, mark: str, small: bool) -> None:
    word = word.lower() if small else word
    assert not _quietens(f"{word}{mark}"), word
    name, _, code = word.partition(" ")
    if code.isdigit() and not name.isdigit():
        assert not _quietens(f"{name}{mark} {code}"), word


@given(st.sampled_from(SAFE_WORDS), st.sampled_from(CONDITIONS), st.sampled_from((" ", ", ", ". ", "\n")))
def test_no_word_that_quietens_survives_a_but_or_an_if(word: str, condition: str, between: str) -> None:
    for text in (f"{word}{between}{condition}", f"{condition}{between}{word}"):
        assert not _quietens(text), text


@given(st.sampled_from(SAFE_WORDS), st.sampled_from([one for one in TEXTS.words("distress") if one[0].isalpha()]))
def test_no_word_that_quietens_survives_distress(word: str, distress: str) -> None:
    if word == "1 4821":  # who takes an alarm may say that they phone the police
        return
    for text in (f"{word} {distress}", f"{word}, {distress}", f"{distress}. {word}", f"{word}\nGroet, {distress}"):
        assert not _quietens(text), text


@pytest.mark.parametrize("unit", range(1, 100))
def test_every_number_is_read_as_it_is_said(unit: int) -> None:
    word = next(word for word, digits in NUMBERS.items() if digits == str(unit))
    assert read_sms(f"plus {word}").minutes == unit
    assert read_sms(f"plus {word.lower().replace('een', 'één')} minuten").minutes == unit


@given(st.lists(st.sampled_from(list(NUMBERS)), min_size=4, max_size=8), st.sampled_from(("", "uit ", "mijn pin is ")))
def test_a_pin_in_words_is_not_kept(spoken: list[str], before: str) -> None:
    kept = without_dictated(before + " ".join(spoken).lower())
    assert not any(word in kept.upper().split() for word in spoken)
    assert without_dictated("een mes en twee mannen") == "een mes en twee mannen"


AT = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)  # 16:40 in Amsterdam


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("tot 5 uur", "17:00"), ("tot half zes", "17:30"), ("tot 17:00", "17:00"), ("tot kwart over 5", "17:15"),
        ("tot acht uur", "20:00"), ("tot 16:40", None), ("tot 4 uur", None), ("tot 09:00", None), ("tot 22:00", None),
    ],
)  # fmt: skip
def test_a_time_is_the_next_one_and_one_far_away_is_asked_about(text: str, until: str | None) -> None:
    said = read_sms(text).until
    assert said is not None
    zone = ZoneInfo("Europe/Amsterdam")
    moment = said.after(AT, zone)
    assert (moment and f"{moment.astimezone(zone):%H:%M}") == until


def test_a_time_across_midnight_is_of_the_next_day() -> None:
    night = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # 23:30
    said = read_sms("tot half een").until
    assert said is not None
    assert said.after(night, ZoneInfo("Europe/Amsterdam")) == night + timedelta(hours=1)
