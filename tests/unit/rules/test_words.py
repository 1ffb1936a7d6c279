"""watch-rules.md, "Codes and words in SMS": what a text means, before anybody looks at who sent it."""

import pytest

from achterwacht.code_purposes import CodePurpose
from notifications.intents import Intent, Reply
from notifications.replies import read_sms


@pytest.mark.parametrize(
    "text",
    [
        "NOOD", "nood", "Help!", "sos", "Hulp", "help me", "OK help", "UIT. NOOD", "ik heb HELP nodig, 1 4821",
        "+15 sos", "\u00a0nood\u00a0", "Nood?", "(SOS)", "1 4821 NOOD", "stop\nHELP",
        "NOODNOOD HELP", "nood.", "help,snel", "NOOD112", "_sos_",
    ],
)  # fmt: skip
def test_any_text_with_nood_help_or_sos_as_a_word_is_a_panic(text: str) -> None:
    assert read_sms(text) == Reply(Intent.PANIC)


@pytest.mark.parametrize("text", ["behulpzaam", "noodle", "SOSJES", "noodzakelijk", "helpdesk", "niets"])
def test_a_word_that_only_holds_one_is_no_panic(text: str) -> None:
    assert read_sms(text).intent is Intent.UNKNOWN


@pytest.mark.parametrize("text", ["END", "stop", "Cancel", "unsubscribe", "quit", "StopAll"])
def test_end_stop_and_cancel_are_opt_outs(text: str) -> None:
    assert read_sms(text) == Reply(Intent.OPT_OUT)


def test_stop_in_a_sentence_is_no_opt_out() -> None:
    assert read_sms("ik stop ermee").intent is Intent.UNKNOWN


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("OK", Reply(Intent.OK)),
        ("ok.", Reply(Intent.OK)),
        ("goed", Reply(Intent.OK)),
        ("OK 1234", Reply(Intent.OK, pin="1234")),
        ("OK1234", Reply(Intent.OK, pin="1234")),
        ("OK 2", Reply(Intent.OK, choice=2)),
        ("OK 2 1234", Reply(Intent.OK, pin="1234", choice=2)),
        ("UIT", Reply(Intent.CHECK_OUT)),
        ("out", Reply(Intent.CHECK_OUT)),
        ("UIT 1234", Reply(Intent.CHECK_OUT, pin="1234")),
        ("uit 1 12345678", Reply(Intent.CHECK_OUT, pin="12345678", choice=1)),
        ("+15", Reply(Intent.EXTEND, minutes=15)),
        ("+ 15", Reply(Intent.EXTEND, minutes=15)),
        ("verleng 15", Reply(Intent.EXTEND, minutes=15)),
        ("VERLENG15", Reply(Intent.EXTEND, minutes=15)),
        ("Extend 120", Reply(Intent.EXTEND, minutes=120)),
        ("+15 1234", Reply(Intent.EXTEND, minutes=15, pin="1234")),
        ("+15 2 1234", Reply(Intent.EXTEND, minutes=15, pin="1234", choice=2)),
        ("STATUS", Reply(Intent.STATUS)),
    ],
)
def test_what_a_worker_sends(text: str, reply: Reply) -> None:
    assert read_sms(text) == reply


@pytest.mark.parametrize(
    ("text", "intent", "code"),
    [
        ("1 4821", Intent.FIRST, "4821"),
        ("14821", Intent.FIRST, "4821"),
        ("2 4821", Intent.SECOND, "4821"),
        ("2 482100", Intent.SECOND, "482100"),
        ("1", Intent.FIRST, None),
        ("2", Intent.SECOND, None),
        ("VEILIG 4821", Intent.SAFE, "4821"),
        ("veilig4821", Intent.SAFE, "4821"),
        ("safe 4821", Intent.SAFE, "4821"),
        ("Veilig", Intent.SAFE, None),
    ],
)
def test_what_a_colleague_or_manager_sends(text: str, intent: Intent, code: str | None) -> None:
    assert read_sms(text) == Reply(intent, code=code)


@pytest.mark.parametrize("text", ["", "   ", "+", "+1500", "12:30", "3 bezoeken"])
def test_what_means_nothing_changes_nothing(text: str) -> None:
    assert read_sms(text) == Reply(Intent.UNKNOWN)


@pytest.mark.parametrize("text", ["112", "101"])
def test_a_number_of_the_police_is_a_word_of_distress(text: str) -> None:
    assert read_sms(text) == Reply(Intent.UNKNOWN, distress=True)


def test_a_code_is_of_what_goes_on_or_of_what_is_still_to_come() -> None:
    going_on = {
        CodePurpose.CHECK_CALL,
        CodePurpose.LADDER,
        CodePurpose.POLICE,
        CodePurpose.RELIEF,
        CodePurpose.COMPANION_WELL,
    }
    planning = {one for one in CodePurpose if one.spec.planning}
    by_itself = {one for one in CodePurpose if one.spec.by_itself}
    assert planning == {CodePurpose.COMPANION, CodePurpose.BACK_UP, CodePurpose.SWAP, CodePurpose.ALONE}
    assert by_itself == {CodePurpose.NUMBER_CHECK}  # the code is all that it is about: a bare digit never means it
    assert set(CodePurpose) == going_on | planning | by_itself


@pytest.mark.parametrize(("text", "code"), [("3 4821", "34821"), ("1 482", "1482")])
def test_digits_that_are_no_answer_are_at_most_a_code_by_itself(text: str, code: str) -> None:
    assert read_sms(text) == Reply(Intent.CODE, code=code)
