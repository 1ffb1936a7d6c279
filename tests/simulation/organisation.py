"""Who lives in the simulation: two organisations with their rosters, and what is wrong with some of the phones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.orm import Session

from achterwacht.canary.service import set_canary
from achterwacht.kinds import Actor
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from achterwacht.use_cases.numbers import Numbers

ZONE = ZoneInfo("Europe/Amsterdam")
WORKDAYS, EVERY_DAY_BUT_SUNDAY = (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class Shift:
    """A line of the roster, in whole hours on the wall."""

    rank: Rank
    name: str
    days: Sequence[int]
    starts: int
    ends: int

    def runs(self, moment: datetime) -> bool:
        wall = moment.astimezone(ZONE)
        if self.starts < self.ends:
            return wall.isoweekday() in self.days and self.starts <= wall.hour < self.ends
        yesterday = wall.isoweekday() - 1 or 7
        return (wall.isoweekday() in self.days and wall.hour >= self.starts) or (
            yesterday in self.days and wall.hour < self.ends
        )


ROSTER = (
    Shift(Rank.FIRST, "Fatima", WORKDAYS, 8, 18),
    Shift(Rank.FIRST, "Noor", EVERY_DAY_BUT_SUNDAY, 18, 8),
    Shift(Rank.SECOND, "Samira", WORKDAYS, 8, 18),
    Shift(Rank.MANAGER, "Karin", WORKDAYS, 8, 18),
)
"""Outside these hours there is nobody in it: the weekend's days, and Sunday night."""
ROLES = {
    "Jan": Role.WORKER, "Ali": Role.WORKER, "Els": Role.WORKER, "Tom": Role.WORKER, "Mia": Role.WORKER,
    "Fatima": Role.COLLEAGUE, "Noor": Role.COLLEAGUE, "Samira": Role.COLLEAGUE,
    "Karin": Role.MANAGER, "Mohamed": Role.MANAGER, "Anne": Role.ADMINISTRATOR,
}  # fmt: skip
SINGS_AT = (time(9, 30), time(2, 30))
"""Each organisation's. The second is not there, or there twice, in the nights in which the clock is changed."""
PIN, DURESS_PIN = "1234", "4321"
WITH_PINS = ("Els",)
WITHOUT_PHONE = ("Mia",)
LANDLINES = ("Samira",)
DEAD_PHONES = ("Tom",)


@dataclass(frozen=True)
class Resident:
    """Somebody of one organisation."""

    id: UUID
    name: str
    phone: str | None
    organisation: UUID
    has_pins: bool = False

    def by(self, via: str = "app") -> Actor:
        return Actor(self.organisation, self.id, self.name, via)


@dataclass
class Organisation:
    id: UUID
    profile: str
    team: UUID
    canary: str
    """The number of its daily test message."""
    sings_at: time
    people: dict[str, Resident] = field(default_factory=dict)

    def those(self, role: Role) -> list[Resident]:
        return [one for name, one in self.people.items() if ROLES[name] is role]

    def on_duty(self, rank: Rank, moment: datetime) -> list[Resident]:
        found = {shift.name: self.people[shift.name] for shift in ROSTER if shift.rank is rank and shift.runs(moment)}
        return list(found.values()) or (self.those(Role.MANAGER) if rank is Rank.MANAGER else [])


def settle(session: Session, number: int, profile: str, now: datetime) -> Organisation:
    """Let an organisation move in, with this profile."""
    record = OrganisationRecord(slug=f"stad{number}", name=f"Stad {number}")
    session.add(record)
    session.flush()
    # Its people go alone: going in pairs has its own tests.
    load_profile(session, record, shipped()[profile].replace('rule = "always"', 'rule = "marked"'), now)
    team = TeamRecord(organisation_id=record.id, name="Inkomen")
    session.add(team)
    session.flush()
    organisation = Organisation(record.id, profile, team.id, f"+31612{number}99999", SINGS_AT[number])
    set_canary(session, record.id, organisation.canary, organisation.sings_at, Numbers().for_a_canary)
    for place, (name, role) in enumerate(ROLES.items()):
        phone = None if name in WITHOUT_PHONE else f"+31612{number}{place:05d}"
        email = f"{name.lower()}@stad{number}.test"
        person = PersonRecord(organisation_id=record.id, name=f"{name} {number}", email=email, phone=phone)
        session.add(person)
        session.flush()
        everywhere = role is Role.ADMINISTRATOR
        session.add(
            GrantRecord(
                organisation_id=record.id, person_id=person.id, role=role, team_id=None if everywhere else team.id
            )
        )
        organisation.people[name] = Resident(person.id, person.name, phone, record.id, name in WITH_PINS)
        if name in WITH_PINS:
            person.pin_hash, person.duress_pin_hash = _digest(PIN), _digest(DURESS_PIN)
    for position, shift in enumerate(ROSTER):
        session.add(
            ShiftRecord(
                organisation_id=record.id, team_id=team.id, position=position,
                person_id=organisation.people[shift.name].id, rank=shift.rank, days=list(shift.days),
                starts=time(shift.starts), ends=time(shift.ends),
            )
        )  # fmt: skip
    return organisation


def _digest(pin: str) -> str:
    return Argon2Hasher().hash(pin, salt=b"the same in every run")
