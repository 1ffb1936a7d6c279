"""The people of the organisation and their roles. For its administrators."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.people.account_links import invited_until
from achterwacht.people.actions import Action
from achterwacht.people.facts import Facts, PersonChange
from achterwacht.people.identities import who_is_linked
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.reading import grants_of, people_of, person_of
from achterwacht.people.records import PersonRecord
from achterwacht.people.roles import Role
from achterwacht.people.second_step import SecondStepOf, SecondSteps, second_steps
from achterwacht.people.service import add_person
from achterwacht.people.sign_in_policy import policy_of
from achterwacht.people.signing_out import end_sign_in, end_sign_ins, sign_ins_of
from achterwacht.use_cases.account_links import invite
from achterwacht.use_cases.numbers import Numbers
from achterwacht.use_cases.reached import change_and_tell
from achterwacht.use_cases.second_step import reset_second_step
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import TEXT, Body, Name, Schema, Utc
from api.http.security import Me, Read, SettingsOfApp, Write
from api.sessions.routes import SignInsOut
from foundation.settings import Settings
from notifications.sealed import seal_for_mail

A_PAGE = 500
router = Router(prefix="/v1/people", tags=["administration"])

Email = Annotated[str, Field(max_length=254)]
Phone = Annotated[str, Field(max_length=40)]
MOST_GRANTS = 100


class GrantGiven(Body):
    """A role, in one team or (without one) in the whole organisation."""

    role: Role
    team_id: UUID | None = None

    def grant(self) -> Grant:
        return Grant(self.role, self.team_id)


class NewPerson(Body):
    id: UUID | None = None
    name: Name
    email: Email
    phone: Phone | None = None
    language: Annotated[str, Field(max_length=8, description="Empty: that of the organisation.")] = ""
    active: bool = True
    grants: list[GrantGiven] = Field(default_factory=list, max_length=MOST_GRANTS)
    absent_from: Utc | None = None
    absent_until: Utc | None = None

    def facts(self) -> Facts:
        return Facts(
            name=self.name,
            email=self.email,
            phone=self.phone,
            language=self.language,
            active=self.active,
            grants=tuple(one.grant() for one in self.grants),
            absent_from=self.absent_from,
            absent_until=self.absent_until,
        )


class ChangedPerson(Body):
    """Only the named fields change. `null` empties a phone number or an absence."""

    name: Name = Field(default_factory=str)
    email: Email = Field(default_factory=str)
    phone: Phone | None = None
    language: Annotated[str, Field(max_length=8)] = "nl"
    active: bool = True
    grants: list[GrantGiven] = Field(default_factory=list, max_length=MOST_GRANTS)
    absent_from: Utc | None = None
    absent_until: Utc | None = None

    def change(self) -> PersonChange:
        """Exactly what was named."""
        named: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set}
        if "grants" in named:
            named["grants"] = tuple(one.grant() for one in self.grants)
        return PersonChange(**named)


class PersonOut(Schema):
    """Somebody who works here, or did. canSignIn: they chose a password, or linked an account of their organisation.

    invitedUntil: until when they can, by the link they were sent. notToBeReached: nobody phones or texts them now, and
    their manager knows why.
    """

    id: UUID
    name: str
    email: str
    phone: str | None
    language: str
    active: bool
    grants: list[GrantGiven]
    absent_from: Utc | None
    absent_until: Utc | None
    number_verified_at: Utc | None
    number_denied_at: Utc | None
    can_sign_in: bool
    invited_until: Utc | None
    second_step: SecondStepOf
    not_to_be_reached: bool

    @classmethod
    def of(
        cls,
        person: PersonRecord,
        grants: tuple[Grant, ...],
        invited: Mapping[UUID, datetime],
        steps: SecondSteps,
        linked: Collection[UUID],
        silent: Collection[UUID],
    ) -> "PersonOut":
        return cls(
            id=person.id,
            name=person.name,
            email=person.email,
            phone=person.phone,
            language=person.language,
            active=person.active,
            grants=[GrantGiven(role=grant.role, team_id=grant.team) for grant in grants],
            absent_from=person.absent_from,
            absent_until=person.absent_until,
            number_verified_at=person.number_verified_at,
            number_denied_at=person.number_denied_at,
            can_sign_in=person.password_hash is not None or person.id in linked,
            invited_until=invited.get(person.id),
            second_step=steps.of(person.id, [grant.role for grant in grants]),
            not_to_be_reached=person.id in silent,
        )


class PeopleOut(Schema):
    """By name. next: what to ask for as `after` to read on; null at the end."""

    people: list[PersonOut]
    next: UUID | None


@router.get("", responses=problems(403, 404))
def people(me: Me, session: Read, settings: SettingsOfApp, after: UUID | None = None) -> PeopleOut:
    """Returns everybody of the organisation, also those who left: by name, 500 a page."""
    me.require(Action.MANAGE_PEOPLE)
    found = people_of(session, me.organisation_id, after, A_PAGE + 1)
    invited = invited_until(session, me.organisation_id)
    steps = _steps(session, me.organisation_id, settings)
    linked = who_is_linked(session, me.organisation_id)
    silent = _hushed(session, me)
    page = [PersonOut.of(*one, invited, steps, linked, silent) for one in found[:A_PAGE]]
    return PeopleOut(people=page, next=page[-1].id if len(found) > len(page) else None)


@router.post("", status_code=201, responses=problems(403, 409))
def add(
    body: NewPerson,
    me: Me,
    session: Write,
    once: IdempotentRequest,
    settings: SettingsOfApp,
) -> PersonOut:
    """Add somebody who works here."""
    by = me.require(Action.MANAGE_PEOPLE)
    person = add_person(session, me.organisation_id, body.id, body.facts(), Numbers(settings.senders).for_a_person, by)
    return once.answer(_out(session, person, me, settings))


@router.patch("/{person_id}", responses=problems(403, 404, 409))
def change(
    person_id: UUID,
    body: ChangedPerson,
    me: Me,
    session: Write,
    settings: SettingsOfApp,
) -> PersonOut:
    """Returns exactly what was named."""
    by = me.require(Action.MANAGE_PEOPLE)
    elsewhere = Numbers(settings.senders).for_a_person
    person = change_and_tell(session, me.organisation_id, person_id, body.change(), elsewhere, by, mails=settings.mails)
    return _out(session, person, me, settings)


@router.post("/{person_id}/invitation", status_code=204, responses=problems(403, 404, 409))
def invite_person(person_id: UUID, me: Me, session: Write, settings: SettingsOfApp) -> None:
    """Mail somebody a link to choose their own password: once, within seven days. An earlier one counts no more."""
    by = me.require(Action.MANAGE_PEOPLE)
    invite(session, person_of(session, me.organisation_id, person_id), seal_for_mail(settings), by)


def _out(session: Session, person: PersonRecord, me: Caller, settings: Settings) -> PersonOut:
    invited = invited_until(session, person.organisation_id)
    steps = _steps(session, person.organisation_id, settings)
    linked = who_is_linked(session, person.organisation_id)
    return PersonOut.of(person, grants_of(session, person), invited, steps, linked, _hushed(session, me))


def _hushed(session: Session, me: Caller) -> Collection[UUID]:
    """Returns whom nobody phones now. For who is inside of a silent alarm nothing shows."""
    return who_is_hushed(session, me.organisation_id).to(me.id)


def _steps(session: Session, organisation_id: UUID, settings: Settings) -> SecondSteps:
    return second_steps(session, organisation_id, policy_of(session, organisation_id, settings.asks_second_step))


class ResetIn(Body):
    """Why somebody's second step is taken away."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300), TEXT]


