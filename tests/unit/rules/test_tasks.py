"""A task: its moments lie in office hours, it goes on to the next function, and who may close it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from achterwacht.protocols.functions import Function
from achterwacht.refused import NotAllowed, WrongInput
from achterwacht.tasks import rules
from achterwacht.tasks.facts import Due, Point, Task, TaskKind, TaskState
from achterwacht.tasks.rules import EndsOtherwise, Office, Said
from notifications.texts.catalogue import catalogue, languages

HERE = ZoneInfo("Europe/Amsterdam")
JAN, KARIN = uuid4(), uuid4()
CHAIN = (Function.EMPLOYEE, Function.DIRECT_MANAGER, Function.REGISTRAR)


@dataclass(frozen=True)
class Hours:
    days: tuple[int, ...]
    opens: time
    closes: time


WEEK = Office((Hours((1, 2, 3, 4, 5), time(8, 30), time(17)),), HERE, "NL")


def there(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE).astimezone(UTC)


def a_task(**facts: object) -> Task:
    given = {"id": uuid4(), "kind": TaskKind.REPORT, "team_id": uuid4(), "person": JAN, "chain": CHAIN}
    return Task(**{**given, "due_at": there("2026-11-26 17:00"), **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "remind", "due", "late"),
    [
        ("2026-11-25 14:00", "2026-11-26 08:30", "2026-11-26 17:00", "2026-11-27 08:30"),
        ("2026-11-26 23:50", "2026-11-27 08:30", "2026-11-27 17:00", "2026-11-30 08:30"),
        ("2026-11-27 16:59", "2026-11-30 08:30", "2026-11-30 17:00", "2026-12-01 08:30"),
        ("2026-12-24 10:00", "2026-12-28 08:30", "2026-12-28 17:00", "2026-12-29 08:30"),  # Christmas
        ("2026-03-27 10:00", "2026-03-30 08:30", "2026-03-30 17:00", "2026-03-31 08:30"),  # the clock goes forward
        ("2026-10-23 10:00", "2026-10-26 08:30", "2026-10-26 17:00", "2026-10-27 08:30"),  # and back
    ],
)
def test_nobody_is_told_anything_at_night_or_in_a_weekend(made: str, remind: str, due: str, late: str) -> None:
    found = rules.moments(there(made), WEEK)
    assert (found.remind_at, found.due_at, found.overdue_at) == (there(remind), there(due), there(late))


def test_a_day_in_two_parts_is_one_day() -> None:
    office = Office((Hours((4,), time(8), time(12)), Hours((4,), time(13), time(16))), HERE, "NL")
    found = rules.moments(there("2026-11-25 14:00"), office)
    assert (found.remind_at, found.due_at) == (there("2026-11-26 08:00"), there("2026-11-26 16:00"))
    assert found.overdue_at == there("2026-12-03 08:00")


def test_an_office_that_never_opens_counts_days() -> None:
    now = there("2026-11-25 14:00")
    assert rules.next_step(now, Office((), HERE, "NL")) == now + timedelta(days=1)


def test_what_everybody_let_lie_comes_back_once_a_week() -> None:
    assert rules.next_reminder(there("2026-11-25 08:30"), WEEK) == there("2026-12-02 08:30")
    assert rules.next_reminder(there("2026-12-18 08:30"), WEEK) == there("2026-12-28 08:30"), "past Christmas"


def test_it_goes_on_to_the_next_and_whoever_had_it_keeps_it() -> None:
    task = a_task()
    assert task.held_by == (Function.EMPLOYEE,)
    task = rules.pass_on(task)
    assert task.held_by == (Function.EMPLOYEE, Function.DIRECT_MANAGER)
    task = rules.pass_on(rules.pass_on(task))
    assert task.passed_all
    assert rules.pass_on(task) == task


def test_dropped_by_another_than_who_was_to_do_it() -> None:
    assert rules.drop(a_task(), KARIN, manages=True).state is TaskState.DROPPED
    for by, manages in ((JAN, True), (KARIN, False), (None, True)):
        with pytest.raises(NotAllowed):
            rules.drop(a_task(), by, manages=manages)
    with pytest.raises(rules.TaskOver):
        rules.drop(a_task(state=TaskState.DONE), KARIN, manages=True)


def test_only_closing_the_report_ends_the_task_to_close_it() -> None:
    task = a_task(kind=TaskKind.CLOSE_REPORT)
    assert not rules.may_drop(task, KARIN, None, manages=True, holds=True)
    with pytest.raises(EndsOtherwise):
        rules.drop(task, KARIN, manages=True)
    with pytest.raises(EndsOtherwise):
        rules.done(task, Said(), holds=True)


def test_nobody_drops_what_happened_to_themselves_by_handing_it_over_first() -> None:
    handed = rules.hand_over(a_task(person=KARIN), JAN, holds=True)
    assert not rules.may_drop(handed, KARIN, KARIN, manages=True)
    with pytest.raises(NotAllowed):
        rules.drop(handed, KARIN, KARIN, manages=True)
    assert rules.may_drop(handed, uuid4(), KARIN, manages=True)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-26 08:30", "2026-11-26 08:30"),
        ("2026-11-26 16:59", "2026-11-26 16:59"),
        ("2026-11-26 17:00", "2026-11-27 08:30"),
        ("2026-11-26 03:00", "2026-11-26 08:30"),
        ("2026-11-27 23:00", "2026-11-30 08:30"),
        ("2026-12-25 10:00", "2026-12-28 08:30"),
    ],
)
def test_what_comes_due_while_the_office_is_closed_waits_until_it_opens(moment: str, opens: str) -> None:
    assert WEEK.open_from(there(moment)) == there(opens)
    assert Office((), HERE, "NL").open_from(there(moment)) == there(moment), "without hours nothing waits for ever"


def test_handed_over_by_who_has_it_while_it_is_open() -> None:
    assert rules.hand_over(a_task(), KARIN, holds=True).person == KARIN
    with pytest.raises(NotAllowed):
        rules.hand_over(a_task(), KARIN, holds=False)
    with pytest.raises(rules.TaskOver):
        rules.hand_over(a_task(state=TaskState.DONE), KARIN, holds=True)


def test_what_is_about_somebody_is_not_handed_to_them_unless_the_protocol_asks_an_employee() -> None:
    task = a_task(chain=(Function.DIRECT_MANAGER, Function.HR))
    with pytest.raises(rules.AboutThem):
        rules.hand_over(task, KARIN, holds=True, about=KARIN)
    assert rules.hand_over(task, JAN, holds=True, about=KARIN).person == JAN
    own = a_task(chain=(Function.EMPLOYEE, Function.DIRECT_MANAGER))
    assert rules.hand_over(own, KARIN, holds=True, about=KARIN).person == KARIN


@pytest.mark.parametrize(
    ("not_before", "due", "remind", "due_at", "late"),
    [
        # A talk after two to three months: reminded when it can be held, late the morning after the last day.
        ("2027-01-25 14:00", "2027-02-24 14:00", "2027-01-25 14:00", "2027-02-24 14:00", "2027-02-25 08:30"),
        ("2027-01-24 14:00", "2027-02-26 14:00", "2027-01-25 08:30", "2027-02-26 14:00", "2027-03-01 08:30"),
        # Now, in office hours: at once.
        ("2026-11-26 10:00", "2026-11-26 15:00", "2026-11-26 10:00", "2026-11-26 15:00", "2026-11-27 08:30"),
        # Within two days, asked for at night.
        ("2026-11-26 23:00", "2026-11-28 23:00", "2026-11-27 08:30", "2026-11-28 23:00", "2026-11-30 08:30"),
        # It should have been done before anybody is there to do it.
        ("2026-11-27 18:00", "2026-11-28 09:00", "2026-11-30 08:30", "2026-11-30 17:00", "2026-12-01 08:30"),
    ],
)
def test_what_comes_later_is_asked_for_when_it_begins(
    not_before: str, due: str, remind: str, due_at: str, late: str
) -> None:
    found = rules.moments(there("2026-11-26 10:00"), WEEK, Due(there(not_before), there(due)))
    assert (found.remind_at, found.due_at, found.overdue_at) == (there(remind), there(due_at), there(late))


def test_it_escalates_to_the_deputy_and_then_hr_or_the_registrar() -> None:
    manager, deputy = Function.DIRECT_MANAGER, Function.DEPUTY_MANAGER
    assert rules.escalation(TaskKind.TALK, (manager,)) == (manager, deputy, Function.HR)
    assert rules.escalation(TaskKind.ORDER_TALK, (manager,)) == (manager, deputy, Function.REGISTRAR)
    assert rules.escalation(TaskKind.ROUTE, (Function.REGISTRAR,)) == (Function.REGISTRAR,)
    of_the_text = (manager, Function.HEAD_OF_DEPARTMENT, deputy)
    assert rules.escalation(TaskKind.DAMAGE, of_the_text) == (*of_the_text, Function.REGISTRAR)
    assert rules.escalation(TaskKind.NAME_HOLDER, ()) == (), "nobody comes after the administrators"


def test_it_is_done_by_who_has_it_with_what_was_ticked() -> None:
    points = (Point("Laat het verhaal vertellen"), Point("Regel vervoer"))
    ticked = (points[0], Point("Regel vervoer", done=True))
    task = a_task(kind=TaskKind.TALK, points=points)
    done = rules.done(task, Said(points=ticked), holds=True)
    assert (done.state, done.points) == (TaskState.DONE, ticked)
    assert rules.done(task, Said(), holds=True).points == points
    with pytest.raises(NotAllowed):
        rules.done(task, Said(), holds=False)
    with pytest.raises(rules.TaskOver):
        rules.done(a_task(kind=TaskKind.TALK, state=TaskState.DROPPED), Said(), holds=True)


def test_a_report_is_not_done_by_saying_so() -> None:
    with pytest.raises(EndsOtherwise):
        rules.done(a_task(kind=TaskKind.REPORT), Said(), holds=True)


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        (Said(points=(Point("Iets anders", done=True),)), "/points"),
        (Said(points=()), "/points"),
        (Said(outcome="beter"), "/outcome"),
        (Said(note="Zij slaapt slecht"), "/note"),
    ],
)
def test_nothing_is_said_that_the_task_does_not_ask_for(said: Said, pointer: str) -> None:
    with pytest.raises(WrongInput) as refused:
        rules.done(a_task(kind=TaskKind.TALK, points=(Point("Regel vervoer"),)), said, holds=True)
    assert [one.pointer for one in refused.value.wrong] == [pointer]


@pytest.mark.parametrize("language", languages())
def test_every_kind_has_a_title_and_every_function_a_word(language: str) -> None:
    texts = catalogue(language)
    assert set(texts.entries["tasks"]) == {one.value for one in TaskKind}
    assert set(texts.entries["functions"]) == {one.value for one in Function}
    for kind in TaskKind:
        assert texts.say("tasks", kind.value, {"function": "de receptie"})
        assert all(len(one) <= 32 for one in kind.spec.outcomes)
