"""The rules of a risk mark."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.addresses.reading import read_address
from achterwacht.kinds import Actor
from achterwacht.risks.drafts import Concerned, Draft
from achterwacht.risks.rules import (
    PROVISIONAL_FOR,
    Advice,
    Criterion,
    Mark,
    MarkApproved,
    MarkEnded,
    MarkState,
    NotApproved,
    OwnProposal,
    advise,
    approve,
    begin_of,
    end,
    in_force,
    next_reminder,
    review,
    review_overdue,
    state,
)
from notifications.texts.catalogue import FIRST_LANGUAGE, catalogue

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HOUSE, KARIN, RUTH = uuid4(), uuid4(), uuid4()
ENDS = datetime(2028, 5, 1, 22, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def by(person: UUID | None) -> Actor:
    return Actor(HOUSE, person)


def mark(*advice: Advice, instruction: str | None = None, proposed_at: datetime = NOW) -> Mark:
    return Mark(
        uuid4(), advice or (Advice.PAIRS,), instruction, date(2027, 5, 1), KARIN, proposed_at, proposed_at, ENDS
    )


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
    zone = ZoneInfo("Europe/Amsterdam")
    # A minute to midnight there, on its review date: in UTC that day goes on for two hours.
    last = datetime(2027, 5, 1, 21, 59, tzinfo=UTC)
    assert not review_overdue(done, last, zone)
    assert review_overdue(done, last + timedelta(minutes=1), zone)
    assert in_force(done, ENDS - SECOND)
    assert (in_force(done, ENDS), state(done, ENDS)) == (False, MarkState.ENDED)
    assert not review_overdue(mark(), last + timedelta(days=1000), zone)


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
    assert said.own == ("Er is een hond.",)
    assert said.provisional
    assert said.marks == (one.id, other.id)


def test_every_word_has_its_sentence() -> None:
    texts = catalogue(FIRST_LANGUAGE)
    assert all(texts.say("advice", word.value) for word in Advice)


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
    assert said.own == ()
    assert said.provisional == any(not one.approved for one in shown)


ZONE = ZoneInfo("Europe/Amsterdam")
JAN, ALI = uuid4(), uuid4()


def test_a_mark_counts_from_its_first_day_until_its_last() -> None:
    from_december = replace(approved(mark()), valid_from=begin_of(date(2026, 12, 1), ZONE))
    assert from_december.valid_from == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert not in_force(from_december, from_december.valid_from - SECOND)
    assert in_force(from_december, from_december.valid_from)
    assert advise([from_december], NOW).advice == ()
    with pytest.raises(MarkEnded):
        end(from_december, "Weg", by(RUTH), ENDS)
    with pytest.raises(MarkEnded):
        approve(mark(), by(RUTH), ENDS)


def test_not_this_employee_is_told_to_that_employee_and_to_nobody_else() -> None:
    about_jan = replace(approved(mark(Advice.NOT_THIS_EMPLOYEE, instruction="Overleg.")), not_for=frozenset({JAN}))
    assert advise([about_jan], NOW, {JAN}).advice == (Advice.NOT_THIS_EMPLOYEE,)
    assert advise([about_jan], NOW, {ALI, JAN}).own[-1] == "Overleg."
    nobody_else = advise([about_jan], NOW, {ALI})
    assert (nobody_else.advice, nobody_else.own, nobody_else.marks) == ((), (), ())
    with_more = replace(about_jan, advice=(Advice.NOT_THIS_EMPLOYEE, Advice.PAIRS))
    assert advise([with_more], NOW, {ALI}).advice == (Advice.PAIRS,)
    to_all = replace(about_jan, not_for=frozenset())
    assert advise([to_all], NOW, {ALI}).advice == (Advice.NOT_THIS_EMPLOYEE,)


def test_a_reminder_comes_on_the_review_date_and_each_week_at_nine_on_the_wall() -> None:
    done = approved(mark())
    first = datetime(2027, 5, 1, 7, tzinfo=UTC)
    assert next_reminder(done, NOW, ZONE) == first
    assert next_reminder(done, first - SECOND, ZONE) == first
    assert next_reminder(done, first, ZONE) == first + timedelta(days=7)
    assert next_reminder(done, first + timedelta(days=190), ZONE) == datetime(2027, 11, 13, 8, tzinfo=UTC), "winter"
    assert next_reminder(done, ENDS, ZONE) is None
    assert next_reminder(end(done, "Verhuisd", by(RUTH), NOW), NOW, ZONE) is None


def test_a_proposal_is_asked_about_on_the_first_morning_and_on_the_last_before_it_lapses() -> None:
    proposed = mark()
    lapses = proposed.proposed_at + timedelta(days=7)
    first = next_reminder(proposed, proposed.proposed_at, ZONE)
    assert first is not None
    assert first.astimezone(ZONE).hour == 9
    assert timedelta() < first - proposed.proposed_at <= timedelta(days=1)
    last = next_reminder(proposed, first, ZONE)
    assert last is not None
    assert timedelta() < lapses - last <= timedelta(days=1, hours=1)
    assert next_reminder(proposed, last, ZONE) is None
    assert next_reminder(proposed, lapses, ZONE) is None


@given(st.datetimes(NOW.replace(tzinfo=None), ENDS.replace(tzinfo=None) - SECOND, timezones=st.just(UTC)))
def test_there_is_always_a_next_reminder_within_a_week_of_the_review(now: datetime) -> None:
    done = approved(mark())
    moment = next_reminder(done, now, ZONE)
    assert moment is not None
    assert moment > now
    assert moment <= max(now, datetime(2027, 5, 1, 7, tzinfo=UTC)) + timedelta(days=7, hours=1)


def test_a_review_moves_the_next_one_and_the_end() -> None:
    done = approved(mark())
    later = review(done, date(2028, 5, 1), ENDS + timedelta(days=365), NOW)
    assert (later.review_date, later.ends_at) == (date(2028, 5, 1), ENDS + timedelta(days=365))
    with pytest.raises(NotApproved):
        review(mark(), date(2028, 5, 1), ENDS, NOW)
    with pytest.raises(MarkEnded):
        review(done, date(2028, 5, 1), ENDS, ENDS)


def test_everything_that_can_not_be_in_a_proposal_at_once() -> None:
    today = NOW.date()
    place = read_address({"country": "NL", "postcode": "5211 AA", "houseNumber": 12})
    good = Draft(place, (Advice.PAIRS,), "Bedreiging", today)
    assert (good.wrong(today), good.last_day) == ([], today + timedelta(days=365))
    bad = replace(
        good,
        criteria=(Criterion.FRAUD_INVESTIGATION,),
        not_for=(JAN,),
        review_date=today - timedelta(days=1),
        ends_on=today - timedelta(days=2),
        valid_from=today,
    )
    assert [(one.pointer, one.code) for one in bad.wrong(today)] == [
        ("/notFor", "not_this_employee_missing"),
        ("/notFor", "investigator_missing"),
        ("/reviewDate", "review_in_past"),
        ("/endsOn", "ends_before_review"),
        ("/validFrom", "begins_after_review"),
    ]


def test_what_can_not_be_of_the_person_concerned() -> None:
    today = NOW.date()
    tomorrow = today + timedelta(days=1)
    assert Concerned(today, None, today, "Klopt niet", "Afgewezen").wrong(today) == []
    bad = Concerned(tomorrow, "Te gevaarlijk", tomorrow, None, "Afgewezen")
    assert [(one.pointer, one.code) for one in bad.wrong(today)] == [
        ("/informedOn", "day_in_future"),
        ("/objectedOn", "day_in_future"),
        ("/notInformedBecause", "informed_and_not"),
        ("/objection", "missing"),
    ]
