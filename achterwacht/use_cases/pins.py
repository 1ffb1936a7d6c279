"""A PIN comes in, by app, SMS or call: counted before it is tried, and slowed down after five wrong ones in an hour.

While it is slowed, right, wrong and duress are answered alike, and the right one does nothing yet. The duty colleague
is told once.

The duress PIN calls for help as soon as it is known, in the transaction that says what the try was: before what came
with it is done or refused, and whatever becomes of that. Nobody inside sees that it did.
"""

from dataclasses import dataclass
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
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.sign_in import PinRequired, PinWrong, reckon_pin
from achterwacht.priorities import MessagePriority
from achterwacht.use_cases import panic
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


def try_pin(session: Session, person: PersonRecord, by: Actor, pin: str | None, visit_id: UUID | None = None) -> Pin:
    """All of it in one transaction, for a text or a call. visit_id: the visit that it is about.

    Raises:
        PinRequired: there is one, and none came.
        PinWrong, PinSlowed: it is neither, or it is too early to say.
    """
    if person.pin_hash is None:
        return Pin.NOT_SET
    if not pin:
        raise PinRequired
    begun = begin(session, person)
    found = begun.reckon(pin)
    settle(session, begun, found, by, visit_id)
    return begun.verdict(found)


def _tell_duty(session: Session, by: Actor) -> None:
    """An SMS to who is first on duty for each visit that this person is inside of."""
    now = clock_of(session).now(session)
    visits = session.scalars(
        select(VisitRecord).where(
            VisitRecord.organisation_id == by.organisation_id,
            VisitRecord.id.in_(panic.visits_under_way(session, by)),
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
