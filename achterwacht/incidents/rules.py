"""The rules of an incident report, first form (docs/design/api.md).

Anybody who went through it or saw it files a report, and everything is registered, minor cases too (P3). Until a
manager of the team has seen the report, its reporter may change it. From then on the manager completes it (P3: by the
victim and, where needed, completed by the manager). Nobody sees off their own report.

Pure: the moment comes in as a parameter.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from achterwacht.addresses.address import Address
from achterwacht.changes import UNCHANGED, Unchanged, changed
from achterwacht.kinds import Actor
from achterwacht.refused import NotAllowed, RuleBroken, Wrong

CLOCKS_DIFFER = timedelta(minutes=5)


class IncidentKind(StrEnum):
    SCOLDING = "scolding"
    THREATENING = "threatening"
    VIOLENCE_PERSON = "violence_person"
    VIOLENCE_THINGS = "violence_things"
    REFUSES_TO_LEAVE = "refuses_to_leave"
    OTHER = "other"


class IncidentChannel(StrEnum):
    """Where, or how, it happened (P5's form)."""

    PHONE = "phone"
    OFFICE = "office"
    HOME_VISIT = "home_visit"
    OUTSIDE = "outside"


class IncidentState(StrEnum):
    REPORTED = "reported"
    SEEN = "seen"


class NotYetSeen(RuleBroken):
    """No manager has seen it yet, so only the reporter can change it."""

    code = "incident_reported"


class SeenAlready(RuleBroken):
    """A manager has seen it, so the reporter can't change it any more."""

    code = "incident_seen"


class OwnIncident(NotAllowed):
    """A manager doesn't see off a report of their own."""

    code = "incident_own"


@dataclass(frozen=True)
class Account:
    """What somebody tells about an incident. None: not said.

    caused_by: only for those who handle the report; no look-up ever shows it.
    """

    kind: IncidentKind
    happened_at: datetime
    description: str
    channel: IncidentChannel | None = None
    place: str | None = None
    address: Address | None = None
    caused_by: str | None = None
    injured: bool | None = None
    damage: bool | None = None

    def wrong(self, now: datetime) -> list[Wrong]:
        """Returns everything in it that can't be."""
        found = []
        if self.happened_at > now + CLOCKS_DIFFER:
            found.append(Wrong("/happenedAt", "in_future"))
        if not self.description.strip():
            found.append(Wrong("/description", "missing"))
        return found


@dataclass(frozen=True)
class Incident:
    """The facts of a report. All moments are UTC."""

    id: UUID
    reported_by: UUID
    account: Account
    seen_by: UUID | None = None
    seen_at: datetime | None = None

    @property
    def state(self) -> IncidentState:
        return IncidentState.REPORTED if self.seen_at is None else IncidentState.SEEN


def see(incident: Incident, by: Actor, manages: bool, now: datetime) -> Incident:
    """Record that a manager saw it. Seeing it twice changes nothing more.

    Raises:
        NotAllowed: by who doesn't manage the team (`manages`).
        OwnIncident: by who reported it.
    """
    if not manages:
        raise NotAllowed
    if by.person_id is None or by.person_id == incident.reported_by:
        raise OwnIncident
    return incident if incident.seen_at is not None else replace(incident, seen_by=by.person_id, seen_at=now)


@dataclass(frozen=True)
class IncidentChange:
    """The new values of some fields of the account. `None` empties a field."""

    kind: IncidentKind | Unchanged = UNCHANGED
    channel: IncidentChannel | Unchanged | None = UNCHANGED
    happened_at: datetime | Unchanged = UNCHANGED
    place: str | Unchanged | None = UNCHANGED
    address: Address | Unchanged | None = UNCHANGED
    description: str | Unchanged = UNCHANGED
    caused_by: str | Unchanged | None = UNCHANGED
    injured: bool | Unchanged | None = UNCHANGED
    damage: bool | Unchanged | None = UNCHANGED


def change(incident: Incident, given: IncidentChange, by: Actor, manages: bool) -> Incident:
    """Change what the account says: the reporter until a manager has seen it, a manager of the team from then on.

    Raises:
        NotAllowed: by anybody else.
        NotYetSeen: by a manager, while it is the reporter's.
        SeenAlready: by the reporter, when it is no longer theirs.
    """
    reporter = by.person_id == incident.reported_by
    if not reporter and not manages:
        raise NotAllowed
    if incident.state is IncidentState.REPORTED and not reporter:
        raise NotYetSeen
    if incident.state is IncidentState.SEEN and not manages:
        raise SeenAlready
    return replace(incident, account=changed(incident.account, given))
