"""The form of an incident as it is sent in, part by part. Which parts are asked is the protocol's."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from achterwacht.incidents.facts import (
    AggressorTold,
    Behaviour,
    DamageLine,
    EmployeeTold,
    Hit,
    Sighting,
    Whose,
    Witness,
    YesNo,
)
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.refused import Wrong, WrongInput
from api.addresses.schemas import AddressIn
from api.http.schemas import TEXT, Body, Day, Line, Name, Utc

FIRST_BIRTH, LAST_BIRTH = date(1900, 1, 1), date(2099, 12, 31)
A_CENT = Decimal("0.01")


Identity = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z][a-zA-Z0-9_]{0,39}$", max_length=40)]
Namely = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), TEXT]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


def _born(day: date) -> date:
    if not FIRST_BIRTH <= day <= LAST_BIRTH:
        raise PydanticCustomError(
            "day_too_far", "Day out of bounds", {"first": FIRST_BIRTH.year, "last": LAST_BIRTH.year}
        )
    return day


BirthDay = Annotated[date, AfterValidator(_born)]


NAMES: Mapping[str, str] = {"police_report": "police", "stalking_log": "sightings", "employee_details": "employee"}
"""What the contract calls otherwise than the rules."""


class BehaviourIn(Body):
    """One cross in the grid. id: a behaviour of the protocol."""

    id: Identity
    channel: ConductChannel


class YesNoIn(Body):
    """The answer to "Nee / Ja, namelijk"."""

    yes: bool
    namely: Namely | None = None

    def answer(self) -> YesNo:
        return YesNo(self.yes, self.namely or None)


class InjuryIn(Body):
    """Whether somebody was hurt, and what happened to them. No diagnosis: what a doctor finds does not belong here."""

    yes: bool
    namely: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), TEXT] | None = None


class PoliceReportIn(Body):
    """Whether it is reported to the police: why not, or when."""

    yes: bool
    namely: Namely | None = None
    on: Day | None = None

    def answer(self) -> YesNo:
        return YesNo(self.yes, self.namely or None, self.on)


class DamageIn(Body):
    """A line of damage, in euros where somebody knows. id: of the line that it was before."""

    id: UUID | None = None
    whose: Whose
    what: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    amount: Annotated[float, Field(ge=0, le=10_000_000)] | None = None

    def line(self) -> DamageLine:
        amount = None if self.amount is None else Decimal(str(self.amount)).quantize(A_CENT)
        return DamageLine(self.whose, self.what, amount, self.id)


class WitnessIn(Body):
    """Somebody who saw or heard it. personId: a colleague."""

    name: Name
    contact: Line | None = None
    person_id: UUID | None = None

    def witness(self) -> Witness:
        return Witness(self.name, self.contact or None, self.person_id)


class SightingIn(Body):
    """One fact of a stalking log."""

    id: UUID | None = None
    at: Utc
    circumstances: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), TEXT]
    witnesses: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = None
    hit: Annotated[list[Hit], Field(max_length=3)] | None = None
    evidence: Namely | None = None

    def sighting(self) -> Sighting:
        hit = tuple(one for one in Hit if one in (self.hit or ()))
        return Sighting(self.at, self.circumstances, self.witnesses or None, hit, self.evidence or None, self.id)


class AggressorIn(Body):
    """Who did it, as far as it is known. aggressorId: somebody who is known already, chosen by a human who handles a
    case of theirs."""

    aggressor_id: UUID | None = None
    name: Name | None = None
    initials: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] | None = None
    date_of_birth: BirthDay | None = None
    address: AddressIn | None = None
    client_reference: Short | None = None

    def told(self) -> AggressorTold | None:
        """Returns what this report tells of them; None if it only says who it is."""
        address = None if self.address is None else self.address.address()
        told = AggressorTold(
            self.name, self.initials or None, self.date_of_birth, address, self.client_reference or None
        )
        return None if self.aggressor_id is not None and told == AggressorTold() else told


class EmployeeIn(Body):
    """What the form asks about the employee. A protocol that does not ask it refuses it."""

    gender: Literal["m", "v", "x"] | None = None
    date_of_birth: BirthDay | None = None
    address: AddressIn | None = None
    employment: Short | None = None
    position: Short | None = None
    department: Short | None = None
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] | None = None

    def told(self) -> EmployeeTold:
        return EmployeeTold(
            gender=self.gender,
            date_of_birth=self.date_of_birth,
            address=None if self.address is None else self.address.address(),
            employment=self.employment or None,
            position=self.position or None,
            department=self.department or None,
            phone=self.phone or None,
        )


class FormBody(Body):
    """What the complete form adds. Which of it is asked, the protocol says."""

    behaviours: Annotated[list[BehaviourIn], Field(max_length=100)] | None = None
    conduct_class: Identity | None = None
    attempts: Annotated[int, Field(ge=0, le=99)] | None = None
    level: Identity | None = None
    motive: Identity | None = None
    expressions: Annotated[list[Identity], Field(max_length=20)] | None = None
    persistent: bool | None = None
    extreme: bool | None = None
    threat_to_come: bool | None = None
    injury: InjuryIn | None = None
    police_report: PoliceReportIn | None = None
    aftercare: YesNoIn | None = None
    further_action: YesNoIn | None = None
    damages: Annotated[list[DamageIn], Field(max_length=50)] | None = None
    witnesses: Annotated[list[WitnessIn], Field(max_length=50)] | None = None
    stalking_log: Annotated[list[SightingIn], Field(max_length=200)] | None = None
    aggressor: AggressorIn | None = None
    employee_details: EmployeeIn | None = None

    def answers(self) -> dict[str, Any]:
        """Returns exactly the fields of the form that were named, by their names there."""
        values: dict[str, Any] = {
            "behaviours": tuple(Behaviour(one.id, one.channel) for one in self.behaviours or ()),
            "conduct_class": self.conduct_class,
            "attempts": self.attempts,
            "level": self.level,
            "motive": self.motive,
            "expressions": tuple(dict.fromkeys(self.expressions or ())),
            "persistent": self.persistent or False,
            "extreme": self.extreme or False,
            "threat_to_come": self.threat_to_come or False,
            "injury": None if self.injury is None else self.injury.namely or None,
            "police_report": None if self.police_report is None else self.police_report.answer(),
            "aftercare": None if self.aftercare is None else self.aftercare.answer(),
            "further_action": None if self.further_action is None else self.further_action.answer(),
            "damages": tuple(one.line() for one in self.damages or ()),
            "witnesses": tuple(one.witness() for one in self.witnesses or ()),
            "stalking_log": tuple(one.sighting() for one in self.stalking_log or ()),
            "aggressor": None if self.aggressor is None else self.aggressor.told(),
            "employee_details": None if self.employee_details is None else self.employee_details.told(),
        }
        return {NAMES.get(name, name): value for name, value in values.items() if name in self.model_fields_set}

    @property
    def known_aggressor(self) -> UUID | None:
        return None if self.aggressor is None else self.aggressor.aggressor_id

    def said_of_injury(self, injured: bool | None) -> bool | None:
        """Returns whether somebody was hurt, which can be said in two ways.

        Raises:
            WrongInput: they contradict each other.
        """
        if self.injury is None:
            return injured
        if injured is not None and injured is not self.injury.yes:
            raise WrongInput(Wrong("/injury/yes", "no_and_what"))
        return self.injury.yes
