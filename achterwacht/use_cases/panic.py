"""The noodknop, pressed anywhere: on a visit, without one, again, or silently."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Cause, Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.creation import digest_of
from achterwacht.decision import Decision
from achterwacht.kinds import Actor
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases.in_danger import InDanger, in_danger, open_alone, team_over, was_on
from achterwacht.use_cases.standalone_alarm import running_protocol, stand_alone
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import Pin
from achterwacht.visits.refusals import NotUnderWay
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.batteries import note_battery, told
from achterwacht.watch.held import Held, Made, hold_alarm, hold_visit
from achterwacht.watch.spots import note_spot

LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Said:
    """What came with a press: the visit it is about, the place, a note, the id for the alarm, and the battery."""

    visit_id: UUID | None = None
    location: dict[str, Any] | None = None
    note: str = ""
    alarm_id: UUID | None = None
    battery: int | None = None
    """Per cent, when it was pressed."""
    age_seconds: float = 0

    @property
    def digest(self) -> str:
        """Returns what tells this press from another one with the same id.

        It leaves out the place and the battery, which often come a moment later.
        """
        return digest_of(self.visit_id, self.note) if self.has_more_than_an_id else digest_of()

    @property
    def has_more_than_an_id(self) -> bool:
        """Whether more came than an id, perhaps with a place. If not, it is about the press before."""
        return self.visit_id is not None or bool(self.note)


NOTHING_SAID = Said()


def raise_panic(
    session: Session,
    by: Actor,
    visit_id: UUID | None = None,
    location: dict[str, Any] | None = None,
    note: str = "",
    alarm_id: UUID | None = None,
    *,
    battery: int | None = None,
    age_seconds: float = 0,
) -> Made:
    """Raise the alarm of the noodknop.

    With visits under way it joins the alarm of each; without one it is an alarm of its own.

    It is never part of a drill: a drill in which they play ends, and what they press is real.

    The same press with the same `alarm_id` gets the same answer. An id that something else has is no reason to refuse:
    the press joins what is open, or becomes an alarm with an id of our own. Returns the root of the visit asked for, or
    else of the latest one.
    """
    said = Said(visit_id, location, note, alarm_id, battery, age_seconds)
    them = in_danger(session, by, alarm_id)
    if alarm_id is not None and them.taken:
        known = None if them.of_a_drill else _pressed_before(session, alarm_id, by, said)
        if known is not None:
            # The place and the battery often come a moment after the press, with the same id.
            note_spot(known.root.alarm, location, known.now)
            note_battery(known.root.alarm, told(battery, age_seconds, known.now))
            return known.made()
        said = replace(said, alarm_id=None)
    made = _press(session, by, them, said)
    drill_cases.give_way(session, by, them.played, them.now)
    return made


def sound_silently(session: Session, by: Actor, visit_id: UUID | None = None, press: str | None = None) -> None:
    """Raise the silent alarm of the duress PIN at once, whatever happens to the action it came with.

    It is raised on the visit that the PIN was typed for, even if somebody ended that meanwhile; else on the visits they
    are inside of, or without a visit.

    press: what tells it from another one. The same press again is no second call for help.
    """
    if press is not None and _heard_before(session, by, press):
        return
    them = in_danger(session, by)
    named = [] if visit_id is None or not was_on(session, by, visit_id) else [visit_id]
    roots = [_sound_on(session, one, by) for one in named or sorted(them.under_way)]
    for root in roots or [_press_alone(session, by, them, Cause.DURESS).root]:
        if root.alarm is not None and press is not None:
            root.alarm.pressed_from = press
    drill_cases.give_way(session, by, them.played, them.now)


def heard_without_a_visit(session: Session, by: Actor, pin: Pin) -> None:
    """Record that somebody on no visit says all is well, as a player in a drill does.

    The duress PIN is never played; its call for help was raised when it was tried.
    """
    played = drill_cases.plays(session, by)
    if pin is not Pin.DURESS and played is not None:
        drill_cases.answer(session, played, by)


def _press(session: Session, by: Actor, them: InDanger, said: Said) -> Made:
    under_way = sorted(them.under_way, key=lambda one: one == said.visit_id)  # the named one comes last
    # They are locked in order of id, like all locks of several roots; the answer is about the last of the list.
    pressed: dict[UUID, Made] = {}
    for one in sorted(under_way):
        # Somebody else ended it at this very moment. The noodknop is never refused, so it goes on without that one.
        with suppress(NotUnderWay):
            own = said if one == under_way[-1] else replace(said, note="", alarm_id=None)
            pressed[one] = _press_on(hold_visit(session, one, by), own)
    if not pressed:
        return _press_alone(session, by, them, Cause.PANIC, said)
    made = next(pressed[one] for one in reversed(under_way) if one in pressed)
    _note(made.root.alarm, replace(said, location=None), made.book.now)  # in case the last one had ended
    return made


def _press_on(held: Held, said: Said) -> Made:
    """Raise the alarm of the noodknop on a visit under way."""
    facts = replace(held.root.visit_facts(), next_alarm=said.alarm_id)
    ledger = held.ledger()
    ledger.record(held.root, _inside_after_all(held, visits.panic(facts, held.by, held.context())))
    _note(held.root.alarm, said, held.now)
    ledger.flush()
    return held.made()


def _press_alone(session: Session, by: Actor, them: InDanger, cause: Cause, said: Said = NOTHING_SAID) -> Made:
    """Raise an alarm without a visit, or let a second press join the one that is open."""
    known, now = _still_open(session, them.alone, by), them.now
    if known is None:
        alone, now = open_alone(session, by)
        known = _still_open(session, alone, by)
    if known is not None:
        ledger = known.ledger()
        decision = alarms.raise_alarm(known.root.open_or_closed_alarm(), cause, Level.MANAGER, known.context(), by)
        ledger.record(known.root, decision)
        _note(known.root.alarm, said, known.now)
        ledger.flush()
        return known.made()
    # There is none, or somebody else closed it at this very moment: then this press is a new alarm.
    assert by.person_id is not None
    team = team_over(session, by, them)
    plan = running_protocol(session, by.organisation_id, team).plan()
    alarm = Alarm(said.alarm_id or uuid4(), cause, Level.MANAGER, now, plan, by.person_id, note=said.note)
    held = stand_alone(session, alarm, team, by)
    ledger = held.ledger()
    ledger.begin(held.root)
    ledger.record(held.root, alarms.open_alarm(alarm, held.context(), by))
    _note(held.root.alarm, said, held.now)
    ledger.flush()
    return held.made()


def _still_open(session: Session, alarm_id: UUID | None, by: Actor) -> Held | None:
    """Returns that alarm, locked; None if there is none, or it was closed by now."""
    known = None if alarm_id is None else hold_alarm(session, alarm_id, by)
    return known if known is not None and known.root.open_or_closed_alarm().open else None


def _note(alarm: AlarmRecord | None, said: Said, now: datetime) -> None:
    """Record what the alarm keeps of the press: the best place, what each press said, and which press chose its id.

    It comes after the decision is recorded, which would undo it, and before the ledger is written, so that it is one
    statement.
    """
    note_spot(alarm, said.location, now)
    note_battery(alarm, told(said.battery, said.age_seconds, now))
    if alarm is not None:
        if said.note and said.note not in alarm.note:
            alarm.note = f"{alarm.note}\n{said.note}".strip()[-LONGEST_NOTE:]
        if alarm.id == said.alarm_id:
            alarm.pressed_from = said.digest


def _sound_on(session: Session, visit_id: UUID, by: Actor) -> Aggregate:
    held = hold_visit(session, visit_id, by)
    decision = visits.under_duress(held.root.visit_facts(), by, held.context())
    return held.write(_inside_after_all(held, decision)).root


def _inside_after_all(held: Held, decision: Decision) -> Decision:
    """Let a companion who said that they can't come, and now calls for help there, count as inside.

    If they are, nobody may ring them in a silent alarm. Whether they are is not known, so what they said is kept. A
    press that adds nothing to the alarm leaves who may have taken it, from outside, where they are.
    """
    for one in held.root.companions if decision.alarm is not None else ():
        if one.person_id == held.by.person_id and one.declined_at is not None:
            one.said_no_at, one.declined_at = one.declined_at, None
    return decision


def _heard_before(session: Session, by: Actor, press: str) -> bool:
    found = select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == by.organisation_id, AlarmRecord.pressed_from == press
    )
    return session.scalar(found.limit(1)) is not None


def _pressed_before(session: Session, alarm_id: UUID, by: Actor, said: Said) -> Held | None:
    """Returns the alarm that this same press opened, by this person or somebody inside with them."""
    held = hold_alarm(session, alarm_id, by)
    alarm = held.root.alarm
    if by.person_id is None or alarm is None or not held.root.open_or_closed_alarm().of_the_visit(by.person_id):
        return None
    return held if not said.has_more_than_an_id or alarm.pressed_from in (None, said.digest) else None
