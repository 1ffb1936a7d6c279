"""What the desk adds to an alarm that runs: the next step before its time, a note, and one name for it."""

import re

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, overdue, refused
from tests.support.app_under_test import AppUnderTest

PIN, DURESS = "2468", "8642"


@pytest.fixture(autouse=True)
def on_demo(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def kinds(alarm: dict[str, object], kind: str) -> int:
    timeline = alarm["timeline"]
    assert isinstance(timeline, list)
    return [line["kind"] for line in timeline].count(kind)


def test_the_next_step_is_taken_now_and_once_whoever_presses(app: AppUnderTest) -> None:
    overdue(app)
    alarm = app.fatima.alarm()
    seen = alarm["level"]
    app.forgets_messages()
    higher = app.fatima.on_alarm(alarm, "escalate", level=seen)
    assert higher["level"] != seen
    assert any(line["text"] == "Fatima Bakker schaalt nu op." for line in higher["timeline"])
    told = kinds(higher, "step_told")
    # A colleague who saw the same level pressed a moment later.
    assert app.karin.on_alarm(alarm, "escalate", level=seen)["timeline"] == higher["timeline"]
    app.settles()
    assert kinds(app.fatima.alarm(), "step_told") == told, "the step that was taken is not taken again by the clock"
    assert app.fatima.alarm()["nextDeadline"]["dueAt"] > alarm["nextDeadline"]["dueAt"]
    app.jan.on_alarm(alarm, "escalate", level=higher["level"], expect=403)
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    assert refused(app.karin.on_alarm(alarm, "escalate", level=seen, expect=409)) == "alarm_over"
    app.forgets_messages()


def test_what_the_clock_did_meanwhile_is_not_done_twice(app: AppUnderTest) -> None:
    overdue(app)
    alarm = app.fatima.alarm()
    app.passes_until(lambda: app.fatima.alarm()["level"] != alarm["level"])
    climbed = app.fatima.alarm()
    late = app.fatima.on_alarm(alarm, "escalate", level=alarm["level"])
    assert late["timeline"] == climbed["timeline"]
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_after_everyone_was_told_there_is_no_next_step(app: AppUnderTest) -> None:
    overdue(app)
    alarm = app.fatima.alarm()
    while alarm["mayEscalate"]:
        alarm = app.fatima.on_alarm(alarm, "escalate", level=alarm["level"])
    assert (alarm["level"], kinds(alarm, "everyone_told")) == ("police", 1)
    assert app.karin.on_alarm(alarm, "escalate", level="police")["timeline"] == alarm["timeline"]
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_who_has_it_is_asked_when_another_escalates_and_anybody_may_take_it(app: AppUnderTest) -> None:
    overdue(app)
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    app.forgets_messages()
    alarm = app.karin.alarm()
    higher = app.karin.on_alarm(alarm, "escalate", level=alarm["level"])
    assert (higher["acknowledgedBy"], higher["level"] != alarm["level"]) == (None, True)
    app.fatima.phone.expects_sms("Jan de Wit")
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_a_note_is_read_by_who_watches_and_never_inside(app: AppUnderTest) -> None:
    overdue(app)
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "notes", note="De buurvrouw hoort geschreeuw.")
    lines = [line["text"] for line in app.karin.asks(f"/v1/alarms/{alarm['id']}")["timeline"]]
    assert "Fatima Bakker schreef: De buurvrouw hoort geschreeuw." in lines
    assert "geschreeuw" not in str(app.jan.asks(f"/v1/alarms/{alarm['id']}"))
    assert "geschreeuw" not in str(app.jan.asks(f"/v1/visits/{alarm['visitId']}"))
    assert "geschreeuw" in str(app.fatima.asks(f"/v1/visits/{alarm['visitId']}"))
    app.fatima.on_alarm(alarm, "notes", note="", expect=400)
    app.jan.on_alarm(alarm, "notes", note="ik", expect=403)
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    assert refused(app.karin.on_alarm(alarm, "notes", note="later", expect=409)) == "alarm_over"
    app.forgets_messages()


def test_everybody_at_the_desk_calls_it_the_same_and_it_is_no_code(app: AppUnderTest) -> None:
    overdue(app)
    alarm = app.fatima.alarm()
    (row,) = app.karin.asks("/v1/board")["alarms"]
    assert alarm["name"] == row["name"]
    assert re.fullmatch(r"[A-Z] [1-9]\d\d", alarm["name"])
    assert app.jan.asks(f"/v1/alarms/{alarm['id']}")["name"] is None
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_in_a_silent_alarm_the_next_step_and_the_note_do_not_show_inside(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    before = app.jan.visit(visit)
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "notes", note="Stil houden.")
    app.fatima.on_alarm(alarm, "escalate", level=alarm["level"])
    app.jan.phone.is_silent()
    after = app.jan.visit(visit)
    assert (after["timeline"], after["alarm"]) == (before["timeline"], before["alarm"])
    app.forgets_messages()
    app.fatima.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out", pin=PIN)
