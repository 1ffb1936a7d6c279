"""Lines of the timeline in words."""

from datetime import UTC, datetime

import pytest

from achterwacht.watch.wording import sentence
from notifications.texts.catalogue import catalogue

SAID_AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("2026-11-22T12:00:00+00:00", "13:00"),
        ("2026-11-24T08:00:00+00:00", "24-11, 09:00"),
        ("2026-11-22T23:30:00+00:00", "23-11, 00:30"),
    ],
)
def test_a_visit_that_moved_to_another_day_says_which(start: str, said: str) -> None:
    line = sentence(
        catalogue("nl"),
        "moved",
        {"start": start},
        "Karin",
        "app",
        "Jan",
        own=False,
        zone="Europe/Amsterdam",
        at=SAID_AT,
    )
    assert line == f"Verplaatst door Karin, nu {said}."


@pytest.mark.parametrize(
    ("channel", "said"),
    [("sms", "Bericht aan Fatima mislukt (sms)."), ("call", "Fatima is niet bereikt (telefoon).")],
)
def test_a_call_that_nobody_picked_up_is_no_message_that_failed(channel: str, said: str) -> None:
    line = sentence(
        catalogue("nl"),
        "message_failed",
        {"name": "Fatima", "channel": channel},
        "",
        "app",
        "Jan",
        own=False,
        zone="Europe/Amsterdam",
        at=SAID_AT,
    )
    assert line == said
