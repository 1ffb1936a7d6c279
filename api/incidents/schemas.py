"""The bodies and parts of an incident report: the first form, and what the complete form adds."""

from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from achterwacht.incidents.facts import (
    Form,
    IncidentKind,
)
from achterwacht.incidents.filing import Draft
from achterwacht.incidents.report import Account, IncidentChange
from achterwacht.protocols.conduct import ConductChannel
from api.addresses.schemas import AddressIn
from api.http.schemas import TEXT, Body, Line, Utc
from api.incidents.form_body import FormBody

Description = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000), TEXT]
CausedBy = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), TEXT]
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


class ReopenIncident(Body):
    """reason: what must still be decided. It becomes a task of who handles it."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class CloseIncident(Body):
    """reason: why what is still to be done need not be done."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), TEXT] | None = None
