"""The reports: what happened, and what people did about it on the days after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from achterwacht.afterwards import after_an_alarm as afterwards
from achterwacht.afterwards import letters, measures, police, reporting
from achterwacht.incidents.facts import AggressorTold, Behaviour, Form
from achterwacht.incidents.filing import Draft
from achterwacht.incidents.report import Account, IncidentChange
from achterwacht.letters.facts import Addressee, LetterFacts, Receipt, Way
from achterwacht.letters.service import NewLetter
from achterwacht.measures.rules.deciding import Given
from achterwacht.people.policy import Caller
from achterwacht.police.facts import Against, Matter, PoliceKind, PoliceOutcome
from achterwacht.police.rules import MatterChange
from achterwacht.protocols.measures import MeasureKind
from achterwacht.tasks.ending import open_of_incident
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.holding import holds
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import Said
from cli.past.damage import settles
from cli.past.days import WORKERS, on_the, workdays
from cli.past.noodknop import Pressed, press_the_button
from cli.past.stage import Stage
from cli.past.stories import LATELY, RARE, TODAY, USUAL, Letter, Step, Story
from cli.past.town import house

A_WEEK_HAS = 1.3
"""How many reports a week has, about."""
IS_RARE = 0.2
HANDLES = ("manager", "registrar", "hr", "manager2", "worker", "worker2", "colleague", "reception", "admin")
"""Who does a task: the first of these who has it."""


@dataclass
class Case:
    """A report that is followed. number: in the year, for what differs from one to the next."""

    stage: Stage
    id: UUID
    story: Story
    employee: str
    number: int
    pressed: Pressed | None = None


def plan_a_year_of_reports(stage: Stage, first: date, last: date) -> frozenset[tuple[str, date]]:
    """Have things happen on these days, and be handled. Returns who was out with the noodknop, and when."""
    chance = stage.chance
    days = list(workdays(first, last))
    told = [(days[-ago], story) for ago, story in LATELY if ago <= len(days)]
    told += [
        (day, chance.choice(RARE if chance.random() < IS_RARE else USUAL))
        for day in days
        if chance.random() < A_WEEK_HAS / 5
    ]
    out: set[tuple[str, date]] = set()
    for number, (day, story) in enumerate(told):
        happened = on_the(stage, day, chance.choice((9, 10, 10, 11, 13, 14, 14, 15)), chance.randrange(60))
        case = Case(stage, uuid4(), story, chance.choice(WORKERS), number)
        if (case.employee, day) in out:
            continue
        if story.alarm:
            out.add((case.employee, day))
        happens(stage, case, happened)
    return frozenset(out)


def plan_a_report_of_today(stage: Stage, now: datetime) -> None:
    """Have something happen a while before now, reported since."""
    happens(stage, Case(stage, uuid4(), TODAY, WORKERS[0], 0), now - timedelta(minutes=75))


def happens(stage: Stage, case: Case, happened: datetime) -> None:
    """It happens, is reported an hour later, and is handled on the days after."""
    if case.story.alarm:
        press_the_button(stage, case.employee, happened, house(case.number * 7), lambda made: _reports(case, made))
    else:
        stage.at(happened + timedelta(minutes=50), lambda: _files(case, happened))
    day = happened.astimezone(stage.setting.zone).date()
    for step, after, hour, act in STEPS:
        if step not in case.story.undone:
            days = after + (MORE_DAYS if case.story.violent and step is Step.CLOSE else 0)
            stage.at(on_the(stage, _workday_after(day, days), hour, case.number % 50), _of(act, case))


def _reports(case: Case, pressed: Pressed) -> None:
    case.pressed = pressed
    case.stage.after(timedelta(minutes=35), lambda: _files(case, pressed.at))


def _of(act: Callable[[Case], None], case: Case) -> Callable[[], None]:
    return lambda: act(case)


def _workday_after(day: date, days: int) -> date:
    """Returns the n-th working day after this one."""
    return list(workdays(day + timedelta(days=1), day + timedelta(days=2 * days + 14)))[days - 1]


def _files(case: Case, happened: datetime) -> None:
    stage, story = case.stage, case.story
    at_home = story.channel.value == "home_visit"
    address = house(case.number * 7) if at_home else None
    aggressor = None if story.name is None else AggressorTold(name=story.name, address=house(case.number * 7))
    draft = Draft(
        Account(
            kind=story.kind,
            happened_at=happened,
            description=story.told,
            channel=story.channel,
            address=address,
            injured=story.injured,
            damage=bool(story.damages),
        ),
        id=case.id,
        visit_id=None if case.pressed is None else case.pressed.visit_id,
        alarm_id=None if case.pressed is None else case.pressed.alarm_id,
        team_id=stage.setting.teams[case.employee] if case.pressed is None else None,
        form=Form(behaviours=(Behaviour(story.behaviour, story.channel),), damages=story.damages, aggressor=aggressor),
    )
    afterwards.file_report(stage.session, stage.caller(case.employee), draft, stage.now)


def first_care(case: Case) -> None:
    """The manager reads it, and talks with whom it happened to."""
    stage = case.stage
    reporting.change_report(stage.session, stage.caller("manager"), case.id, IncidentChange(), {}, seen=True)
    _does(case, (TaskKind.FIRST_CARE, TaskKind.ROUTE))


def completes(case: Case) -> None:
    stage = case.stage
    reporting.change_report(stage.session, stage.caller(case.employee), case.id, IncidentChange(), {}, complete=True)


def decides(case: Case) -> None:
    """The manager decides on what the protocol advises, and sometimes on a ban besides."""
    stage, story = case.stage, case.story
    unknown = story.name is None
    given = [
        Given(
            MeasureKind.POLICE_REPORT if story.violent else MeasureKind.WARNING,
            declined=unknown,
            reason="We weten niet wie het was." if unknown else "",
        )
    ]
    if story.ban is not None:
        until = stage.now.astimezone(stage.setting.zone).date() + timedelta(days=story.ban)
        given.append(Given(MeasureKind.ACCESS_BAN, until=until, reason="Na geweld willen we rust voor de collega's."))
    for one in given:
        taken = measures.take(stage.session, stage.caller("manager"), case.id, one, stage.now)
        if one.kind is MeasureKind.ACCESS_BAN and story.broken:
            _is_broken_later(case, taken.id)


def _is_broken_later(case: Case, measure_id: UUID) -> None:
    stage = case.stage

    def broken() -> None:
        note = "Stond in de hal. Ging weg toen de beveiliging het vroeg."
        measures.note_broken(
            stage.session,
            stage.caller("manager"),
            measure_id,
            stage.now,
            "Hal van het gemeentehuis",
            (),
            note,
            stage.now,
        )

    today = stage.now.astimezone(stage.setting.zone).date()
    stage.at(on_the(stage, _workday_after(today, 9), 10, 20), broken)


def asks_the_police(case: Case) -> None:
    """Whoever may report it decides. Two of three do, go there, and hear what came of it."""
    stage, none = case.stage, case.number % 3 == 0
    for task in _open(case, (TaskKind.POLICE_QUESTION,)):
        against = Against(task.words["against"])
        me = stage.caller("manager" if against is Against.THINGS else case.employee)
        kind, why = (PoliceKind.NONE, "Ik wil dit zo laten.") if none else (PoliceKind.REPORT, "")
        police.decide_police(stage.session, me, case.id, Matter(against, kind, me.id, why=why))
        if not none:
            _goes_to_the_police(case, me, against)


def _goes_to_the_police(case: Case, me: Caller, against: Against) -> None:
    stage = case.stage

    def went() -> None:
        on = stage.now.astimezone(stage.setting.zone).date()
        change = MatterChange(on=on, where="Bureau Voorbeeldstad", number=f"VOORBEELD-{1000 + case.number}")
        police.change_police(stage.session, me, case.id, against, change)

    def heard() -> None:
        change = MatterChange(outcome=PoliceOutcome.TALKED_TO, outcome_note="De wijkagent is langs geweest.")
        police.change_police(stage.session, me, case.id, against, change)

    stage.after(timedelta(days=1), went)
    if Step.CLOSE not in case.story.undone:
        stage.after(timedelta(days=40), heard)


def writes(case: Case) -> None:
    """The warning is written, signed the next day and delivered the day after, as far as it gets."""
    stage, story = case.stage, case.story
    if story.violent or story.name is None or story.letter is Letter.NONE:
        return
    new = NewLetter("warning", Addressee(), LetterFacts(what=f"u {story.kind_said}"))
    letter_id = letters.write_letter(stage.session, stage.caller("manager"), case.id, new, stage.now).id

    def signs() -> None:
        letters.sign_letter(stage.session, stage.caller("manager"), letter_id, None, stage.now)

    def delivers() -> None:
        refused = story.letter is Letter.REFUSED or case.number % 9 == 0
        receipt = Receipt.REFUSED if refused else Receipt.SIGNED
        me = stage.caller("manager")
        letters.deliver_letter(stage.session, me, letter_id, Way.IN_PERSON, receipt, "", stage.now)

    if story.letter is not Letter.DRAFTED:
        stage.after(timedelta(hours=5), signs)
        if story.letter is not Letter.SIGNED:
            stage.after(timedelta(hours=26), delivers)


def does_the_rest(case: Case) -> None:
    """Talks, steps, the damage and whatever else is still open."""
    _does(case, tuple(TaskKind))
    settles(case.stage, case.id, known=case.story.name is not None)


def closes(case: Case) -> None:
    stage = case.stage
    left = _open(case, tuple(TaskKind))
    reason = "Wat nog openstond, is niet meer nodig." if left else None
    reporting.close_report(stage.session, stage.caller("manager"), case.id, reason)


MORE_DAYS = 35
"""How much longer a report with the police stays open."""
STEPS: tuple[tuple[Step, int, int, Callable[[Case], None]], ...] = (
    (Step.CARE, 1, 9, first_care),
    (Step.FORM, 1, 13, completes),
    (Step.MEASURE, 2, 10, decides),
    (Step.POLICE, 2, 14, asks_the_police),
    (Step.LETTER, 3, 10, writes),
    (Step.REST, 6, 11, does_the_rest),
    (Step.CLOSE, 9, 15, closes),
)
"""After how many working days, at what hour, what is done about a report."""


HOW_TOLD = "Gebeld, 's morgens om tien uur. Zegt dat het duidelijk is."


def _open(case: Case, kinds: tuple[TaskKind, ...]) -> list[TaskRecord]:
    found = open_of_incident(case.stage.session, case.stage.setting.organisation_id, case.id)
    return [one for one in found if one.kind in kinds]


def _does(case: Case, kinds: tuple[TaskKind, ...]) -> None:
    """Have the open tasks of these kinds done that can be done by hand, by who has them."""
    stage = case.stage
    for task in _open(case, kinds):
        if not task.kind.spec.by_hand or (task.not_before is not None and task.not_before > stage.now):
            continue
        who = next((one for one in HANDLES if holds(stage.session, stage.caller(one), task.facts())), None)
        if who is None:
            continue
        points = tuple(type(one)(one.text, True) for one in task.facts().points)
        outcomes = task.kind.spec.outcomes
        note = HOW_TOLD if task.kind.spec.note_needed else ""
        said = Said(outcomes[0] if outcomes else None, points or None, note)
        afterwards.end_task(stage.session, stage.caller(who), task.id, said, stage.now)
