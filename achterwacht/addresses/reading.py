"""Reads an address as a person, a program or a file wrote it. All errors are reported at once."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from achterwacht.addresses import fold
from achterwacht.addresses.address import Address, BelgianAddress, DutchAddress
from achterwacht.addresses.numbers import cannot_be, may_be_a_box
from achterwacht.refused import Wrong, WrongInput, refuse

NUMBERED = ("houseNumber", "addition", "box")
LONGEST_STREET = 80
"""The limit of the Dutch address register."""
LONGEST_PLACE = 60
LONGEST_CODE = 20
"""The longest addition or box. With the limit above, a line stays below the 200 characters of its column."""

_DUTCH_ID = re.compile(r"[0-9]{4}20[0-9]{10}")
"""The id of a nummeraanduiding in the BAG: municipality, kind 20, and eight digits."""
_FLEMISH_ID = re.compile(r"[1-9][0-9]{0,11}")
"""The `objectId` of an address in the Flemish register."""
_DUTCH_POSTCODE = re.compile(r"([1-9][0-9]{3}(?!SA|SD|SS)[A-Z]{2})")
_BELGIAN_POSTCODE = re.compile(r"(?:BE?-?)?([1-9][0-9]{3})")
_DUTCH_NUMBER = re.compile(r"0*([1-9][0-9]{0,4})(?![0-9])(.*)")
_BELGIAN_NUMBER = re.compile(
    r"0*(?P<number>[1-9][0-9]{0,4})"
    r"(?:[ ._-]*(?P<letters>(?!BUS|BTE|BOX|BOITE|B[ .]*[0-9])[A-Z]{1,4}[0-9]{0,3}))?"
    r"(?:[ ]*[-+_][ ]*(?P<last>[1-9][0-9]{0,4}[A-Z]{0,4}))?"
    r"(?:[ ,-]*(?P<box>(?:/|BUS|BTE|BOX|BOITE|B(?![A-Z-])).*))?"
)


def read_address(data: Mapping[str, Any], at: str = "") -> Address:
    """Read and normalise `{country, postcode, houseNumber, ...}` as a person or a program wrote it.

    A Dutch house number may be a number or a text; `"12A"` is number 12 with addition A. A Belgian house number may
    carry its box: `"12 bus 3"`, `"12/3"`. `registerId` is the id of the register it was chosen from. Names that an
    address doesn't have are left to the caller.

    Raises:
        WrongInput: with every wrong field, as a pointer below `at`. It never repeats what was typed.
    """
    reading = _Reading(data, at)
    match data.get("country"):
        case "NL":
            address: Address = reading.dutch()
        case "BE":
            address = reading.belgian()
        case _:
            raise WrongInput(Wrong(f"{at}/country", "not_a_choice", {"choices": ["NL", "BE"]}))
    reading.doubts()
    refuse(reading.wrong)
    return address


class _Reading:
    """Reads field by field and remembers what is wrong."""

    def __init__(self, data: Mapping[str, Any], at: str) -> None:
        self.data = data
        self.at = at
        self.wrong: list[Wrong] = []

    def _refuse(self, name: str, code: str, **facts: Any) -> None:
        self.wrong.append(Wrong(f"{self.at}/{name}", code, facts))

    def doubts(self) -> None:
        """Refuse what looks like a number but can't be one. An address chosen from a register is left alone."""
        if self.data.get("registerId"):
            return
        said = {wrong.pointer for wrong in self.wrong}
        for name in NUMBERED:
            value = self.data.get(name)
            folded = fold.fold(value) if isinstance(value, str) else ""
            code = cannot_be(folded, name)
            if self.data.get("country") == "BE" and name == "houseNumber" and may_be_a_box(folded):
                code = "field_box"
            if code and f"{self.at}/{name}" not in said:
                self._refuse(name, code)

    def dutch(self) -> DutchAddress:
        postcode = self._postcode(_DUTCH_POSTCODE, "postcode_nl")
        number, addition = self._dutch_number()
        street, city = self._name("street", LONGEST_STREET), self._name("city", LONGEST_PLACE)
        return DutchAddress(postcode, number, addition, street, city, self._register_id(_DUTCH_ID))

    def belgian(self) -> BelgianAddress:
        street = self._name("street", LONGEST_STREET, needed=True)
        if street and not 0 < len(fold.street(street)) <= LONGEST_STREET * 3 // 2:
            self._refuse("street", "street_unreadable")
        number, box = self._belgian_number()
        postcode = self._postcode(_BELGIAN_POSTCODE, "postcode_be")
        city = self._name("city", LONGEST_PLACE, needed=True)
        return BelgianAddress(street or "", number, box, postcode, city or "", self._register_id(_FLEMISH_ID))

    def _text(self, name: str) -> str | None:
        """Returns the field's text, tidied; None when it is empty. A whole number counts as text."""
        value = self.data.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is not None and not isinstance(value, str):
            self._refuse(name, "not_text")
            return None
        return fold.tidy(value or "") or None

    def _name(self, name: str, longest: int, needed: bool = False) -> str | None:
        so_far = len(self.wrong)
        text = self._text(name)
        if text is None and needed and len(self.wrong) == so_far:
            self._refuse(name, "missing")
        if text is not None and len(text) > longest:
            self._refuse(name, "longer_than", longest=longest)
        return text

    def _register_id(self, form: re.Pattern[str]) -> str | None:
        text = self._text("registerId")
        if text is not None and not form.fullmatch(text):
            self._refuse("registerId", "register_id_unknown")
            return None
        return text

    def _postcode(self, form: re.Pattern[str], wrong: str) -> str:
        text = self._name("postcode", LONGEST_CODE, needed=True)
        match = form.fullmatch(fold.fold(text or "").replace(" ", ""))
        if text is not None and match is None:
            self._refuse("postcode", wrong)
        return match[1] if match else ""

    def _dutch_number(self) -> tuple[int, str | None]:
        text = self._name("houseNumber", 2 * LONGEST_CODE, needed=True)
        addition = self._text("addition") or ""
        match = _DUTCH_NUMBER.fullmatch(fold.fold(text or ""))
        if match is None:
            if text is not None:
                self._refuse("houseNumber", "house_number_nl")
            number, rest = 0, ""
        else:
            number, rest = int(match[1]), match[2]
        written_in = "addition" if addition else "houseNumber"
        if rest.strip() and fold.code(rest) == fold.code(addition):
            rest = ""  # written twice, as in a file that gives the number whole and taken apart: `12A` and `A`
        return number, self._code(written_in, f"{rest} {addition}", "addition_unreadable", fold.code)

    def _belgian_number(self) -> tuple[str, str | None]:
        text = self._name("houseNumber", 2 * LONGEST_CODE, needed=True)
        box = self._text("box") or ""
        match = _BELGIAN_NUMBER.fullmatch(fold.fold(text or ""))
        if match is None:
            if text is not None:
                self._refuse("houseNumber", "house_number_be")
            return "", self._code("box", box, "box_unreadable", fold.box)
        number = match["number"] + (match["letters"] or "") + (f"-{match['last']}" if match["last"] else "")
        in_number = self._code("houseNumber", match["box"] or "", "box_unreadable", fold.box)
        in_box = self._code("box", box, "box_unreadable", fold.box)
        if in_number and in_box and in_number != in_box:
            self._refuse("box", "box_twice")
        return number, in_box or in_number

    def _code(self, name: str, text: str, unreadable: str, form: Callable[[str], str | None]) -> str | None:
        if not text.strip():
            return None
        found = form(text)
        if found is None:
            self._refuse(name, unreadable)
        elif len(found) > LONGEST_CODE:
            self._refuse(name, "longer_than", longest=LONGEST_CODE)
        return found
