"""A PIN that comes in, by app, SMS or call.

It is counted before it is tried, and slowed down after five wrong ones in an hour.

Its digest takes long, so it is computed between two transactions: begin (count the try), then Argon2, then settle
(record the result). Only then is the action carried out. For the app `api/http/pins.py` does this, for texts and calls
it uses `inbound/typed_pins.py` too.

While PINs are slowed down, a right, a wrong and the duress PIN get the same answer, and the right one does nothing yet.
The duty colleague is told once.

The duress PIN calls for help as soon as it is recognised, in the transaction that records the try: before its action is
carried out or refused, and whatever comes of that. Nobody inside sees it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.guessing.rules import PIN
from achterwacht.guessing.service import Counted, count_try, counted, give_back, tell_once
from achterwacht.kinds import Actor
from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.people.kept_secrets import PinRequired, PinWrong, reckon_pin
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.use_cases import panic
from achterwacht.use_cases.in_danger import visits_under_way
from achterwacht.visits.facts import Pin, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.duty import DutyBook
from foundation.clock import clock_of
from notifications.texts.templates import Template


class PinSlowed(PinWrong):
    """There were too many wrong PINs: any PIN must wait until `until`."""

    code = "pin_slowed"

    def __init__(self, until: datetime, now: datetime) -> None:
        super().__init__()
        self.until = until
        self.now = now


@dataclass(frozen=True)
class Begun:
    """A try that was counted. If tries are slowed down, only the duress PIN does anything."""

    person_id: UUID
    pin_hash: str
    duress_hash: str | None
    until: datetime | None
    now: datetime

    def reckon(self, pin: str) -> Pin | None:
        """Returns whether it is the PIN or the duress PIN; None if it is neither. It always takes equally long."""
        return reckon_pin(pin, self.pin_hash, self.duress_hash)

    def verdict(self, found: Pin | None) -> Pin:
        """Returns what the PIN says.

        Raises:
            PinSlowed: it is too early to say.
            PinWrong: it is neither.
        """
        if self.until is not None:
            raise PinSlowed(self.until, self.now)
        if found is None:
            raise PinWrong
        return found


@dataclass(frozen=True)
class Tried:
    """The result of a PIN that came with an action, before the action is carried out.

    begun: None if no PIN came, or they have none. in_drill: they were playing in a drill when it was typed. The duress
    PIN ends that, and no answer may show it.
    """

    begun: Begun | None = None
    found: Pin | None = None
    in_drill: bool = False

    def said(self, session: Session, person_id: UUID) -> Pin:
        """Returns what the PIN says for its action.

        Raises:
            PinRequired: there is one, and none came.
            PinWrong, PinSlowed: it is neither, or it is too early to say.
        """
        if self.begun is not None and self.begun.person_id == person_id:
            return self.begun.verdict(self.found)
        if session.get_one(PersonRecord, person_id).pin_hash is not None:
            raise PinRequired
        return Pin.NOT_SET


NOT_TRIED = Tried()


@dataclass(frozen=True)
class Typed:
    """A try that was begun, with its action: whose PIN it is, on which visit, and what tells this press from others.

    others: what else the same digits may be. Together they are one try.
    """

    begun: Begun
    by: Actor
    pin: str = field(repr=False)
    visit_id: UUID | None = None
    press: str | None = None
    in_drill: bool = False
    others: tuple[str, ...] = field(default=(), repr=False)

    def reckon(self) -> Pin | None:
        """Returns which PIN it is; None if it is neither. It takes long, so call it outside any transaction."""
        found = {self.begun.reckon(one) for one in (self.pin, *self.others)}
        return Pin.DURESS if Pin.DURESS in found else next((one for one in found if one is not None), None)

    def settle(self, session: Session, found: Pin | None) -> None:
        """Record the result."""
        settle(session, self.begun, found, self.by, self.visit_id, self.press)

    def tried(self, found: Pin | None) -> Tried:
        """Returns the result, for the action it came with."""
        return Tried(self.begun, found, self.in_drill)


@dataclass(frozen=True)
class Sought(Typed):
    """Numbers in a text that could not be read as a PIN (`UIT mijn pin is 4321`), to find the duress PIN among them.

    They are not counted and never slowed down: only the duress PIN does anything, and it calls for help. The text gets
    the same answer as without it.
    """

    def reckon(self) -> Pin | None:
        return Pin.DURESS if super().reckon() is Pin.DURESS else None

    def settle(self, session: Session, found: Pin | None) -> None:
        if found is Pin.DURESS:
            panic.sound_silently(session, self.by, self.visit_id, self.press)

    def tried(self, found: Pin | None) -> Tried:
        return Tried(in_drill=self.in_drill)


def looked_for(session: Session, person: PersonRecord) -> Begun:
    """Returns what is needed to look for this person's duress PIN without counting a try. They must have one."""
    assert person.pin_hash is not None
    return Begun(person.id, person.pin_hash, person.duress_pin_hash, None, clock_of(session).now(session))


def begin(session: Session, person: PersonRecord) -> Begun:
    """Count a try of this person's PIN. They must have one."""
    assert person.pin_hash is not None
    attempt = count_try(session, [_counted(person.id)])
    now = clock_of(session).now(session)
    return Begun(person.id, person.pin_hash, person.duress_pin_hash, attempt.until, now)


def settle(
    session: Session,
    begun: Begun,
    found: Pin | None,
    by: Actor,
    visit_id: UUID | None = None,
    press: str | None = None,
) -> None:
    """Record the result of a try.

    A right PIN is no guess, many guesses are told to somebody, and the duress PIN calls for help.

    visit_id: the visit it was typed for. press: what tells this press from another, if it may come twice.
    """
    counting = _counted(begun.person_id)
    if begun.until is None and found is not None:
        give_back(session, [counting])
    elif begun.until is None and tell_once(session, counting):
        note(session, by.organisation_id, Audited.PIN_SLOWED, by, about=begun.person_id)
        _tell_duty(session, by)
    if found is Pin.DURESS:
        panic.sound_silently(session, by, visit_id, press)


def _tell_duty(session: Session, by: Actor) -> None:
    """Send an SMS to the first on duty for each visit that this person is inside of."""
    now = clock_of(session).now(session)
    visits = session.scalars(
        select(VisitRecord).where(
            VisitRecord.organisation_id == by.organisation_id,
            VisitRecord.id.in_(visits_under_way(session, by)),
        )
    ).all()
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    book = DutyBook(session, now)
    hushed = who_is_hushed(session, by.organisation_id)
    facts: dict[str, Any] = {
        "name": by.name,
        "under_way": any(one.state is VisitState.UNDER_WAY for one in visits),
        "silent_alarm": by.person_id in hushed.silent,
        "quietly": by.person_id in hushed.quiet,
    }
    told: dict[UUID, Recipient] = {}
    for visit in visits:
        duty = book.of(organisation, visit.team_id).with_back_up(visit.back_up)
        people = [one for one in duty.first if one.skip is None] or [one for one in duty.managers if one.skip is None]
        for one in (duty.contacts[one.person] for one in people if one.person in duty.contacts):
            if one.phone is not None and one.id != by.person_id:
                told[one.id] = Recipient(one.organisation_id, one.id, one.phone, one.language, one.sms_refused)
    tell(session, told.values(), Note(Template.PIN_TRIED, facts, MessagePriority.SUSPICION))


def _counted(person_id: UUID) -> Counted:
    return counted(PIN, "pin", person_id, own=True)
