"""What every file that somebody else made has in common when it goes out, or comes in."""

from contextlib import suppress

from fastapi.concurrency import run_in_threadpool

from api.http.bodies import OF_FILES
from api.http.refusals import RefusedUpload
from documents.store import Store, StoreAway
from documents.taking import TOO_LARGE

TOO_LARGE_STATUS, UNKNOWN_STATUS = 413, 415
HARMLESS = {"Cache-Control": "private, no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}
"""Never shown by a browser as a page of ours, whatever is in it."""


def refused_upload(reason: str, code: str) -> RefusedUpload:
    """Returns the refusal of a file, by the reason of `documents`."""
    return RefusedUpload(TOO_LARGE_STATUS if reason == TOO_LARGE else UNKNOWN_STATUS, code, **OF_FILES)


async def delete_file(store: Store, key: str) -> None:
    """Delete a file that no row names any more. While the store is away, the clock does so later."""
    with suppress(StoreAway):
        await run_in_threadpool(store.delete, key)
