"""A visit or alarm in use: locked and read once, decided on, and shown from what is known by then.

held = hold_visit(session, visit_id, by)
return held.write(visits.extend(held.root.visit_facts(), held.press(pin), until, held.context()))
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import People
from achterwacht.codes.service import CodeFor
from achterwacht.context import Context, Press
from achterwacht.decision import Decision
from achterwacht.events.records import EventRecord
from achterwacht.kinds import Actor
from achterwacht.people.records import PersonRecord
from achterwacht.roots import alarm as subject_of
from achterwacht.visits.facts import Pin
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.duty import DutyBook, context_of, people_of
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.locking import Locked, locked_alarm, locked_visit
from achterwacht.watch.messages import Addressee, Known
from achterwacht.watch.persons import Person


@dataclass(frozen=True)
class Made:
    """A visit or alarm as it was left, with everything known about it, so that showing it needs no further reading.

    team: the name of its team. story: all its events; None if some may have been written before.
    """

    root: Aggregate
    team: str
    worker: Addressee
    book: DutyBook
    story: Sequence[EventRecord] | None = None


@dataclass(frozen=True)
class Held:
    """A locked root, the actor, and the time, which was read once the root was locked.

    team: the name of its team. codes: the codes that people have for its alarm.
    """

    session: Session
    root: Aggregate
    team: str
    worker: Addressee
    codes: Mapping[CodeFor, str]
    by: Actor
    book: DutyBook

    @property
    def now(self) -> datetime:
        return self.book.now

    def people(self, at: datetime | None = None) -> People:
        """Returns the people for this visit or alarm now; with `at`, the people there will be by the roster."""
        return people_of(self.root, self.book, at)

    def context(self) -> Context:
        """Returns what a rule needs to know to decide about it now."""
        return context_of(self.root, self.book)

    def press(self, pin: Pin = Pin.NOT_SET, age: timedelta = timedelta()) -> Press:
        """Returns what the actor pressed.

        age: how long ago that was, by the phone's own clock.
        """
        return Press(self.by, self.now - age, pin)

    def known(self) -> Known:
        """Returns the people who were read so far, and their codes."""
        found = {person.id: addressee(person) for person in self.book.persons()}
        return Known(found | {self.worker.id: self.worker}, self.codes)

    def ledger(self) -> Ledger:
        """Returns a ledger for more than one decision. The caller flushes it."""
        return Ledger(self.session, self.now, self.by, self.known())

    def write(self, decision: Decision, origin: UUID | None = None) -> Made:
        """Record one decision.

        origin: the input behind it, if its messages belong to messages that were sent before.
        """
        ledger = self.ledger()
        ledger.record(self.root, decision, origin)
        ledger.flush()
        return self.made()

    def made(self) -> Made:
        """Returns the root as it is now."""
        return Made(self.root, self.team, self.worker, self.book)


def hold_visit(session: Session, visit_id: UUID, by: Actor) -> Held:
    """Lock a visit and all that belongs to it.

    Raises:
        NotFound: no such visit in the organisation of who acts.
    """
    return _held(session, locked_visit(session, visit_id, by.organisation_id), by)


def hold_alarm(session: Session, alarm_id: UUID, by: Actor) -> Held:
    """Lock the root an alarm belongs to: its visit, or the alarm itself.

    Raises:
        NotFound: no such alarm in the organisation of who acts.
    """
    return _held(session, locked_alarm(session, alarm_id, by.organisation_id), by)


def addressee(person: PersonRecord | Person) -> Addressee:
    """Returns somebody whose record was read, as somebody to write to."""
    return Addressee(person.id, person.name, person.phone, person.language, person.sms_refused)


def _held(session: Session, locked: Locked, by: Actor) -> Held:
    found = locked.worker
    worker = Addressee(found.id, found.name, found.phone, found.language, found.sms_refused)
    alarm = locked.root.alarm
    codes = {CodeFor(one.person_id, one.purpose, subject_of(alarm.id)): one.code for one in locked.codes if alarm}
    return Held(session, locked.root, locked.team, worker, codes, by, DutyBook(session, locked.now))
