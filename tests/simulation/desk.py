"""Who looks at the board: they take, pass on and close, say how a check call went, and are away for some hours."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Outcome, PoliceCall
from achterwacht.people.records import PersonRecord
from achterwacht.people.roles import Role
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.visiting import visits as visit_cases
from achterwacht.visits.facts import CheckCallResult
from tests.simulation.doors import Doors
from tests.simulation.organisation import Organisation, Resident
from tests.simulation.processes import World

OPEN_ALARMS = (
    "SELECT id FROM alarm WHERE organisation_id = :organisation AND resolved_at IS NULL ORDER BY opened_at, id"
)
ASKED = """
    SELECT id FROM visit
    WHERE organisation_id = :organisation AND state = 'under_way' AND check_call = 'asked' ORDER BY created_at"""


class Desk:
    """The watchers of one organisation, in the app."""

    def __init__(self, world: World, doors: Doors, home: Organisation) -> None:
        self._world = world
        self._turns = world.turns
        self._chance = world.chance
        self._doors = doors
        self._home = home

    def looks(self) -> None:
        """An activity: somebody looks at the board now and then, and takes or closes what stands there."""
        while True:
            self._turns.sleeps(self._chance.uniform(120, 600))
            for alarm in self._world.books.rows(OPEN_ALARMS, organisation=self._home.id):
                if self._chance.random() < 0.7:
                    self._acts(self._chance.choice(self._watchers()), alarm.id)

    def absences(self) -> None:
        """An activity: somebody who watches is away for some hours. One at a time, so that somebody is there."""
        while True:
            self._turns.sleeps(self._chance.uniform(3600, 40_000))
            one = self._chance.choice(self._watchers())
            hours = self._chance.uniform(1, 8)

            def leaves(session: Session, who: UUID = one.id, hours: float = hours) -> None:
                person = session.get_one(PersonRecord, who)
                person.absent_from = self._turns.at
                person.absent_until = self._turns.at + timedelta(hours=hours)

            self._doors.insist("is absent", leaves)
            self._turns.sleeps(hours * 3600)

    def reports_check_calls(self) -> None:
        """An activity: on the board a colleague says now and then how a check call went."""
        while True:
            self._turns.sleeps(self._chance.uniform(60, 900))
            for visit in self._world.books.rows(ASKED, organisation=self._home.id):
                result = self._chance.choices(list(CheckCallResult), [8, 1, 1])[0]
                by = self._chance.choice(self._home.those(Role.COLLEAGUE)).by()
                self._doors.insist("check call reported", visit_cases.report_check_call, visit.id, result, "", by)

    def _acts(self, who: Resident, alarm: UUID) -> None:
        """On the board."""
        way = self._chance.random()
        if way < 0.25:
            self._doors.insist("took it on the board", alarm_cases.acknowledge, alarm, who.by())
        elif way < 0.35:
            to = self._chance.choice(self._watchers())
            self._doors.insist("passed on", alarm_cases.assign, alarm, to.id, who.by())
        elif way < 0.45:
            self._doors.insist(
                "called the police", alarm_cases.note_police_call, alarm, PoliceCall("112", ""), "", who.by()
            )
        else:
            more = timedelta(seconds=self._chance.uniform(60, 1800))
            new_end = self._turns.at + more if self._chance.random() < 0.2 else None
            outcome = self._chance.choice(list(Outcome))
            self._doors.insist("closed", alarm_cases.close, alarm, outcome, "", new_end, who.by())

    def _watchers(self) -> list[Resident]:
        return self._home.those(Role.COLLEAGUE) + self._home.those(Role.MANAGER)
