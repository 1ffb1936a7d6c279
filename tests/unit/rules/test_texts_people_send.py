"""What people really send (tests/inputs/sms.jsonl: each with its right meaning), and what is made of it."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.calls_for_help import asks_for_help
from notifications.folding import fold
from notifications.intents import Intent, Reply
from notifications.quoting import cut_out
from notifications.replies import read_sms
from notifications.texts.catalogue import catalogue

INPUTS = Path(__file__).parents[2] / "inputs" / "sms.jsonl"
ROWS = [json.loads(line) for line in INPUTS.read_text("utf-8").splitlines()]
SENT = (
    "Komt het uit? Antwoord OK. Hulp nodig: NOOD",
    "Ben je al thuis? Antwoord OK. Hulp nodig: NOOD",
    "NOOD 4821. Sanne Bakker drukte om 14:03 op de noodknop: Dorpsstraat 12, Den Bosch. Bel eerst 112 bij gevaar, dan "
    "06 12345678. Ik pak dit op: 1 4821. Kan niet: 2 4821",
)
OK, UIT, PANIC, UNKNOWN = Intent.OK, Intent.CHECK_OUT, Intent.PANIC, Intent.UNKNOWN
RIGHT: dict[str, Reply] = {
    'Vond "Komt het uit? Antwoord OK. Hulp nodig: NOOD" leuk': Reply(Intent.REACTION, quoted=(0,), liked=True),
    "Liked “Ben je al thuis? Antwoord OK. Hulp nodig: NOOD”": Reply(Intent.REACTION, quoted=(1,), liked=True),
    "Reageerde met ❤️ op “NOOD 4821. Sanne Bakker drukte om 14:03 op de noodknop: Dorpsstraat 12, Den Bosch.”": Reply(
        Intent.REACTION, quoted=(2,), liked=True
    ),
    "Ik heb geen hulp nodig": Reply(PANIC),
    "NOOD": Reply(PANIC),
    'Vond "Komt het uit? Antwoord OK. Hulp nodig: NOOD" leuk NOOD': Reply(PANIC),
    "Oké": Reply(OK),
    "oké.": Reply(OK),
    "OK,": Reply(OK),
    "Ok 👍": Reply(OK),
    "👍": Reply(Intent.REACTION, liked=True),
    "OK…": Reply(OK),
    "\u200bOK": Reply(OK),
    "OK\ufe0f": Reply(OK),
    "Uit 🙂": Reply(UIT),
    "+15 min": Reply(Intent.EXTEND, minutes=15),
    "+15'": Reply(Intent.EXTEND, minutes=15),
    "＋15": Reply(Intent.EXTEND, minutes=15),
    "N00D": Reply(PANIC),
    "NO OD": Reply(PANIC),
    "HELP!!!": Reply(PANIC),
    "1 4821 ik ga erheen": Reply(Intent.FIRST, code="4821", note="ik ga erheen"),
    "1. 4821": Reply(Intent.FIRST, code="4821"),
    "1: 4821": Reply(Intent.FIRST, code="4821"),
    "14821": Reply(Intent.FIRST, code="4821"),
    "4821 1": Reply(Intent.FIRST, code="4821"),
    "4821": Reply(Intent.CODE, code="4821"),
    "VEILIG: 4821": Reply(Intent.SAFE, code="4821"),
    "UIT, alles goed": Reply(UIT),
    "Ja ik ga": Reply(UNKNOWN),
    "Automatisch antwoord: ik ben met verlof tot 4 januari. Neem in geval van nood contact op met de balie.": Reply(
        PANIC
    ),
    "YES": Reply(Intent.OPT_IN, liked=True),
    "STOP.": Reply(UNKNOWN),
    "NOOD\u0000": Reply(PANIC),
}


@pytest.mark.parametrize("row", ROWS, ids=[row["body"] for row in ROWS])
def test_each_is_read_as_it_was_meant(row: dict[str, str]) -> None:
    assert read_sms(row["body"], SENT) == RIGHT[row["body"]]


@pytest.mark.parametrize(
    "text",
    [
        "noodgeval", "Noodgevallen!", "NOODSITUATIE", "dit is een noodsituatie", "S.O.S.", "s.o.s", "S O S",
        "S-O-S", "NOODKNOP", "noodoproep", "Noodhulp", "hulpkreet", "mayday", "nóód", "N\u200bOOD",
        "no\u00adod", "ＮＯＯＤ", "🆘", "heeelp", "NOOOOD", "N.O.O.D.", "h e l p", "HE LP", "n00d!", "S0S",
        "au secours", "À l'aide", "Aidez-moi!", "Hilfe", "emergency", "nood\U0001f6a8", "\u202eNOOD",
        "noodgeval in de Dorpsstraat", "ℕ𝕆𝕆𝔻", "NOOD™", "Ⓝⓞⓞⓓ",
        "helpme", "Helpme!", "noodnu", "NOOD NU", "hulpnodig", "ikhebhulpnodig", "hij komt eraan helpons", "noodhelp",
        "hekp", "hekp!!", "Hukp", "hulpp", "nooood", "noof", "npod", "hlp", "hepl me", "hekp me snel aub", "hekpme",
        "NОOD", "НЕLР", "ΗELΡ", "nооd", "һеӏр", "SОS", "НULР nodig", "geen nood? NOOD", "geen, nood", "geen nood-knop",
    ],
)  # fmt: skip
def test_a_call_for_help_in_whatever_shape(text: str) -> None:
    assert read_sms(text, SENT) == Reply(PANIC)


@pytest.mark.parametrize(
    "text",
    [
        "geen noodzaak", "noodzakelijk", "noodgedwongen later", "noodopvang geregeld", "nooduitgang",
        "hulpverlener is er", "hulpverlening", "behulpzaam", "helpdesk", "helpende hand", "noodlottig",
        "noodweer", "112", "zo so s", "nodig", "helpen", "helpen nodig", "geen nood", "Geen nood hoor!",
        "Noor", "mood", "gulp", "helm", "hell", "bood", "Jood", "NIOD", "yelp", "hilpert", "de hekpen",
        "ik ga hilp mee",
        "noodzaak nu", "helper", "hulpje", "noden", "Привет, я дома", "Καλημέρα", "ООО Ромашка",
 "iPhone's OS", "gehulpen", "sossen", "noot", "hopeloos", "so", "hoofd",
    ],
)  # fmt: skip
def test_an_ordinary_word_of_this_work_is_none(text: str) -> None:
    assert read_sms(text).intent is UNKNOWN


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("OK!", Reply(OK)),
        ("okay", Reply(OK)),
        ("OKÉ 👍🏽", Reply(OK)),
        ("🆗", Reply(OK)),
        ("“OK”", Reply(OK)),
        ("Ok, bedankt", Reply(OK)),
        ("OK 1234 dank je wel", Reply(OK, pin="1234")),
        ("UIT!!", Reply(UIT)),
        ("ｕｉｔ", Reply(UIT)),
        ("(uit)", Reply(UIT)),
        ("+15 minuten", Reply(Intent.EXTEND, minutes=15)),
        ("+ 15min. 1234", Reply(Intent.EXTEND, minutes=15, pin="1234")),
        ("+15, 1234", Reply(Intent.EXTEND, minutes=15, pin="1234")),
        ("OK, 1234", Reply(OK, pin="1234")),
        ("ok pin 1234", Reply(OK, pin="1234")),
        ("UIT: 1234", Reply(UIT, pin="1234")),
        ("Uit-1234", Reply(UIT, pin="1234")),
        ("uit (1234)", Reply(UIT, pin="1234")),
        ("uit met pincode: 1234", Reply(UIT, pin="1234")),
        ("UIT, mijn code is 1234.", Reply(UIT, pin="1234")),
        ("UIT 2, 1234", Reply(UIT, choice=2, pin="1234")),
        ("+15 min 1234", Reply(Intent.EXTEND, minutes=15, pin="1234")),
        ("+ 1 5", Reply(Intent.EXTEND, minutes=1, choice=5, doubted=True)),
        ("+1 5", Reply(Intent.EXTEND, minutes=1, choice=5, doubted=True)),
        ("plus 1 5 1234", Reply(Intent.EXTEND, minutes=1, choice=5, pin="1234", doubted=True)),
        ("++15", Reply(Intent.EXTEND, minutes=15)),
        ("Plus 15", Reply(Intent.EXTEND, minutes=15)),
        ("15 min erbij", Reply(Intent.EXTEND, minutes=15)),
        ("15 minuten langer, bedankt", Reply(Intent.EXTEND, minutes=15)),
        ("+15 extra", Reply(Intent.EXTEND, minutes=15)),
        ("+5 1234", Reply(Intent.EXTEND, minutes=5, pin="1234")),
        ("15 erbij", Reply(Intent.EXTEND, minutes=15)),
        ("15 min", Reply(Intent.EXTEND, minutes=15, doubted=True)),
        ("Ok dan", Reply(OK)),
        ("ok dan niet", Reply(UNKNOWN)),
        ("+15 min 2", Reply(Intent.EXTEND, minutes=15, choice=2)),
        ("1️⃣ 4821", Reply(Intent.FIRST, code="4821")),
        ("1) 4821", Reply(Intent.FIRST, code="4821")),
        ("1 - 4821", Reply(Intent.FIRST, code="4821")),
        ("1 #4821", Reply(Intent.FIRST, code="4821")),
        ("1 code 4821", Reply(Intent.FIRST, code="4821")),
        ("1 4821, ben er om 5 over", Reply(Intent.FIRST, code="4821", note="ben er om 5 over")),
        ("1 4821 5", Reply(Intent.FIRST, code="4821", note="5")),
        ("2 4821 sta in de file", Reply(Intent.SECOND, code="4821", note="sta in de file")),
        ("VEILIG 4821 Jan zit naast me", Reply(Intent.SAFE, code="4821", note="Jan zit naast me")),
        ("4821 veilig", Reply(Intent.SAFE, code="4821")),
        ("4821 2", Reply(Intent.SECOND, code="4821")),
        ("ja ik ga, 4821", Reply(Intent.CODE, code="4821")),
        ("UIT, maar hij is boos", Reply(UNKNOWN)),
        ("UIT?", Reply(UNKNOWN)),
        ("OK?", Reply(UNKNOWN)),
        ("1 ik ga", Reply(UNKNOWN)),
        ("stop", Reply(Intent.OPT_OUT)),
        (" Stop\n", Reply(Intent.OPT_OUT)),
        ("STOP!", Reply(UNKNOWN)),
        ("ＳＴＯＰ", Reply(UNKNOWN)),
        ("revoke", Reply(Intent.OPT_OUT)),
        ("yes", Reply(Intent.OPT_IN, liked=True)),
    ],
)
def test_what_phones_make_of_a_word(text: str, reply: Reply) -> None:
    assert read_sms(text) == reply


@pytest.mark.parametrize(
    "text",
    [
        "❤️ to “{}”", "👍 op '{}'", "Loved “{}”", "Disliked “{}”", "Questioned “{}”", "Removed a like from “{}”",
        "Laughed at “{}”", "Reacted 😂 to “{}”", "A aimé « {} »", "Fand „{}“ gut", "> {}", "Re: {}", "{}",
        "Vond \u201c{}\u201d geweldig", "Benadrukte “{}”", "“{}”\n👍",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", range(len(SENT)))
@pytest.mark.parametrize("cut", [None, 30, 25])
def test_a_reaction_in_any_language_also_cut_off_is_no_call_for_help(text: str, place: int, cut: int | None) -> None:
    ours = SENT[place] if cut is None else SENT[place][:cut] + "…"
    reply = read_sms(text.format(ours), SENT)
    assert (reply.intent, reply.quoted) == (Intent.REACTION, (place,))
    assert read_sms(text.format(ours) + " NOOD", SENT).intent is PANIC
    assert read_sms("help " + text.format(ours), SENT).intent is PANIC
    assert read_sms(text.format(ours) + "\nik heb hulp nodig", SENT).intent is PANIC


@pytest.mark.parametrize(
    "text", ["Disliked “{}”", "Removed a like from “{}”", "Vond “{}” niet leuk", "Laughed at “{}”"]
)
def test_only_approval_is_approval(text: str) -> None:
    assert not read_sms(text.format(SENT[0]), SENT).liked


@pytest.mark.parametrize(
    "text",
    ["Hulp nodig", "Hulp nodig: NOOD", "NOOD 4821", "Sanne drukte op de noodknop", "Antwoord OK. Hulp nodig: NOOD"],
)
def test_what_somebody_may_have_typed_themselves_counts(text: str) -> None:
    assert read_sms(text, SENT).intent is PANIC


def test_words_that_were_never_sent_to_them_count() -> None:
    assert read_sms(f"Liked “{SENT[2]}”", SENT[:2]).intent is PANIC
    assert read_sms(f"Liked “{SENT[2]}”").intent is PANIC


def test_an_answer_below_the_quoted_text_is_the_answer() -> None:
    first, _, rest = SENT[2].partition(": ")
    reply = read_sms(f"> {first}:\n> {rest}\n1 4821 ben er zo", SENT)
    assert (reply.intent, reply.code, reply.note) == (Intent.FIRST, "4821", "ben er zo")
    assert read_sms(f"> {SENT[0]}\nok", SENT).intent is OK


WORDS = catalogue("nl").words("help")
NOTHING_ELSE = st.text(alphabet="abcdefg ABC.,!?'\"“”…\n0123456789👍", max_size=30)


@given(st.sampled_from(SENT), NOTHING_ELSE, st.sampled_from(WORDS), NOTHING_ELSE, st.booleans())
def test_a_word_for_help_outside_what_we_sent_always_counts(
    ours: str, before: str, word: str, after: str, first: bool
) -> None:
    quoted = f"“{ours}”"
    parts = (before, f" {word} ", after, quoted) if first else (before, quoted, f" {word} ", after)
    assert read_sms("".join(parts), SENT).intent is PANIC


@given(NOTHING_ELSE.filter(lambda one: not asks_for_help(one)), st.sampled_from(SENT))
def test_our_own_words_alone_never_call_for_help(before: str, ours: str) -> None:
    assert read_sms(f"{before}“{ours}”", SENT).intent is not PANIC


@given(st.text(), st.lists(st.text(), max_size=3))
def test_cutting_and_folding_never_fail(body: str, sent: list[str]) -> None:
    assert all(0 <= place < len(sent) for place in cut_out(body, sent).quoted)
    assert fold(fold(body)) == fold(body)


@given(NOTHING_ELSE)
def test_nothing_is_cut_where_nothing_was_sent(body: str) -> None:
    assert read_sms(body, []) == read_sms(body)
    assert cut_out(body, []).quoted == ()


@pytest.mark.parametrize(
    ("body", "intent"),
    [
        ("Uit\n\nVerzonden vanaf mijn iPhone", Intent.CHECK_OUT),
        ("+15\n\nVerstuurd vanaf mijn Galaxy", Intent.EXTEND),
        ("OK.\nSent from my iPhone", Intent.OK),
        ("UIT\nGroet, Jan", Intent.CHECK_OUT),
        ("Uit\nNee, toch niet", Intent.UNKNOWN),
        ("Verzonden vanaf mijn iPhone", Intent.UNKNOWN),
        ("Uit\nMet vriendelijke groet, nood aan de man", Intent.PANIC),
    ],
)
def test_a_signature_below_a_word_takes_nothing_from_it(body: str, intent: Intent) -> None:
    assert read_sms(body).intent is intent


SAYS_NO = (
    "niet", "nee", "neen", "NEE!", "geen", "niet veilig", "toch niet", "onveilig", "geen gehoor", "hij neemt niet op",
    "not", "no", "nooit", "bang", "niett", "neit", "er is gevaar", "kan niet", "hekp",
)  # fmt: skip
BESIDE = st.text(alphabet="abcd ef.,!", max_size=12)
ALL_WELL = (
    "geen probleem",
    "niets aan de hand",
    "geen nood",
    "Jan zit naast me",
    "ben er om 5 over",
    "is thuis",
)


@given(
    st.sampled_from(("VEILIG", "1", "safe")), st.sampled_from((" ", ": ", ", ", "?? ", "! ", "\n")), BESIDE,
    st.sampled_from(SAYS_NO), BESIDE,
)  # fmt: skip
def test_what_says_no_behind_a_code_closes_nothing(word: str, mark: str, before: str, no: str, after: str) -> None:
    reply = read_sms(f"{word} 4821{mark}{before} {no} {after}")
    assert reply.doubted or reply.intent is PANIC


@given(
    st.sampled_from(("VEILIG", "safe", "een", "one")), st.sampled_from(("?", " ?", "? ", "??", "!? ", " ¿ ", "？")),
    st.sampled_from(("4821", "48 21", "4 8 2 1")), st.sampled_from(("", " Jan")),
)  # fmt: skip
def test_a_question_mark_before_a_code_closes_and_takes_nothing(word: str, mark: str, code: str, note: str) -> None:
    reply = read_sms(f"{word}{mark}{code}{note}")
    assert reply.doubted or reply.intent not in (Intent.SAFE, Intent.FIRST)


def test_a_question_mark_before_the_code_of_a_2_declines() -> None:
    reply = read_sms("twee? 4821")
    assert (reply.intent, reply.code, reply.doubted) == (Intent.SECOND, "4821", False)


@given(st.sampled_from(SAYS_NO), BESIDE)
def test_what_says_no_behind_a_2_is_a_2(no: str, after: str) -> None:
    reply = read_sms(f"2 4821 {no} {after}")
    assert (reply.intent, reply.code, reply.doubted) == (Intent.SECOND, "4821", False) or reply.intent is PANIC


@given(st.sampled_from(("nood", "hulp", "help me", "SOS")), BESIDE)
def test_a_word_for_help_behind_a_code_is_a_call_for_help(word: str, after: str) -> None:
    assert read_sms(f"VEILIG 4821 {word} {after}").intent is PANIC


@pytest.mark.parametrize("note", ALL_WELL)
@pytest.mark.parametrize("word", ["VEILIG", "1"])
def test_a_note_that_takes_nothing_back_is_a_note(word: str, note: str) -> None:
    reply = read_sms(f"{word} 4821 {note}")
    assert (reply.doubted, reply.code, reply.note) == (False, "4821", note)


@pytest.mark.parametrize("text", ["VEILIG 4821?", "1 4821?", "veilig 4821 toch?"])
def test_a_question_behind_a_code_is_one(text: str) -> None:
    assert read_sms(text).doubted
    assert not read_sms("1 4821 waar ligt de sleutel?").doubted, "who takes it may ask something"


ROWS_OF_KEYS = (("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"), ("AZERTYUIOP", "QSDFGHJKLM", "WXCVBN"))
WORDS_BY_THEMSELVES = frozenset(
    {
        "BELP", "HELL", "HELM", "HELO", "HEMP", "HEPP", "YELP", "GULP", "HULL", "HUMP", "HUPP", "BOOD", "HOOD", "JOOD",
        "MOOD", "NIOD", "NOID", "NOLD", "NOOC", "NOOR", "NOOS", "NOPD",
    }
)  # fmt: skip
"""Names, words and places in Dutch, English, French or German: too many of them to ring a bell for."""


def _beside(letter: str) -> set[str]:
    found = set()
    for rows in ROWS_OF_KEYS:
        for above, row in enumerate(rows):
            place = row.find(letter)
            if place < 0:
                continue
            for other, steps in ((above, (-1, 1)), (above - 1, (0, 1)), (above + 1, (-1, 0))):
                if 0 <= other < len(rows):
                    found |= {rows[other][place + step] for step in steps if 0 <= place + step < len(rows[other])}
    return found


@pytest.mark.parametrize("word", ["HELP", "HULP", "NOOD"])
def test_every_slip_of_a_finger_is_a_slip_or_a_word_by_itself(word: str) -> None:
    wrong_key = {word[:at] + key + word[at + 1 :] for at, letter in enumerate(word) for key in _beside(letter)}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    for slip in wrong_key | swapped - {word}:
        called = read_sms(slip).intent is PANIC
        assert called is (slip not in WORDS_BY_THEMSELVES), slip
        assert read_sms(f"ik ga zo met {slip} naar de klant").intent is UNKNOWN, "within a sentence it may be a name"


@given(st.sampled_from(catalogue("nl").words("help_beside")), st.sampled_from(catalogue("nl").words("help_beside")))
def test_the_small_words_alone_call_for_nothing(one: str, other: str) -> None:
    assert read_sms(one + other).intent is not PANIC
    assert read_sms(f"{one} {other}").intent is not PANIC


LONG_WORDS = [one.replace(" ", "") for one in catalogue("nl").words("help") if len(one.replace(" ", "")) >= 8]


@pytest.mark.parametrize("word", LONG_WORDS)
@settings(deadline=None)  # the first one puts the patterns together
@given(data=st.data())
def test_a_long_word_with_one_letter_wrong_calls_for_help_where_it_stands_alone(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            ]
        )
    )
    assert read_sms(wrong).intent is PANIC
    assert read_sms(f"{wrong.lower()} nu!").intent is PANIC


@pytest.mark.parametrize(
    "text", ["noodzaak", "noodzakelijk", "noodopvang", "nooduitgang", "noodweer", "hulpverlener", "helpdesk", "noodlot"]
)
def test_what_stands_beside_the_long_words_in_a_dictionary_does_not(text: str) -> None:
    assert read_sms(text).intent is UNKNOWN
