"""The rules of a risk mark."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.decision import Actor
from achterwacht.risks.rules import (
    PROVISIONAL_FOR,
    SENTENCES,
    Advice,
    Mark,
    MarkApproved,
    MarkEnded,
    MarkState,
    OwnProposal,
    advise,
    approve,
    end,
    in_force,
    review_overdue,
    state,
)

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HOUSE, KARIN, RUTH = uuid4(), uuid4(), uuid4()
SECOND = timedelta(seconds=1)


def by(person: UUID | None) -> Actor:
    return Actor(HOUSE, person)


def mark(*advice: Advice, instruction: str | None = None, proposed_at: datetime = NOW) -> Mark:
    return Mark(uuid4(), advice or (Advice.PAIRS,), instruction, date(2027, 5, 1), KARIN, proposed_at)


def approved(one: Mark) -> Mark:
    return approve(one, by(RUTH), one.proposed_at)


def test_a_proposal_shows_as_provisional_for_seven_days_and_no_longer() -> None:
    proposal = mark()
    last = NOW + PROVISIONAL_FOR - SECOND
    assert advise([proposal], last).provisional
    assert advise([proposal], last).advice == (Advice.PAIRS,)
    assert state(proposal, last + SECOND) is MarkState.EXPIRED
    assert advise([proposal], last + SECOND).advice == ()


def test_another_person_approves() -> None:
    with pytest.raises(OwnProposal):
        approve(mark(), by(KARIN), NOW)
    with pytest.raises(OwnProposal):
        approve(mark(), by(None), NOW)
    done = approve(mark(), by(RUTH), NOW)
    assert (done.approved_by, done.approved_at) == (RUTH, NOW)
    assert not advise([done], NOW).provisional
    with pytest.raises(MarkApproved):
        approve(done, by(uuid4()), NOW)


def test_an_expired_proposal_shows_again_once_it_is_approved() -> None:
    later = NOW + timedelta(days=30)
    done = approve(mark(), by(RUTH), later)
    assert state(done, later) is MarkState.APPROVED
    assert advise([done], later).advice == (Advice.PAIRS,)


def test_an_approved_mark_outlives_its_review_date_and_is_overdue_then() -> None:
    done = approved(mark())
    review = datetime(2027, 5, 1, 12, tzinfo=UTC)
    assert not review_overdue(done, review)
    assert review_overdue(done, review + timedelta(days=1))
    assert in_force(done, review + timedelta(days=1000))
    assert not review_overdue(mark(), review + timedelta(days=1000))


def test_what_is_ended_is_over() -> None:
    over = end(approved(mark()), "Verhuisd", by(KARIN), NOW + SECOND)
    assert state(over, NOW + SECOND) is MarkState.ENDED
    assert advise([over], NOW + SECOND) == advise([], NOW)
    with pytest.raises(MarkEnded):
        approve(over, by(RUTH), NOW)
    with pytest.raises(MarkEnded):
        end(over, "Nog eens", by(RUTH), NOW)


def test_marks_of_one_address_add_up_weightiest_first() -> None:
    one = approved(mark(Advice.ATTENTION, Advice.PAIRS, instruction="Er is een hond."))
    other = mark(Advice.PAIRS, Advice.POLICE_FIRST, instruction="Er is een hond.", proposed_at=NOW + SECOND)
    said = advise([other, one], NOW + SECOND)
    assert said.advice == (Advice.POLICE_FIRST, Advice.PAIRS, Advice.ATTENTION)
    assert said.instructions == (
        "Bel eerst de politie. Zeg waar je heen gaat en wanneer.",
        "Ga met z'n tweeën.",
        "Let extra goed op. Houd de weg naar buiten vrij.",
        "Er is een hond.",
    )
    assert said.provisional
    assert said.marks == (one.id, other.id)


def test_every_word_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Advice)


@given(
    st.lists(st.sampled_from(["proposed", "approved", "ended", "old"]), max_size=4),
    st.sets(st.sampled_from(Advice), min_size=1),
)
def test_advice_comes_only_from_marks_in_force(states: list[str], words: set[Advice]) -> None:
    def one(how: str) -> Mark:
        fresh = mark(*words)
        if how == "approved":
            return approved(fresh)
        if how == "ended":
            return end(fresh, "Klaar", by(RUTH), NOW)
        return replace(fresh, proposed_at=NOW - PROVISIONAL_FOR) if how == "old" else fresh

    marks = [one(how) for how in states]
    said = advise(marks, NOW)
    shown = [one for one in marks if in_force(one, NOW)]
    assert set(said.advice) == (words if shown else set())
    assert set(said.marks) == {one.id for one in shown}
    assert len(said.instructions) == len(said.advice)
    assert said.provisional == any(not one.approved for one in shown)
