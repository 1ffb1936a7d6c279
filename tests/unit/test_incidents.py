"""The rules of an incident report."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from achterwacht.incidents import form as forms
from achterwacht.incidents.facts import (
    AggressorTold,
    Behaviour,
    DamageLine,
    EmployeeTold,
    Form,
    IncidentKind,
    IncidentState,
    Sighting,
    Whose,
    YesNo,
)
from achterwacht.incidents.refusals import (
    ChangedSince,
    IncidentClosed,
    NoSignatureAsked,
    NotClosed,
    NotCompleted,
    NotYetSeen,
    OwnIncident,
    TasksOpen,
)
from achterwacht.incidents.report import Account, IncidentChange, Report, Signature, Standing
from achterwacht.incidents.rules import (
    change,
    close,
    complete,
    may_change,
    may_handle,
    may_reopen,
    may_sign,
    reopen,
    see,
    sign,
)
from achterwacht.kinds import Actor
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile, read_profile
from achterwacht.protocols.service import shipped
from achterwacht.refused import NotAllowed, Wrong
from foundation.moments import CLOCKS_DIFFER

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
HOUSE, JAN, KARIN, RUTH, DESK = uuid4(), uuid4(), uuid4(), uuid4(), uuid4()
JAN_ACTS, RUTH_ACTS, DESK_ACTS = (Standing(Actor(HOUSE, person), False) for person in (JAN, RUTH, DESK))
KARIN_MANAGES, JAN_MANAGES = (Standing(Actor(HOUSE, person), True) for person in (KARIN, JAN))
ACCOUNT = Account(IncidentKind.SCOLDING, NOW, "Hij schold.")
REPORT = Report(uuid4(), JAN, JAN, ACCOUNT)
FOR_JAN = replace(REPORT, reported_by=DESK)
SEEN = see(REPORT, KARIN_MANAGES, NOW)
COMPLETE = complete(REPORT, JAN_ACTS, NOW)
CLOSED = close(COMPLETE, 0, None, KARIN_MANAGES, NOW)
DAMAGE, NOTHING = IncidentChange(damage=True), IncidentChange()
BOTH = (Function.EMPLOYEE, Function.DIRECT_MANAGER)
AT_HOME = ConductChannel.HOME_VISIT


@pytest.fixture(scope="module")
def profile() -> Callable[[str], Profile]:
    texts = shipped()
    return lambda name: read_profile(texts[name])


@pytest.mark.parametrize("report", [REPORT, SEEN, COMPLETE])
def test_whom_it_happened_to_changes_it_until_it_is_closed(report: Report) -> None:
    changed = change(report, DAMAGE, Form(attempts=3), JAN_ACTS, LATER)
    assert (changed.account.damage, changed.form.attempts) == (True, 3)
    assert (changed.revision, changed.changed_by, changed.changed_at) == (2, JAN, LATER)
    assert change(FOR_JAN, DAMAGE, Form(), DESK_ACTS, LATER).changed_by == DESK, "and so does who filed it for them"


def test_a_manager_changes_it_once_it_was_seen() -> None:
    with pytest.raises(NotYetSeen):
        change(REPORT, DAMAGE, Form(), KARIN_MANAGES, NOW)
    assert change(SEEN, DAMAGE, Form(), KARIN_MANAGES, NOW).account.damage is True


def test_what_is_said_again_is_no_change() -> None:
    assert change(SEEN, IncidentChange(description="Hij schold."), Form(), JAN_ACTS, LATER) == SEEN


def test_others_do_nothing_with_it() -> None:
    for report in (REPORT, SEEN, COMPLETE):
        acts: tuple[Callable[[Report], Report], ...] = (
            lambda one: change(one, DAMAGE, Form(), RUTH_ACTS, NOW),
            lambda one: see(one, RUTH_ACTS, NOW),
            lambda one: complete(one, RUTH_ACTS, NOW),
            lambda one: sign(one, BOTH, one.revision, RUTH_ACTS, NOW),
            lambda one: close(one, 0, "", RUTH_ACTS, NOW),
            lambda one: close(one, 0, "", JAN_ACTS, NOW),
        )
        for act in acts:
            with pytest.raises(NotAllowed):
                act(report)
        assert not may_change(report, RUTH_ACTS)


def test_nobody_handles_what_happened_to_themselves() -> None:
    with pytest.raises(OwnIncident):
        see(REPORT, JAN_MANAGES, NOW)
    with pytest.raises(OwnIncident):
        close(REPORT, 0, None, JAN_MANAGES, NOW)
    assert not may_handle(REPORT, JAN_MANAGES)
    filed_for_jan = replace(FOR_JAN, reported_by=KARIN)
    assert see(filed_for_jan, KARIN_MANAGES, NOW).seen_by == KARIN, "what they filed for somebody is theirs to handle"


def test_seen_only_once() -> None:
    assert see(SEEN, Standing(Actor(HOUSE, RUTH), True), LATER) == SEEN


def test_a_manager_who_completes_it_has_seen_it() -> None:
    done = complete(REPORT, KARIN_MANAGES, NOW)
    assert (done.state, done.completed_by, done.seen_by) == (IncidentState.COMPLETED, KARIN, KARIN)
    assert complete(done, JAN_ACTS, LATER) == done
    assert COMPLETE.seen_by is None


def test_both_sign_what_is_complete() -> None:
    signed = sign(sign(COMPLETE, BOTH, 1, JAN_ACTS, NOW), BOTH, 1, KARIN_MANAGES, LATER)
    assert signed.signatures == (
        Signature(Function.EMPLOYEE, JAN, NOW),
        Signature(Function.DIRECT_MANAGER, KARIN, LATER),
    )
    assert sign(signed, BOTH, 1, JAN_ACTS, LATER) == signed, "once is enough"
    assert sign(COMPLETE, BOTH, 1, JAN_MANAGES, NOW).signatures == (Signature(Function.EMPLOYEE, JAN, NOW),), (
        "who manages signs as the employee what happened to them, and not for both"
    )
    assert may_sign(COMPLETE, BOTH, JAN_ACTS)
    assert not may_sign(signed, BOTH, JAN_ACTS)


def test_a_change_lets_the_signatures_fall() -> None:
    signed = sign(COMPLETE, BOTH, 1, JAN_ACTS, NOW)
    fallen = change(signed, DAMAGE, Form(), JAN_ACTS, LATER)
    assert fallen.signatures == (Signature(Function.EMPLOYEE, JAN, NOW, LATER),)
    assert fallen.standing_signatures == ()
    assert may_sign(fallen, BOTH, JAN_ACTS)
    with pytest.raises(ChangedSince):
        sign(fallen, BOTH, 1, KARIN_MANAGES, LATER)
    again = sign(fallen, BOTH, 2, JAN_ACTS, LATER)
    assert again.standing_signatures == (Signature(Function.EMPLOYEE, JAN, LATER),)


def test_when_nothing_is_signed() -> None:
    with pytest.raises(NotCompleted):
        sign(SEEN, BOTH, 1, JAN_ACTS, NOW)
    with pytest.raises(NoSignatureAsked):
        sign(COMPLETE, (), 1, JAN_ACTS, NOW)
    with pytest.raises(IncidentClosed):
        sign(CLOSED, BOTH, 1, JAN_ACTS, NOW)


def test_what_is_left_to_do_needs_a_reason() -> None:
    with pytest.raises(TasksOpen):
        close(COMPLETE, 1, None, KARIN_MANAGES, NOW)
    closed = close(COMPLETE, 1, "De medewerker werkt hier niet meer.", KARIN_MANAGES, NOW)
    assert (closed.state, closed.closed_by, closed.seen_by) == (IncidentState.CLOSED, KARIN, KARIN)


def test_nothing_changes_in_what_is_closed() -> None:
    with pytest.raises(IncidentClosed):
        change(CLOSED, DAMAGE, Form(), JAN_ACTS, NOW)
    with pytest.raises(IncidentClosed):
        complete(CLOSED, JAN_ACTS, NOW)
    with pytest.raises(IncidentClosed):
        close(CLOSED, 0, None, KARIN_MANAGES, NOW)
    assert not may_change(CLOSED, JAN_ACTS)
    assert not may_handle(CLOSED, KARIN_MANAGES)


def test_who_closed_it_is_kept_also_after_the_clock_was_set_back() -> None:
    (again,) = reopen(CLOSED, "Nog een brief", KARIN_MANAGES, NOW - timedelta(minutes=5)).reopenings
    assert (again.closed_by, again.closed_at, again.reopened_at) == (KARIN, NOW, NOW)


def test_only_who_handles_it_opens_it_again_and_only_once_it_is_closed() -> None:
    assert may_reopen(CLOSED, KARIN_MANAGES)
    assert not may_reopen(COMPLETE, KARIN_MANAGES)
    assert not may_reopen(CLOSED, JAN_ACTS)
    with pytest.raises(NotClosed):
        reopen(COMPLETE, "Nog een brief", KARIN_MANAGES, NOW)


def test_nothing_happened_tomorrow() -> None:
    assert not Account(IncidentKind.OTHER, NOW + CLOCKS_DIFFER, "x").wrong(NOW)
    wrong = Account(IncidentKind.OTHER, NOW + CLOCKS_DIFFER + timedelta(seconds=1), " ").wrong(NOW)
    assert [(one.pointer, one.code) for one in wrong] == [("/happenedAt", "in_future"), ("/description", "missing")]


def pointers(wrong: list[Wrong]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in wrong]


def test_words_of_another_protocol_are_refused(profile: Callable[[str], Profile]) -> None:
    form = Form(
        behaviours=(Behaviour("scolding", AT_HOME), Behaviour("D", AT_HOME)),
        conduct_class="A",
        level="anger",
        motive="frustration",
        expressions=("verbal",),
    )
    assert pointers(forms.wrong(ACCOUNT, form, profile("s-hertogenbosch"), NOW)) == [
        ("/behaviours/1/id", "not_a_choice"),
        ("/conductClass", "not_a_choice"),
        ("/level", "not_on_form"),
        ("/motive", "not_on_form"),
        ("/expressions/0", "not_on_form"),
    ]
    assert pointers(forms.wrong(ACCOUNT, Form(motive="frustration"), profile("corporatie"), NOW)) == []
    assert pointers(forms.wrong(ACCOUNT, Form(level="anger"), profile("heusden-zolder"), NOW)) == []
    assert pointers(forms.wrong(ACCOUNT, Form(motive="frustration"), None, NOW)) == [("/motive", "not_on_form")]


def test_what_follows_from_what_was_said(profile: Callable[[str], Profile]) -> None:
    at_home = replace(ACCOUNT, channel=AT_HOME)
    _, form = forms.settled(at_home, Form(conduct_class="D"), profile("losser"))
    assert form.behaviours == (Behaviour("D", AT_HOME),)
    _, form = forms.settled(at_home, Form(behaviours=(Behaviour("D", AT_HOME),)), profile("losser"))
    assert form.conduct_class == "D", "so that it is counted by class"
    both = Form(behaviours=(Behaviour("C", AT_HOME), Behaviour("D", AT_HOME)))
    assert forms.settled(at_home, both, profile("losser"))[1].conduct_class is None, "which one, a human says"
    _, form = forms.settled(at_home, Form(behaviours=(Behaviour("threat", AT_HOME),)), profile("corporatie"))
    assert form.conduct_class is None, "a protocol without classes"
    _, form = forms.settled(ACCOUNT, Form(behaviours=(Behaviour("extreme", AT_HOME),) * 2), profile("corporatie"))
    assert (form.extreme, form.behaviours) == (True, (Behaviour("extreme", AT_HOME),))
    told = Form(injury="Blauwe plek", damages=(DamageLine(Whose.EMPLOYEE, "Bril", Decimal(120)),))
    account, _ = forms.settled(ACCOUNT, told, None)
    assert (account.injured, account.damage) == (True, True)
    denied = replace(ACCOUNT, injured=False, damage=False)
    assert pointers(forms.wrong(denied, told, None, NOW)) == [
        ("/injury/namely", "no_and_what"),
        ("/damages", "no_and_what"),
    ]


def test_what_the_form_does_not_ask_is_not_kept(profile: Callable[[str], Profile]) -> None:
    told = Form(employee=EmployeeTold(gender="v", position="Consulent"))
    assert pointers(forms.wrong(ACCOUNT, told, profile("losser"), NOW)) == [
        ("/employeeDetails/gender", "not_on_form"),
        ("/employeeDetails/position", "not_on_form"),
    ]
    assert pointers(forms.wrong(ACCOUNT, told, profile("s-hertogenbosch"), NOW)) == []


def test_nobody_is_born_tomorrow() -> None:
    tomorrow = date(2026, 11, 22)
    form = Form(
        aggressor=AggressorTold(date_of_birth=tomorrow),
        sightings=(Sighting(NOW + timedelta(minutes=6), "Hij stond voor de deur"),),
    )
    assert pointers(forms.wrong(ACCOUNT, form, None, NOW)) == [
        ("/aggressor/dateOfBirth", "in_future"),
        ("/stalkingLog/0/at", "in_future"),
    ]


def test_a_fact_of_now_may_be_written_down_by_a_clock_that_is_some_minutes_fast() -> None:
    form = Form(sightings=(Sighting(NOW + timedelta(minutes=4), "Hij stond voor de deur"),))
    assert forms.wrong(replace(ACCOUNT, happened_at=NOW + timedelta(minutes=4)), form, None, NOW) == []
    assert ACCOUNT.wrong(NOW) == []


ANSWERED = Form(
    behaviours=(Behaviour("scolding", AT_HOME),),
    police=YesNo(False),
    aftercare=YesNo(True, "Gesprek"),
    further_action=YesNo(False),
)


def test_what_is_missing_depends_on_the_form(profile: Callable[[str], Profile]) -> None:
    assert [one.pointer for one in forms.missing(ACCOUNT, Form(), profile("s-hertogenbosch"))] == [
        "/behaviours", "/injury", "/damage", "/policeReport", "/aftercare", "/furtherAction",
    ]  # fmt: skip
    assert [one.pointer for one in forms.missing(ACCOUNT, Form(), profile("losser"))] == ["/behaviours"]
    whole = replace(ACCOUNT, injured=False, damage=False)
    assert forms.missing(whole, ANSWERED, profile("s-hertogenbosch")) == []
    assert forms.missing(ACCOUNT, Form(), None) == []


@pytest.mark.parametrize(
    ("name", "initials", "called"),
    [
        ("Jansen", "J.", "J. Jansen"),
        ("J. Jansen", "J.", "J. Jansen"),
        ("Jansen", "J", "J Jansen"),
        ("Jansen", None, "Jansen"),
        (None, "J.", "J."),
        (None, None, ""),
    ],
)
def test_the_initials_stand_before_the_name_once(name: str | None, initials: str | None, called: str) -> None:
    assert AggressorTold(name, initials).called == called
