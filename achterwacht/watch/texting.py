"""An SMS comes in: who sent it, what they mean, and the same use cases as every other door. The answer is an SMS."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.codes.records import CodeRecord
from achterwacht.codes.service import find_code, recent_codes
from achterwacht.decision import PLANNING, Actor, CodePurpose
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord, Role
from achterwacht.people.sign_in import PinRequired, PinWrong, check_pin
from achterwacht.visits.facts import Pin, ReturnTo, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.visits.refusals import EndNotLater, VisitTooLong
from achterwacht.watch import alarming, drilling, service
from achterwacht.watch.administrators import refuse_sms, take_sms_again
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.coded import Answer, answer_code, over
from achterwacht.watch.records import InboundRecord
from achterwacht.watch.which import LISTED, ask_which, which_visit
from achterwacht.watch.wording import local
from foundation.clock import clock_of
from notifications import outbox
from notifications.outbox import Outgoing
from notifications.replies import Intent, Reply, read_sms
from notifications.texts.catalogue import catalogue
from notifications.texts.templates import Template
from notifications.ways import Channel

log = structlog.get_logger()
REPLYING = 65
HOME_SAFE_FOR = timedelta(hours=12)


def receive_sms(session: Session, sid: str, sender: str, body: str) -> None:
    """Do what an SMS asks, once. An unknown sender gets no answer, and is logged without the number."""
    now = clock_of(session).now(session)
    if session.get(InboundRecord, sid) is not None:
        return
    person = session.scalars(
        select(PersonRecord).where(PersonRecord.phone == sender, PersonRecord.active),
        execution_options={"across_organisations": True},
    ).one_or_none()
    session.add(
        InboundRecord(
            key=sid,
            at=now,
            organisation_id=person.organisation_id if person else None,
            person_id=person.id if person else None,
            body=_kept(body) if person else "",
        )
    )
    session.flush()
    if person is None:
        log.warning("SMS from an unknown sender", sid=sid)
        return
    by = Actor(person.organisation_id, person.id, person.name, via="sms")
    answer = _answer(session, by, person, read_sms(body), now)
    if answer is not None:
        _reply(session, person, answer, now)
    # What comes from a number proves that it is theirs and works. Last, since the visit is locked before the person.
    person.number_verified_at = person.number_verified_at or now


def _kept(body: str) -> str:
    """The text as it is kept for a while: without a PIN."""
    pin = read_sms(body).pin
    return (body.replace(pin, "*" * len(pin)) if pin else body)[:1600]


def _answer(session: Session, by: Actor, person: PersonRecord, reply: Reply, now: datetime) -> Answer | None:
    match reply.intent:
        case Intent.PANIC:
            return _panic(session, by)
        case Intent.OK | Intent.EXTEND | Intent.CHECK_OUT:
            return _about_a_visit(session, by, person, reply, now)
        case Intent.STATUS:
            return _status(session, by)
        case Intent.FIRST | Intent.SECOND | Intent.SAFE:
            return _about_a_code(session, by, person, reply, now)
        case Intent.OPT_OUT:
            _opted_out(session, by, person)
            return None
        case Intent.OPT_IN:
            take_sms_again(person)
            return None
        case Intent.UNKNOWN:
            return Answer("unknown_worker" if _works(session, by) else "unknown_colleague")


def _panic(session: Session, by: Actor) -> Answer:
    root = alarming.raise_panic(session, by)
    if root.alarm is not None and root.alarm.cause.value == "duress":
        return Answer("panic_silent")
    return Answer("panic", {"emergency": root.protocol.emergency.number})


def _about_a_visit(session: Session, by: Actor, person: PersonRecord, reply: Reply, now: datetime) -> Answer:
    """UIT, OK and +15. With several visits under way, and no number, a numbered list comes back; nothing changes."""
    under_way = _own_visits(session, by)
    if not under_way:
        return _home_safe(session, by, person, reply, now) or _without_a_visit(session, by, person, reply)
    word = {Intent.OK: "OK", Intent.CHECK_OUT: "UIT"}.get(reply.intent, f"+{reply.minutes}")
    visit = which_visit(session, by, under_way, reply.choice, now)
    if visit is None:
        return ask_which(under_way, word)
    try:
        pin = check_pin(person, reply.pin)
        match reply.intent:
            case Intent.OK:
                root = service.say_ok(session, visit.id, by, pin)
            case Intent.EXTEND:
                root = service.extend(session, visit.id, None, reply.minutes, by, pin)
            case _:
                root = service.check_out(session, visit.id, by, pin)
    except (PinRequired, PinWrong):
        return Answer("pin_needed", {"word": f"{word} {reply.choice}" if reply.choice else word})
    except EndNotLater:
        return Answer("end_not_later")
    except VisitTooLong:
        return Answer("too_long")
    return _done(root, reply.intent, pin)


def _done(root: Aggregate, intent: Intent, pin: Pin) -> Answer:
    visit = service.visit_of(root)
    if intent is Intent.CHECK_OUT:
        over_now = visit.state is VisitState.ENDED or visit.covered_at is not None or pin is Pin.DURESS
        return Answer("checked_out" if over_now else "alarm_stays")
    if intent is Intent.EXTEND:
        return Answer("extended", {"until": local(visit.expected_end, root.organisation.time_zone)})
    return Answer("ok")


def _home_safe(session: Session, by: Actor, person: PersonRecord, reply: Reply, now: datetime) -> Answer | None:
    if reply.intent is not Intent.OK:
        return None
    went_home = session.scalars(
        select(VisitRecord.id)
        .where(
            VisitRecord.organisation_id == by.organisation,
            VisitRecord.worker_id == by.person,
            VisitRecord.state == VisitState.ENDED,
            VisitRecord.return_to == ReturnTo.HOME,
            VisitRecord.ended_at > now - HOME_SAFE_FOR,
        )
        .order_by(VisitRecord.ended_at.desc())
        .limit(1)
    ).one_or_none()
    if went_home is None:
        return None
    try:
        service.say_ok(session, went_home, by, check_pin(person, reply.pin))
    except (PinRequired, PinWrong):
        return Answer("pin_needed", {"word": "OK"})
    return Answer("home_safe")


def _without_a_visit(session: Session, by: Actor, person: PersonRecord, reply: Reply) -> Answer:
    """Who plays in a drill answers as on a visit; who does neither is told so.

    With the duress PIN it is real, and the answer says the same.
    """
    played = drilling.plays(session, by) is not None
    try:
        pin = check_pin(person, reply.pin)
    except (PinRequired, PinWrong):
        return Answer("pin_needed", {"word": "OK", "drill": True}) if played else Answer("not_under_way")
    alarming.heard_without_a_visit(session, by, pin)
    return Answer("ok", {"drill": True}) if played else Answer("not_under_way")


def _status(session: Session, by: Actor) -> Answer:
    visits = _own_visits(session, by)
    if not visits:
        return Answer("status_none")
    organisation = session.scalars(select(OrganisationRecord).where(OrganisationRecord.id == by.organisation)).one()
    latest = max(visit.expected_end for visit in visits)
    return Answer("status_under_way", {"until": local(latest, organisation.time_zone)})


def _about_a_code(session: Session, by: Actor, person: PersonRecord, reply: Reply, now: datetime) -> Answer:
    """`1 4821`: the code says what it is about. Without one, the only code that still matters is meant."""
    if reply.code is not None:
        record = find_code(session, by.organisation, person.id, reply.code)
        if record is None:
            return Answer("code_unknown", {"code": reply.code})
        return answer_code(session, by, record, reply.intent)
    living = [one for one in recent_codes(session, by.organisation, person.id, now) if not over(session, one)]
    # What goes on now is meant before what is still to come.
    living = [one for one in living if one.purpose not in PLANNING] or living
    # While anything real is open, a bare digit never means a drill.
    played = drilling.drills_among(session, by.organisation, [one.subject for one in living])
    subjects = _newest_of_each([one for one in living if one.subject not in played] or living)
    if len(subjects) == 1:
        return answer_code(session, by, subjects[0], reply.intent)
    if subjects:
        return Answer("which_code", {"code": subjects[0].code})
    return Answer("unknown_worker" if _works(session, by) else "unknown_colleague")


def _newest_of_each(codes: list[CodeRecord]) -> list[CodeRecord]:
    """One code a subject; where there is a police task, that one."""
    ordered = sorted(codes, key=lambda one: (one.purpose is CodePurpose.POLICE, one.made_at))
    return list({one.subject: one for one in ordered}.values())


def _opted_out(session: Session, by: Actor, person: PersonRecord) -> None:
    """STOP: the provider now sends them nothing. Under way they are phoned; the administrator hears of it."""
    for visit in _own_visits(session, by):
        service.opted_out(session, visit.id, by)
    refuse_sms(session, person)


def _own_visits(session: Session, by: Actor) -> list[VisitRecord]:
    found = (
        select(VisitRecord)
        .where(
            VisitRecord.organisation_id == by.organisation,
            VisitRecord.worker_id == by.person,
            VisitRecord.state == VisitState.UNDER_WAY,
            VisitRecord.covered_at.is_(None),
        )
        .order_by(VisitRecord.started_at, VisitRecord.id)
    )
    return list(session.scalars(found))


def _works(session: Session, by: Actor) -> bool:
    return (
        session.scalar(
            select(GrantRecord.id)
            .where(
                GrantRecord.organisation_id == by.organisation,
                GrantRecord.person_id == by.person,
                GrantRecord.role == Role.WORKER,
            )
            .limit(1)
        )
        is not None
    )


def _reply(session: Session, person: PersonRecord, answer: Answer, now: datetime) -> None:
    assert person.phone is not None
    text = catalogue(person.language).say("replies", answer.key, answer.facts)
    drill = bool(answer.facts.get("drill"))
    payload: dict[str, Any] = {"text": text, "drill": drill}
    if LISTED in answer.facts:
        payload[LISTED] = answer.facts[LISTED]
    message = Outgoing(
        person.organisation_id, None, uuid4(), person.id, person.phone, Channel.SMS, Template.REPLY, person.language,
        payload, REPLYING, drill,
    )  # fmt: skip
    outbox.put(session, [message], now)
