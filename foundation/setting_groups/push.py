"""Pushes to the phones of people who asked for them."""

import base64
import binascii
import re
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import SecretStr

from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.installation import Installation
from foundation.web_address import wrong_with_contact

RAW_KEY = re.compile(r"[A-Za-z0-9_-]{43}=?")


class PushEndpoints(StrEnum):
    """Whose addresses pushes may go to."""

    PUBLIC = "public"
    LOOPBACK = "loopback"


class Push(Installation):
    """Web Push, which goes beside other messages and replaces none of them."""

    vapid_private_key: SecretStr = SecretStr("")
    """With it people may let their phone or computer show a push
    ([why and how](decisions/0083-a-push-beside-the-message.md)). `achterwacht push-key` makes one; with another key
    everybody must switch it on again. Empty: no pushes."""
    vapid_subject: str = ""
    """Whom a push service writes to when something is wrong: `mailto:` and an address that is read, or an https
    address. Needed with `VAPID_PRIVATE_KEY`."""
    push_endpoints: PushEndpoints = PushEndpoints.PUBLIC
    """`loopback`: pushes go to this machine instead of the push services of the browsers; for tests."""

    @property
    def pushes(self) -> bool:
        return bool(self.vapid_private_key.get_secret_value())

    @property
    def vapid_public_key(self) -> str:
        """Returns the key by which a browser knows our pushes; empty without a private one."""
        return public_key(self.vapid_private_key.get_secret_value()) if self.pushes else ""

    def _push_problems(self) -> list[str]:
        key, problems = self.vapid_private_key.get_secret_value(), []
        if not key and not self.vapid_subject:
            return []
        if not key or not self.vapid_subject:
            return [f"{PREFIX}VAPID_PRIVATE_KEY, {PREFIX}VAPID_SUBJECT: one without the other"]
        try:
            public_key(key)
        except ValueError:
            problems.append(
                f"{PREFIX}VAPID_PRIVATE_KEY: no private key on P-256, as 43 letters, digits, - or _; "
                "`achterwacht push-key` makes one"
            )
        if wrong := wrong_with_contact(self.vapid_subject):
            problems.append(f"{PREFIX}VAPID_SUBJECT: {wrong}")
        return problems

    def _push_in_production_problems(self) -> list[str]:
        if self.push_endpoints is PushEndpoints.PUBLIC:
            return []
        return [f"{PREFIX}PUSH_ENDPOINTS: loopback reaches into this machine, and nobody's phone; it is for tests"]


def public_key(private: str) -> str:
    """Returns the public key of a private one, both as base64url without padding (RFC 8292).

    Raises:
        ValueError: it is no private key.
    """
    if not RAW_KEY.fullmatch(private):
        raise ValueError("not 32 bytes in base64url")
    try:
        raw = base64.urlsafe_b64decode(private.rstrip("=") + "=")
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    made = derive_private_key(int.from_bytes(raw), SECP256R1()).public_key()
    return in_base64url(made.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def in_base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
