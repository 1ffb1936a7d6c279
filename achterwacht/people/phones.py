"""Telephone numbers of people: read as they are typed, stored as E.164, and never a number that software may not dial.

Emergency numbers and short numbers (112, 101, 14 0xx, 0900-8844) reach institutions: only a human calls those
(architecture.md section 5). The channels have a guard of their own; this one tells whoever types the number.
"""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType

OF_PEOPLE = frozenset(
    {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
    }
)
OF_A_COMPANY = PhoneNumberType.UAN
"""088 and the like: one number for a whole organisation, at the rate of any other. A desk has one; it takes no SMS, and
is phoned. 14 0xx is of the same kind by the numbering plan, but a short number."""
LONGEST_SHORT_NUMBER = 6
SHORTEST_OF_A_COMPANY = 8
"""Digits, without the country code."""
NEIGHBOURS = {"NL": "BE", "BE": "NL"}
"""Whose people work in each other's organisations, and type their number as at home."""
OF_A_DESK = frozenset({PhoneNumberType.FIXED_LINE})
SCHEME = re.compile(r"\s*tel:", re.IGNORECASE)
"""How the standard for people that a provider keeps writes a number (RFC 3966), and what is copied from a link."""
EXTENSION = re.compile(r"(?i)[;,x#]|ext|toestel|tst|doorkies|poste")


def read_numbers() -> None:
    """Load what `phonenumbers` knows of all countries, once per process: a fifth of a second.

    It loads each country by itself when its first number comes, and keeps a lock for ever if that fails, as when no
    file can be opened. Then everybody who reads a number waits, a tick too.
    """
    PhoneMetadata.load_all()


class RefusedNumber(Exception):
    """The number can't be used.

    code: phone_emergency, phone_extension, phone_two_countries or phone_invalid. facts: for phone_two_countries the two
    ways to write it. Only there does it hold the number, for whoever typed it.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read_number(typed: str, country: str) -> str:
    """Returns the number as E.164. Without a country code it is a number of `country`.

    Nothing is guessed: 0475 12 34 56 is a mobile in Belgium and a landline in the Netherlands, so a Dutch organisation
    is asked which. Nothing that was typed is dropped, least of all an extension, which no SMS ever reaches.

    Raises:
        RefusedNumber: an emergency, short or service number, one with an extension, one that may be of two countries,
            or none at all.
    """
    typed = SCHEME.sub("", typed, count=1) if SCHEME.match(typed) else typed
    if len(re.sub(r"\D", "", typed)) <= LONGEST_SHORT_NUMBER or phonenumbers.is_emergency_number(typed, country):
        raise RefusedNumber("phone_emergency" if re.search(r"\d", typed) else "phone_invalid")
    try:
        number = phonenumbers.parse(typed, country)
    except NumberParseException as error:
        raise RefusedNumber("phone_invalid") from error
    kind = phonenumbers.number_type(number)
    significant = phonenumbers.national_significant_number(number)
    can_be_phoned = kind in OF_PEOPLE or (kind == OF_A_COMPANY and len(significant) >= SHORTEST_OF_A_COMPANY)
    if phonenumbers.is_valid_number(number) and not can_be_phoned:
        raise RefusedNumber("phone_emergency")
    if number.extension or (phonenumbers.is_valid_number(number) and EXTENSION.search(typed)):
        raise RefusedNumber("phone_extension")
    if not phonenumbers.is_valid_number(number) or not _is_all_of(typed, number):
        raise RefusedNumber("phone_invalid")
    other = _at_the_neighbours(typed, country) if kind in OF_A_DESK else None
    if other is not None:
        raise RefusedNumber("phone_two_countries", here=_international(number), there=_international(other))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def is_mobile(number: str) -> bool:
    """Whether this full number is a mobile number, which can get SMS."""
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def _is_all_of(typed: str, number: PhoneNumber) -> bool:
    """Whether the number is all that was typed: no letter was read as a digit, and no digit was left out."""
    if re.search(r"[^\W\d_]", typed):
        return False
    digits = re.sub(r"\D", "", typed)
    significant, code = phonenumbers.national_significant_number(number), str(number.country_code)
    before = digits.removesuffix(significant)
    return before + significant == digits and before in {"", "0", code, f"00{code}", f"{code}0", f"00{code}0"}


def _at_the_neighbours(typed: str, country: str) -> PhoneNumber | None:
    """Returns what was typed without a country code as a mobile number across the border, if it can be one."""
    digits = typed.strip().lstrip("(")
    if country not in NEIGHBOURS or digits.startswith(("+", "00")):
        return None
    try:
        number = phonenumbers.parse(typed, NEIGHBOURS[country])
    except NumberParseException:
        return None
    mobile = phonenumbers.number_type(number) is PhoneNumberType.MOBILE
    return number if mobile and phonenumbers.is_valid_number(number) else None


def _international(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
