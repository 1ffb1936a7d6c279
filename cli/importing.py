"""`import risk-addresses`."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import address_of
from achterwacht.addresses.registers.registers import Registers, make_registers
from achterwacht.kinds import Actor
from achterwacht.people.actions import Action
from achterwacht.people.policy import RIGHTS
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.risk_files.columns import MARKS
from achterwacht.risk_files.importing import Judged, RefusedRow, approver, batches, judge
from achterwacht.risk_files.placing import Placed, Question, ask_all, placed, questions_of
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.visiting.risk_marks import give_ids, keep, without_id
from cli.interrupts import Stopped, heard_later, said
from cli.opening import active_person, opened, organisation_by_slug
from cli.plain import REFUSED, Refused, err, out
from cli.row_files import found_in, progress, say_refused
from foundation.clock import clock_of
from foundation.session import Database
from foundation.settings import Settings, load_settings

app = typer.Typer(help="Reading files of other systems.", no_args_is_help=True)


@app.command("risk-addresses")
def risk_addresses(
    file: Path,
    organisation: Annotated[str, typer.Option(help="The organisation's slug.")],
    by: Annotated[
        str, typer.Option(help="Who proposes them, by e-mail. Without it: the organisation's registrar.")
    ] = "",
    approved_by: Annotated[str, typer.Option(help="Who approves them, by e-mail: somebody else.")] = "",
    keep_good: Annotated[bool, typer.Option(help="Keep the good rows when some are refused.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Say what would happen, and change nothing.")] = False,
    look_up: Annotated[
        bool, typer.Option(help="Look the addresses up in the public registers first; `import places` can do it later.")
    ] = True,
) -> None:
    """Propose a risk mark for each row of a CSV or Excel file (.xlsx). Without an approver they count for 7 days.

    Ctrl-C stops it: before the first row is kept nothing is changed, and after that it says how many were kept.
    """
    settings = load_settings()
    with opened(settings) as database:
        with said("Stopped. Nothing was kept."):
            found = found_in(MARKS, file)
            rows, looked_up = found.rows, Placed()
            with database.read() as session:
                record = organisation_by_slug(session, organisation)
                proposer = Actor(
                    record.id, _member(session, record, by) if by else _registrar(session, record), via="import"
                )
                named = approver(session, proposer, _member(session, record, approved_by)) if approved_by else None
                with progress("Reading", len(rows)) as advance:
                    judged = judge(session, proposer, rows, clock_of(session).now(session), advance)
            kept = len(judged.marks) if keep_good or not judged.refused else 0
            if look_up and (kept or dry_run):
                questions = asyncio.run(_asked(judged.marks, settings))
                looked_up = placed(questions, judged.lines)
        if kept and not dry_run:
            kept = _keep(database, proposer, judged, named)
    from api.http.row_files import notes_of
    from api.risk_addresses.files import notes_on_places

    for note in (*notes_of(found), *notes_on_places(looked_up)):
        err.print(note, markup=False)
    lost = len(judged.marks) - kept if kept and not dry_run else 0
    _tell(Report(kept, judged.known + lost, judged.refused), len(rows), keep_good, dry_run)


@app.command("places")
def places(organisation: Annotated[str, typer.Option(help="The organisation's slug.")]) -> None:
    """Look up the address of each mark that has no id of the public registers yet. May be stopped and begun again."""
    settings = load_settings()
    with opened(settings) as database:
        with database.read() as session:
            record = organisation_by_slug(session, organisation)
            marks = without_id(session, record.id)
            session.expunge_all()
        found = 0
        try:
            for batch in batches(marks):
                stopped = _stopped_asking(batch, settings)
                with heard_later() as press:
                    found += _give(database, record.id, batch)
                if stopped or press.pressed:
                    raise KeyboardInterrupt
        except KeyboardInterrupt as interrupt:
            raise Stopped(
                f"Stopped. {len(marks)} marks without an id: {found} got one. The same command goes on from here."
            ) from interrupt
        out.print(f"{len(marks)} marks without an id: {found} got one.")


def _stopped_asking(batch: Sequence[RiskMarkRecord], settings: Settings) -> bool:
    """Ask the registers about these. Returns whether somebody pressed Ctrl-C; what was answered by then stands."""
    try:
        asyncio.run(_asked(batch, settings))
    except KeyboardInterrupt:
        return True
    return False


def _give(database: Database, organisation_id: UUID, batch: Sequence[RiskMarkRecord]) -> int:
    """Store the ids that the registers gave. Returns how many marks got one."""
    known = {one.id: address_of(one.address) for one in batch if one.register_key is not None}
    with database.write() as session:
        return give_ids(session, organisation_id, known, clock_of(session).now(session))


async def _asked(marks: Sequence[RiskMarkRecord], settings: Settings) -> list[Question]:
    """Ask the registers until it is done. Ctrl-C stops it; the marks that were answered by then have their id."""
    registers: Registers = make_registers(settings)
    questions = questions_of(marks, registers)
    try:
        with progress("Looking up", len(questions)) as advance:
            await ask_all(questions, advance)
    finally:
        await registers.close()
    return questions


def _keep(database: Database, proposer: Actor, judged: Judged, named: Actor | None) -> int:
    """Store the marks in small transactions, so that nothing else has to wait for the whole file.

    Raises:
        Stopped: somebody pressed Ctrl-C; between two of those, never in the middle of one.
    """
    kept = passed = 0
    with heard_later() as press, progress("Keeping", len(judged.marks)) as advance:
        for batch in batches(judged.marks):
            if press.pressed:
                raise Stopped(
                    f"Stopped: {kept} marks were kept, {len(judged.marks) - passed} were not.",
                    "Import the same file again for the rest: what is known already is left as it is.",
                )
            with database.write() as session:
                kept += keep(session, proposer, batch, named, clock_of(session).now(session))
            passed += len(batch)
            for _ in batch:
                advance()
    return kept


@dataclass(frozen=True)
class Report:
    kept: int
    known: int
    refused: tuple[RefusedRow, ...]


def _tell(report: Report, rows: int, keep_good: bool, dry_run: bool) -> None:
    out.print(
        f"{rows} rows in the file: {report.kept} new, {report.known} known already, {len(report.refused)} refused."
    )
    if dry_run:
        out.print("A dry run: nothing was changed.")
    for row in report.refused:
        say_refused(row.line, row.wrong)
    if report.refused:
        if not keep_good and not dry_run:
            err.print("Nothing was kept. Mend these rows, or keep the good ones with --keep-good.")
        raise typer.Exit(REFUSED)


def _member(session: Session, organisation: OrganisationRecord, email: str) -> UUID:
    person = active_person(session, email)
    if person.organisation_id != organisation.id:
        raise Refused(f"{email} does not work at {organisation.slug}.")
    return person.id


def _registrar(session: Session, organisation: OrganisationRecord) -> UUID:
    """Returns somebody who keeps the register, preferably the registrar and else a manager."""
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
