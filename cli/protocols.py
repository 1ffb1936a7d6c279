"""`protocol list`, `show`, `check` and `load`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import select

from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.protocols.of_team import go_by, load_for_team
from achterwacht.protocols.profile import Profile, RefusedProfile, read_profile
from achterwacht.protocols.records import ProtocolVersionRecord
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.protocols.sources import sources
from achterwacht.use_cases.numbers import Numbers
from cli.opening import opened, organisation_by_slug, team_by_name
from cli.plain import Refused, out, read_text
from cli.profile_pages import pages
from foundation.clock import clock_of
from foundation.settings import load_settings

app = typer.Typer(help="The protocol profiles: one organisation's rules.", no_args_is_help=True)

Slug = Annotated[str, typer.Option("--organisation", help="The organisation's slug.")]
Team = Annotated[str | None, typer.Option("--team", help="Only for the team with this name.")]


@app.command("list")
def list_profiles() -> None:
    """The profiles that come with the product, and the one each organisation runs, and each team with its own."""
    table = Table("id", "name", "country")
    for text in shipped().values():
        profile = read_profile(text)
        table.add_row(profile.id, profile.name, profile.country)
    out.print(table)
    with opened(load_settings()) as database, database.read() as session:
        rows = session.execute(
            select(OrganisationRecord.slug, ProtocolVersionRecord.profile_id, ProtocolVersionRecord.version)
            .join(ProtocolVersionRecord, ProtocolVersionRecord.id == OrganisationRecord.protocol_id)
            .order_by(OrganisationRecord.slug)
        ).all()
        own = session.execute(
            select(
                OrganisationRecord.slug,
                TeamRecord.name,
                ProtocolVersionRecord.profile_id,
                ProtocolVersionRecord.version,
            )
            .join(TeamRecord, TeamRecord.organisation_id == OrganisationRecord.id)
            .join(ProtocolVersionRecord, ProtocolVersionRecord.id == TeamRecord.protocol_id)
            .order_by(OrganisationRecord.slug, TeamRecord.name)
        ).all()
    if rows or own:
        table = Table("organisation", "team", "profile", "version")
        for slug, profile_id, version in rows:
            table.add_row(slug, "", profile_id, str(version))
        for slug, team, profile_id, version in own:
            table.add_row(slug, team, profile_id, str(version))
        out.print(table)


@app.command()
def show(
    profile_id: Annotated[str, typer.Argument(metavar="ID")],
    toml: Annotated[bool, typer.Option("--toml", help="The file itself: a beginning for one of your own.")] = False,
) -> None:
    """Show a profile that comes with the product, to read, each part with the lines of the protocol it comes from."""
    text = _shipped(profile_id)
    if toml:
        typer.echo(text, nl=False)
        return
    for page in pages(read_profile(text), sources(text)):
        out.print(page)
        out.print()


@app.command()
def check(file: Path) -> None:
    """Say everything that is wrong with a profile."""
    profile = _good(read_text(file), str(file))
    out.print(f"{file}: {profile.name} is a good profile.")


@app.command()
def load(
    file: Annotated[str, typer.Argument(help="A file, or the id of a profile that comes with the product.")],
    organisation: Slug,
    team: Team = None,
) -> None:
    """Let new visits of an organisation, or of one team, go by this profile. Visits under way keep theirs."""
    text = shipped().get(file) or read_text(Path(file))
    profile = _good(text, file)
    settings = load_settings()
    with opened(settings) as database, database.write() as session:
        record = organisation_by_slug(session, organisation)
        now = clock_of(session).now(session)
        taken = Numbers(settings.senders).wrong_in(session, record, profile)
        if taken:
            raise Refused(*(f"{file}: {problem}" for problem in taken))
        try:
            version = (
                load_profile(session, record, text, now)
                if team is None
                else load_for_team(session, record, team_by_name(session, record, team), text, now)
            )
        except RefusedProfile as error:
            raise Refused(*(f"{file}: {problem}" for problem in error.problems)) from error
        who = record.slug if team is None else f"{record.slug}, {team}"
        said = f"{who}: new visits go by {version.profile_id}, version {version.version}."
    out.print(said)


@app.command()
def follow(organisation: Slug, team: Annotated[str, typer.Option("--team", help="The name of the team.")]) -> None:
    """Let new visits of a team go by the profile of its organisation again. Visits under way keep theirs."""
    with opened(load_settings()) as database, database.write() as session:
        record = organisation_by_slug(session, organisation)
        go_by(session, record, team_by_name(session, record, team), None, clock_of(session).now(session))
    out.print(f"{organisation}, {team}: new visits go by the profile of the organisation.")


def _good(text: str, file: str) -> Profile:
    """Returns the profile in this text.

    Raises:
        Refused: with everything that is wrong with it, each line with the file, the key and why.
    """
    try:
        return read_profile(text)
    except RefusedProfile as error:
        raise Refused(*(f"{file}: {problem}" for problem in error.problems)) from error


def _shipped(profile_id: str) -> str:
    found = shipped().get(profile_id)
    if found is None:
        raise Refused(f"There is no profile {profile_id}. There are: {', '.join(sorted(shipped()))}")
    return found
