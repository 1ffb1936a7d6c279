"""Groups as the identity provider keeps them: they give roles by the same table as single sign-on.

A person's roles become those of their groups whenever these change. Who never was in a group that stands for something
keeps the roles that an administrator gave.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.break_glass import BreakGlassKept, break_glass_of
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.facts import PersonChange
from achterwacht.people.policy import Grant
from achterwacht.people.records import PersonRecord
from achterwacht.people.roles import Role
from achterwacht.people.service import lock_organisation
from achterwacht.provisioning.groups import group_of, groups_of_people, look_for_groups
from achterwacht.provisioning.records import ScimGroupRecord, ScimMemberRecord
from achterwacht.refused import RuleBroken
from achterwacht.single_sign_on.rules import grants_of as grants_of_groups
from achterwacht.single_sign_on.rules import is_number
from achterwacht.single_sign_on.service import Setting, groups_of, keep
from achterwacht.use_cases.staff import change_staff
from foundation.among import among
from foundation.clock import clock_of
from foundation.columns import new_id
from foundation.seal import Seal

MOST_GROUPS = 1_000
"""Of one organisation. A provider sends those that somebody chose to send."""


class UnknownMember(RuleBroken):
    """A member whom the provider does not see here: somebody else's id, or a group within a group."""

    code = "scim_member_unknown"


class GroupTaken(RuleBroken):
    """There is a group of this number at the provider already."""

    code = "scim_group_taken"


class TooManyGroups(RuleBroken):
    """More groups than anybody gives roles by."""

    code = "scim_groups_full"


@dataclass(frozen=True)
class ProvidedGroup:
    """A group as the provider tells of it."""

    name: str
    external_id: str | None
    members: frozenset[UUID]


def granted_by_groups(
    session: Session, organisation_id: UUID, people: Collection[UUID]
) -> Mapping[UUID, tuple[Grant, ...]]:
    """Returns what the groups of these people give them. Who is in none that stands for something is left out."""
    table = groups_of(session, organisation_id)
    given: dict[UUID, tuple[Grant, ...]] = {}
    found = groups_of_people(session, organisation_id, people)
    numbers = _numbers(session, organisation_id, {one.name for groups in found.values() for one in groups})
    for person, groups in found.items():
        said = {one.external_id for one in groups if one.external_id}
        said |= {one.name for one in groups if not (is_number(one.name) or one.name in numbers)}
        if grants := grants_of_groups(said, table):
            given[person] = grants
    return given


def _numbers(session: Session, organisation_id: UUID, names: Collection[str]) -> frozenset[str]:
    """Returns which of these names are the number of a group: whoever may rename a group could call it so."""
    known = select(ScimGroupRecord.external_id).where(
        ScimGroupRecord.organisation_id == organisation_id, ScimGroupRecord.external_id.in_(names)
    )
    return frozenset(one for one in session.scalars(known) if one)


def add_group(
    session: Session, organisation_id: UUID, given: ProvidedGroup, elsewhere: Elsewhere, by: Actor
) -> ScimGroupRecord:
    """Add a group.

    Raises:
        UnknownMember, GroupTaken, TooManyGroups: it is not added.
        LastAdministrator: its roles would leave nobody in charge.
    """
    lock_organisation(session, organisation_id)
    total, _ = look_for_groups(session, organisation_id)
    if total >= MOST_GROUPS:
        raise TooManyGroups(most=MOST_GROUPS)
    now = clock_of(session).now(session)
    group = ScimGroupRecord(id=new_id(), organisation_id=organisation_id, made_at=now, changed_at=now)
    _set(session, group, given, elsewhere, by)
    return group


def change_group(
    session: Session, organisation_id: UUID, group_id: UUID, given: ProvidedGroup, elsewhere: Elsewhere, by: Actor
) -> ScimGroupRecord:
    """Make a group what the provider says it is, and give its people the roles that follow from it.

    Raises:
        NotFound: there is no such group here.
        UnknownMember, GroupTaken: nothing changes.
        LastAdministrator: it would leave nobody in charge.
    """
    lock_organisation(session, organisation_id)
    group = group_of(session, organisation_id, group_id)
    _set(session, group, given, elsewhere, by)
    return group


