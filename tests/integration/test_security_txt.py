"""`/.well-known/security.txt`: whom to tell of a weakness (RFC 9116)."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.security_txt import text_of
from cli.doctor import outside
from foundation.settings import Settings

PATH = "/.well-known/security.txt"
pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def named(settings: Settings, **more: str) -> Settings:
    return settings.model_copy(update={"security_contact": "mailto:cert@gemeente.nl", **more})


def test_it_says_where_to_write_and_until_when(api: TestClient, settings: Settings) -> None:
    policy = "https://www.gemeente.nl/lek-melden"
    given = named(settings, security_policy=policy, public_base_url="https://wacht.gemeente.nl/")
    assert isinstance(api.app, FastAPI)
    api.app.state.settings = given
    answer = api.get(PATH)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    said = dict(line.split(": ", 1) for line in answer.text.splitlines())
    expires = datetime.fromisoformat(said.pop("Expires"))
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)
    assert said == {
        "Contact": "mailto:cert@gemeente.nl",
        "Preferred-Languages": "nl, en",
        "Canonical": "https://wacht.gemeente.nl/.well-known/security.txt",
        "Policy": policy,
    }
    assert api.head(PATH).status_code == 200
    assert api.post(PATH).status_code == 405


def test_without_a_contact_there_is_none_and_no_page_instead(api: TestClient, settings: Settings) -> None:
    for path in (PATH, "/.well-known/change-password", "/.well-known"):
        answer = api.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), path
    doubts = "weaknesses: nobody outside reads where to report one. See SECURITY_CONTACT"
    assert doubts in [one.said for one in outside.looks(settings)]
    assert doubts not in [one.said for one in outside.looks(named(settings))]


def test_what_is_optional_may_be_left_out_and_the_day_is_the_same_all_day(settings: Settings) -> None:
    morning = datetime(2026, 12, 31, 0, 30, tzinfo=UTC)
    text = text_of(named(settings), morning)
    assert text == ("Contact: mailto:cert@gemeente.nl\nExpires: 2027-06-29T00:00:00Z\nPreferred-Languages: nl, en\n")
    assert text_of(named(settings), morning + timedelta(hours=23)) == text
