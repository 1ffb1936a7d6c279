"""`retention`: how long what is kept stays, what would go now, and letting it go."""

from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.clockwork.forgetting.run import count_what_is_over, forget_what_is_over
from achterwacht.people.records import OrganisationRecord
from achterwacht.retention.rules import A_STEP, TERMS, Keeping
from achterwacht.retention.service import how_far, set_term, terms_of
from cli.opening import opened, organisation_by_slug
from cli.plain import Refused, out
from documents.store import Store
from foundation.session import Database
from foundation.settings import load_settings


def add_to(app: typer.Typer) -> None:
    app.command()(retention)


def retention(
    organisation: Annotated[str, typer.Option(help="Only this organisation, by its slug.")] = "",
    keep: Annotated[list[str] | None, typer.Option(help="Another term, as visit=14; may be said more often.")] = None,
    dry: Annotated[bool, typer.Option("--dry", help="Say what would go now, and let nothing go.")] = False,
    now: Annotated[bool, typer.Option("--now", help="Let it go now; the clock does so each hour.")] = False,
) -> None:
    """Say how many days everything is kept; change that, or let go of what is over."""
    settings = load_settings()
    if dry and now:
        raise Refused("--dry lets nothing go, --now does. Say one of them.")
    if keep and not organisation:
        raise Refused("--keep: say of which organisation, with --organisation.")
    with opened(settings) as database:
        if keep:
            with database.write() as session:
                of = organisation_by_slug(session, organisation)
                for one in keep:
                    set_term(session, of.id, *_term(one))
        with database.read() as session:
            for of in _organisations(session, organisation):
                _print(session, of, dry)
            _say_how_far(session, database)
        if now:
            gone = forget_what_is_over(database, Store(settings))
            with database.read() as session:
                slugs = {of.id: of.slug for of in _organisations(session, "")}
            for organisation_id, counts in gone.items():
                for what, many in counts.items():
                    out.print(f"{slugs[organisation_id]}: let go of {many} {what}")


def _say_how_far(session: Session, database: Database) -> None:
    """Say so if what is over is not counted until today: the clock made a leap, or stood still."""
    now, reached = database.clock.now(session), how_far(session)
    if now - reached > A_STEP:
        out.print(
            f"It is {now:%Y-%m-%d} by this clock, and what is over is counted until {reached:%Y-%m-%d}: a day further"
            " each hour. Is the clock right?"
        )


def _organisations(session: Session, slug: str) -> list[OrganisationRecord]:
    if slug:
        return [organisation_by_slug(session, slug)]
    return list(session.scalars(select(OrganisationRecord).order_by(OrganisationRecord.slug)))


def _term(said: str) -> tuple[Keeping, int]:
    word, _, days = said.partition("=")
    if word not in set(Keeping) or not days.isdecimal() or len(days) > len("99999"):
        raise Refused(f"--keep {said}: write it as visit=14. There are: {', '.join(Keeping)}.")
    term = TERMS[Keeping(word)]
    if not term.least <= int(days) <= term.most:
        raise Refused(f"--keep {said}: at least {term.least} days, and at most {term.most}.")
    return Keeping(word), int(days)


def _print(session: Session, of: OrganisationRecord, dry: bool) -> None:
    for keeping, days in terms_of(session, of.id).items():
        term = TERMS[keeping]
        out.print(f"{of.slug}: {keeping.value} {days} days (from {term.least} to {term.most})")
    if dry:
        counts = count_what_is_over(session, of.id, how_far(session))
        for what, many in counts.items():
            if many:
                out.print(f"{of.slug}: would let go of {many} {what}")
        if not any(counts.values()):
            out.print(f"{of.slug}: would let go of nothing")
