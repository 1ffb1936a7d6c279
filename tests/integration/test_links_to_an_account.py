"""Whoever is invited, and who forgot their password, chooses one by a link from a mail: once, and nobody else's."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.functions.records import HolderRecord
from achterwacht.people.account_links import forget_links, make_link, use_link
from achterwacht.people.records import AccountLinkRecord, LinkReason, PersonRecord
from achterwacht.protocols.functions import Function
from achterwacht.roster.records import ShiftRecord
from achterwacht.use_cases.leaving import forget_numbers
from foundation.session import Database
from foundation.settings import Settings
from notifications.records import MessageRecord
from notifications.sealed import opened, seal_of
from notifications.texts.letters import write
from notifications.texts.templates import Template
from tests.integration.test_sign_in import set_out, sign_in
from tests.integration.test_sign_ins_end import visit_ends
from tests.support.organisations import PASSWORD, Organisation

NEW = "drie paarden in de regen"
AT_ONCE = 12
ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def mailed(database: Database, to: str) -> list[str]:
    """Returns the secrets of the links that were mailed to this address, the newest last."""
    seal = seal_of(Settings(_env_file=None))
    with database.read() as session:
        messages = session.scalars(
            select(MessageRecord).where(MessageRecord.template == Template.ACCOUNT_LINK, MessageRecord.to == to)
        ).all()
        return [str(opened(one.payload, seal)["secret"]) for one in sorted(messages, key=lambda one: one.created_at)]


def invite(api: TestClient, ours: Organisation, database: Database) -> str:
    path = f"/v1/people/{ours.worker2.id}/invitation"
    assert ours.administrator.post(api, path).status_code == 204
    return mailed(database, ours.worker2.email)[-1]


def use(api: TestClient, secret: str, password: str = NEW) -> Any:
    return api.post("/v1/account-links/_use", json={"secret": secret, "password": password})


def test_who_is_invited_chooses_their_password_once(api: TestClient, ours: Organisation, database: Database) -> None:
    with database.write() as session:
        session.get_one(PersonRecord, ours.worker2.id).password_hash = None
    secret = invite(api, ours, database)
    (row,) = [one for one in _people(api, ours) if one["id"] == str(ours.worker2.id)]
    assert row["canSignIn"] is False
    assert datetime.fromisoformat(row["invitedUntil"]) > datetime.now(UTC) + timedelta(days=6, hours=23)
    read = api.post("/v1/account-links/_read", json={"secret": secret}).json()
    assert (read["name"], read["email"], read["reason"]) == (ours.worker2.name, ours.worker2.email, "invited")
    assert {one["code"] for one in use(api, secret, "welkom123456").json()["errors"]} == {"password_guessable"}
    assert use(api, secret).status_code == 204, "what was refused used nothing up"
    for again in (use(api, secret), api.post("/v1/account-links/_read", json={"secret": secret})):
        assert (again.status_code, again.json()["code"]) == (409, "link_over")
    assert sign_in(api, ours.worker2.email, NEW).status_code == 201
    (row,) = [one for one in _people(api, ours) if one["id"] == str(ours.worker2.id)]
    assert (row["canSignIn"], row["invitedUntil"]) == (True, None)
    with database.read() as session:
        kinds = session.scalars(select(AuditEventRecord.kind).where(AuditEventRecord.about_id == ours.worker2.id)).all()
    assert {Audited.INVITED, Audited.PASSWORD_SET, Audited.SIGN_INS_ENDED} <= set(kinds)


def test_of_twelve_who_use_one_link_at_once_one_wins(api: TestClient, ours: Organisation, database: Database) -> None:
    secret = invite(api, ours, database)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda number: use(api, secret, f"{NEW} {number}"), range(AT_ONCE)))
    won = [number for number, answer in enumerate(answers) if answer.status_code == 204]
    assert len(won) == 1
    assert {one.json()["code"] for one in answers if one.status_code != 204} == {"link_over"}
    signed_in = [sign_in(api, ours.worker2.email, f"{NEW} {number}").status_code for number in won]
    assert signed_in == [201]


def test_a_link_that_is_used_as_its_owner_leaves_lets_nobody_in(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    secret = invite(api, ours, database)
    path = f"/v1/people/{ours.worker2.id}"
    with ThreadPoolExecutor(AT_ONCE) as pool:
        used = [pool.submit(use, api, secret) for _ in range(AT_ONCE // 2)]
        left = pool.submit(ours.administrator.patch, api, path, {"active": False})
        used += [pool.submit(use, api, secret) for _ in range(AT_ONCE // 2)]
    assert left.result().status_code == 200
    assert {one.result().status_code for one in used} <= {204, 409}
    assert use(api, secret).status_code == 409
    assert sign_in(api, ours.worker2.email, NEW).status_code == 401
    back = ours.administrator.patch(api, path, {"active": True})
    assert back.json()["canSignIn"] is False, "no password outlives leaving"


def _people(api: TestClient, ours: Organisation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ours.administrator.get(api, "/v1/people").json()["people"]
    return found


@ONE_KIND
def test_only_a_digest_is_kept_and_the_mail_waits_sealed(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    secret = invite(api, ours, database)
    with database.read() as session:
        (link,) = session.scalars(select(AccountLinkRecord)).all()
        assert secret not in (link.digest, str(link.id))
        (message,) = session.scalars(select(MessageRecord)).all()
        assert secret not in json.dumps(message.payload)
        facts = {**opened(message.payload, seal_of(Settings(_env_file=None))), "base": "https://a.example"}
        text, letter = write(message.template, message.language, facts)
    assert f"https://a.example/welcome#{secret}" in text
    assert secret not in letter.subject


@ONE_KIND
def test_a_link_is_over_in_time_by_a_newer_one_and_for_who_left(
    api: TestClient, ours: Organisation, strangers: Organisation, database: Database
) -> None:
    first, second = invite(api, ours, database), invite(api, ours, database)
    assert use(api, first).json()["code"] == "link_over"
    with database.write() as session:
        session.execute(update(AccountLinkRecord).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert use(api, second).json()["code"] == "link_over"
    third = invite(api, ours, database)
    path = f"/v1/people/{ours.worker2.id}"
    assert strangers.administrator.post(api, f"{path}/invitation").status_code == 404
    assert ours.administrator.patch(api, path, {"active": False}).status_code == 200
    assert ours.administrator.post(api, f"{path}/invitation").json()["code"] == "has_left"
    assert ours.administrator.patch(api, path, {"active": True}).status_code == 200
    assert use(api, third).json()["code"] == "link_over", "coming back revives nothing"
    fourth = invite(api, ours, database)
    assert ours.administrator.patch(api, path, {"email": "wim.de.echte@voorstad.test"}).status_code == 200
    assert use(api, fourth).json()["code"] == "link_over", "it went to a stranger's mailbox"
    with database.write() as session:
        forget_links(session, datetime.now(UTC) + timedelta(days=30))
        assert session.scalar(select(func.count()).select_from(AccountLinkRecord)) == 0


@ONE_KIND
def test_who_forgot_theirs_and_an_address_that_nobody_has_are_answered_alike(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    answers = []
    for email in (ours.worker.email.upper(), "nobody@nowhere.test"):
        answers += [api.post("/v1/forgotten-passwords", json={"email": email}) for _ in range(4)]
    told = [(one.status_code, one.content if one.status_code == 204 else one.json()) for one in answers]
    assert told[:4] == told[4:]
    assert [status for status, _ in told[:4]] == [204, 204, 204, 429]
    secrets = mailed(database, ours.worker.email)
    assert len(secrets) == 3
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(MessageRecord)) == 3
    assert sign_in(api, ours.worker.email).status_code == 201, "asking alone changes nothing"
    assert use(api, secrets[0]).status_code == 204
    assert use(api, secrets[1]).json()["code"] == "link_over", "one of them ends the others"
    assert api.get("/v1/me").status_code == 401
    assert sign_in(api, ours.worker.email, PASSWORD).status_code == 401
    assert sign_in(api, ours.worker.email, NEW).status_code == 201


@ONE_KIND
def test_whoever_chooses_another_password_ends_the_links_that_somebody_asked_for(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    assert api.post("/v1/forgotten-passwords", json={"email": ours.worker2.email}).status_code == 204
    (secret,) = mailed(database, ours.worker2.email)
    chosen = {"password": PASSWORD, "newPassword": NEW}
    assert ours.worker2.put(api, "/v1/me/password", chosen).status_code == 204
    assert use(api, secret, "vijf ezels op de dijk").json()["code"] == "link_over"


@ONE_KIND
def test_one_place_asks_for_a_handful_and_then_waits(api: TestClient, ours: Organisation) -> None:
    statuses = [
        api.post("/v1/forgotten-passwords", json={"email": f"a{n}@nowhere.test"}).status_code for n in range(21)
    ]
    assert statuses == [204] * 20 + [429]


@ONE_KIND
def test_another_site_sets_no_password(api: TestClient, ours: Organisation, database: Database) -> None:
    secret = invite(api, ours, database)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    body = {"secret": secret, "password": NEW}
    assert api.post("/v1/account-links/_use", json=body, headers=elsewhere).status_code == 403
    email = {"email": ours.worker.email}
    assert api.post("/v1/forgotten-passwords", json=email, headers=elsewhere).status_code == 403


def test_who_leaves_is_out_of_everything_but_the_watch_goes_on(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    shift = {"rank": "first", "personId": str(ours.manager.id), "days": [1], "from": "08:00", "until": "17:00"}
    path = f"/v1/teams/{ours.team}/roster"
    assert ours.manager.put(api, path, {"shifts": [shift]}).status_code == 200
    with database.write() as session:
        session.add(HolderRecord(organisation_id=ours.id, function=Function.HR, person_id=ours.manager.id))
    set_out(database, ours.manager, ours)
    leaves = ours.administrator.patch(api, f"/v1/people/{ours.manager.id}", {"active": False})
    assert leaves.json()["phone"] == ours.manager.phone, "the watch still uses it"
    assert ours.manager2.get(api, path).json()["shifts"] == []
    with database.read() as session:
        assert session.scalars(select(HolderRecord)).all() == []
        assert session.scalars(select(ShiftRecord)).all() == []
        told = session.scalars(select(MessageRecord).where(MessageRecord.template == Template.LEFT_UNDER_WAY)).all()
        assert [one.to for one in told] == [ours.manager2.phone]
    with database.write() as session:
        forget_numbers(session)
        assert session.get_one(PersonRecord, ours.manager.id).phone is not None
    visit_ends(database)
    with database.write() as session:
        forget_numbers(session)
        assert session.get_one(PersonRecord, ours.manager.id).phone is None


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_who_is_just_signing_in_by_the_old_password_is_not_in(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    """Their owner chooses another, because somebody else has it: of two at the same moment neither is overlooked."""
    with ThreadPoolExecutor(1) as thief:
        with database.write() as session:
            secret = make_link(session, session.get_one(PersonRecord, ours.worker.id), LinkReason.FORGOTTEN)
            use_link(session, secret, "another")
            trying = thief.submit(sign_in, api, ours.worker.email)
            with suppress(TimeoutError):
                trying.result(timeout=1)
        answer = trying.result()
    assert answer.status_code == 401, answer.text
