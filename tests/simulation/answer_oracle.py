"""What must be so of every silence: whoever has or closed an alarm said so, about this alarm, after it began, and by
more than a word with their number: a code, a digit in our call, or in the app. And of every panic: somebody called.

What people ask is heard at the doors, before the engine reads it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any
from uuid import UUID

from achterwacht.inbound import calls, sms
from achterwacht.kinds import Actor
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases import panic
from achterwacht.visiting import visits as visit_cases
from notifications.channels.port import Envelope
from tests.simulation.odd_phones import CALLING
from tests.simulation.organisation import Resident
from tests.simulation.people import HELP
from tests.simulation.processes import World
from tests.simulation.reply_oracle import ReplyOracle
from tests.simulation.statements import CANCELLED, MESSAGE
from tests.simulation.story import Broken

CODED = re.compile(r"\b(?:1|alarm) (\d{4,6})\b", re.IGNORECASE)
LIGHT = ("overdue", "check_call")
"""What a worker who checks out may close themselves."""


class Meaning(Enum):
    """What an answer can do to an alarm."""

    TAKES = auto()
    CLOSES = auto()
    WELL = auto()
    OUT = auto()
    TEXTED = auto()
    """OK, +15 or UIT by SMS: they close nothing that others were told of."""
    HELP = auto()
    SECOND = auto()
    """A 2, which of who comes along is a call for help."""
    MACHINE = auto()
    """An automatic answer with a word for help in it."""
    NOTHING = auto()


MEANT: Mapping[Callable[..., Any], Meaning] = {
    alarm_cases.acknowledge: Meaning.TAKES,
    alarm_cases.note_police_call: Meaning.TAKES,
    alarm_cases.close: Meaning.CLOSES,
    panic.raise_panic: Meaning.HELP,
    drill_cases.stop: Meaning.CLOSES,
    visit_cases.say_ok: Meaning.WELL,
    visit_cases.extend: Meaning.WELL,
    visit_cases.check_out: Meaning.OUT,
}
BY_SMS = {
    "1": Meaning.TAKES, "2": Meaning.SECOND, "VEILIG": Meaning.CLOSES, "OK": Meaning.TEXTED, "UIT": Meaning.TEXTED
}  # fmt: skip
OF_AN_ALARM = (Meaning.TAKES, Meaning.CLOSES)
A_MOMENT = timedelta(microseconds=1)


@dataclass
class Said:
    """An answer, pressed `age` ago, while the request lasts. alarm: the one it names, if it does. text: of an SMS."""

    meaning: Meaning
    alarm: UUID | None
    age: timedelta
    begins: datetime
    text: str = ""
    ends: datetime | None = None

    def within(self, since: datetime, until: datetime) -> bool:
        return self.begins - self.age <= until and (self.ends is None or self.ends - self.age > since)


@dataclass
class AnswerOracle:
    world: World
    people: Mapping[UUID, Resident]
    inside: Callable[[UUID, UUID | None], set[UUID]]
    replies: ReplyOracle
    _said: dict[UUID | None, list[Said]] = field(default_factory=dict)
    _codes: dict[tuple[UUID, str], UUID | None] = field(default_factory=dict)
    """Of which alarm a code speaks, or that it speaks of something else, by who was told it."""

    def took(self, row: Any, envelope: Envelope) -> None:
        for code in CODED.findall(envelope.text):
            # An answer repeats the code of the alarm that it is about, and is itself about none.
            self._codes[row.person, code] = row.alarm_id or self._codes.get((row.person, code))

    @contextmanager
    def asks(self, use_case: Callable[..., Any], given: tuple[Any, ...], age: timedelta) -> Iterator[None]:
        """Somebody asks this of a door; they pressed it so long ago."""
        who, meaning, alarm = self._meant(use_case, given)
        text = given[-1] if use_case is sms.receive_sms else ""
        said = Said(meaning, alarm, age, self.world.turns.at, text)
        self._said.setdefault(who, []).append(said)
        try:
            yield
        finally:
            said.ends = self.world.turns.at

    def has_it(self, row: Any, since: datetime) -> None:
        """Somebody has this alarm, who had not before `since`."""
        name = self.people[row.taker_id].name
        if row.taker_id in self.inside(row.worker_id, row.visit_id):
            raise Broken(f"{name} has an alarm, and is inside")
        if not self._heard(row.taker_id, (Meaning.TAKES,), row.id, since, row.acknowledged_at):
            raise Broken(f"{name} has an alarm, and never said so")

    def closed(self, alarm: UUID, row: Any) -> None:
        """This alarm is over."""
        if row.person is None:
            if not row.drill:
                raise Broken(f"an alarm {row.cause} ended by itself")
            return
        name = self.people[row.person].name
        if row.person not in self.inside(row.worker_id, row.visit_id):
            closes: tuple[Meaning, ...] = (Meaning.CLOSES,)
        elif row.drill:
            closes = (Meaning.WELL, Meaning.OUT, Meaning.TEXTED, Meaning.CLOSES)
        elif row.cause in LIGHT:
            closes = {"worker": (Meaning.WELL, Meaning.OUT), "police": ()}.get(row.level, (Meaning.OUT,))
            if row.level == "worker" and row.acknowledged_at is None:
                closes += (Meaning.TEXTED,)
        else:
            closes = ()
        if not self._heard(row.person, closes, alarm, row.opened_at, row.resolved_at):
            raise Broken(f"an alarm {row.cause} at {row.level} was closed by {name}, who did not say so")

    def panics(self, row: Any) -> None:
        """A real alarm is a panic, and was none before."""
        now, since = self.world.turns.at, row.opened_at - A_MOMENT
        inside = self.inside(row.worker_id, row.visit_id)
        for who in inside:
            meanings = (Meaning.HELP,) if who == row.worker_id else (Meaning.HELP, Meaning.SECOND)
            if self._heard(who, meanings, row.id, since, now):
                return
        for who in inside:
            if by_machine := self._what_was_heard(who, (Meaning.MACHINE,), row.id, since, now):
                self.world.story.tells("a machine was believed")
                self.replies.believes_a_machine(who, by_machine[-1].text, by_machine[-1].begins)
                return
        raise Broken(f"an alarm panic of {self.people[row.worker_id].name}, and nobody called for help")

    def judges(self, row: Any, since: datetime) -> None:
        """An alarm that nobody has, since then."""
        for one in self.world.books.rows(CANCELLED, organisation=row.organisation_id, alarm=row.id, moment=since):
            name = self.people[one.person].name
            raise Broken(f"{one.template} to {name} was silenced, and nobody has the alarm")

    def _meant(self, use_case: Callable[..., Any], given: tuple[Any, ...]) -> tuple[UUID | None, Meaning, UUID | None]:
        """Who says what, and of which alarm."""
        if use_case is sms.receive_sms:
            return self._texted(*given[1:])
        if use_case is calls.next_prompt:
            return self._pressed(given[0], given[-1])
        who = next((one.person_id for one in given if isinstance(one, Actor)), None)
        meaning = MEANT.get(use_case, Meaning.NOTHING)
        return who, meaning, given[0] if meaning in OF_AN_ALARM else None

    def _texted(self, sender: str, body: str) -> tuple[UUID | None, Meaning, UUID | None]:
        word, _, code = body.partition(" ")
        who = next(one.id for one in self.people.values() if one.phone == sender)
        if body in HELP:
            return who, Meaning.HELP, None
        if body in CALLING:
            return who, Meaning.MACHINE, None
        meaning = Meaning.TEXTED if word.startswith("+") else BY_SMS.get(word.upper(), Meaning.NOTHING)
        if meaning not in OF_AN_ALARM:
            return who, meaning, None
        # A number can be forged: without a code nobody has it, and nobody closed it.
        told = (who, code) in self._codes
        return who, meaning if told else Meaning.NOTHING, self._codes.get((who, code))

    def _pressed(self, message: UUID, digits: str) -> tuple[UUID | None, Meaning, UUID | None]:
        (row,) = self.world.books.rows(MESSAGE, id=message)
        if digits != "1":
            return row.person, Meaning.HELP if digits == "9" else Meaning.NOTHING, None
        watches = row.alarm_id is not None and row.person not in self.inside(row.worker_id, row.visit_id)
        return row.person, Meaning.TAKES if watches else Meaning.WELL, row.alarm_id

    def _heard(self, who: UUID, meanings: tuple[Meaning, ...], alarm: UUID, since: datetime, until: datetime) -> bool:
        return bool(self._what_was_heard(who, meanings, alarm, since, until))

    def _what_was_heard(
        self, who: UUID, meanings: tuple[Meaning, ...], alarm: UUID, since: datetime, until: datetime
    ) -> list[Said]:
        return [
            one
            for one in self._said.get(who, ())
            if one.meaning in meanings and one.alarm in (None, alarm) and one.within(since, until)
        ]
