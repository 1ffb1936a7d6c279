"""A call to our number under way: whose number it came from, what was said before, and what is said now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.inbound import received
from achterwacht.inbound.conversation import LONGEST_CALL
from achterwacht.inbound.known import whose
from achterwacht.inbound.records import CallInRecord
from achterwacht.inbound.worker_calls import PIN_TRIES
from achterwacht.kinds import Actor
from achterwacht.people.records import PersonRecord
from achterwacht.protocols.running import manager_word
from achterwacht.use_cases.pins import NOT_TRIED, Begun, Tried
from foundation.clock import clock_of
from foundation.visible import on_lines
from notifications.channels.voice import Prompt
from notifications.texts.catalogue import Catalogue, catalogue

MOST_ROUNDS = 3
"""So often somebody hears the menu from its start."""
ROUNDS = frozenset(str(one) for one in range(2, MOST_ROUNDS + 1))


@dataclass(frozen=True)
class CallIn:
    """A call to us under way. person: whose number it came from. round: how often the menu was said from its start."""

    session: Session
    record: CallInRecord
    person: PersonRecord
    now: datetime
    round: int = 1

    @property
    def texts(self) -> Catalogue:
        return catalogue(self.person.language, manager_word(self.session, self.person.organisation_id))

    @property
    def by(self) -> Actor:
        return Actor(self.person.organisation_id, self.person.id, self.person.name, via="call")

    def say(self, key: str, **facts: object) -> str:
        return self.texts.spoken(key, facts)

    def asks(self, key: str, step: str, *, many: bool = False, before: Collection[str] = (), **facts: object) -> Prompt:
        step = step if self.round == 1 or step in PIN_TRIES else f"{step}-{self.round}"
        return Prompt([*before, self.say(key, **facts)], step, many_digits=many, silence=self.say("in_silence"))

    def ends(self, key: str, **facts: object) -> Prompt:
        return Prompt([self.say(key, **facts)])

    def tried(self) -> Tried:
        """Returns the PIN of this call, for what is done with it now."""
        if self.record.pin is None:
            return NOT_TRIED
        return Tried(Begun(self.person.id, "", None, None, self.now), self.record.pin)


def call_in_of(session: Session, call_sid: str, sender: str, *, begins: bool) -> CallIn | None:
    """Returns the call with this id, if it is still on. begins: it is taken up, where its number is somebody's."""
    now = clock_of(session).now(session)
    if not call_sid:
        return None
    record = session.get(CallInRecord, received.digest(call_sid))
    if record is None and begins:
        known = whose(session, on_lines(sender).strip())
        if known is None:
            return None
        record = CallInRecord(
            id=received.digest(call_sid),
            organisation_id=known.person.organisation_id,
            person_id=known.person.id,
            at=now,
            pin=None,
            minutes=None,
            offered=[],
        )
        session.add(record)
        session.flush()
    if record is None or now - record.at > LONGEST_CALL:
        return None
    return CallIn(session, record, session.get_one(PersonRecord, record.person_id), now)
