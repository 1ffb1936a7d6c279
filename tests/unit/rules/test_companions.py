"""Who comes along says so; who says nothing is asked once more, and then told of."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from achterwacht.alarms.facts import Skip
from achterwacht.beforehand import companions
from achterwacht.code_purposes import CodePurpose
from achterwacht.decision import NOTHING
from achterwacht.kinds import DeadlineKind
from achterwacht.visits.facts import Along, VisitState
from achterwacht.visits.refusals import NotPlanned
from notifications.texts.templates import Template
from tests.support.facts import ALI, FATIMA, JAN, KARIN, MO, NAMES, a_visit, at, by, context, people, profile

LOSSER = profile("losser")
SILENT = Along(ALI, NAMES[ALI])
PLANNED = a_visit(VisitState.PLANNED, companions=[ALI], along=(SILENT,), planned_start=at(60))
REMINDED, TOLD = at(60) - LOSSER.pairs.remind_before, at(60) - LOSSER.pairs.tell_before
COMES = replace(SILENT, comes=True)
BOS = Along(None, "Wijkagent Bos", comes=True)


def test_both_moments_come_before_the_start_and_what_is_past_is_left_out() -> None:
    both = {DeadlineKind.COMPANION_REMINDER: REMINDED, DeadlineKind.COMPANION_SILENT: TOLD}
    nothing = dict.fromkeys(both)
    assert companions.await_answers(PLANNED, [ALI], context(at(0), protocol=LOSSER)).deadlines == both
    late = companions.await_answers(PLANNED, [ALI], context(REMINDED, protocol=LOSSER)).deadlines
    assert late == {**both, DeadlineKind.COMPANION_REMINDER: None}
    assert companions.await_answers(PLANNED, [ALI], context(TOLD, protocol=LOSSER)).deadlines == nothing
    assert companions.await_answers(PLANNED, [], context(at(0), protocol=LOSSER)).deadlines == nothing, (
        "nobody is waited for any more"
    )
    assert companions.await_answers(a_visit(), [ALI], context(at(0), protocol=LOSSER)) == NOTHING


def test_who_says_nothing_is_asked_once_more_and_then_told_of() -> None:
    asked = companions.companion_reminder(PLANNED, context(REMINDED, protocol=LOSSER))
    (notice,) = asked.notices
    assert (notice.person, notice.template, notice.code) == (ALI, Template.COMPANION_ASKED, CodePurpose.COMPANION)
    assert notice.facts == {"early": True}, "it still asks whether they come along"
    told = companions.companion_silent(PLANNED, context(at(0), protocol=LOSSER))
    assert [(one.person, one.template) for one in told.notices] == [
        (JAN, Template.COMPANION_SILENT),
        (FATIMA, Template.COMPANION_SILENT_DESK),
    ]
    assert told.deadlines == {}
    assert told.alarm is None


@pytest.mark.parametrize(
    ("along", "allowed_by", "state"),
    [
        ([COMES], None, VisitState.PLANNED),
        ([SILENT, replace(COMES, person=MO)], None, VisitState.PLANNED),
        ([SILENT, BOS], None, VisitState.PLANNED),
        ([replace(SILENT, declined=True)], None, VisitState.PLANNED),
        ([SILENT], KARIN, VisitState.PLANNED),
        ([SILENT], None, VisitState.UNDER_WAY),
        ([SILENT], None, VisitState.CANCELLED),
    ],
    ids=["comes", "another comes", "an outsider comes", "can't", "alone allowed", "started", "cancelled"],
)
def test_nobody_is_told_where_it_does_not_matter(
    along: list[Along], allowed_by: UUID | None, state: VisitState
) -> None:
    visit = replace(PLANNED, along=tuple(along), alone_allowed_by=allowed_by, state=state)
    assert companions.companion_reminder(visit, context(REMINDED, protocol=LOSSER)) == NOTHING
    assert companions.companion_silent(visit, context(at(0), protocol=LOSSER)) == NOTHING


def test_where_nobody_is_on_duty_the_manager_is_told_and_never_who_comes_along() -> None:
    away = people(skip={FATIMA: Skip.ABSENT})
    told = [one.person for one in companions.companion_silent(PLANNED, context(at(0), away, LOSSER)).notices]
    assert told[0] == JAN
    assert told[1:]
    assert FATIMA not in told
    inside = replace(PLANNED, companions=frozenset({ALI, FATIMA}))
    assert FATIMA not in {
        one.person for one in companions.companion_silent(inside, context(at(0), protocol=LOSSER)).notices
    }


def test_the_same_answer_means_coming_beforehand_and_being_there_shortly_before_the_start() -> None:
    assert companions.is_early(PLANNED, context(TOLD - timedelta(seconds=1), protocol=LOSSER))
    assert not companions.is_early(PLANNED, context(TOLD, protocol=LOSSER))
    assert not companions.is_early(a_visit(), context(at(0), protocol=LOSSER))
    (event,) = companions.companion_comes(PLANNED, by(ALI, "sms"), NAMES[ALI]).events
    assert event.facts == {"name": NAMES[ALI]}
    with pytest.raises(NotPlanned):
        companions.companion_comes(a_visit(), by(ALI), NAMES[ALI])
