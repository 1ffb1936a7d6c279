"""What `1`, `2` and VEILIG do, by the purpose of the code or of the call they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause, Outcome, PoliceCall
from achterwacht.alarms.records import AlarmRecord
from achterwacht.alarms.refusals import AlarmOver, MayNotTake, NotAsked, ProofNeeded
from achterwacht.beforehand.back_up import NotTheBackUp
from achterwacht.check_calls.rules import CheckCallOver, NotYourOwn
from achterwacht.codes.records import CodeRecord
from achterwacht.codes.service import CodeFor, hand_out
from achterwacht.inbound.answers import Answer, about
from achterwacht.inbound.code_over import (
    IsOver,
    alarm_over,
    check_call_over,
    number_over,
    relief_over,
    swap_over,
    visit_no_more,
)
from achterwacht.kinds import Actor, CodePurpose
from achterwacht.people.policy import Action
from achterwacht.people.records import PersonRecord
from achterwacht.refused import NotAllowed, NotFound
from achterwacht.relief.rules import ReliefOver
from achterwacht.roots import alarm as subject_of
from achterwacht.roster.swap_notices import said_of
from achterwacht.roster.swapping import SwapOver, answer_swap
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases import number_check, panic, preparation
from achterwacht.use_cases import visits as visit_cases
from achterwacht.use_cases.access import may_answer
from achterwacht.use_cases.relief import cannot_take_watch, handed_over, take_watch
from achterwacht.visits.facts import CheckCallResult, Pin, VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.visits.refusals import NotPlanned, NotUnderWay, SilentAlarm
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.held import hold_alarm, hold_visit
from achterwacht.watch.wording import place
from foundation.clock import clock_of
from notifications.replies import Intent
from notifications.texts.formats import local

YES, NO = Intent.FIRST, Intent.SECOND


@dataclass(frozen=True)
class Said:
    """A digit or VEILIG that came with this code, or was found to mean it. facts: what every answer may name."""

    session: Session
    by: Actor
    record: CodeRecord
    intent: Intent
    note: str
    facts: dict[str, Any]

    @property
    def yes(self) -> bool:
        return self.intent in (Intent.FIRST, Intent.SAFE)


@dataclass(frozen=True)
class Meaning:
    """What a code of one purpose does, and when it is over.

    bare: what a digit without it may do: what makes things louder, or what nobody falls silent for.
    """

    answer: Callable[[Said], Answer]
    is_over: IsOver
    bare: frozenset[Intent] = frozenset({NO})


def over(session: Session, record: CodeRecord) -> bool:
    """Whether what this code speaks of is over."""
    return MEANINGS[record.purpose].is_over(session, record)


def answer_code(session: Session, by: Actor, record: CodeRecord, intent: Intent, note: str = "") -> Answer:
    """Carry out a digit or VEILIG behind a code, and say what it did. What is over is said to be over.

    `by.unproven`: they did not send the code; it was found that this one must be meant.
    """
    answer = _done(session, by, record, intent, note)
    return answer if answer.about else replace(answer, about=str(record.subject_id))


def _done(session: Session, by: Actor, record: CodeRecord, intent: Intent, note: str) -> Answer:
    drill = bool(drill_cases.drills_among(session, by.organisation_id, [record.subject]))
    facts: dict[str, Any] = {"code": record.code, "drill": drill}
    try:
        may_answer(session, by, record, Action.RESOLVE_ALARM if intent is Intent.SAFE else Action.TAKE_ALARM)
    except (NotFound, NotAllowed):
        return Answer("code_unknown", facts)
    try:
        return MEANINGS[record.purpose].answer(Said(session, by, record, intent, note, facts))
    except SwapOver:
        return Answer("swap_over")
    except ReliefOver:
        return Answer("relief_over")
    except (AlarmOver, NotUnderWay, NotPlanned, NotFound, NotTheBackUp):
        return Answer("code_over", facts)
    except (MayNotTake, NotYourOwn):
        return Answer("may_not_take", facts)
    except NotAsked:
        return Answer("code_unknown", facts)
    except ProofNeeded:
        return Answer("safe_needs_code" if intent is Intent.SAFE else "which_code", facts)


def _alarm(said: Said) -> Answer:
    session, by, note, facts = said.session, said.by, said.note, said.facts
    alarm_id = said.record.subject_id
    if said.intent is Intent.SAFE:
        root = alarm_cases.close(hold_alarm(session, alarm_id, by), Outcome.SAFE, note, None).root
        return Answer("resolved", {**facts, "worker": root.worker_name}, about(root))
    if said.intent is Intent.SECOND:
        alarm_cases.decline(hold_alarm(session, alarm_id, by), note)
        return Answer("declined", facts)
    if said.record.purpose is CodePurpose.POLICE and not by.unproven:
        root = police_called(session, alarm_id, by, note)
        return Answer("police_called", {**facts, "worker": root.worker_name}, about(root))
    root = alarm_cases.acknowledge(hold_alarm(session, alarm_id, by), note).root
    return Answer(*taken(session, root, by, facts), about(root))


def taken(session: Session, root: Aggregate, by: Actor, facts: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Who has it now: the one who asked, or somebody who was faster."""
    assert root.alarm is not None
    if root.alarm.acknowledged_by is None:
        return "taken_without_code", {**facts, "worker": root.worker_name, "address": place(root)}
    if root.alarm.acknowledged_by == by.person_id:
        return "taken", {**facts, "worker": root.worker_name, "address": place(root)}
    name = session.scalar(
        select(PersonRecord.name).where(
            PersonRecord.organisation_id == by.organisation_id, PersonRecord.id == root.alarm.acknowledged_by
        )
    )
    return "has_it", {**facts, "taker": name or ""}


