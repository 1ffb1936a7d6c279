"""`import risk-addresses`."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.policy import RIGHTS, Action
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.risks.importing import Report, UnreadableFile, WrongColumns, import_marks, read_rows
from api.wording import sentence
from cli.opening import active_person, opened, organisation_by_slug
from cli.plain import REFUSED, Refused, err, out
from foundation.clock import clock_of
from foundation.settings import load_settings

app = typer.Typer(help="Reading files of other systems.", no_args_is_help=True)
PROVISIONAL = timedelta(days=7)


@app.command("risk-addresses")
def risk_addresses(
    file: Path,
    organisation: Annotated[str, typer.Option(help="The organisation's slug.")],
    by: Annotated[
        str, typer.Option(help="Who proposes them, by e-mail. Without it: the organisation's registrar.")
    ] = "",
    approved_by: Annotated[str, typer.Option(help="Who approves them, by e-mail: somebody else.")] = "",
    keep_good: Annotated[bool, typer.Option(help="Keep the good rows when some are refused.")] = False,
) -> None:
    """Propose a risk mark for each row of a CSV file. Without an approver they count for at most 7 days."""
    try:
        rows = read_rows(file.read_bytes())
    except WrongColumns as wrong:
        raise Refused(*_columns(wrong.facts["missing"], wrong.facts["unknown"])) from wrong
    except UnreadableFile as wrong:
        raise Refused(f"{file}: it is no CSV in UTF-8.") from wrong
    with (
        opened(load_settings()) as database,
        Progress(TextColumn("Risk addresses"), BarColumn(), MofNCompleteColumn(), console=err) as progress,
        database.write() as session,
    ):
        record = organisation_by_slug(session, organisation)
        task = progress.add_task("", total=len(rows))
        report = import_marks(
            session,
            record.id,
            rows,
            _member(session, record, by) if by else _registrar(session, record),
            clock_of(session).now(session),
            approved_by=_member(session, record, approved_by) if approved_by else None,
            keep_good=keep_good,
            after_each=lambda: progress.advance(task),
        )
    _tell(report, len(rows), keep_good)


def _columns(missing: list[str], unknown: list[str]) -> list[str]:
    said = [f"Columns that are missing: {', '.join(missing)}"] if missing else []
    return said + ([f"Columns that nobody knows: {', '.join(unknown)}"] if unknown else [])


def _tell(report: Report, rows: int, keep_good: bool) -> None:
    out.print(f"{rows} rows: {report.kept} new, {report.known} known already, {len(report.refused)} refused.")
    for row in report.refused:
        why = "; ".join(f"{one.pointer.strip('/') or 'row'}: {sentence(one.code, one.facts)}" for one in row.wrong)
        err.print(f"line {row.line}: {why}", markup=False)
    if report.refused:
        if not keep_good:
            err.print("Nothing was kept. Mend these rows, or keep the good ones with --keep-good.")
        raise typer.Exit(REFUSED)


def _member(session: Session, organisation: OrganisationRecord, email: str) -> UUID:
    person = active_person(session, email)
    if person.organisation_id != organisation.id:
        raise Refused(f"{email} does not work at {organisation.slug}.")
    return person.id


def _registrar(session: Session, organisation: OrganisationRecord) -> UUID:
    """Whoever keeps the register, the registrar before a manager."""
    found = session.scalars(
        select(PersonRecord.id)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(
            PersonRecord.organisation_id == organisation.id,
            PersonRecord.active,
            GrantRecord.role.in_(RIGHTS[Action.SEE_MARKS].roles),
        )
        .order_by(GrantRecord.role.desc(), PersonRecord.name)
    ).first()
    if found is None:
        raise Refused(f"{organisation.slug} has no registrar. Say who proposes the marks: --by EMAIL")
    return found
