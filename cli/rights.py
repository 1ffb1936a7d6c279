"""`access` and `erase`: what is kept about somebody, for them to read; and what of it may go now."""

import json
import os
from pathlib import Path
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import typer
from rich import markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address
from achterwacht.addresses.fold import tidy
from achterwacht.addresses.reading import read_address
from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.clockwork.forgetting.erasing import Erased, erase_resident, erase_staff
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.refused import WrongInput
from achterwacht.views.kept_about import Kept, kept_about_resident, kept_about_staff
from cli.kept_page import page_of
from cli.opening import opened, organisation_by_slug
from cli.people import Slug
from cli.plain import Refused, out
from foundation.settings import load_settings

access_app = typer.Typer(help="Everything that is kept about somebody, as a file to read.", no_args_is_help=True)
erase_app = typer.Typer(help="Erase what may go now, and say what stays and why.", no_args_is_help=True)

To = Annotated[Path, typer.Option(help="The file, without .json or .html: both are written.")]
Postcode = Annotated[str, typer.Option(help="Of the address.")]
Number = Annotated[str, typer.Option(help="The house number, with letter or box.")]
Street = Annotated[str, typer.Option(help="For a Belgian address.")]
City = Annotated[str, typer.Option(help="For a Belgian address.")]
Named = Annotated[str, typer.Option(help="Only what is about somebody of this name.")]


@access_app.command("staff")
def access_staff(email: str, to: To) -> None:
    """About somebody who works here, or did."""
    with opened(load_settings()) as database, database.write() as session:
        person = _person(session, email)
        kept = kept_about_staff(session, person.organisation_id, person.id)
        _write(to, kept, session.get_one(OrganisationRecord, person.organisation_id).time_zone)
        note(session, person.organisation_id, Audited.ACCESS_GIVEN, about=person.id)


@access_app.command("resident")
def access_resident(
    organisation: Slug, postcode: Postcode, number: Number, to: To, street: Street = "", city: City = "",
    name: Named = "",
) -> None:  # fmt: skip
    """About a resident, by address. First make sure who asks: who keeps the register does that."""
    address = _address(postcode, number, street, city)
    with opened(load_settings()) as database, database.write() as session:
        of = organisation_by_slug(session, organisation)
        kept = kept_about_resident(session, of.id, address, name)
        _write(to, kept, of.time_zone)
        _say_left_out(kept)
        note(session, of.id, Audited.ACCESS_GIVEN, facts=dict(kept.found()))


@erase_app.command("staff")
def erase_one_of_staff(email: str) -> None:
    """Make the account of somebody who left nameless, before its term."""
    with opened(load_settings()) as database, database.write() as session:
        person = _person(session, email)
        erased = erase_staff(session, person.organisation_id, person.id)
    _say(erased)


@erase_app.command("resident")
def erase_one_resident(
    organisation: Slug, postcode: Postcode, number: Number, street: Street = "", city: City = "", name: Named = ""
) -> None:
    """Erase what is kept of an address and may go: visits that are over, and marks that ended."""
    address = _address(postcode, number, street, city)
    with opened(load_settings()) as database, database.write() as session:
        of = organisation_by_slug(session, organisation)
        kept = kept_about_resident(session, of.id, address, name)
        found = {table: [UUID(row["id"]) for row in rows if "id" in row] for table, rows in kept.about.items()}
        erased = erase_resident(session, of.id, found)
    _say(erased)
    _say_left_out(kept)


def _person(session: Session, email: str) -> PersonRecord:
    statement = select(PersonRecord).where(PersonRecord.email == email.strip().lower())
    person = session.scalars(statement, execution_options={"across_organisations": True}).one_or_none()
    if person is None:
        raise Refused("There is nobody with this e-mail address.")
    return person


def _address(postcode: str, number: str, street: str, city: str) -> Address:
    country = "BE" if street and city and not postcode.strip()[-1:].isalpha() else "NL"
    given = {"country": country, "postcode": postcode, "houseNumber": number, "street": street, "city": city}
    try:
        return read_address({key: value for key, value in given.items() if value})
    except WrongInput as error:
        wrong = ", ".join(one.pointer.strip("/") for one in error.wrong)
        raise Refused(f"This is no address: look at {wrong}.") from error


def _write(to: Path, kept: Kept, time_zone: str) -> None:
    plain = json.dumps({"about": kept.about, "done": kept.done, "looked": kept.looked}, ensure_ascii=False, indent=2)
    for file, text in ((f"{to}.json", plain), (f"{to}.html", page_of(kept, ZoneInfo(time_zone)))):
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as open_file:
            open_file.write(text)
        out.print(f"Written: {file}")
    for table, rows in kept.found().items():
        out.print(f"  {table}: {rows}")
    out.print("Read it before you give it: what others said or did may stand in it.")


def _say_left_out(kept: Kept) -> None:
    for name, many in sorted(kept.of_other_names.items()):
        out.print(
            f"[yellow]![/] Left out, as it is about {markup.escape(tidy(name))}: {many}. The same? Ask with that."
        )


def _say(erased: Erased) -> None:
    for table, many in erased.gone.items():
        out.print(f"[green]✓[/] {table}: {many} gone")
    for table, why in erased.stays.items():
        out.print(f"[yellow]![/] {table} stays: {why}")
    if not erased.gone and not erased.stays:
        out.print("There is nothing.")
