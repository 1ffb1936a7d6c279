"""What a phone shows beside a message: a few words that name nobody and nothing, and what the app opens.

It is read on a lock screen, by anybody. So the words depend on the kind of message alone, and its facts are not at
hand.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from notifications.texts.catalogue import catalogue
from notifications.texts.templates import Nudge, Template

SOON = timedelta(minutes=10)
"""As long as an SMS: an alarm must not arrive in the evening."""
WITHIN_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Nudged:
    """A nudge as it leaves.

    text: JSON, which only the app's service worker can read. topic: of two with the same one that both wait, the push
    service keeps the last. keeps_for: how long it keeps one for a phone that is off. urgent: wakes a sleeping phone.
    """

    text: str
    topic: str
    keeps_for: timedelta
    urgent: bool


def nudge(template: Template, language: str, payload: Mapping[str, Any]) -> Nudged:
    """Returns what to show beside a message with this template.

    payload: whether it is a `drill`, and the `kind` and `id` of what it is about, by which the app opens it.
    """
    kind, words = template.spec.nudge, catalogue(language)
    assert kind is not None
    mark = f"{words.say('drill', 'mark', {})} " if payload["drill"] else ""
    shown = {
        "title": mark + words.say("nudge_title", kind.value, {}),
        "body": words.say("nudge_body", kind.value, {}),
        "action": words.say("nudge_action", kind.value, {}) if words.has("nudge_action", kind.value) else None,
        "lang": language,
        "nudge": kind.value,
        "about": {"kind": payload["kind"], "id": payload["id"]},
    }
    task = kind is Nudge.TASK
    return Nudged(
        text=json.dumps(shown, ensure_ascii=False),
        topic=payload["id"].replace("-", ""),
        keeps_for=WITHIN_A_DAY if task else SOON,
        urgent=not task,
    )
