"""Whatever decides who gets in or what happens to whom leaves a line in the audit: every door that writes is sorted."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from achterwacht.audit.records import Audited, AuditEventRecord
from tests.acceptance.doors import DOORS, PUBLIC
from tests.acceptance.every_door import Story, signed_in_anew
from tests.acceptance.test_every_door import story
from tests.support.app_under_test import AppUnderTest

__all__ = ["story"]
one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

ADMINISTRATIVE = {
    "DELETE /sessions/{session_id}": Audited.SIGN_IN_ENDED,
    "PUT /me/pin": Audited.PIN_SET,
    "PUT /me/password": Audited.PASSWORD_SET,
    "POST /people": Audited.PERSON_ADDED,
    "DELETE /people/{person_id}/sessions/{session_id}": Audited.SIGN_IN_ENDED,
    "POST /people/{person_id}/sign-out-everywhere": Audited.SIGN_INS_ENDED,
    "POST /teams/{team_id}/workers/{person_id}/sign-out-everywhere": Audited.SIGN_INS_ENDED,
    "PUT /sign-in-policy": Audited.SIGN_IN_POLICY_SET,
    "POST /teams": Audited.TEAM_ADDED,
    "PUT /teams/{team_id}/roster": Audited.ROSTER_SET,
    "PUT /teams/{team_id}/desk-mail": Audited.DESK_MAIL_SET,
    "PUT /teams/{team_id}/protocol": Audited.TEAM_PROFILE_SET,
    "POST /protocols/{profile}/switch": Audited.PROFILE_LOADED,
    "PUT /guard-firm": Audited.GUARD_FIRM_SET,
    "DELETE /guard-firm": Audited.GUARD_FIRM_SET,
    "PUT /teams/{team_id}/guard-firm": Audited.GUARD_FIRM_SET,
    "DELETE /teams/{team_id}/guard-firm": Audited.GUARD_FIRM_SET,
    "PUT /functions/{function}": Audited.FUNCTIONS_SET,
    "PUT /letter-templates/{letter}": Audited.LETTERS_SET,
    "DELETE /letter-templates/{letter}": Audited.LETTERS_SET,
    "PUT /letterhead": Audited.LETTERS_SET,
    "PUT /canary": Audited.CANARY_SET,
    "DELETE /canary": Audited.CANARY_SET,
    "PUT /single-sign-on": Audited.SIGN_ON_SET,
    "DELETE /single-sign-on": Audited.SIGN_ON_SET,
    "POST /break-glass/{person_id}/review": Audited.BREAK_GLASS_REVIEWED,
    "PUT /break-glass": Audited.BREAK_GLASS_SET,
    "POST /scim-tokens": Audited.TOKEN_MADE,
    "DELETE /scim-tokens/{token_id}": Audited.SIGN_IN_ENDED,
    "POST /me/diary/link": Audited.DIARY_LINK_MADE,
    "DELETE /me/diary/link": Audited.DIARY_LINK_WITHDRAWN,
    "POST /teams/{team_id}/diary/link": Audited.DIARY_LINK_MADE,
    "DELETE /teams/{team_id}/diary/link": Audited.DIARY_LINK_WITHDRAWN,
    "DELETE /sessions/current": Audited.SIGN_OUT,
    "POST /sessions/sign-out-everywhere": Audited.SIGN_INS_ENDED,
}
BY_WHAT_CHANGES = {"PATCH /people/{person_id}": "each change has a line of its own, below", "POST /sessions": "below"}
TOLD_ELSEWHERE = {
    "/visits": "the timeline",
    "/reports": "the advice says who wrote it and when",
    "/alarms": "the timeline",
    "/drills": "the timeline of the drill",
    "/past": "a log of its own: who looked back on what others did",
    "/looks": "the same log: who read the logs themselves",
    "/audit": "the same log",
    "/risk-addresses": "the mark itself says who proposed, approved, reviewed and ended it; exports are logged",
    "/incidents": "the report says who made and saw it",
    "/aftercare": "the plan says who offered, answered and ended what",
    "/letters": "the letter says who wrote, signed and delivered it",
    "/measures": "the measure says who decided, ended or reported it broken",
    "/bans": "the measure says who saw it broken",
    "/aggressors": "what was said of the person says who said it",
    "/tasks": "the task says who has it, and who dropped it and why",
    "/teams/{team_id}/swaps": "the swap says who asked and answered",
    "/teams/{team_id}/roster/_read": "reads, and writes nothing",
    "/teams/{team_id}/relief": "the timelines of the visits that go on",
    "/addresses": "reads, and writes nothing",
    "/board/_locate": "reads, and writes nothing",
    "/people/_import": "each person that is added or changed has a line of their own",
    "/people/{person_id}/invitation": "where mail is sent: test_links_to_an_account.py",
    "/sessions/second-step": "test_a_second_step.py",
    "/me/second-step": "test_a_second_step.py",
    "/me/passkeys": "test_passkeys.py",
    "/sessions/passkey": "test_passkeys.py",
    "/people/{person_id}/second-step-reset": "of whom has one: test_a_second_step.py",
    "/forgotten-passwords": "a line without a name, whoever asks; of whom has the address, a mail",
    "/break-glass/{person_id}/acknowledge": "where there was a use: test_break_glass.py",
    "/sign-ons": "who came in or did not: test_single_sign_on.py",
    "/me/sign-ons": "which account was linked: test_single_sign_on.py",
    "/single-sign-on/_try": "asks a provider, and writes nothing",
    "/single-sign-on/people/{person_id}": "where there is a link: test_single_sign_on.py",
    "/account-links/_read": "reads, and writes nothing",
    "/account-links/_use": "who chose a password: test_links_to_an_account.py",
    "/sessions/current/renew": "the sign-in that goes on; its end stands in the audit",
    "/me/number-check": "the message that went out, and when the number was verified",
    "/people/{person_id}/number-check": "the message that went out",
    "/me/push-subscription": "whether one's own browser shows pushes",
    "/me/language": "what one reads and hears oneself",
    "/me/phone-readiness": "what a phone says of itself, until it says something else",
    "/me/diary/calendar": "one's own calendar, read for oneself",
    "/me/diary/proposals": "what one put away for oneself",
    "/webhooks": "the provider speaks, not a person",
}


def lines(app: AppUnderTest, kind: Audited | None = None) -> int:
    with app.database.read() as session:
        wanted = select(func.count()).select_from(AuditEventRecord)
        return session.scalar(wanted if kind is None else wanted.where(AuditEventRecord.kind == kind)) or 0


@one_database
def test_every_door_that_writes_is_sorted(story: Story) -> None:
    writing = {one for one in (*DOORS, *PUBLIC) if not one.startswith("GET ")}
    for operation in writing - set(ADMINISTRATIVE) - set(BY_WHAT_CHANGES):
        assert any(operation.split(" ")[1].startswith(path) for path in TOLD_ELSEWHERE), operation
    assert set(ADMINISTRATIVE) <= writing


@one_database
def test_each_administrative_one_leaves_a_line(story: Story) -> None:
    for operation, kind in ADMINISTRATIVE.items():
        door = DOORS[operation]
        letter = "A" if "A" in door.may else "W" if "W" in door.may else door.may[0]
        employee = story.people[letter]
        before = lines(story.app, kind)
        answer = story.asks(operation, signed_in_anew(story, employee) if door.ends_sign_in else employee)
        assert answer.status_code < 300, f"{operation}: {answer.text}"
        assert lines(story.app, kind) > before, operation
        with story.app.database.read() as session:
            newest = select(AuditEventRecord).where(AuditEventRecord.kind == kind)
            line = session.scalars(newest.order_by(AuditEventRecord.at.desc())).first()
            assert line is not None
            assert (line.by_id, line.organisation_id) == (employee.id, story.app.ours.id), operation


@pytest.mark.on_both
def test_becoming_manager_and_back_leaves_its_trace(app: AppUnderTest) -> None:
    path, team = f"/v1/people/{app.anne.id}", str(app.ours.team)
    own = [{"role": "administrator"}]
    for grants in ([*own, {"role": "manager", "teamId": team}], own):
        app.passes(seconds=1)  # lines of one moment come in no order that a test could know
        answer = app.http.patch(path, json={"grants": grants}, headers=app.anne.employee.headers)
        assert answer.status_code == 200
    app.http.patch(path, json={"phone": "+31612345699", "name": "Anne J."}, headers=app.anne.employee.headers)
    first = app.anne.asks("/v1/audit?most=2")
    assert [one["kind"] for one in first["lines"]] == ["person_changed", "phone_changed"]
    assert "31612345699" not in str(first)
    rest = app.anne.asks(f"/v1/audit?most=2&behind={first['next']}")["lines"]
    assert [(one["kind"], one["by"]["name"], one["facts"]) for one in rest] == [
        ("roles_changed", "Anne J.", {"was": ["administrator", f"manager {team}"], "is": ["administrator"]}),
        ("roles_changed", "Anne J.", {"was": ["administrator"], "is": ["administrator", f"manager {team}"]}),
    ]
    app.karin.asks("/v1/audit", expect=403)


@pytest.mark.on_both
def test_it_is_read_by_kind_and_by_person(app: AppUnderTest) -> None:
    app.passes(seconds=1)
    for name in ("Fatima B.", "Fatima Bakker"):
        path = f"/v1/people/{app.fatima.id}"
        app.http.patch(path, json={"name": name}, headers=app.anne.employee.headers).raise_for_status()
        app.passes(seconds=1)
    app.anne.posts("/v1/teams", {"name": "Wijkteam"}, expect=201)

    def kinds(asked: str) -> list[str]:
        return [one["kind"] for one in app.anne.asks(f"/v1/audit?{asked}")["lines"]]

    assert kinds("kind=team_added") == ["team_added"]
    assert kinds(f"person={app.fatima.id}") == ["person_changed"] * 2
    assert set(kinds(f"person={app.anne.id}")) == {"team_added", "person_changed"}, "what she did, too"
    assert kinds(f"person={app.fatima.id}&kind=team_added") == []
    first = app.anne.asks(f"/v1/audit?person={app.fatima.id}&most=1")
    rest = app.anne.asks(f"/v1/audit?person={app.fatima.id}&most=1&behind={first['next']}")
    assert (len(rest["lines"]), rest["next"]) == (1, None)
    stranger = app.has_neighbours().worker
    assert kinds(f"person={stranger.id}") == [], "nothing of another organisation"
    app.anne.asks("/v1/audit?kind=nonsense", expect=400)


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00%2B12:00", "1999-12-31T00:00:00Z", "x"]
)
def test_a_page_at_the_ends_of_time_is_refused(app: AppUnderTest, at: str) -> None:
    app.anne.asks(f"/v1/audit?behind={at}_{app.jan.id}", expect=400)
