"""The register as files: importing one, and exporting what is stored about an address or person (subject access)."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import File, Form, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlalchemy.orm import Session

from achterwacht.audit.records import Read as What
from achterwacht.audit.service import log_register_view
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.risk_files.columns import MARKS, TO_FILL_IN
from achterwacht.risk_files.importing import batches, judge
from achterwacht.risk_files.placing import Placed, place
from achterwacht.risks.access import kept_about
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.row_files.reading import read_file
from achterwacht.visiting import risk_marks as mark_cases
from api.addresses.routes import RegistersOfApp
from api.http.errors import problems
from api.http.last_step import Router
from api.http.row_files import MOST_SHOWN, notes_of, refused_row
from api.http.schemas import Named
from api.http.security import MeBefore, MyToken, Presented, still
from api.http.transaction import DoorsOfApp
from api.risk_addresses.file_schemas import Access, Exported, ExportedWithNames, Format, Imported, LookUpOut
from api.risk_addresses.schemas import marks_out
from api.risk_addresses.workbook import workbook_of
from api.wording import sentence
from documents.sheets import EXCEL
from documents.template import template
from foundation.apart import Apart
from foundation.clock import clock_of

router = Router(prefix="/v1/risk-addresses", tags=["risk addresses"])

MOST_ROWS = 2_000
"""The most rows for the screen; the command takes more."""


@router.post("/_import", responses=problems(403, 409, 413, 503))
async def import_risk_addresses(
    me: MeBefore,
    token: MyToken,
    doors: DoorsOfApp,
    request: Request,
    registers: RegistersOfApp,
    file: Annotated[UploadFile, File(description="CSV, or Excel (.xlsx); at most 1 MB and 2,000 rows.")],
    keep_good: Annotated[bool, Form(alias="keepGood")] = False,
    dry_run: Annotated[bool, Form(alias="dryRun")] = False,
) -> Imported:
    """Propose a mark for each row of a file. Reading and judging holds nobody up; writing goes in small steps.

    Rows that an open mark says already are left out, so an import that stopped halfway is mended by reading the file
    again.
    """
    by = me.require(Action.IMPORT_MARKS)
    apart: Apart = request.app.state.apart
    found = await read_file(MARKS, await file.read(), MOST_ROWS, str(me.id), apart)
    async with doors.session(False, lambda session: judge(session, by, found.rows, _now(session))) as (_, judged):
        pass
    known = judged.known
    kept = len(judged.marks) if keep_good or not judged.refused else 0
    # No session is open here, so nobody who writes has to wait for a register.
    placed = await place(judged, registers) if kept or dry_run else Placed()
    if kept and not dry_run:
        kept = 0
        for batch in batches(judged.marks):
            async with doors.session(True, partial(_keep, me=me, token=token, batch=batch)) as (_, new):
                kept += new
        known += len(judged.marks) - kept
    return Imported(
        rows=len(found.rows),
        kept=kept,
        known=known,
        refused_count=len(judged.refused),
        refused=[refused_row(row.line, row.wrong, found, MARKS) for row in judged.refused[:MOST_SHOWN]],
        dry_run=dry_run,
        notes=[*notes_of(found), *notes_on_places(placed)],
    )


def notes_on_places(placed: Placed) -> list[str]:
    """Returns what the address registers did not know of a file, by line."""
    told = {"file_not_found": placed.not_found, "file_unanswered": placed.unanswered, "file_left": placed.left}
    return [sentence(code, {"count": len(lines), "lines": _few(lines)}) for code, lines in told.items() if lines]


def _few(lines: Sequence[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:MOST_SHOWN])
    return shown if len(lines) <= MOST_SHOWN else f"{shown}, ..."


@router.get("/template.xlsx", responses={**problems(403), 200: {"content": {EXCEL: {}}}}, response_class=Response)
async def marks_template(me: MeBefore) -> Response:
    """Returns an empty workbook to fill in, with an explanation on its second sheet."""
    me.require(Action.IMPORT_MARKS)
    headers = {"Content-Disposition": 'attachment; filename="risicoadressen.xlsx"'}
    return Response(await run_in_threadpool(template, "Risicoadressen", TO_FILL_IN), media_type=EXCEL, headers=headers)


@router.post(
    "/_export",
    response_model=Exported | ExportedWithNames,
    responses={**problems(403), 200: {"content": {EXCEL: {}}}},
)
async def export_risk_address(body: Access, me: MeBefore, doors: DoorsOfApp) -> Response:
    """Returns what the register holds of an address or a person, to give to somebody who asks for it.

    Nobody who works here is named in it, unless `withNames` asks for that.

    Each export is recorded.
    """
    me.require(Action.EXPORT_MARKS)
    async with doors.session(False, lambda session: _exported(session, me, body)) as (_, found):
        pass
    async with doors.session(
        True, lambda session: log_register_view(session, me.organisation_id, me.id, What.EXPORT, found.made_at)
    ):
        pass
    given = found if body.with_names else found.without_names()
    if body.format is Format.JSON:
        content, media_type = given.model_dump_json().encode(), "application/json"
    else:
        content, media_type = await run_in_threadpool(workbook_of, given), EXCEL
    name = f"risicoadres-{found.made_at:%Y-%m-%d}.{body.format.value}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _keep(session: Session, me: Caller, token: Presented, batch: list[RiskMarkRecord]) -> int:
    by = still(session, token, me).require(Action.IMPORT_MARKS)
    return mark_cases.keep(session, by, batch, None, _now(session))


def _exported(session: Session, me: Caller, body: Access) -> ExportedWithNames:
    now = _now(session)
    kept = kept_about(session, me.organisation_id, body.address.address(), body.person_name)
    names = names_of(session, me.organisation_id, [one.person_id for one in kept.look_ups])
    return ExportedWithNames(
        made_at=now,
        marks=marks_out(session, me.organisation_id, kept.marks, now),
        look_ups=[
            LookUpOut(
                at=one.at,
                person=None if one.person_id is None else Named(id=one.person_id, name=names[one.person_id]),
                purpose=one.purpose,
                visit_id=one.visit_id,
                told=one.mark_ids,
                same_building=one.same_building,
            )
            for one in kept.look_ups
        ],
    )


def _now(session: Session) -> datetime:
    return clock_of(session).now(session)
