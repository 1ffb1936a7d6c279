"""Passwords and PINs as they are stored: only a digest of each, to compare with what is typed."""

import re
import secrets
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from achterwacht.refused import RuleBroken
from achterwacht.visits.facts import Pin

PIN = re.compile(r"[0-9]{4,8}")

hashing = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
"""OWASP's minimum for argon2id (19 MiB, two rounds): a check-out waits for it."""


class PinRequired(RuleBroken):
    """This person has a PIN, and none came."""

    code = "pin_required"
    pointer = "/pin"


class PinWrong(RuleBroken):
    """It is neither their PIN nor their duress PIN."""

    code = "pin_wrong"
    pointer = "/pin"


def hash_secret(secret: str) -> str:
    """Returns the digest to store for a password or PIN. It takes about as long as checking one."""
    return hashing.hash(secret)


@cache
def nobodys_hash() -> str:
    """Returns a digest that no password fits, so that an unknown address takes as long as a known one.

    It is made once, when the server starts.
    """
    return hash_secret(secrets.token_urlsafe())


def password_fits(password: str, password_hash: str | None) -> bool:
    """Whether this is the password of that digest. Without a digest it is not, and that takes just as long."""
    fits = hashing.verify(password, password_hash or nobodys_hash())
    return fits and password_hash is not None


def reckon_pin(pin: str, pin_hash: str, duress_hash: str | None) -> Pin | None:
    """Returns which PIN it is, the real one or the duress PIN; None if it is neither.

    Both are always tried, so that the time reveals nothing.
    """
    pin = pin if PIN.fullmatch(pin) else "no PIN"
    right = hashing.verify(pin, pin_hash)
    duress = hashing.verify(pin, duress_hash or nobodys_hash()) and duress_hash is not None
    if duress:
        return Pin.DURESS
    return Pin.RIGHT if right else None
