"""Who decides on a measure, what can't be, when a reason is needed, and what is noted when one is broken."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from achterwacht.measures.facts import Advice, Case, Decided, Earlier, Happened, MeasureState, Period, Talk
from achterwacht.measures.records import MeasureRecord
from achterwacht.measures.refusals import MeasureDecided, MeasureOver, MeasureStandsThere, NamedInMeasure
from achterwacht.measures.rules import deciding
from achterwacht.measures.rules.advice import advise
from achterwacht.measures.rules.breaking import BreachStep, Done, steps_of, wrong_steps
from achterwacht.measures.rules.deciding import By, Given, Taken, all_decided, take
from achterwacht.measures.rules.naming import readdress, rename
from achterwacht.measures.service import settle_decision
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import Condition, MeasureKind
from achterwacht.protocols.profile import read_profile
from achterwacht.protocols.service import shipped
from achterwacht.refused import NotAllowed, WrongInput

TODAY = date(2026, 9, 12)
NOW = datetime(2026, 9, 12, 10, tzinfo=UTC)
OF_MANAGERS = (Function.DIRECT_MANAGER,)
MANAGER = By(uuid4(), frozenset(OF_MANAGERS), handles=True)
REGISTRAR = By(uuid4(), frozenset({Function.REGISTRAR}), handles=True)
BOARD = By(uuid4(), frozenset({Function.BOARD}))
NOBODY = By(uuid4(), frozenset({Function.EMPLOYEE}))
BAN = MeasureKind.ACCESS_BAN


def a_case(behaviour: str, days_ago: int = 0, *, persistent: bool = False) -> Case:
    day = TODAY - timedelta(days=days_ago)
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return Case(uuid4(), at, day, (Happened(behaviour, ConductChannel.OFFICE),), persistent)


def advice_of(name: str, behaviour: str, *, again: bool = False, talk: Talk = Talk.HELD) -> Advice:
    before = Earlier(a_case(behaviour, 30, persistent=True), frozenset({"warning"}))
    case = a_case(behaviour, persistent=True)
    return advise(read_profile(shipped()[name]), case, [before] if again else [], talk)


def decided(advice: Advice, given: Given, by: By = MANAGER, *, named: bool = True) -> Taken:
    return take(advice, given, by, OF_MANAGERS, named=named, happened_on=TODAY, today=TODAY)


def wrong(advice: Advice, given: Given, by: By = MANAGER, *, named: bool = True) -> dict[str, str]:
    with pytest.raises(WrongInput) as refused:
        decided(advice, given, by, named=named)
    return {one.pointer: one.code for one in refused.value.wrong}


P1_THREAT = advice_of("woonmaatschappij", "threat")
P1_AGAIN = advice_of("woonmaatschappij", "threat", again=True)


def test_without_an_end_it_lasts_as_long_as_the_protocol_says() -> None:
    taken = decided(P1_THREAT, Given(BAN))
    assert taken.period == Period(TODAY, date(2027, 3, 11))
    assert (taken.state, taken.as_advised) == (MeasureState.IN_FORCE, True)


@pytest.mark.parametrize("until", [date(2027, 3, 11), date(2027, 3, 12)])
def test_until_a_date_is_that_day_or_the_day_before(until: date) -> None:
    assert decided(P1_THREAT, Given(BAN, until=until)).as_advised


@pytest.mark.parametrize(
    ("advice", "until", "needs_reason"),
    [
        (P1_THREAT, date(2027, 3, 18), True),  # exactly six months
        (P1_THREAT, date(2027, 1, 31), True),
        (P1_AGAIN, date(2027, 7, 31), False),  # about twelve
        (P1_AGAIN, date(2027, 11, 30), False),
        (P1_AGAIN, date(2027, 3, 31), True),
        (P1_AGAIN, date(2028, 6, 30), True),
    ],
)
def test_about_is_changed_within_reason_and_exact_needs_one(advice: Advice, until: date, needs_reason: bool) -> None:
    given = Given(BAN, until=until)
    if needs_reason:
        assert wrong(advice, given) == {"/reason": "measure_needs_reason"}
    taken = decided(advice, replace(given, reason="Dat past beter"))
    assert taken.as_advised == (not needs_reason)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Given(BAN, until=TODAY - timedelta(days=1), reason="x"), {"/until": "measure_ends_before"}),
        (
            Given(BAN, starts_on=TODAY - timedelta(days=9), reason="x"),
            {"/from": "measure_before_incident"},
        ),
        (Given(MeasureKind.POLICE_REPORT, until=TODAY), {"/until": "measure_without_end"}),
        (Given(MeasureKind.STOP_SERVICE), {"/until": "measure_needs_end", "/reason": "measure_needs_reason"}),
        (Given(MeasureKind.DAMAGE_CLAIM), {"/reason": "measure_needs_reason"}),
        (Given(MeasureKind.POLICE_REPORT, declined=True), {"/reason": "measure_needs_reason"}),
    ],
)
def test_what_cant_be(given: Given, expected: dict[str, str]) -> None:
    assert wrong(P1_THREAT, given) == expected


def test_a_ban_that_is_over_by_now_is_refused() -> None:
    with pytest.raises(WrongInput) as refused:
        take(
            P1_THREAT,
            Given(BAN, starts_on=date(2026, 6, 1), until=date(2026, 8, 1), reason="x"),
            MANAGER,
            OF_MANAGERS,
            named=True,
            happened_on=date(2026, 5, 1),
            today=TODAY,
        )
    assert [one.code for one in refused.value.wrong] == ["measure_ends_in_past"]


@pytest.mark.parametrize("kind", [BAN, MeasureKind.CALL_RESTRICTION, MeasureKind.STREET_BAN])
def test_nobody_can_keep_a_ban_for_somebody_without_a_name(kind: MeasureKind) -> None:
    given = Given(kind, until=TODAY + timedelta(days=30), reason="x")
    assert wrong(P1_THREAT, given, named=False) == {"/kind": "measure_unnamed"}


def test_a_ban_for_good_only_where_the_protocol_says_so() -> None:
    """002 L1135-1136: for a time, or for good."""
    taken = decided(advice_of("heusden-zolder", "verbal", again=True), Given(BAN), BOARD)
    assert (taken.state, taken.period.until) == (MeasureState.IN_FORCE, None)
    assert wrong(advice_of("s-hertogenbosch", "scolding", again=True), Given(BAN)) == {"/until": "measure_needs_end"}


def test_no_letter_ever_for_who_never_gets_one() -> None:
    """003 L735-737: not with a reason either."""
    given = Given(MeasureKind.WARNING, reason="Toch maar wel")
    assert wrong(advice_of("losser", "E"), given) == {"/kind": "never_letter"}


@pytest.mark.parametrize("talk", list(Talk))
def test_a_sanction_before_the_order_talk_needs_a_reason(talk: Talk) -> None:
    """001 L482-485."""
    advice, given = advice_of("corporatie", "threat", talk=talk), Given(MeasureKind.WARNING)
    if talk in (Talk.HELD, Talk.NO_SHOW):
        assert decided(advice, given).as_advised
    else:
        assert wrong(advice, given) == {"/reason": "measure_needs_reason"}
        assert not decided(advice, replace(given, reason="Kan niet wachten")).as_advised
    assert decided(advice, Given(MeasureKind.ORDER_TALK)).state is MeasureState.TAKEN


def test_what_is_possible_may_be_left_without_a_reason() -> None:
    # What a court decided is recorded by who handles the case.
    taken = decided(advice_of("corporatie", "threat"), Given(MeasureKind.STREET_BAN, declined=True))
    assert (taken.state, taken.as_advised) == (MeasureState.DECLINED, True)


def test_the_board_decides_on_a_ban_and_gets_it_with_reasons() -> None:
    """002 L1135-1136."""
    advice = advice_of("heusden-zolder", "verbal", again=True)
    assert wrong(advice, Given(BAN)) == {"/reason": "measure_needs_reason"}
    put = decided(advice, Given(BAN, reason="De derde keer dit jaar"))
    assert (put.state, put.deciders) == (MeasureState.PUT, (Function.BOARD,))
    assert decided(advice, Given(BAN), BOARD).state is MeasureState.IN_FORCE


@pytest.mark.parametrize("by", [NOBODY, BOARD])
def test_who_neither_decides_nor_handles_it_can_do_nothing(by: By) -> None:
    with pytest.raises(NotAllowed):
        decided(P1_THREAT, Given(BAN), by)


def test_the_registrar_puts_it_to_the_manager() -> None:
    assert decided(P1_THREAT, Given(BAN, reason="Nog niet besloten"), REGISTRAR).state is MeasureState.PUT


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [((), (Condition.WITH_CONTACT_PERSON,)), ((Condition.WITH_CONTACT_PERSON,), (Condition.WITH_CONTACT_PERSON,))],
)
def test_the_only_condition_of_the_protocol_goes_with_it(
    conditions: tuple[Condition, ...], expected: tuple[Condition, ...]
) -> None:
    """003 L670-674."""
    given = Given(BAN, until=TODAY + timedelta(days=60), conditions=conditions)
    assert decided(advice_of("losser", "A", again=True), given).conditions == expected


def test_other_conditions_than_the_protocol_names_need_a_reason() -> None:
    advice = advice_of("losser", "A", again=True)
    given = Given(BAN, until=TODAY + timedelta(days=60), conditions=(Condition.ONLY_BY_PHONE,))
    assert wrong(advice, given) == {"/reason": "measure_needs_reason"}


PUT = Decided(uuid4(), BAN, MeasureState.PUT, Period(TODAY), (Function.BOARD,))


@pytest.mark.parametrize(("yes", "state"), [(True, MeasureState.IN_FORCE), (False, MeasureState.DECLINED)])
def test_what_was_put_is_decided_once(yes: bool, state: MeasureState) -> None:
    done = deciding.decide(PUT, BOARD, P1_THREAT, yes=yes, named=True, now=NOW)
    assert (done.state, done.decided_by, done.decided_at) == (state, BOARD.person, NOW)
    with pytest.raises(MeasureDecided):
        deciding.decide(done, BOARD, P1_THREAT, yes=not yes, named=True, now=NOW)


@pytest.mark.parametrize("by", [MANAGER, REGISTRAR, NOBODY])
def test_nobody_decides_in_the_place_of_the_board(by: By) -> None:
    with pytest.raises(NotAllowed):
        deciding.decide(PUT, by, P1_THREAT, yes=True, named=True, now=NOW)


@pytest.mark.parametrize(
    ("kind", "advice", "named", "code"),
    [
        (BAN, P1_THREAT, False, "measure_unnamed"),
        (MeasureKind.WARNING, advice_of("losser", "E"), True, "never_letter"),
    ],
)
def test_what_became_impossible_since_it_was_put_gets_no_yes(
    kind: MeasureKind, advice: Advice, named: bool, code: str
) -> None:
    put = replace(PUT, kind=kind)
    with pytest.raises(WrongInput) as refused:
        deciding.decide(put, BOARD, advice, yes=True, named=named, now=NOW)
    assert [(one.pointer, one.code) for one in refused.value.wrong] == [("/kind", code)]
    no = deciding.decide(put, BOARD, advice, yes=False, named=named, now=NOW)
    assert no.state is MeasureState.DECLINED


def test_no_yes_to_a_ban_that_would_be_over_by_now() -> None:
    """It was put on Monday until Tuesday; a yes on Wednesday would be to nothing."""
    begins, ends = TODAY - timedelta(days=3), TODAY - timedelta(days=1)
    put = MeasureRecord(kind=BAN, state=MeasureState.PUT, starts_on=begins, until=ends)
    yes = replace(PUT, state=MeasureState.IN_FORCE, decided_by=BOARD.person, decided_at=NOW)
    with pytest.raises(WrongInput) as refused:
        settle_decision(put, yes, until=None, reason="", today=TODAY)
    assert [(one.pointer, one.code) for one in refused.value.wrong] == [("/until", "measure_ends_in_past")]
    assert put.state is MeasureState.PUT
    settle_decision(put, yes, until=TODAY, reason="Vandaag nog", today=TODAY)
    assert (put.state, put.until) == (MeasureState.IN_FORCE, TODAY)


@pytest.mark.parametrize(
    ("deciders", "ends", "asked_for", "begins", "until"),
    [
        ((Function.BOARD,), date(2027, 2, 20), None, TODAY, date(2027, 2, 20)),  # six months, as they were shown
        ((Function.BOARD,), date(2027, 2, 20), date(2027, 2, 28), TODAY, date(2027, 2, 28)),
        ((Function.COURT,), date(2027, 2, 20), None, TODAY - timedelta(days=22), date(2027, 2, 20)),
    ],
)  # fmt: skip
def test_what_was_put_begins_when_it_is_decided(
    deciders: tuple[Function, ...], ends: date, asked_for: date | None, begins: date, until: date
) -> None:
    """Nobody is forbidden anything before, nor longer than was asked; what a court decided is only recorded later."""
    put = MeasureRecord(kind=BAN, state=MeasureState.PUT, starts_on=TODAY - timedelta(days=22), until=ends)
    yes = replace(PUT, state=MeasureState.IN_FORCE, decided_by=BOARD.person, decided_at=NOW, deciders=deciders)
    settle_decision(put, yes, until=asked_for, reason="x", today=TODAY)
    assert (put.starts_on, put.until) == (begins, until)
    later = MeasureRecord(kind=BAN, state=MeasureState.PUT, starts_on=TODAY + timedelta(days=3), until=ends)
    settle_decision(later, yes, until=None, reason="x", today=TODAY)
    assert (later.starts_on, later.until) == (TODAY + timedelta(days=3), ends)


@pytest.mark.parametrize("state", [one for one in MeasureState if one is not MeasureState.IN_FORCE])
def test_only_what_is_in_force_ends(state: MeasureState) -> None:
    with pytest.raises(MeasureOver):
        deciding.end(replace(PUT, state=state), MANAGER)
    with pytest.raises(MeasureOver):
        deciding.run_out(replace(PUT, state=state))


def test_who_decides_or_handles_it_ends_it() -> None:
    for by in (MANAGER, REGISTRAR, BOARD):
        assert deciding.end(replace(PUT, state=MeasureState.IN_FORCE), by).state is MeasureState.ENDED
    with pytest.raises(NotAllowed):
        deciding.end(replace(PUT, state=MeasureState.IN_FORCE), NOBODY)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (set(), False),
        ({MeasureKind.ORDER_TALK}, False),
        ({MeasureKind.ORDER_TALK, BAN, MeasureKind.POLICE_REPORT}, True),
    ],
)
def test_all_is_decided_when_everything_certain_is(kinds: set[MeasureKind], expected: bool) -> None:
    assert all_decided(P1_THREAT, frozenset(kinds)) is expected


def test_a_broken_ban_has_the_steps_of_the_protocol() -> None:
    """003 L709-723: asked with a witness, asked again, the police, asked once more with them, put out."""
    losser = read_profile(shipped()["losser"])
    assert steps_of(losser.leaving) == (
        BreachStep.ASKED,
        BreachStep.ASKED,
        BreachStep.POLICE_CALLED,
        BreachStep.ASKED_WITH_POLICE,
        BreachStep.REMOVED,
    )
    # 004 L443-447: three times.
    assert steps_of(read_profile(shipped()["s-hertogenbosch"]).leaving).count(BreachStep.ASKED) == 3
    assert BreachStep.ASKED_WITH_POLICE not in steps_of(None)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [((0, 2), []), ((2, 0), [("/steps/1/at", "steps_in_order")]), ((0, 20), [("/steps/1/at", "in_future")])],
)
def test_steps_are_noted_in_order_and_not_beforehand(minutes: tuple[int, int], expected: Any) -> None:
    steps = [Done(BreachStep.ASKED, NOW + timedelta(minutes=one), "Ali") for one in minutes]
    assert [(one.pointer, one.code) for one in wrong_steps(steps, NOW)] == expected


def test_whoever_the_protocol_names_for_a_kind_decides_also_where_it_is_not_advised() -> None:
    """002 L1132-1136: the board decides on a ban; that it comes at a first incident does not take that from it."""
    first = advice_of("heusden-zolder", "verbal")
    assert first.of(BAN) is None
    given = Given(BAN, until=TODAY + timedelta(days=30), reason="Hij wacht ons op")
    taken = decided(first, given)
    assert (taken.state, taken.deciders, taken.as_advised) == (MeasureState.PUT, (Function.BOARD,), False)
    declined = decided(first, Given(BAN, declined=True))
    assert declined.state is MeasureState.DECLINED, "not to do what nobody advises asks nothing of the board"
    # Who does not decide on it proposes that, and a yes to the proposal would take the ban: that is the board's.
    put = decided(first, Given(BAN, declined=True, reason="Hij komt niet meer"), REGISTRAR)
    assert (put.state, put.deciders) == (MeasureState.PUT, (Function.BOARD,))


@pytest.mark.parametrize(("until", "wrong_at"), [(None, ["/until"]), (TODAY, [])])
def test_what_was_proposed_not_to_take_is_not_taken_without_an_end(until: date | None, wrong_at: list[str]) -> None:
    put = Decided(uuid4(), BAN, MeasureState.PUT, Period(TODAY), (Function.BOARD,), not_to_take=True)
    with pytest.raises(WrongInput) if wrong_at else nullcontext() as refused:
        deciding.decide(put, BOARD, P1_AGAIN, yes=True, named=True, now=NOW, until=until)
    assert [one.pointer for one in (refused.value.wrong if refused else ())] == wrong_at
    assert deciding.decide(put, BOARD, P1_AGAIN, yes=False, named=True, now=NOW).state is MeasureState.DECLINED


@pytest.mark.parametrize(
    ("standing", "after", "handles", "stays"),
    [
        ({MeasureKind.ACCESS_BAN}, "Pietersen", False, True),
        ({MeasureKind.ACCESS_BAN}, "", True, True),
        ({MeasureKind.ACCESS_BAN}, "Pietersen", True, False),
        ({MeasureKind.ACCESS_BAN}, "Pieters", False, False),
        ({MeasureKind.NO_MORE_ANSWERS}, "", False, False),
        (set(), "", False, False),
    ],
)
def test_a_ban_is_never_against_nobody(standing: set[MeasureKind], after: str, handles: bool, stays: bool) -> None:
    with pytest.raises(NamedInMeasure) if stays else nullcontext():
        rename(standing, "Pieters", after, handles=handles)


@pytest.mark.parametrize(
    ("state", "before", "handles", "stays"),
    [
        (MeasureState.IN_FORCE, "here", False, True),
        (MeasureState.IN_FORCE, "here", True, False),
        (MeasureState.IN_FORCE, "there", False, False),
        (MeasureState.IN_FORCE, None, False, False),
        (MeasureState.PUT, "here", False, False),
    ],
)
def test_what_holds_at_a_door_is_moved_by_who_handles_the_case(
    state: MeasureState, before: str | None, handles: bool, stays: bool
) -> None:
    with pytest.raises(MeasureStandsThere) if stays else nullcontext():
        readdress(state, before, "there", handles=handles)


def test_no_is_no_end_before_the_beginning_either() -> None:
    given = Given(MeasureKind.ACCESS_BAN, until=TODAY - timedelta(days=1), declined=True)
    with pytest.raises(WrongInput) as refused:
        deciding.take(Advice((), (), (), ()), given, MANAGER, OF_MANAGERS, named=True, happened_on=TODAY, today=TODAY)
    assert [one.code for one in refused.value.wrong] == ["measure_ends_before"]


P4_D = advice_of("losser", "D")
BENEFITS = By(uuid4(), frozenset({Function.BENEFITS}))


@pytest.mark.parametrize(
    ("percent", "code"),
    [(None, "measure_needs_percent"), (39, "measure_percent_limits"), (101, "measure_percent_limits")],
)
def test_who_cuts_a_benefit_says_by_how_much(percent: int | None, code: str) -> None:
    """003 L801: at least 40 and at most 100 per cent of the norm."""
    cut = Given(MeasureKind.BENEFIT_CUT, percent=percent)
    assert wrong(P4_D, cut, BENEFITS) == {"/percent": code}
    assert decided(P4_D, replace(cut, percent=40), BENEFITS).as_advised
    assert decided(P4_D, Given(MeasureKind.BENEFIT_CUT, declined=True), BENEFITS).state is MeasureState.DECLINED


def test_how_much_may_be_left_to_who_decides_on_the_benefit() -> None:
    put = decided(P4_D, Given(MeasureKind.BENEFIT_CUT, reason="Ernstig"))
    assert put.state is MeasureState.PUT
    waits = Decided(uuid4(), put.kind, put.state, put.period, put.deciders)
    with pytest.raises(WrongInput) as refused:
        deciding.decide(waits, BENEFITS, P4_D, yes=True, named=True, now=NOW)
    assert [one.code for one in refused.value.wrong] == ["measure_needs_percent"]
    assert deciding.decide(waits, BENEFITS, P4_D, yes=True, named=True, now=NOW, percent=60).percent == 60
    asked = replace(waits, percent=50)
    assert deciding.decide(asked, BENEFITS, P4_D, yes=True, named=True, now=NOW).percent == 50
    assert deciding.decide(waits, BENEFITS, P4_D, yes=False, named=True, now=NOW).percent is None


def test_only_a_benefit_is_cut_by_a_percentage() -> None:
    assert wrong(P1_THREAT, Given(BAN, percent=50)) == {"/percent": "measure_without_percent"}


def test_what_the_protocol_does_not_name_is_not_decided_on() -> None:
    """P4 has three letters (003 L624-632), and no reprimand; P1 cuts no benefit. No reason makes it theirs."""
    given = Given(MeasureKind.REPRIMAND, reason="Toch maar wel")
    assert wrong(advice_of("losser", "D"), given) == {"/kind": "measure_not_named"}
    assert wrong(advice_of("losser", "D"), replace(given, declined=True)) == {"/kind": "measure_not_named"}
    nothing_named = Advice((), (), (), ())
    taken = decided(nothing_named, Given(MeasureKind.WARNING, reason="Er is geen protocol"))
    assert taken.state is MeasureState.TAKEN


def test_a_measure_that_was_put_before_the_protocol_changed_can_only_be_refused() -> None:
    put = Decided(uuid4(), MeasureKind.REPRIMAND, MeasureState.PUT, Period(TODAY), OF_MANAGERS)
    with pytest.raises(WrongInput):
        deciding.decide(put, MANAGER, P4_D, yes=True, named=True, now=NOW)
    no = deciding.decide(put, MANAGER, P4_D, yes=False, named=True, now=NOW)
    assert no.state is MeasureState.DECLINED
