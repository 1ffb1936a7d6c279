"""Opens the database of this installation, and checks its schema."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.monitoring.held import held_since
from achterwacht.people.records import OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.people.sign_in import person_by_email
from achterwacht.people.teams import teams_of
from cli.plain import NotNow, Refused
from documents.store import BadStore, Store
from foundation.database_url import read_database_url, sqlite_file
from foundation.session import Database
from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings
from notifications.records import MessageRecord
from notifications.ways import Provider

OTHER_SCHEMA = "The database has another schema than this version needs. Type: achterwacht migrate"


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Gives the database, if it has the schema that this version needs; else it is neither read nor written.

    Raises:
        NotNow: there is no database.
        Refused: it has another schema.
    """
    _refuse_no_file(settings.database_url)
    database = Database.at(settings.database_url)
    try:
        from migrations.schema import WHY, State, state_of  # Alembic takes most of a second

        state = state_of(database.engine)
        if state is not State.READY:
            raise Refused(WHY.get(state, OTHER_SCHEMA))
        yield database
    finally:
        database.engine.dispose()


def _refuse_no_file(database_url: str) -> None:
    """Refuse a missing file: a command that only looks must not create an empty one when a name was mistyped."""
    url = read_database_url(database_url)
    if url.get_backend_name() != "sqlite":
        return
    file = sqlite_file(url)
    if file is None:
        raise Refused("A database in memory keeps nothing. Name a file: sqlite:///achterwacht.db")
    if file.is_dir():
        raise Refused(f"{file} is a folder, and no database. Name a file in it.")
    if not file.exists():
        # To who serves it may be a volume that is not mounted yet.
        raise NotNow(f"There is no database {file} yet. Type: achterwacht migrate")


def refuse_to_watch(database: Database, settings: Settings) -> None:
    """Start no watch that would reach the wrong people, or nobody.

    Raises:
        Refused: with the reason.
    """
    refuse_demonstration(database, settings)
    refuse_held(database)
    _refuse_simulator_among_real_ones(database, settings)


def _refuse_simulator_among_real_ones(database: Database, settings: Settings) -> None:
    """The outbox is shared. A clock that was started without its settings would take messages out of it, and an alarm
    would count as told that nobody heard."""
    if settings.delivery is not Delivery.SIMULATOR or settings.copy_to_try:
        return
    real = select(MessageRecord.id).where(MessageRecord.provider.in_((Provider.TWILIO, Provider.CM))).limit(1)
    with database.read() as session:
        found = session.scalars(real, execution_options={"across_organisations": True}).first()
    if found is not None:
        raise Refused(
            "Messages of this database went to real telephones, and with these settings the simulator would swallow "
            f"them. Is the environment of this process there? It needs {PREFIX}DELIVERY=twilio; for a copy to try "
            f"things with, {PREFIX}COPY_TO_TRY=true."
        )


def refuse_demonstration(database: Database, settings: Settings) -> None:
    """Never send anything to the people of the demonstration: they don't exist, but their numbers may.

    Raises:
        Refused: in production, or with a provider that reaches people.
    """
    if not settings.production and not settings.reaches_people:
        return
    with database.read() as session:
        if session.scalars(select(OrganisationRecord).where(OrganisationRecord.demonstration)).first() is not None:
            raise Refused(
                "This database holds the demonstration organisation. Its people don't exist, and their numbers may "
                "be somebody's: use another database for real messages."
            )


def refuse_held(database: Database) -> None:
    """Don't start a watch that was put back from a backup before somebody looked who was out.

    Raises:
        Refused: until `achterwacht go`.
    """
    with database.read() as session:
        since = held_since(session)
    if since is not None:
        raise Refused(
            f"This watch was put back from a backup of {since:%Y-%m-%d %H:%M} UTC and is held. Look who was out then: "
            "achterwacht go"
        )


def refuse_bad_store(settings: Settings) -> None:
    """Don't start where files can't be kept: somebody would hear of it when they need one.

    Raises:
        NotNow: with the reason.
    """
    try:
        Store(settings).check()
    except BadStore as error:
        raise NotNow(f"{PREFIX}FILES: {error}") from error


def organisation_by_slug(session: Session, slug: str) -> OrganisationRecord:
    """Returns the organisation.

    Raises:
        Refused: there is none; the message names those that exist.
    """
    found = session.scalars(select(OrganisationRecord).where(OrganisationRecord.slug == slug)).one_or_none()
    if found is None:
        there = ", ".join(session.scalars(select(OrganisationRecord.slug).order_by(OrganisationRecord.slug))) or "none"
        raise Refused(f"There is no organisation {slug}. There are: {there}")
    return found


def team_by_name(session: Session, organisation: OrganisationRecord, name: str) -> TeamRecord:
    """Returns the team of this organisation.

    Raises:
        Refused: there is none; the message names those that exist.
    """
    teams = teams_of(session, organisation.id)
    found = next((one for one in teams if one.name == name), None)
    if found is None:
        there = ", ".join(one.name for one in teams) or "none"
        raise Refused(f"{organisation.slug} has no team {name}. There are: {there}")
    return found


def active_person(session: Session, email: str) -> PersonRecord:
    """Returns the person with that address who works here.

    Raises:
        Refused: nobody has that address, or they left.
    """
    person = person_by_email(session, email)
    if person is None or not person.active:
        raise Refused(f"Nobody who works here has the address {email}.")
    return person
