"""A second step after the password: asked by role or by choice, once for each code, and never of who is signed in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.people.records import (
    AppCodeRecord,
    KnownDeviceRecord,
    OrganisationRecord,
    RecoveryCodeRecord,
    TokenKind,
    TokenRecord,
)
from api.http.security import COOKIE, STEP
from foundation.session import Database
from foundation.setting_groups.installation import SecondStep
from foundation.settings import Settings
from notifications.records import MessageRecord
from notifications.texts.letters import write
from notifications.texts.templates import Template
from notifications.ways import Channel
from tests.integration.test_sign_in import set_out, sign_in
from tests.support.organisations import PASSWORD, Employee, Organisation
from tests.support.shared_app import an_application

ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
POLICY = "/v1/sign-in-policy"


@pytest.fixture
def strict(database: Database, ours: Organisation) -> Iterator[TestClient]:
    """An installation in which whoever has a role at a desk must take a second step."""
    settings = Settings(_env_file=None, second_step=SecondStep.DESK)
    with TestClient(an_application(database, settings)) as api:
        yield api


def set_up(api: TestClient, whom: Employee) -> tuple[pyotp.TOTP, list[str]]:
    """Set it up by choice, while signed in, by the code that stands there now."""
    shown = whom.post(api, "/v1/me/second-step/_prepare", {"password": PASSWORD})
    assert shown.status_code == 200, shown.text
    assert shown.json()["picture"].startswith("data:image/svg+xml")
    totp = pyotp.TOTP(shown.json()["secret"])
    made = whom.put(api, "/v1/me/second-step", {"code": totp.now()})
    assert made.status_code == 200, made.text
    return totp, made.json()["recoveryCodes"]


def take(api: TestClient, code: str) -> Any:
    return api.post("/v1/sessions/second-step", json={"code": code})


def next_of(totp: pyotp.TOTP) -> str:
    """The code of the half minute after this one: later than what was typed at the setting up, and still taken when
    the half minute ends before somebody looks at it.
    """
    return totp.at(datetime.now(UTC) + timedelta(seconds=30))


def test_after_the_password_comes_a_code_and_each_counts_once(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    totp, _ = set_up(api, ours.worker)
    answer = sign_in(api, ours.worker.email)
    assert (answer.status_code, answer.json()) == (202, {"setUp": False, "ways": ["app"]})
    half = api.cookies[STEP]
    for headers in ({}, {"Cookie": f"{COOKIE}={half}"}, {"Authorization": f"Bearer {half}"}):
        for path in ("/v1/me", "/v1/visits", "/v1/sessions"):
            assert api.get(path, headers=headers).status_code == 401, "half of a sign-in is none"
        assert api.post("/v1/alarms", json={}, headers=headers).status_code == 401
        typed = {"code": next_of(totp)}
        assert api.put("/v1/me/second-step", json=typed, headers=headers).status_code == 401
    code = next_of(totp)
    assert take(api, "000000" if code != "000000" else "111111").json()["errors"][0]["code"] == "app_code_wrong"
    with database.read() as session:
        assert session.scalars(select(KnownDeviceRecord)).all() == [], "a password alone makes no browser known"
    inside = take(api, code)
    assert inside.status_code == 201, inside.text
    assert inside.json()["me"]["name"] == ours.worker.name
    assert inside.json()["recoveryCodes"] == []
    assert api.get("/v1/me").status_code == 200
    assert api.cookies[COOKIE] != half
    assert STEP not in api.cookies
    api.cookies.clear()
    api.cookies.set(STEP, half)
    assert take(api, code).status_code == 401, "the half was used up"
    api.cookies.clear()
    assert sign_in(api, ours.worker.email).status_code == 202
    assert take(api, code).status_code == 400, "a code that was seen over a shoulder is worth nothing"
    with database.read() as session:
        kinds = session.scalars(select(AuditEventRecord.kind).where(AuditEventRecord.about_id == ours.worker.id)).all()
    assert {Audited.SECOND_STEP_SET, Audited.SECOND_STEP_REFUSED, Audited.SIGN_IN} <= set(kinds)
    assert kinds.count(Audited.SIGN_IN) == 1, "half a sign-in is none in the audit either"


@ONE_KIND
def test_a_recovery_code_counts_once_and_only_its_digest_is_kept(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    totp, codes = set_up(api, ours.worker)
    assert len(set(codes)) == 10
    with database.read() as session:
        assert not set(codes) & set(session.scalars(select(RecoveryCodeRecord.digest)))
        sealed = session.scalars(select(AppCodeRecord.sealed)).one()
        assert totp.secret not in str(sealed)
    sign_in(api, ours.worker.email)
    assert take(api, f" {codes[0].upper()} ").status_code == 201
    assert api.get("/v1/me/second-step").json()["recoveryCodes"] == 9
    api.cookies.clear()
    sign_in(api, ours.worker.email)
    assert take(api, codes[0]).status_code == 400


@ONE_KIND
def test_guesses_are_slowed_and_half_a_sign_in_is_over_in_ten_minutes(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    _, codes = set_up(api, ours.worker)
    sign_in(api, ours.worker.email)
    assert [take(api, f"{n:06d}").status_code for n in range(6)] == [400] * 5 + [429]
    assert take(api, codes[0]).status_code == 429, "the right one waits too"
    with database.write() as session:
        halves = TokenRecord.kind == TokenKind.HALF
        session.execute(update(TokenRecord).where(halves).values(expires_at=datetime.now(UTC)))
    assert take(api, codes[0]).status_code == 401


@ONE_KIND
def test_who_guesses_elsewhere_does_not_make_my_own_browser_wait(api: TestClient, ours: Organisation) -> None:
    totp, codes = set_up(api, ours.worker)
    sign_in(api, ours.worker.email)
    assert take(api, codes[0]).status_code == 201
    mine = dict(api.cookies)
    api.cookies.clear()
    sign_in(api, ours.worker.email)
    assert [take(api, f"{n:06d}").status_code for n in range(6)][-1] == 429
    api.cookies.clear()
    api.cookies.update(mine)
    sign_in(api, ours.worker.email)
    assert take(api, next_of(totp)).status_code == 201


def test_a_desk_must_and_sets_it_up_at_the_door(strict: TestClient, ours: Organisation) -> None:
    assert sign_in(strict, ours.worker.email).status_code == 201, "who only goes out need not"
    strict.cookies.clear()
    answer = sign_in(strict, ours.administrator.email)
    assert (answer.status_code, answer.json()) == (202, {"setUp": True, "ways": []})
    totp = pyotp.TOTP(strict.post("/v1/sessions/second-step/_prepare").json()["secret"])
    inside = take(strict, next_of(totp))
    assert (inside.status_code, len(inside.json()["recoveryCodes"])) == (201, 10)
    assert strict.get("/v1/me/second-step").json()["required"] is True
    gone = strict.post("/v1/me/second-step/_remove", json={"password": PASSWORD})
    assert gone.json()["code"] == "second_step_required"
    steps = {one["name"]: one["secondStep"] for one in strict.get("/v1/people").json()["people"]}
    assert steps[ours.administrator.name] == "set"
    assert steps[ours.manager.name] == "awaited"
    assert steps[ours.worker.name] == "none"
    strict.cookies.clear()
    assert sign_in(strict, ours.administrator.email).json() == {"setUp": False, "ways": ["app"]}
    assert strict.post("/v1/sessions/second-step/_prepare").status_code == 401, "a password alone sets up no other"
    assert strict.delete("/v1/sessions/second-step").status_code == 204
    assert take(strict, next_of(totp)).status_code == 401, "it was stopped"


@ONE_KIND
def test_an_administrator_says_of_which_roles_it_is_asked(
    api: TestClient, strict: TestClient, ours: Organisation, strangers: Organisation, database: Database
) -> None:
    assert ours.administrator.get(api, POLICY).json() == {"secondStep": [], "chosen": False}
    by_default = ours.administrator.get(strict, POLICY).json()
    assert by_default["chosen"] is False
    assert set(by_default["secondStep"]) == {
        "colleague", "manager", "registrar", "hr", "reception", "board", "privacy_officer", "administrator",
    }  # fmt: skip
    answer = ours.administrator.put(api, POLICY, {"secondStep": ["worker"]})
    assert answer.json() == {"secondStep": ["worker"], "chosen": True}
    for installation in (api, strict):
        assert sign_in(installation, ours.worker.email).json() == {"setUp": True, "ways": []}
        assert sign_in(installation, ours.administrator.email).status_code == 201
    assert sign_in(api, strangers.worker.email).status_code == 201, "another organisation chose nothing"
    with database.read() as session:
        lines = session.scalars(select(AuditEventRecord).where(AuditEventRecord.kind == Audited.SIGN_IN_POLICY_SET))
        assert [line.facts for line in lines] == [{"was": [], "is": ["worker"]}]


@ONE_KIND
def test_the_faces_of_a_demonstration_sign_in_by_one_press(
    strict: TestClient, ours: Organisation, database: Database
) -> None:
    with database.write() as session:
        session.get_one(OrganisationRecord, ours.id).demonstration = True
    assert sign_in(strict, ours.administrator.email).status_code == 201


@ONE_KIND
def test_it_never_stands_before_who_is_signed_in(strict: TestClient, ours: Organisation, database: Database) -> None:
    """A second step that is asked from today on ends nothing, and no noodknop waits for it."""
    set_out(database, ours.manager, ours)
    assert ours.manager.get(strict, "/v1/me").status_code == 200
    assert ours.manager.post(strict, "/v1/alarms").status_code == 201


@ONE_KIND
def test_a_phone_that_signs_in_anew_keeps_its_noodknop_meanwhile(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    """Signed out everywhere on a visit, it can only call for help: half a sign-in takes that away from nobody."""
    assert sign_in(api, ours.worker.email).status_code == 201
    phone = api.cookies[COOKIE]
    set_up(api, ours.worker)
    set_out(database, ours.worker, ours)
    ours.administrator.post(api, f"/v1/people/{ours.worker.id}/sign-out-everywhere")
    assert api.get("/v1/me").json()["code"] == "only_alarms"
    assert sign_in(api, ours.worker.email).status_code == 202
    assert api.cookies[COOKIE] == phone
    assert api.post("/v1/alarms", json={}).status_code == 201


@ONE_KIND
def test_another_administrator_takes_it_away_with_a_reason_and_they_are_told(
    api: TestClient, ours: Organisation, strangers: Organisation, database: Database
) -> None:
    path = f"/v1/people/{ours.worker.id}/second-step-reset"
    why = {"reason": "Telefoon in de gracht"}
    assert ours.administrator.post(api, path, why).status_code == 204, "who has none loses nothing, and hears nothing"
    set_up(api, ours.worker)
    assert ours.administrator.post(api, path, {"reason": " "}).status_code == 400
    assert strangers.administrator.post(api, path, why).status_code == 404
    assert ours.manager.post(api, path, why).status_code == 403
    own = f"/v1/people/{ours.administrator.id}/second-step-reset"
    assert ours.administrator.post(api, own, why).json()["code"] == "own_second_step"
    assert ours.administrator.post(api, path, why).status_code == 204
    assert sign_in(api, ours.worker.email).status_code == 201
    with database.read() as session:
        removed = AuditEventRecord.kind == Audited.SECOND_STEP_REMOVED
        line = session.scalars(select(AuditEventRecord).where(removed)).one()
        assert (line.by_id, line.facts) == (ours.administrator.id, why)
        told = select(MessageRecord).where(MessageRecord.template == Template.SECOND_STEP_GONE)
        messages = {one.channel: one for one in session.scalars(told)}
        assert set(messages) == {Channel.SMS, Channel.MAIL}
        assert messages[Channel.MAIL].to == ours.worker.email
        text, letter = write(Template.SECOND_STEP_GONE, "nl", messages[Channel.MAIL].payload)
    assert ours.administrator.name in text
    assert why["reason"] not in text + letter.page


@ONE_KIND
def test_who_found_my_page_open_changes_nothing(api: TestClient, ours: Organisation) -> None:
    wrong = {"password": "geraden"}
    for what in ("_prepare", "_remove"):
        answer = ours.worker.post(api, f"/v1/me/second-step/{what}", wrong)
        assert answer.json()["errors"][0]["code"] == "password_wrong"
    totp, _ = set_up(api, ours.worker)
    assert ours.worker.post(api, "/v1/me/second-step/_prepare", {"password": PASSWORD}).status_code == 200
    assert sign_in(api, ours.worker.email).status_code == 202
    assert take(api, next_of(totp)).status_code == 201, "the one shown and never typed counts for nothing"
