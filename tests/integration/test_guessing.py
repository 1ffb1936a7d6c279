"""Guessing passwords: slowed down, in the database, before the work; and nobody who knows theirs is locked out."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import QueuePool, func, select, update

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.guessing.records import GuessRecord
from achterwacht.guessing.rules import FROM_ONE_PLACE
from achterwacht.people.account_links import make_link
from achterwacht.people.kept_secrets import hash_secret
from achterwacht.people.records import LinkReason, PersonRecord
from achterwacht.people.signing_in import place_of
from foundation.clock import Clock
from foundation.session import Database
from foundation.settings import Settings
from tests.integration.test_sign_in import sign_in
from tests.support.organisations import PASSWORD, Employee, Organisation
from tests.support.shared_app import an_application

FREE = FROM_ONE_PLACE.free


GUESSABLE = (
    "aaaaaaaaaaaa", "welkom12345!", "Welkom12345!", "W3lkom12345!", "wachtwoord123", "123456789012", "Voorstad2026!",
    "voorstadvoorstad", "Jan de Wit 2026", "jandewit2026!", "{email}", "qwertyuiop12", "Zomer2026!!!!",
    "P@ssw0rd1234", "abcabcabcabcabc", "achterwacht123", "a" * 1_000,
)  # fmt: skip


class Workers(Clock):
    """A clock that stands still until the test moves it: no wait ends because the machine is slow."""

    later = timedelta()

    def __init__(self) -> None:
        self.began = datetime.now(UTC)

    def now(self, _session: Any) -> datetime:
        return self.began + self.later


@pytest.fixture
def clock(database: Database) -> Workers:
    database.clock = Workers()
    return database.clock


@pytest.fixture
def elsewhere(database: Database, settings: Settings) -> Iterator[TestClient]:
    """The same application in another process, asked from another place."""
    app = an_application(database, settings)
    with TestClient(app, base_url="http://127.0.0.1:8000", client=("203.0.113.7", 50_000)) as client:
        yield client


def tries(api: TestClient, email: str, times: int) -> list[int]:
    return [sign_in(api, email, "geraden").status_code for _ in range(times)]


def audited(database: Database, kind: Audited, about: Employee | None = None) -> int:
    with database.read() as session:
        lines = select(func.count()).select_from(AuditEventRecord).where(AuditEventRecord.kind == kind)
        if about is not None:
            lines = lines.where(AuditEventRecord.about_id == about.id)
        return session.scalar(lines) or 0


def test_guessing_is_slowed_down_and_says_for_how_long(api: TestClient, ours: Organisation, clock: Workers) -> None:
    assert tries(api, ours.worker.email, FREE + 5) == [401] * FREE + [429] * 5
    answer = sign_in(api, ours.worker.email)
    assert (answer.status_code, answer.json()["code"]) == (429, "sign_in_slowed")
    wait = int(answer.headers["retry-after"])
    assert 0 < wait <= 2
    clock.later += timedelta(seconds=wait)
    assert sign_in(api, ours.worker.email).status_code == 201, "who knows it comes in after the wait"
    assert tries(api, ours.worker.email, FREE) == [401] * FREE, "and what was guessed before is forgotten"


def test_each_wait_is_longer_and_the_longest_is_a_quarter(api: TestClient, ours: Organisation, clock: Workers) -> None:
    tries(api, ours.worker.email, FREE)
    waits = []
    for _ in range(12):
        waits.append(int(sign_in(api, ours.worker.email, "geraden").headers["retry-after"]))
        clock.later += timedelta(seconds=waits[-1])
        assert sign_in(api, ours.worker.email, "geraden").status_code == 401
    assert waits == sorted(waits)
    assert waits[0] == 2
    assert waits[-1] == 900


def test_ten_wrong_in_a_row_lock_nobody_out_from_elsewhere(
    api: TestClient, elsewhere: TestClient, ours: Organisation
) -> None:
    tries(api, ours.worker.email, 10)
    assert sign_in(elsewhere, ours.worker.email).status_code == 201


def test_sixty_wrong_lock_no_office_out(api: TestClient, ours: Organisation) -> None:
    for number in range(60):
        assert sign_in(api, f"niemand{number}@voorstad.test", "geraden").status_code == 401
    assert sign_in(api, ours.worker.email).status_code == 201


def test_a_known_browser_is_not_made_to_wait_by_anybody(
    api: TestClient, elsewhere: TestClient, ours: Organisation, database: Database
) -> None:
    assert sign_in(api, ours.worker.email).status_code == 201
    tries(elsewhere, ours.worker.email, 10)
    with database.write() as session:  # the account and the place are both tried as often as can be
        session.execute(update(GuessRecord).values(tries=1_000, free_at=datetime.now(UTC) + timedelta(seconds=9)))
    assert sign_in(elsewhere, ours.worker.email).status_code == 429
    assert sign_in(api, ours.worker.email).status_code == 201
    assert sign_in(api, ours.worker2.email).status_code == 429, "known is the browser of one person, not of all"


@pytest.mark.usefixtures("clock")
def test_what_another_process_counted_counts_here(
    api: TestClient, database: Database, settings: Settings, ours: Organisation
) -> None:
    tries(api, ours.worker.email, FREE)
    with TestClient(an_application(database, settings), base_url="http://127.0.0.1:8000") as restarted:
        assert sign_in(restarted, ours.worker.email).status_code == 429


def test_of_eighty_at_once_no_more_than_the_free_ones_are_tried(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = Counter(pool.map(lambda _: sign_in(api, ours.worker.email, "geraden").status_code, range(80)))
    # It may take longer than a wait: then one more is tried, and the next wait is longer.
    assert FREE <= answers[401] <= FREE + 4
    assert answers[401] + answers[429] == 80
    assert audited(database, Audited.SIGN_IN_REFUSED, ours.worker) == answers[401]


def test_an_unknown_address_takes_the_same_steps(api: TestClient, ours: Organisation, database: Database) -> None:
    for email in (ours.worker.email, "niemand@nergens.test"):
        assert tries(api, email, FREE + 1) == [401] * FREE + [429]
    assert audited(database, Audited.SIGN_IN_REFUSED) == 2 * FREE
    assert audited(database, Audited.SIGN_IN_SLOWED) == 2, "once, however often it goes on"
    assert audited(database, Audited.SIGN_IN_REFUSED, ours.worker) == FREE


def test_who_left_is_nobody(api: TestClient, ours: Organisation, database: Database) -> None:
    ours.administrator.patch(api, f"/v1/people/{ours.worker.id}", {"active": False})
    assert sign_in(api, ours.worker.email).status_code == 401
    assert audited(database, Audited.SIGN_IN_REFUSED, ours.worker) == 0


@pytest.mark.parametrize("path", ["/v1/me/pin", "/v1/me/password"])
def test_a_stolen_session_does_not_find_the_password_out(
    api: TestClient, ours: Organisation, clock: Workers, path: str, database: Database
) -> None:
    new = {"newPassword": "nog een heel ander wachtwoord"} if path.endswith("password") else {}
    body = {"password": "geraden", **new}
    assert [ours.worker.put(api, path, body).status_code for _ in range(FREE + 3)] == [400] * FREE + [429] * 3
    answer = ours.worker.put(api, path, {**body, "password": PASSWORD})
    assert answer.status_code == 429
    clock.later += timedelta(seconds=int(answer.headers["retry-after"]))
    assert ours.worker.put(api, path, {**body, "password": PASSWORD}).status_code == 204
    assert audited(database, Audited.PASSWORD_REFUSED, ours.worker) == FREE


def test_somebody_takes_another_password_and_is_signed_out_everywhere_else(
    api: TestClient, elsewhere: TestClient, ours: Organisation
) -> None:
    for one in (api, elsewhere):
        assert sign_in(one, ours.worker.email).status_code == 201
    new = "nog een heel ander wachtwoord"
    answer = api.put("/v1/me/password", json={"password": PASSWORD, "newPassword": new})
    assert answer.status_code == 204, answer.text
    assert api.get("/v1/me").status_code == 200
    assert elsewhere.get("/v1/me").status_code == 401
    assert ours.worker.get(api, "/v1/me").status_code == 401, "the token of a program too"
    assert sign_in(elsewhere, ours.worker.email).status_code == 401
    assert sign_in(elsewhere, ours.worker.email, new).status_code == 201


@pytest.mark.parametrize("password", GUESSABLE)
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_everybody_would_guess_is_no_password(api: TestClient, ours: Organisation, password: str) -> None:
    password = password.format(email=ours.worker.email)
    answer = ours.worker.put(api, "/v1/me/password", {"password": PASSWORD, "newPassword": password})
    assert answer.status_code == 400, answer.text
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/newPassword", "password_guessable")
    assert sign_in(api, ours.worker.email).status_code == 201, "the old one still counts"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("password", ["drie paarden in de regen", "gjk39fnq8dj2", "fietsbel koffiemok zonnescherm"])
def test_a_sentence_or_something_drawn_by_chance_is_one(api: TestClient, ours: Organisation, password: str) -> None:
    body = {"password": PASSWORD, "newPassword": password}
    assert ours.worker.put(api, "/v1/me/password", body).status_code == 204


def test_the_digest_of_a_password_is_reckoned_before_the_transaction(
    api: TestClient, ours: Organisation, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever hashes inside would hold the one writer of SQLite, or a lock, for all that time."""
    inside = []

    def watched(secret: str) -> str:
        inside.append(cast(QueuePool, database.engine.pool).checkedout())
        return hash_secret(secret)

    for module in ("api.me.own_secrets", "api.account_links.routes"):
        monkeypatch.setattr(f"{module}.hash_secret", watched)
    with database.write() as session:
        secret = make_link(session, session.get_one(PersonRecord, ours.worker2.id), LinkReason.INVITED)
    new = {"secret": secret, "password": "drie paarden in de regen"}
    assert api.post("/v1/account-links/_use", json=new).status_code == 204
    assert ours.worker.put(api, "/v1/me/pin", {"password": PASSWORD, "pin": "1234"}).status_code == 204
    assert inside == [0, 0]
    with database.read() as session:
        assert session.get_one(PersonRecord, ours.worker.id).pin_hash is not None


@pytest.mark.parametrize(
    ("client", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_one_subscriber_is_one_place(client: str, place: str) -> None:
    assert place_of(client) == place
