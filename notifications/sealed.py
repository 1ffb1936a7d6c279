"""Secrets that a mail brings. They wait in the outbox sealed, and are opened when the mail is written."""

from collections.abc import Mapping
from typing import Any

from foundation.seal import BrokenSeal, Seal
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings

SEALED = "sealed"
"""The fact of a message that is a sealed secret. Its letter knows it as `secret`."""


def seal_of(settings: Settings) -> Seal:
    return Seal(settings.secret_key.get_secret_value(), "secret in a mail")


def seal_for_mail(settings: Settings) -> Seal | None:
    """Returns what closes a secret for a mail; None where no mail is sent."""
    return seal_of(settings) if settings.mails or settings.delivery is Delivery.SIMULATOR else None


def opened(payload: Mapping[str, Any], seal: Seal) -> Mapping[str, Any]:
    """Returns the facts of a message with its secret, if it brings one.

    A secret that was sealed before `SECRET_KEY` changed is empty: its link says that it is over, as it is.
    """
    if SEALED not in payload:
        return payload
    try:
        secret = seal.open(payload[SEALED])
    except BrokenSeal:
        secret = ""
    return {**payload, "secret": secret}
