"""The duress PIN by SMS calls for help in whatever form it was typed, and what comes back says nothing of that."""

import pytest
from sqlalchemy import select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.guessing.records import GuessRecord
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, panic
from tests.support.app_under_test import AppUnderTest
from tests.support.twilio.records import new_sid

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
RIGHT, DURESS, WRONG = "2468", "8642", "9753"
SPREAD = "{0[0]}{0[1]} {0[2]}{0[3]}"
UNDERSTOOD = (
    "UIT: {}", "uit pin {}", "OK, {}", "+15min. {}", "Uit ({})", "uit, mijn code is {}", "ben klaar {}", "ja {}",
    "uit {0[0]}-{0[1]}-{0[2]}-{0[3]}", f"uit {SPREAD}", f"+15 {SPREAD}", f"nog een half uur, {SPREAD}", "ik ben weg {}",
    "UIT UIT {}",
)  # fmt: skip
NOT_UNDERSTOOD = (
    "{}", "{} uit", "1 {}", "1{}", "VEILIG {}", "STATUS {}", "UIT {0} {0}",
    "Uit ik ben klaar, tot morgen. {}", SPREAD, f"1 {SPREAD}",
)  # fmt: skip


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.jan.sets_pin(RIGHT, DURESS)
    return app


def answers(app: AppUnderTest, text: str) -> list[str]:
    before = len(app.twilio.messages)
    app.jan.phone.sends(text)
    app.settles()
    return [sms.text for sms in app.twilio.messages[before:] if sms.to == app.jan.employee.phone]


def causes(app: AppUnderTest) -> list[str]:
    with app.database.read() as session:
        return [one.value for one in session.scalars(select(AlarmRecord.cause).order_by(AlarmRecord.opened_at))]


def closes(app: AppUnderTest) -> None:
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@one_database
@pytest.mark.parametrize("form", [*UNDERSTOOD, *NOT_UNDERSTOOD])
def test_it_is_heard_and_the_answer_is_that_of_another_number(app: AppUnderTest, form: str) -> None:
    visit = app.jan.checks_in(minutes=60)
    harmless = answers(app, form.format(RIGHT if form in UNDERSTOOD else WRONG))
    assert causes(app) == []
    if app.jan.visit(visit)["state"] == "ended":
        visit = app.jan.checks_in(minutes=60)
    heard = answers(app, form.format(DURESS))
    assert causes(app) == ["duress"]
    assert [text[:20] for text in heard] == [text[:20] for text in harmless]
    assert app.jan.visit(visit)["alarm"] is None, "nobody inside sees it"
    closes(app)


def test_looking_for_it_is_no_guess_and_the_right_pin_does_nothing_there(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=60)
    for _ in range(3):
        answers(app, f"tot zo {WRONG}")
        answers(app, f"tot zo {RIGHT}")
    with app.database.read() as session:
        assert session.scalars(select(GuessRecord.tries)).all() == []
    assert (app.jan.visit(visit)["state"], causes(app)) == ("under_way", [])
    app.jan.does(visit, "check-out", pin=RIGHT)
    app.forgets_messages()


def test_the_same_text_once_more_is_no_second_call_for_help(app: AppUnderTest) -> None:
    app.jan.checks_in(minutes=60)
    sid = new_sid("SM")
    for _ in range(3):
        app.jan.phone.sends(f"klaar {DURESS}", sid=sid)
    app.settles()
    closes(app)
    app.jan.phone.sends(f"klaar {DURESS}", sid=sid)
    app.settles()
    assert causes(app) == ["duress"]


@one_database
def test_who_calls_aloud_is_not_silent_and_a_machine_calls_for_nothing(app: AppUnderTest) -> None:
    app.jan.checks_in(minutes=60)
    answers(app, f"Automatisch antwoord: ik ben met verlof tot {DURESS}.")
    assert causes(app) == []
    answers(app, f"NOOD {DURESS}")
    assert causes(app) == ["panic"]
    closes(app)


@pytest.mark.parametrize(
    ("form", "answer"),
    [("ok 1 {}", "Jij pakt alarm {}"), ("OK, {}", "Zet er 1, 2 of VEILIG voor. Ik pak het op: 1 {}")],
)
def test_a_colleague_who_says_ok_before_the_code_means_the_alarm(app: AppUnderTest, form: str, answer: str) -> None:
    panic(app)
    code = app.fatima.phone.expects_sms("NOOD").code
    before = len(app.twilio.messages)
    app.fatima.phone.sends(form.format(code))
    app.settles()
    said = [sms.text for sms in app.twilio.messages[before:] if sms.to == app.fatima.employee.phone]
    assert answer.format(code) in said[0], said
    closes(app)
