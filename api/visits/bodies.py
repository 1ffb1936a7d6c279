"""The request bodies for visits."""

from dataclasses import fields
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from achterwacht.beforehand.who_said_so import Expectation
from achterwacht.refused import Wrong, WrongInput
from achterwacht.visits.change import VisitChange
from achterwacht.visits.facts import MOST_OF_WHY, CheckCallResult, Feeling, Occasion, ReturnTo, VisitKind
from achterwacht.visits.new_visit import NewCompanion
from api.addresses.schemas import WhereToIn
from api.alarms.places import Location
from api.http.schemas import TEXT, Body, Name, Note, Pressed, Utc

LONGEST_EXTENSION = 720
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_OF_WHY), TEXT]
Minutes = Annotated[int, Field(ge=1, le=240)]
ClientPhone = Annotated[str, Field(max_length=40)]


def expectation(why: str | None, police_wanted: bool) -> Expectation | None:
    """Returns what somebody says of trouble. Somebody who wants the police told must say why.

    Raises:
        WrongInput: the police, without a why.
    """
    if why is None:
        if police_wanted:
            raise WrongInput(Wrong("/policeWanted", "police_without_why"))
        return None
    return Expectation(why, police_wanted)


class CompanionIn(Body):
    """A colleague by `personId`, or somebody else by name and perhaps a phone number."""

    person_id: UUID | None = None
    name: Name | None = None
    phone: Annotated[str, Field(max_length=32)] | None = None


class VisitIn(Pressed):
    """What is known of a visit beforehand. `kind`: one that the protocol of the team offers.

    With `checkIn` the watch starts at once. `workerId`: for a colleague.

    `expectsTrouble`: why the caller expects trouble there. `policeWanted`: as in `PUT .../expected-trouble`.
    """

    id: UUID | None = None
    worker_id: UUID | None = None
    address: WhereToIn
    client_name: Name | None = None
    client_reference: Annotated[str, Field(max_length=100)] | None = None
    client_phone: ClientPhone | None = None
    purpose: Annotated[str, Field(max_length=500), TEXT] | None = None
    background: Note | None = None
    companions: Annotated[list[CompanionIn], Field(max_length=10, default_factory=list)]
    team_id: UUID | None = None
    planned_start: Utc | None = None
    expected_end: Utc
    check_in: bool = False
    kind: VisitKind = VisitKind.HOME_VISIT
    occasion: Occasion | None = None
    call_after_minutes: Minutes | None = None
    back_up_id: UUID | None = None
    expects_trouble: Why | None = None
    police_wanted: bool = False
    back_by: Utc | None = None
    """When they expect to be back at the office."""


class CheckIn(Pressed):
    """`expectsTrouble`: why trouble is expected, said only now. It never keeps anybody from being watched."""

    expected_end: Utc | None = None
    location: Location | None = None
    expects_trouble: Why | None = None
    police_wanted: bool = False

    @property
    def said(self) -> Expectation | None:
        return expectation(self.expects_trouble, self.police_wanted)


class ExpectedTrouble(Pressed):
    """`policeWanted`: a human tells the police beforehand, if the profile does not ask for that already."""

    why: Why
    police_wanted: bool = False


class SaysOk(Pressed):
    pin: Annotated[str, Field(max_length=8)] | None = None


class Extend(SaysOk):
    """Until a moment, or by some minutes from now or the expected end, whichever is later.

    After a visit that is over: the moment by which they are expected at the office.
    """

    expected_end: Utc | None = None
    minutes: Annotated[int, Field(ge=1, le=LONGEST_EXTENSION)] | None = None


class CheckOut(SaysOk):
    """`noticed`: an observation is broken off because somebody noticed the observer."""

    noticed: bool = False
    reason: Annotated[str, Field(max_length=500), TEXT] | None = None
    return_to: ReturnTo | None = None
    back_by: Utc | None = None


class Back(SaysOk):
    """Back at the office, or straight home after all. A colleague who knows it gives a `reason`."""

    to: ReturnTo = ReturnTo.OFFICE
    reason: Annotated[str, Field(max_length=500), TEXT] | None = None


class HomeSafe(Pressed):
    reason: Annotated[str, Field(min_length=1, max_length=500), TEXT]


class Feel(Pressed):
    feeling: Feeling


class Cancel(Pressed):
    reason: Annotated[str, Field(max_length=500), TEXT] | None = None


class Panic(Pressed):
    location: Location | None = None


class CheckCallReport(Pressed):
    result: CheckCallResult
    note: Annotated[str, Field(max_length=500), TEXT] | None = None


class Change(Pressed):
    """What changes in a planned visit; anything left out stays. Companions replace the old ones.

    `kind`: one that the protocol of the team offers. With another kind, leave to go alone and what the police was told
    lapse. `address`: so they do at another address, and the register is asked about it. `workerId`: a colleague who
    visits for the team and goes instead; only those who plan for others say so. Both hear it.
    """

    worker_id: UUID | None = None
    address: WhereToIn | None = None
    kind: VisitKind | None = None
    planned_start: Utc | None = None
    expected_end: Utc | None = None
    client_name: Name | None = None
    client_reference: Annotated[str, Field(max_length=100)] | None = None
    client_phone: ClientPhone | None = None
    purpose: Annotated[str, Field(max_length=500), TEXT] | None = None
    background: Note | None = None
    companions: Annotated[list[CompanionIn], Field(max_length=10)] | None = None
    occasion: Occasion | None = None
    call_after_minutes: Minutes | None = None
    back_by: Utc | None = None

    def change(self) -> VisitChange:
        """Returns what is named. Nothing of a planned visit is emptied: `null` counts as left out."""
        named: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(VisitChange)}
        if self.companions is not None:
            named["companions"] = companions_in(self.companions)
        if self.address is not None:
            named["address"] = self.address.address()
        return VisitChange(**{name: value for name, value in named.items() if value is not None})


def companions_in(companions: list[CompanionIn]) -> tuple[NewCompanion, ...]:
    wrong = [
        Wrong(f"/companions/{place}/name", "missing")
        for place, one in enumerate(companions)
        if one.person_id is None and not one.name
    ]
    if wrong:
        raise WrongInput(*wrong)
    return tuple(NewCompanion(one.person_id, one.name, one.phone) for one in companions)
