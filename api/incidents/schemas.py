"""The bodies and parts of an incident report: the first form, and what the complete form adds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from achterwacht.incidents.facts import (
    AggressorTold,
    Behaviour,
    DamageLine,
    EmployeeTold,
    Form,
    Hit,
    IncidentKind,
    Sighting,
    Whose,
    Witness,
    YesNo,
)
from achterwacht.incidents.filing import Draft
from achterwacht.incidents.rules import Account, IncidentChange
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.refused import Wrong, WrongInput
from api.addresses.schemas import AddressIn
from api.http.schemas import Body, Day, Line, Name, Utc

FIRST_BIRTH, LAST_BIRTH = date(1900, 1, 1), date(2099, 12, 31)
A_CENT = Decimal("0.01")


Identity = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z][a-zA-Z0-9_]{0,39}$", max_length=40)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]
CausedBy = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Namely = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


def _born(day: date) -> date:
    if not FIRST_BIRTH <= day <= LAST_BIRTH:
        raise PydanticCustomError(
            "day_too_far", "Day out of bounds", {"first": FIRST_BIRTH.year, "last": LAST_BIRTH.year}
        )
    return day


BirthDay = Annotated[date, AfterValidator(_born)]


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
    namely: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = None


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
    circumstances: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
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


NAMES: Mapping[str, str] = {"police_report": "police", "stalking_log": "sightings", "employee_details": "employee"}
"""What the contract calls otherwise than the rules."""
ALWAYS_SAID = ("kind", "happened_at", "description")


class NewIncident(FormBody):
    """What happened: the first form, or all of the complete one. On a visit the channel is `home_visit` unless said
    otherwise. `kind` may be left out where `behaviours` say what it was. `employeeId`: filed for somebody else.
    """

    id: UUID | None = None
    visit_id: UUID | None = None
    alarm_id: UUID | None = None
    team_id: Annotated[UUID | None, Field(description="For who works in more than one team, and was on no visit.")] = (
        None
    )
    employee_id: UUID | None = None
    kind: Annotated[IncidentKind | None, Field(validate_default=True)] = None
    channel: ConductChannel | None = None
    happened_at: Utc
    place: Line | None = None
    address: AddressIn | None = None
    description: Description
    caused_by: CausedBy | None = None
    injured: bool | None = None
    damage: bool | None = None

    @field_validator("kind")
    @classmethod
    def _what_it_was(cls, value: IncidentKind | None, info: ValidationInfo) -> IncidentKind | None:
        said = info.data  # without what is wrong by itself
        if value is None and not said.get("behaviours", True) and not said.get("conduct_class", True):
            raise PydanticCustomError("missing", "missing")
        return value

    def draft(self) -> Draft:
        account = Account(
            kind=self.kind or IncidentKind.OTHER,
            channel=self.channel,
            happened_at=self.happened_at,
            place=self.place or None,
            address=None if self.address is None else self.address.address(),
            description=self.description,
            caused_by=self.caused_by or None,
            injured=self.said_of_injury(self.injured),
            damage=self.damage,
        )
        return Draft(
            account=account,
            id=self.id,
            visit_id=self.visit_id,
            alarm_id=self.alarm_id,
            team_id=self.team_id,
            employee_id=self.employee_id,
            form=replace(Form(), **self.answers()),
        )


class ChangedIncident(FormBody):
    """What changes; anything left out stays. A list is replaced as a whole.

    revision: of the report that you read. If it was changed since, nothing changes (409, `incident_changed`).
    """

    revision: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    kind: IncidentKind | None = None
    channel: ConductChannel | None = None
    happened_at: Utc | None = None
    place: Line | None = None
    address: AddressIn | None = None
    description: Description | None = None
    caused_by: CausedBy | None = None
    injured: bool | None = None
    damage: bool | None = None

    @field_validator(*ALWAYS_SAID, mode="before")
    @classmethod
    def _not_taken_back(cls, value: Any) -> Any:
        # Runs only for what is sent: it may be left out, but not emptied.
        if value is None:
            raise PydanticCustomError("missing", "missing")
        return value

    def change(self) -> IncidentChange:
        """Returns exactly what was named of the account."""
        named: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set & ACCOUNT}
        if self.address is not None:
            named["address"] = self.address.address()
        if "injury" in self.model_fields_set:
            named["injured"] = self.said_of_injury(self.injured)
        emptied = {name: None for name, value in named.items() if value == ""}
        return IncidentChange(**(named | emptied))


ACCOUNT = frozenset(Account.__dataclass_fields__)


class IncidentChangeIn(ChangedIncident):
    """What changes; anything left out stays. `state` can only become `seen`, by a manager of the team."""

    state: Literal["seen"] | None = None

    @field_validator("state", mode="before")
    @classmethod
    def _not_unseen(cls, value: Any) -> Any:
        if value is None:
            raise PydanticCustomError("missing", "missing")
        return value


class CloseIncident(Body):
    """reason: why what is still to be done need not be done."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = None
