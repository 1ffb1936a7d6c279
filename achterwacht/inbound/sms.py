"""An SMS that comes in: who sent it, what they mean, and the same use cases as behind every other door.

The answer is an SMS.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from achterwacht.codes.service import find_code
from achterwacht.inbound import answers, received
from achterwacht.inbound.answers import Answer, Sent, about
from achterwacht.inbound.canary_answers import answers_canary
from achterwacht.inbound.check_in_texts import check_in_by_text, place_without_the_word
from achterwacht.inbound.code_alarms import help_called
from achterwacht.inbound.codes import over
from achterwacht.inbound.false_alarms import false_alarm
from achterwacht.inbound.known import Known, whose
from achterwacht.inbound.meant import what_they_mean
from achterwacht.inbound.said import facts_of
from achterwacht.inbound.said_of_oneself import pin_said
from achterwacht.inbound.status import status
from achterwacht.inbound.unread import MISREAD, hear_distress, hear_unread, hear_yes
from achterwacht.inbound.visit_texts import about_a_visit, own_visits
from achterwacht.inbound.which_code import about_a_code, not_understood, with_their_code
from achterwacht.kinds import Actor, RootKind
from achterwacht.notices.administrators import refuse_sms, take_sms_again
from achterwacht.people.records import PersonRecord
from achterwacht.use_cases import number_check, panic
from achterwacht.use_cases.in_danger import called_for_help, visits_under_way
from achterwacht.use_cases.pins import NOT_TRIED, Tried
from achterwacht.visiting import visits as visit_cases
from achterwacht.watch.held import hold_visit
from foundation.clock import clock_of
from foundation.subject import Subject
from foundation.visible import on_lines
from notifications.distress import says_only_yes, tells_of_distress_beside
from notifications.folding import words
from notifications.intents import ABOUT_THEMSELVES, CLOSES, Intent, Reply
from notifications.machines import says_it_is_a_machine, says_they_are_away
from notifications.texts.templates import FOR_THE_WORKER, Template

log = structlog.get_logger()
LONGEST_ABOUT = 300
SAYS_WITH_A_CODE = frozenset({Intent.FIRST, Intent.SECOND}) | CLOSES
STILL_ABOUT = timedelta(minutes=30)
PLACE_ALONE = frozenset({Intent.CODE, Intent.UNKNOWN})
"""What an address may seem to mean that was sent without `IN`."""
OF_NOTHING = MISREAD | {"not_under_way", "reaction", "reaction_code"}
"""What they answered was no answer to anything: to the test of their number, perhaps."""
NO_ANSWER = Answer("")
"""For a text that needs no answer, or may not get one."""


def receive_sms(
    session: Session,
    sid: str,
    sender: str,
    body: str,
    *,
    proof: str = "",
    tried: Tried = NOT_TRIED,
    taken_as: Intent | None = None,
) -> None:
    """Do what an SMS asks, once. An unknown sender gets no answer, and is logged without the number.

    proof: the signature that it came with, which is remembered too. tried: the PIN in it (`inbound/typed_pins.py`).
    taken_as: what the provider says it did with this text itself: from now on it sends them nothing, or again.
    """
    now = clock_of(session).now(session)
    body = on_lines(body)
    if not received.first_time(session, (sid, proof), now):
        return
    known = whose(session, on_lines(sender).strip())
    if answers_canary(session, sender, body, known.person if known else None, now):
        received.keep(session, None, "", now)
        return
    if known is None:
        received.keep(session, None, "", now)
        log.warning("SMS from an unknown sender", sid=sid[:40])
        return
    person = known.person
    by = Actor(person.organisation_id, person.id, person.name, via="sms")
    if taken_as is Intent.OPT_IN and known.present:
        take_sms_again(person)
    sent, reply = what_they_mean(session, known, body, now)
    code = find_code(session, by.organisation_id, person.id, reply.code) if reply.code is not None else None
    kept = received.without_pin(body, reply, code_known=code is not None)
    key = received.keep(session, person, kept, now)
    answer = _of_a_machine(session, by, person, reply, body, kept, key, now)
    if answer is None and reply.distress:
        answer = hear_distress(session, by, kept)
    if answer is None and says_only_yes(body) and answers.answered_lately(session, person, "distress", now):
        # "We bellen je zo": to that, yes says "do", and never that all is well.
        answer = hear_yes(session, by, kept, now)
    if answer is None and reply.intent in PLACE_ALONE and code is None:
        answer = place_without_the_word(session, by, person, body, now)
        if answer is not None and tells_of_distress_beside(body):
            answer = hear_distress(session, by, kept) or answer
    if answer is None:
        answer = _answer(session, by, known, reply, sent, tried, now)
        if reply.distress:
            # Nobody watched over them, and now perhaps somebody does: `IN 5211AA 12 30, hij heeft een mes`.
            answer = hear_distress(session, by, kept) or answer
        if answer.key in MISREAD and (wish := hear_unread(session, by, kept, now)):
            # The same in a silent alarm as without one: whoever stands beside them may read it.
            answer = Answer(wish, {"works": answer.key == "unknown_worker"})
        elif answer.key in OF_NOTHING and (tested := _code_of_a_test(session, by, known, now)):
            answer = Answer("number_how", {"code": tested})
    if answer.key in answers.CALLS_FOR_HELP | answers.DISTRESS:
        answer = replace(answer, about=f"{answer.about} {' '.join(words(kept))}"[:LONGEST_ABOUT])
    if answer is not NO_ANSWER:
        answers.reply(session, person, answer, now, to=known.number)
    # Last, since the visit is locked before the person.
    if taken_as is Intent.OPT_OUT and reply.intent is not Intent.OPT_OUT:
        _opted_out(session, by, known)
    answered = reply.intent in SAYS_WITH_A_CODE and not reply.doubted
    if code is not None and answered and number_check.proves(session, person, code):
        number_check.verified(person, now)


def _of_a_machine(
    session: Session, by: Actor, person: PersonRecord, reply: Reply, body: str, kept: str, key: str, now: datetime
) -> Answer | None:
    """Give no answer to an automatic answer. Returns None if a human typed it, or may have.

    It calls for help once, since nobody can know that no human typed it. The same long text again raises no alarm while
    that of the first is open, or if it says that it is automatic. If somebody is watched over, whatever is passed over
    here stands in their timeline, and a human reads it.
    """
    sure = says_it_is_a_machine(body)
    watched = bool(visits_under_way(session, by)) or called_for_help(session, by)
    away = says_they_are_away(body)
    if away and reply.distress:
        # Heard in whatever text they stand; of somebody whom nobody watches over they are answered once.
        away = not watched and received.said_before(session, person, key, now)
    if reply.intent is Intent.PANIC:
        if not received.said_before(session, person, key, now):
            return None
        made_up = sure or called_for_help(session, by) or (away and not watched)
    else:
        made_up = (sure or away) and reply.intent in (Intent.UNKNOWN, Intent.CODE)
    if not made_up:
        return None
    # Words of distress in it may be anybody's: then a human reads them now.
    hear_unread(session, by, kept, now, tell=not sure or reply.distress or reply.intent is Intent.PANIC)
    return NO_ANSWER


def _answer(
    session: Session, by: Actor, known: Known, reply: Reply, sent: Sequence[Sent], tried: Tried, now: datetime
) -> Answer:
    person = known.person
    match reply.intent:
        case Intent.PANIC:
            return _panic(session, by)
        case one if one in ABOUT_THEMSELVES:
            return _of_oneself(session, by, reply, tried, now)
        case Intent.CHECK_IN if person.active:
            return check_in_by_text(session, by, person, reply, tried, now) or not_understood(session, by, now)
        case Intent.STATUS:
            return status(session, by)
        case Intent.FALSE_ALARM if reply.code is None:
            return false_alarm(session, by, now) or about_a_code(session, by, person, reply, now)
        case Intent.FIRST | Intent.SECOND | Intent.SAFE | Intent.FALSE_ALARM | Intent.CODE:
            return about_a_code(session, by, person, reply, now)
        case Intent.OPT_OUT:
            _opted_out(session, by, known)
            return NO_ANSWER
        case Intent.OPT_IN if person.sms_refused and known.present:
            take_sms_again(person)
            return NO_ANSWER
        case Intent.OPT_IN if reply.liked:
            return _of_oneself(session, by, Reply(Intent.OK), tried, now)
        case Intent.REACTION if reply.quoted:
            return _reaction(session, by, person, reply, sent[reply.quoted[-1]])
        case Intent.REACTION:
            # A thumb alone is about what came last, and that not long ago.
            to = _last_told(session, known, now)
            return not_understood(session, by, now) if to is None else _reaction(session, by, person, reply, to)
        case _:
            return not_understood(session, by, now)


def _of_oneself(session: Session, by: Actor, reply: Reply, tried: Tried, now: datetime) -> Answer:
    answer = about_a_visit(session, by, reply, tried, now)
    # On no visit, and asked something: `ja` and `ok` are no answer to that without the code.
    asked = with_their_code(session, by, now) if answer.key == "not_under_way" else None
    return asked or answer


def _last_told(session: Session, known: Known, now: datetime) -> Sent | None:
    lately = answers.really_sent(session, known.person, known.number, now, within=STILL_ABOUT)
    return next((one for one in lately if one.template is not Template.REPLY), None)


def _code_of_a_test(session: Session, by: Actor, known: Known, now: datetime) -> str | None:
    """Returns the code of the test of their number, if that came last and still waits for it."""
    person = known.person
    told = _last_told(session, known, now)
    if told is None or told.template is not Template.NUMBER_CHECK:
        return None
    record = find_code(session, by.organisation_id, person.id, told.code)
    if record is None or over(session, record):
        return None
    said = (person.number_verified_at, person.number_denied_at)
    return None if any(at is not None and at >= record.made_at for at in said) else told.code


def _reaction(session: Session, by: Actor, person: PersonRecord, reply: Reply, to: Sent) -> Answer:
    """Handle a reaction to a text of ours, or our text sent back.

    Approval of a question whether all is well is an OK and no more than that: with an open alarm it does nothing. If
    our text asked for another answer, the reply says so; if it only told something, there is no reply.
    """
    visit = next((one for one in own_visits(session, by) if to.subject == Subject(RootKind.VISIT, one.id)), None)
    if visit is not None and reply.liked and to.template.spec.liked:
        if visit_cases.has_open_alarm(session, by.organisation_id, visit.id):
            return Answer("reaction")
        pin = pin_said(session, by, NOT_TRIED, "OK")
        if isinstance(pin, Answer):
            return pin
        root = visit_cases.say_ok(hold_visit(session, visit.id, replace(by, unproven=True)), pin).root
        return Answer("ok", about=about(root))
    if to.code and to.template is not Template.REPLY:
        record = find_code(session, by.organisation_id, person.id, to.code)
        if record is None or over(session, record):
            return NO_ANSWER
        return Answer("reaction_code", facts_of(session, record))
    return Answer("reaction") if to.template in FOR_THE_WORKER and own_visits(session, by) else NO_ANSWER


def _panic(session: Session, by: Actor) -> Answer:
    return help_called(panic.raise_panic(session, by).root)


def _opted_out(session: Session, by: Actor, known: Known) -> None:
    """Handle STOP: the provider now sends them nothing. Under way they are phoned; the administrator is told."""
    if not known.present:
        return
    for visit in own_visits(session, by):
        visit_cases.opted_out(hold_visit(session, visit.id, by))
    refuse_sms(session, known.person)
