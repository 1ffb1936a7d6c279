"""The guard firm as those who watch see it: its number, what became of calling it, and where there should be one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from achterwacht.guards.records import GuardCallRecord, GuardFirmRecord
from achterwacht.views.visits import Reading


@dataclass(frozen=True)
class Guards:
    """The firms of an organisation by team (None: its own), and the calls of some alarms, oldest first."""

    firms: dict[UUID | None, GuardFirmRecord]
    calls: Sequence[GuardCallRecord]

    def firm(self, team_id: UUID) -> GuardFirmRecord | None:
        """The firm that is phoned for this team."""
        return self.firms.get(team_id) or self.firms.get(None)

    def calls_of(self, alarm_id: UUID) -> list[GuardCallRecord]:
        return [one for one in self.calls if one.alarm_id == alarm_id]


def guards_of(reading: Reading, alarm_ids: Collection[UUID]) -> Guards:
    """Read them, in two statements; in one without alarms."""
    here = reading.organisation.id
    firms = reading.session.scalars(select(GuardFirmRecord).where(GuardFirmRecord.organisation_id == here))
    calls: Sequence[GuardCallRecord] = ()
    if alarm_ids:
        calls = reading.session.scalars(
            select(GuardCallRecord)
            .where(GuardCallRecord.organisation_id == here, GuardCallRecord.alarm_id.in_(alarm_ids))
            .order_by(GuardCallRecord.at)
        ).all()
    return Guards({one.team_id: one for one in firms}, calls)
