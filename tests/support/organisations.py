"""An organisation for the tests: a team, people in every role, and a way to ask the API as each of them.

def test_something(api, ours, strangers):
    ours.worker.post(api, "/v1/visits", {...}).status_code == 201
    strangers.manager.get(api, f"/v1/visits/{id}").status_code == 404
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

import httpx2 as httpx
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from achterwacht.people.kept_secrets import hash_secret
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord, TeamRecord, TokenKind
from achterwacht.people.roles import Role
from achterwacht.people.sign_in import issue_token
from achterwacht.protocols.service import load_profile, shipped
from foundation.clock import clock_of
from foundation.session import Database

PASSWORD = "een lang genoeg wachtwoord"
NOBODYS_ID = "4fa54870-18e1-450a-b434-d270bde85eba"
"""Nothing has this id. It never changes, since a test must have one name in all processes of the suite."""
_numbers = count(1)
# Each number once: among a thousand drawn at random, two are sometimes the same. Numbers written in tests are lower.
_phones = count(5_500_000 + secrets.randbelow(4_000_000))


@cache
def password_hash() -> str:
    return hash_secret(PASSWORD)


@dataclass(frozen=True)
class Employee:
    """Somebody with a bearer token, for whom a test speaks."""

    id: UUID
    name: str
    email: str
    phone: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, api: TestClient, path: str) -> httpx.Response:
        return self.ask(api, "GET", path)

    def post(self, api: TestClient, path: str, body: Any = None, key: str | None = None) -> httpx.Response:
        return self.ask(api, "POST", path, {} if body is None else body, key)

    def put(self, api: TestClient, path: str, body: Any) -> httpx.Response:
        return self.ask(api, "PUT", path, body)

    def patch(self, api: TestClient, path: str, body: Any) -> httpx.Response:
        return self.ask(api, "PATCH", path, body)

    def delete(self, api: TestClient, path: str) -> httpx.Response:
        return self.ask(api, "DELETE", path)

    def ask(self, api: TestClient, method: str, path: str, body: Any = None, key: str | None = None) -> httpx.Response:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        answer: httpx.Response = api.request(method, path, json=body, headers=headers)
        return answer


@dataclass(frozen=True)
class Organisation:
    """An organisation, its team "Inkomen", and one person in every role; `colleague2` and `manager2` are spare ones."""

    id: UUID
    slug: str
    team: UUID
    worker: Employee
    worker2: Employee
    colleague: Employee
    manager: Employee
    manager2: Employee
    registrar: Employee
    hr: Employee
    reception: Employee
    board: Employee
    administrator: Employee

    @property
    def everybody(self) -> tuple[Employee, ...]:
        return (
            self.worker, self.worker2, self.colleague, self.manager, self.manager2, self.registrar, self.hr,
            self.reception, self.board, self.administrator,
        )  # fmt: skip


def an_organisation(database: Database, slug: str) -> Organisation:
    """Make the organisation, with the demonstration's protocol."""
    with database.write() as session:
        organisation = OrganisationRecord(slug=slug, name=slug.title())
        session.add(organisation)
        session.flush()
        load_profile(session, organisation, shipped()["demo"], clock_of(session).now(session))
        team = TeamRecord(organisation_id=organisation.id, name="Inkomen")
        session.add(team)
        session.flush()

        def somebody(name: str, role: Role, everywhere: bool = False) -> Employee:
            return an_employee(session, organisation.id, slug, name, [(role, None if everywhere else team.id)])

        return Organisation(
            id=organisation.id,
            slug=slug,
            team=team.id,
            worker=somebody("Jan de Wit", Role.WORKER),
            worker2=somebody("Ali Demir", Role.WORKER),
            colleague=somebody("Fatima Bakker", Role.COLLEAGUE),
            manager=somebody("Karin Smit", Role.MANAGER),
            manager2=somebody("Mohamed el Amrani", Role.MANAGER),
            registrar=somebody("Ruth Verhoeven", Role.REGISTRAR, everywhere=True),
            hr=somebody("Hanna Visser", Role.HR, everywhere=True),
            reception=somebody("Rob Peters", Role.RECEPTION, everywhere=True),
            board=somebody("Bo van den Berg", Role.BOARD, everywhere=True),
            administrator=somebody("Anne Jansen", Role.ADMINISTRATOR, everywhere=True),
        )


def an_employee(
    session: Session, organisation_id: UUID, slug: str, name: str, grants: Iterable[tuple[Role, UUID | None]]
) -> Employee:
    """Make one more employee. Their number is valid, and nobody else's in this database."""
    number = next(_numbers)
    given = list(grants)
    person = PersonRecord(
        organisation_id=organisation_id,
        name=name,
        email=f"{name.partition(' ')[0].lower()}{number}@{slug}.test",
        phone=f"+3161{next(_phones):07d}",
        password_hash=password_hash(),
    )
    session.add(person)
    session.flush()
    session.add_all(
        GrantRecord(organisation_id=organisation_id, person_id=person.id, role=role, team_id=team_id)
        for role, team_id in given
    )
    token = issue_token(session, person, TokenKind.BEARER, [role for role, _ in given])
    session.flush()
    return Employee(person.id, person.name, person.email, person.phone or "", token.text)
