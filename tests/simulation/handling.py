"""What people do about what happened: report, talk, decide, write, hand over, close. Also wrongly, twice, and too late.

Each act is a request of its own through the doors. Who does it is often somebody who may not: a refusal is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare.facts import Hit
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.afterwards import after_an_alarm as afterwards
from achterwacht.afterwards import aggressors, bans, care, letters, measures, police, reporting
from achterwacht.afterwards.measure_advice import advised_on
from achterwacht.alarms.facts import Outcome
from achterwacht.attachments import service as attachments
from achterwacht.attachments.records import AttachmentRecord, file_key
from achterwacht.attachments.service import NewAttachment, Stored
from achterwacht.incidents.facts import AggressorTold, Behaviour, Form, IncidentKind
from achterwacht.incidents.filing import Draft
from achterwacht.incidents.records import IncidentAggressorRecord, IncidentRecord
from achterwacht.incidents.report import Account, IncidentChange
from achterwacht.letters.facts import Addressee, LetterFacts, LetterState, Receipt, Way
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.service import LetterChange, NewLetter
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.measures.rules.deciding import Given
from achterwacht.people.policy import Caller
from achterwacht.police.facts import Against, Matter, PoliceKind
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.profile import Profile
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.holding import holds
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import Said
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import panic
from documents.kinds import FileKind
from documents.store import Store
from tests.simulation.doors import Doors
from tests.simulation.organisation import ZONE, Organisation
from tests.simulation.processes import World

NAMES = ("Pieters", "De Bruin", "Van Dam", None)
FACTS = LetterFacts(
    what="U dreigde.", contact="S. de Vries", measures="Alleen op afspraak.", talk_place="Stadhuis",
    agreements="Geen geweld.", talk_at="10:00",
)  # fmt: skip
BETWEEN = (60.0, 1500.0)
"""Seconds between two acts, by day."""


class Handling:
    """Everybody of one organisation, after what happened to them."""

    def __init__(
        self, world: World, doors: Doors, home: Organisation, profile: Profile, callers: Sequence[Caller], store: Store
    ) -> None:
        self._world, self._turns, self._chance = world, world.turns, world.chance
        self._doors, self._home, self._profile, self._store = doors, home, profile, store
        self._callers = callers
        self._workers = [one for one in callers if one.name.startswith(("Jan", "Ali", "Els"))]
        self._manager, self._second = (
            next(one for one in callers if one.name.startswith(name)) for name in ("Karin", "Mohamed")
        )
        self._acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (3, self.presses), (10, self.files), (12, self.takes_a_measure), (8, self.decides),
            (5, self.notes_a_breach), (2, self.ends_a_measure), (3, self.says_the_same), (6, self.writes),
            (9, self.signs), (7, self.delivers), (24, self.does_a_task), (4, self.hands_over), (3, self.drops),
            (5, self.cares), (5, self.asks_the_police), (4, self.adds_a_file), (3, self.changes_the_report),
            (4, self.closes), (3, self.finishes),
        )  # fmt: skip

    def goes_on(self, until: float) -> None:
        """An activity: by day somebody does something, and on some days nobody does anything."""
        chance, turns = self._chance, self._turns
        while turns.monotonic() < until:
            turns.sleeps(chance.uniform(*BETWEEN))
            wall = turns.at.astimezone(ZONE)
            if not 8 <= wall.hour < 18:
                turns.sleeps(3600 * ((8 - wall.hour) % 24))
                if chance.random() < 0.2:
                    turns.sleeps(chance.choice([1, 2, 5]) * 86_400)
                continue
            chance.choices([act for _, act in self._acts], [weight for weight, _ in self._acts])[0]()

    # What happens, and is reported.

    def presses(self) -> None:
        """The noodknop, and a manager who closes the alarm with something to report."""
        who, alarm = self._chance.choice(self._workers), uuid4()
        pressed = self._doors.insist("pressed the noodknop", panic.raise_panic, who.actor(), None, None, "", alarm)
        self._turns.sleeps(self._chance.uniform(60, 1200))
        if not isinstance(pressed, Exception):
            outcome = self._chance.choice([Outcome.INCIDENT, Outcome.HELP_GIVEN, Outcome.SAFE])
            self._doors.insist("closed", alarm_cases.close, alarm, outcome, "", None, self._manager.actor())

    def files(self) -> None:
        """Whoever is asked for it, or somebody to whom something happened without an alarm. Sometimes twice."""
        asked = self._tasks(TaskKind.REPORT)
        task = self._chance.choice(asked) if asked and self._chance.random() < 0.8 else None
        who = self._chance.choice(self._workers) if task is None else self._holder(task)
        draft = Draft(
            Account(
                kind=IncidentKind.THREATENING, happened_at=self._turns.at - timedelta(seconds=600),
                description="Hij dreigde.", channel=ConductChannel.OFFICE, injured=False,
            ),
            id=uuid4(), alarm_id=None if task is None else task.alarm_id, team_id=self._team_of(who, task),
            form=self._form(),
        )  # fmt: skip
        for _ in range(self._chance.choice([1, 1, 2])):
            self._does("filed", lambda session, now: afterwards.file_report(session, who, draft, now))

    def _team_of(self, who: Caller, task: TaskRecord | None) -> UUID | None:
        return self._home.team if task is None and who.teams() else None

    def _form(self) -> Form:
        chance = self._chance
        name = chance.choice(NAMES)
        found = chance.sample([one.id for one in self._profile.behaviour], chance.choice([1, 1, 2]))
        return Form(
            behaviours=tuple(Behaviour(one, ConductChannel.OFFICE) for one in found),
            aggressor=None if name is None else AggressorTold(name=name),
        )

    def changes_the_report(self) -> None:
        """The name is written otherwise, or taken away; or the form is said to be complete."""
        case = self._case()
        if case is None:
            return
        who, name = self._somebody(), self._chance.choice(NAMES)
        told = None if name is None else AggressorTold(name=name)
        complete = self._chance.random() < 0.4
        answers: dict[str, Any] = {} if complete else {"aggressor": told}
        self._does(
            "changed the report",
            lambda session, _: reporting.change_report(
                session, who, case.id, IncidentChange(), answers, seen=who is self._manager, complete=complete
            ),
        )

    def says_the_same(self) -> None:
        """Two reports that tell of one name are about the same person: so the later one is a repetition."""
        record = IncidentAggressorRecord
        told = self._rows(select(record).where(record.name.is_not(None)).order_by(record.incident_id))
        one = self._any(told)
        other = self._any([each for each in told if one is not None and each.name == one.name and each is not one])
        if other is not None:
            self._does(
                "said that it is the same person",
                lambda session, now: aggressors.say_same(
                    session, self._manager, one.incident_id, other.incident_id, now
                ),
            )

    # Measures.

    def takes_a_measure(self) -> None:
        case = self._case()
        if case is None:
            return
        with self._world.reads() as session:
            found = session.get_one(IncidentRecord, (case.id, case.organisation_id))
            advice = advised_on(session, found).advice
        if advice.repeated:
            self._world.story.tells("repeated")
        kinds = [one.kind for one in advice.measures] + [MeasureKind.ORDER_TALK]
        chance = self._chance
        # Often a ban: that is what waits for somebody else, comes to an end, and is broken.
        kind = chance.choice([MeasureKind.ACCESS_BAN, chance.choice(kinds)])
        today = self._turns.at.astimezone(ZONE).date()
        until = today + timedelta(days=chance.choice([-1, 0, 0, 1, 2])) if kind is MeasureKind.ACCESS_BAN else None
        given = Given(kind, until=until, reason="Het kan niet anders", declined=chance.random() < 0.15)
        who = chance.choice([self._manager, self._second, self._somebody()])
        made = self._does("took a measure", lambda session, now: measures.take(session, who, case.id, given, now))
        if isinstance(made, MeasureRecord):
            self._world.story.tells(f"measure {made.state}")

    def decides(self) -> None:
        measure = self._one(MeasureRecord, MeasureRecord.state == MeasureState.PUT)
        if measure is None:
            return
        yes = self._chance.random() < 0.8
        for who in self._chance.sample(self._callers, len(self._callers)):
            if not isinstance(self._decides(who, measure.id, yes=yes), Exception):
                return

    def _decides(self, who: Caller, measure: UUID, *, yes: bool) -> Any:
        return self._does(
            "decided",
            lambda session, now: measures.decide(session, who, measure, yes=yes, until=None, reason="Gehoord", now=now),
        )

    def ends_a_measure(self) -> None:
        measure = self._one(MeasureRecord, MeasureRecord.state == MeasureState.IN_FORCE)
        if measure is not None:
            who = self._somebody()
            self._does("ended a measure", lambda session, now: measures.end(session, who, measure.id, "Excuses", now))

    def notes_a_breach(self) -> None:
        """Whoever sits at the door sees somebody who is on the list."""
        who = self._somebody()

        def broken(session: Session, now: datetime) -> Any:
            listed = bans.bans(session, who, now)
            if not listed:
                return RuntimeError("nobody is on it")
            one = listed[0]
            return bans.note_broken(session, who, one.name, one.measure.until, now, "Hal", (), "", now)

        if not isinstance(self._does("read the ban list", broken), Exception):
            self._world.story.tells("a ban was broken")

    # Letters.

    def writes(self) -> None:
        case = self._case()
        if case is None or not self._profile.letters:
            return
        spec = self._chance.choice(self._profile.letters)
        given = NewLetter(spec.id, Addressee(name="J. Pieters"), FACTS)
        self._does(
            "wrote a letter", lambda session, now: letters.write_letter(session, self._manager, case.id, given, now)
        )

    def signs(self) -> None:
        """Everybody who may. Sometimes somebody changes it between two signatures, or puts it away."""
        letter = self._one(LetterRecord, LetterRecord.state == LetterState.DRAFT)
        if letter is None:
            return
        change = LetterChange(text=("Kom niet meer.",))
        for who in self._chance.sample(self._callers, len(self._callers)):
            self._signs(who, letter.id)
            if self._chance.random() < 0.05:
                self._does(
                    "changed a letter",
                    lambda session, now: letters.change_letter(session, self._second, letter.id, change, now),
                )
        if self._chance.random() < 0.1:
            self._does(
                "put a letter away",
                lambda session, now: letters.withdraw_letter(session, self._manager, letter.id, now),
            )

    def _signs(self, who: Caller, letter: UUID) -> None:
        self._does("signed", lambda session, now: letters.sign_letter(session, who, letter, None, now))

    def delivers(self) -> None:
        letter = self._one(LetterRecord, LetterRecord.state == LetterState.SIGNED)
        if letter is None:
            return
        receipt = self._chance.choice(list(Receipt))
        gone = self._does(
            "delivered",
            lambda session, now: letters.deliver_letter(
                session, self._manager, letter.id, Way.IN_PERSON, receipt, "", now
            ),
        )
        if receipt is Receipt.REFUSED and not isinstance(gone, Exception):
            self._does(
                "reported a refusal",
                lambda session, now: letters.report_refusal(session, self._manager, letter.id, "Scheurde hem", now),
            )

    # Tasks, care and the police.

    def does_a_task(self) -> None:
        """Of those that can be done by hand: often whoever has it, seldom somebody else."""
        task = self._any([one for one in self._tasks() if one.kind.spec.by_hand])
        if task is None:
            return
        self._ends(self._holder(task) if self._chance.random() < 0.9 else self._somebody(), task)

    def _ends(self, who: Caller, task: TaskRecord) -> None:
        outcomes = task.kind.spec.outcomes
        said = Said(self._chance.choice(outcomes) if outcomes else None)
        self._does(f"did {task.kind}", lambda session, now: afterwards.end_task(session, who, task.id, said, now))

    def hands_over(self) -> None:
        task = self._any(self._tasks())
        if task is not None:
            who, to = self._holder(task), self._somebody()
            self._does("handed over", lambda session, now: afterwards.hand_over_task(session, who, task.id, to.id, now))

    def drops(self) -> None:
        task = self._any(self._tasks())
        if task is not None:
            self._drops(self._chance.choice([self._manager, self._somebody()]), task)

    def _drops(self, who: Caller, task: TaskRecord) -> None:
        self._does("dropped", lambda session, now: afterwards.drop_task(session, who, task.id, "Hoeft niet", now))

    def cares(self) -> None:
        plan, chance = self._one(CarePlanRecord, CarePlanRecord.ended_at.is_(None)), self._chance
        if plan is None:
            return
        who = next((one for one in self._callers if one.id == plan.person_id), self._manager)
        who = chance.choice([who, self._manager, self._somebody()])
        whom = chance.choice(self._callers)
        what: tuple[str, Callable[[Session, datetime], Any]] = chance.choice(
            [
                ("rather somebody else", lambda s, now: care.another_person(s, who, plan.id, now)),
                ("offered help", lambda s, now: care.offer_help(s, who, plan.id, "aftercare.offers[0]", True, now)),
                ("evaluated", lambda s, now: care.evaluate(s, who, plan.id, chance.random() < 0.5, now)),
                ("said enough", lambda s, now: care.say_enough(s, who, plan.id, now)),
                (
                    "cared for another",
                    lambda s, now: care.add_person(s, self._manager, plan.incident_id, Hit.HELPED, whom.id, "", now),
                ),
            ]
        )
        self._does(*what)

    def asks_the_police(self) -> None:
        case = self._case()
        if case is not None:
            who = self._chance.choice([self._manager, *[one for one in self._callers if one.id == case.employee_id]])
            matter = Matter(self._chance.choice(list(Against)), self._chance.choice(list(PoliceKind)), who.id, why="Zo")
            self._does(
                "decided about the police", lambda session, _: police.decide_police(session, who, case.id, matter)
            )

    def adds_a_file(self) -> None:
        """As the door does: stored first, its row after. A process may die in between."""
        case = self._case()
        if case is None:
            return
        who = next((one for one in self._callers if one.id == case.employee_id), self._manager)
        added = self._one(AttachmentRecord, AttachmentRecord.removed_at.is_(None))
        if added is not None and self._chance.random() < 0.3:
            self._does(
                "took a file away",
                lambda session, now: attachments.remove(session, self._manager, added.incident_id, added.id, now),
            )
            return
        new, stored = NewAttachment(uuid4(), "", "0" * 64), Stored(uuid4(), FileKind.JPEG, 5)
        self._store.put(file_key(self._home.id, stored.file_id), b"photo")
        self._does("added a file", lambda session, now: attachments.add(session, who, case.id, new, stored, now))

    def finishes(self) -> None:
        """All that is left of one report is done, or need not be: the clock asks somebody to close it."""
        case = self._case()
        for task in [one for one in self._tasks() if case is not None and one.incident_id == case.id]:
            if task.kind.spec.by_hand:
                self._ends(self._holder(task), task)
            self._drops(self._second, task)

    def closes(self) -> None:
        case = self._case()
        if case is not None:
            reason = "Alles gedaan" if self._chance.random() < 0.6 else None
            who = self._chance.choice([self._manager, self._second])
            self._does("closed a report", lambda session, _: reporting.close_report(session, who, case.id, reason))

    # Who and what.

    def _does(self, what: str, act: Callable[[Session, datetime], Any]) -> Any:
        return self._doors.insist(what, lambda session: act(session, self._turns.now(session)))

    def _somebody(self) -> Caller:
        return self._chance.choice(self._callers)

    def _any(self, found: Sequence[Any]) -> Any:
        return self._chance.choice(found) if found else None

    def _rows(self, wanted: Any) -> list[Any]:
        with self._world.reads() as session:
            found = list(session.scalars(wanted, execution_options={"across_organisations": True}))
            session.expunge_all()
            return found

    def _one(self, table: Any, which: Any) -> Any:
        return self._any(self._rows(select(table).where(which).order_by(table.id)))

    def _case(self) -> Any:
        """A report, mostly one that is open."""
        order = select(IncidentRecord).order_by(IncidentRecord.created_at, IncidentRecord.id)
        if self._chance.random() < 0.9:
            order = order.where(IncidentRecord.closed_at.is_(None))
        return self._any(self._rows(order))

    def _tasks(self, *kinds: TaskKind) -> list[TaskRecord]:
        open_ones = select(TaskRecord).where(TaskRecord.state == TaskState.OPEN).order_by(TaskRecord.made_at)
        return [one for one in self._rows(open_ones) if not kinds or one.kind in kinds]

    def _holder(self, task: TaskRecord) -> Caller:
        with self._world.reads() as session:
            found = [one for one in self._callers if holds(session, one, task.facts())]
        return self._chance.choice(found or self._callers)
