"""A PIN comes in, by app, SMS or call: counted before it is tried, and slowed down after five wrong ones in an hour.

Its digest is reckoned between two transactions: begin (count it), then Argon2, then settle (write down what it was);
only then what it came with is done. For the app `api/http/pins.py` does so, with `inbound/typed_pins.py` for texts and
calls too.

While it is slowed, right, wrong and duress are answered alike, and the right one does nothing yet. The duty colleague
is told once.

The duress PIN calls for help as soon as it is known, in the transaction that says what the try was: before what came
with it is done or refused, and whatever becomes of that. Nobody inside sees that it did.
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
from achterwacht.guessing.service import Counted, counted, give_back, take_turn, tell_once
from achterwacht.kinds import Actor
from achterwacht.notices.service import Note, tell
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
    """Too many wrong ones: whatever PIN this is, it is tried again after `until`."""

    code = "pin_slowed"

    def __init__(self, until: datetime, now: datetime) -> None:
        super().__init__()
        self.until = until
        self.now = now


@dataclass(frozen=True)
class Begun:
    """A try that was counted; or that is slowed, and then only the duress PIN does anything."""

    person_id: UUID
    pin_hash: str
    duress_hash: str | None
    until: datetime | None
    now: datetime

    def reckon(self, pin: str) -> Pin | None:
        """Whether it is the PIN or the duress PIN; None when it is neither. Takes as long for each."""
        return reckon_pin(pin, self.pin_hash, self.duress_hash)

    def verdict(self, found: Pin | None) -> Pin:
        """What the PIN says.

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
    """What came of the PIN that came with something, before that is done. begun: None where none came, or they have
    none. in_drill: they played in a drill when it was typed. The duress PIN ends that, and no answer may say so."""

    begun: Begun | None = None
    found: Pin | None = None
    in_drill: bool = False

    def said(self, session: Session, person_id: UUID) -> Pin:
        """What it says about what it came with.

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
    """A try that was begun, and what it came with: whose it is, on which visit, and what tells this press apart."""

    begun: Begun
    by: Actor
    pin: str = field(repr=False)
    visit_id: UUID | None = None
    press: str | None = None
    in_drill: bool = False

    def reckon(self) -> Pin | None:
        """Which PIN it is; None when it is neither. It takes long, so outside any transaction."""
        return self.begun.reckon(self.pin)

    def settle(self, session: Session, found: Pin | None) -> None:
        """Write down what it was."""
        settle(session, self.begun, found, self.by, self.visit_id, self.press)

    def tried(self, found: Pin | None) -> Tried:
        """What came of it, for what it came with."""
        return Tried(self.begun, found, self.in_drill)


@dataclass(frozen=True)
class Sought(Typed):
    """Numbers in a text that nobody could read as a PIN: `UIT mijn pin is 4321`. Whether the duress PIN is among them.

    Not counted and never slowed: only that PIN does anything, and it calls for help. The text is answered as without.
    """

    others: tuple[str, ...] = field(default=(), repr=False)

    def reckon(self) -> Pin | None:
        found = (self.begun.reckon(one) for one in (self.pin, *self.others))
        return Pin.DURESS if Pin.DURESS in found else None

    def settle(self, session: Session, found: Pin | None) -> None:
        if found is Pin.DURESS:
            panic.sound_silently(session, self.by, self.visit_id, self.press)

    def tried(self, found: Pin | None) -> Tried:
        return Tried(in_drill=self.in_drill)


def looked_for(session: Session, person: PersonRecord) -> Begun:
    """What is needed to look for this person's duress PIN, without counting a try. They have one."""
    assert person.pin_hash is not None
    return Begun(person.id, person.pin_hash, person.duress_pin_hash, None, clock_of(session).now(session))


def begin(session: Session, person: PersonRecord) -> Begun:
    """Count a try of this person's PIN. They have one."""
    assert person.pin_hash is not None
    turn = take_turn(session, [_counted(person.id)])
    now = clock_of(session).now(session)
    return Begun(person.id, person.pin_hash, person.duress_pin_hash, turn.until, now)


def settle(
    session: Session,
    begun: Begun,
    found: Pin | None,
    by: Actor,
    visit_id: UUID | None = None,
    press: str | None = None,
) -> None:
    """Write down what came of it: what was right is no guess, of many guesses somebody hears, and duress is duress.

    visit_id: the visit it was typed for. press: what tells this press from another, where one may come twice.
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
    """An SMS to who is first on duty for each visit that this person is inside of."""
    now = clock_of(session).now(session)
    visits = session.scalars(
        select(VisitRecord).where(
            VisitRecord.organisation_id == by.organisation_id,
            VisitRecord.id.in_(visits_under_way(session, by)),
        )
    ).all()
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    book = DutyBook(session, now)
    facts: dict[str, Any] = {"name": by.name, "under_way": any(one.state is VisitState.UNDER_WAY for one in visits)}
    told: dict[UUID, PersonRecord] = {}
    for visit in visits:
        duty = book.of(organisation, visit.team_id).with_back_up(visit.back_up)
        people = [one for one in duty.first if one.skip is None] or [one for one in duty.managers if one.skip is None]
        told |= {one.person: duty.contacts[one.person] for one in people if one.person in duty.contacts}
    hear_it = [one for one in told.values() if one.id != by.person_id]
    tell(session, hear_it, Note(Template.PIN_TRIED, facts, MessagePriority.SUSPICION))


def _counted(person_id: UUID) -> Counted:
    return counted(PIN, "pin", person_id, own=True)
