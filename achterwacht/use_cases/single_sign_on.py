"""Who came back from the provider of their organisation is let in, with what their groups allow, or linked first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.guessing.rules import OF_ONE_PLACE
from achterwacht.guessing.service import count_try, counted, give_back
from achterwacht.kinds import Actor
from achterwacht.people.account_links import end_links, who_is_invited
from achterwacht.people.break_glass import is_break_glass
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.facts import PersonChange
from achterwacht.people.identities import link, person_known_as
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.reading import grants_of
from achterwacht.people.records import PersonRecord
from achterwacht.people.service import LastAdministrator, lock_organisation
from achterwacht.people.sign_in import token_digest
from achterwacht.people.signing_in import place_of
from achterwacht.single_sign_on.facts import Came, Provider
from achterwacht.single_sign_on.refusals import Why
from achterwacht.single_sign_on.rules import grants_of as grants_of_groups
from achterwacht.single_sign_on.service import Begun, groups_of, is_active, named, provider_of, setting_of
from achterwacht.use_cases.provisioned_groups import granted_by_groups
from achterwacht.use_cases.provisioning import kept_as
from achterwacht.use_cases.reached import tell_other_account
from achterwacht.use_cases.staff import change_staff
from foundation.clock import clock_of
from foundation.seal import Seal

VIA = "sign-on"


@dataclass(frozen=True)
class Outcome:
    """Who is in, or why nobody is."""

    person: PersonRecord | None = None
    why: Why | None = None


@dataclass(frozen=True)
class Leaving:
    """Somebody who is about to be sent to their provider, or must wait until then."""

    until: datetime | None
    now: datetime
    begun: Begun | None = None
    provider: Provider | None = None


def leave(session: Session, slug: str, invitation: str, me: Caller | None, client: str, seal: Seal) -> Leaving:
    """Count that somebody leaves for a provider, and find which one.

    That is the one of the organisation of that short name, of whom was invited by this secret, or (me) of who links
    their account. Nobody is told apart: where there is nothing to find, there is no provider.
    """
    several = [counted(OF_ONE_PLACE, "sign-on", place_of(client))]
    attempt = count_try(session, several)
    now = clock_of(session).now(session)
    if attempt.until is not None:
        return Leaving(attempt.until, now)
    begun = _whose(session, slug, invitation, me, now)
    provider = None if begun is None else provider_of(session, begun.organisation_id, seal)
    if begun is None or provider is None or not is_active(session, begun.organisation_id):
        return Leaving(None, now)
    give_back(session, several)
    return Leaving(None, now, begun, provider)


def _whose(session: Session, slug: str, invitation: str, me: Caller | None, now: datetime) -> Begun | None:
    if me is not None:
        return Begun(me.organisation_id, me.id, None)
    if invitation:
        digest = token_digest(invitation)
        person = who_is_invited(session, digest, now)
        return None if person is None else Begun(person.organisation_id, person.id, digest)
    ours = named(session, slug)
    return None if ours is None else Begun(ours, None, None)


def let_in(session: Session, begun: Begun, came: Came, elsewhere: Elsewhere, *, mails: bool) -> Outcome:
    """Let in who came back, if they are somebody here and in a group that counts. Their roles become those of it.

    Nothing is changed for whoever is not let in; that they tried is in the audit. mails: whether mail is sent.
    """
    ours = begun.organisation_id
    lock_organisation(session, ours)
    setting = setting_of(session, ours)
    if setting is None or not setting.active or setting.issuer != came.issuer:
        return refused(session, ours, Why.OFF)
    known = person_known_as(session, ours, came.issuer, came.subject)
    # Whom the provider keeps here by the number that it signs, it has named already.
    named_before = known or kept_as(session, ours, came.subject)
    person, why = _who(session, begun, named_before)
    about = None if person is None else person.id
    if person is None or why is not None:
        return refused(session, ours, why or Why.UNKNOWN, about)
    if came.groups is not None:
        grants = grants_of_groups(came.groups, groups_of(session, ours))
    else:
        # More than fit in a token; by SCIM they are known all the same.
        grants = granted_by_groups(session, ours, [person.id]).get(person.id, ())
        if not grants:
            return refused(session, ours, Why.TOO_MANY_GROUPS, about)
    if not grants:
        return refused(session, ours, Why.NO_GROUP, about)
    by = Actor(ours, person.id, person.name, VIA)
    if not _given(session, person, grants, elsewhere, by):
        return refused(session, ours, Why.LAST_ADMINISTRATOR, about)
    if known is None:
        in_its_place = link(session, person, came.issuer, came.subject, by)
        if in_its_place or (begun.link is None and begun.person_id is not None):
            # Also a first one, where nobody invited them: their page may be open before somebody else.
            tell_other_account(session, person, mails=mails)
        if begun.link is not None:
            end_links(session, ours, person.id)
    return Outcome(person)


def refused(session: Session, organisation_id: UUID, why: Why, about: UUID | None = None) -> Outcome:
    """Record that somebody came back and was not let in."""
    by = Actor(organisation_id, None, via=VIA)
    note(session, organisation_id, Audited.SIGN_ON_REFUSED, by, about=about, facts={"why": why.value})
    return Outcome(why=why)


def _who(session: Session, begun: Begun, known: PersonRecord | None) -> tuple[PersonRecord | None, Why | None]:
    if begun.person_id is None:
        return known, None if known else Why.UNKNOWN
    if known is not None and known.id != begun.person_id:
        return known, Why.ANOTHERS
    if begun.link is not None:
        now = clock_of(session).now(session)
        invited = who_is_invited(session, begun.link, now, locked=True)
        if invited is None or invited.id != begun.person_id:
            return None, Why.OVER
        return invited, None
    person = session.get_one(PersonRecord, begun.person_id)
    return (person, None) if person.active else (None, Why.UNKNOWN)


def _given(session: Session, person: PersonRecord, grants: tuple[Grant, ...], elsewhere: Elsewhere, by: Actor) -> bool:
    """Give exactly these roles. Returns whether that leaves somebody in charge; otherwise nothing changes."""
    if set(grants) == set(grants_of(session, person)) or is_break_glass(session, person):
        return True
    try:
        with session.begin_nested():
            change_staff(session, person.organisation_id, person.id, PersonChange(grants=grants), elsewhere, by)
    except LastAdministrator:
        return False
    return True
