"""What people write instead of OK, UIT, +15 and `1 4821`, through the real door: what it does, and what it asks."""

import re

import pytest
from sqlalchemy import select

from achterwacht.codes.records import CodeRecord
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, panic
from tests.support.app_under_test import AppUnderTest

ACROSS = {"across_organisations": True}
DENSE = "1 {0[0]}{0[1]} {0[2]}{0[3]}"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def code_of(app: AppUnderTest) -> str:
    found = re.search(r"1 (\d{4,6})", app.fatima.phone.expects_sms("NOOD").text)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("form", [DENSE, "1 {0[0]} {0[1]} {0[2]} {0[3]}", "1: {0[0]}{0[1]}-{0[2]}{0[3]}", "een {}"])
def test_a_code_as_dictation_writes_it_takes_the_alarm(app: AppUnderTest, form: str) -> None:
    visit = panic(app)
    code = code_of(app)
    app.forgets_messages()
    app.fatima.phone.sends(form.format(code) + ("" if form == "een {}" else " ben er zo"))
    app.fatima.phone.expects_sms(f"Jij pakt alarm {code} op")
    assert app.jan.visit(visit)["alarm"]["acknowledgedBy"]["name"] == "Fatima Bakker"
    app.forgets_messages()
    app.fatima.phone.sends(f"VEILIG {code[:2]} {code[2:]}")
    app.fatima.phone.expects_sms("is afgesloten")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_digits_that_may_be_two_codes_are_asked_about(app: AppUnderTest) -> None:
    visit = panic(app)
    code = code_of(app)
    with app.database.write() as session:
        mine = session.scalars(select(CodeRecord).where(CodeRecord.code == code), execution_options=ACROSS).one()
        other = CodeRecord(
            organisation_id=mine.organisation_id, person_id=mine.person_id, code=f"1{code}", purpose=mine.purpose,
            subject_kind=mine.subject_kind, subject_id=mine.subject_id, made_at=mine.made_at,
        )  # fmt: skip
        session.add(other)
    app.forgets_messages()
    app.fatima.phone.sends(DENSE.format(code))
    app.fatima.phone.expects_sms("Er is niets veranderd.")
    assert app.jan.visit(visit)["alarm"]["acknowledgedBy"] is None, "the climb goes on"
    app.fatima.phone.sends(f"1 {code}")
    app.fatima.phone.expects_sms("Jij pakt alarm")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_code_that_nobody_has_does_nothing(app: AppUnderTest) -> None:
    visit = panic(app)
    code = code_of(app)
    app.forgets_messages()
    wrong = str((int(code) + 1) % 9000 + 1000)
    app.fatima.phone.sends(DENSE.format(wrong))
    app.fatima.phone.expects_sms("ken ik niet")
    assert app.jan.visit(visit)["alarm"]["acknowledgedBy"] is None
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_what_a_worker_writes_does_what_they_mean_and_the_rest_is_asked(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    for text, answer in (
        ("jep", "Genoteerd: alles goed."),
        ("half uurke langer", "Je afspraak loopt nu tot"),
        ("ik ben weg", "Er is niets veranderd. Afspraak klaar: stuur UIT."),
        ("ben thuis", "Er is niets veranderd. Afspraak klaar: stuur UIT."),
    ):
        app.jan.phone.sends(text)
        app.jan.phone.expects_sms(answer)
        assert app.jan.visit(visit)["state"] == "under_way"
    app.jan.phone.sends("ben klaar, groetjes")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.jan.visit(visit)["state"] == "ended"


def test_with_a_pin_the_other_words_ask_for_it_and_take_it_spread(app: AppUnderTest) -> None:
    app.jan.sets_pin("2468", "8642")
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("klaar")
    app.jan.phone.expects_sms("Zet je code erachter")
    app.jan.phone.sends("klaar 13 57")
    app.jan.phone.expects_sms("Zet je code erachter")
    assert app.jan.visit(visit)["state"] == "under_way"
    app.jan.phone.sends("klaar 24 68")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.jan.visit(visit)["state"] == "ended"


def test_once_others_were_told_no_word_closes_the_alarm(app: AppUnderTest) -> None:
    visit = panic(app)
    app.forgets_messages()
    for text in ("jep", "klaar", "uurtje langer"):
        app.jan.phone.sends(text)
    app.forgets_messages()
    assert app.fatima.alarm()["resolvedAt"] is None
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.fatima.visit(visit)["alarm"] is None


def test_who_is_on_no_visit_and_was_asked_something_reads_what_to_send(app: AppUnderTest) -> None:
    visit = panic(app)
    code = code_of(app)
    app.forgets_messages()
    for text in ("ja", "ok", "klaar"):
        app.fatima.phone.sends(text)
        app.fatima.phone.expects_sms(f"Ik pak het op: 1 {code}")
    assert app.jan.visit(visit)["alarm"]["acknowledgedBy"] is None
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
