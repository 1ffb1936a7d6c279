"""The heartbeat's address: what would make a failure sound like success stops the start, and says what to do."""

from typing import Any

import pytest

from foundation.setting_groups.group import RefusedSettings
from foundation.settings import Settings, load_settings

GOOD = (
    "https://hc.example/ping/0b1c",
    "https://hc.example/ping/0b1c/",
    "https://hc-ping.com/6f1a3c1e-0000-4000-8000-000000000036",
    "https://hc.example:8443/ping/pingkey/achterwacht",
    "http://monitor:3000/ping/0b1c",
    "https://uptime.betterstack.example/api/v1/heartbeat/abc",
)
NAMED = "ACHTERWACHT_HEARTBEAT_URL: "


def refused(**given: Any) -> list[str]:
    with pytest.raises(RefusedSettings) as caught:
        load_settings(_env_file=None, **given)
    return caught.value.problems


@pytest.mark.parametrize("address", GOOD)
def test_what_healthchecks_gives_is_taken(address: str) -> None:
    assert Settings(_env_file=None, heartbeat_url=address).heartbeat_url == address


@pytest.mark.parametrize(
    ("address", "because"),
    [
        ("https://hc.example/pingkey/achterwacht?create=1", "without ? or #"),
        ("https://hc.example/ping/0b1c?", "without ? or #"),
        ("https://hc.example/ping/0b1c#", "without ? or #"),
        ("https://hc.example/ping/0b1c#top", "without ? or #"),
        ("https://kuma.example/api/push/abc?status=up&msg=OK&ping=", "Uptime Kuma"),
        ("https://kuma.example/api/push/abc", "NO_HEARTBEAT_BECAUSE"),
        ("https://kuma.example/status/API/PUSH/abc/", "/health/ready"),
        ("https://hc.example//ping/0b1c", "two slashes"),
        ("https://user:pass@hc.example/ping/0b1c", "no user or password"),
        ("https://token@hc.example/ping/0b1c", "no user or password"),
        ("https://hc.example/ping/0b1c/fail", "the address of a success"),
        ("https://hc.example/ping/0b1c/fail/", "the address of a success"),
        ("https://hc.example/ping/0b1c/start", "the address of a success"),
        ("https://hc.example", "only a host"),
        ("https://hc.example/", "only a host"),
        ("https:///ping/0b1c", "absolute"),
        ("https://hc.example:99999/ping/0b1c", "absolute"),
        ("https://hc.example:x/ping/0b1c", "absolute"),
        ("https://[::1/ping/0b1c", "absolute"),
        ("hc.example/ping/0b1c", "absolute"),
        ("ftp://hc.example/ping/0b1c", "absolute"),
        ("mailto:somebody@hc.example", "absolute"),
        ("https://hc.example/ping/0b1c ok", "spaces"),
        ("https://hc.example/ping/0b1c\n", "spaces"),
        ("https://hc.example\\ping\\0b1c", "backslashes"),
    ],
)
def test_what_would_lie_is_refused_with_the_reason(address: str, because: str) -> None:
    (said,) = [one for one in refused(heartbeat_url=address) if one.startswith(NAMED)]
    assert because in said
    assert "0b1c" not in said
    assert "abc" not in said, "the path is a secret"


@pytest.mark.parametrize(
    "name", ["public_base_url", "twilio_api_base", "cm_api_base", "cm_transactions_base", "pdok_base"]
)
@pytest.mark.parametrize(
    "address", ["https://a.example/x?y=1", "https://a.example/#x", "https://u:p@a.example", "https://a.example:port/"]
)
def test_every_address_to_which_something_is_put_behind_is_looked_at(name: str, address: str) -> None:
    said = refused(**{name: address}, heartbeat_url="https://hc.example/?x")
    assert [one.partition(":")[0] for one in said] == [f"ACHTERWACHT_{name.upper()}", "ACHTERWACHT_HEARTBEAT_URL"]


REAL: dict[str, Any] = {
    "delivery": "twilio",
    "twilio_account_sid": "AC1",
    "twilio_auth_token": "token",
    "twilio_from": "+3197010200200",
}
A_KEY = "k" * 32


def test_a_provider_that_reaches_people_wants_a_key_and_a_closed_way() -> None:
    assert [one.partition(":")[0] for one in refused(**REAL, public_base_url="http://a.example")] == [
        "ACHTERWACHT_SECRET_KEY",
        "ACHTERWACHT_PUBLIC_BASE_URL",
    ]
    in_the_open = {"twilio_api_base": "http://proxy.example", "public_base_url": "http://127.0.0.1:8000"}
    assert [one.partition(":")[0] for one in refused(**REAL, **in_the_open, secret_key="short")] == [
        "ACHTERWACHT_SECRET_KEY",
        "ACHTERWACHT_TWILIO_API_BASE",
        "ACHTERWACHT_PUBLIC_BASE_URL",
    ]
    closed = {"public_base_url": "https://a.example", "secret_key": A_KEY}
    assert load_settings(_env_file=None, **REAL, **closed).reaches_people


def test_a_second_provider_reaches_people_too() -> None:
    here: dict[str, Any] = {**REAL, "twilio_api_base": "http://127.0.0.1:9", "public_base_url": "http://127.0.0.1:8"}
    assert not Settings(_env_file=None, **here).reaches_people
    second = {"sms_fallback": "cm", "cm_product_token": "x", "cm_from": "Aw", "cm_status_secret": "a" * 32}
    said = refused(**here, **second, cm_api_base="http://gateway.example")
    assert [one.partition(":")[0] for one in said] == [
        "ACHTERWACHT_SECRET_KEY",
        "ACHTERWACHT_CM_API_BASE",
        "ACHTERWACHT_PUBLIC_BASE_URL",
    ]
