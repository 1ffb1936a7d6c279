"""The rules of aftercare: what is planned for somebody, and what comes next. (Who cares for them: `carers.py`.)

The profile says whom, what and when; what it leaves open is ours (docs/decisions/0070): how often "regularly" is, when
somebody is asked whether they want a talk, and when the care is evaluated. Pure: time and the office come in.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from achterwacht.aftercare.carers import carers, officials_of, who_does, without
from achterwacht.aftercare.days import Days
from achterwacht.aftercare.facts import Gravity, Outcome, Person, Planned
from achterwacht.protocols.aftercare import Aftercare, AfterGrave, Officials, Talk, TeamTalk
from achterwacht.protocols.functions import Assignment, Function
from achterwacht.tasks.facts import TaskKind

FRESH = timedelta(days=1)
"""How long after an incident its first care can't wait for a mail."""
RHYTHM = ((7, 10), (14, 17), (28, 33))
"""A talk that is held "regularly": so many days after the incident, after the one before it, and from then on."""
WHETHER_WANTED = (14, 21)
"""When somebody is asked whether they want the talk that is theirs to ask for."""
SOON_AFTER = (1, 7)
"""When the team talks about it, and when what else follows is to be done."""
EVALUATED_AFTER = 42
EVALUATED_WITHIN = 7
NOT_ENOUGH = "aftercare.evaluation"
"""The rule by which a talk about what is still needed is held."""
OURS = frozenset({"must", "in_consultation", "told", "answer", "afterwards", "not_enough", "whether_wanted"})
"""Names and points of steps that stand in the catalogue, and not in a profile."""
UNSAID = Aftercare(first_by=[Function.DIRECT_MANAGER])
"""Where no profile says anything: whoever was hit is still cared for."""


def first_plan(care: Aftercare, person: Person, gravity: Gravity, days: Days) -> tuple[Planned, ...]:
    """Everything that is planned for somebody when it is reported."""
    chain = carers(care, person)
    if not person.staff:
        return (_attention(care, chain, days),)
    steps = [_first_care(care, person, chain, days), *_talks(care, chain, days), *_evaluations(care, chain, days)]
    if person.first:
        steps += _once_for_all(care, person, chain, days)
    for place, rule in enumerate(care.graver):
        if starts(rule, gravity):
            steps += graver(care, person, place, days)
    return tuple(steps)


def starts(rule: AfterGrave, gravity: Gravity) -> bool:
    """Whether this report starts what follows after something grave; where it can't say, a human does."""
    return (rule.extreme and gravity.extreme) or bool(gravity.behaviour & set(rule.behaviour))


def graver(care: Aftercare, person: Person, place: int, days: Days) -> tuple[Planned, ...]:
    """What follows after something grave. What nobody is free to leave holds for everybody who was there; the rest is
    done once for the incident."""
    rule = care.graver[place]
    if rule.told_only or not (person.first or rule.not_optional):
        return ()
    chain = carers(care, person)
    official = officials_of(care, person) is not None  # P4: it is the mayor who sees to their care (003 L931-935)
    because = f"aftercare.graver[{place}]"
    steps = [
        Planned(
            TaskKind.CARE_STEP, because, chain if official else who_does(one, chain, person), one.text,
            window=days.today(),
        )
        for one in rule.steps
    ]  # fmt: skip
    if rule.evaluated and person.first and care.evaluation is None:
        steps += _asked(chain, EVALUATED_AFTER, because, employee_too=True, days=days)
    return tuple(steps)


def next_talk(care: Aftercare, because: str, chain: tuple[Function, ...], held: int, days: Days) -> Planned | None:
    """The next talk of one that is held regularly; None: it was no such talk. held: how many there were."""
    for place, talk in enumerate(care.talks):
        if because == _key(place) and talk.regularly:
            return _regular(talk, place, chain, held, days)
    return None


def not_enough(chain: tuple[Function, ...], days: Days) -> Planned:
    """A talk about what is still needed: somebody said that the care was not enough."""
    return Planned(TaskKind.TALK, NOT_ENOUGH, chain, "not_enough", window=days.from_now(0, SOON_AFTER[1]))


def arrange(name: str, because: str, chain: tuple[Function, ...], days: Days) -> Planned:
    """Somebody wants the help that was offered: it is arranged today."""
    return Planned(TaskKind.CARE_STEP, because, chain, name, window=days.today())


def is_regular(care: Aftercare, because: str) -> bool:
    return any(talk.regularly and because == _key(place) for place, talk in enumerate(care.talks))


def outcomes(kind: TaskKind, *, regular: bool) -> frozenset[Outcome]:
    """Which outcomes a step can have. Without one it was simply done."""
    if kind is TaskKind.EVALUATE_CARE:
        return frozenset({Outcome.SUFFICIENT, Outcome.INSUFFICIENT})
    if kind is TaskKind.TALK:
        enough = {Outcome.ENOUGH} if regular else set()
        return frozenset({Outcome.HELD, Outcome.NOT_WANTED} | enough)
    return frozenset({Outcome.HELD, Outcome.NOT_WANTED})


def is_urgent(happened_at: datetime, now: datetime) -> bool:
    """Whether first care can't wait until somebody reads their mail."""
    return now - happened_at < FRESH


def asked_at(care: Aftercare, happened_at: datetime, days: Days) -> datetime | None:
    """When whoever cares first is told by telephone: now while the office is open, and at any hour where the profile
    lets them drop everything; in an evening or a weekend too where the text wants it directly after the incident.

    None: it can wait for a mail when the office opens.
    """
    if not is_urgent(happened_at, days.now):
        return None
    if care.drops_everything or days.office.open_from(days.now) == days.now:
        return days.now
    return days.awake() if is_at_once(care) else None


