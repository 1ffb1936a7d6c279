"""The address of a browser, as it gave it: checked before anything is kept, since we will send to it."""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from achterwacht.refused import RuleBroken, Wrong, refuse
from foundation.settings import Settings
from notifications.channels.push import PushAddress
from notifications.push_services import may_push_to

SECRET_BYTES = 16


class PushesOff(RuleBroken):
    """This installation has no key to push with."""

    code = "pushes_off"


def read_address(endpoint: str, p256dh: str, auth: str, settings: Settings) -> PushAddress:
    """Returns the address of a subscription, if a push can go there.

    Raises:
        PushesOff: nothing is pushed here.
        WrongInput: it is at no push service that we know, or a key is none.
    """
    if not settings.pushes:
        raise PushesOff
    wrong = []
    if not may_push_to(endpoint, settings.push_endpoints):
        wrong.append(Wrong("/endpoint", "push_service_unknown"))
    if not _is_point(_bytes(p256dh)):
        wrong.append(Wrong("/p256dh", "push_key_wrong"))
    if len(_bytes(auth)) != SECRET_BYTES:
        wrong.append(Wrong("/auth", "push_key_wrong"))
    refuse(wrong)
    return PushAddress(endpoint, p256dh, auth)


def _bytes(text: str) -> bytes:
    """Returns what base64url stands for; nothing where it is none."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_point(raw: bytes) -> bool:
    """Whether this is a public key: an uncompressed point on the curve, since pushes are sealed for it."""
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw)
    except ValueError:
        return False
    return raw[:1] == b"\x04"
