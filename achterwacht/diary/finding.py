"""Finds the place of an appointment in the registers. Only a single certain hit counts; else what was typed stays."""

from collections.abc import Sequence
from dataclasses import replace

from achterwacht.addresses.address import Address, DutchAddress
from achterwacht.addresses.registers.port import AddressRegister, RegisterDown, Suggestion
from achterwacht.addresses.registers.registers import Registers
from achterwacht.diary.places import Place


async def find(place: Place, registers: Registers) -> Place:
    """Returns the place with the address as the register knows it; unchanged unless exactly one fits."""
    register = registers.of(place.country)
    if register is None or not place.ask:
        return place
    try:
        found = await _addresses(register, place)
    except RegisterDown:
        return place
    meant = [one for one in found if place.address is None or one.key == place.address.key]
    return replace(place, address=meant[0]) if len(meant) == 1 else place


async def _addresses(register: AddressRegister, place: Place) -> Sequence[Address]:
    suggestions = await register.suggest(_question(place))
    if len(suggestions) == 1 and suggestions[0].address is None:
        suggestions = await register.complete(suggestions[0].id)
    return _known(suggestions)


def _known(suggestions: Sequence[Suggestion]) -> list[Address]:
    return [one.address for one in suggestions if one.address is not None]


def _question(place: Place) -> str:
    """A Dutch postcode and number find all additions at once."""
    address = place.address
    if isinstance(address, DutchAddress):
        # With a dash, since otherwise number 12 with addition 2 would become 122.
        return f"{address.postcode} {address.house_number}" + (f"-{address.addition}" if address.addition else "")
    return place.ask
