"""Answers at a fixed step after the question came, so that how long it took reveals nothing."""

import asyncio

STEP = 0.5
"""Seconds."""


async def at_a_step(came: float) -> None:
    """Wait for the next multiple of a step. came: when the question did, by the clock of the event loop."""
    await asyncio.sleep(STEP - (asyncio.get_running_loop().time() - came) % STEP)
