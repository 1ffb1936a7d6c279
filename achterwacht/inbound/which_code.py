"""Which code an SMS means, and what may be done without one (watch-rules.md, "What a word by SMS may do")."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.records import CodeRecord
from achterwacht.codes.service import find_code, recent_codes
from achterwacht.inbound.answers import Answer
from achterwacht.inbound.code_alarms import its_code
from achterwacht.inbound.codes import MEANINGS, answer_code, over
from achterwacht.inbound.received import without_long_numbers
from achterwacht.inbound.said import NO, OF_AN_ALARM, YES, digit_of, facts_of
from achterwacht.inbound.said_of_oneself import country_of
from achterwacht.inbound.status import status
from achterwacht.kinds import Actor
from achterwacht.notices.in_silence import who_is_silent
from achterwacht.people.actions import Action
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.refused import NotAllowed, NotFound
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases.in_danger import visits_under_way
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.access import may_answer
from notifications.intents import CLOSES, Intent, Reply

NOTHING_TO_DO = frozenset({"code_over", "relief_over", "swap_over"})


def about_a_code(session: Session, by: Actor, person: PersonRecord, reply: Reply, now: datetime) -> Answer:
    """Handle `1 4821`, where the code says what it is about.

    Without a code, the only one that still matters is meant. Of a code that is over nobody is told that they need do
    nothing while they were told of an alarm that is open: they get the code of that one.
    """
    answer = _about_a_code(session, by, person, reply, now)
    return (_alarm_now(session, by, now) if answer.key in NOTHING_TO_DO else None) or answer


def _about_a_code(session: Session, by: Actor, person: PersonRecord, reply: Reply, now: datetime) -> Answer:
    if reply.code is None:
        return _bare(session, by, reply.intent, now)
    record = find_code(session, by.organisation_id, person.id, reply.code)
    whole = find_code(session, by.organisation_id, person.id, reply.glued) if record is None and reply.glued else None
    if whole is not None or (record is not None and reply.intent is Intent.CODE):
        code = whole or record
        assert code is not None
        if code.purpose.spec.by_itself:
            return answer_code(session, by, code, YES)  # nothing else can be meant with it
        return Answer("code_over" if over(session, code) else "code_alone", facts_of(session, code))
    several = len(reply.readings) > 1
    if record is not None and reply.doubted and (several or not over(session, record)):
        return Answer("code_doubted", {**facts_of(session, record), "safe": reply.intent in CLOSES})
    if record is not None:
        return answer_code(session, by, record, reply.intent, without_long_numbers(reply.note))
    if reply.intent is Intent.CODE:
        return not_understood(session, by, now)
    # It may be a PIN, which is never sent back or kept.
    return Answer("code_unknown", {"code": "" if person.pin_hash else reply.code})


def _alarm_now(session: Session, by: Actor, now: datetime) -> Answer | None:
    """Returns the gravest open alarm that they have a code for, drills apart; None if there is none."""
    codes = {one.subject_id: one for one in _meant(session, by, now) if one.purpose in OF_AN_ALARM}
    if not codes or by.person_id in who_is_silent(session, by.organisation_id):
        return None  # whoever is inside of a silent alarm reads of nobody else's
    found = session.scalars(
        select(AlarmRecord).where(
            AlarmRecord.organisation_id == by.organisation_id,
            AlarmRecord.id.in_(codes),
            AlarmRecord.drill.is_(False),
        )
    ).all()
    for alarm in sorted(found, key=lambda one: (one.cause.gravity, one.opened_at), reverse=True):
        with suppress(NotFound, NotAllowed):
            may_answer(session, by, codes[alarm.id], Action.TAKE_ALARM)
            return its_code(session, by, alarm)
    return None


def _bare(session: Session, by: Actor, intent: Intent, now: datetime) -> Answer:
    subjects = _meant(session, by, now)
    if intent in CLOSES:
        alarms = [one for one in subjects if one.purpose in OF_AN_ALARM]
        if not alarms and visits_under_way(session, by):
            return Answer("well_or_over")  # somebody inside, to whom no code was sent: they speak of themselves
        return Answer("safe_needs_code", {"code": alarms[0].code if len(alarms) == 1 else ""})
    if not subjects:
        return not_understood(session, by, now)
    code = subjects[0]
    if len(subjects) > 1 or not _may_be_bare(session, code, intent):
        return Answer("which_code", {**facts_of(session, code), "digit": digit_of(intent)})
    return answer_code(session, replace(by, unproven=True), code, intent)


def _may_be_bare(session: Session, code: CodeRecord, intent: Intent) -> bool:
    if code.purpose is CodePurpose.COMPANION and intent is NO:
        return not _goes_on(session, code)
    return intent in MEANINGS[code.purpose].bare or _said_to_be_over(session, code)


def _goes_on(session: Session, code: CodeRecord) -> bool:
    """Whether the visit of this code is under way.

    Somebody who then says they are not there would count as outside: they could take the alarm, and nobody would ask
    them.
    """
    return _visit(session, code).state is VisitState.UNDER_WAY


def _said_to_be_over(session: Session, code: CodeRecord) -> bool:
    """Whether this question was answered already: then the reply says so, and the digit does nothing."""
    return code.purpose is CodePurpose.ALONE and _visit(session, code).alone_asked is None


def _visit(session: Session, code: CodeRecord) -> VisitRecord:
    return session.scalars(
        select(VisitRecord).where(
            VisitRecord.organisation_id == code.organisation_id, VisitRecord.id == code.subject_id
        )
    ).one()


def _meant(session: Session, by: Actor, now: datetime) -> list[CodeRecord]:
    """Returns the codes that still matter to them, one for each subject."""
    assert by.person_id is not None
    living = [one for one in recent_codes(session, by.organisation_id, by.person_id, now) if not over(session, one)]
    # A number is only tested with the code, and whatever waits for an answer goes before it.
    living = [one for one in living if not one.purpose.spec.by_itself] or living
    # Something that goes on now is meant rather than something still to come.
    living = [one for one in living if not one.purpose.spec.planning] or living
    # While anything real is open, a bare digit never means a drill.
    played = drill_cases.drills_among(session, by.organisation_id, [one.subject for one in living])
    return _newest_of_each([one for one in living if one.subject not in played] or living)


def _newest_of_each(codes: list[CodeRecord]) -> list[CodeRecord]:
    """Returns one code for each subject, the newest; if there is a police task, that one."""
    ordered = sorted(codes, key=lambda one: (one.purpose is CodePurpose.POLICE, one.made_at))
    return list({one.subject: one for one in ordered}.values())


def not_understood(session: Session, by: Actor, now: datetime) -> Answer:
    """Answer with the exact words that they could send instead, with the code if one still matters."""
    if asked := with_their_code(session, by, now):
        return asked
    if not _works(session, by):
        return Answer("unknown_colleague", {"code": ""})
    return Answer(
        "unknown_worker", {"alone": status(session, by).key == "status_none", "country": country_of(session, by)}
    )


def with_their_code(session: Session, by: Actor, now: datetime) -> Answer | None:
    """Returns what they could send instead, if they have a code that still matters."""
    subjects = [one for one in _meant(session, by, now) if not one.purpose.spec.by_itself]
    return Answer("unknown_colleague", facts_of(session, subjects[-1])) if subjects else None


def _works(session: Session, by: Actor) -> bool:
    return (
        session.scalar(
            select(GrantRecord.id)
            .where(
                GrantRecord.organisation_id == by.organisation_id,
                GrantRecord.person_id == by.person_id,
                GrantRecord.role == Role.WORKER,
            )
            .limit(1)
        )
        is not None
    )
