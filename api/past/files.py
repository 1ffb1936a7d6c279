"""What was found in the past, as CSV for a Dutch spreadsheet: a page of rows at a time, so that a year fits too.

The header `Next-Row` says behind which row the next page begins; the names of the columns stand on the first page only,
so that pages can be laid behind each other.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi.responses import Response
from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.views.known import Known
from achterwacht.views.past.alarms import PastAlarm
from achterwacht.views.past.messages import PastMessage
from achterwacht.views.past.staying_out import Unseen
from achterwacht.views.past.visits import PastVisit
from api.http.errors import problems
from api.http.last_step import Router
from api.http.security import Me, Write
from api.past.found import Looking, Page
from api.past.schemas import SeekAlarms, SeekDrills, SeekMessages, SeekNeverCheckedIn, SeekVisits
from documents.sheets import CSV, csv_text
from foundation.clock import clock_of
from notifications.texts.catalogue import catalogue

router = Router(prefix="/v1/past", tags=["past"])
MOST_ROWS = 5_000
NEXT = "Next-Row"
A_SHEET: dict[int | str, dict[str, Any]] = {200: {"content": {CSV.partition(";")[0]: {}}}}

VISITS = ("day", "time", "team", "worker", "address", "companions", "started", "ended", "how", "alarms")
ALARMS = ("day", "time", "team", "worker", "address", "cause", "taken_by", "seconds", "resolved", "outcome")
MESSAGES = ("day", "time", "to", "channel", "state", "error", "team", "worker", "address", "drill")
NEVER = ("worker", "last")


class _Sheet:
    """Writes rows in the words and by the clock of the organisation."""

    def __init__(self, session: Session, me: Caller) -> None:
        self.known = Known(session, me.organisation_id, clock_of(session).now(session))
        self.texts = catalogue(self.known.organisation.language)
        self.zone = ZoneInfo(self.known.organisation.time_zone)

    def answer(
        self, name: str, columns: Sequence[str], page: Page[Any], first: bool, row: Callable[[Any], Sequence[Any]]
    ) -> Response:
        head = [[self.say("past", one) for one in columns]] if first else []
        content = csv_text([*head, *(row(one) for one in page.rows)])
        headers = {
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Cache-Control": "private, no-store",
            **({} if page.next is None else {NEXT: str(page.next)}),
        }
        return Response(("\ufeff" if first else "") + content, media_type=CSV, headers=headers)

    def say(self, section: str, key: str) -> str:
        return self.texts.say(section, key)

    def visit(self, one: PastVisit) -> list[Any]:
        who = [self.known.team(one.team_id), self.known.name(one.worker_id), one.address, ", ".join(one.companions)]
        times = [self._time(one.started_at), self._time(one.ended_at)]
        return [*self._when(one.planned_start), *who, *times, self.say("past_ended", one.ended), len(one.alarms)]

    def alarm(self, one: PastAlarm) -> list[Any]:
        who = [self.known.team(one.team_id), self.known.name(one.worker_id), one.address or ""]
        taken = [self.known.name(one.taken_by), None if one.seconds is None else round(one.seconds)]
        outcome = self.say("outcomes", one.outcome) if one.outcome else ""
        said = [self.say("causes", one.cause), *taken, self._time(one.resolved_at), outcome]
        return [*self._when(one.opened_at), *who, *said]

    def message(self, one: PastMessage) -> list[Any]:
        sent = [self.say("channels", one.channel), self.say("past_states", one.state), one.error_code or ""]
        about = [self.known.team(one.team_id), self.known.name(one.worker_id), one.address or ""]
        return [
            *self._when(one.at), self.known.name(one.person_id), *sent, *about,
            self.say("past", "yes" if one.drill else "no"),
        ]  # fmt: skip

    def unseen(self, one: Unseen) -> list[Any]:
        return [one.name, self._time(one.last_at)]

    def _when(self, at: datetime) -> list[str]:
        local = at.astimezone(self.zone)
        return [local.strftime("%d-%m-%Y"), local.strftime("%H:%M:%S")]

    def _time(self, at: datetime | None) -> str:
        return "" if at is None else at.astimezone(self.zone).strftime("%d-%m-%Y %H:%M")


@router.post("/visits/visits.csv", response_class=Response, responses=problems(404) | A_SHEET)
def visits_csv(body: SeekVisits, me: Me, session: Write) -> Response:
    """Returns the same visits as CSV, at most 5,000 rows; `Next-Row` says behind which row there are more."""
    page = Looking(session, me, MOST_ROWS, taken=True).visits(body)
    sheet = _Sheet(session, me)
    sheet.known.learn(one.worker_id for one in page.rows)
    return sheet.answer("bezoeken", VISITS, page, body.after is None, sheet.visit)


@router.post("/alarms/alarms.csv", response_class=Response, responses=problems(404) | A_SHEET)
def alarms_csv(body: SeekAlarms, me: Me, session: Write) -> Response:
    """Returns the same alarms as CSV, at most 5,000 rows; `Next-Row` says behind which row there are more."""
    page, _ = Looking(session, me, MOST_ROWS, taken=True).alarms(body)
    return _alarms_csv(session, me, "alarmen", page, body.after)


@router.post("/drills/drills.csv", response_class=Response, responses=problems(403, 404) | A_SHEET)
def drills_csv(body: SeekDrills, me: Me, session: Write) -> Response:
    """Returns the same drills as CSV, at most 5,000 rows; `Next-Row` says behind which row there are more."""
    page, _ = Looking(session, me, MOST_ROWS, taken=True).drills(body)
    return _alarms_csv(session, me, "oefeningen", page, body.after)


@router.post("/messages/messages.csv", response_class=Response, responses=problems(403, 404) | A_SHEET)
def messages_csv(body: SeekMessages, me: Me, session: Write) -> Response:
    """Returns the same messages as CSV, at most 5,000 rows; `Next-Row` says behind which row there are more."""
    page = Looking(session, me, MOST_ROWS, taken=True).messages(body)
    sheet = _Sheet(session, me)
    sheet.known.learn(person for one in page.rows for person in (one.person_id, one.worker_id))
    return sheet.answer("berichten", MESSAGES, page, body.after is None, sheet.message)


@router.post("/never-checked-in/never-checked-in.csv", response_class=Response, responses=problems(403) | A_SHEET)
def never_checked_in_csv(body: SeekNeverCheckedIn, me: Me, session: Write) -> Response:
    """Returns who never checked in as CSV, all of them. That they were taken along is logged."""
    found = Looking(session, me, MOST_ROWS, taken=True).never_checked_in(body)
    sheet = _Sheet(session, me)
    return sheet.answer("niet-aangemeld", NEVER, Page[Any](found, None), True, sheet.unseen)


def _alarms_csv(session: Session, me: Caller, name: str, page: Page[PastAlarm], after: UUID | None) -> Response:
    sheet = _Sheet(session, me)
    sheet.known.learn(person for one in page.rows for person in (one.worker_id, one.taken_by))
    return sheet.answer(name, ALARMS, page, after is None, sheet.alarm)
