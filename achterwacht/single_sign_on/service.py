"""The provider of an organisation and its groups, as an administrator sets them, and the tries that are under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.identities import is_known_at
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import ONLY_EVERYWHERE
from achterwacht.people.sign_in import token_digest
from achterwacht.people.teams import teams_of
from achterwacht.refused import Wrong, refuse
from achterwacht.single_sign_on.facts import Assurance, Group, Provider
from achterwacht.single_sign_on.records import SignOnBegunRecord, SignOnGroupRecord, SignOnRecord
from foundation.clock import clock_of
from foundation.columns import new_id
from foundation.seal import BrokenSeal, Seal
from foundation.settings import Settings

LASTS = timedelta(minutes=10)
"""Within this time somebody comes back from their provider."""


@dataclass(frozen=True)
class Setting:
    """What an administrator sets. secret: a new one; None keeps what there is. own_key: a key of ours instead."""

    issuer: str
    client_id: str
    secret: str | None
    own_key: bool
    groups_claim: str
    level: Assurance | None
    active: bool
    only: bool
    groups: Sequence[Group]


@dataclass(frozen=True)
class Begun:
    """A try that came back: with whom it links (person_id), and which invitation that uses up (link: its digest)."""

    organisation_id: UUID
    person_id: UUID | None
    link: str | None


def seal_of(settings: Settings) -> Seal:
    return Seal(settings.secret_key.get_secret_value(), "secret of an OpenID provider")


def setting_of(session: Session, organisation_id: UUID) -> SignOnRecord | None:
    return session.scalars(select(SignOnRecord).where(SignOnRecord.organisation_id == organisation_id)).one_or_none()


def groups_of(session: Session, organisation_id: UUID) -> list[Group]:
    """Returns what the groups of the provider stand for, by their names."""
    found = session.scalars(
        select(SignOnGroupRecord)
        .where(SignOnGroupRecord.organisation_id == organisation_id)
        .order_by(SignOnGroupRecord.name, SignOnGroupRecord.role, SignOnGroupRecord.id)
    )
    return [Group(one.name, one.role, one.team_id) for one in found]


def keep(session: Session, organisation_id: UUID, wanted: Setting, new_key: str, seal: Seal, by: Actor) -> None:
    """Store the provider and its groups. new_key: made before, and used where there is none yet.

    Raises:
        WrongInput: with every wrong field.
    """
    record = setting_of(session, organisation_id)
    refuse(_wrong(session, organisation_id, wanted, record, by))
    if record is None:
        record = SignOnRecord(organisation_id=organisation_id)
        session.add(record)
    if wanted.own_key:
        record.sealed_key, record.sealed_secret = record.sealed_key or seal.close(new_key), None
    elif wanted.secret is not None:
        record.sealed_key, record.sealed_secret = None, seal.close(wanted.secret)
    record.issuer, record.client_id, record.groups_claim = wanted.issuer, wanted.client_id, wanted.groups_claim
    record.level, record.active, record.only_way = wanted.level, wanted.active, wanted.only
    session.flush()
    session.execute(delete(SignOnGroupRecord).where(SignOnGroupRecord.organisation_id == organisation_id))
    session.add_all(
        SignOnGroupRecord(id=new_id(), organisation_id=organisation_id, name=one.name, role=one.role, team_id=one.team)
        for one in wanted.groups
    )
    facts = {"on": wanted.active, "only": wanted.only, "groups": len(wanted.groups)}
    note(session, organisation_id, Audited.SIGN_ON_SET, by, facts=facts)


def allow_passwords(session: Session, organisation_id: UUID) -> bool:
    """Let people come in by a password again, at the console: the way out when their provider stays away.

    Returns whether that was not so already.
    """
    record = setting_of(session, organisation_id)
    if record is None or not record.only_way:
        return False
    record.only_way = False
    groups = len(groups_of(session, organisation_id))
    note(session, organisation_id, Audited.SIGN_ON_SET, facts={"on": record.active, "only": False, "groups": groups})
    return True


def remove(session: Session, organisation_id: UUID, by: Actor) -> None:
    """Forget the provider, its groups and every try. Whose account was whose stays, for when it comes back."""
    for table in (SignOnBegunRecord, SignOnGroupRecord, SignOnRecord):
        session.execute(delete(table).where(table.organisation_id == organisation_id))
    note(session, organisation_id, Audited.SIGN_ON_SET, by, facts={"on": False, "only": False, "groups": 0})


def provider_of(session: Session, organisation_id: UUID, seal: Seal) -> Provider | None:
    """Returns the provider of the organisation as it is asked. None: there is none, or its secret can't be read."""
    record = setting_of(session, organisation_id)
    if record is None:
        return None
    try:
        secret = None if record.sealed_secret is None else seal.open(record.sealed_secret)
        key = None if record.sealed_key is None else seal.open(record.sealed_key)
    except BrokenSeal:
        return None
    return Provider(organisation_id, record.issuer, record.client_id, secret, key, record.groups_claim, record.level)