def police_called(session: Session, alarm_id: UUID, by: Actor, note: str = "") -> Aggregate:
    """ "Gebeld": noted with the number of the profile, without a reference. In a drill nobody calls: it is taken."""
    held = hold_alarm(session, alarm_id, by)
    if held.root.alarm is not None and held.root.alarm.drill:
        return alarm_cases.acknowledge(held, note).root
    return alarm_cases.note_police_call(held, PoliceCall(held.root.protocol.emergency.number, "", note), note).root


def _check_call(said: Said) -> Answer:
    session, by, record = said.session, said.by, said.record
    result = CheckCallResult.OK if said.yes else CheckCallResult.NOT_OK
    if check_call_over(session, record) and not _alarm_now(session, record):
        return Answer("code_over", {"code": record.code})
    try:
        root = visit_cases.report_check_call(hold_visit(session, record.subject_id, by), result, said.note).root
    except (CheckCallOver, SilentAlarm):
        return _alarm_instead(session, by, record)
    return Answer("check_call_ok" if said.yes else "check_call_not_ok", {"worker": root.worker_name})


def _number(said: Said) -> Answer:
    """1: it is my number; 2: it is not, and the administrators hear that what is meant for somebody goes elsewhere."""
    if number_over(said.session, said.record):
        return Answer("code_over", said.facts)
    if said.intent is Intent.SECOND:
        number_check.deny(said.session, said.record)
        return Answer("number_not_verified")
    number_check.verify(said.session, said.record)
    return Answer("number_verified")


def _before_a_visit(said: Said) -> Answer:
    """1: I come along or am there, I am back-up, or they may go alone; 2: I can't, or they may not."""
    session, by, record, yes = said.session, said.by, said.record, said.yes
    visit_id = record.subject_id
    if record.purpose is CodePurpose.BACK_UP:
        made = preparation.answer_back_up(hold_visit(session, visit_id, by), yes)
        key = "back_up_accepted" if yes else "back_up_declined"
    elif record.purpose is CodePurpose.ALONE:
        made = preparation.answer_alone(hold_visit(session, visit_id, by), yes)
        key = "alone_allowed" if yes else "alone_refused"
    else:
        companion = session.scalars(
            select(CompanionRecord.id).where(
                CompanionRecord.organisation_id == by.organisation_id,
                CompanionRecord.visit_id == visit_id,
                CompanionRecord.person_id == by.person_id,
            )
        ).first()
        if companion is None:
            raise NotFound("companion")
        if yes:
            made, there = preparation.companion_answers_yes(hold_visit(session, visit_id, by), companion)
            key = "companion_there" if there else "companion_comes"
        else:
            made, key = preparation.companion_cant(hold_visit(session, visit_id, by), companion), "companion_cant"
    root = made.root
    end, organisation = visit_cases.visit_of(root).expected_end, root.organisation
    until = local(end, organisation.time_zone, organisation.language)
    visit = visit_cases.visit_of(root)
    about_it = f"{visit.id} {visit.planned_start} {visit.expected_end} {visit.state}"
    return Answer(key, {"worker": root.worker_name, "until": until, "code": record.code}, about_it)


def _swap(said: Said) -> Answer:
    """1: I take the turn; 2: I can't."""
    swap = answer_swap(said.session, said.record.subject_id, said.yes, said.by)
    return Answer("swap_accepted" if said.yes else "swap_refused", said_of(said.session, swap))


