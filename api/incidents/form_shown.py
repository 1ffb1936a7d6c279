"""The form of an incident as it is shown, part by part, to who may read it."""

from datetime import date
from typing import Any
from uuid import UUID

from achterwacht.incidents.facts import (
    AggressorTold,
    EmployeeTold,
    Form,
    Hit,
    Whose,
    YesNo,
)
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.profile import Profile
from api.addresses.schemas import AddressOut, address_out
from api.http.schemas import Schema, Utc


class BehaviourOut(Schema):
    """name: what the protocol calls it."""

    id: str
    channel: ConductChannel
    name: str


class YesNoOut(Schema):
    yes: bool
    namely: str | None


class PoliceReportOut(YesNoOut):
    on: date | None


class DamageOut(Schema):
    id: UUID
    whose: Whose
    what: str
    amount: float | None


class WitnessOut(Schema):
    name: str
    contact: str | None
    person_id: UUID | None


class SightingOut(Schema):
    id: UUID
    at: Utc
    circumstances: str
    witnesses: str | None
    hit: list[Hit]
    evidence: str | None


class AggressorOut(Schema):
    """As told in this report."""

    name: str | None
    initials: str | None
    date_of_birth: date | None
    address: AddressOut | None
    client_reference: str | None


class EmployeeOut(Schema):
    gender: str | None
    date_of_birth: date | None
    address: AddressOut | None
    employment: str | None
    position: str | None
    department: str | None
    phone: str | None


def form_out(form: Form, injured: bool | None, profile: Profile | None) -> dict[str, Any]:
    return {
        "behaviours": behaviours_out(form, profile),
        "conduct_class": form.conduct_class,
        "attempts": form.attempts,
        "level": form.level,
        "motive": form.motive,
        "expressions": list(form.expressions),
        "persistent": form.persistent,
        "extreme": form.extreme,
        "threat_to_come": form.threat_to_come,
        "injury": None if injured is None else YesNoOut(yes=injured, namely=form.injury),
        "police_report": None
        if form.police is None
        else PoliceReportOut(yes=form.police.yes, namely=form.police.namely, on=form.police.on),
        "aftercare": yes_no_out(form.aftercare),
        "further_action": yes_no_out(form.further_action),
        "damages": damages_out(form),
        "witnesses": [WitnessOut.model_validate(one) for one in form.witnesses],
        "stalking_log": [SightingOut.model_validate(one) for one in form.sightings],
        "aggressor": None if form.aggressor is None else aggressor_out(form.aggressor),
        "employee_details": None if form.employee is None else employee_out(form.employee),
    }


def behaviours_out(form: Form, profile: Profile | None) -> list[BehaviourOut]:
    """Returns what somebody did, each as the protocol calls it."""
    names = {} if profile is None else {one.id: one.name for one in profile.behaviour}
    return [BehaviourOut(id=one.id, channel=one.channel, name=names.get(one.id, one.id)) for one in form.behaviours]


def damages_out(form: Form) -> list[DamageOut]:
    """Returns the lines of damage that are stored."""
    return [
        DamageOut(id=one.id, whose=one.whose, what=one.what, amount=None if one.amount is None else float(one.amount))
        for one in form.damages
        if one.id is not None
    ]


def yes_no_out(answer: YesNo | None) -> YesNoOut | None:
    return None if answer is None else YesNoOut(yes=answer.yes, namely=answer.namely)


def aggressor_out(told: AggressorTold) -> AggressorOut:
    address = None if told.address is None else address_out(told.address)
    return AggressorOut(**{**vars(told), "address": address})


def employee_out(told: EmployeeTold) -> EmployeeOut:
    address = None if told.address is None else address_out(told.address)
    return EmployeeOut(**{**vars(told), "address": address})
