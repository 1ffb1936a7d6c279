"""The process is gone just before a commit of what comes in by other doors than a thumb's: an identity provider, an
account for emergencies, a passkey, a file, what a phone says. Nothing is half, and whoever comes again is done.

Each dies before every commit that it makes, comes again after each of them, and once more when all is done, since the
last answer may be lost as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, text

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.passkeys.records import PasskeyRecord
from achterwacht.people.break_glass import BreakGlassRecord
from achterwacht.people.phone_readiness import PhoneReadinessRecord
from achterwacht.people.records import (
    GrantRecord,
    IdentityRecord,
    PersonRecord,
    RecoveryCodeRecord,
    TokenKind,
    TokenRecord,
)
from achterwacht.provisioning.records import ScimMemberRecord, ScimPersonRecord
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.roster.records import ShiftRecord
from achterwacht.visits.records import VisitRecord
from foundation.session import Database
from foundation.setting_groups.look_ups import SignOnAt
from foundation.settings import Settings
from migrations.metadata import all_tables
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from tests.integration.test_a_map import a_visit
from tests.integration.test_a_second_step import set_up, take
from tests.integration.test_passkeys import ORIGIN, Device, add, alone
from tests.integration.test_people_import import sends
from tests.integration.test_scim import Provider, a_group, a_token, as_entra_sends, with_groups
from tests.integration.test_sign_in import sign_in
from tests.integration.test_single_sign_on import answers, comes_back, leaves, leaves_to_link, sets
from tests.support.dying import death_before
from tests.support.identity_provider import a_saying_provider
from tests.support.organisations import Employee, Organisation

MANY = 60
"""People or marks in a file: more people than are written at once."""


@dataclass(frozen=True)
class Act:
    """asks: all that somebody does, from the start, each time that they come. whole: nothing is there by half.

    done: what stands once it is done.
    """

    asks: Callable[[], None]
    whole: Callable[[], None]
    done: Callable[[], None]


@dataclass(frozen=True)
class World:
    api: TestClient
    ours: Organisation
    database: Database

    def many(self, record: Any, *which: Any) -> int:
        with self.database.read() as session:
            here = (record.organisation_id == self.ours.id, *which)
            return session.scalar(select(func.count()).select_from(record).where(*here)) or 0

    def audited(self, *kinds: Audited) -> int:
        return self.many(AuditEventRecord, AuditEventRecord.kind.in_(kinds))

    def inside(self, who: Employee) -> int:
        open_ones = (TokenRecord.ended_at.is_(None), TokenRecord.kind.in_((TokenKind.SESSION, TokenKind.BEARER)))
        return self.many(TokenRecord, TokenRecord.person_id == who.id, *open_ones)

    def stands(self) -> dict[str, list[str]]:
        """Everything in the database."""
        with self.database.read() as session:
            return {
                one.name: sorted(str(row) for row in session.execute(text(f'SELECT * FROM "{one.name}"')))
                for one in all_tables().sorted_tables
            }


@pytest.fixture
def settings(database_url: str) -> Settings:
    mail: dict[str, Any] = {"smtp_host": "127.0.0.1", "mail_from": "a@voorstad.example"}
    here: dict[str, Any] = {"public_base_url": ORIGIN, "sign_on_at": SignOnAt.LOOPBACK}
    return Settings(_env_file=None, database_url=database_url, **here, **mail)


@pytest.fixture
def world(api: TestClient, ours: Organisation, strangers: Organisation, database: Database) -> World:
    # Not in a `with`: a death ends whatever the client runs in, and this one has that anew for each request.
    return World(TestClient(api.app, base_url=ORIGIN), ours, database)


def somebody_comes_by_scim(world: World) -> Iterator[Act]:
    with_groups(world.api, world.ours)
    provider = Provider(world.api, a_token(world.api, world.ours))
    group = a_group(provider, "buitendienst")

    def asks() -> None:
        found = provider.finds("/Users", 'userName eq "els.mulder@voorstad.example"')
        if not found:
            found = [provider.asks("POST", "/Users", as_entra_sends()).json()]
        member = {"op": "Add", "path": "members", "value": [{"value": found[0]["id"]}]}
        assert provider.patches(f"/Groups/{group}", member).status_code in (200, 204)

    def whole() -> None:
        assert world.many(ScimPersonRecord) == world.audited(Audited.PERSON_ADDED)
        els = select(PersonRecord.id).where(PersonRecord.email == "els.mulder@voorstad.example").scalar_subquery()
        assert world.many(ScimMemberRecord) == world.many(GrantRecord, GrantRecord.person_id == els)

    def done() -> None:
        assert (world.many(ScimPersonRecord), world.many(ScimMemberRecord)) == (1, 1)

    yield Act(asks, whole, done)


def somebody_leaves_by_scim(world: World) -> Iterator[Act]:
    worker = world.ours.worker
    provider = Provider(world.api, a_token(world.api, world.ours))
    a_visit(world.api, world.database, world.ours)

    def asks() -> None:
        gone = provider.patches(f"/Users/{worker.id}", {"op": "Replace", "path": "active", "value": "False"})
        assert gone.status_code == 200, gone.text

    def gone() -> bool:
        return world.many(PersonRecord, PersonRecord.id == worker.id, ~PersonRecord.active) == 1

    def whole() -> None:
        assert world.audited(Audited.PERSON_LEFT) == gone()
        assert world.inside(worker) == (not gone())

    def done() -> None:
        assert gone()
        assert world.many(VisitRecord, VisitRecord.state == "under_way") == 1, "their open watch goes on"

    yield Act(asks, whole, done)


def the_glass_is_broken(world: World) -> Iterator[Act]:
    api, chief, kept = world.api, world.ours.administrator, world.ours.manager2
    assert chief.patch(api, f"/v1/people/{kept.id}", {"grants": [{"role": "administrator"}]}).status_code == 200
    _, codes = set_up(api, kept)
    assert chief.put(api, "/v1/break-glass", {"personIds": [str(kept.id)]}).status_code == 200

    def asks() -> None:
        api.cookies.clear()
        assert sign_in(api, kept.email).status_code == 202
        assert take(api, codes[0]).status_code == 201
        codes.pop(0)  # it was answered, so it counts no more

    def whole() -> None:
        used = world.audited(Audited.BREAK_GLASS_USED)
        assert used == world.inside(kept)
        told = world.many(MessageRecord, MessageRecord.template == Template.BREAK_GLASS_USED)
        assert bool(told) == bool(used), "who is in, is told of"
        assert world.many(BreakGlassRecord, BreakGlassRecord.used_at.is_not(None)) == bool(used)

    def done() -> None:
        assert world.audited(Audited.BREAK_GLASS_USED) == 1

    yield Act(asks, whole, done)


def back_from_their_organisation(world: World) -> Iterator[Act]:
    api, worker = world.api, world.ours.worker
    with a_saying_provider() as saying:
        sets(api, world.ours, saying.issuer)

        def asks() -> None:
            api.cookies.clear()
            if not world.many(IdentityRecord):
                assert comes_back(api, answers(saying, leaves_to_link(api, worker)), worker).status_code == 201
                api.cookies.clear()
            inside = comes_back(api, answers(saying, leaves(api, world.ours.slug)))
            assert inside.status_code == 201, inside.text

        def whole() -> None:
            assert world.many(IdentityRecord) == world.audited(Audited.IDENTITY_LINKED)
            assert world.many(GrantRecord, GrantRecord.person_id == worker.id) == 1

        def done() -> None:
            assert world.many(IdentityRecord) == 1

        yield Act(asks, whole, done)


def a_passkey_is_added_and_used(world: World) -> Iterator[Act]:
    api, manager = world.api, world.ours.manager
    devices: list[Device] = []

    def asks() -> None:
        api.cookies.clear()
        if not world.many(PasskeyRecord):
            devices.append(Device())
            added = add(api, manager, devices[-1])
            assert added.status_code == 201, added.text
        api.cookies.clear()
        inside = alone(api, devices[-1])
        assert inside.status_code == 201, inside.text

    def whole() -> None:
        assert world.many(PasskeyRecord) == world.audited(Audited.PASSKEY_ADDED)
        assert world.many(RecoveryCodeRecord) == 10 * world.many(PasskeyRecord)

    def done() -> None:
        assert world.many(PasskeyRecord) == 1

    yield Act(asks, whole, done)


def people_come_from_a_file(world: World) -> Iterator[Act]:
    rows = (f"Mens {one};m{one}@voorstad.test;;Buitendienst;inkomen;" for one in range(MANY))
    file = "\r\n".join(["Naam;E-mail;Mobiel;Rol;Team;Taal", *rows])
    before = world.many(PersonRecord), world.many(GrantRecord)

    def asks() -> None:
        answer = sends(world.api, world.ours.administrator, file, invite="true")
        assert answer.status_code == 200, answer.text

    def whole() -> None:
        added = world.many(PersonRecord) - before[0]
        assert world.many(GrantRecord) - before[1] == added
        assert world.audited(Audited.PERSON_ADDED) == added
        assert world.audited(Audited.INVITED) == added
        assert world.many(MessageRecord, MessageRecord.template == Template.ACCOUNT_LINK) == added

    def done() -> None:
        assert world.many(PersonRecord) - before[0] == MANY

    yield Act(asks, whole, done)


def marks_come_from_a_file(world: World) -> Iterator[Act]:
    rows = (f"NL;5211AA;{one + 1};office_only;Bedreiging;2040-05-01" for one in range(MANY))
    file = "\n".join(["country;postcode;houseNumber;advice;reason;reviewDate", *rows]).encode()

    def asks() -> None:
        answer = world.api.post(
            "/v1/risk-addresses/_import",
            files={"file": ("adressen.csv", file)},
            headers=world.ours.registrar.headers,
        )
        assert answer.status_code == 200, answer.text

    def whole() -> None:
        assert world.many(RiskMarkRecord) in range(MANY + 1)

    def done() -> None:
        assert world.many(RiskMarkRecord) == MANY

    yield Act(asks, whole, done)


def a_roster_comes_from_a_file(world: World) -> Iterator[Act]:
    manager, path = world.ours.manager, f"/v1/teams/{world.ours.team}/roster"
    file = (
        b"E-mail;Stap;Dag;Van;Tot\n"
        + "\n".join(
            f"{one.email};{step};ma-vr;8:00;17:00"
            for one, step in ((world.ours.colleague, "Eerste"), (manager, "Teammanager"))
        ).encode()
    )

    def asks() -> None:
        read = world.api.post(f"{path}/_read", files={"file": ("rooster.csv", file)}, headers=manager.headers)
        put = world.api.put(path, json={"shifts": read.json()["shifts"]}, headers=manager.headers)
        assert put.status_code == 200, put.text

    def whole() -> None:
        assert world.many(ShiftRecord) in (0, 2)

    def done() -> None:
        assert world.many(ShiftRecord) == 2

    yield Act(asks, whole, done)


def a_phone_says_what_fails(world: World) -> Iterator[Act]:
    def asks() -> None:
        body = {"appVersion": "0.1.0", "failing": ["location", "notifications"]}
        said = world.api.put("/v1/me/phone-readiness", json=body, headers=world.ours.worker.headers)
        assert said.status_code == 204, said.text

    def done() -> None:
        assert world.many(PhoneReadinessRecord) == 1

    yield Act(asks, lambda: None, done)


ACTS = (
    somebody_comes_by_scim, somebody_leaves_by_scim, the_glass_is_broken, back_from_their_organisation,
    a_passkey_is_added_and_used, people_come_from_a_file, marks_come_from_a_file, a_roster_comes_from_a_file,
    a_phone_says_what_fails,
)  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_nothing_is_half_and_who_comes_again_is_done(act: Callable[[World], Iterator[Act]], world: World) -> None:
    story = act(world)
    one = next(story)
    for commit in count(1):
        before = world.stands() if commit == 1 else None
        with death_before(world.database, commit) as death:
            one.asks()
        one.whole()
        if before is not None and death.went_off:
            assert world.stands() == before, "nothing was written"
        if not death.went_off:
            break
    one.done()
    one.asks()
    one.whole()
    assert next(story, None) is None
