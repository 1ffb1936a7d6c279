"""Whether anybody is reached at all: the settings that a trial begins with look well to every other look."""

from collections.abc import Iterator

from achterwacht.people.organisations import any_real_one
from cli.doctor.finding import Finding, wrong
from foundation.session import Database
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings


def looks(database: Database, settings: Settings) -> Iterator[Finding]:
    """Yields what is found. Nothing is said where all is as it should be."""
    with database.read() as session:
        real = any_real_one(session)
    if real and settings.delivery is Delivery.SIMULATOR:
        yield wrong(
            "reached: nobody is, in an organisation that is no demonstration: the simulator takes every text and call. "
            "See DELIVERY"
        )
    if settings.reaches_people and not settings.production:
        yield wrong("reached: people are, and ENVIRONMENT is not production, which refuses what is unsafe then.")
