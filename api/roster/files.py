"""The roster as a file: an empty one to fill in, and reading one, which changes nothing yet."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import File, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import team_of
from achterwacht.roster_files.columns import TO_FILL_IN, TURNS
from achterwacht.row_files.reading import read_file
from achterwacht.row_files.rows import Row
from achterwacht.use_cases.roster_import import TurnsRead, read_turns
from api.http.errors import problems
from api.http.last_step import Router
from api.http.row_files import MOST_SHOWN, RefusedRow, notes_of, refused_row
from api.http.schemas import Schema
from api.http.security import MeBefore
from api.http.transaction import DoorsOfApp
from api.teams.routes import MOST_SHIFTS, ShiftSchema, known
from api.wording import sentence
from documents.sheets import EXCEL
from documents.template import template
from foundation.apart import Apart
from foundation.clock import clock_of

router = Router(prefix="/v1/teams/{team_id}/roster", tags=["roster"])


class RosterRead(Schema):
    """What a file says about the turns of a team. Nothing is changed: whoever reads it sets the roster.

    rows: those that are not empty. shifts: new ones, each once. refused: the first 200.
    """

    rows: int
    shifts: list[ShiftSchema]
    refused_count: int
    refused: list[RefusedRow]
    notes: list[str]


@router.get("/template.xlsx", responses={**problems(403, 404), 200: {"content": {EXCEL: {}}}}, response_class=Response)
async def roster_template(team_id: UUID, me: MeBefore, doors: DoorsOfApp) -> Response:
    """Returns an empty workbook to fill in, with an explanation on its second sheet."""
    await doors.do(False, lambda session: _may_set(session, me, team_id))
    headers = {"Content-Disposition": 'attachment; filename="rooster.xlsx"'}
    return Response(await run_in_threadpool(template, "Rooster", TO_FILL_IN), media_type=EXCEL, headers=headers)


@router.post("/_read", responses=problems(403, 404, 409, 413, 503))
async def read_roster(
    team_id: UUID,
    me: MeBefore,
    doors: DoorsOfApp,
    request: Request,
    file: Annotated[UploadFile, File(description="CSV, or Excel (.xlsx); at most 1 MB and 500 rows.")],
) -> RosterRead:
    """Read the turns in a file, and change nothing: the roster is set as it always is."""
    await doors.do(False, lambda session: _may_set(session, me, team_id))
    apart: Apart = request.app.state.apart
    found = await read_file(TURNS, await file.read(), MOST_SHIFTS, str(me.id), apart)
    turns = await doors.do(False, lambda session: _turns(session, me, team_id, found.rows))
    twice = [f"{name} ({day:%d-%m-%Y})" for name, day in turns.twice]
    shifts = [ShiftSchema.of(one).model_copy(update={"id": None}) for one in turns.shifts]
    return RosterRead(
        rows=len(found.rows),
        shifts=shifts,
        refused_count=len(turns.refused),
        refused=[refused_row(one.line, one.wrong, found, TURNS) for one in turns.refused[:MOST_SHOWN]],
        notes=[*notes_of(found), *([sentence("roster_two_steps", {"names": twice})] if twice else [])],
    )


def _may_set(session: Session, me: Caller, team_id: UUID) -> None:
    team = known(me, team_of(session, me.organisation_id, team_id))
    me.require(Action.SET_ROSTER, team.id)


def _turns(session: Session, me: Caller, team_id: UUID, rows: Sequence[Row]) -> TurnsRead:
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    today = clock_of(session).now(session).astimezone(ZoneInfo(organisation.time_zone)).date()
    return read_turns(session, organisation, team_id, rows, today)
