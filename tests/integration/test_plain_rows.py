"""What is read past the ORM is what the session would read itself: its own changes too."""

from sqlalchemy import bindparam, select

from achterwacht.people.records import PersonRecord
from foundation.plain_rows import Plain
from foundation.session import Database
from tests.support.organisations import Organisation

NAME = Plain(
    select(PersonRecord.name).where(
        PersonRecord.organisation_id == bindparam("organisation"), PersonRecord.id == bindparam("id")
    )
)


def test_what_the_session_changed_before_is_seen(database: Database, ours: Organisation) -> None:
    with database.write() as session:
        session.get_one(PersonRecord, ours.colleague.id).name = "Fatima de Boer"
        found = NAME.read(session, {"organisation": ours.id, "id": ours.colleague.id})
        assert [row.name for row in found] == ["Fatima de Boer"]
