"""Who comes along says so; who says nothing is asked once more, and then told of."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from achterwacht.alarms.facts import Skip
from achterwacht.beforehand import companions
from achterwacht.beforehand.companions import Along
from achterwacht.decision import NOTHING
from achterwacht.kinds import CodePurpose, DeadlineKind
from achterwacht.visits.facts import VisitState
from achterwacht.visits.refusals import NotPlanned
from notifications.texts.templates import Template
from tests.support.facts import ALI, FATIMA, JAN, KARIN, MO, NAMES, a_visit, at, by, people, profile

PAIRS = profile("losser").pairs
PLANNED = replace(a_visit(VisitState.PLANNED, companions=[ALI]), planned_start=at(60))
REMINDED, TOLD = at(60) - PAIRS.remind_before, at(60) - PAIRS.tell_before
SILENT = Along(ALI, NAMES[ALI])
COMES = replace(SILENT, comes=True)
BOS = Along(None, "Wijkagent Bos", comes=True)


def test_both_moments_come_before_the_start_and_what_is_past_is_left_out() -> None:
    both = {DeadlineKind.COMPANION_REMINDER: REMINDED, DeadlineKind.COMPANION_SILENT: TOLD}
    nothing = dict.fromkeys(both)
    assert companions.await_answers(PLANNED, [ALI], PAIRS, at(0)).deadlines == both
    late = companions.await_answers(PLANNED, [ALI], PAIRS, REMINDED).deadlines
    assert late == {**both, DeadlineKind.COMPANION_REMINDER: None}
    assert companions.await_answers(PLANNED, [ALI], PAIRS, TOLD).deadlines == nothing
    assert companions.await_answers(PLANNED, [], PAIRS, at(0)).deadlines == nothing, "nobody is waited for any more"
    assert companions.await_answers(a_visit(), [ALI], PAIRS, at(0)) == NOTHING


def test_who_says_nothing_is_asked_once_more_and_then_told_of() -> None:
    asked = companions.companion_reminder(PLANNED, [SILENT], PAIRS, REMINDED)
    (notice,) = asked.notices
    assert (notice.person, notice.template, notice.code) == (ALI, Template.COMPANION_ASKED, CodePurpose.COMPANION)
    assert notice.facts == {"early": True}, "it still asks whether they come along"
    told = companions.companion_silent(PLANNED, [SILENT], people())
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
    visit = replace(PLANNED, alone_allowed_by=allowed_by, state=state)
    assert companions.companion_reminder(visit, along, PAIRS, REMINDED) == NOTHING
    assert companions.companion_silent(visit, along, people()) == NOTHING


def test_where_nobody_is_on_duty_the_manager_is_told_and_never_who_comes_along() -> None:
    away = people(skip={FATIMA: Skip.ABSENT})
    told = [one.person for one in companions.companion_silent(PLANNED, [SILENT], away).notices]
    assert told[0] == JAN
    assert told[1:]
    assert FATIMA not in told
    inside = replace(PLANNED, companions=frozenset({ALI, FATIMA}))
    assert FATIMA not in {one.person for one in companions.companion_silent(inside, [SILENT], people()).notices}


def test_the_same_answer_means_coming_beforehand_and_being_there_shortly_before_the_start() -> None:
    assert companions.is_early(PLANNED, PAIRS, TOLD - timedelta(seconds=1))
    assert not companions.is_early(PLANNED, PAIRS, TOLD)
    assert not companions.is_early(a_visit(), PAIRS, at(0))
    (event,) = companions.companion_comes(PLANNED, NAMES[ALI], by(ALI, "sms")).events
    assert event.facts == {"name": NAMES[ALI]}
    with pytest.raises(NotPlanned):
        companions.companion_comes(a_visit(), NAMES[ALI], by(ALI))
