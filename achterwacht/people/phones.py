"""Telephone numbers of people: read as they are typed, kept as E.164, and never one that software may not dial.

Emergency numbers and short numbers (112, 101, 14 0xx, 0900-8844) reach institutions: only a human calls those
(architecture.md section 5). The channels have a guard of their own; this one tells whoever types it.
"""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

OF_PEOPLE = frozenset(
    {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
    }
)
LONGEST_SHORT_NUMBER = 6


class RefusedNumber(Exception):
    """`code` says why: phone_emergency or phone_invalid. Never holds the number itself."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_number(typed: str, country: str) -> str:
    """The number as E.164. Without a country code it is one of `country`.

    Raises:
        RefusedNumber: an emergency, short or service number, or none at all.
    """
    if len(re.sub(r"\D", "", typed)) <= LONGEST_SHORT_NUMBER or phonenumbers.is_emergency_number(typed, country):
        raise RefusedNumber("phone_emergency" if re.search(r"\d", typed) else "phone_invalid")
    try:
        number = phonenumbers.parse(typed, country)
    except NumberParseException as error:
        raise RefusedNumber("phone_invalid") from error
    kind = phonenumbers.number_type(number)
    if phonenumbers.is_valid_number(number) and kind not in OF_PEOPLE:
        raise RefusedNumber("phone_emergency")
    if not phonenumbers.is_valid_number(number):
        raise RefusedNumber("phone_invalid")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
