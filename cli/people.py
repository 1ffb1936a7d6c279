"""`token`, `person` and `organisation`: what you need before there is an administrator who can sign in."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.people.account_links import make_link
from achterwacht.people.facts import Facts
from achterwacht.people.policy import Grant
from achterwacht.people.reading import grants_of
from achterwacht.people.records import LinkReason, OrganisationRecord, TeamRecord, TokenKind
from achterwacht.people.roles import Role
from achterwacht.people.service import add_person
from achterwacht.people.sign_in import ForProgram, issue_token
from achterwacht.people.teams import add_team
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.single_sign_on.service import allow_passwords
from achterwacht.use_cases.numbers import Numbers
from achterwacht.use_cases.second_step import reset_second_step
from cli.opening import active_person, opened, organisation_by_slug
from cli.plain import Refused, out
from cli.typed import typed
from foundation.clock import clock_of
from foundation.settings import Settings, load_settings

person_app = typer.Typer(help="People: the first administrator, and links to choose a password.", no_args_is_help=True)
organisation_app = typer.Typer(help="Organisations.", no_args_is_help=True)

LONGEST_NAME = 80
MOST_DAYS = 400

Slug = Annotated[str, typer.Option("--organisation", help="The organisation's slug.")]


def add_to(app: typer.Typer) -> None:
    app.command()(token)


def token(
    email: str,
    name: Annotated[str, typer.Option(help="Which program it is for: its owner sees this, and can end it.")] = "",
    days: Annotated[int, typer.Option(min=0, max=MOST_DAYS, help="How long it lasts; 0: as a sign-in.")] = 0,
    read_only: Annotated[bool, typer.Option("--read-only", help="It only reads, and changes nothing.")] = False,
) -> None:
    """Print a bearer token for that person; on stdout the token alone."""
    name = typed(name, "--name", LONGEST_NAME) if name else ""
    program = ForProgram(name, read_only, timedelta(days=days) if days else None)
    with opened(load_settings()) as database, database.write() as session:
        person = active_person(session, email)
        roles = [grant.role for grant in grants_of(session, person)]
        made = issue_token(session, person, TokenKind.BEARER, roles, program=program)
        facts = {"program": name, "read_only": read_only, "until": f"{made.expires_at:%Y-%m-%d}"}
        note(session, person.organisation_id, Audited.TOKEN_MADE, about=person.id, facts=facts)
    typer.echo(made.text)


@organisation_app.command("add")
def add_organisation(
    slug: Annotated[str, typer.Argument(help="A short name in small letters, for commands.")],
    name: str,
    protocol: Annotated[str, typer.Option(help="The profile to begin with: an id of `protocol list`.")] = "",
    time_zone: str = "Europe/Amsterdam",
) -> None:
    """Add an organisation. Its protocol can also be loaded later; visits need one."""
    if not slug.replace("-", "").isalnum() or slug != slug.lower() or len(slug) > 40:
        raise Refused("slug: small letters, digits and hyphens, 40 at most")
    if protocol and protocol not in shipped():
        raise Refused(f"There is no profile {protocol}. There are: {', '.join(sorted(shipped()))}")
    _refuse_unknown_zone(time_zone)
    name = typed(name, "name")
    with opened(load_settings()) as database, database.write() as session:
        if session.scalars(select(OrganisationRecord).where(OrganisationRecord.slug == slug)).first() is not None:
            raise Refused(f"There is an organisation {slug} already.")
        organisation = OrganisationRecord(slug=slug, name=name, time_zone=time_zone)
        session.add(organisation)
        session.flush()
        note(session, organisation.id, Audited.ORGANISATION_ADDED)
        if protocol:
            load_profile(session, organisation, shipped()[protocol], clock_of(session).now(session))
    out.print(f"Added {slug}. Next: achterwacht person add EMAIL NAME --organisation {slug}")


@person_app.command("add")
def add(
    email: str,
    name: str,
    organisation: Slug,
    role: Annotated[Role, typer.Option(help="What they may.")] = Role.ADMINISTRATOR,
    team: Annotated[str, typer.Option(help="In this team only; it is made when it isn't there.")] = "",
    phone: Annotated[str, typer.Option(help="A mobile number.")] = "",
) -> None:
    """Add somebody: without more, an administrator. Prints the link by which they choose their password."""
    settings = load_settings()
    with opened(settings) as database, database.write() as session:
        record = organisation_by_slug(session, organisation)
        grant = Grant(role, _team(session, record, typed(team, "--team")) if team else None)
        facts = Facts(
            name=name,
            email=email,
            phone=phone or None,
            grants=(grant,),
        )
        added = add_person(session, record.id, None, facts, Numbers(settings.senders).for_a_person)
        said = f"Added {added.name} ({role.value}) to {record.slug}."
        secret = make_link(session, added, LinkReason.INVITED)
    out.print(said, markup=False)
    _print_link(settings, secret)


@person_app.command("link")
def link(email: str) -> None:
    """Print a link by which somebody chooses a password: once, within seven days. An earlier one counts no more."""
    settings = load_settings()
    with opened(settings) as database, database.write() as session:
        secret = make_link(session, active_person(session, email), LinkReason.INVITED)
    _print_link(settings, secret)


@person_app.command("second-step-reset")
def reset(email: str, reason: Annotated[str, typer.Option(help="Why: it stands in the audit.")]) -> None:
    """Take somebody's second step away: their phone is lost, and no other administrator can."""
    settings = load_settings()
    with opened(settings) as database, database.write() as session:
        person = active_person(session, email)
        had = reset_second_step(session, person, None, typed(reason, "--reason", 300), mails=settings.mails)
        said = f"{person.name} has no second step any more, and is told so." if had else f"{person.name} had none."
    out.print(said, markup=False)


def _print_link(settings: Settings, secret: str) -> None:
    typer.echo("Give this link to them alone. It counts once, within seven days:")
    typer.echo(f"{settings.base_url}/welcome#{secret}")


def _team(session: Session, organisation: OrganisationRecord, name: str) -> UUID:
    found = session.scalars(
        select(TeamRecord).where(TeamRecord.organisation_id == organisation.id, TeamRecord.name == name)
    ).one_or_none()
    return (found or add_team(session, organisation.id, None, name)).id


def _refuse_unknown_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refused(f"time-zone: there is no {name}; for instance Europe/Amsterdam or Europe/Brussels") from error


@organisation_app.command("passwords")
def allow_organisation_passwords(slug: str) -> None:
    """Let its people log in by a password again, while their own provider is away. It stands in the audit."""
    with opened(load_settings()) as database, database.write() as session:
        changed = allow_passwords(session, organisation_by_slug(session, slug).id)
    out.print(f"{slug}: passwords count again." if changed else f"{slug}: passwords counted already.")