def remove_group(session: Session, organisation_id: UUID, group_id: UUID, elsewhere: Elsewhere, by: Actor) -> None:
    """Take a group away, with the roles that it gave.

    Raises:
        NotFound: there is no such group here.
        LastAdministrator: it would leave nobody in charge.
    """
    lock_organisation(session, organisation_id)
    group = group_of(session, organisation_id, group_id)
    people = _members(session, group)
    had = granted_by_groups(session, organisation_id, people)
    session.execute(
        delete(ScimMemberRecord).where(
            ScimMemberRecord.organisation_id == organisation_id, ScimMemberRecord.group_id == group.id
        )
    )
    session.delete(group)
    session.flush()
    facts = {"group": group.name, "gone": True}
    note(session, organisation_id, Audited.SCIM_GROUP_SET, by, facts=facts)
    _give(session, organisation_id, people, had, elsewhere, by)


def set_sign_on(
    session: Session, organisation_id: UUID, wanted: Setting, new_key: str, seal: Seal, elsewhere: Elsewhere, by: Actor
) -> None:
    """Set single sign-on, and give everybody in a group what its table says now. new_key: as in `keep`.

    Raises:
        WrongInput: with every wrong field.
        LastAdministrator: it would leave nobody in charge.
    """
    lock_organisation(session, organisation_id)
    found = select(ScimMemberRecord.person_id).where(ScimMemberRecord.organisation_id == organisation_id)
    people = session.scalars(found.distinct()).all()
    had = granted_by_groups(session, organisation_id, people)
    keep(session, organisation_id, wanted, new_key, seal, by)
    _give(session, organisation_id, people, had, elsewhere, by)


def _set(session: Session, group: ScimGroupRecord, given: ProvidedGroup, elsewhere: Elsewhere, by: Actor) -> None:
    ours = group.organisation_id
    _, same = look_for_groups(session, ours, external_id=given.external_id, most=1) if given.external_id else (0, ())
    if any(one.id != group.id for one in same):
        raise GroupTaken
    before = _members(session, group)
    _check_members(session, ours, given.members - before)
    renamed = (group.name, group.external_id) != (given.name, given.external_id)
    affected = before | given.members if renamed else before ^ given.members
    had = granted_by_groups(session, ours, affected)
    group.name, group.external_id = given.name, given.external_id
    group.changed_at = clock_of(session).now(session)
    session.add(group)
    session.flush()
    gone = before - given.members
    session.execute(
        delete(ScimMemberRecord).where(
            ScimMemberRecord.organisation_id == ours,
            ScimMemberRecord.group_id == group.id,
            among(ScimMemberRecord.person_id, gone),
        )
    )
    session.add_all(
        ScimMemberRecord(organisation_id=ours, group_id=group.id, person_id=one) for one in given.members - before
    )
    session.flush()
    facts = {"group": group.name, "members": len(given.members), "added": len(given.members - before)}
    note(session, ours, Audited.SCIM_GROUP_SET, by, facts={**facts, "removed": len(gone)})
    _give(session, ours, affected, had, elsewhere, by)


def _give(
    session: Session,
    organisation_id: UUID,
    people: Iterable[UUID],
    had: Mapping[UUID, tuple[Grant, ...]],
    elsewhere: Elsewhere,
    by: Actor,
) -> None:
    wanted = sorted(people)
    have = granted_by_groups(session, organisation_id, wanted)
    changed = [(one, have.get(one, ())) for one in wanted if set(had.get(one, ())) != set(have.get(one, ()))]
    # A new administrator goes first: they may take the place of the last one.
    by_hand = {one.person_id for one in break_glass_of(session, organisation_id)}
    if any(person in by_hand for person, _ in changed):
        raise BreakGlassKept
    for person, grants in sorted(changed, key=lambda one: all(role.role is not Role.ADMINISTRATOR for role in one[1])):
        change_staff(session, organisation_id, person, PersonChange(grants=grants), elsewhere, by)


def _members(session: Session, group: ScimGroupRecord) -> frozenset[UUID]:
    return frozenset(
        session.scalars(
            select(ScimMemberRecord.person_id).where(
                ScimMemberRecord.organisation_id == group.organisation_id, ScimMemberRecord.group_id == group.id
            )
        )
    )


def _check_members(session: Session, organisation_id: UUID, people: Collection[UUID]) -> None:
    there = session.scalar(
        select(func.count()).where(PersonRecord.organisation_id == organisation_id, among(PersonRecord.id, people))
    )
    if (there or 0) < len(people):
        raise UnknownMember
