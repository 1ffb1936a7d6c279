"""What is looked up elsewhere: addresses in the public registers, and the calendars of workers."""

from enum import StrEnum

from pydantic import SecretStr

from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.providers import Delivery, Providers


class CalendarReading(StrEnum):
    """Whether workers may let us read their own calendar; `loopback`: also one on this machine, for tests."""

    NO = "no"
    YES = "yes"
    LOOPBACK = "loopback"


class SignOnAt(StrEnum):
    """Where the OpenID providers of organisations may stand."""

    PUBLIC = "public"
    LOOPBACK = "loopback"


class LookUps(Providers):
    """Whom this installation asks for what it does not know itself."""

    address_search: bool | None = None
    """Look addresses up in the public registers while somebody types
    ([why and how](decisions/0020-addresses-from-the-registers.md)). Not said: on with `DELIVERY=twilio`, off with the
    simulator."""
    pdok_base: str = "https://api.pdok.nl/bzk/locatieserver/search/v3_1"
    """PDOK Locatieserver, for Dutch addresses; must be https in production, as the next two."""
    flanders_geolocation_base: str = "https://geo.api.vlaanderen.be/geolocation/v4"
    """Suggests Flemish addresses."""
    flanders_register_base: str = "https://api.basisregisters.vlaanderen.be/v2"
    """Knows their ids and boxes."""
    flanders_api_key: SecretStr = SecretStr("")
    """Optional: without it the Flemish register takes fewer questions."""
    read_calendars: CalendarReading | None = None
    """Let workers have their own published calendar read, to propose visits from
    ([why and how](decisions/0024-the-diary-out-and-in.md)). `no`: never; `loopback`: for tests. Not said: on with
    `DELIVERY=twilio`, off with the simulator."""

    sign_on_at: SignOnAt = SignOnAt.PUBLIC
    """Where an OpenID provider may stand by which people of an organisation come in
    ([why and how](decisions/0096-in-by-ones-own-organisation.md)). `loopback`: also on this machine, for tests."""

    @property
    def asks_address_registers(self) -> bool:
        return self.delivery is not Delivery.SIMULATOR if self.address_search is None else self.address_search

    @property
    def reads_calendars(self) -> bool:
        if self.read_calendars is None:
            return self.delivery is not Delivery.SIMULATOR
        return self.read_calendars is not CalendarReading.NO

    @property
    def _register_bases(self) -> dict[str, str]:
        return {
            "PDOK_BASE": self.pdok_base,
            "FLANDERS_GEOLOCATION_BASE": self.flanders_geolocation_base,
            "FLANDERS_REGISTER_BASE": self.flanders_register_base,
        }

    def _register_problems(self) -> list[str]:
        if not self.asks_address_registers:
            return []
        problems = [
            f"{PREFIX}{name}: missing; {PREFIX}ADDRESS_SEARCH=false asks no register at all"
            for name, base in self._register_bases.items()
            if not base
        ]
        if self.production:
            problems += [
                f"{PREFIX}{name}: must be https in production, since addresses go there"
                for name, base in self._register_bases.items()
                if base.lower().startswith("http:")
            ]
        return problems
