"""Gives a house a second provider for its SMS: CM.com behind real HTTP, and everything a house wants of a provider."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from foundation.settings import Settings
from scheduler.jobs import Jobs
from tests.support.cm import BESIDE_TWILIO, FakeCm
from tests.support.house import House


@contextmanager
def a_second_provider(house: House) -> Iterator[FakeCm]:
    """The house falls back on it; its messages must be read as those of the first, and time stands still for both."""
    with FakeCm(webhook_base=house.settings.base_url) as cm:
        checked = Settings(_env_file=None, **{**BESIDE_TWILIO, **cm.settings})
        for name in cm.settings:
            setattr(house.settings, name, getattr(checked, name))
        house.jobs.close()
        house.jobs = Jobs(house.database, house.settings, "house")
        first_settles, first_forgets = house.twilio.settles, house.forgets_messages

        def both_settle(within: float = 5.0) -> bool:
            return first_settles(within) and cm.settles()

        def both_forget() -> House:
            first_forgets()
            cm.forgets()
            return house

        house.twilio.settles = both_settle  # type: ignore[method-assign]
        house.forgets_messages = both_forget  # type: ignore[method-assign]
        cm.before_looking = house.settles
        yield cm
        house.settles()
        assert not cm.unexpected(), "nobody expected this:\n" + "\n".join(cm.unexpected())
