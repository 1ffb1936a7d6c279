"""The audit of a period as CSV, for whoever must account for who may do what."""

import json
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi.responses import Response
from pydantic import Field

from achterwacht.audit.records import Audited, Past
from achterwacht.audit.service import log_past_view
from achterwacht.audit.trail import read_trail
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.people.records import OrganisationRecord
from achterwacht.views.past.seeking import Sought
from api.audit.pages import page_behind, place_of_page
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Day
from api.http.security import Me, Write
from api.past.files import A_SHEET, MOST_ROWS, NEXT
from documents.sheets import CSV, csv_text
from foundation.clock import clock_of
from notifications.texts.catalogue import catalogue

router = Router(prefix="/v1/audit", tags=["administration"])
COLUMNS = ("day", "time", "kind", "by", "about", "via", "facts")


class SeekAudit(Body):
    """since, until: days, both included, at most a year. person: what they did, and what was done to them. behind: the
    `Next-Row` of the page before."""

    since: Day
    until: Day
    kind: Audited | None = None
    person: UUID | None = None
    behind: Annotated[str, Field(max_length=100)] = ""


@router.post("/audit.csv", response_class=Response, responses=problems(403) | A_SHEET)
def trail_csv(body: SeekAudit, me: Me, session: Write) -> Response:
    """Returns who did what when in a period, at most 5,000 rows; `Next-Row` says behind which row there are more. That
    it was taken is logged."""
    me.require(Action.SEE_AUDIT)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    sought, zone = Sought(body.since, body.until), ZoneInfo(organisation.time_zone)
    sought.check()
    behind = place_of_page(body.behind)
    found = read_trail(session, organisation.id, behind, MOST_ROWS + 1, body.kind, body.person, *sought.bounds(zone))
    page = found[:MOST_ROWS]
    about = () if body.person is None else (body.person,)
    log_past_view(session, organisation.id, me.id, Past.AUDIT, None, about, clock_of(session).now(session), taken=True)
    names = names_of(session, organisation.id, {one.by_id for one in page} | {one.about_id for one in page})
    texts = catalogue(organisation.language)
    ways = texts.entries["audit_ways"]
    rows: list[list[Any]] = [] if behind else [[texts.say("audit", one) for one in COLUMNS]]
    for one in page:
        at = one.at.astimezone(zone)
        via = ways.get(one.via.replace("-", "_"), one.via)
        facts = json.dumps(one.facts, ensure_ascii=False, sort_keys=True) if one.facts else ""
        rows.append(
            [
                at.strftime("%d-%m-%Y"), at.strftime("%H:%M:%S"), texts.say("audit_kinds", one.kind.value),
                _name(names, one.by_id), _name(names, one.about_id), via, facts,
            ]
        )  # fmt: skip
    headers = {
        "Content-Disposition": 'attachment; filename="audit.csv"',
        "Cache-Control": "private, no-store",
        **({NEXT: page_behind(page[-1].at, page[-1].id)} if len(found) > len(page) else {}),
    }
    return Response(("" if behind else "\ufeff") + csv_text(rows), media_type=CSV, headers=headers)


def _name(names: Mapping[UUID, str], person: UUID | None) -> str:
    return "" if person is None else names.get(person, "")