def is_at_once(care: Aftercare) -> bool:
    """Whether the text wants the first care directly after the incident (P2 001 L333, L367; P3 002 L1005; P4 003
    L833-835), and so not on the next working day. P1 and P5 name no moment."""
    return care.drops_everything or _on_the_day(care) is not None


def _first_care(care: Aftercare, person: Person, chain: tuple[Function, ...], days: Days) -> Planned:
    """The first care, now. A talk that the profile holds on the day itself is that same conversation."""
    place = _on_the_day(care)
    talk = None if place is None else care.talks[place]
    points = (*care.checklist, *(talk.points if talk is not None else ()))
    because = "aftercare.first_by" if place is None else _key(place)
    if officials_of(care, person) is not None:
        because = "aftercare.officials.by"
    name = "" if talk is None else talk.name
    asked = asked_at(care, days.happened_at, days)
    window = days.today() if asked is None else days.on_the_day(asked)
    return Planned(TaskKind.FIRST_CARE, because, chain, name, points, window)


def _attention(care: Aftercare, chain: tuple[Function, ...], days: Days) -> Planned:
    """Somebody from outside, who was there: attention, once."""
    return Planned(TaskKind.FIRST_CARE, "aftercare.also_for", chain, window=days.today())


def _talks(care: Aftercare, chain: tuple[Function, ...], days: Days) -> list[Planned]:
    found = []
    for place, talk in enumerate(care.talks):
        if place == _on_the_day(care):
            continue
        if talk.regularly:
            found.append(_regular(talk, place, chain, 0, days))
        elif talk.from_days is not None and talk.to_days is not None:
            window = days.after_incident(talk.from_days, talk.to_days)
            found.append(Planned(TaskKind.TALK, _key(place), chain, talk.name, talk.points, window))
        else:
            window = days.after_incident(*WHETHER_WANTED)
            points = ("whether_wanted", *talk.points)
            found.append(Planned(TaskKind.TALK, _key(place), chain, talk.name, points, window))
    return found


def _regular(talk: Talk, place: int, chain: tuple[Function, ...], held: int, days: Days) -> Planned:
    span = RHYTHM[min(held, len(RHYTHM) - 1)]
    window = days.from_now(*span) if held else days.after_incident(*span)
    return Planned(TaskKind.TALK, _key(place), chain, talk.name, talk.points, window)


def _evaluations(care: Aftercare, chain: tuple[Function, ...], days: Days) -> list[Planned]:
    asked = care.evaluation
    if asked is None:
        return []
    after = asked.after_days or EVALUATED_AFTER
    return _asked(chain, after, "aftercare.evaluation", employee_too=Function.EMPLOYEE in asked.by, days=days)


def _asked(chain: tuple[Function, ...], after: int, because: str, *, employee_too: bool, days: Days) -> list[Planned]:
    """Whoever cared is asked, and the employee: each for themselves."""
    window = days.after_incident(after, after + EVALUATED_WITHIN)
    found = [Planned(TaskKind.EVALUATE_CARE, because, chain, window=window)]
    if employee_too:
        asked = (Function.EMPLOYEE, *chain)
        found.append(Planned(TaskKind.EVALUATE_CARE, because, asked, window=window, by_employee=True))
    return found


def _once_for_all(care: Aftercare, person: Person, chain: tuple[Function, ...], days: Days) -> list[Planned]:
    """What is done once for the incident: for the team, for officials, and what else the profile wants."""
    officials = officials_of(care, person)
    if officials is not None:
        return _for_official(officials, person, chain, days)
    found = []
    soon = days.after_incident(*SOON_AFTER)
    if care.team is not None:
        points = () if care.team_about is None else (care.team_about,)
        name = "in_consultation" if care.team is TeamTalk.IN_CONSULTATION else "must"
        found.append(Planned(TaskKind.TEAM_TALK, "aftercare.team", chain, name, points, soon))
    found += _together(care.afterwards, "aftercare.afterwards", TaskKind.CARE_STEP, chain, person, days)
    return found


def _for_official(officials: Officials, person: Person, chain: tuple[Function, ...], days: Days) -> list[Planned]:
    told = without(officials.always_told, person.holds)
    found = [
        Planned(TaskKind.OFFICIAL, f"aftercare.officials.always_told[{place}]", (one,), "told", window=days.today())
        for place, one in enumerate(told)
    ]
    answer = days.hours_after_incident(officials.answer_within_hours)
    found.append(
        Planned(
            TaskKind.OFFICIAL,
            "aftercare.officials.answer_within_hours",
            chain,
            "answer",
            officials.answer_says,
            answer,
        )
    )
    return found + _together(
        officials.afterwards, "aftercare.officials.afterwards", TaskKind.OFFICIAL, chain, person, days
    )


def _together(
    wanted: Iterable[Assignment],
    key: str,
    kind: TaskKind,
    chain: tuple[Function, ...],
    person: Person,
    days: Days,
) -> list[Planned]:
    """What the same function does afterwards is one task, with its points."""
    by: dict[tuple[Function, ...], list[tuple[int, str]]] = {}
    for place, one in enumerate(wanted):
        by.setdefault(who_does(one, chain, person), []).append((place, one.text))
    window = days.after_incident(*SOON_AFTER)
    found = []
    for who, ((place, text), *more) in by.items():
        # One thing says itself what is to be done; several are the points of one task.
        name, points = ("afterwards", (text, *(one for _, one in more))) if more else (text, ())
        found.append(Planned(kind, f"{key}[{place}]", who, name, points, window))
    return found


def _on_the_day(care: Aftercare) -> int | None:
    return next((place for place, one in enumerate(care.talks) if one.to_days == 0), None)


def _key(place: int) -> str:
    return f"aftercare.talks[{place}]"
