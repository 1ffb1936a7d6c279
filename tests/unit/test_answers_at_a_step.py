"""How long an answer took reveals nothing: it comes at a fixed step after the question did."""

import asyncio
from types import SimpleNamespace

import pytest

from api.http import steps


@pytest.mark.parametrize(("took", "waits"), [(0.0, 0.5), (0.125, 0.375), (0.375, 0.125), (0.625, 0.375), (2.25, 0.25)])
def test_whatever_it_took_the_answer_waits_for_the_next_step(
    monkeypatch: pytest.MonkeyPatch, took: float, waits: float
) -> None:
    waited: list[float] = []

    async def sleeps(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(steps, "STEP", 0.5)
    now = SimpleNamespace(time=lambda: 64.0 + took)
    monkeypatch.setattr(steps, "asyncio", SimpleNamespace(sleep=sleeps, get_running_loop=lambda: now))
    asyncio.run(steps.at_a_step(64.0))
    assert waited == [waits]
