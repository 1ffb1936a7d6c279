"""One guard in front of every channel: software never dials or texts an emergency number (docs/design/facts.md)."""

import re
from uuid import UUID

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

SHORTEST = 9
SERVICE_NUMBERS = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST)


BARE_ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+")


class ForbiddenNumber(Exception):
    """An emergency number, a short or service number, or no number at all. Only humans call those."""


def guard_address(address: str) -> str:
    """Returns the mail address if it is a single bare address: no name, no second address, no extra header line.

    Raises:
        ForbiddenNumber: it is not; the error never holds the address.
    """
    if not BARE_ADDRESS.fullmatch(address):
        raise ForbiddenNumber("not a mail address")
    return address


def guard_subscription(text: str) -> str:
    """Returns the id of a subscription if it is one: the address itself stands sealed, and is looked up by it.

    Raises:
        ForbiddenNumber: it is no id.
    """
    try:
        UUID(text)
    except ValueError as error:
        raise ForbiddenNumber("not the id of a subscription") from error
    return text


def guard(number: str) -> str:
    """Returns the number if software may call or text it: a full international number of a person.

    112, 101 and the like are never full international numbers, and 0900-8844 is a service number.

    Raises:
        ForbiddenNumber: with the reason, but never the number, since it may end up in a log.
    """
    digits = number.removeprefix("+")
    if not number.startswith("+") or not digits.isdigit() or len(digits) < SHORTEST:
        raise ForbiddenNumber("not a full international number")
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException as error:
        raise ForbiddenNumber("not a number of any country") from error
    if not phonenumbers.is_possible_number(parsed):
        raise ForbiddenNumber("not a possible number of its country")
    if phonenumbers.number_type(parsed) in SERVICE_NUMBERS:
        raise ForbiddenNumber("a service number")
    region = phonenumbers.region_code_for_number(parsed)
    # In full, 011 22 33 44 (Hasselt) is a landline like any other, though within Belgium it begins as 112 does.
    if (
        region
        and not phonenumbers.is_valid_number(parsed)
        and phonenumbers.connects_to_emergency_number(str(parsed.national_number), region)
        and len(digits) < SHORTEST + 2
    ):
        raise ForbiddenNumber("an emergency number")
    return number
