"""The child process that reads what strangers made: its place in the queue, its limits, and what it needs to begin."""

import asyncio
import os
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from achterwacht.calendars import reading as calendars
from achterwacht.row_files import reading as files
from foundation.apart import Job, ReadingFailed, TooBusy, read_apart
from tests.support import in_child


def asked(
    function: Callable[[Mapping[str, Any], bytes], Any],
    seconds: int = 20,
    patience: float = 120.0,
    megabytes: int = 600,
) -> Any:
    return asyncio.run(read_apart(Job(function, seconds, patience, megabytes), {}, b""))


def test_it_gives_way_to_everybody_within_the_same_share_of_the_processor() -> None:
    """In a session of its own its low place would count for nothing: sessions share the processor first."""
    found = asked(in_child.place_in_the_queue)
    assert found["session"] == os.getsid(0)
    assert found["group"]
    assert found["nice"] >= min(os.nice(0) + 15, 19)


def test_what_never_ends_is_stopped_after_its_own_processor_time() -> None:
    with pytest.raises(ReadingFailed) as failed:
        asked(in_child.never_ends, seconds=1)
    assert failed.value.reason == "time"


def test_a_machine_that_gives_it_no_time_is_busy_and_the_file_is_not_blamed() -> None:
    with pytest.raises(TooBusy):
        asked(in_child.never_ends, patience=0.001)


def test_what_wants_all_memory_is_stopped() -> None:
    with pytest.raises(ReadingFailed) as failed:
        asked(in_child.takes_all_memory)
    assert failed.value.reason == "memory"


def test_it_has_nothing_of_our_environment() -> None:
    assert asked(in_child.sees_the_environment) == {}


@pytest.mark.parametrize("job", [calendars.JOB, files.JOB], ids=["calendars", "files"])
def test_it_begins_with_little(job: Job) -> None:
    """Each file begins a new Python: whatever its module imports is imported for each file."""
    module = job.name.partition(":")[0]
    loaded = asyncio.run(_loaded_by(module))
    assert not {"asyncio", "structlog", "sqlalchemy", "pydantic", "notifications.texts.templates"} & loaded


async def _loaded_by(module: str) -> set[str]:
    return set(await read_apart(Job(in_child.modules_of, 20, 120.0, 600), {"module": module}, b""))
