"""What a lock screen says beside a message."""

from uuid import UUID

import pytest

from notifications.texts.catalogue import catalogue, languages
from notifications.texts.nudges import nudge
from notifications.texts.templates import NUDGED, Nudge, Template

ABOUT = "4fa54870-18e1-450a-b434-d270bde85eba"
MOST_BYTES = 3_000
"""A push service takes at least 4096 (RFC 8030), with what sealing adds."""


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("template", sorted(NUDGED))
def test_every_nudge_has_its_words_and_fits(template: Template, language: str) -> None:
    nudged = nudge(template, language, {"drill": True, "kind": "alarm", "id": ABOUT})
    assert nudged.topic == UUID(ABOUT).hex
    assert len(nudged.text.encode()) < MOST_BYTES
    action = catalogue(language).say("nudge_action", "question")
    assert (template.spec.nudge is Nudge.QUESTION) == (action in nudged.text)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("table", ["nudge_title", "nudge_body", "nudge_action"])
def test_the_words_hold_no_fact_and_belong_to_a_nudge(table: str, language: str) -> None:
    words = catalogue(language).entries[table]
    assert set(words) <= {one.value for one in Nudge}
    assert not any("{" in said for said in words.values())
