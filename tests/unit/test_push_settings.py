"""A push that could not work stops the start, with the name of the setting and the reason."""

from typing import Any

import pytest

from cli.push import new_key
from foundation.setting_groups.group import RefusedSettings
from foundation.setting_groups.push import PushEndpoints, public_key
from foundation.settings import load_settings
from notifications.push_services import may_push_to
from tests.support.push_service import PRIVATE_KEY, SUBJECT

WHOLE: dict[str, Any] = {"_env_file": None, "vapid_private_key": PRIVATE_KEY, "vapid_subject": SUBJECT}


def refused(**other: Any) -> list[str]:
    with pytest.raises(RefusedSettings) as caught:
        load_settings(**{**WHOLE, **other})
    return caught.value.problems


def test_none_unless_asked_for() -> None:
    settings = load_settings(_env_file=None)
    assert not settings.pushes
    assert settings.vapid_public_key == ""


def test_a_whole_one_starts_and_knows_its_public_key() -> None:
    settings = load_settings(**WHOLE)
    assert settings.pushes
    assert len(settings.vapid_public_key) == 87
    assert load_settings(**{**WHOLE, "vapid_subject": "mailto:beheer@voorbeeldstad.nl"}).pushes


def test_the_command_makes_a_key_that_starts() -> None:
    key = new_key()
    assert key != new_key()
    assert load_settings(**{**WHOLE, "vapid_private_key": key}).vapid_public_key == public_key(key)


@pytest.mark.parametrize(
    "key", ["kort", "A" * 43, "!" * 43, "-----BEGIN PRIVATE KEY-----", PRIVATE_KEY + "x", "_" * 43]
)
def test_a_wrong_key_is_named_and_never_repeated(key: str) -> None:
    (problem,) = refused(vapid_private_key=key)
    assert problem.startswith("ACHTERWACHT_VAPID_PRIVATE_KEY: ")
    assert key not in problem


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        ("beheer@voorbeeldstad.nl", "must be mailto:"),
        ("http://voorbeeldstad.nl", "must be mailto:"),
        ("mailto: beheer@voorbeeldstad.nl", "one bare address"),
        ("mailto:beheer@localhost", "one bare address"),
        ("mailto:Beheer <beheer@voorbeeldstad.nl>", "one bare address"),
        ("mailto:you@example.com", "nobody reads mail there"),
        ("mailto:beheer@stad.test", "nobody reads mail there"),
        ("https://", "must be an absolute"),
    ],
)
def test_a_subject_that_a_push_service_refuses_is_named_with_the_reason(subject: str, why: str) -> None:
    (problem,) = refused(vapid_subject=subject)
    assert problem.startswith("ACHTERWACHT_VAPID_SUBJECT: ")
    assert why in problem


def test_one_without_the_other() -> None:
    both = "ACHTERWACHT_VAPID_PRIVATE_KEY, ACHTERWACHT_VAPID_SUBJECT: one without the other"
    assert refused(vapid_subject="") == [both]
    assert refused(vapid_private_key="") == [both]


def test_loopback_is_no_production() -> None:
    problems = refused(environment="production", push_endpoints="loopback")
    assert any(one.startswith("ACHTERWACHT_PUSH_ENDPOINTS: ") for one in problems)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QOe",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAB",
        "https://fcm.googleapis.com:443/wp/abc",
    ],
)
def test_the_services_of_the_browsers_may_be_pushed_to(endpoint: str) -> None:
    assert may_push_to(endpoint, PushEndpoints.PUBLIC)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://fcm.googleapis.com@10.0.0.1/",
        "https://user:secret@fcm.googleapis.com/",
        "https://fcm.googleapis.com.elders.nl/",
        "https://evilpush.apple.com.nl/",
        "https://nietnotify.windows.com.nl/",
        "https://push.apple.com/",
        "https://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://fcm.googleapis.com\\@10.0.0.1/",
        "https://fcm.googleapis.com/ x",
        "https://fcm.googleapis.com/#x",
        "https://fcm.googleapis.c\u043em/",
        "https://web.push.apple.com:geen/",
        "https://web.push.apple.com/" + "a" * 2000,
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_else_may(endpoint: str) -> None:
    assert not may_push_to(endpoint, PushEndpoints.PUBLIC)


def test_a_test_pushes_to_this_machine_and_nowhere_else() -> None:
    assert may_push_to("http://127.0.0.1:9999/push/1", PushEndpoints.LOOPBACK)
    assert not may_push_to("https://fcm.googleapis.com/fcm/send/abc", PushEndpoints.LOOPBACK)
    assert not may_push_to("http://127.0.0.1.elders.nl/", PushEndpoints.LOOPBACK)