@router.post("/{person_id}/second-step-reset", status_code=204, responses=problems(403, 404, 409))
def reset(person_id: UUID, body: ResetIn, me: Me, session: Write, settings: SettingsOfApp) -> None:
    """Take somebody's second step away, with a reason: their phone is lost. Never one's own. They are told."""
    by = me.require(Action.MANAGE_PEOPLE)
    person = person_of(session, me.organisation_id, person_id)
    reset_second_step(session, person, by, body.reason, mails=settings.mails)


@router.get("/{person_id}/sessions", responses=problems(403, 404))
def sign_ins(person_id: UUID, me: Me, session: Read) -> SignInsOut:
    """Returns where somebody is signed in."""
    me.require(Action.MANAGE_PEOPLE)
    person = person_of(session, me.organisation_id, person_id)
    return SignInsOut.of(sign_ins_of(session, me.organisation_id, person.id))


@router.delete("/{person_id}/sessions/{session_id}", status_code=204, responses=problems(403, 404))
def end_one_sign_in(person_id: UUID, session_id: UUID, me: Me, session: Write) -> None:
    """End one sign-in of somebody. On a visit the watch goes on, and what was ended can only call for help."""
    by = me.require(Action.MANAGE_PEOPLE)
    person = person_of(session, me.organisation_id, person_id)
    end_sign_in(session, me.organisation_id, person.id, session_id, by)


@router.post("/{person_id}/sign-out-everywhere", status_code=204, responses=problems(403, 404))
def sign_out_everywhere(person_id: UUID, me: Me, session: Write) -> None:
    """End every sign-in of somebody at once, and the tokens of their programs: their phone is lost or stolen.

    On a visit the watch goes on; an ended sign-in can only call for help until the visit is over.
    """
    by = me.require(Action.MANAGE_PEOPLE)
    person = person_of(session, me.organisation_id, person_id)
    end_sign_ins(session, me.organisation_id, person.id, by, "asked")
