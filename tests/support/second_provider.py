"""A second provider for its SMS: CM.com behind real HTTP, and everything the application wants of a provider."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from foundation.settings import Settings
from scheduler.jobs import Jobs
from tests.support.app_under_test import AppUnderTest
from tests.support.cm import BESIDE_TWILIO, FakeCm


@contextmanager
def a_second_provider(app: AppUnderTest) -> Iterator[FakeCm]:
    """The application falls back on it; its messages must be read as those of the first. Time stands still for both."""
    with FakeCm(webhook_base=app.settings.base_url) as cm:
        checked = Settings(_env_file=None, **{**BESIDE_TWILIO, **cm.settings})
        for name in cm.settings:
            setattr(app.settings, name, getattr(checked, name))
        app.jobs.close()
        app.jobs = Jobs(app.database, app.settings, "clock")
        first_settles, first_forgets = app.twilio.settles, app.forgets_messages

        def both_settle(within: float = 5.0) -> bool:
            return first_settles(within) and cm.settles()

        def both_forget() -> AppUnderTest:
            first_forgets()
            cm.forgets()
            return app

        app.twilio.settles = both_settle  # type: ignore[method-assign]
        app.forgets_messages = both_forget  # type: ignore[method-assign]
        cm.before_looking = app.settles
        yield cm
        app.settles()
        assert not cm.unexpected(), "nobody expected this:\n" + "\n".join(cm.unexpected())
