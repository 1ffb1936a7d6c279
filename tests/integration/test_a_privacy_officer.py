"""A privacy officer is one of a whole organisation, however they got the role; and is asked a second step at once."""

from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError

from achterwacht.people.records import GrantRecord
from achterwacht.people.roles import Role
from achterwacht.retention.rules import TERMS, Keeping
from achterwacht.retention.service import set_term
from foundation.session import Database
from tests.integration.test_people_import import people, reads
from tests.integration.test_single_sign_on import SETTING, setting
from tests.support.organisations import Organisation, an_employee

ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
EVERYWHERE = [{"role": "privacy_officer", "teamId": None}]
WORDS = "'worker', 'colleague', 'manager', 'registrar', 'hr', 'reception', 'board', 'administrator'"


@ONE_KIND
@pytest.mark.parametrize("word", ["Privacyfunctionaris", "FG", "dpo", "privacy officer", "privacy_officer"])
def test_a_file_gives_the_role_everywhere_whatever_team_it_names(
    api: TestClient, ours: Organisation, word: str
) -> None:
    reads(api, ours, f"Priya Groen;priya@voorstad.test;;{word};Inkomen;", f"Gijs;gijs@voorstad.test;;{word};;")
    now = people(api, ours)
    assert [now[f"{one}@voorstad.test"]["grants"] for one in ("priya", "gijs")] == [EVERYWHERE, EVERYWHERE]


@ONE_KIND
def test_beside_a_role_in_a_team_it_counts_everywhere(api: TestClient, ours: Organisation) -> None:
    reads(api, ours, "Priya Groen;priya@voorstad.test;;Achterwacht, FG;Inkomen;")
    grants = people(api, ours)["priya@voorstad.test"]["grants"]
    assert {(one["role"], one["teamId"]) for one in grants} == {
        ("colleague", str(ours.team)), ("privacy_officer", None),
    }  # fmt: skip


@ONE_KIND
def test_a_group_of_the_provider_gives_it_everywhere_or_not(api: TestClient, ours: Organisation) -> None:
    def asks(team: str | None) -> Any:
        group = {"name": "fg", "role": "privacy_officer", "teamId": team}
        return ours.administrator.put(api, SETTING, setting(ours, "https://login.example", groups=[group]))

    refused = asks(str(ours.team)).json()
    assert [(one["pointer"], one["code"]) for one in refused["errors"]] == [
        ("/groups/0/teamId", "role_only_everywhere")
    ]
    assert asks(None).status_code == 200


def test_the_database_holds_none_of_a_team(ours: Organisation, database: Database) -> None:
    role = Role.PRIVACY_OFFICER
    of_a_team = GrantRecord(organisation_id=ours.id, person_id=ours.hr.id, role=role, team_id=ours.team)
    with pytest.raises(IntegrityError, match="everywhere"), database.write() as session:
        session.add(of_a_team)


@ONE_KIND
def test_how_long_what_stays_is_read_by_who_reads_the_audit(
    api: TestClient, ours: Organisation, strangers: Organisation, database: Database
) -> None:
    with database.write() as session:
        set_term(session, ours.id, Keeping.VISIT, 14)
        priya = an_employee(session, ours.id, ours.slug, "Priya Groen", [(Role.PRIVACY_OFFICER, None)])
    found = {one["keeping"]: one for one in priya.get(api, "/v1/retention-terms").json()["terms"]}
    assert set(found) == set(Keeping)
    assert found["visit"] == {"keeping": "visit", "days": 14, "usual": 28, "least": 7, "most": 365}
    theirs = strangers.registrar.get(api, "/v1/retention-terms").json()["terms"]
    assert {one["keeping"]: one["days"] for one in theirs} == {one: term.days for one, term in TERMS.items()}
    assert priya.ask(api, "PUT", "/v1/retention-terms", {}).status_code == 405, "it is only read"


def test_who_asked_a_second_step_at_the_desk_asks_it_of_them_and_back() -> None:
    """The migration, on tables as they were."""
    migration = import_module("migrations.versions.0085_a_privacy_officer")
    tables = sa.MetaData()
    roles = [
        sa.Table(
            name,
            tables,
            sa.Column("id", sa.Uuid(), primary_key=True),
            sa.Column("role", sa.String(32)),
            sa.Column("team_id", sa.Uuid(), nullable=True),
            sa.CheckConstraint(f"role IN ({WORDS})", name=f"ck_{name}_role_word"),
        )
        for name in ("grant_", "sign_on_group")
    ]
    policy = sa.Table(
        "sign_in_policy",
        tables,
        sa.Column("organisation_id", sa.Uuid(), primary_key=True),
        sa.Column("second_step", sa.JSON()),
    )
    desk, field = ["administrator", "registrar"], ["worker"]
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        tables.create_all(connection)
        connection.execute(policy.insert(), [{"organisation_id": uuid4(), "second_step": one} for one in (desk, field)])

        def asked() -> list[list[str]]:
            return sorted(connection.scalars(sa.select(policy.c.second_step)).all())

        migration.upgrade()
        assert asked() == [["administrator", "privacy_officer", "registrar"], field]
        for table in roles:
            connection.execute(table.insert().values(id=uuid4(), role="privacy_officer"))
        migration.downgrade()
        assert asked() == [desk, field]
        for table in roles:
            assert connection.scalars(sa.select(table.c.role)).all() == [], "a role that nobody knows any more"
            with pytest.raises(IntegrityError), connection.begin_nested():
                connection.execute(table.insert().values(id=uuid4(), role="privacy_officer"))