def _relief(said: Said) -> Answer:
    """1: I take the watch; 2: I can't."""
    session, by = said.session, said.by
    team_id = handed_over(session, by.organisation_id, said.record.subject_id)
    if team_id is None:
        raise ReliefOver
    if said.intent is Intent.SECOND:
        cannot_take_watch(session, team_id, by)
        return Answer("relief_declined")
    take_watch(session, team_id, by)
    return Answer("relief_accepted")


def _companion_well(said: Said) -> Answer:
    """1: all is well, which is news; 2: it is not, which is a call for help."""
    session, by, record = said.session, said.by, said.record
    if over(session, record):
        return Answer("code_over", {"code": record.code})
    if said.intent is Intent.SECOND:
        root = panic.raise_panic(session, by, record.subject_id)
        return Answer("panic", {"emergency": root.protocol.emergency.number})
    root = visit_cases.say_ok(hold_visit(session, record.subject_id, by), Pin.NOT_SET).root
    return Answer("companion_well", {"worker": root.worker_name}, about(root))


def _alarm_now(session: Session, record: CodeRecord) -> AlarmRecord | None:
    """The alarm that took the place of a check call: that of the visit, or else a silent one of its worker."""
    worker = select(VisitRecord.worker_id).where(
        VisitRecord.organisation_id == record.organisation_id, VisitRecord.id == record.subject_id
    )
    found = session.scalars(
        select(AlarmRecord)
        .where(
            AlarmRecord.organisation_id == record.organisation_id,
            AlarmRecord.resolved_at.is_(None),
            AlarmRecord.drill.is_(False),
            or_(
                AlarmRecord.visit_id == record.subject_id,
                and_(AlarmRecord.cause == Cause.DURESS, AlarmRecord.worker_id == worker.scalar_subquery()),
            ),
        )
        .order_by(AlarmRecord.opened_at)
    ).all()
    return max(found, key=lambda one: one.cause.gravity, default=None)


def _alarm_instead(session: Session, by: Actor, record: CodeRecord) -> Answer:
    """The check call became an alarm meanwhile: the colleague gets the code for that one."""
    alarm = _alarm_now(session, record)
    if alarm is None or by.person_id is None:
        return Answer("code_over", {"code": record.code})
    wanted = CodeFor(by.person_id, CodePurpose.LADDER, subject_of(alarm.id))
    code = hand_out(session, by.organisation_id, [wanted], clock_of(session).now(session))[wanted]
    worker = session.scalar(
        select(PersonRecord.name).where(
            PersonRecord.organisation_id == by.organisation_id, PersonRecord.id == alarm.worker_id
        )
    )
    silent = alarm.cause is Cause.DURESS
    return Answer("code_alarm_now", {"code": code, "worker": worker or "", "silent_alarm": silent})


MEANINGS: Mapping[CodePurpose, Meaning] = {
    # Noted, and the climb goes on; declines. A bare 1 does not say that the police were called either.
    CodePurpose.LADDER: Meaning(_alarm, alarm_over, frozenset({YES, NO})),
    CodePurpose.POLICE: Meaning(_alarm, alarm_over, frozenset({YES, NO})),
    # "All is well" would end the asking.
    CodePurpose.CHECK_CALL: Meaning(_check_call, check_call_over),
    # News that answers nothing; a call for help.
    CodePurpose.COMPANION_WELL: Meaning(_companion_well, visit_no_more(VisitState.UNDER_WAY), frozenset({YES, NO})),
    # Who comes along may still say so once it goes on. Bare only before it starts (`which_code.py`).
    CodePurpose.COMPANION: Meaning(
        _before_a_visit, visit_no_more(VisitState.PLANNED, VisitState.UNDER_WAY), frozenset({YES, NO})
    ),
    # A yes makes somebody count on them; it is agreed before.
    CodePurpose.BACK_UP: Meaning(_before_a_visit, visit_no_more(VisitState.PLANNED)),
    # A yes lets somebody go in alone.
    CodePurpose.ALONE: Meaning(_before_a_visit, visit_no_more(VisitState.PLANNED)),
    CodePurpose.SWAP: Meaning(_swap, swap_over),
    # A yes lets the one who watches now go home.
    CodePurpose.RELIEF: Meaning(_relief, relief_over),
    # The code is all that it is about.
    CodePurpose.NUMBER_CHECK: Meaning(_number, number_over, frozenset()),
}
