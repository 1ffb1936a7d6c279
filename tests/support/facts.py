"""Visits, alarms and people for the tests of the pure rules, and short questions about what a rule decided.

visit = a_visit(minutes=30, alarm=an_alarm(Cause.OVERDUE, Level.COLLEAGUE))
decision = visits.say_ok(visit, press(by(JAN), at(31)), context(at(31), protocol=profile("demo")))
assert told(decision, Template.HEARD) == {FATIMA}
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from achterwacht.alarms.facts import Alarm, Candidate, Cause, Level, People, Plan, Skip, Told
from achterwacht.context import Context, Press
from achterwacht.decision import Decision
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile, read_profile
from achterwacht.protocols.service import shipped
from achterwacht.protocols.watching import HomeSafe
from achterwacht.visits.facts import CheckCall, Pin, Visit, VisitState
from notifications.texts.templates import Template
from notifications.ways import Channel

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ORGANISATION = UUID(int=1)


def _somebody(name: str) -> UUID:
    return uuid5(ORGANISATION, name)


JAN = _somebody("Jan de Wit")
"""The worker."""
RUTH = _somebody("Ruth Verhoeven")
"""Comes along, where a test has a companion."""
FATIMA = _somebody("Fatima Bakker")
"""First on duty."""
ALI = _somebody("Ali Demir")
"""Second on duty, where a test has one."""
KARIN = _somebody("Karin Smit")
MO = _somebody("Mohamed el Amrani")
"""The managers."""
ANNE = _somebody("Anne Jansen")
"""The administrator."""
NAMES: Mapping[UUID, str] = {
    JAN: "Jan de Wit", RUTH: "Ruth Verhoeven", FATIMA: "Fatima Bakker", ALI: "Ali Demir", KARIN: "Karin Smit",
    MO: "Mohamed el Amrani", ANNE: "Anne Jansen",
}  # fmt: skip
CLOCK = Actor(ORGANISATION, None, via="clock")
SMS, CALL = frozenset({Channel.SMS}), frozenset({Channel.CALL})
BOTH = SMS | CALL


def by(person: UUID, via: str = "app") -> Actor:
    return Actor(ORGANISATION, person, NAMES[person], via)


def at(minutes: float = 0, seconds: float = 0) -> datetime:
    """Returns a moment this long after the visits of these tests started."""
    return START + timedelta(minutes=minutes, seconds=seconds)


@cache
def profile(name: str = "s-hertogenbosch") -> Profile:
    """Returns a profile that comes with the product."""
    return read_profile(shipped()[name])


def changed(given: Profile, part: str, **values: Any) -> Profile:
    """Returns the profile with another value: `changed(profile(), "check_call", heard_counts=True)`."""
    return given.model_copy(update={part: getattr(given, part).model_copy(update=values)})


def with_home_safe(given: Profile) -> Profile:
    home = HomeSafe(after=timedelta(minutes=45), answer_within=timedelta(minutes=10))
    return given.model_copy(update={"home_safe": home})


def a_visit(
    state: VisitState = VisitState.UNDER_WAY,
    *,
    minutes: float = 30,
    check_call: CheckCall = CheckCall.PLANNED,
    alarm: Alarm | None = None,
    companions: Collection[UUID] = (),
    **more: Any,
) -> Visit:
    """Returns a visit of Jan's, from START for so many minutes."""
    started = state in (VisitState.UNDER_WAY, VisitState.ENDED)
    visit = Visit(
        id=_somebody("a visit"),
        state=state,
        worker=JAN,
        worker_name=NAMES[JAN],
        planned_start=START,
        expected_end=at(minutes),
        companions=frozenset(companions),
        started_at=START if started else None,
        ended_at=at(minutes) if state is VisitState.ENDED else None,
        planner=JAN,
        check_call=check_call if started else CheckCall.NONE,
        last_heard_at=START if started else None,
        alarm=alarm,
    )
    return replace(visit, **more)


def a_plan() -> Plan:
    return profile().plan()


def an_alarm(
    cause: Cause = Cause.OVERDUE,
    level: Level = Level.WORKER,
    *,
    told: Mapping[UUID, Level] | None = None,
    taker: UUID | None = None,
    opened_at: datetime | None = None,
    **more: Any,
) -> Alarm:
    """Returns an alarm about Jan that climbed to this level. Everybody below it on the ladder was told on the way."""
    opened = opened_at or at(30)
    alarm = Alarm(
        id=_somebody("an alarm"),
        cause=cause,
        level=level,
        opened_at=opened,
        plan=a_plan(),
        worker=JAN,
        told=tuple(
            Told(person, height) for person, height in (_ladder(cause, level) if told is None else told).items()
        ),
        acknowledged_by=taker,
        acknowledged_at=opened + timedelta(minutes=1) if taker else None,
    )
    return replace(alarm, **more)


def _ladder(cause: Cause, level: Level) -> dict[UUID, Level]:
    lowest = {Cause.OVERDUE: Level.WORKER, Cause.CHECK_CALL: Level.COLLEAGUE, Cause.NOT_OK: Level.MANAGER}
    heights = [one for one in Level if lowest.get(cause, Level.COLLEAGUE).height <= one.height <= level.height]
    told: dict[UUID, Level] = {}
    for height in heights:
        told |= {one.person: height for one in people().at(height)}
    return told


def people(
    *,
    first: Collection[UUID] = (FATIMA,),
    second: Collection[UUID] = (),
    managers: Collection[UUID] = (KARIN,),
    everyone: Collection[UUID] = (FATIMA, ALI, KARIN, MO),
    administrators: Collection[UUID] = (ANNE,),
    skip: Mapping[UUID, Skip] | None = None,
) -> People:
    """Returns who there is: Fatima on duty, Karin as manager, unless a test says otherwise.

    `skip` says who can't, and why.
    """
    why = skip or {}

    def those(ids: Collection[UUID]) -> tuple[Candidate, ...]:
        return tuple(Candidate(person, NAMES[person], why.get(person)) for person in ids)

    (worker,) = those([JAN])
    return People(worker, those(first), those(second), those(managers), those(everyone), those(administrators))


def press(who: Actor, moment: datetime, pin: Pin = Pin.NOT_SET) -> Press:
    """Returns a press by them at that moment, without a PIN unless a test says otherwise."""
    return Press(who, moment, pin)


def context(now: datetime, who: People | None = None, protocol: Profile | None = None) -> Context:
    """Returns what a rule decides with at that moment.

    It has `people()` and `profile()`, unless a test says otherwise.
    """
    found = who or people()
    return Context(lambda: found, now, protocol or profile())


def told(decision: Decision, template: Template | None = None) -> set[UUID]:
    """Returns who is told; with a template, who gets that text."""
    return {notice.person for notice in decision.notices if template in (None, notice.template)}


def ways(decision: Decision, person: UUID, template: Template | None = None) -> frozenset[Channel]:
    """Returns the channels by which that person is told."""
    return frozenset(
        way.channel
        for notice in decision.notices
        if notice.person == person and template in (None, notice.template)
        for way in notice.ways
    )


def kinds(decision: Decision) -> list[EventKind]:
    """Returns what the timeline says, in order."""
    return [event.kind for event in decision.events]


def due(decision: Decision, kind: DeadlineKind) -> datetime | None:
    """Returns when it is due after this decision. Fails if the decision does not mention it."""
    return decision.deadlines[kind]


def alarm_of(decision: Decision) -> Alarm:
    assert decision.alarm is not None
    return decision.alarm


def visit_of(decision: Decision) -> Visit:
    assert decision.visit is not None
    return decision.visit
