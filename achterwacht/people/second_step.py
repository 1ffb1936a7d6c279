"""The second step of signing in: a passkey, a code from an app, or a code that was kept for when both are lost.

It stands only before signing in: never before a phone that is signed in, its noodknop, or an answer by SMS.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.guessing.rules import SECOND_STEP
from achterwacht.guessing.service import Counted, count_try, counted, give_back, tell_once
from achterwacht.kinds import Actor
from achterwacht.passkeys.keys import forget_passkeys, passkeys_of, who_has_a_passkey
from achterwacht.people.app_codes import app_of, confirm_first, use_app_code, who_has_an_app
from achterwacht.people.records import AppCodeRecord, PersonRecord
from achterwacht.people.recovery_codes import (
    forget_recovery_codes,
    make_recovery_codes,
    recovery_codes_left,
    use_recovery_code,
)
from achterwacht.people.roles import Role
from achterwacht.people.sign_in_policy import SignInPolicy
from achterwacht.people.signing_in import nobody
from achterwacht.refused import RuleBroken
from foundation.clock import clock_of
from foundation.seal import Seal


class OwnSecondStep(RuleBroken):
    """Another person takes somebody's second step away, never they themselves: a stolen page could."""

    code = "own_second_step"


class SecondStepRequired(RuleBroken):
    """Their roles ask for one."""

    code = "second_step_required"


class StepWay(StrEnum):
    """By what somebody can take their second step. A recovery code always will do."""

    PASSKEY = "passkey"
    APP = "app"


class Step(StrEnum):
    """What comes after the password."""

    NONE = "none"
    TAKE = "take"
    SET_UP = "set_up"  # their roles ask for one, and they have none yet


class SecondStepOf(StrEnum):
    """How it stands with somebody's second step, as an administrator sees it."""

    SET = "set"
    AWAITED = "awaited"  # their roles ask for one: they set it up when they sign in next
    NONE = "none"


@dataclass(frozen=True)
class SecondSteps:
    """Who of an organisation has a second step, and of whom it is asked."""

    have: frozenset[UUID]
    policy: SignInPolicy

    def of(self, person_id: UUID, roles: Collection[Role]) -> SecondStepOf:
        if person_id in self.have:
            return SecondStepOf.SET
        return SecondStepOf.AWAITED if self.policy.asks_second_step(roles) else SecondStepOf.NONE


@dataclass(frozen=True)
class Standing:
    """How it stands with somebody's second step. app_since: None without an app. recovery_codes: how many are left."""

    app_since: datetime | None
    recovery_codes: int


@dataclass(frozen=True)
class Tried:
    """What a code turned out to be. until: one must wait. codes: recovery codes, shown once, of a step just set up."""

    until: datetime | None
    now: datetime
    fits: bool = False
    codes: tuple[str, ...] = ()


def next_step(session: Session, person: PersonRecord, roles: Collection[Role], policy: SignInPolicy) -> Step:
    """Returns what comes after the password of this person. Who has a second step takes it, whatever is asked."""
    if ways_of(session, person):
        return Step.TAKE
    return Step.SET_UP if policy.asks_second_step(roles) else Step.NONE


def ways_of(session: Session, person: PersonRecord) -> tuple[StepWay, ...]:
    """Returns by what they can take their second step, the best first; none if they have no second step."""
    app = app_of(session, person)
    found = {
        StepWay.PASSKEY: bool(passkeys_of(session, person.organisation_id, person.id)),
        StepWay.APP: app is not None and app.sealed is not None,
    }
    return tuple(way for way, there in found.items() if there)


def standing(session: Session, person: PersonRecord) -> Standing:
    app = app_of(session, person)
    since = app.confirmed_at if app is not None and app.sealed is not None else None
    return Standing(since, recovery_codes_left(session, person))


def second_steps(session: Session, organisation_id: UUID, policy: SignInPolicy) -> SecondSteps:
    have = who_has_an_app(session, organisation_id) | who_has_a_passkey(session, organisation_id)
    return SecondSteps(frozenset(have), policy)


def confirm(session: Session, person: PersonRecord, typed: str, seal: Seal, device: str | None = None) -> Tried:
    """Type the first code of the key that was shown. If it fits, that counts now, with new recovery codes.

    device: the browser, if they signed in with it before.
    """
    several = _counted(person, device)
    attempt = count_try(session, several)
    now = clock_of(session).now(session)
    if attempt.until is not None:
        return Tried(attempt.until, now)
    if not confirm_first(session, person, typed, now, seal):
        return Tried(None, now)
    give_back(session, several)
    by = Actor(person.organisation_id, person.id, person.name)
    note(session, person.organisation_id, Audited.SECOND_STEP_SET, by, about=person.id)
    return Tried(None, now, fits=True, codes=make_recovery_codes(session, person))


def try_code(session: Session, person: PersonRecord, typed: str, seal: Seal, device: str | None = None) -> Tried:
    """Try a code of the app, or a recovery code. Each counts once."""
    several = _counted(person, device)
    attempt = count_try(session, several)
    now = clock_of(session).now(session)
    by = nobody(person.organisation_id)
    if attempt.until is not None:
        if tell_once(session, several[0]):
            note(session, person.organisation_id, Audited.SECOND_STEP_SLOWED, by, about=person.id)
        return Tried(attempt.until, now)
    if not use_app_code(session, person, typed, now, seal):
        if not use_recovery_code(session, person, typed, now):
            note(session, person.organisation_id, Audited.SECOND_STEP_REFUSED, by, about=person.id)
            return Tried(None, now)
        note(session, person.organisation_id, Audited.RECOVERY_CODE_USED, by, about=person.id)
    give_back(session, several)
    return Tried(None, now, fits=True)


def remove(session: Session, person: PersonRecord, by: Actor | None, reason: str = "") -> bool:
    """Take somebody's second step away, if they have one. Without `by`: at the console. reason: why another did."""
    had = bool(ways_of(session, person))
    forget_recovery_codes(session, person)
    forget_passkeys(session, person.organisation_id, person.id)
    session.execute(
        delete(AppCodeRecord).where(
            AppCodeRecord.organisation_id == person.organisation_id, AppCodeRecord.person_id == person.id
        )
    )
    if had:
        facts = {"reason": reason} if reason else {}
        note(session, person.organisation_id, Audited.SECOND_STEP_REMOVED, by, about=person.id, facts=facts)
    return had


def _counted(person: PersonRecord, device: str | None) -> list[Counted]:
    """Who knows their password and guesses elsewhere does not make their own browser wait."""
    return [counted(SECOND_STEP, "second step", person.id, device or "", own=True)]
