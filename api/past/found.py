"""What was found in the past, on a page: read once and logged once, for the screen and for the file alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.audit.records import Past
from achterwacht.audit.service import log_past_view
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.views.past.alarms import Narrowed, PastAlarm, past_alarms
from achterwacht.views.past.messages import PastMessage, past_messages
from achterwacht.views.past.seeking import Sought
from achterwacht.views.past.sight import Sight
from achterwacht.views.past.staying_out import Unseen, who_never_checked_in
from achterwacht.views.past.visits import PastVisit, past_visits
from api.past.schemas import SeekAlarms, SeekDrills, SeekMessages, SeekNeverCheckedIn, SeekVisits
from foundation.clock import clock_of

R = TypeVar("R", PastVisit, PastAlarm, PastMessage)


@dataclass(frozen=True)
class Page(Generic[R]):
    """A page of rows, the latest first. next: the last of them, if there are more behind it."""

    rows: Sequence[R]
    next: UUID | None

    @classmethod
    def of(cls, found: Sequence[R], most: int) -> "Page[R]":
        rows = found[:most]
        return cls(rows, rows[-1].id if len(found) > most else None)


@dataclass(frozen=True)
class Looking:
    """Somebody looks back. most: how many rows a page holds. taken: they leave as a file."""

    session: Session
    me: Caller
    most: int
    taken: bool = False

    def visits(self, body: SeekVisits) -> Page[PastVisit]:
        sought, sight = self._looks(body.sought(), Past.VISITS)
        found = past_visits(self.session, sight, sought, self.most + 1, ended=body.ended, alarmed=body.alarmed)
        return Page.of(found, self.most)

    def alarms(self, body: SeekAlarms) -> tuple[Page[PastAlarm], Sight]:
        sought, sight = self._looks(body.sought(), Past.ALARMS)
        found = past_alarms(self.session, sight, sought, self.most + 1, narrowed(body))
        return Page.of(found, self.most), sight

    def drills(self, body: SeekDrills) -> tuple[Page[PastAlarm], Sight]:
        self.me.require(Action.SEE_DRILLS)
        sought, sight = self._looks(body.sought(), Past.DRILLS)
        return Page.of(past_alarms(self.session, sight, sought, self.most + 1, DRILLS), self.most), sight

    def messages(self, body: SeekMessages) -> Page[PastMessage]:
        self.me.require(Action.SEE_MESSAGES)
        sought, sight = self._looks(body.sought(), Past.MESSAGES)
        found = past_messages(self.session, sight, sought, self.most + 1, state=body.state, channel=body.channel)
        return Page.of(found, self.most)

    def never_checked_in(self, body: SeekNeverCheckedIn) -> Sequence[Unseen]:
        """Returns as many as a page holds and one more, or for a file all: no more than there are people."""
        self.me.require(Action.SEE_WHO_NEVER_CHECKS_IN)
        sought = body.sought()
        organisation = self.session.get_one(OrganisationRecord, self.me.organisation_id)
        now = clock_of(self.session).now(self.session)
        what = Past.NEVER_CHECKED_IN
        log_past_view(self.session, organisation.id, self.me.id, what, sought.team, (), now, taken=self.taken)
        period, most = sought.bounds(ZoneInfo(organisation.time_zone)), None if self.taken else self.most + 1
        return who_never_checked_in(self.session, self.me, sought.team, period, most)

    def _looks(self, sought: Sought, what: Past) -> tuple[Sought, Sight]:
        """Log that they look, unless all that they see is their own. The pages after the first are the same look."""
        sight = Sight.of(self.session, self.me, sought)
        if sight.of_others(what) and (sought.after is None or self.taken):
            organisation = self.me.organisation_id
            about = sought.people(self.session, organisation) or ()
            now = clock_of(self.session).now(self.session)
            log_past_view(self.session, organisation, self.me.id, what, sought.team, about, now, taken=self.taken)
        return sought, sight


DRILLS = Narrowed(drill=True)


def narrowed(body: SeekAlarms) -> Narrowed:
    return Narrowed(body.cause, body.outcome)
