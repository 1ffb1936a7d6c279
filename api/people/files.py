"""People as a file: an empty one to fill in, and reading one in. For the administrators."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import File, Form, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people_files.columns import PEOPLE, TO_FILL_IN
from achterwacht.row_files.reading import read_file
from achterwacht.use_cases.account_links import NoMail
from achterwacht.use_cases.numbers import Numbers
from achterwacht.use_cases.people_import import Judged, Kept, Wanted, batches, judge, keep
from api.http.errors import problems
from api.http.last_step import Router
from api.http.row_files import MOST_SHOWN, RefusedRow, notes_of, refused_row
from api.http.schemas import Schema
from api.http.security import MeBefore, MyToken, SettingsOfApp, still
from api.http.transaction import DoorsOfApp
from api.wording import sentence
from documents.sheets import EXCEL
from documents.template import template
from foundation.apart import Apart
from notifications.sealed import seal_for_mail

router = Router(prefix="/v1/people", tags=["administration"])

MOST_ROWS = 5_000


class ChangedRow(Schema):
    """A line that says something new. added: of somebody new; otherwise of `name`, with what changes: `name`, `phone`,
    `language` or `grants`."""

    line: int
    name: str
    added: bool
    what: list[str]


class PeopleImported(Schema):
    """The result of an import of people.

    rows: those in the file that are not empty. kept: how many were added or changed, or in a dry run would be. known:
    how many say nothing new. refused, changes: the first 200. invited: to how many a link was mailed.

    If rows were refused nothing is changed, unless the good ones were asked for; otherwise kept, known and refused add
    up to rows.
    """

    rows: int
    kept: int
    added: int
    known: int
    refused_count: int
    refused: list[RefusedRow]
    changes: list[ChangedRow]
    invited: int
    dry_run: bool
    notes: list[str]


@router.get("/template.xlsx", responses={**problems(403), 200: {"content": {EXCEL: {}}}}, response_class=Response)
async def people_template(me: MeBefore) -> Response:
    """Returns an empty workbook to fill in, with an explanation on its second sheet."""
    me.require(Action.MANAGE_PEOPLE)
    headers = {"Content-Disposition": 'attachment; filename="mensen.xlsx"'}
    return Response(await run_in_threadpool(template, "Mensen", TO_FILL_IN), media_type=EXCEL, headers=headers)


@router.post("/_import", responses=problems(403, 409, 413, 503))
async def import_people(
    me: MeBefore,
    token: MyToken,
    doors: DoorsOfApp,
    request: Request,
    settings: SettingsOfApp,
    file: Annotated[UploadFile, File(description="CSV, or Excel (.xlsx); at most 1 MB and 5,000 rows.")],
    keep_good: Annotated[bool, Form(alias="keepGood")] = False,
    dry_run: Annotated[bool, Form(alias="dryRun")] = False,
    invite: Annotated[bool, Form(description="Mail whoever is new a link to choose a password.")] = False,
) -> PeopleImported:
    """Add or change somebody for each row of a file. Reading and judging holds nobody up; writing goes in small steps.

    Who works here already is known by their e-mail address. Rows that say nothing new are left out, so an import that
    stopped halfway is mended by reading the file again. Roles are added, and none is taken away.
    """
    me.require(Action.MANAGE_PEOPLE)
    apart: Apart = request.app.state.apart
    seal, numbers = seal_for_mail(settings), Numbers(settings.senders)
    if invite and seal is None:
        raise NoMail
    found = await read_file(PEOPLE, await file.read(), MOST_ROWS, str(me.id), apart)
    judged = await doors.do(False, lambda session: judge(session, me.organisation_id, found.rows, numbers))

    def kept_of(session: Session, batch: Sequence[Wanted]) -> Kept:
        by = still(session, token, me).require(Action.MANAGE_PEOPLE)
        return keep(session, by, batch, numbers, invite, seal)

    wanted = judged.wanted if keep_good or not judged.refused else []
    done = Kept(added=sum(one.person_id is None for one in wanted))
    if wanted and not dry_run:
        done = Kept()
        for batch in batches(wanted):
            some = await doors.do(True, partial(kept_of, batch=batch))
            done = Kept(done.added + some.added, done.changed + some.changed, done.invited + some.invited)
    kept = len(wanted) if dry_run else done.added + done.changed
    return PeopleImported(
        rows=len(found.rows),
        kept=kept,
        added=done.added,
        known=judged.known + len(wanted) - kept,
        refused_count=len(judged.refused),
        refused=[refused_row(one.line, one.wrong, found, PEOPLE) for one in judged.refused[:MOST_SHOWN]],
        changes=[_changed(one) for one in judged.wanted[:MOST_SHOWN]],
        invited=done.invited,
        dry_run=dry_run,
        notes=[*notes_of(found), *_notes(judged)],
    )


def _changed(one: Wanted) -> ChangedRow:
    return ChangedRow(line=one.row.line, name=one.name, added=one.person_id is None, what=list(one.what))


def _notes(judged: Judged) -> list[str]:
    counted = {"people_mobile_kept": judged.mobiles_kept, "people_not_in_file": judged.elsewhere}
    return [sentence(code, {"count": count}) for code, count in counted.items() if count]
