"""Who holds a function of the protocols: who was named for the team, else for the whole organisation, else by role.

A name counts as long as that person works here and has a role: without one they see nothing, so a task of theirs would
be seen by nobody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from achterwacht.functions.filling import FILLED, OF_THE_CASE, Filled
from achterwacht.functions.records import HolderRecord, PartyRecord
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.protocols.functions import Function


@dataclass(frozen=True)
class Held:
    """Everybody who was named in an organisation, read once to answer many questions."""

    organisation_id: UUID
    people: Collection[tuple[Function, UUID | None, UUID]]
    """Function, team and person."""
    parties: Collection[tuple[Function, UUID | None, PartyRecord]]

    def named(self, function: Function, team_id: UUID | None) -> frozenset[UUID]:
        """The people who were named for this team, or else for the whole organisation."""
        of_team = frozenset(who for what, team, who in self.people if what is function and team == team_id)
        return of_team or frozenset(who for what, team, who in self.people if what is function and team is None)

    def party(self, function: Function, team_id: UUID | None) -> PartyRecord | None:
        """The party outside for this team, or else for the whole organisation."""
        found = {team: party for what, team, party in self.parties if what is function and team in (team_id, None)}
        return found.get(team_id) or found.get(None)

    def by_role(self, function: Function, team_id: UUID | None) -> Filled | None:
        """The role that fills it, where nobody was named."""
        return None if self.named(function, team_id) else FILLED.get(function)

    def holds(self, caller: Caller, function: Function, team_id: UUID | None) -> bool:
        """Whether the caller holds it for this team."""
        if caller.id in self.named(function, team_id):
            return True
        filled = self.by_role(function, team_id)
        return filled is not None and fills(caller, filled, team_id)

    def any_held_by(self, caller: Caller) -> frozenset[Function]:
        """The functions that the caller holds for some team."""
        named = {what for what, _, who in self.people if who == caller.id}
        return frozenset(named | {what for what, filled in FILLED.items() if caller.has(filled.role)})


def who_holds(session: Session, organisation_id: UUID) -> Held:
    """Returns who was named in this organisation."""
    works_here = select(GrantRecord.id).where(GrantRecord.person_id == PersonRecord.id).exists()
    people = session.execute(
        select(HolderRecord.function, HolderRecord.team_id, HolderRecord.person_id)
        .join(PersonRecord, PersonRecord.id == HolderRecord.person_id)
        .where(HolderRecord.organisation_id == organisation_id, PersonRecord.active, works_here)
    ).all()
    parties = session.execute(
        select(HolderRecord.function, HolderRecord.team_id, PartyRecord)
        .join(PartyRecord, PartyRecord.id == HolderRecord.party_id)
        .where(HolderRecord.organisation_id == organisation_id)
        .order_by(PartyRecord.name, PartyRecord.id)
    ).all()
    named = [(what, team, who) for what, team, who in people if who is not None]
    return Held(organisation_id, named, [(what, team, party) for what, team, party in parties])


def holders_of(
    session: Session, organisation_id: UUID, function: Function, team_id: UUID | None
) -> Sequence[PersonRecord]:
    """Returns the people who hold a function for a team (None: for what belongs to no team), by name."""
    held = who_holds(session, organisation_id)
    return people_where(session, organisation_id, [who_has(held, function, team_id)])


def holds_function(session: Session, caller: Caller, function: Function, team_id: UUID | None) -> bool:
    """Whether the caller holds a function for a team (None: for what belongs to no team)."""
    return who_holds(session, caller.organisation_id).holds(caller, function, team_id)


def outside_party(
    session: Session, organisation_id: UUID, function: Function, team_id: UUID | None
) -> PartyRecord | None:
    """Returns the party outside the organisation that holds a function, if one does."""
    return who_holds(session, organisation_id).party(function, team_id)


def who_has(held: Held, function: Function, team_id: UUID | None) -> ColumnElement[bool]:
    """Returns the condition for the people who hold it."""
    named = held.named(function, team_id)
    if named:
        return PersonRecord.id.in_(named)
    filled = FILLED.get(function)
    return false() if filled is None else has_role(filled, team_id)


def held_by_nobody(
    session: Session, organisation_id: UUID, functions: Collection[Function], held: Held
) -> frozenset[Function]:
    """Returns which of these nobody was named for, where no role fills them either. Who follows from a case is none."""
    named = {what for what, _, _ in held.people} | {what for what, _, _ in held.parties}
    return frozenset(
        one for one in functions if one not in OF_THE_CASE | named and not _by_role(session, organisation_id, one)
    )


def _by_role(session: Session, organisation_id: UUID, function: Function) -> bool:
    filled = FILLED.get(function)
    return filled is not None and bool(
        people_where(session, organisation_id, [has_role(filled._replace(everywhere=True), None)])
    )


def has_role(filled: Filled, team_id: UUID | None) -> ColumnElement[bool]:
    """Returns the condition for the people whose role fills it."""
    of_role = GrantRecord.role == filled.role
    if not filled.everywhere:
        of_role &= (GrantRecord.team_id == team_id) | GrantRecord.team_id.is_(None)
    return select(GrantRecord.id).where(GrantRecord.person_id == PersonRecord.id, of_role).exists()


def people_where(
    session: Session, organisation_id: UUID, any_of: Sequence[ColumnElement[bool]]
) -> Sequence[PersonRecord]:
    """Returns the people of the organisation to whom one of these applies and who still work here, by name."""
    wanted: ColumnElement[bool] = false()
    for one in any_of:
        wanted |= one
    return session.scalars(
        select(PersonRecord)
        .where(PersonRecord.organisation_id == organisation_id, PersonRecord.active, wanted)
        .order_by(PersonRecord.name, PersonRecord.id)
    ).all()


def fills(caller: Caller, filled: Filled, team_id: UUID | None) -> bool:
    """Whether a role of the caller fills it."""
    teams = caller.teams(filled.role)
    return teams is None or (bool(teams) if filled.everywhere else team_id in teams)
