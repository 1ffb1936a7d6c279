"""Opening the database of this installation, with the schema it must have."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.sign_in import person_by_email
from cli.plain import Refused
from foundation.session import Database
from foundation.settings import Delivery, Settings, is_loopback

OTHER_SCHEMA = "The database has another schema than this version needs. Type: achterwacht migrate"
NO_TABLE = re.compile(r"no such (table|column)|does not exist", re.IGNORECASE)


@contextmanager
def opened(settings: Settings, *, exactly: bool = False) -> Iterator[Database]:
    """The database. `exactly`: what serves looks first whether the schema is its own; a short command just tries.

    Raises:
        Refused: its schema is not the one this version wants, or the address is of another kind of database.
    """
    try:
        database = Database.at(settings.database_url)
    except ValueError as error:
        raise Refused(str(error)) from error
    try:
        if exactly:
            from migrations.schema import is_up_to_date  # Alembic takes most of a second

            if not is_up_to_date(database.engine):
                raise Refused(OTHER_SCHEMA)
        yield database
    except (OperationalError, ProgrammingError) as error:
        if NO_TABLE.search(str(error.orig)):
            raise Refused(OTHER_SCHEMA) from error
        raise
    finally:
        database.engine.dispose()


def reaches_people(settings: Settings) -> bool:
    """Whether messages go to real telephones: a test's own provider on this machine doesn't count."""
    host = urlsplit(settings.twilio_api_base).hostname or ""
    return settings.delivery is Delivery.TWILIO and not is_loopback(host)


def refuse_demonstration(database: Database, settings: Settings) -> None:
    """The people of the demonstration don't exist, their numbers may: nothing is ever sent to them.

    Raises:
        Refused: in production, or with a provider that reaches people.
    """
    if not settings.production and not reaches_people(settings):
        return
    with database.read() as session:
        if session.scalars(select(OrganisationRecord).where(OrganisationRecord.demonstration)).first() is not None:
            raise Refused(
                "This database holds the demonstration organisation. Its people don't exist, and their numbers may "
                "be somebody's: use another database for real messages."
            )


def organisation_by_slug(session: Session, slug: str) -> OrganisationRecord:
    """The organisation.

    Raises:
        Refused: there is none, with the names of those there are.
    """
    found = session.scalars(select(OrganisationRecord).where(OrganisationRecord.slug == slug)).one_or_none()
    if found is None:
        there = ", ".join(session.scalars(select(OrganisationRecord.slug).order_by(OrganisationRecord.slug))) or "none"
        raise Refused(f"There is no organisation {slug}. There are: {there}")
    return found


def active_person(session: Session, email: str) -> PersonRecord:
    """The person with that address who works here.

    Raises:
        Refused: nobody has that address, or they left.
    """
    person = person_by_email(session, email)
    if person is None or not person.active:
        raise Refused(f"Nobody who works here has the address {email}.")
    return person
