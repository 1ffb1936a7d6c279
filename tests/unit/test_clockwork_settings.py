"""How the clock runs: a pace at which an alarm would come too late, or none at all, stops the start with its name."""

from typing import Any

import pytest

from foundation.setting_groups.group import RefusedSettings
from foundation.settings import load_settings

PRODUCTION: dict[str, Any] = {
    "environment": "production",
    "secret_key": "k" * 40,
    "delivery": "twilio",
    "twilio_account_sid": "AC",
    "twilio_auth_token": "x",
    "twilio_from": "+3197010",
    "public_base_url": "https://achterwacht.example",
}


def refused(**given: Any) -> str:
    with pytest.raises(RefusedSettings) as caught:
        load_settings(_env_file=None, **given)
    return "\n".join(caught.value.problems)


@pytest.mark.parametrize("seconds", [0, -1, 10.1, 30, float("inf"), float("nan")])
def test_a_clock_looks_well_before_it_counts_as_standing_still(seconds: float) -> None:
    assert "ACHTERWACHT_TICK_SECONDS" in refused(tick_seconds=seconds)


@pytest.mark.parametrize("pace", [0, 0.01, float("inf"), float("-inf"), float("nan")])
def test_a_pace_is_one_at_which_an_alarm_leaves(pace: float) -> None:
    assert "ACHTERWACHT_SMS_PER_SECOND" in refused(sms_per_second=pace)


def test_what_is_usual_is_taken() -> None:
    assert load_settings(_env_file=None, tick_seconds=10, sms_per_second=0.1).sms_per_second == 0.1
    assert load_settings(_env_file=None, tick_seconds=0.1, sms_per_second=250).tick_seconds == 0.1


@pytest.mark.parametrize("host", ["monitor:3000", "10.0.0.5", "192.168.1.2:8000", "[fd00::1]", "localhost"])
def test_a_switch_within_ones_own_network_may_be_plain(host: str) -> None:
    load_settings(_env_file=None, **PRODUCTION, heartbeat_url=f"http://{host}/ping/secret")


@pytest.mark.parametrize("host", ["monitor.local", "8.8.8.8", "[2606:4700::1111]", "134744072", "0x8080808"])
def test_what_may_be_elsewhere_must_be_closed(host: str) -> None:
    assert "HEARTBEAT_URL: must be https" in refused(**PRODUCTION, heartbeat_url=f"http://{host}/ping/secret")


def test_in_production_nobody_on_the_way_answers_for_the_switch() -> None:
    said = refused(**PRODUCTION, heartbeat_url="http://monitor.example/ping/secret")
    assert "ACHTERWACHT_HEARTBEAT_URL: must be https" in said
    assert "secret" not in said
    load_settings(_env_file=None, **PRODUCTION, heartbeat_url="https://monitor.example/ping/secret")
    load_settings(_env_file=None, **PRODUCTION, heartbeat_url="http://127.0.0.1:8080/ping/secret")
