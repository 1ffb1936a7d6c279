"""Whether somebody's number is theirs and works. Only what can't be forged proves it.

That is a reply with a code that was really sent to that number, that code typed in the app, or a digit pressed in a
call to it. A text that seems to come from a number proves nothing. A test is only sent when somebody asks for it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.records import CodeRecord
from achterwacht.codes.service import CodeFor, find_code, hand_out
from achterwacht.guessing.rules import NUMBER_CHECK, PIN
from achterwacht.guessing.service import Counted, count_try, counted, give_back
from achterwacht.kinds import RootKind
from achterwacht.notices.administrators import tell_number_denied
from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.notices.service import Note, tell
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.refused import RuleBroken
from foundation.clock import clock_of
from foundation.subject import Subject
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from notifications.ways import Channel


class NoNumber(RuleBroken):
    """They have no number, or don't work here any more, so there is nothing to test."""

    code = "no_number"


class SmsRefused(RuleBroken):
    """They sent STOP, so the provider carries no SMS to them. They may still be phoned."""

    code = "sms_refused"


class NotToBeReached(RuleBroken):
    """Nobody phones them now. Why is not said: whoever manages people may not read alarms."""

    code = "not_to_be_reached"


@dataclass(frozen=True)
class Wait:
    """Until when to wait; None if it was done."""

    until: datetime | None
    now: datetime


@dataclass(frozen=True)
class Typed:
    """The result of typing a code: it has to wait until then, it fits, or it does not fit."""

    until: datetime | None
    now: datetime
    fits: bool = False


def subject_of(person: PersonRecord) -> Subject:
    """Returns their present number as a subject.

    For a new number, a code that was sent to the old one proves nothing.
    """
    return Subject(RootKind.NUMBER, uuid5(person.id, person.phone or ""))


def send_check(session: Session, person: PersonRecord, by: UUID, channel: Channel = Channel.SMS) -> Wait:
    """Send one SMS with a code to their number, or ring it once, unless it was tested a short while ago.

    Raises:
        NoNumber: there is none, or they left.
        SmsRefused: they sent STOP, and it was to be an SMS.
        NotToBeReached: somebody else asks it of whom nobody phones now.
    """
    if person.phone is None or not person.active:
        raise NoNumber
    if person.sms_refused and channel is Channel.SMS:
        raise SmsRefused
    if person.id in who_is_hushed(session, person.organisation_id).to(by):
        raise NotToBeReached
    attempt = count_try(session, [counted(NUMBER_CHECK, "number check", person.phone)])
    now = clock_of(session).now(session)
    if attempt.until is not None:
        return Wait(attempt.until, now)
    facts = {"code": _code(session, person, now)} if channel is Channel.SMS else {}
    tell(session, [person], Note(Template.NUMBER_CHECK, facts, MessagePriority.TRIAL, channels=(channel,)))
    return Wait(None, now)


def _code(session: Session, person: PersonRecord, now: datetime) -> str:
    wanted = CodeFor(person.id, CodePurpose.NUMBER_CHECK, subject_of(person))
    return hand_out(session, person.organisation_id, [wanted], now)[wanted]


def type_code(session: Session, person: PersonRecord, typed: str) -> Typed:
    """Check a code that was typed in the app. The try is counted, so commit it whatever the result."""
    tries = _tries(person)
    attempt = count_try(session, [tries])
    now = clock_of(session).now(session)
    if attempt.until is not None:
        return Typed(attempt.until, now)
    looks_like_one = typed.isascii() and typed.isdecimal()
    record = find_code(session, person.organisation_id, person.id, typed) if looks_like_one else None
    if record is None or record.purpose is not CodePurpose.NUMBER_CHECK or record.subject != subject_of(person):
        return Typed(None, now)
    give_back(session, [tries])
    is_theirs(person, now)
    return Typed(None, now, fits=True)


def is_current(session: Session, record: CodeRecord) -> bool:
    """Whether this code was for the number that its person has now."""
    return record.subject == subject_of(_person(session, record))


def verify(session: Session, record: CodeRecord) -> None:
    """Record that the code of a test came back."""
    is_theirs(_person(session, record), clock_of(session).now(session))


def deny(session: Session, record: CodeRecord) -> None:
    """Record that somebody answered the code of a test with no."""
    not_theirs(session, _person(session, record), uuid5(record.subject_id, f"{record.code} {record.made_at}"))


def is_theirs(person: PersonRecord, now: datetime) -> None:
    """Record that a test of their number came back well."""
    person.number_verified_at, person.number_denied_at = now, None


def not_theirs(session: Session, person: PersonRecord, origin: UUID) -> None:
    """Record that whoever has this number says it is somebody else's: from now on it is not verified.

    It stays their number, since nobody may fall silent because of a text; an administrator finds out, and removes it.
    Their own app shows it as long as it lasts, since an only administrator has no other phone on which to be told.
    origin: the test that was answered so, of which the administrators hear once.
    """
    person.number_verified_at, person.number_denied_at = None, clock_of(session).now(session)
    tell_number_denied(session, person, origin)


def verified(person: PersonRecord, now: datetime) -> None:
    """Record that their number proved itself by another way. The first time stands."""
    if person.number_verified_at is None:
        is_theirs(person, now)


def proves(session: Session, person: PersonRecord, record: CodeRecord) -> bool:
    """Whether this code, of anything but a test, was really sent to the number that they have now."""
    if record.purpose is CodePurpose.NUMBER_CHECK or person.number_verified_at is not None:
        return False
    sent = session.scalars(
        select(MessageRecord.payload).where(
            MessageRecord.organisation_id == person.organisation_id,
            MessageRecord.person == person.id,
            MessageRecord.to == person.phone,
            MessageRecord.channel == Channel.SMS,
            MessageRecord.created_at >= record.made_at,
            MessageRecord.called_at.is_not(None),
        )
    )
    return any(one.get("code") == record.code for one in sent)


def _person(session: Session, record: CodeRecord) -> PersonRecord:
    return session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == record.organisation_id, PersonRecord.id == record.person_id
        )
    ).one()


def _tries(person: PersonRecord) -> Counted:
    return counted(PIN, "number code", person.id, own=True)