def offered(session: Session) -> list[OrganisationRecord]:
    """Returns the organisations of this installation whose people come in by a provider: two at most."""
    found = select(OrganisationRecord).join(SignOnRecord, SignOnRecord.organisation_id == OrganisationRecord.id)
    return list(
        session.scalars(found.where(SignOnRecord.active).limit(2), execution_options={"across_organisations": True})
    )


def named(session: Session, slug: str) -> UUID | None:
    """Returns the organisation of that short name, if its people come in by a provider."""
    return session.scalars(
        select(OrganisationRecord.id)
        .join(SignOnRecord, SignOnRecord.organisation_id == OrganisationRecord.id)
        .where(OrganisationRecord.slug == slug, SignOnRecord.active)
    ).one_or_none()


def is_active(session: Session, organisation_id: UUID) -> bool:
    """Whether people of this organisation come in by a provider."""
    record = setting_of(session, organisation_id)
    return record is not None and record.active


def is_only_way(session: Session, organisation_id: UUID) -> bool:
    """Whether nobody of this organisation signs in with a password of ours."""
    record = setting_of(session, organisation_id)
    return record is not None and record.active and record.only_way


def begin(session: Session, begun: Begun, state: str, browser: str) -> None:
    """Remember that somebody was sent to their provider from this browser."""
    session.add(
        SignOnBegunRecord(
            organisation_id=begun.organisation_id,
            state=token_digest(state),
            browser=token_digest(browser),
            person_id=begun.person_id,
            link=begun.link,
            expires_at=clock_of(session).now(session) + LASTS,
        )
    )


def take(session: Session, state: str, browser: str) -> Begun | None:
    """Returns the try that comes back, which can't come back again. None: there is none of this browser, or no more."""
    found = session.execute(
        delete(SignOnBegunRecord)
        .where(
            SignOnBegunRecord.state == token_digest(state),
            SignOnBegunRecord.browser == token_digest(browser),
            SignOnBegunRecord.expires_at > clock_of(session).now(session),
        )
        .returning(SignOnBegunRecord.organisation_id, SignOnBegunRecord.person_id, SignOnBegunRecord.link)
    ).one_or_none()
    return None if found is None else Begun(found.organisation_id, found.person_id, found.link)


def forget_tries(session: Session, now: datetime) -> None:
    """Delete tries that nobody came back from, in all organisations. For the retention job."""
    session.execute(
        delete(SignOnBegunRecord).where(SignOnBegunRecord.expires_at < now),
        execution_options={"across_organisations": True, "synchronize_session": False},
    )


def _wrong(
    session: Session, organisation_id: UUID, wanted: Setting, record: SignOnRecord | None, by: Actor
) -> list[Wrong]:
    wrong = []
    has_secret = record is not None and record.sealed_secret is not None
    if not wanted.own_key and wanted.secret is None and (not has_secret or _another(record, wanted)):
        # A secret is of one provider: another one must never be told it.
        wrong.append(Wrong("/secret", "missing"))
    if wanted.only and not wanted.active:
        wrong.append(Wrong("/only", "sign_on_only_when_active"))
    elif wanted.only and not is_known_at(session, organisation_id, by.person_id, wanted.issuer):
        # Whoever shuts the other door has come in by this one.
        wrong.append(Wrong("/only", "sign_on_only_untried"))
    teams = {team.id for team in teams_of(session, organisation_id)}
    for number, one in enumerate(wanted.groups):
        if one in wanted.groups[:number]:
            wrong.append(Wrong(f"/groups/{number}", "grant_double"))
        elif one.team is not None and one.team not in teams:
            wrong.append(Wrong(f"/groups/{number}/teamId", "team_unknown"))
        elif one.team is not None and one.role in ONLY_EVERYWHERE:
            wrong.append(Wrong(f"/groups/{number}/teamId", "role_only_everywhere"))
    return wrong


def _another(record: SignOnRecord | None, wanted: Setting) -> bool:
    return record is not None and (record.issuer, record.client_id) != (wanted.issuer, wanted.client_id)
