"""A fall-back that could not work stops the start, with the name of each setting and the reason."""

from pathlib import Path
from typing import Any

import pytest

from foundation.setting_groups.group import RefusedSettings
from foundation.setting_groups.providers import SmsFallback
from foundation.settings import load_settings

WHOLE: dict[str, Any] = {
    "_env_file": None,
    "delivery": "twilio",
    "twilio_account_sid": "AC1",
    "twilio_auth_token": "token",
    "twilio_from": "+3197010200200",
    "public_base_url": "https://achterwacht.example",
    "secret_key": "k" * 32,
    "sms_fallback": "cm",
    "cm_product_token": "00000000-0000-0000-0000-00000000c0de",
    "cm_from": "Achterwacht",
    "cm_status_secret": "a" * 32,
}


def refused(**other: Any) -> list[str]:
    with pytest.raises(RefusedSettings) as caught:
        load_settings(**{**WHOLE, **other})
    return [problem.partition(":")[0].removeprefix("ACHTERWACHT_") for problem in caught.value.problems]


def test_no_fallback_unless_asked_for() -> None:
    assert load_settings(_env_file=None).sms_fallback is SmsFallback.NONE
    assert load_settings(_env_file=None, sms_fallback="").sms_fallback is SmsFallback.NONE


@pytest.mark.parametrize("sender", ["Achterwacht", "Gemeente1", "+31612345678"])
def test_a_whole_one_starts(sender: str) -> None:
    assert load_settings(**{**WHOLE, "cm_from": sender}).sms_fallback is SmsFallback.CM


def test_everything_that_misses_is_named_at_once() -> None:
    assert refused(cm_product_token="", cm_from="", cm_status_secret="") == [
        "CM_PRODUCT_TOKEN", "CM_FROM", "CM_STATUS_SECRET",
    ]  # fmt: skip


def test_an_example_that_was_not_filled_in_starts_nothing() -> None:
    """Each message would be refused by the provider, and nobody would see it before the first alarm."""
    assert refused(twilio_account_sid="AC…", twilio_auth_token="…", twilio_from="+316…") == [
        "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM",
    ]  # fmt: skip
    assert refused(twilio_from="Achterwacht") == ["TWILIO_FROM"], "a name can't be answered"


def test_it_falls_back_from_twilio_only() -> None:
    assert refused(delivery="simulator") == ["SMS_FALLBACK"]
    assert refused(sms_fallback="pigeon") == ["SMS_FALLBACK"]


@pytest.mark.parametrize("sender", ["De achterwacht", "Achterwachten", "0612345678", "+31", "112", "Zorg&Co"])
def test_a_sender_that_no_phone_would_show(sender: str) -> None:
    assert refused(cm_from=sender) == ["CM_FROM"]


@pytest.mark.parametrize("secret", ["short", "a/b" * 20, "a b" * 20])
def test_a_secret_that_is_weak_or_does_not_fit_an_address(secret: str) -> None:
    assert refused(cm_status_secret=secret) == ["CM_STATUS_SECRET"]


def test_an_address_must_be_one() -> None:
    assert refused(cm_api_base="gw.messaging.cm.com") == ["CM_API_BASE"]


def test_the_key_may_stand_in_a_file_and_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text("the-product-token\n")
    monkeypatch.setenv("ACHTERWACHT_CM_PRODUCT_TOKEN_FILE", str(file))
    settings = load_settings(**{name: value for name, value in WHOLE.items() if name != "cm_product_token"})
    assert settings.cm_product_token.get_secret_value() == "the-product-token"
    assert "the-product-token" not in repr(settings)
