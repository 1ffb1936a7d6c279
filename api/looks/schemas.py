"""The bodies of looking at who looked."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from achterwacht.audit.trail import Place
from achterwacht.views.looks import Look, Wanted
from achterwacht.views.past.seeking import Sought
from api.audit.pages import place_of_page
from api.http.schemas import Body, Day, Named, Schema, Utc


class SeekLooks(Body):
    """since, until: days, both included, at most a year. by: whoever looked. behind: the `next` of the page before."""

    since: Day
    until: Day
    kind: Look | None = None
    by: UUID | None = None
    behind: str = Field(default="", max_length=100)

    def wanted(self, zone: ZoneInfo) -> Wanted:
        """Returns what is looked for.

        Raises:
            WrongInput: the period ends before it begins or is longer than a year; or there is no such page.
        """
        sought = Sought(self.since, self.until)
        sought.check()
        begin, end = sought.bounds(zone)
        return Wanted(begin, end, tuple(Look) if self.kind is None else (self.kind,), self.by, self.page())

    def page(self) -> Place | None:
        return place_of_page(self.behind)


class LookOut(Schema):
    """Somebody looked.

    what: more of the kind, in the word of its log. answered: of an address, whether anything is known of it. about: by
    name, whom they looked for. taken: it left as a file.
    """

    id: UUID
    at: Utc
    kind: Look
    by: Named | None
    what: str
    team: Named | None
    about: list[Named]
    answered: bool | None
    taken: bool


class Looks(Schema):
    """Newest first. next: what to pass as `behind` to read on; null at the end."""

    looks: list[LookOut]
    next: str | None
    as_of: datetime


class LookAtMeOut(Schema):
    """Somebody looked at what is kept of you. wide: at a whole team, or at everybody."""

    id: UUID
    at: Utc
    kind: Look
    by: Named
    what: str
    wide: bool
    taken: bool


class LooksAtMe(Schema):
    """Newest first. next: what to pass as `behind` to read on; null at the end."""

    looks: list[LookAtMeOut]
    next: str | None
    as_of: datetime
