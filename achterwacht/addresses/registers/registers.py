"""The registers of this installation: which one is asked for each country."""

from collections.abc import Mapping, Sequence

from achterwacht.addresses.registers.flanders import Flanders
from achterwacht.addresses.registers.line import Line
from achterwacht.addresses.registers.pdok import Pdok
from achterwacht.addresses.registers.port import AddressRegister
from foundation.settings import Settings


class Registers:
    """A register for each country, or none if the installation asks no registers. To be closed at the end."""

    def __init__(self, of: Mapping[str, AddressRegister], lines: Sequence[Line]) -> None:
        self._of = of
        self._lines = lines

    def of(self, country: str) -> AddressRegister | None:
        return self._of.get(country)

    async def close(self) -> None:
        for line in self._lines:
            await line.close()


def make_registers(settings: Settings) -> Registers:
    """Returns the registers that the settings name."""
    if not settings.asks_address_registers:
        return Registers({}, ())
    key = settings.flanders_api_key.get_secret_value()
    pdok = Line("pdok", settings.pdok_base)
    geolocation = Line("flanders geolocation", settings.flanders_geolocation_base)
    register = Line("flanders register", settings.flanders_register_base, {"x-api-key": key} if key else None)
    return Registers({"NL": Pdok(pdok), "BE": Flanders(geolocation, register)}, (pdok, geolocation, register))
