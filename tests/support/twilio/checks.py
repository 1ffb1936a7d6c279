"""What the real one refuses, with its own codes, and what nobody may ever dial.

The guard for emergency numbers is written here a second time on purpose: a fake that asked the product which numbers
are dangerous would share its mistakes.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST_BODY = 1600
LONGEST_VALIDITY = 36000
LONGEST_RING = 600
CALL_EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})

Form = dict[str, list[str]]

E164 = re.compile(r"\+[1-9]\d{6,14}")
COUNTRIES = ("31", "32")
SHORTEST_SUBSCRIBER = 8
"""Digits after the country code: a subscriber has 9 in the Netherlands, 8 or 9 in Belgium."""


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class Forbidden(Refused):
    """A request that must never be made. It fails the test, whatever the product does with the answer."""


def is_emergency_or_short(number: str) -> bool:
    """112, 101, 113, 0900-8844, 14 020, in whatever spelling: with 00, +, a country code, spaces."""
    digits = re.sub(r"\D", "", number).removeprefix("00")
    if len(digits) < SHORTEST_SUBSCRIBER:
        return True
    for country in COUNTRIES:
        if digits.startswith(country):
            digits = digits.removeprefix(country)
            break
    return len(digits.removeprefix("0")) < SHORTEST_SUBSCRIBER


def one(form: Form, name: str) -> str:
    return form.get(name, [""])[-1]


def check_sms(form: Form, number: str) -> None:
    """Raises: Refused, as the real one would; Forbidden, for a number that is no person's."""
    _check_to(form, missing=21604)
    _check_from(form, number, missing=21603, wrong=21606)
    body = one(form, "Body")
    if not body:
        raise Refused(400, 21602, "Message body is required.")
    if len(body) > LONGEST_BODY:
        raise Refused(400, 21617, f"The concatenated message body exceeds the {LONGEST_BODY} character limit")
    validity = one(form, "ValidityPeriod")
    if validity and not _whole(validity, LONGEST_VALIDITY):
        raise Refused(400, 21624, f"Invalid validity period value: {validity}")
    _check_url(form, "StatusCallback", 21609)


def check_call(form: Form, number: str) -> None:
    """Raises: Refused, as the real one would; Forbidden, for a number that is no person's."""
    _check_to(form, missing=21201)
    _check_from(form, number, missing=21213, wrong=21210)
    if not one(form, "Url"):
        raise Refused(400, 21205, "Url parameter is required.")
    for name, code in (("Url", 21205), ("FallbackUrl", 21205), ("StatusCallback", 21609)):
        _check_url(form, name, code)
    for name in ("Method", "FallbackMethod", "StatusCallbackMethod"):
        if one(form, name) not in ("", "POST"):
            raise Refused(400, 20001, f"{name}: this fake only does POST")
    strange = set(form.get("StatusCallbackEvent", ())) - CALL_EVENTS
    if strange:
        raise Refused(400, 21626, f"Invalid 'StatusCallbackEvent': {', '.join(sorted(strange))}")
    ring_for = one(form, "Timeout")
    if ring_for and not _whole(ring_for, LONGEST_RING):
        raise Refused(400, 20001, f"Invalid Timeout: {ring_for}")


def _check_to(form: Form, missing: int) -> None:
    to = one(form, "To")
    if not to:
        raise Refused(400, missing, "A 'To' phone number is required.")
    if is_emergency_or_short(to):
        raise Forbidden(400, 21211, f"{to} is an emergency or short number. Software never dials or texts it")
    if not E164.fullmatch(to):
        raise Refused(400, 21211, f"The 'To' number {to} is not a valid phone number.")


def _check_from(form: Form, number: str, missing: int, wrong: int) -> None:
    sender = one(form, "From")
    if not sender:
        raise Refused(400, missing, "A 'From' phone number is required.")
    if not E164.fullmatch(sender):
        raise Refused(400, 21212, f"The 'From' number {sender} is not a valid phone number")
    if sender != number:
        raise Refused(400, wrong, f"The 'From' phone number {sender} does not belong to this account.")


def _check_url(form: Form, name: str, code: int) -> None:
    url = one(form, name)
    if not url:
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "_" in parts.hostname or len(url) > 4000:
        raise Refused(400, code, f"The {name} URL {url} is not a valid URL.")


def _whole(value: str, most: int) -> bool:
    return value.isascii() and value.isdigit() and 1 <= int(value) <= most
