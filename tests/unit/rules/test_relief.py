"""The end of a shift: who has the watch keeps it until somebody takes it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.kinds import EventKind
from achterwacht.relief.rules import (
    MANAGERS,
    CannotWatchNow,
    ReliefOver,
    Step,
    Watch,
    accept,
    decline,
    not_taken,
    shift_changed,
)

FATIMA, SVEN, NOOR, KARIN = uuid4(), uuid4(), uuid4(), uuid4()
HELD = Watch(watching=(FATIMA,))


def asked(*people: UUID) -> Step:
    return shift_changed(HELD, (SVEN, NOOR), people, anybody_out=True)


def test_with_nobody_out_the_roster_changes_without_a_word() -> None:
    assert shift_changed(HELD, (SVEN,), (SVEN,), anybody_out=False) == Step(Watch(watching=(SVEN,)))


def test_the_first_roster_of_a_team_hands_nothing_over() -> None:
    assert shift_changed(Watch(), (SVEN,), (SVEN,), anybody_out=True) == Step(Watch(watching=(SVEN,)))


def test_while_one_of_the_old_ones_goes_on_nothing_is_handed_over() -> None:
    step = shift_changed(Watch((FATIMA, NOOR)), (NOOR, SVEN), (NOOR, SVEN), anybody_out=True)
    assert step == Step(Watch(watching=(NOOR, SVEN)))


def test_asked_asked_again_then_the_managers_and_the_old_one_stays() -> None:
    step = asked(SVEN, NOOR)
    assert (step.event, step.asks, step.watch.staying) == (EventKind.RELIEF_ASKED, (SVEN, NOOR), (FATIMA,))
    step = not_taken(step.watch, anybody_out=True)
    assert (step.event, step.asks, step.tells_managers) == (EventKind.RELIEF_ASKED_AGAIN, (SVEN, NOOR), False)
    step = not_taken(step.watch, anybody_out=True)
    assert (step.event, step.asks, step.tells_managers) == (EventKind.RELIEF_NOT_TAKEN, (), True)
    assert step.watch.staying == (FATIMA,)
    assert not_taken(step.watch, anybody_out=True) == Step(step.watch), "once"


def test_nobody_can_be_asked_so_the_managers_hear_it_at_once() -> None:
    step = asked()
    assert (step.tells_managers, step.watch.staying) == (True, (FATIMA,))


def test_who_is_gone_does_not_stay_and_the_others_are_asked_or_the_managers_hear_it() -> None:
    step = shift_changed(HELD, (SVEN,), (SVEN,), anybody_out=True, gone=(FATIMA,))
    assert (step.event, step.asks, step.watch.staying) == (EventKind.RELIEF_ASKED, (SVEN,), ())
    step = shift_changed(HELD, (), (), anybody_out=True, gone=(FATIMA,))
    assert (step.tells_managers, step.watch.staying) == (True, ())
    assert accept(step.watch, KARIN, free=True).watch.staying == (KARIN,)


def test_who_takes_it_has_it_alone_and_only_once() -> None:
    step = accept(asked(SVEN, NOOR).watch, SVEN, free=True)
    assert step.watch == Watch(watching=(SVEN, NOOR))
    with pytest.raises(ReliefOver):
        accept(step.watch, NOOR, free=True)
    with pytest.raises(ReliefOver):
        accept(asked(SVEN).watch, FATIMA, free=True)


def test_who_stands_on_the_roster_and_is_away_does_not_go_on() -> None:
    step = shift_changed(HELD, (FATIMA,), (), anybody_out=True, gone=(FATIMA,))
    assert (step.tells_managers, step.watch.staying) == (True, ())


def test_who_is_not_free_does_not_take_it() -> None:
    with pytest.raises(CannotWatchNow):
        accept(asked(SVEN).watch, SVEN, free=False)


def test_a_manager_who_takes_it_stays_until_everybody_is_in() -> None:
    held = accept(asked(SVEN).watch, KARIN, free=True).watch
    assert held.staying == (KARIN,)
    assert not_taken(held, anybody_out=True) == Step(held)
    assert not_taken(held, anybody_out=False) == Step(Watch(watching=(SVEN, NOOR)))


def test_who_cannot_is_out_and_when_all_cannot_the_managers_hear_it() -> None:
    one = decline(asked(SVEN, NOOR).watch, SVEN)
    assert (one.watch.asked, one.event, one.tells_managers) == ((NOOR,), EventKind.RELIEF_DECLINED, False)
    none = decline(one.watch, NOOR)
    assert (none.event, none.tells_managers) == (EventKind.RELIEF_DECLINED, True)
    for person in (SVEN, KARIN):
        with pytest.raises(ReliefOver):
            decline(none.watch, person)


people = st.lists(st.sampled_from((FATIMA, SVEN, NOOR, KARIN)), unique=True, max_size=3).map(tuple)
doings = st.sampled_from(("change", "passes", "accept", "decline"))


@given(st.lists(st.tuples(doings, people), max_size=12))
def test_whatever_happens_while_somebody_is_out_the_watch_is_never_dropped(
    story: list[tuple[str, tuple[UUID, ...]]],
) -> None:
    """Once somebody has the watch, it is theirs, or of whoever took it, or of who stands on the roster with them."""
    watch = Watch(watching=(FATIMA,))
    for what, some in story:
        holders = set(watch.staying or watch.watching)
        person = some[0] if some else KARIN
        try:
            match what:
                case "change":
                    watch = shift_changed(watch, some, some, anybody_out=True).watch
                case "passes":
                    watch = not_taken(watch, anybody_out=True).watch
                case "accept":
                    watch = accept(watch, person, free=True).watch
                    holders.add(person)
                case _:
                    watch = decline(watch, person).watch
        except ReliefOver:
            continue
        assert holders & {*watch.staying, *watch.watching}
        assert 0 <= watch.times <= MANAGERS
