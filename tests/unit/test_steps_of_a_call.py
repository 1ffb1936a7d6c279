"""A step of a call has one name for each time that it is asked: the same name twice is a request that is repeated, and
does nothing. So whoever presses a wrong key over and over comes to an end, and never to a step they were at."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest

from achterwacht.inbound import watcher_calls
from achterwacht.inbound.watcher_calls import check_call_pressed, ladder_pressed, note_answered, police_pressed
from notifications.channels.voice import Prompt, twiml

WRONG = "5"


@pytest.mark.parametrize("pressed", [check_call_pressed, note_answered, ladder_pressed, police_pressed])
def test_no_step_comes_back(monkeypatch: pytest.MonkeyPatch, pressed: Callable[[Any, str, str], Prompt]) -> None:
    monkeypatch.setattr(watcher_calls, "details", lambda _call, _choices, step, *_before: Prompt([], step))
    call = SimpleNamespace(
        about=lambda _kind: uuid4(),
        say=lambda *_: "",
        ends=lambda *_: Prompt([]),
        message=SimpleNamespace(template=SimpleNamespace(value="")),
    )
    step: str | None = "open"
    seen = set[str | None]()
    while step:
        assert step not in seen
        seen.add(step)
        step = pressed(call, step, WRONG).step
    assert len(seen) > 1


def test_whatever_a_name_holds_a_call_says_it() -> None:
    said = 'Wmo\x0b \x1b[2J\ud83d <b> & "Zorg" ]]> <!--\u202e'
    for step in (None, "ladder"):
        answer = twiml(Prompt((said,), step, silence=said), "https://wacht.example/?a=1&b=2", "nl", "")
        spoken = [one.text for one in ElementTree.fromstring(answer.encode()).iter("Say")]
        assert set(spoken) == {'Wmo [2J <b> & "Zorg" ]]> <!--'}


def test_a_digit_that_could_not_be_told_is_told_again() -> None:
    """Without that a restart swallows it and cuts the line. What stands behind the `#` is no part of what is signed."""
    answer = twiml(Prompt(("Toets 1.",), "ladder"), "https://wacht.example/v1/voice/7", "nl", "")
    (gather,) = ElementTree.fromstring(answer).iter("Gather")
    assert gather.get("action") == "https://wacht.example/v1/voice/7?step=ladder#rc=3&rp=5xx,ct,rt"
