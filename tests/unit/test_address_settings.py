"""Which registers are asked for addresses, and what the start is refused for."""

from typing import Any

import pytest

from achterwacht.addresses.registers.registers import make_registers
from foundation.setting_groups.group import RefusedSettings
from foundation.settings import load_settings
from tests.support.cm import BESIDE_TWILIO

TWILIO: dict[str, Any] = {"_env_file": None, **BESIDE_TWILIO}
PRODUCTION: dict[str, Any] = {
    **TWILIO,
    "twilio_api_base": "https://api.twilio.com",
    "environment": "production",
    "public_base_url": "https://achterwacht.example",
    "secret_key": "k" * 32,
    "heartbeat_url": "https://heartbeat.example/1",
}
BASES = ("PDOK_BASE", "FLANDERS_GEOLOCATION_BASE", "FLANDERS_REGISTER_BASE")


def refused(**given: Any) -> list[str]:
    with pytest.raises(RefusedSettings) as caught:
        load_settings(**given)
    return [problem.partition(":")[0].removeprefix("ACHTERWACHT_") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        ({"_env_file": None}, False),  # the simulator says on every screen that nothing goes out
        ({"_env_file": None, "address_search": True}, True),
        (TWILIO, True),
        ({**TWILIO, "address_search": "false"}, False),
    ],
)
def test_who_is_asked(given: dict[str, Any], asks: bool) -> None:
    registers = make_registers(load_settings(**given))
    assert [registers.of(country) is not None for country in ("NL", "BE")] == [asks, asks]
    assert registers.of("DE") is None


def test_where_nobody_is_asked_no_address_is_needed() -> None:
    nowhere = {name.lower(): "" for name in BASES}
    assert load_settings(**TWILIO, **nowhere, address_search=False).address_search is False
    assert refused(**TWILIO, **nowhere) == list(BASES)


def test_an_address_must_be_one() -> None:
    assert refused(**TWILIO, pdok_base="api.pdok.nl") == ["PDOK_BASE"]


def test_addresses_travel_in_the_open_to_nobody_in_production() -> None:
    assert load_settings(**PRODUCTION).asks_address_registers
    plain = {name.lower(): "http://elsewhere.example" for name in BASES}
    assert refused(**PRODUCTION, **plain) == list(BASES)


def test_the_key_is_not_shown() -> None:
    assert "the-flemish-key" not in repr(load_settings(**TWILIO, flanders_api_key="the-flemish-key"))
