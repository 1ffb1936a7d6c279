"""The watches that are being handed over, as the rosters of the teams record them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID, uuid4

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from achterwacht.kinds import RootKind
from achterwacht.relief import rules
from achterwacht.relief.rules import Watch
from achterwacht.roster.records import RosterRecord
from achterwacht.watch.statements import HERE
from foundation.among import among
from foundation.subject import Subject


@dataclass(frozen=True)
class Relief:
    """A watch that is being handed over: who stays, who is asked, and whether the managers were told."""

    team_id: UUID
    staying: Sequence[UUID]
    asked: Sequence[UUID]
    managers_told: bool


def reliefs_of(session: Session, organisation_id: UUID, teams: Collection[UUID] | None) -> list[Relief]:
    """Returns the reliefs that are going on in these teams (None: in any)."""
    given = {"organisation": organisation_id} | ({} if teams is None else {"teams": teams})
    return [_of(roster) for roster in session.scalars(_handing_over(teams is not None), given)]


@lru_cache
def _handing_over(of_teams: bool) -> Select[RosterRecord]:
    """Returns the statement for some teams, or for all: built once, since each board asks it."""
    return select(RosterRecord).where(
        RosterRecord.organisation_id == HERE,
        RosterRecord.relief_id.is_not(None),
        among(RosterRecord.team_id, "teams") if of_teams else true(),
    )


def relief_of(roster: RosterRecord) -> Subject | None:
    """Returns the relief of this roster, as what codes and messages are about; None if there is none."""
    return None if roster.relief_id is None else Subject(RootKind.RELIEF, roster.relief_id)


def _of(roster: RosterRecord) -> Relief:
    watch = watch_of(roster)
    return Relief(roster.team_id, watch.staying, watch.asked, watch.times >= rules.MANAGERS)


def handed_over(session: Session, organisation_id: UUID, relief_id: UUID) -> UUID | None:
    """Returns the team whose watch is being handed over by this; None if that is over."""
    mine = select(RosterRecord.team_id).where(
        RosterRecord.organisation_id == organisation_id, RosterRecord.relief_id == relief_id
    )
    return session.scalar(mine)


def watch_of(roster: RosterRecord) -> Watch:
    """Returns who has the watch, who stays and who is asked, as the rules see it."""

    def people(listed: Iterable[str]) -> tuple[UUID, ...]:
        return tuple(UUID(one) for one in listed)

    return Watch(people(roster.watching), people(roster.staying), people(roster.asked), roster.times)


def keep(roster: RosterRecord, watch: Watch) -> None:
    """Record who has the watch from now on."""
    roster.watching = [str(one) for one in watch.watching]
    roster.staying = [str(one) for one in watch.staying]
    roster.asked = [str(one) for one in watch.asked]
    roster.times = watch.times
    roster.relief_id = (roster.relief_id or uuid4()) if watch.handing_over else None
